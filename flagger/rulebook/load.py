"""Reads all rules and audits of a folder strictly, and reports every fault of every file at once.

Checks what must be right for the rules to mean anything: form, names, ids, references. What makes a good rule is
`lint`'s matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from flagger.documents.document import Document, Place, read_document, walk
from flagger.errors import RulesFault
from flagger.rulebook.audits import Audits
from flagger.rulebook.examples import line_faults
from flagger.rulebook.faults import did_you_mean
from flagger.rulebook.model import Rule

_FOLDERS = ("themes", "strengths", "combined")
_CODE_KEYS = frozenset({"code", "with", "not_with", "codes", "distinct"})


@dataclass(frozen=True)
class Rulebook:
    """Rules in order of id; the audits; a hash of the files; ids in order of dependence (what is used comes first)."""

    rules: Mapping[str, Rule]
    audits: Audits
    sha256: str
    order: tuple[str, ...]


def load_rulebook(root: Path, codebook_names: Collection[str] | None = None) -> Rulebook:
    """Read `root/themes`, `root/strengths`, `root/combined` (every .yaml below them) and `root/audits.yaml`.

    `codebook_names` are all codes and families; with None they are not checked. Raises RulesFault with every fault.
    """
    faults: list[str] = []
    digest = hashlib.sha256()
    rules: dict[str, Rule] = {}
    for path in rule_files(root):
        _digest(digest, root, path)
        try:
            rule = Rule.read(read_document(path, path.relative_to(root).as_posix()))
        except RulesFault as fault:
            faults += fault.faults
            continue
        if rule.id in rules:
            other = rules[rule.id].document.file
            faults.append(
                rule.document.fault(("id",), f"id {rule.id} is taken; expected an id of its own; found {other}")
            )
        else:
            rules[rule.id] = rule
    rules = {rule_id: rules[rule_id] for rule_id in sorted(rules)}
    audits = _audits(root, digest, faults)
    complete = not faults
    for rule in rules.values():
        for i, test in enumerate(rule.tests):
            faults += line_faults(test, rule.document, ("tests", i), codebook_names)
        if codebook_names is not None:
            faults += [rule.document.fault(*found) for found in unknown_codes(rule.document, codebook_names)]
        faults += _unknown_rules(rule, rules) if complete else ()
    order = _order(rules, faults)
    if faults or audits is None:
        raise RulesFault(faults)
    return Rulebook(rules, audits, digest.hexdigest(), order)


def rule_files(root: Path) -> list[Path]:
    return sorted(path for folder in _FOLDERS for path in (root / folder).rglob("*.yaml"))


def _digest(digest: hashlib._Hash, root: Path, path: Path) -> None:
    """Line ends are taken as one kind, so that a checkout on Windows has the same hash."""
    name = path.relative_to(root).as_posix().encode()
    digest.update(name + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")


def _audits(root: Path, digest: hashlib._Hash, faults: list[str]) -> Audits | None:
    path = root / "audits.yaml"
    if not path.is_file():
        faults.append("audits.yaml:1: the file is missing; expected it beside `themes`; found nothing")
        return None
    _digest(digest, root, path)
    try:
        return Audits.read(read_document(path, path.name))
    except RulesFault as fault:
        faults += fault.faults
        return None


def unknown_codes(document: Document, known: Collection[str]) -> Iterator[tuple[Place, str]]:
    """The names in a rule that are no code or family, with their places and what to say of each."""
    for section in ("events", "episodes", "match", "needs"):
        for place, names in walk(document.data.get(section), (section,)):
            if place[-1] not in _CODE_KEYS or not isinstance(names, tuple):
                continue
            for i, name in enumerate(names):
                if isinstance(name, str) and name not in known:
                    said = f"no code or family `{name}`; expected one of the codebook{did_you_mean(name, known)}"
                    yield (*place, i), f"{said}; found `{name}`"


def references(rule: Rule) -> Iterator[tuple[Place, str]]:
    """The ids of other rules that a rule uses, with their places: `rule: ID` anywhere, and `of` of `combine`."""
    for section in ("events", "episodes", "match"):
        for place, value in walk(rule.document.data.get(section), (section,)):
            if place[-1] == "rule" and isinstance(value, str):
                yield place, value
    for i, name in enumerate(rule.match.combine.of if rule.match.combine else ()):
        yield ("match", "combine", "of", i), name


def _unknown_rules(rule: Rule, rules: Mapping[str, Rule]) -> Iterator[str]:
    for place, name in references(rule):
        if place[-1] == "rule" and name in rules and rules[name].match.combine:
            said = "a combined rule cannot be counted: it is worked out after all others; expected another rule"
            yield rule.document.fault(place, f"{said}; found `{name}`")
        if name not in rules:
            hint = did_you_mean(name, [other for other in rules if other != rule.id])
            said = f"no rule `{name}`; expected the id of a rule{hint}; found `{name}`"
            yield rule.document.fault(place, said)


def _order(rules: Mapping[str, Rule], faults: list[str]) -> tuple[str, ...]:
    """Ids so that each comes after those it uses, and otherwise in order of id."""
    used = {name: {other for _, other in references(rule) if other in rules} for name, rule in rules.items()}
    sorter = TopologicalSorter(used)
    try:
        sorter.prepare()
    except CycleError as error:
        ring = list(reversed(error.args[1]))
        place = next(p for p, other in references(rules[ring[0]]) if other == ring[1])
        steps = " -> ".join(ring)
        said = f"rules lead back to themselves; expected an order in which they can be worked out; found {steps}"
        faults.append(rules[ring[0]].document.fault(place, said))
        return ()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return tuple(order)
