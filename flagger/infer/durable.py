"""durable-rules 2.0.28 inside the subset that is safe; the only module that knows it. Why: docs/decisions/0004.

A rule of the engine has one condition, two constants: this is a match, of this rule. There is one for each (composite,
member); its action notes the member on the composite's board in Python and, when the board is enough, asserts the
composite as a fact. No negation, counting, joins, timers, arithmetic, batches, dates or text ever reach the engine.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from threading import Lock
from typing import Any

from flagger.infer.closure import Composite, Fact, InferenceFault

MOST_RULES = 200
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9:-]*")
_ID = re.compile(r"[A-Za-z0-9:-]{1,200}")
_RULESET = "flagger"
_SESSION = "case"

Action = Callable[[Any], None]
Kind = tuple[str, str]


@cache
def durable_rules(composites: tuple[Composite, ...]) -> DurableRules:
    """The engine for these composites, built once a process: durable-rules never gives back a ruleset's memory.

    Raises ImportError where durable-rules does not import, and InferenceFault for composites it must not be given.
    """
    return DurableRules(composites)


def ruleset(composites: Sequence[Composite], noting: Callable[[Composite], Action]) -> dict[str, Any]:
    """The engine's rules, made anew at each call since the engine changes what it is given.

    `noting` gives a composite's action. Raises InferenceFault for anything outside the safe subset.
    """
    refuse(composites)
    rules: dict[str, Any] = {}
    for composite in composites:
        for member in composite.of:
            condition = {"$and": [{"kind": "match"}, {"rule": member}]}
            rules[f"{composite.id} of {member}"] = {"all": [{"fact": condition}], "run": noting(composite)}
    return rules


def refuse(composites: Sequence[Composite]) -> None:
    """Raise InferenceFault if these composites lie outside the safe subset."""
    pairs = sum(len(set(composite.of)) for composite in composites)
    if pairs > MOST_RULES:
        raise InferenceFault(
            f"combined rules: {pairs} pairs of a combined rule and a member; expected at most {MOST_RULES} "
            "for durable-rules, which hangs on many more; use the plain fixpoint"
        )
    ids = [composite.id for composite in composites]
    if len(set(ids)) < len(ids):
        raise InferenceFault("combined rules: one id stands twice; expected an id of its own for each")
    for composite in composites:
        if composite.at_least < 1:
            raise InferenceFault(f"{composite.id}: at_least is {composite.at_least}; expected 1 or more")
        for name in (composite.id, *composite.of):
            if not _NAME.fullmatch(name):
                raise InferenceFault(
                    f"{composite.id}: `{name}` cannot be given to durable-rules, which reads some text as numbers; "
                    "expected letters, digits, - and :, a letter first"
                )


def fnv1a(text: str) -> int:
    """The 32-bit FNV-1a hash by which durable-rules alone tells facts apart."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


class DurableRules:
    """One host, one ruleset, one session that is deleted after each case. Use `durable_rules` to get one."""

    def __init__(self, composites: Sequence[Composite]) -> None:
        rules = ruleset(composites, self._noting)
        host = importlib.import_module("durable.engine").Host
        # The host's own _run starts two timers on threads of their own, which would run actions too.
        self._host = type("QuietHost", (host,), {"_run": lambda self: None})({_RULESET: rules})
        self.name = f"durable-rules {version('durable-rules')}"
        # The engine fails on a fact that no rule reads, so it is given only what some rule does.
        self._members = {member for composite in composites for member in composite.of}
        self._lock = Lock()
        self._usable = True

    def closure(self, facts: Sequence[Fact]) -> frozenset[str]:
        read: dict[Kind, Fact] = {}
        for fact in sorted(facts, key=_by_id):
            if fact.rule in self._members:
                if not _ID.fullmatch(fact.id):
                    raise InferenceFault(
                        f"a match of {fact.rule}: expected an id of up to 200 letters, digits, - and :"
                    )
                read.setdefault((fact.rule, fact.family), fact)
        with self._lock:
            self._start()
            for fact in read.values():
                self._tell(fact)
            if read:
                self._host.delete_state(_RULESET, _SESSION)
            self._usable = True
            return frozenset(self._held)

    def _start(self) -> None:
        """Begin a case. A case that ends in a fault leaves its session behind, since deleting it then may crash."""
        if not self._usable:
            raise InferenceFault("durable-rules failed on an earlier case; start again, with the plain fixpoint")
        self._usable = False
        self._kind_of: dict[str, Kind] = {}
        self._hashes: set[int] = set()
        self._boards: dict[str, set[Kind]] = {}
        self._held: set[str] = set()
        self._faults: list[BaseException] = []

    def _tell(self, fact: Fact) -> None:
        """Assert one fact, and run all that follows from it."""
        try:
            self._host.assert_fact(_RULESET, self._message(fact))
        except Exception as fault:
            self._faults.append(fault)
        if self._faults:
            first = self._faults[0]
            if not isinstance(first, Exception):
                raise first
            raise InferenceFault(
                f"durable-rules failed on a match of {fact.rule} ({type(first).__name__}); expected it to take every "
                "match; use the plain fixpoint"
            ) from first

    def _message(self, fact: Fact) -> dict[str, str]:
        """The fact as the engine sees it, under an id whose hash no other fact of the case has."""
        name = fact.id
        while (hashed := fnv1a(name)) in self._hashes:
            name += "+"
        self._hashes.add(hashed)
        self._kind_of[name] = (fact.rule, fact.family)
        return {"id": name, "sid": _SESSION, "kind": "match", "rule": fact.rule}

    def _noting(self, composite: Composite) -> Action:
        """The action of a composite's rules. One parameter exactly: with two the engine takes it as asynchronous."""

        def note(c: Any) -> None:
            try:
                self._note(composite, c)
            except BaseException as fault:  # the engine would swallow it
                self._faults.append(fault)

        return note

    def _note(self, composite: Composite, c: Any) -> None:
        board = self._boards.setdefault(composite.id, set())
        board.add(self._kind_of[c.fact.id])
        if composite.id not in self._held and composite.held_by(board):
            self._held.add(composite.id)
            if composite.id in self._members:
                c.assert_fact(self._message(Fact(composite.id, composite.id, composite.family)))


def _by_id(fact: Fact) -> tuple[str, str, str]:
    return fact.id, fact.rule, fact.family
