"""Days in words: exactly the days meant, in the fewest words, and readable back."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flagger.dates.say import say, to_date
from flagger.dates.written import read_date

EPOCH = dt.date(1970, 1, 1)
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2099, 12, 31)
DATES = st.dates(FIRST, LAST)


def number(day: dt.date) -> int:
    return (day - EPOCH).days


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-03-04", "2024-03-04", "4 March 2024"),
        ("1969-12-31", "1969-12-31", "31 December 1969"),
        ("2024-03-01", "2024-03-31", "March 2024"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2023-02-01", "2023-02-28", "February 2023"),
        ("2024-02-01", "2024-02-28", "1 to 28 February 2024"),
        ("2019-01-01", "2019-12-31", "2019"),
        ("2018-01-01", "2019-12-31", "2018 to 2019"),
        ("2024-03-03", "2024-03-09", "3 to 9 March 2024"),
        ("2024-03-28", "2024-04-02", "28 March to 2 April 2024"),
        ("2023-12-28", "2024-01-02", "28 December 2023 to 2 January 2024"),
        ("2024-04-01", "2024-06-30", "April to June 2024"),
        ("2023-11-01", "2024-02-29", "November 2023 to February 2024"),
        ("2024-01-01", "2024-11-30", "January to November 2024"),
        ("2023-02-01", "2024-12-31", "February 2023 to December 2024"),
        ("2024-03-01", "2024-04-15", "1 March to 15 April 2024"),
        ("2024-03-02", "2024-03-31", "2 to 31 March 2024"),
    ],
)
def test_an_interval_is_said_in_as_few_words_as_say_it_exactly(first: str, last: str, words: str) -> None:
    lo, hi = (number(dt.date.fromisoformat(day)) for day in (first, last))
    assert say(lo, hi) == words
    assert say(lo) == say(lo, lo)


@given(day=DATES)
def test_a_day_is_read_back_as_itself(day: dt.date) -> None:
    read = read_date(say(number(day)))
    assert (read.lo, read.hi, read.approx) == (number(day), number(day), False)
    assert to_date(number(day)) == day


@given(day=DATES)
def test_a_month_and_a_year_are_read_back_as_themselves(day: dt.date) -> None:
    month = day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    for first, last in (month, (dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))):
        read = read_date(say(number(first), number(last)))
        assert (read.lo, read.hi, read.approx) == (number(first), number(last), False)


ENDS = st.one_of(
    DATES, st.builds(lambda d: d.replace(day=1), DATES), st.builds(lambda d: d.replace(month=12, day=31), DATES)
)


@settings(max_examples=300)
@given(one=st.tuples(ENDS, ENDS), other=st.tuples(ENDS, ENDS))
def test_different_intervals_are_said_in_different_words(
    one: tuple[dt.date, dt.date], other: tuple[dt.date, dt.date]
) -> None:
    (a, b), (c, d) = sorted(one), sorted(other)
    assert (say(number(a), number(b)) == say(number(c), number(d))) == ((a, b) == (c, d))


@settings(max_examples=300)
@given(ends=st.tuples(ENDS, ENDS))
def test_an_interval_is_read_back_as_itself(ends: tuple[dt.date, dt.date]) -> None:
    lo, hi = sorted(map(number, ends))
    read = read_date(say(lo, hi))
    assert (read.lo, read.hi) == (lo, hi)
