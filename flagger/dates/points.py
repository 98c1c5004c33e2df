"""A day, month or year written with numbers and month names, without a relation to another.

Day-first always; a year written first is always year, month, day. Nothing is clamped and no year is made up:
what has the shape of a date but cannot be one raises `Unreadable`, what has no such shape gives None.

Two-digit years 00-49 are 2000-2049 and 50-99 are 1950-1999. Years outside 1900-2099 are not believed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flagger.dates import periods
from flagger.dates.words import MONTH, MONTH_NAMES, MONTHS, UNKNOWN_PART, WEEKDAY, WEEKDAYS

# What a reading rests on; `column.py` counts these.
DAY_FIRST = "day first"  # can only be day-first
MONTH_FIRST = "month first"  # can only be month-first
EITHER = "either"  # numbers that could be turned into another day
SHORT_YEAR = "short year"
SERIAL = "serial"
WEEKDAY_WRONG = "weekday wrong"
CARRIED = "carried year"
FESTIVAL = "festival"

_NONE: frozenset[str] = frozenset()
FIRST_YEAR, LAST_YEAR = 1900, 2099
# Spreadsheet day numbers of 1 January 1950 and 31 December 2049; 25569 is 1 January 1970.
_SERIALS = range(18264, 54789)
_SERIAL_EPOCH = 25569


class Unreadable(Exception):
    """It looks like a date and cannot be one; the argument says why in a few words."""


class MonthFirst(Unreadable):
    """Numbers that could only be month/day/year."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"looks month-first: day {second} of month {first}?")


class NoYear(Unreadable):
    """A day or month without a year, and none was given with it."""

    def __init__(self) -> None:
        super().__init__("no year given")


@dataclass(frozen=True, slots=True)
class Given:
    """What the surroundings supply: a year, a month (for the "4" of "4-6 March 2024"), the order of numbers."""

    year: int | None = None
    month: int | None = None
    month_first: bool = False
    heading: int | None = None  # a year known from above, for what is unclear even with a year of its own

    def need_year(self) -> int:
        if self.year is None:
            raise NoYear
        return self.year


@dataclass(frozen=True, slots=True)
class Point:
    """Days `lo` to `hi`, the year and month it was read with, and what the reading rests on."""

    lo: int
    hi: int
    precision: str
    year: int
    month: int = 0
    approx: bool = False
    marks: frozenset[str] = _NONE
    minutes: int | None = None


def year_of(digits: str) -> int:
    """The year that two or four digits mean."""
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    if year == 100:
        raise Unreadable("author's note year")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(f"the year {digits} is not plausible")
    return year


def day_point(year: int, month: int, day: int, marks: frozenset[str] = _NONE, approx: bool = False) -> Point:
    """One day that exists; else Unreadable."""
    if not 1 <= month <= 12:
        raise Unreadable(f"there is no month {month}")
    if not 1 <= day <= 31:
        raise Unreadable(f"there is no day {day}")
    if day > 28 and day > monthrange(year, month)[1]:
        of_year = f" {year}" if (month, day) == (2, 29) else ""
        raise Unreadable(f"{day} {MONTH_NAMES[month - 1]}{of_year} does not exist")
    number = periods.day_number(year, month, day)
    return Point(number, number, "day", year, month, approx, marks)


def _month_point(year: int, month: int, marks: frozenset[str] = _NONE, approx: bool = False) -> Point:
    if not 1 <= month <= 12:
        raise Unreadable(f"there is no month {month}")
    return Point(
        periods.day_number(year, month, 1), periods.day_number(year, month, 31), "month", year, month, approx, marks
    )


def _year_point(year: int, approx: bool = False, marks: frozenset[str] = _NONE) -> Point:
    return Point(periods.day_number(year, 1, 1), periods.day_number(year, 12, 31), "year", year, 0, approx, marks)


def numbers_point(day: str, month: str, year: str, month_first: bool) -> Point:
    """Day/month/year in numbers, each part possibly unknown (`?`, `xx`, `00`).

    `month_first` turns only what cannot be day-first, and then marks it as approximate.
    """
    marks = {SHORT_YEAR} if len(year) == 2 else set()
    whole = year_of(year)
    d, m = (int(part) if part.isdigit() else 0 for part in (day, month))
    if m == 0:
        return _year_point(whole, True, frozenset(marks))
    if d == 0:
        return _month_point(whole, m, frozenset(marks), True)
    if m > 12 and d <= 12 and m <= 31:
        if not month_first:
            raise MonthFirst(d, m)
        return day_point(whole, d, m, frozenset(marks | {MONTH_FIRST}), True)
    if d != m and m <= 12:
        marks.add(DAY_FIRST if d > 12 else EITHER)
    return day_point(whole, m, d, frozenset(marks))


_SEP = r"(?:\s*[./\\,_–-]+\s*|\s+)"
_PART = rf"\d{{1,2}}|{UNKNOWN_PART}"
_YEAR = r"'?(\d{4}|\d\d)"
_DAY = r"(\d{1,2})(?:\s?(?:st|nd|rd|th))?"
_GAP = r"[\s.,/_–-]*"


def _by_numbers(found: re.Match[str], given: Given) -> Point:
    return numbers_point(found[1], found[2], found[3], given.month_first)


def _year_first(found: re.Match[str], given: Given) -> Point:
    year = year_of(found[1])
    if not found[3].isdigit() or found[3] in ("0", "00"):
        return _month_point(year, int(found[2]), approx=True)
    return day_point(year, int(found[2]), int(found[3]))


def _eight_digits(found: re.Match[str], given: Given) -> Point:
    text = found[0]
    # Never both: a month 19 or 20 does not exist, and years begin with 19 or 20.
    if text[:2] in ("19", "20") and int(text[4:6]) <= 12:
        return day_point(year_of(text[:4]), int(text[4:6]), int(text[6:]))
    return numbers_point(text[:2], text[2:4], text[4:], given.month_first)


def _day_month_year(found: re.Match[str], given: Given) -> Point:
    month, day = MONTHS[found[2]], int(found[1])
    if not found[3]:
        return day_point(given.need_year(), month, day)
    marks = frozenset([SHORT_YEAR]) if len(found[3]) == 2 else _NONE
    return day_point(year_of(found[3]), month, day, marks)


def _month_day_year(found: re.Match[str], given: Given) -> Point:
    return day_point(year_of(found[3]), MONTHS[found[1]], int(found[2]))


def _year_month_day(found: re.Match[str], given: Given) -> Point:
    year, month = year_of(found[1]), MONTHS[found[2]]
    return day_point(year, month, int(found[3])) if found[3] else _month_point(year, month)


def _month_year(found: re.Match[str], given: Given) -> Point:
    """ "June 2022", "Jun-22"; "June 22" is the year, unless the heading names another."""
    month, digits = MONTHS[found[1]], found[3]
    if len(digits) == 4:
        return _month_point(year_of(digits), month)
    year, bare = year_of(digits), found[2].isspace()
    if bare and 1 <= int(digits) <= 31 and given.heading not in (None, year):
        return day_point(given.heading or year, month, int(digits), frozenset([CARRIED]))
    return _month_point(year, month, frozenset([SHORT_YEAR]), bare and int(digits) <= 31)


def _month_day(found: re.Match[str], given: Given) -> Point:
    return day_point(given.need_year(), MONTHS[found[1]], int(found[2]))


def _month_alone(found: re.Match[str], given: Given) -> Point:
    return _month_point(given.need_year(), MONTHS[found[0]])


def _two_numbers(found: re.Match[str], given: Given) -> Point:
    if int(found[2]) > 12:
        raise Unreadable("month and year, or month-first? write the year in full")
    return day_point(given.need_year(), int(found[2]), int(found[1]))


def _numbered_month(found: re.Match[str], given: Given) -> Point:
    return _month_point(year_of(found[2]), int(found[1]))


def _year_and_month(found: re.Match[str], given: Given) -> Point | None:
    """ "2024-03", "2024/03"; but "2019/20" and "2011/12" are split years (a hyphen before 01-12 is ISO's month)."""
    year, month = found[1], found[3]
    if found[2] != "-" and is_next_year(year, month):
        return None
    return _month_point(year_of(year), int(month)) if 1 <= int(month) <= 12 else None


def is_next_year(year: str, short: str) -> bool:
    """Whether "20" is the year after "2019" (or "2020" is)."""
    return len(short) in (2, 4) and str(int(year) + 1).endswith(short)


def _four_digits(found: re.Match[str], given: Given) -> Point:
    return _year_point(year_of(found[0]))


def _day_alone(found: re.Match[str], given: Given) -> Point | None:
    return day_point(given.need_year(), given.month, int(found[1])) if given.month else None


def _serial(found: re.Match[str], given: Given) -> Point | None:
    if int(found[1]) not in _SERIALS:
        return None
    number = int(found[1]) - _SERIAL_EPOCH
    day = date(1970, 1, 1) + timedelta(days=number)
    minutes = round(float(found[2] or 0) * 1440) % 1440 or None
    return Point(number, number, "day", day.year, day.month, False, frozenset([SERIAL]), minutes)


def _six_digits(found: re.Match[str], given: Given) -> Point:
    raise Unreadable("six digits without separators: the order of day, month and year is not clear")


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Given], Point | None]], ...] = tuple(
    (re.compile(shape, re.ASCII), build)
    for shape, build in (
        (rf"{_DAY}(?:\s?of)?{_GAP}({MONTH}){_GAP}(?:{_YEAR})?", _day_month_year),
        (rf"({_PART}){_SEP}({_PART}){_SEP}'?(\d{{2,4}})", _by_numbers),
        (rf"(\d{{4}}){_SEP}(\d{{1,2}}){_SEP}({_PART})", _year_first),
        (rf"({MONTH}){_GAP}{_DAY}{_SEP}'?(\d{{4}}|\d\d)", _month_day_year),
        (rf"({MONTH})(?:\s?of)?({_GAP}'?)(\d{{4}}|\d\d)", _month_year),
        (rf"({MONTH}){_GAP}(\d{{1,2}})(?:st|nd|rd|th)?", _month_day),
        (MONTH, _month_alone),
        (rf"(\d{{4}}){_GAP}({MONTH})(?:{_GAP}{_DAY})?", _year_month_day),
        (r"\d{4}", _four_digits),
        (r"(\d{4})([./-])(\d{1,2})", _year_and_month),
        (r"(\d{1,2})\s?[./ –-]\s?(\d{4})", _numbered_month),
        (r"(\d{1,2})[./-](\d{1,2})", _two_numbers),
        (r"\d{8}", _eight_digits),
        (r"(\d{5})(\.\d+)?", _serial),
        (r"\d{6}", _six_digits),
        (_DAY, _day_alone),
    )
)


def plain_point(text: str, given: Given) -> Point | None:
    """The day, month or year that the whole of a normalised `text` is; None if it has no such shape."""
    for shape, build in _SHAPES:
        found = shape.fullmatch(text)
        point = build(found, given) if found else None
        if point:
            return point
    return None


_WEEKDAY_BEFORE = re.compile(rf"(?:on )?({WEEKDAY})\b[.,]?\s*(?:the )?(?=\S)")
_WEEKDAY_AFTER = re.compile(rf"[\s,]+({WEEKDAY})$")


def weekday_point(text: str, given: Given) -> Point | None:
    """A day with its weekday beside it; one that does not match makes the day approximate, no more."""
    found = _WEEKDAY_BEFORE.match(text) or _WEEKDAY_AFTER.search(text)
    if not found:
        return None
    point = plain_point(text[: found.start()] + text[found.end() :], given)
    if point is None or point.precision != "day":
        return None
    # 1 January 1970 was a Thursday.
    if (point.lo + 3) % 7 == WEEKDAYS[found[1]]:
        return point
    return replace(point, approx=True, marks=point.marks | {WEEKDAY_WRONG})
