"""Days as a sentence says them: "4 March 2024", "March 2024", "2019", "3 to 9 March 2024"."""

from __future__ import annotations

import datetime as dt

_EPOCH = dt.date(1970, 1, 1)
MONTHS = (  # in English whatever the machine's locale
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def to_date(day: int) -> dt.date:
    """The date of a day since 1970-01-01."""
    return _EPOCH + dt.timedelta(days=day)


def to_day(date: dt.date) -> int:
    """The days from 1970-01-01 to a date."""
    return date.toordinal() - _EPOCH.toordinal()


def say(lo: int, hi: int | None = None) -> str:
    """One day, or the interval `lo`..`hi` in as few words as say it exactly."""
    first, last = to_date(lo), to_date(lo if hi is None else hi)
    if first == last:
        return f"{first.day} {_month(first)}"
    whole_months = first.day == 1 and (last + dt.timedelta(days=1)).day == 1
    if whole_months and (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if whole_months:
        if (first.year, first.month) == (last.year, last.month):
            return _month(first)
        return f"{_start(first, last, '')}{_month(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {_month(last)}"
    return f"{_start(first, last, f'{first.day} ')}{last.day} {_month(last)}"


def _start(first: dt.date, last: dt.date, day: str) -> str:
    month = MONTHS[first.month - 1] if first.year == last.year else _month(first)
    return f"{day}{month} to "


def _month(day: dt.date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"
