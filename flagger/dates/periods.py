"""What a named stretch of time means in days: months, seasons, school terms, festivals, quarters, "early" and "late".

Days are counted from 1970-01-01. Seasons are the meteorological ones, Easter is computed. School terms, half terms and
holidays are our inference: they differ by area and year, so each interval here is wide enough for the usual English
state-school calendars, and neighbours overlap. Nothing here reads text beyond the name it is asked for.

| name | days |
|---|---|
| spring, summer, autumn | March-May, June-August, September-November |
| winter Y | December Y to February Y+1; `approx`, because some writers mean January-February Y |
| autumn, spring, summer term | 1 September-31 December, 1 January-15 April, 1 April-31 July |
| February, May, October half term | 10-28 February, 23 May-7 June, 14 October-5 November |
| half term, no month said | 10 February-5 November |
| Easter, Easter holidays | Good Friday to Easter Monday; fifteen days either side of Easter Sunday |
| Christmas, Christmas holidays | 24-26 December; 16 December-8 January |
| New Year Y | 31 December Y-1 to 1 January Y |
| Christmas and New Year Y | 24 December Y-1 January Y+1; `approx`, because the year may be the second |
| summer holidays | 10 July-6 September |
| academic, financial year Y/Z | 1 September Y-31 August Z, 1 April Y-31 March Z |
| early, mid, late year | January-April, April-September, September-December |
| early, mid, late decade | years 0-3, 3-6, 6-9 |
| early, mid, late of anything shorter, first and last week | its thirds, each sharing its last day with the next |
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import cache

EPOCH = date(1970, 1, 1).toordinal()


def day_number(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 to a date; a month below 1 or above 12 counts into the years beside, a day is clamped."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1])).toordinal() - EPOCH


@cache
def easter_sunday(year: int) -> int:
    """Day number of Easter Sunday in the Gregorian calendar.

    Method: Gauss's reckoning of the paschal full moon from the year in the 19-year cycle and the century's correction,
    then the Sunday after it.
    """
    century = year // 100
    golden = year % 19
    correction = 15 + century - century // 4 - (8 * century + 13) // 25
    moon = (19 * golden + correction) % 30
    moon -= moon == 29 or (moon == 28 and golden > 10)
    full = date(year, 3, 21).toordinal() + moon
    return full + 7 - full % 7 - EPOCH


# name: precision, first month and day, last month and day. Month 13 is the next January, day 31 the month's end.
_FIXED = {
    "spring": ("season", 3, 1, 5, 31),
    "summer": ("season", 6, 1, 8, 31),
    "autumn": ("season", 9, 1, 11, 30),
    "winter": ("season", 12, 1, 14, 31),
    "autumn term": ("term", 9, 1, 12, 31),
    "spring term": ("term", 1, 1, 4, 15),
    "summer term": ("term", 4, 1, 7, 31),
    "february half term": ("range", 2, 10, 2, 28),
    "may half term": ("range", 5, 23, 6, 7),
    "october half term": ("range", 10, 14, 11, 5),
    "half term": ("range", 2, 10, 11, 5),
    "summer holidays": ("range", 7, 10, 9, 6),
    "christmas": ("range", 12, 24, 12, 26),
    "christmas eve": ("day", 12, 24, 12, 24),
    "christmas day": ("day", 12, 25, 12, 25),
    "boxing day": ("day", 12, 26, 12, 26),
    "christmas holidays": ("range", 12, 16, 13, 8),
    "christmas and new year": ("range", 12, 24, 13, 1),
    "new year": ("range", 0, 31, 1, 1),
    "new year's eve": ("day", 12, 31, 12, 31),
    "new year's day": ("day", 1, 1, 1, 1),
    "bonfire night": ("day", 11, 5, 11, 5),
    "halloween": ("day", 10, 31, 10, 31),
    "academic year": ("year", 9, 1, 20, 31),
    "financial year": ("year", 4, 1, 15, 31),
    **{f"q{n}": ("quarter", 3 * n - 2, 1, 3 * n, 31) for n in range(1, 5)},
}
# name: precision, days from Easter Sunday.
_EASTER = {
    "easter": ("range", -2, 1),
    "easter holidays": ("range", -15, 15),
    "good friday": ("day", -2, -2),
    "easter sunday": ("day", 0, 0),
    "easter monday": ("day", 1, 1),
}
NAMES = (*_FIXED, *_EASTER)
FESTIVALS = ("easter", "christmas", "new year")
# The writer has not said which winter or New Year, nor whether the quarter is of the calendar or the financial year.
INFERRED = ("winter", "christmas and new year", "q1", "q2", "q3", "q4")


def named(name: str, year: int) -> tuple[int, int, str]:
    """First day, last day and precision of a name of `NAMES` in a year (academic, financial: the year they start)."""
    if name in _EASTER:
        precision, before, after = _EASTER[name]
        sunday = easter_sunday(year)
        return sunday + before, sunday + after, precision
    precision, month, day, last_month, last_day = _FIXED[name]
    return day_number(year, month, day), day_number(year, last_month, last_day), precision


def third(lo: int, hi: int, precision: str, year: int, which: int) -> tuple[int, int]:
    """The early (0), middle (1) or late (2) part of a stretch of that precision ("decade" is one here)."""
    if precision == "year" and hi - lo < 366 and lo == day_number(year, 1, 1):
        first, last = ((1, 4), (4, 9), (9, 12))[which]
        return day_number(year, first, 1), day_number(year, last, 31)
    if precision == "decade":
        return day_number(year + 3 * which, 1, 1), day_number(year + 3 * which + 3, 12, 31)
    days = hi - lo + 1
    cuts = (lo, lo + days // 3, lo + 2 * days // 3, hi)
    return cuts[which], cuts[which + 1]
