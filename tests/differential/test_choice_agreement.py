"""What a selector chooses in each group, sure or not: the engine and the oracle side by side, before any matcher."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flagger.matchers.select import Chooser
from flagger.rulebook.shapes import Count

from .oracle import cases_of, groups_of
from .oracle.select import choose
from .strategies import (
    CODES,
    DAY_OFFSETS,
    DAY_SPANS,
    EPISODES,
    HOLIDAYS,
    MONTH_OFFSETS,
    MONTH_SPANS,
    PER,
    ages,
    born_about,
    casts,
    chronologies,
    selectors,
    some,
)
from .test_agreement import CALENDAR, expand, shaped, timeline

Choice = set[tuple[str, str, str, bool]]


@st.composite
def choices(draw: st.DrawFn) -> tuple[Any, Any, Any, str, int]:
    """A selector, events, people, `per`, and the day as at which they are looked at."""
    months = draw(st.booleans())
    people = draw(casts())
    events = draw(chronologies(MONTH_OFFSETS if months else DAY_OFFSETS, doubt=True, people=people))
    first = min(event.lo for event in events)
    as_at = first + draw(st.sampled_from((95, 95, 4)))
    selector = draw(selectors(spans=MONTH_SPANS if months else DAY_SPANS))
    if some(draw):
        selector = {"code": list(CODES), "age": draw(ages())}
        day = draw(st.sampled_from(events)).lo - first - draw(st.sampled_from((3, 7, 8)))  # an edge, or a day beyond
        people = tuple(replace(p, child=True, born=(day, day + draw(st.integers(0, 1)))) for p in people)
    return selector, events, born_about(people, first), draw(st.sampled_from(PER)), as_at


def by_the_engine(selector: Any, events: Any, people: Any, per: str, as_at: int) -> Choice:
    cases = sorted({event.case for event in events})
    line, kept = timeline(events, tuple(p for p in people if p.case in cases), cases, as_at)
    chooser = Chooser(line, expand, CALENDAR)
    matcher = Count.model_validate({"of": shaped(selector), "at_least": 1, "within": "1d"})
    found = chooser.choose(matcher.of, per)
    names = [chooser.groups(per).name_of(int(group)) if per != "case" else "" for group in found.group]
    rows = [kept[pos] for pos in found.pos]
    return {(row.case, name, row.id, bool(sure)) for row, name, sure in zip(rows, names, found.sure, strict=True)}


def by_the_page(selector: Any, events: Any, people: Any, per: str, as_at: int) -> Choice:
    return {
        (case.name, group.name, item.event.id, item.sure)
        for case in cases_of(events, as_at=as_at, episodes=EPISODES, holidays=HOLIDAYS, people=people)
        for group in groups_of(case, per)
        for item in choose(selector, case, group)
    }


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(choice=choices())
def test_engine_and_oracle_choose_the_same_rows_in_the_same_groups(choice: tuple[Any, Any, Any, str, int]) -> None:
    assert by_the_engine(*choice) == by_the_page(*choice)
