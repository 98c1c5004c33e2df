"""Spans, worked out by hand: days by counting, months by the calendar page, working days by walking."""

from __future__ import annotations

import datetime

EPOCH = datetime.date(1970, 1, 1)


def number(text: str) -> int:
    """The day number of an ISO date."""
    return (datetime.date.fromisoformat(text) - EPOCH).days


def add(day: int, span: str, holidays: frozenset[int] = frozenset()) -> int:
    """The last day inside a span such as `28d`, `6w`, `12mo`, `2y`, `10wd` that starts on `day`."""
    unit = span.lstrip("0123456789")
    n = int(span.removesuffix(unit))
    if unit == "d":
        return day + n
    if unit == "w":
        return day + 7 * n
    if unit == "mo":
        return _add_months(day, n)
    if unit == "y":
        return _add_months(day, 12 * n)
    if unit == "wd":
        return _add_working_days(day, n, holidays)
    raise ValueError(f"not a span: {span}")


def earliest_start(day: int, span: str, holidays: frozenset[int] = frozenset()) -> int:
    """The least day whose span reaches `day`, found by walking back a day at a time."""
    start = day
    while add(start - 1, span, holidays) >= day:
        start -= 1
    return start


def _add_months(day: int, n: int) -> int:
    date = EPOCH + datetime.timedelta(days=day)
    year, month = date.year, date.month
    for _ in range(n):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    day_of_month = date.day
    while True:
        try:
            return (datetime.date(year, month, day_of_month) - EPOCH).days
        except ValueError:  # the month is too short
            day_of_month -= 1


def _add_working_days(day: int, n: int, holidays: frozenset[int]) -> int:
    while n > 0:
        day += 1
        weekday = (EPOCH + datetime.timedelta(days=day)).weekday()
        if weekday < 5 and day not in holidays:
            n -= 1
    return day
