"""The laws that every matcher keeps, on small chronologies of any kind."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.detect.run import Detection, Setting, run_rule
from flagger.matchers.absence import absence
from flagger.matchers.collapse import collapse
from flagger.matchers.count import Threshold, count
from flagger.matchers.record import Matches
from flagger.matchers.selection import Bools, Ints, Selection
from flagger.matchers.sequence import sequence
from flagger.matchers.steps import Step
from flagger.matchers.witness import witnesses
from flagger.model import Coverage, Status
from flagger.rulebook.shapes import Absence, Count, Measure
from flagger.rulebook.shapes import Sequence as SequenceRule
from flagger.timeline.arrays import AFFIRMED, Timeline, index_codes

BASE = 19_700
CODES = ("a", "b", "c", "opened", "closed")
CASES, AGENCIES = ("J", "K", "L"), ("", "gp", "police")
CALENDAR = WorkingDays("none off", 10_000, 30_000, np.busdaycalendar())
LAWS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Event:
    case: str
    lo: int
    hi: int
    code: str
    agency: str
    doubted: bool
    incident: int
    id: int


@st.composite
def chronologies(draw: st.DrawFn, exact: bool = False) -> list[Event]:
    """Up to sixteen events of three cases on forty days, most of them exact; now and then two tell one incident."""
    row = st.tuples(
        st.sampled_from(CASES),
        st.integers(0, 40),
        st.sampled_from((0, 0, 0, 1, 3, 9)),
        st.sampled_from(CODES),
        st.sampled_from(AGENCIES),
        st.integers(0, 9),
        st.sampled_from((-1, -1, -1, -1, 1)),
    )
    return [
        Event(case, BASE + day, BASE + day + (0 if exact else wide), code, agency, not (exact or doubt), linked * n, n)
        for n, (case, day, wide, code, agency, doubt, linked) in enumerate(draw(st.lists(row, max_size=16)))
    ]


def ints(values: Any) -> Ints:
    return np.array(list(values), dtype=np.int32)


def timeline(events: Sequence[Event], as_at: int = BASE + 60) -> tuple[Timeline, list[Event]]:
    kept = sorted((e for e in events if e.lo <= as_at), key=lambda e: (e.case, e.lo, min(e.hi, as_at), e.id))
    told = sorted({e.incident if e.incident >= 0 else f"only {e.id}" for e in kept}, key=str)
    line = Timeline(
        CASES,
        AGENCIES,
        CODES,
        ints(CASES.index(e.case) for e in kept),
        ints(e.lo for e in kept),
        ints(min(e.hi, as_at) for e in kept),
        ints(AGENCIES.index(e.agency) for e in kept),
        as_at,
        {AFFIRMED: index_codes(ints(range(len(kept))), ints(CODES.index(e.code) for e in kept), len(CODES))},
        incident=ints(told.index(e.incident if e.incident >= 0 else f"only {e.id}") for e in kept),
        doubted=np.array([e.doubted for e in kept], dtype=bool),
    )
    return line, kept


A, B, C = ({"code": (code,)} for code in "abc")
NEAR = {"code": ("a", "b"), "follows": {"of": (C,), "within": "5d"}}
PLAN = {"opens": ({"code": ("opened",)},), "closes": ({"code": ("closed",)},)}
RULES = (
    Count.model_validate(
        {"of": (A, B), "at_least": 2, "within": "6d", "collapse": {"within": "1d", "same": ("agency",)}}
    ),
    Count.model_validate({"of": (A, B, C), "at_least": 2, "within": "7d", "distinct": ("a", "b", "c"), "apart": True}),
    Count.model_validate({"of": (A, B), "at_least": 2, "within": "1w", "distinct": "agency"}),
    Count.model_validate({"of": (NEAR,), "at_least": 2, "within": "9d", "also": {"distinct": "agency", "at_least": 2}}),
    SequenceRule.model_validate(
        {"steps": ({"as": "one", "of": (A,)}, {"as": "two", "of": (B,), "within": "9d", "without": (C,)})}
    ),
    SequenceRule.model_validate(
        {
            "steps": (
                {"as": "one", "of": (A,)},
                {"as": "two", "of": (A, B), "within": "9d", "same_day": "deny", "differs_from": ("agency",)},
                {"as": "three", "of": (C,), "within": "6d"},
            )
        }
    ),
    Absence.model_validate(
        {"after": (A,), "expect": (B, C), "within": "5d", "or_before": "2d", "unless": {"open": PLAN}}
    ),
    Absence.model_validate(
        {"after": ({"code": ("a",), "during": PLAN},), "expect": (C,), "within": "5d", "recorded_by": ("gp",)}
    ),
    Measure.model_validate(
        {"share": {"part": (A,), "whole": (A, B)}, "within": "8d", "when": {"share_at_least": 0.6, "whole_at_least": 2}}
    ),
    Measure.model_validate(
        {"share": {"part": (A,), "whole": (A, B)}, "within": "8d", "when": {"share_at_most": 0.4, "whole_at_least": 2}}
    ),
    Measure.model_validate(
        {
            "share": {"part": (A,), "whole": (A, B)},
            "within": "5d",
            "when": {"whole_at_least": 2},
            "fall": {"from_at_least": 0.5, "to_at_most": 0.34},
        }
    ),
)
IN_RULE = st.tuples(st.sampled_from(RULES), st.sampled_from(("case", "agency")))


def run(matcher: Any, per: str, events: Sequence[Event], shift: int = 0) -> tuple[Matches, list[Event], list[int]]:
    line, kept = timeline(events, BASE + 60 + shift)
    seen = {
        "*": [Coverage(agency, BASE - 20 + shift, BASE + 45 + shift, agency == "gp") for agency in ("gp", "police")]
    }
    rule: Any = SimpleNamespace(id="X", matcher=matcher, match=matcher, per=per, needs=None)
    found = Detection({}, {})
    run_rule(line, rule, Setting(set, CALENDAR, seen), found)
    return found.matches["X"], kept, found.outcomes["X"].tolist()


def said(matches: Matches, kept: Sequence[Event], shift: int = 0) -> list[tuple[object, ...]]:
    """Everything that a match says, with days moved back."""
    told = []
    for n in range(len(matches)):
        rows = slice(matches.offsets[n], matches.offsets[n + 1])
        evidence = [
            (kept[pos].id, int(role)) for pos, role in zip(matches.evidence[rows], matches.role[rows], strict=True)
        ]
        days = {"deadline", "searched_from"}
        measures = {name: int(of[n]) - (shift if name in days else 0) for name, of in matches.measures.items()}
        met = int(matches.met_lo[n]) - shift, int(matches.met_hi[n]) - shift
        told.append((CASES[matches.case[n]], int(matches.status[n]), evidence, measures, met))
    return told


@LAWS
@given(events=chronologies(), ruled=IN_RULE)
def test_a_case_alone_gives_what_it_gives_among_others(events: list[Event], ruled: tuple[Any, str]) -> None:
    matches, kept, outcomes = run(*ruled, events)
    apart = []
    for number, case in enumerate(CASES):
        alone, its, of_case = run(*ruled, [event for event in events if event.case == case])
        apart += said(alone, its)
        assert of_case[number] == outcomes[number]
    assert said(matches, kept) == apart


@LAWS
@given(events=chronologies(), ruled=IN_RULE, days=st.integers(-900, 900))
def test_moving_every_day_moves_the_matches_and_nothing_else(
    events: list[Event], ruled: tuple[Any, str], days: int
) -> None:
    moved = [replace(event, lo=event.lo + days, hi=event.hi + days) for event in events]
    matches, kept, outcomes = run(*ruled, events)
    later, its, of_later = run(*ruled, moved, days)
    assert (said(matches, kept), outcomes) == (said(later, its, days), of_later)


@LAWS
@given(events=chronologies(), ruled=IN_RULE, dice=st.randoms(use_true_random=False))
def test_running_again_in_another_order_of_rows_gives_the_same(
    events: list[Event], ruled: tuple[Any, str], dice: random.Random
) -> None:
    matches, kept, outcomes = run(*ruled, events)
    again, its, of_again = run(*ruled, dice.sample(events, len(events)))
    assert (said(matches, kept), outcomes) == (said(again, its), of_again)


@LAWS
@given(events=chronologies(), ruled=IN_RULE)
def test_the_evidence_lies_in_the_case_and_group_and_carries_the_codes(
    events: list[Event], ruled: tuple[Any, str]
) -> None:
    matcher, per = ruled
    matches, kept, _ = run(matcher, per, events)
    for n in range(len(matches)):
        evidence = [kept[pos] for pos in matches.of(n)]
        assert evidence and {event.case for event in evidence} == {CASES[matches.case[n]]}
        assert {event.code for event in evidence} <= {"a", "b", "c"}
        if per == "agency":
            assert len({event.agency for event in evidence}) == 1 and evidence[0].agency
        if isinstance(matcher, SequenceRule):
            assert len({event.id for event in evidence}) == len(evidence) == len(matcher.steps)


@st.composite
def selections(draw: st.DrawFn, exact: bool = False) -> Selection:
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, 2), st.integers(0, 40), st.sampled_from((0, 0, 0, 1, 4)), st.integers(0, 7)),
            max_size=14,
        )
    )
    rows = sorted(
        (group, BASE + day, BASE + day + (0 if exact else wide), bool(sure or exact)) for group, day, wide, sure in rows
    )
    group, lo, hi, sure = zip(*rows, strict=True) if rows else ((), (), (), ())
    n = np.arange(len(rows), dtype=np.int32)
    return Selection(n, np.array(group, np.int64), ints(lo), ints(hi), np.array(sure, bool))


def held(matches: Matches, status: Status | None = None) -> list[set[int]]:
    wanted = range(len(matches))
    return [set(matches.of(n).tolist()) for n in wanted if status is None or matches.status[n] == status]


@LAWS
@given(events=selections(), days=st.integers(4, 12))
def test_at_least_one_chooses_what_the_selector_chooses(events: Selection, days: int) -> None:
    matches = count(events, (Threshold(1),), Span(days, "d"))
    sure = set(events.pos[events.sure].tolist())
    assert set().union(*held(matches)) == set(events.pos.tolist())
    assert all(evidence & sure for evidence in held(matches, Status.CONFIRMED))
    assert not any(evidence & sure for evidence in held(matches, Status.POSSIBLE))


@LAWS
@given(events=selections(), n=st.integers(2, 4), days=st.integers(0, 9), more=st.integers(0, 9))
def test_a_wider_span_or_a_lower_number_loses_nothing(events: Selection, n: int, days: int, more: int) -> None:
    tight = count(events, (Threshold(n),), Span(days, "d"))
    for loose in (
        count(events, (Threshold(n),), Span(days + more, "d")),
        count(events, (Threshold(n - 1),), Span(days, "d")),
    ):
        for status in (Status.CONFIRMED, None):
            assert all(any(evidence <= other for other in held(loose, status)) for evidence in held(tight, status))


@LAWS
@given(events=selections(), days=st.integers(0, 5))
def test_collapsing_again_changes_nothing(events: Selection, days: int) -> None:
    once, folded = collapse(events, events.group, Span(days, "d"), None)
    again, more = collapse(once, once.group, Span(days, "d"), None)
    assert not len(more.pos)
    assert all(
        np.array_equal(getattr(once, name), getattr(again, name)) for name in ("pos", "group", "lo", "hi", "sure")
    )
    assert sorted([*once.pos, *folded.pos]) == events.pos.tolist() and set(folded.into) <= set(once.pos)


def parts(events: Selection, kinds: Sequence[int], n: int) -> list[Selection]:
    kind = np.array(kinds, dtype=int)[: len(events)]
    return [events.take(kind == number) for number in range(n)]


KINDS = st.lists(st.integers(0, 3), min_size=14, max_size=14)
LINKS = st.tuples(st.integers(0, 12), st.booleans(), st.sampled_from((None, None, True, False)), st.booleans())


def steps_of(chosen: Sequence[Selection], links: Sequence[tuple[int, bool, bool | None, bool]]) -> tuple[Step, ...]:
    """Steps over all but the last selection, which holds what may not lie between."""
    *of, blocking = chosen
    later = [
        Step(f"s{n}", events, Span(days, "d"), same_day, same_agency, blocking if without else None)
        for n, (events, (days, same_day, same_agency, without)) in enumerate(zip(of[1:], links, strict=False), start=1)
    ]
    return (Step("s0", of[0]), *later)


@settings(LAWS, max_examples=400)
@given(events=selections(exact=True), kinds=KINDS, links=st.tuples(LINKS, LINKS), n=st.sampled_from((2, 3)))
def test_the_quick_way_and_the_patient_way_of_a_sequence_agree(
    events: Selection, kinds: list[int], links: Any, n: int
) -> None:
    chosen = parts(events, kinds, 4)
    steps = steps_of([*chosen[:n], chosen[3]], links)
    agency = ints(pos % 2 for pos in range(14))
    quick = sequence(steps, agency)
    found = {(int(quick.group[m]), int(quick.status[m]), tuple(quick.of(m).tolist())) for m in range(len(quick))}
    assert found == set(witnesses(steps, agency, None))


@LAWS
@given(events=selections(exact=True), kinds=KINDS, links=st.tuples(LINKS, LINKS))
def test_another_step_can_only_lose_matches(events: Selection, kinds: list[int], links: Any) -> None:
    agency = ints(pos % 2 for pos in range(14))
    chosen = parts(events, kinds, 4)
    long = sequence(steps_of(chosen, links), agency)
    short = sequence(steps_of([*chosen[:2], chosen[3]], links), agency)
    tally = [np.bincount(matches.group, minlength=3) for matches in (long, short)]
    assert (tally[0] <= tally[1]).all()


def everyone(case: Ints, start: Ints, end: Ints) -> tuple[Bools, Bools]:
    return np.ones(len(case), bool), np.ones(len(case), bool)


@LAWS
@given(events=selections(exact=True), kinds=KINDS, days=st.integers(0, 12), as_at=st.integers(0, 60))
def test_every_anchor_that_is_due_and_seen_is_followed_or_it_is_absent(
    events: Selection, kinds: list[int], days: int, as_at: int
) -> None:
    anchors, expected = parts(events, [kind % 2 for kind in kinds], 2)
    excused = np.zeros(len(anchors), np.int8)
    matches = absence(
        anchors, expected, Span(days, "d"), everyone, BASE + as_at, anchors.group.astype(np.int32), excused
    )
    missing = {int(matches.of(n)[0]): int(matches.status[n]) for n in range(len(matches))}
    for n, pos in enumerate(anchors.pos.tolist()):
        anchor = anchors.take(np.array([n]))
        followed = len(sequence((Step("one", anchor), Step("two", expected, Span(days, "d"))), ints(range(14)))) > 0
        status = Status.PENDING if anchor.hi[0] + days > BASE + as_at else Status.CONFIRMED
        assert missing.get(pos) == (None if followed else status)
