"""One rule tried on chronologies with other numbers: which of its matches are gained and lost.

For the author of a rule, and so the numbers may lie outside the author's bounds. Changes no file and no rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flagger.errors import RulesFault, UsageFault
from flagger.flags.record import Flag, RuleOutcome
from flagger.flags.support import SUPPORTING
from flagger.flags.words import value_words
from flagger.model import Coverage
from flagger.rulebook.faults import did_you_mean
from flagger.rulebook.fields import Value
from flagger.rulebook.load import with_what_it_uses
from flagger.rulebook.model import Rule
from flagger.rulebook.settle import in_force
from flagger.screen import Library, Reading, Screening, screen


@dataclass(frozen=True)
class Change:
    """Matches that share rows: those with the rule's own numbers, and those with the others. One side may be empty."""

    before: tuple[Flag, ...]
    after: tuple[Flag, ...]


@dataclass(frozen=True)
class Set:
    """A number that was set: its value before and now, in words; `outside`: the bounds it goes beyond."""

    name: str
    before: str
    now: str
    outside: str


@dataclass(frozen=True)
class Trial:
    """What came of a trial: `changes` in order of case and date; `same` are the matches that are as before."""

    rule: Rule
    sets: tuple[Set, ...]
    changes: tuple[Change, ...]
    same: tuple[Flag, ...]
    not_assessed: tuple[RuleOutcome, ...]


def try_rule(
    reading: Reading,
    library: Library,
    rule_id: str,
    given: Mapping[str, object],
    *,
    as_at: int,
    coverage: Mapping[str, Sequence[Coverage]],
) -> Trial:
    """Run a rule, and what it uses, as it holds on the day `as_at` and with the numbers given (numbers, spans as text).

    Raises UsageFault for a rule that is not there or no longer used, and for a number that the rule does not have or
    that is of another kind.
    """
    own = in_use(library, rule_id)
    here = in_force(library.rulebook, library.areas, as_at).rulebook.rules[rule_id]
    values = {name: param.value for name, param in here.params.items()}
    changed = {name: _fitting(here, name, value) for name, value in given.items()}

    def run(numbers: Mapping[str, Value]) -> Screening:
        try:
            rule = own.resolved(numbers, bounded=False)
        except RulesFault as fault:
            said = "; ".join(one.partition(": ")[2] for one in fault.faults)
            raise UsageFault(f"with these numbers {rule_id} is no rule: {said}") from None
        return screen(reading, _alone(library, rule), as_at=as_at, coverage=coverage)

    first, second = run(values), run(values | changed)
    before, after = ([flag for flag in done.flags if flag.rule == rule_id] for done in (first, second))
    return Trial(
        here,
        tuple(_set(here, name, value) for name, value in changed.items()),
        tuple(changes(before, after)),
        tuple(flag for flag in after if _key(flag) in set(map(_key, before))),
        tuple(o for o in second.outcomes if o.rule == rule_id and o.outcome == "not assessed"),
    )


def in_use(library: Library, rule_id: str) -> Rule:
    """The rule as its author wrote it. Raises UsageFault for one that is not there or no longer used."""
    rules = library.rulebook.rules
    if rule_id not in rules:
        raise UsageFault(f"no rule `{rule_id}`; `flagger rules list` shows all{did_you_mean(rule_id, rules)}")
    rule = rules[rule_id]
    if rule.status == "deprecated":
        raise UsageFault(f"{rule_id} is no longer used: {rule.deprecated_reason}")
    return rule


def _fitting(rule: Rule, name: str, given: object) -> Value:
    if name not in rule.params:
        known = ", ".join(rule.params) or "none"
        hint = did_you_mean(name, rule.params)
        raise UsageFault(f"{rule.id} has no number `{name}`; expected one of {known}{hint}; found `{name}`")
    fault, value = rule.fitting(name, given, bounded=False)
    if value is None:
        raise UsageFault(f"{rule.id}: {fault}")
    return value


def _set(rule: Rule, name: str, value: Value) -> Set:
    param = rule.params[name]
    ends = " to ".join(value_words(end) for end in (param.min, param.max) if end is not None) or "it is fixed"
    return Set(name, value_words(param.value), value_words(value), "" if param.allows(value) else ends)


def _alone(library: Library, rule: Rule) -> Library:
    """The library in which only this rule and what it uses run; areas do not set its numbers, nor switch it off."""
    book = library.rulebook
    on = rule.model_copy(update={"default": None, "off_because": None})
    used = tuple(other.id for other in with_what_it_uses(book, rule))
    rules = {name: on if name == rule.id else other for name, other in book.rules.items()}
    areas = tuple(
        area.model_copy(
            update={key: {n: v for n, v in getattr(area, key).items() if n != rule.id} for key in ("rules", "off")}
        )
        for area in library.areas
    )
    return replace(library, rulebook=replace(book, rules=rules, order=used), areas=areas)


def changes(before: Sequence[Flag], after: Sequence[Flag]) -> Iterator[Change]:
    """Groups of matches connected by shared rows, but for matches that are the same in both."""
    same = set(map(_key, before)) & set(map(_key, after))
    waiting = [
        (flag, old) for flags, old in ((before, True), (after, False)) for flag in flags if _key(flag) not in same
    ]
    waiting.sort(key=lambda item: (item[0].case, item[0].first, item[0].last, item[0].id, item[1]))
    while waiting:
        group = near = [waiting.pop(0)]
        while near:
            rows = {row for flag, _ in group for row in _rows(flag)}
            near = [item for item in waiting if _rows(item[0]) & rows]
            group = [*group, *near]
            waiting = [item for item in waiting if item not in near]
        yield Change(tuple(flag for flag, old in group if old), tuple(flag for flag, old in group if not old))


def _key(flag: Flag) -> tuple[str, str]:
    return flag.case, flag.evidence_hash


def _rows(flag: Flag) -> frozenset[str]:
    """The events behind a match, not those that only support it. Events of two cases are never the same."""
    return frozenset(row.event for row in flag.evidence if row.role not in SUPPORTING)
