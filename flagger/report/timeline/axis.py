"""Days on a line: where each stands, what is written over it, and the stretches in which there is nothing.

Days are since 1970-01-01, both ends of every stretch inside; places are whole units of the drawing. timeline.js writes
the same scale again when a person zooms.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flagger.dates.say import MONTHS, to_date, to_day

_ROOM = 34  # for the number of a day, or three letters of a month
_ROOM_FOR_YEAR = 46
_ROOM_FOR_MONTH = 120
_OVER = 12  # words may run so far over the end
_MONTH_STEPS = (1, 3)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 1000)
_LEAST_SHOWN = 60  # days: a case of one row needs some time around it
_LEAST_GAP = 91
_NARROWEST_GAP = 40


@dataclass(frozen=True)
class Tick:
    """One day of the scale: its own words, and at a `major` one those above it, where they have room.

    The words above hold until the next major tick.
    """

    day: int
    major: bool
    label: str
    above: str


@dataclass(frozen=True)
class Axis:
    """The days `first` to `last` between the places `left` and `right`."""

    first: int
    last: int
    left: int
    right: int

    @property
    def room(self) -> float:
        """How much place a day has."""
        return (self.right - self.left) / (self.last - self.first)

    def x(self, day: int) -> int:
        return self.left + round((day - self.first) * self.room)

    def ticks(self) -> list[Tick]:
        """Days under months, months under years, or years: as fine as there is room for."""
        if self.room * 7 >= _ROOM:
            days = range(1, 32) if self.room >= _ROOM else (1, 8, 15, 22)
            dates = [date for date in map(to_date, range(self.first, self.last + 1)) if date.day in days]
            return self._ticks(dates, "{day}", "{month} {year}", _ROOM_FOR_MONTH)
        if step := next((n for n in _MONTH_STEPS if self.room * 30 * n >= _ROOM), None):
            return self._ticks(self._months(step), "{month:.3}", "{year}", _ROOM_FOR_YEAR)
        years = next(n for n in _YEAR_STEPS if self.room * 365 * n >= _ROOM_FOR_YEAR)
        return self._ticks(self._months(12 * years), "", "{year}", _ROOM_FOR_YEAR)

    def _ticks(self, dates: Iterable[dt.date], label: str, above: str, room: int) -> list[Tick]:
        """A tick for every date; the words above are said where they change, if the next such words leave room."""
        ticks: list[Tick] = []
        said, at = "", 0
        for date in dates:
            names = {"day": date.day, "month": MONTHS[date.month - 1], "year": date.year}
            new = above.format(**names)
            if major := new != said:
                if ticks and self.x(to_day(date)) - self.x(ticks[at].day) < room:
                    ticks[at] = replace(ticks[at], above="")
                said, at = new, len(ticks)
            ticks.append(Tick(to_day(date), major, label.format(**names), new if major else ""))
        return [self._fitting(tick, room) for tick in ticks]

    def _fitting(self, tick: Tick, room: int) -> Tick:
        """Without the words that would run over the end of the axis."""
        left = self.right + _OVER - self.x(tick.day)
        return replace(tick, label=tick.label if left >= _ROOM else "", above=tick.above if left >= room else "")

    def _months(self, step: int) -> Iterator[dt.date]:
        """The first day of every month whose number, counted from the year 0, is a multiple of `step`."""
        first, last = to_date(self.first), to_date(self.last)
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        dates = (dt.date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0)
        return (date for date in dates if date >= first)


def axis(days: Iterable[tuple[int, int]], as_at: int, left: int, right: int) -> Axis:
    """The axis on which all these stretches and the day taken as today fit, with a little time around them.

    A day taken as today that is so much later that it would take a third of the axis is left off it.
    """
    first, last = as_at, as_at
    stretches = list(days)
    if stretches:
        first, last = min(lo for lo, _ in stretches), max(hi for _, hi in stretches)
        if first <= as_at and as_at - last <= (last - first + _LEAST_SHOWN) / 2:
            last = max(last, as_at)
    around = max((last - first) // 50, (_LEAST_SHOWN - (last - first)) // 2, 2)
    return Axis(first - around, last + around, left, right)


def least_gap(of: Axis) -> int:
    """From how many days on a stretch without rows is shaded: 91 (a quarter), or more where that could not be seen.

    A quarter is the longest time that most plans are left without a review.
    """
    return max(_LEAST_GAP, (of.last - of.first) // _NARROWEST_GAP)


def gaps(days: Iterable[tuple[int, int]], first: int, last: int, at_least: int) -> Iterator[tuple[int, int]]:
    """Stretches between `first` and `last` of `at_least` days on none of which any of these can lie."""
    free = first
    for lo, hi in [*sorted(days), (last + 1, last + 1)]:
        if min(lo, last + 1) - free >= at_least:
            yield free, min(lo, last + 1) - 1
        free = max(free, hi + 1)
