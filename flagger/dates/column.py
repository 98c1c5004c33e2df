"""One column of dates read together: what the column as a whole says about how its dates were written.

The dates themselves are read one by one by `written.py`; the column adds notes for a person, and changes a reading in
one case only. If some dates in numbers can only be month-first and none only day-first, the former are read month-first
and those that could be either stay day-first; both are approximate, and a note says so. With evidence for both orders,
the month-first ones stay unread. Nothing else is turned, moved or filled in; notes hold counts and places, never texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from flagger.dates import points
from flagger.dates.written import Reading, read_marked
from flagger.model import DateInterval

_YEAR_DAYS = 366
_FAR_DAYS = 5 * 366
_PLACES_SHOWN = 5
# True dates that all fall on the 1st to 12th: by chance under one column in a hundred once there are five.
_ENOUGH_TRUE_DATES = 5
_ENOUGH_STEPS = 3


@dataclass(frozen=True)
class WrittenDate:
    """A cell of a date column; the fields are the arguments of `read_date`."""

    text: str
    day: int | None = None
    minutes: int | None = None
    context_year: int | None = None


@dataclass(frozen=True)
class ColumnRead:
    """One interval for each cell, in their order, and what a person should know of the column, a sentence each."""

    dates: tuple[DateInterval, ...]
    notes: tuple[str, ...]


def read_column(cells: Sequence[WrittenDate]) -> ColumnRead:
    """Read the cells of one date column of one table, in their order there.

    Places in the notes count the cells given, from 1. Never raises.
    """
    readings = [read_marked(c.text, context_year=c.context_year, day=c.day, minutes=c.minutes) for c in cells]
    readings, order_notes = _settle_order(cells, readings)
    dates = tuple(reading.interval for reading in readings)
    notes = [
        *order_notes,
        *_swapped_by_spreadsheet(cells, readings),
        *_marked_notes(readings),
        *_newest_first(dates),
        *_far_off(dates),
    ]
    return ColumnRead(dates, tuple(notes))


def _with(readings: Sequence[Reading], mark: str) -> list[int]:
    return [place for place, reading in enumerate(readings) if mark in reading.marks]


def _count(number: int) -> str:
    return "1 date" if number == 1 else f"{number} dates"


def _at(places: Sequence[int]) -> str:
    """ "at 3, 7 and 2 more", counted from 1."""
    shown = ", ".join(str(place + 1) for place in places[:_PLACES_SHOWN])
    more = len(places) - _PLACES_SHOWN
    return f"at {shown} and {more} more" if more > 0 else f"at {shown}"


def _settle_order(cells: Sequence[WrittenDate], readings: list[Reading]) -> tuple[list[Reading], list[str]]:
    """Whether the numbers are day-first, by those that can only be read one way."""
    day_first, month_first = _with(readings, points.DAY_FIRST), _with(readings, points.MONTH_FIRST)
    either = _with(readings, points.EITHER)
    if not month_first:
        if not either:
            return readings, []
        proof = f"{_count(len(day_first))} can only be day-first" if day_first else "no other date settles it"
        return readings, [f"{_count(len(either))} could be read with day and month turned; read day-first, {proof}."]
    if day_first:
        return readings, [
            f"{_count(len(month_first))} can only be month-first ({_at(month_first)}) and {len(day_first)} only "
            "day-first; the month-first ones were not read: correct them in the file."
        ]
    settled = list(readings)
    for place in month_first:
        cell = cells[place]
        settled[place] = read_marked(cell.text, context_year=cell.context_year, minutes=cell.minutes, month_first=True)
    for place in either:
        settled[place] = replace(readings[place], interval=replace(readings[place].interval, approx=True))
    return settled, [
        f"This column looks month-first: {_count(len(month_first))} can only be read so ({_at(month_first)}) and were, "
        f"as approximate; {len(either)} more could be either and stay day-first, as approximate: check the column."
    ]


def _swapped_by_spreadsheet(cells: Sequence[WrittenDate], readings: Sequence[Reading]) -> list[str]:
    """A spreadsheet set to month-first turns the dates it can and leaves as text those it cannot (day 13 to 31)."""
    true_days = [
        (date(1970, 1, 1) + timedelta(days=reading.interval.lo)).day
        for cell, reading in zip(cells, readings, strict=True)
        if cell.day is not None and reading.interval.lo is not None
    ]
    left = len(_with(readings, points.DAY_FIRST))
    turned = len(true_days) >= _ENOUGH_TRUE_DATES and max(true_days) <= 12
    if not turned or not left or _with(readings, points.EITHER):
        return []
    return [
        f"All {len(true_days)} true dates fall on the 1st to 12th of a month and all {left} left as text fall later: "
        "a spreadsheet may have turned day and month of the true dates; check them against the source."
    ]


_MARK_NOTES = (
    (points.SHORT_YEAR, "{n} with a two-digit year: 00-49 read as 2000-2049, 50-99 as 1950-1999."),
    (points.SERIAL, "{n} written as a spreadsheet's day number ({at}), read as counted from 1900."),
    (points.CARRIED, "{n} without a year took the year of the heading above."),
    (points.WEEKDAY_WRONG, "{n} with a weekday that does not match ({at}); kept as approximate."),
)


def _marked_notes(readings: Sequence[Reading]) -> list[str]:
    marked = ((sentence, _with(readings, mark)) for mark, sentence in _MARK_NOTES)
    return [sentence.format(n=_count(len(places)), at=_at(places)) for sentence, places in marked if places]


def _newest_first(dates: Sequence[DateInterval]) -> list[str]:
    starts = [d.lo for d in dates if d.lo is not None]
    pairs = list(pairwise(starts))
    back, forward = sum(b < a for a, b in pairs), sum(b > a for a, b in pairs)
    if back < _ENOUGH_STEPS or back < 4 * forward:
        return []
    return [f"The newest date comes first: {back} of {back + forward} steps from row to row go back in time."]


def _far_off(dates: Sequence[DateInterval]) -> list[str]:
    """Dates over five years from both neighbours that are within a year of each other: often a mistyped year."""
    known = [
        (place, d.lo)
        for place, d in enumerate(dates)
        if d.lo is not None and d.hi is not None and d.hi - d.lo < _YEAR_DAYS
    ]
    if len(known) < 3:
        return []
    # The first and the last have both neighbours on one side.
    around = [known[1:3], *([known[i - 1], known[i + 1]] for i in range(1, len(known) - 1)), known[-3:-1]]
    far = [
        place
        for (place, lo), ((_, first), (_, second)) in zip(known, around, strict=True)
        if abs(first - second) < _YEAR_DAYS and min(abs(lo - first), abs(lo - second)) > _FAR_DAYS
    ]
    if not far:
        return []
    return [
        f"{_count(len(far))} over five years from the dates on both sides ({_at(far)}): check the year; not changed."
    ]
