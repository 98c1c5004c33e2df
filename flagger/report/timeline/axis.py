"""Days on a line: where each stands, what is written over it, and the stretches in which there is nothing.

Days are since 1970-01-01, both ends of every stretch inside; places are whole units of the drawing. timeline.js writes
the same scale again when a person zooms.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flagger.dates.say import to_date

_EPOCH = dt.date(1970, 1, 1)
_MONTHS = (  # in English whatever the machine's locale
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ROOM = 32  # for the number of a day, or three letters of a month
_ROOM_FOR_YEAR = 46
_ROOM_FOR_MONTH = 120
_MONTH_STEPS = (1, 3)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 1000)
_LEAST_SHOWN = 60  # days: a case of one row needs some time around it
_LEAST_GAP = 91
_NARROWEST_GAP = 40


@dataclass(frozen=True)
class Tick:
    """One day of the scale. `major`: it begins a year, or a month where single days are told apart."""

    day: int
    label: str
    major: bool


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
        """Days and months, months and years, or years: as fine as there is room for. Majors first."""
        if self.room * 7 >= _ROOM:
            every = range(1, 32) if self.room >= _ROOM else (1, 8, 15, 22)
            days = (to_date(day) for day in range(self.first, self.last + 1))
            minors = [_tick(date, "{day}") for date in days if date.day in every]
            return self._majors(1, "{month} {year}", _ROOM_FOR_MONTH) + self._fitting(minors, _ROOM)
        years = next(n for n in _YEAR_STEPS if self.room * 365 * n >= _ROOM_FOR_YEAR)
        months = next((n for n in _MONTH_STEPS if self.room * 30 * n >= _ROOM), None)
        minors = [_tick(date, "{month:.3}") for date in self._months(months)] if months else []
        return self._majors(12 * years, "{year}", _ROOM_FOR_YEAR) + self._fitting(minors, _ROOM)

    def _majors(self, months: int, label: str, room: int) -> list[Tick]:
        """Every so many months, and before them the beginning of the axis if it has room for its words."""
        ticks = [_tick(date, label, True) for date in self._months(months)]
        if not ticks or self.x(ticks[0].day) >= self.left + room:
            ticks.insert(0, Tick(self.first, _tick(to_date(self.first), label).label, True))
        return self._fitting(ticks, room)

    def _fitting(self, ticks: Iterable[Tick], room: int) -> list[Tick]:
        """Without the words that would run over the end of the axis."""
        return [tick if self.x(tick.day) + room <= self.right + 12 else replace(tick, label="") for tick in ticks]

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


def _tick(date: dt.date, label: str, major: bool = False) -> Tick:
    words = label.format(day=date.day, month=_MONTHS[date.month - 1], year=date.year)
    return Tick((date - _EPOCH).days, words, major)
