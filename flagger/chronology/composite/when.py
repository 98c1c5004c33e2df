"""The date of a row in a merged chronology: as the days it means, in words that read back to exactly these days."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from flagger.dates.say import say, to_date, to_day
from flagger.dates.written import read_date

_ABOUT, _UNDATED, _NO_PRECISION = "about", "undated", "unknown"
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))?", re.ASCII)
_TIME = re.compile(r"(?:^|, )([01]\d|2[0-3]):([0-5]\d)$", re.ASCII)
_PRECISION = re.compile(r" \((day|week|month|quarter|season|term|year|range|unknown)\)$")


@dataclass(frozen=True)
class When:
    """Days since 1970-01-01, both inside, None when undated; `time` in minutes after midnight."""

    lo: int | None
    hi: int | None
    precision: str = "day"
    approx: bool = False
    time: int | None = None


def in_words(when: When) -> str:
    """ "4 March 2024, 21:10", "about March 2024", "4 to 10 March 2024 (week)", "undated"."""
    said, implied = _UNDATED, _NO_PRECISION
    if when.lo is not None and when.hi is not None:
        said = days_in_words(when.lo, when.hi)
        implied = of_words(said).precision
    about = f"{_ABOUT} " if when.approx else ""
    precision = "" if when.precision == implied else f" ({when.precision})"
    return f"{about}{said}{precision}{', ' if when.time is not None else ''}{clock(when.time)}"


def of_words(words: str) -> When:
    """What `in_words` said; else what the words mean as a date that a person wrote."""
    rest, time, given = words.strip(), None, ""
    if found := _TIME.search(rest):
        rest, time = rest[: found.start()], int(found[1]) * 60 + int(found[2])
    if found := _PRECISION.search(rest):
        rest, given = rest[: found.start()], found[1]
    about = rest.startswith(f"{_ABOUT} ")
    rest = rest.removeprefix(f"{_ABOUT} ")
    if days := _iso_days(rest):
        return When(*days, given or ("day" if days[0] == days[1] else "range"), about, time)
    read = read_date(rest)
    return When(read.lo, read.hi, given or read.precision, about or read.approx, read.time if time is None else time)


def days_in_words(lo: int, hi: int) -> str:
    """The days as a sentence says them, where this reads back to them, else as ISO days."""
    said = say(lo, hi)
    read = read_date(said)
    if (read.lo, read.hi, read.approx) == (lo, hi, False):
        return said
    return to_date(lo).isoformat() if lo == hi else f"{to_date(lo).isoformat()} to {to_date(hi).isoformat()}"


def read_as(when: When) -> str:
    """How exactly a row is dated: "day", "month, about", "undated"."""
    return (_UNDATED if when.lo is None else when.precision) + (f", {_ABOUT}" if when.approx else "")


def of_columns(first: str, last: str, exact: str, time: str) -> When:
    """The date from its columns; where a person left `exact` empty, `first` is read as they wrote it."""
    start, end = of_words(first), of_words(last or first)
    minutes = of_words(time).time if time else start.time
    lo, hi = start.lo, start.hi if end.hi is None else end.hi
    precision, _, about = exact.partition(", ")
    if lo is None or hi is None or hi < lo:
        return When(None, None, _NO_PRECISION, bool(about), minutes)
    if not exact:
        precision = start.precision if (lo, hi) == (start.lo, start.hi) else "range"
        return When(lo, hi, precision, start.approx or end.approx, minutes)
    return When(lo, hi, precision, bool(about), minutes)


def clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"


def _iso_days(text: str) -> tuple[int, int] | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    try:
        lo, hi = (to_day(dt.date.fromisoformat(day)) for day in (found[1], found[2] or found[1]))
    except ValueError:
        return None
    return (lo, hi) if lo <= hi else None
