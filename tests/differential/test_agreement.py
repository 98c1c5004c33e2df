"""The engine and the oracles, written apart from one page, must give the same matches, evidence and status."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from flagger.dates.calendars import WorkingDays
from flagger.detect.run import Detection, Outcome, Setting, run_rule
from flagger.matchers.select import Chooser
from flagger.model import Coverage, Status
from flagger.rulebook.model import Needs
from flagger.rulebook.shapes import Absence, Conflict, Count, Measure, Rate, Sequence
from flagger.timeline.arrays import BLANK, FILLED, NO_COLUMN, Timeline, index_codes
from flagger.timeline.people import NAMED, UNKNOWN, People

from .oracle import Event, Match, Person, evaluate
from .oracle.time import EPOCH
from .strategies import (
    CHARACTERISTICS,
    CODES,
    COLUMNS,
    EPISODES,
    HOLIDAYS,
    MATCHERS,
    SERVICES,
    VALUES,
    WRITTEN,
    Question,
    questions,
)

SHAPES: dict[str, Any] = {
    "count": Count,
    "sequence": Sequence,
    "absence": Absence,
    "measure": Measure,
    "conflict": Conflict,
    "rate": Rate,
}
CALENDAR = WorkingDays(
    "test", 10_000, 30_000, np.busdaycalendar(holidays=np.array(sorted(HOLIDAYS), dtype="datetime64[D]"))
)
COMMON = settings(max_examples=70, deadline=None, suppress_health_check=list(HealthCheck))


def ints(values: Iterable[int]) -> Any:
    return np.array(list(values), dtype=np.int32)


def timeline(
    events: tuple[Event, ...], people: tuple[Person, ...], cases: list[str], as_at: int
) -> tuple[Timeline, list[Event]]:
    kept = [event for event in events if event.lo <= as_at]
    kept.sort(key=lambda event: (event.case, event.lo, min(event.hi, as_at), event.id))
    agencies = sorted(set(WRITTEN))
    services = sorted({*SERVICES, *agencies})
    incidents = sorted({(e.case, e.incident or e.id) for e in events})
    pairs = [(n, CODES.index(code), "affirmed") for n, event in enumerate(kept) for code in event.codes]
    pairs += [(n, CODES.index(code), status) for n, event in enumerate(kept) for code, status in event.others]
    taking_part = sorted((n, agencies.index(name)) for n, e in enumerate(kept) for name in e.involved)
    line = Timeline(
        cases,
        agencies,
        CODES,
        ints(cases.index(e.case) for e in kept),
        ints(e.lo for e in kept),
        ints(min(e.hi, as_at) for e in kept),
        ints(agencies.index(e.agency) for e in kept),
        as_at,
        {
            status: index_codes(
                ints(n for n, _, s in pairs if s == status), ints(c for _, c, s in pairs if s == status), len(CODES)
            )
            for status in ("affirmed", "hedged")
        },
        incident=ints(incidents.index((e.case, e.incident or e.id)) for e in kept),
        doubted=np.array([e.approx for e in kept], dtype=bool),
        rough=np.array([e.hi - e.lo >= 27 for e in kept], dtype=bool),
        columns={name: np.array([state(e, name) for e in kept], dtype=np.int8) for name in COLUMNS},
        services=services,
        service=ints(services.index(e.service or e.agency) for e in kept),
        involved=(ints(n for n, _ in taking_part), ints(agency for _, agency in taking_part)),
        people=cast(kept, people, cases),
    )
    return line, kept


def state(event: Event, column: str) -> np.int8:
    return BLANK if column in event.blank else FILLED if column in event.filled else NO_COLUMN


def cast(events: list[Event], people: tuple[Person, ...], cases: list[str]) -> People:
    number = {person.name: n for n, person in enumerate(people)}
    shown = {(n, number[name], role or NAMED) for n, e in enumerate(events) for name, role in e.who}
    shown |= {(n, person, NAMED) for n, person, _ in shown}
    roles = sorted({role for _, _, role in shown} | {NAMED})
    links = sorted((n, person, roles.index(role)) for n, person, role in shown)
    return People(
        [person.name for person in people],
        ints(cases.index(person.case) for person in people),
        np.array([person.child for person in people], dtype=bool),
        ints(person.born[0] if person.born else int(UNKNOWN) for person in people),
        ints(person.born[1] if person.born else int(UNKNOWN) for person in people),
        ints(n for n, _, _ in links),
        ints(person for _, person, _ in links),
        ints(role for _, _, role in links),
        roles,
        np.array([e.together for e in events], dtype=bool),
        {name: np.array([name in p.unrecorded for p in people], dtype=bool) for name in CHARACTERISTICS},
    )


def _meant(key: str, item: Any) -> Any:
    if key in ("during", "not_during", "open"):
        return EPISODES[item]
    return EPOCH + datetime.timedelta(days=item) if key in ("since", "until") else item


def shaped(value: Any) -> Any:
    """The form the records take: tuples for lists, and episodes in place of their names."""
    if isinstance(value, dict):
        return {key: shaped(_meant(key, item)) for key, item in value.items()}
    return tuple(shaped(item) for item in value) if isinstance(value, list) else value


def expand(names: Any) -> set[str]:
    return {code for name in names for code in VALUES.get(name, {name})}


def engine(question: Question) -> tuple[set[Match], set[str]]:
    (kind, spec) = next(iter(question.match.items()))
    setting = question.setting
    cases = sorted({event.case for event in question.events})
    people = tuple(person for person in setting["people"] if person.case in cases)
    line, kept = timeline(question.events, people, cases, setting["as_at"])
    matcher = SHAPES[kind].model_validate(shaped(spec))
    needs = None if setting["needs"] is None else Needs.model_validate(shaped(setting["needs"]))
    rule: Any = SimpleNamespace(id="X", matcher=matcher, match=matcher, per=setting["per"], needs=needs)
    coverage = {"*": [Coverage(*row) for row in setting["coverage"]]}
    found = Detection({}, {})
    run_rule(line, rule, Setting(expand, CALENDAR, coverage), found)
    matches = found.matches["X"]
    group_of = None if setting["per"] == "case" else Chooser(line, expand, CALENDAR).groups(setting["per"])
    result = set()
    for number in range(len(matches)):
        rows = slice(matches.offsets[number], matches.offsets[number + 1])
        ids = [kept[pos].id for pos in matches.evidence[rows]]
        named = [
            (matches.roles[role].partition(":")[0], event) for role, event in zip(matches.role[rows], ids, strict=True)
        ]
        if kind == "absence":
            ids, named = ids[:1], named[:1]
        group = "" if group_of is None else group_of.name_of(int(matches.group[number]))
        status = Status(int(matches.status[number])).word
        case = line.cases[matches.case[number]]
        met = (int(matches.met_lo[number]), int(matches.met_hi[number]))
        peak = int(matches.measures["peak"][number]) if kind == "count" else None
        result.add(Match(case, group, status, frozenset(ids), tuple(named), met, peak))
    not_assessed = {
        case
        for case, outcome in zip(line.cases, found.outcomes["X"], strict=True)
        if outcome not in (Outcome.FLAGGED, Outcome.NOT_FLAGGED)
    }
    return result, not_assessed


def said(match: Match, kind: str) -> tuple[object, ...]:
    """All that is compared: `first_met` and `peak` too, which a match's own equality leaves out."""
    roles = match.roles if kind == "sequence" else tuple(sorted(match.roles))
    roles = roles if {"before", "after"} & dict(roles).keys() or kind not in ("count", "measure") else ()
    peak = match.peak if kind == "count" else None
    return match.case, match.group, match.status, match.evidence, roles, match.first_met, peak


def usable(question: Question) -> bool:
    steps = question.match.get("sequence", {}).get("steps")
    return steps is None or (len(steps) > 1 and all("within" in step for step in steps[1:]))


@pytest.mark.parametrize("kind", sorted(MATCHERS))
def test_engine_and_oracle_agree(kind: str) -> None:
    @COMMON
    @given(question=questions(kind, doubt=True).filter(usable))
    def agree(question: Question) -> None:
        expected = evaluate(question.match, question.events, **question.setting)
        matches, not_assessed = engine(question)
        assert {said(m, kind) for m in matches} == {said(m, kind) for m in expected.matches}
        assert not_assessed == set(expected.not_assessed)

    agree()
