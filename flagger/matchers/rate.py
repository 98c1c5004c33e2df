"""How often, in two windows of one length of which the second begins the day after the first ends.

Meaning: docs/semantics.md section 5, `measure` with `rate`. Few cases have enough rows for it; these are looked at one
by one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.matchers.record import Matches, no_matches, offsets_of
from flagger.matchers.selection import Ints, Selection, crowded
from flagger.matchers.truth import MAYBE, YES, Truth, truth
from flagger.model import Status

ROLES = ("before", "after")


@dataclass(frozen=True)
class Change:
    """At most `few` in the window that must lie in the record, at least `many` in the other; `rise`: few come first."""

    few: int
    many: int
    rise: bool


def rate(
    events: Selection, record: tuple[Ints, Ints], within: Span, change: Change, calendar: WorkingDays | None = None
) -> Matches:
    """Pairs of windows that do not overlap, sure before possible, the earliest first.

    `record` holds the first and last day of the record of each event's case.
    """
    if not len(events):
        return no_matches(ROLES)
    found = []
    for group in crowded(events, change.many, within.add(events.hi, calendar)):
        rows = slice(*np.searchsorted(events.group, [group, group + 1]))
        here = _Group(events.take(np.arange(rows.start, rows.stop)), within, change, calendar)
        limits = int(record[0][rows.start]), int(record[1][rows.start])
        found += [(int(group), rows.start, *pair) for pair in here.pairs(*limits)]
    return _matches(events, sorted(found), within, calendar) if found else no_matches(ROLES)


@dataclass(frozen=True)
class _Group:
    """The rows of one group."""

    events: Selection
    within: Span
    change: Change
    calendar: WorkingDays | None

    def pairs(self, first: int, last: int) -> list[tuple[int, int, int]]:
        """(start of the first window, start of the second, status) of the pairs taken."""
        starts = self._starts(first)
        taken: list[tuple[int, int, int]] = []
        for level, status in ((YES, Status.CONFIRMED), (MAYBE, Status.POSSIBLE)):
            while (pair := self._next(starts, taken, level, first, last)) is not None:
                taken.append((*pair, int(status)))
                after = np.array([self._end(pair[1]) + 1], dtype=np.int32)
                starts = np.union1d(starts, after).astype(np.int32)
        return taken

    def _starts(self, first: int) -> Ints:
        """The first days of the runs in which nothing changes, for the first window and for the second."""
        e = self.events
        days = np.concatenate((e.lo + 1, e.hi + 1, self._back(e.lo), self._back(e.hi)))
        return np.unique(np.concatenate((days, self._back(days - 1), [first]))).astype(np.int32)

    def _next(
        self, starts: Ints, taken: list[tuple[int, int, int]], level: np.int8, first: int, last: int
    ) -> tuple[int, int] | None:
        """The earliest pair of at least this truth that shares neither days nor events with a pair taken."""
        second = self._ends(starts) + 1
        ends = self._ends(second)
        free = starts >= first if self.change.rise else ends <= last
        for s1, s2, _ in taken:
            free &= (ends < s1) | (starts > self._end(s2))
            e = self.events.take((self.events.lo <= self._end(s2)) & (self.events.hi >= s1))
            free &= ~((e.lo <= ends[:, None]) & (e.hi >= starts[:, None])).any(axis=1)
        few, many = (starts, second) if self.change.rise else (second, starts)
        held = np.minimum(self._few(few), self._many(many)) >= level
        at = np.flatnonzero(free & held)
        return (int(starts[at[0]]), int(second[at[0]])) if len(at) else None

    def _few(self, start: Ints) -> Truth:
        surely, possibly = self._tally(start)
        return truth(possibly <= self.change.few, surely <= self.change.few)

    def _many(self, start: Ints) -> Truth:
        surely, possibly = self._tally(start)
        return truth(surely >= self.change.many, possibly >= self.change.many)

    def _tally(self, start: Ints) -> tuple[Ints, Ints]:
        e, begin, end = self.events, start[:, None], self._ends(start)[:, None]
        surely = (e.sure & (e.lo >= begin) & (e.hi <= end)).sum(axis=1)
        return surely, ((e.lo <= end) & (e.hi >= begin)).sum(axis=1)

    def _ends(self, start: Ints) -> Ints:
        return self.within.add(start, self.calendar)

    def _end(self, start: int) -> int:
        return int(self._ends(np.array([start], dtype=np.int32))[0])

    def _back(self, days: Ints) -> Ints:
        return self.within.subtract(days.astype(np.int32), self.calendar)


def _matches(
    events: Selection, found: list[tuple[int, int, int, int, int]], within: Span, calendar: WorkingDays | None
) -> Matches:
    rows: list[tuple[int, int, int]] = []
    for number, (group, start, s1, s2, _) in enumerate(found):
        end = int(within.add(np.array([s2], dtype=np.int32), calendar)[0])
        for i in range(start, int(np.searchsorted(events.group, group, "right"))):
            if events.lo[i] <= end and events.hi[i] >= s1:
                rows.append((number, i, int(events.hi[i] >= s2)))
    rows.sort(key=lambda row: (row[0], events.pos[row[1]]))  # collapse may have dated them otherwise
    of_match, at, after = (np.array(column) for column in zip(*rows, strict=True))
    offsets = offsets_of(of_match, len(found))
    group_of, _, _, _, status = (np.array(column) for column in zip(*found, strict=True))
    tallies = {name: np.bincount(of_match[after == n], minlength=len(found)) for n, name in enumerate(ROLES)}
    met_lo, met_hi = (np.maximum.reduceat(days[at], offsets[:-1]) for days in (events.lo, events.hi))
    return Matches(
        group_of.astype(np.int32),
        group_of,
        status.astype(np.int8),
        met_lo,
        met_hi,
        offsets,
        events.pos[at].astype(np.int32),
        after.astype(np.int8),
        ROLES,
        tallies,
    )
