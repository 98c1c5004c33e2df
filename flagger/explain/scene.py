"""One case and one rule with what it uses, and the engine run over them: as they are, or with one thing changed.

Nothing is worked out here; every answer is that of `detect` and `infer`. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from flagger.detect.evidence import events_of
from flagger.detect.run import Detection, Outcome, Setting, detect, run_rule
from flagger.errors import RulesFault
from flagger.explain.record import CONFIRMED, NOT_ASSESSED, NOT_FLAGGED, PENDING, POSSIBLE
from flagger.infer.combined import infer
from flagger.matchers.select import Chooser
from flagger.model import EVERY_CASE, Coverage, Status
from flagger.rulebook.fields import Value
from flagger.rulebook.model import Rule
from flagger.rulebook.shapes import Absence, Combine
from flagger.timeline.arrays import Timeline
from flagger.timeline.subset import subset

_ORDER = (NOT_FLAGGED, NOT_ASSESSED, PENDING, POSSIBLE, CONFIRMED)
_ALWAYS = 40_000  # days before and after 1970 that are more than any chronology


@dataclass(frozen=True)
class Met:
    """One match: its number, about whom it is, its rows with their parts, the nearest row outside, its measures."""

    number: int
    status: str
    subject: str
    rows: tuple[tuple[str, str], ...]
    nearest: str | None
    measures: Mapping[str, int]

    @property
    def events(self) -> tuple[str, ...]:
        return tuple(event for event, _ in self.rows)


@dataclass(frozen=True)
class Mark:
    """What makes a match, with other numbers, the same one: about the same, and at least one row in both."""

    subject: str
    rows: frozenset[str]

    def of(self, met: Met) -> bool:
        return met.subject == self.subject and not self.rows.isdisjoint(met.events)


@dataclass(frozen=True)
class Result:
    """What the rule came to in the case."""

    outcome: Outcome
    met: tuple[Met, ...]

    def same(self, mark: Mark | None) -> tuple[Met, ...]:
        """The matches of a mark; without one, all."""
        return tuple(met for met in self.met if mark is None or mark.of(met))


@dataclass(frozen=True)
class Scene:
    """`line` holds the events of one case (number `case`), `ids` their ids; `rules` end with the one to explain."""

    line: Timeline
    ids: Sequence[str]
    rules: tuple[Rule, ...]
    setting: Setting
    case: int
    _sees_all: bool = False
    _runs: dict[tuple[str, Value], Result | None] = field(default_factory=dict, compare=False)

    @classmethod
    def of_case(cls, line: Timeline, ids: Sequence[str], rules: Sequence[Rule], setting: Setting, case: int) -> Scene:
        """The scene of one case of a timeline; `rules` in order of dependence, the last is explained."""
        keep = line.case == case
        names = [name for name, kept in zip(ids, keep, strict=True) if kept]
        return cls(subset(line, keep), names, tuple(rules), setting, case)

    @property
    def rule(self) -> Rule:
        return self.rules[-1]

    @cached_property
    def chooser(self) -> Chooser:
        return Chooser(self.line, self.setting.expand, self.setting.calendar)

    @cached_property
    def place(self) -> dict[str, int]:
        """The position of each event."""
        return {name: position for position, name in enumerate(self.ids)}

    @cached_property
    def result(self) -> Result:
        """What the rule came to, as it is."""
        return self.run(self.rule)

    @cached_property
    def detection(self) -> Detection:
        return self.detected(self.rule)

    @cached_property
    def _beneath(self) -> Detection:
        """What the rules that it uses came to."""
        under = self.rules[:-1]
        found = detect(self.line, under, self.setting)
        infer(self.line, under, found, None, self.setting)
        return found

    def detected(self, rule: Rule) -> Detection:
        """Matches and outcomes of the rule (this one, perhaps with other numbers or another shape) and what it uses."""
        found = Detection(dict(self._beneath.matches), dict(self._beneath.outcomes))
        if isinstance(rule.matcher, Combine):
            infer(self.line, (*self.rules[:-1], rule), found, None, self.setting)
        else:
            run_rule(self.line, rule, self.setting, found)
        return found

    def run(self, rule: Rule) -> Result:
        found = self.detected(rule)
        own = found.matches[rule.id]
        met = []
        for number in range(len(own)):
            rows = [self.ids[pos] for pos in events_of(found.matches, rule.id, number)]
            named = {} if own.of_matches else {self.ids[p]: own.roles[r] for p, r in _evidence(own, number)}
            roles = [(row, named.get(row, "evidence")) for row in rows]
            nearest = next((row for row, role in named.items() if role == "nearest" and row not in rows), None)
            measures = {name: int(values[number]) for name, values in own.measures.items()}
            status = Status(int(own.status[number])).word
            met.append(Met(number, status, self._subject(int(own.group[number])), tuple(roles), nearest, measures))
        return Result(Outcome(int(found.outcomes[rule.id][self.case])), tuple(met))

    def _subject(self, group: int) -> str:
        return "" if self.rule.per == "case" else self.chooser.groups(self.rule.per).name_of(group)

    def at(self, name: str, value: Value) -> Result | None:
        """What it comes to with another value of a number; None where there is no such rule, or no calendar for it."""
        if (name, value) not in self._runs:
            rule = with_value(self.rule, name, value)
            result = None if rule is None else self.run(rule)
            lost = result is None or result.outcome is Outcome.OUTSIDE_CALENDAR
            self._runs[name, value] = None if lost else result
        return self._runs[name, value]

    def state(self, mark: Mark | None, change: tuple[str, Value] | None = None) -> str | None:
        """What the matches of a mark (without one: the case) come to, perhaps with another value of a number.

        None where there is no such rule. What nobody could have seen is not assessed.
        """
        result = self.result if change is None else self.at(*change)
        if result is None:
            return None
        found = [met.status for met in result.same(mark)]
        if found:
            return max(found, key=_ORDER.index)
        if mark is None:
            return NOT_FLAGGED if result.outcome <= Outcome.FLAGGED else NOT_ASSESSED
        unseen = isinstance(self.rule.matcher, Absence) and not self._sees_all and self.covered.state(mark, change)
        return NOT_FLAGGED if unseen in (False, None, NOT_FLAGGED) else NOT_ASSESSED

    def without(self, events: Collection[str]) -> Scene:
        """The same without some rows."""
        keep = np.array([name not in events for name in self.ids], dtype=bool)
        kept = [name for name in self.ids if name not in events]
        return replace(self, line=subset(self.line, keep), ids=kept, _runs={})

    @cached_property
    def covered(self) -> Scene:
        """The same, as if everybody had given everything of all days: for what would be said if one could see."""
        matcher = self.rule.matcher
        whose = matcher.recorded_by if isinstance(matcher, Absence) else ()
        all_days = tuple(Coverage(agency, -_ALWAYS, _ALWAYS, True) for agency in whose or ("any",))
        return replace(self, setting=replace(self.setting, coverage={EVERY_CASE: all_days}), _sees_all=True, _runs={})

    @cached_property
    def later(self) -> Scene:
        """The same, as if today were so late that every deadline is over."""
        return replace(self, line=replace(self.line, as_at=_ALWAYS), _runs={})


def truth(result: Result, mark: Mark | None) -> str:
    """What a match of a mark says of the one condition that was asked: `true`, `maybe`, or `false` without one."""
    statuses = {met.status for met in result.same(mark)}
    return "true" if CONFIRMED in statuses else "maybe" if statuses else "false"


def number_of(rule: Rule, key: str) -> str:
    """The name of the number that stands under a key of the matcher as it is written; "" where there is none."""
    written = rule.document.data["match"][rule.matcher.key].get(key)
    return written[1:] if isinstance(written, str) and written.startswith("$") else ""


def _evidence(own: Any, number: int) -> Sequence[tuple[int, int]]:
    rows = slice(own.offsets[number], own.offsets[number + 1])
    return list(zip(own.evidence[rows].tolist(), own.role[rows].tolist(), strict=True))


def with_value(rule: Rule, name: str, value: Value) -> Rule | None:
    """The rule with another value of one number, inside its bounds or not; None where that makes no rule.

    What an area's checklist has added to what an absence takes for an answer stays.
    """
    try:
        other = rule.resolved({name: value}, bounded=False)
    except RulesFault:
        return None
    now, new = rule.match.absence, other.match.absence
    if now is None or new is None:
        return other
    pairs = zip(now.expect, new.expect, strict=True)
    return reshaped(other, expect=tuple(b.model_copy(update={"code": a.code}) for a, b in pairs))


def reshaped(rule: Rule, **changes: object) -> Rule:
    """The rule with some fields of its matcher changed: for asking one condition by itself."""
    matcher = rule.matcher.model_copy(update=changes)
    return rule.model_copy(update={"match": rule.match.model_copy(update={matcher.key: matcher})})
