"""The engine and the oracles, written apart from one page, must give the same matches, evidence and status."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from flagger.dates.calendars import WorkingDays
from flagger.detect.run import Detection, Outcome, Setting, run_rule
from flagger.model import Coverage, Status
from flagger.rulebook.shapes import Absence, Count, Measure, Sequence
from flagger.timeline.arrays import Timeline, index_codes

from .oracle import Event, Match, evaluate
from .strategies import CODES, EPISODES, HOLIDAYS, VALUES, Question, questions

SHAPES = {"count": Count, "sequence": Sequence, "absence": Absence, "measure": Measure}
CALENDAR = WorkingDays(
    "test", 10_000, 30_000, np.busdaycalendar(holidays=np.array(sorted(HOLIDAYS), dtype="datetime64[D]"))
)
COMMON = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def timeline(events: tuple[Event, ...], as_at: int) -> tuple[Timeline, list[Event]]:
    kept = [event for event in events if event.lo <= as_at]
    kept.sort(key=lambda event: (event.case, event.lo, min(event.hi, as_at), event.id))
    cases = sorted({event.case for event in events})
    agencies = sorted({event.agency for event in events})
    incidents = sorted({(e.case, e.incident or e.id) for e in events})
    pairs = [(n, CODES.index(code), "affirmed") for n, event in enumerate(kept) for code in event.codes]
    pairs += [(n, CODES.index(code), status) for n, event in enumerate(kept) for code, status in event.others]

    def ints(values: list[int]) -> Any:
        return np.array(values, dtype=np.int32)

    line = Timeline(
        cases,
        agencies,
        CODES,
        ints([cases.index(e.case) for e in kept]),
        ints([e.lo for e in kept]),
        ints([min(e.hi, as_at) for e in kept]),
        ints([agencies.index(e.agency) for e in kept]),
        as_at,
        {
            status: index_codes(
                ints([n for n, _, s in pairs if s == status]), ints([c for _, c, s in pairs if s == status]), len(CODES)
            )
            for status in ("affirmed", "hedged")
        },
        incident=ints([incidents.index((e.case, e.incident or e.id)) for e in kept]),
        doubted=np.array([e.approx for e in kept], dtype=bool),
    )
    return line, kept


def shaped(value: Any) -> Any:
    """The form the records take: tuples for lists, and episodes in place of their names."""
    if isinstance(value, dict):
        return {
            key: shaped(EPISODES[item] if key in ("during", "not_during", "open") else item)
            for key, item in value.items()
        }
    return tuple(shaped(item) for item in value) if isinstance(value, list) else value


def expand(names: Any) -> set[str]:
    return {code for name in names for code in VALUES.get(name, {name})}


def engine(question: Question) -> tuple[set[Match], set[str]]:
    (kind, spec) = next(iter(question.match.items()))
    setting = question.setting
    line, kept = timeline(question.events, setting["as_at"])
    matcher = SHAPES[kind].model_validate(shaped(spec))
    rule: Any = SimpleNamespace(id="X", matcher=matcher, match=matcher, per=setting["per"], needs=None)
    coverage = {"*": [Coverage(*row) for row in setting["coverage"]]}
    found = Detection({}, {})
    run_rule(line, rule, Setting(expand, CALENDAR, coverage), found)
    matches = found.matches["X"]
    roles = kind == "sequence"
    result = set()
    for number in range(len(matches)):
        rows = slice(matches.offsets[number], matches.offsets[number + 1])
        ids = [kept[pos].id for pos in matches.evidence[rows]]
        named = [(matches.roles[role], event) for role, event in zip(matches.role[rows], ids, strict=True)]
        if kind == "absence":
            ids, named = ids[:1], named[:1]
        group = kept[matches.of(number)[0]].agency if setting["per"] == "agency" else ""
        status = Status(int(matches.status[number])).word
        case = line.cases[matches.case[number]]
        met = (int(matches.met_lo[number]), int(matches.met_hi[number]))
        peak = int(matches.measures["peak"][number]) if kind == "count" else None
        shown = tuple(named) if roles or kind == "absence" else ()
        result.add(Match(case, group, status, frozenset(ids), shown, met, peak))
    not_assessed = {
        case for case, outcome in zip(line.cases, found.outcomes["X"], strict=True) if outcome == Outcome.NO_COVERAGE
    }
    return result, not_assessed


def said(match: Match, kind: str) -> tuple[object, ...]:
    """All that is compared: `first_met` and `peak` too, which a match's own equality leaves out."""
    roles = match.roles if kind in ("sequence", "absence") else ()
    peak = match.peak if kind == "count" else None
    return match.case, match.group, match.status, match.evidence, roles, match.first_met, peak


def usable(question: Question) -> bool:
    steps = question.match.get("sequence", {}).get("steps")
    return steps is None or (len(steps) > 1 and all("within" in step for step in steps[1:]))


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_engine_and_oracle_agree(kind: str) -> None:
    @COMMON
    @given(question=questions(kind, doubt=True).filter(usable))
    def agree(question: Question) -> None:
        expected = evaluate(question.match, question.events, **question.setting)
        matches, not_assessed = engine(question)
        assert {said(m, kind) for m in matches} == {said(m, kind) for m in expected.matches}
        assert not_assessed == set(expected.not_assessed)

    agree()
