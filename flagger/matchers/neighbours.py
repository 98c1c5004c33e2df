"""Semi-joins: is there another event just before, or just after?

Meaning: docs/semantics.md section 3, `follows` and `precedes`. Both look inside a group, never at the event itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.matchers.selection import Bools, Ints, Longs, Selection, day_of, itself, key
from flagger.matchers.truth import Truth, truth


@dataclass(frozen=True)
class Reach:
    """How far off a neighbour may lie: within a span, and farther than another, if that is asked."""

    within: Span
    beyond: Span | None = None
    calendar: WorkingDays | None = None

    def begin(self, days: Ints) -> Ints:
        """The first day that is far enough after these."""
        return days if self.beyond is None else self.beyond.add(days, self.calendar) + 1

    def end(self, days: Ints) -> Ints:
        """The last day that is near enough after these."""
        return self.within.add(days, self.calendar)


def follows(events: Selection, of: Selection, reach: Reach) -> Truth:
    """Whether some other event n of `of` has begin(n) <= e <= end(n). Both are grouped alike."""
    possible = can_follow(events, of, reach)
    sure = of.take(of.sure)
    begin, end = reach.begin(sure.hi), reach.end(sure.lo)
    fits = begin <= end
    certain = np.zeros(len(events), dtype=bool)
    exact = events.exact
    e = events.take(exact)
    certain[exact] = (
        _rank(np.sort(key(sure.group, begin)[fits]), e.group, e.lo, "right")
        - _rank(np.sort(key(sure.group, end)[fits]), e.group, e.lo, "left")
        - (itself(e, sure) & (reach.beyond is None))
    ) > 0
    e = events.take(~exact)
    certain[~exact] = greatest(sure.group, begin, end, e.group, e.lo, "right") >= key(e.group, e.hi)
    return truth(certain, possible)


def can_follow(events: Selection, of: Selection, reach: Reach) -> Bools:
    """Whether in some placement another event n of `of` has begin(n) <= e <= end(n)."""
    begin, end = reach.begin(of.lo), reach.end(of.hi)
    begun = _rank(np.sort(key(of.group, begin)), events.group, events.hi, "right")
    over = _rank(np.sort(key(of.group, end)), events.group, events.lo, "left")
    own = itself(events, of) & (reach.begin(events.lo) <= events.hi) & (reach.end(events.hi) >= events.lo)
    return np.asarray(begun - over - own > 0)


def precedes(events: Selection, of: Selection, reach: Reach) -> Truth:
    """Whether some other event n of `of` has begin(e) <= n <= end(e). Both are grouped alike."""
    possible = can_precede(events, of, reach)
    sure = of.take(of.sure)
    certain = np.zeros(len(events), dtype=bool)
    exact = events.exact
    e = events.take(exact)
    begin, end = reach.begin(e.lo), reach.end(e.lo)
    certain[exact] = least_from(sure.group, sure.lo, sure.hi, e.group, begin) <= key(e.group, end)
    if reach.beyond is None:  # the event itself lies in its own reach
        certain[exact] = _another_inside(e, sure.take(sure.hi <= reach.end(sure.lo)), end)
    e = events.take(~exact)
    certain[~exact] = least_from(sure.group, sure.lo, sure.hi, e.group, reach.begin(e.hi)) <= key(
        e.group, reach.end(e.lo)
    )
    return truth(certain, possible)


def _another_inside(e: Selection, sure: Selection, end: Ints) -> Bools:
    """Whether some event other than e lies inside [e, end] in every placement: exact e, and no `sure` event longer."""
    inside = _rank(np.sort(key(sure.group, sure.hi)), e.group, end, "right") - _rank(
        np.sort(key(sure.group, sure.lo)), e.group, e.lo, "left"
    )
    return np.asarray(inside - itself(e, sure) > 0)


def can_precede(events: Selection, of: Selection, reach: Reach) -> Bools:
    """Whether in some placement another event n of `of` has begin(e) <= n <= end(e)."""
    begun = _rank(np.sort(key(of.group, of.lo)), events.group, reach.end(events.hi), "right")
    over = _rank(np.sort(key(of.group, of.hi)), events.group, reach.begin(events.lo), "left")
    own = itself(events, of) & (reach.begin(events.lo) <= events.hi) & (reach.end(events.hi) >= events.lo)
    return np.asarray(begun - over - own > 0)


def _rank(keys: Longs, group: Longs, day: Ints, side: str) -> Longs:
    return np.searchsorted(keys, key(group, day), "right" if side == "right" else "left")


def greatest(group: Longs, day: Ints, value: Ints, at_group: Longs, at_day: Ints, side: str) -> Longs:
    """The greatest `value` among rows of the group with `day` <= (side "right") or < ("left") the query's day.

    As a key; -1 if there is none.
    """
    days = key(group, day)
    order = np.argsort(days, kind="stable")
    best = np.maximum.accumulate(key(group, value)[order])
    at = _rank(days[order], at_group, at_day, side) - 1
    if not len(best):
        return np.full(len(at_group), -1, dtype=np.int64)
    found = (at >= 0) & (group[order][at] == at_group)
    return np.where(found, best[at], -1)


def least_from(group: Longs, day: Ints, value: Ints, at_group: Longs, at_day: Ints, side: str = "left") -> Longs:
    """The least `value` among rows of the group with `day` >= (side "left") or > ("right") the query's day.

    As a key; the largest key if there is none.
    """
    none = np.iinfo(np.int64).max
    if not len(group):
        return np.full(len(at_group), none, dtype=np.int64)
    days = key(group, day)
    order = np.argsort(days, kind="stable")
    best = np.minimum.accumulate(key(group, value)[order][::-1])[::-1]
    at = _rank(days[order], at_group, at_day, side)
    inside = at < len(best)
    at[~inside] = 0
    found = inside & (group[order][at] == at_group)
    return np.where(found, best[at], none)


class Episode:
    """An interval between opening and closing events of a case (docs/semantics.md section 4)."""

    def __init__(self, opens: Selection, closes: Selection, before_record: bool = True) -> None:
        self._opens, self._closes, self._before_record = opens, closes, before_record

    def open_at(self, events: Selection) -> Truth:
        """Whether the episode is open on the day of each event (grouped by case), by other events than itself."""
        return truth(self._certainly(events), self._possibly(events) | self._begun_before_record(events))

    def _certainly(self, e: Selection) -> Bools:
        opens, closes = self._opens.take(self._opens.sure), self._closes
        latest = greatest(opens.group, opens.hi, opens.lo, e.group, e.lo, "left")
        closings = (
            _rank(np.sort(key(closes.group, closes.lo)), e.group, e.hi, "right")
            - np.searchsorted(np.sort(key(closes.group, closes.hi)), latest, "left")
            - itself(e, closes)
        )
        return np.asarray((latest >= 0) & (closings == 0))

    def _possibly(self, e: Selection) -> Bools:
        opens, closes = self._opens, self._closes.take(self._closes.sure)
        same_day = (
            _rank(np.sort(key(opens.group, opens.lo)), e.group, e.hi, "right")
            - _rank(np.sort(key(opens.group, opens.hi)), e.group, e.lo, "left")
            - itself(e, opens)
        ) > 0
        latest = greatest(opens.group, opens.hi, opens.hi, e.group, e.lo, "left")
        begun = latest >= 0
        after = np.where(begun, day_of(latest), np.int32(0))  # any day where nothing has begun
        closed_from = least_from(closes.group, closes.lo, closes.hi, e.group, after, "right")
        return np.asarray(same_day | (begun & (closed_from >= key(e.group, e.lo))))

    def _begun_before_record(self, e: Selection) -> Bools:
        """Some closing may lie after e with no opening surely between them, nor e itself an opening."""
        if not self._before_record:
            return np.zeros(len(e), dtype=bool)
        closes, opens = self._closes, self._opens.take(self._opens.sure)
        first = least_from(closes.group, closes.hi, closes.lo, e.group, e.lo, "right")
        for i in np.flatnonzero(~e.exact & itself(e, closes)):  # an event that may lie after its own first day
            others = closes.take(closes.pos != e.pos[i])
            first[i] = least_from(others.group, others.hi, others.lo, e.group[i : i + 1], e.lo[i : i + 1], "right")[0]
        opened_by = least_from(opens.group, opens.lo, opens.hi, e.group, e.hi, "right")
        none = np.iinfo(np.int64).max
        return np.asarray((first < none) & (opened_by >= first) & ~itself(e, opens))
