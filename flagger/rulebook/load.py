"""Reads all rules, audits and prompts of a folder strictly, and reports every fault of every file at once.

Checks what must be right for the rules to mean anything: form, names, ids, references. What makes a good rule is
`lint`'s matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, TypeVar

from flagger.documents.document import Document, Place, read_document, walk
from flagger.errors import RulesFault
from flagger.rulebook.arrangement import REPORTS_FILE, Arrangement
from flagger.rulebook.audits import Audits
from flagger.rulebook.episodes import EPISODES_FILE, Episodes, read_episodes
from flagger.rulebook.examples import line_faults
from flagger.rulebook.faults import did_you_mean
from flagger.rulebook.model import Rule
from flagger.rulebook.not_shown import NOT_SHOWN_FILE, NotShown
from flagger.rulebook.prompts import PROMPTS_FILE, Prompts
from flagger.rulebook.selectors import Episode

_T = TypeVar("_T")
_FOLDERS = ("themes", "strengths", "combined")
_TESTS = "tests"
_CODE_KEYS = frozenset({"code", "with", "not_with", "codes", "distinct"})


@dataclass(frozen=True)
class Rulebook:
    """Rules in order of id; the audits; prompts, and what cannot be shown; a hash of what a run takes from the files;
    ids in order of dependence (what is used comes first); how reports arrange it all, and the shared episodes.
    """

    rules: Mapping[str, Rule]
    audits: Audits
    prompts: Prompts
    not_shown: NotShown
    sha256: str
    order: tuple[str, ...]
    arrangement: Arrangement
    episodes: Mapping[str, Episode]


def load_rulebook(root: Path, codebook_names: Collection[str] | None = None, tests: bool = True) -> Rulebook:
    """Read `root/themes`, `root/strengths`, `root/combined` (every .yaml below them) and `root/audits.yaml`.

    Beside them there may be `prompts.yaml` and `not_shown.yaml`.
    `codebook_names` are all codes and families; with None they are not checked. Without `tests`, the rules come without
    them, much sooner: a run has no use for them. Raises RulesFault with every fault.
    """
    rulebook, faults = read_rulebook(root, codebook_names, tests)
    if faults or rulebook is None:
        raise RulesFault(faults)
    return rulebook


def read_rulebook(
    root: Path, codebook_names: Collection[str] | None = None, tests: bool = True
) -> tuple[Rulebook | None, list[str]]:
    """As `load_rulebook`, but the rules without a fault, and those faults; no rulebook when the audits have one.

    A rule that uses one with a fault is left out too; where rules lead back to themselves, all are.
    """
    faults: list[str] = []
    digest = hashlib.sha256()
    shared = _shared(root, faults)
    read = _rules(root, digest, faults, () if tests else (_TESTS,), shared)
    audits = _audits(root, digest, faults)
    complete = not faults
    rules: dict[str, Rule] = {}
    for name, rule in read.items():
        found = list(_faults_of(rule, read if complete else None, codebook_names))
        faults += found
        if not found:
            rules[name] = rule
    order = _order(read, faults)
    sound = _closed(rules) if order else {}
    if audits is None:
        return None, faults
    named = read if complete else None
    prompts = _beside(root, PROMPTS_FILE, lambda found: Prompts.read(found, audits.findings, named), faults)
    not_shown = _beside(root, NOT_SHOWN_FILE, lambda found: NotShown.read(found, audits.findings, read), faults)
    arrangement = _beside(
        root, REPORTS_FILE, lambda found: Arrangement.read(found, named, codebook_names, shared), faults
    )
    for name in (PROMPTS_FILE, REPORTS_FILE):
        if (root / name).is_file():
            _digest(digest, root, root / name)
    besides = prompts or Prompts(), not_shown or NotShown()
    ids = tuple(name for name in order if name in sound)
    episodes = Episodes(episodes=shared).episodes
    return Rulebook(sound, audits, *besides, digest.hexdigest(), ids, arrangement or Arrangement(), episodes), faults


def _shared(root: Path, faults: list[str]) -> dict[str, Any]:
    """The episodes that every rule may name, as data; with a fault in them, no rule can be read."""
    try:
        return read_episodes(root)
    except RulesFault as fault:
        faults += fault.faults
        return {}


def _rules(
    root: Path, digest: hashlib._Hash, faults: list[str], without: Collection[str], shared: dict[str, Any]
) -> dict[str, Rule]:
    """The rules that can be read, in order of id, without some keys of their files."""
    rules: dict[str, Rule] = {}
    if faults:
        return {}
    if shared:
        _digest(digest, root, root / EPISODES_FILE)
    for path in rule_files(root):
        _digest(digest, root, path)
        try:
            rule = Rule.read(read_document(path, path.relative_to(root).as_posix(), without), shared=shared)
        except RulesFault as fault:
            faults += fault.faults
            continue
        if rule.id in rules:
            other = rules[rule.id].document.file
            said = f"id {rule.id} is taken; expected an id of its own; found {other}"
            faults.append(rule.document.fault(("id",), said))
        else:
            rules[rule.id] = rule
    return {rule_id: rules[rule_id] for rule_id in sorted(rules)}


def _faults_of(rule: Rule, rules: Mapping[str, Rule] | None, names: Collection[str] | None) -> Iterator[str]:
    """Faults of one rule that can be read: its tests' lines, its codes and, where all could be read, rules it uses."""
    for i, test in enumerate(rule.tests):
        yield from line_faults(test, rule.document, (_TESTS, i), names)
    if names is not None:
        yield from (rule.document.fault(*found) for found in unknown_codes(rule.document, names))
    if rules is not None:
        yield from _unknown_rules(rule, rules)


def _closed(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """The rules all of whose used rules are among them, and theirs."""
    kept = dict(rules)
    while gone := [name for name, rule in kept.items() if any(other not in kept for _, other in references(rule))]:
        for name in gone:
            del kept[name]
    return kept


def with_what_it_uses(rulebook: Rulebook, rule: Rule) -> list[Rule]:
    """A rule (one of the book, or the same with other numbers) after all the rules it uses, in order of dependence."""
    wanted, queue = {rule.id}, [rule]
    while queue:
        for _, name in references(queue.pop()):
            if name not in wanted:
                wanted.add(name)
                queue.append(rulebook.rules[name])
    return [rule if name == rule.id else rulebook.rules[name] for name in rulebook.order if name in wanted]


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


def named_codes(document: Document) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Each list of codes and families in what a rule looks for, with its place."""
    for section in ("events", "episodes", "match", "needs"):
        for place, names in walk(document.data.get(section), (section,)):
            if place[-1] in _CODE_KEYS and isinstance(names, tuple):
                yield place, tuple(name for name in names if isinstance(name, str))


def _beside(root: Path, name: str, read: Callable[[Document], _T], faults: list[str]) -> _T | None:
    """A file that a folder of rules may have, or None."""
    if not (root / name).is_file():
        return None
    try:
        return read(read_document(root / name, name))
    except RulesFault as fault:
        faults += fault.faults
        return None


def unknown_codes(document: Document, known: Collection[str]) -> Iterator[tuple[Place, str]]:
    """The names in a rule that are no code or family, with their places and what to say of each."""
    for place, names in named_codes(document):
        for i, name in enumerate(names):
            if name not in known:
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
