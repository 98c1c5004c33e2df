"""Spans: both ends inside, calendar months clamped, working days, and `subtract` held to its definition by trying."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from flagger.dates.calendars import OutsideCalendar, load_working_days
from flagger.dates.spans import Span, SpanFault

CALENDAR = load_working_days(Path(__file__).parents[2] / "rules" / "calendars" / "england.yaml")
EPOCH = dt.date(1970, 1, 1)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
LENGTHS = st.builds(Span, st.integers(0, 400), st.sampled_from(["d", "w", "mo", "y"]))
TABLED = st.dates(dt.date(1980, 1, 1), dt.date(2033, 1, 1))


def number(day: str | dt.date) -> int:
    return ((dt.date.fromisoformat(day) if isinstance(day, str) else day) - EPOCH).days


def end(start: str | dt.date, span: str | Span) -> dt.date:
    length = Span.parse(span) if isinstance(span, str) else span
    return EPOCH + dt.timedelta(int(length.add([number(start)], CALENDAR)[0]))


@pytest.mark.parametrize(
    ("start", "span", "last"),
    [
        ("2024-01-01", "90d", "2024-03-31"),
        ("2024-01-01", "0d", "2024-01-01"),
        ("2024-01-01", "6w", "2024-02-12"),
        ("2024-01-31", "1mo", "2024-02-29"),
        ("2023-01-31", "1mo", "2023-02-28"),
        ("2024-02-29", "12mo", "2025-02-28"),
        ("2024-02-29", "1y", "2025-02-28"),
        ("2024-02-29", "4y", "2028-02-29"),
        ("2023-11-30", "3mo", "2024-02-29"),
        ("1969-12-31", "2mo", "1970-02-28"),
    ],
)
def test_the_last_day_inside_a_span(start: str, span: str, last: str) -> None:
    assert end(start, span).isoformat() == last


@pytest.mark.parametrize(
    ("start", "span", "last"),
    [
        ("2024-03-28", "1wd", "2024-04-02"),  # the Thursday before Easter: Good Friday and Easter Monday are off
        ("2024-03-29", "1wd", "2024-04-02"),  # the same from Good Friday itself
        ("2024-12-24", "2wd", "2024-12-30"),  # Christmas Day and Boxing Day are off, then a weekend
        ("2021-12-24", "1wd", "2021-12-29"),  # both fell on a weekend: Monday and Tuesday instead
        ("2024-06-08", "1wd", "2024-06-10"),  # from a Saturday
        ("2024-06-07", "10wd", "2024-06-21"),
        ("2023-05-05", "1wd", "2023-05-09"),  # the coronation
    ],
)
def test_the_first_working_day_is_the_one_after_the_start(start: str, span: str, last: str) -> None:
    assert end(start, span).isoformat() == last


@given(DAYS, st.integers(0, 300), st.sampled_from(["mo", "y"]))
def test_calendar_spans_are_those_of_dateutil(start: dt.date, n: int, unit: str) -> None:
    n = n // 12 if unit == "y" else n
    moved = start + (relativedelta(years=n) if unit == "y" else relativedelta(months=n))
    assert end(start, Span(n, unit)) == moved


@pytest.mark.parametrize("text", ["0d", "28d", "6w", "0mo", "1mo", "5mo", "12mo", "13mo", "1y", "4y", "1wd", "10wd"])
def test_subtract_is_the_least_start_that_reaches_each_day(text: str) -> None:
    span = Span.parse(text)
    starts = np.arange(number("2018-01-01"), number("2026-12-31"))
    ends = np.arange(number("2023-01-01"), number("2025-12-31"))
    least = starts[np.searchsorted(span.add(starts, CALENDAR), ends)]
    assert span.subtract(ends, CALENDAR).tolist() == least.tolist()


@given(TABLED, LENGTHS | st.builds(Span, st.integers(1, 60), st.just("wd")))
def test_a_later_start_never_ends_earlier(start: dt.date, span: Span) -> None:
    ends = span.add(np.arange(number(start), number(start) + 40), CALENDAR)
    assert (np.diff(ends) >= 0).all()


@given(st.lists(TABLED, max_size=80), LENGTHS | st.builds(Span, st.integers(1, 60), st.just("wd")))
def test_many_days_move_as_each_does(days: list[dt.date], span: Span) -> None:
    numbers = [number(day) for day in days]
    together = span.add(numbers * 3, CALENDAR)
    assert together.tolist() == [int(span.add([day], CALENDAR)[0]) for day in numbers] * 3
    assert together.dtype == np.int32


@pytest.mark.parametrize("text", ["", "28", "d", "28 days", "-3d", "1.5mo", "0wd", "3m", "12MO"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(SpanFault, match="expected a span such as"):
        Span.parse(text)


def test_a_span_is_said_in_words() -> None:
    assert [Span.parse(text).words for text in ("1d", "12mo", "10wd")] == ["1 day", "12 months", "10 working days"]


def test_working_days_need_a_calendar_and_stay_inside_it() -> None:
    span = Span.parse("10wd")
    with pytest.raises(SpanFault, match="needs a calendar"):
        span.add([0])
    for outside in ("1977-12-30", "2035-12-31"):
        with pytest.raises(OutsideCalendar, match="covers 1978-01-01 to 2035-12-31"):
            span.add([number(outside)], CALENDAR)
