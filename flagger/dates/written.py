"""A date as a person wrote it, read as the days it can mean.

`read_date` never raises, never turns an ISO date, never clamps, and never makes up a year or an end. Day comes before
month always. What it cannot read has no days and a fault. Which days a season, term, festival, "early" or "late" means
stands in `periods.py`, two-digit years in `points.py`. Here also:

- Doubt ("?", "c.", "probably") keeps the days as written and sets `approx`; only around a festival does it widen, by a
  week either side. A weekday that does not match the date sets `approx` too. A missing day or month (`?/03/21`,
  `00/03/2021`) makes it the month or year, approximate.
- "w/c" is seven days from the day named, "w/e" the seven that end on it, "week of" the Monday to Sunday around it.
  "Overnight" and "night of" one day include the next.
- Two dates joined by a dash, "to" or "and" are all days from the first to the last. A part missing on one side is taken
  from the other; a month that would then come after the end lay in the year before ("Dec - Jan 2024").
- One-sided dates ("before 2018", "by March", "since 2019", "2019 onwards") have no days: the record gives no other end,
  and a guessed one could make a certain match out of nothing. The fault names the missing end.
- A time of day never changes the day. "00:00:00" is what programs write for no time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from flagger.dates import periods
from flagger.dates.clock import take_time
from flagger.dates.points import (
    CARRIED,
    FIRST_YEAR,
    LAST_YEAR,
    MONTH_FIRST,
    Given,
    MonthFirst,
    NoYear,
    Point,
    Unreadable,
    day_point,
    numbers_point,
    plain_point,
    year_of,
)
from flagger.dates.relations import whole_date
from flagger.dates.words import AGE, MONTH, NO_DATE, RELATIVE, normalise
from flagger.model import DateInterval

_FIRST_DAY, _LAST_DAY = periods.day_number(FIRST_YEAR, 1, 1), periods.day_number(LAST_YEAR, 12, 31)
# Longer than these, before and after the spaces are tidied, is prose.
_LONGEST_CELL, _LONGEST = 500, 120


@dataclass(frozen=True, slots=True)
class Reading:
    """An interval and what it rests on (the marks of `points.py`)."""

    interval: DateInterval
    marks: frozenset[str] = frozenset()


def read_date(
    text: str, *, context_year: int | None = None, day: int | None = None, minutes: int | None = None
) -> DateInterval:
    """The days that `text` can mean.

    `context_year` stands in where the text has no year (a heading above it says one). `day` (days since 1970-01-01) is
    the date itself where the file holds a true date, and `text` is then only kept. `minutes` after midnight come from a
    time column and yield to a time in the text.
    """
    return read_marked(text, context_year=context_year, day=day, minutes=minutes).interval


def read_marked(
    text: str,
    *,
    context_year: int | None = None,
    day: int | None = None,
    minutes: int | None = None,
    month_first: bool = False,
) -> Reading:
    """As `read_date`, with what it rests on; `month_first` reads as such the numbers that cannot be day-first."""
    if day is not None:
        if _FIRST_DAY <= day <= _LAST_DAY:
            return Reading(DateInterval(day, day, text, time=minutes))
        year_100 = periods.day_number(100, 1, 1) <= day <= periods.day_number(100, 12, 31)
        return _unread(text, "author's note year" if year_100 else "the year is not plausible")
    if len(text) > _LONGEST_CELL:
        return _unread(text, "not a date")
    if context_year is not None and not FIRST_YEAR <= context_year <= LAST_YEAR:
        context_year = None
    reading = _read(text, context_year, month_first)
    if minutes is None or reading.interval.time is not None or reading.interval.lo is None:
        return reading
    return replace(reading, interval=replace(reading.interval, time=minutes))


def _unread(text: str, fault: str, marks: frozenset[str] = frozenset()) -> Reading:
    return Reading(DateInterval(None, None, text, "unknown", fault=fault), marks)


_DATE_INSIDE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?[ -](?:{MONTH})\b|\b(?:{MONTH}) \d{{4}}"
)
# The commonest forms, tried before anything is normalised.
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d\d)(?:[ ,]+([01]\d|2[0-3]):([0-5]\d))?", re.ASCII)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


@lru_cache(maxsize=1 << 14)
def _read(text: str, context_year: int | None, month_first: bool) -> Reading:
    try:
        if found := _NUMBERS.fullmatch(text):
            point = numbers_point(found[1], found[2], found[3], month_first)
            time = int(found[4]) * 60 + int(found[5]) if found[4] else None
        elif (found := _ISO.fullmatch(text)) and found[3] != "00":
            point = day_point(year_of(found[1]), int(found[2]), int(found[3]))
            no_time = not found[4] or found[4] == found[5] == found[6] == "00"
            time = None if no_time else int(found[4]) * 60 + int(found[5])
        else:
            point, time = _words(text, context_year, month_first)
    except Unreadable as fault:
        return _unread(text, str(fault), frozenset([MONTH_FIRST] if isinstance(fault, MonthFirst) else []))
    precision = "range" if point.precision == "decade" else point.precision
    return Reading(DateInterval(point.lo, point.hi, text, precision, point.approx, time), point.marks)


def _words(text: str, context_year: int | None, month_first: bool) -> tuple[Point, int | None]:
    plain = normalise(text)
    if plain in NO_DATE or text.strip() in NO_DATE:
        raise Unreadable(NO_DATE.get(plain) or NO_DATE[text.strip()])
    if len(plain) > _LONGEST:
        raise Unreadable("not a date")
    given = Given(month_first=month_first, heading=context_year)
    try:
        return _timed(plain, given)
    except NoYear:
        if context_year is None:
            raise
    point, time = _timed(plain, replace(given, year=context_year))
    return replace(point, marks=point.marks | {CARRIED}), time


def _timed(plain: str, given: Given) -> tuple[Point, int | None]:
    point = plain_point(plain, given)
    if point:
        return point, point.minutes
    rest, time = take_time(plain)
    point = whole_date(rest, given)
    if point is None:
        raise Unreadable(_why_not(plain))
    return point, time


def _why_not(plain: str) -> str:
    """The most helpful few words about a text that is no date."""
    if AGE.fullmatch(plain):
        return "an age, not a date"
    if RELATIVE.fullmatch(plain):
        return "counted from another day, not a date"
    dates = len(_DATE_INSIDE.findall(plain))
    return ("not a date", "other words beside the date")[dates] if dates < 2 else "more than one date"
