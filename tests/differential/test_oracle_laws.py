"""Laws of the rule language that hold whatever the rule: properties of the oracles themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from .oracle import Event, cases_of, evaluate, evaluate_combine
from .oracle.select import choose, collapse
from .oracle.time import add
from .strategies import (
    DAY_SPANS,
    EPISODES,
    HOLIDAYS,
    MATCHERS,
    MONTH_SPANS,
    chronologies,
    collapses,
    combined,
    counts,
    questions,
    selectors,
)

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
FAR = 10**5
SETTING: dict[str, Any] = {"as_at": FAR, "episodes": EPISODES, "holidays": HOLIDAYS}
WIDER = {"1d": "2d", "2d": "3d", "3d": "5d", "5d": "1w", "1w": "9d", "1wd": "2wd", "2wd": "3wd", "3wd": "5wd"}


def exact(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The same events, each on its first possible day."""
    return tuple(replace(event, hi=event.lo) for event in events)


def alone(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The same events, none told twice."""
    return tuple(replace(event, incident="") for event in events)


@QUICK
@given(events=chronologies(), selector=selectors())
def test_a_count_of_at_least_one_is_the_selector(events: tuple[Event, ...], selector: Any) -> None:
    rule = {"count": {"of": selector, "at_least": 1, "within": "1w"}}
    counted = {event for match in evaluate(rule, alone(events), **SETTING).matches for event in match.evidence}
    chosen = {item.event.id for case in cases_of(alone(events), **SETTING) for item in choose(selector, case)}
    assert counted == chosen


@QUICK
@given(events=chronologies(), selector=selectors())
def test_a_sequence_of_one_step_is_the_selector_when_dates_are_exact(events: tuple[Event, ...], selector: Any) -> None:
    events = exact(alone(events))
    rule = {"sequence": {"steps": [{"as": "only", "of": selector}]}}
    found = {match.evidence for match in evaluate(rule, events, **SETTING).matches}
    chosen = {frozenset({i.event.id}) for case in cases_of(events, **SETTING) for i in choose(selector, case)}
    assert found == chosen


@QUICK
@given(events=chronologies(), rule=counts())
def test_asking_for_one_more_never_finds_more(events: tuple[Event, ...], rule: dict[str, Any]) -> None:
    assume("apart" not in rule["count"])
    more = {"count": {**rule["count"], "at_least": rule["count"]["at_least"] + 1}}
    fewer_asked = evaluate(rule, events, **SETTING).matches
    for match in evaluate(more, events, **SETTING).matches:
        assert any(match.case == other.case and match.evidence <= other.evidence for other in fewer_asked)


@QUICK
@given(events=chronologies(), rule=counts())
def test_widening_a_count_never_loses_a_confirmed_match(events: tuple[Event, ...], rule: dict[str, Any]) -> None:
    assume("apart" not in rule["count"])
    wide = {"count": {**rule["count"], "within": WIDER[rule["count"]["within"]]}}
    found = evaluate(wide, events, **SETTING).matches
    for match in evaluate(rule, events, **SETTING).matches:
        kept = [other for other in found if other.case == match.case and match.evidence <= other.evidence]
        assert kept
        assert match.status == "possible" or any(other.status == "confirmed" for other in kept)


@QUICK
@given(events=chronologies(), within=st.sampled_from(DAY_SPANS))
def test_absence_and_sequence_share_out_one_observed_anchor(events: tuple[Event, ...], within: str) -> None:
    one_code = [replace(e, codes=frozenset({"b"})) for e in exact(alone(events))]
    events = (replace(one_code[0], codes=frozenset({"a"})), *one_code[1:])
    covered = [("gp", -FAR, FAR, True)]
    absent = {"absence": {"after": {"code": ["a"]}, "expect": {"code": ["b"]}, "within": within}}
    steps = [{"as": "after", "of": {"code": ["a"]}}, {"as": "then", "of": {"code": ["b"]}, "within": within}]
    not_answered = evaluate(absent, events, coverage=covered, **SETTING).matches
    answered = evaluate({"sequence": {"steps": steps}}, events, **SETTING).matches
    assert {m.status for m in not_answered | answered} == {"confirmed"}
    assert len(not_answered) + len(answered) == 1


@pytest.mark.parametrize("kind", sorted(MATCHERS))
@QUICK
@given(data=st.data())
def test_neither_the_order_of_rows_nor_other_cases_matter(kind: str, data: Any) -> None:
    question = data.draw(questions(kind, rules=True, doubt=True))
    shuffled = data.draw(st.permutations(question.events))
    whole = evaluate(question.match, question.events, **question.setting)
    assert evaluate(question.match, shuffled, **question.setting) == whole
    for name in ("K1", "K2"):
        own = [event for event in question.events if event.case == name]
        setting = {**question.setting, "members": [m for m in question.setting["members"] if m.case == name]}
        assert evaluate(question.match, own, **setting).matches == {m for m in whole.matches if m.case == name}


@QUICK
@given(events=chronologies(), spec=collapses())
def test_collapsing_exact_rows_leaves_the_openers_each_on_its_own_day(
    events: tuple[Event, ...], spec: dict[str, Any]
) -> None:
    for case in cases_of(exact(events), **SETTING):
        chosen = choose({"code": ["a", "b", "c"]}, case)
        openers = []
        latest: dict[str, int] = {}
        for item in chosen:
            kind = item.event.agency if "same" in spec else ""
            if kind not in latest or item.event.lo > add(latest[kind], spec["within"], HOLIDAYS):
                openers.append(item)
            latest[kind] = item.event.lo
        assert collapse(chosen, spec, case) == openers


@QUICK
@given(question=combined())
def test_combining_confirmed_members_alone_never_finds_a_match_that_all_do_not(question: Any) -> None:
    spec, known = question
    every = evaluate_combine({**spec, "status": ["confirmed", "possible"]}, known)
    for match in evaluate_combine({**spec, "status": ["confirmed"]}, known):
        assert any(match.case == other.case and match.evidence <= other.evidence for other in every)


@given(day=st.integers(-1000, 30000), span=st.sampled_from((*DAY_SPANS, *MONTH_SPANS, "1y")))
def test_add_never_decreases(day: int, span: str) -> None:
    assert add(day, span, HOLIDAYS) <= add(day + 1, span, HOLIDAYS)
