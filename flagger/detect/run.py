"""Every rule over the timeline of all cases: its matches, and what it came to in each case.

Combined rules are left to `infer`. Pure: no file, no clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.detect.needs import meets
from flagger.detect.rule_run import RuleRun
from flagger.matchers.record import Matches, no_matches
from flagger.matchers.select import Chooser, Expand
from flagger.matchers.selection import Bools
from flagger.model import Coverage
from flagger.rulebook.model import Rule
from flagger.rulebook.shapes import Combine, Count
from flagger.timeline.arrays import Timeline


class Outcome(IntEnum):
    """What a rule came to in a case. From NO_ROWS on it was not assessed, and the name says why."""

    NOT_FLAGGED = 0
    FLAGGED = 1
    NO_ROWS = 2
    NO_COVERAGE = 3
    OUTSIDE_CALENDAR = 4
    NO_MEMBERS = 5
    SWITCHED_OFF = 6


@dataclass(frozen=True)
class Setting:
    """What a run is given besides the timeline: the codebook's families, the calendar, and who contributed.

    `off` are the rules that an area, or their author, keeps from being run, each with the reason.
    """

    expand: Expand
    calendar: WorkingDays
    coverage: Mapping[str, Sequence[Coverage]]
    off: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Detection:
    """Matches and outcomes (one Outcome a case) by rule id."""

    matches: dict[str, Matches]
    outcomes: dict[str, npt.NDArray[np.int8]]


def detect(timeline: Timeline, rules: Sequence[Rule], setting: Setting) -> Detection:
    """Run all rules but the combined ones.

    `rules` come in order of dependence: a rule after those whose matches it counts.
    """
    found = Detection({}, {})
    for rule in rules:
        if not isinstance(rule.matcher, Combine):
            run_rule(timeline, rule, setting, found)
    return found


def run_rule(timeline: Timeline, rule: Rule, setting: Setting, found: Detection) -> None:
    """Run one rule and add its matches and outcomes to `found`."""
    if rule.id in setting.off:
        found.matches[rule.id] = no_matches()
        found.outcomes[rule.id] = np.full(len(timeline.cases), Outcome.SWITCHED_OFF, dtype=np.int8)
        return
    outside = _outside_calendar(timeline, rule, setting.calendar, found.matches)
    lacking = None if rule.needs is None else ~meets(rule.needs, timeline, setting.expand)
    shut = [cases for cases in (outside, lacking) if cases is not None and cases.any()]
    chooser = Chooser(timeline, setting.expand, setting.calendar, ~np.logical_or.reduce(shut) if shut else None)
    matches = RuleRun(chooser, rule, setting.coverage, found.matches).matches()
    found.matches[rule.id] = matches
    found.outcomes[rule.id] = _outcomes(timeline, matches, outside, lacking)


def _outside_calendar(
    timeline: Timeline, rule: Rule, calendar: WorkingDays, found: Mapping[str, Matches]
) -> Bools | None:
    """Cases with an event too near the ends of the calendar, or beyond them, for a rule that counts working days.

    Where it counts the matches of another rule, the days on which these were first met are asked too.
    """
    longest = max((span.n for span in _spans(rule.match) if span.unit == "wd"), default=0)
    if not longest:
        return None
    margin = 2 * longest + 10  # weekends and the longest run of bank holidays
    dated = [(timeline.case, timeline.lo, timeline.hi)]
    if isinstance(rule.matcher, Count) and (other := rule.matcher.of[0].rule) is not None:
        dated.append((found[other].case, found[other].met_lo, found[other].met_hi))
    outside = np.zeros(len(timeline.cases), dtype=bool)
    for case, lo, hi in dated:
        if len(lo) and calendar.covers([lo.min(), hi.max()], margin).all():
            continue  # the ends of the calendar are far from all of them, as nearly always
        outside[case[~(calendar.covers(lo, margin) & calendar.covers(hi, margin))]] = True
    return outside if outside.any() else None


def _spans(part: object) -> Iterator[Span]:
    if isinstance(part, Span):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _spans(getattr(part, name))
    elif isinstance(part, tuple | list):
        for item in part:
            yield from _spans(item)


def _outcomes(
    timeline: Timeline, matches: Matches, outside: Bools | None, lacking: Bools | None
) -> npt.NDArray[np.int8]:
    """`lacking` are the cases that do not hold what the rule needs; nothing was looked for there."""
    outcomes = np.full(len(timeline.cases), Outcome.NOT_FLAGGED, dtype=np.int8)
    outcomes[~timeline.cases_with_rows] = Outcome.NO_ROWS
    if lacking is not None:
        outcomes[lacking] = Outcome.NO_ROWS
    outcomes[matches.unobserved.case] = Outcome.NO_COVERAGE
    if outside is not None:
        outcomes[outside] = Outcome.OUTSIDE_CALENDAR
    outcomes[matches.case] = Outcome.FLAGGED
    return outcomes
