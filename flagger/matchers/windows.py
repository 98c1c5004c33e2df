"""Windows of one length over a whole, some of whose events are part: what `measure` asks of them.

Meaning: docs/semantics.md section 5, `measure`: a window's reading, and true / maybe / false.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.matchers.selection import Bools, Counter, Ints, Longs, Selection, crowded, day_of, itself, key, member
from flagger.matchers.truth import MAYBE, NO, YES, Truth, truth
from flagger.timeline.arrays import distinct

Add = Callable[[Ints], Ints]
Shares = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True)
class Test:
    """`share` at least (or at most) so much, of at least `whole` events with at least `part` of them part."""

    share: float
    whole: int = 1
    part: int = 0
    at_most: bool = False


def needed(share: float, whole: int) -> int:
    """The least number that is so large a share of so many."""
    return int(np.ceil(share * whole - 1e-9))


class Windows:
    """Windows of one length over the events of a whole, some of which are part; each window starts on a day of a group.

    Only the least start of each run of days with the same events in is kept: between two such days nothing changes.
    With `least_part`, windows that cannot hold so many of the part are left out.
    """

    def __init__(
        self, whole: Selection, part: Truth, within: Span, calendar: WorkingDays | None, least_part: int = 0
    ) -> None:
        self.whole, self.part = whole, part
        self._add: Add = lambda days: within.add(days, calendar)
        vague = whole.take(~whole.exact)
        starts = [whole.lo + 1, within.subtract(whole.lo, calendar), vague.hi + 1, within.subtract(vague.hi, calendar)]
        groups = np.concatenate([whole.group, whole.group, vague.group, vague.group])
        keys = distinct(key(groups, np.concatenate(starts)))
        self.group = (keys >> 32).astype(np.int64)
        self.start = day_of(keys)
        self.end = self._add(self.start)
        if least_part:
            some = whole.take(part != NO)
            enough = Counter(some, some.hi).possibly(self.group, self.start, self.end) >= least_part
            self.group, self.start, self.end = self.group[enough], self.start[enough], self.end[enough]
        self._tally()

    def _tally(self) -> None:
        reach = self._add(self.whole.lo)

        def counts(which: Bools) -> tuple[Longs, Longs]:
            counter = Counter(self.whole.take(which), reach[which])
            return counter.surely(self.group, self.start, self.end), counter.possibly(self.group, self.start, self.end)

        sure_part, any_part = counts(self.part == YES)
        sure_either, any_either = counts(self.part == MAYBE)
        sure_other, any_other = counts(self.part == NO)
        self.least_part, self.most_part = sure_part, any_part + any_either
        self.least_other, self.most_other = sure_other, any_either + any_other
        self.least_whole = sure_part + sure_either + sure_other
        self.most_whole = any_part + any_either + any_other
        self._spare_part, self._spare_other = any_part - sure_part, any_other

    def test(self, test: Test) -> tuple[Truth, Shares]:
        """For each window whether the test holds, and the share to rank it by (docs/semantics.md)."""
        with np.errstate(invalid="ignore", divide="ignore"):
            if test.at_most:
                worst = self.most_part / (self.most_part + self.least_other)
                extra = np.maximum(test.whole - (self.least_part + self.most_other), 0)
                best = (self.least_part + extra) / (self.least_part + self.most_other + extra)
                reachable = extra <= self._spare_part
                holds, could = worst <= test.share, reachable & (best <= test.share)
            else:
                worst = self.least_part / (self.least_part + self.most_other)
                other = np.maximum(self.least_other, test.whole - self.most_part)
                best = self.most_part / (self.most_part + other)
                reachable = other <= self._spare_other
                holds, could = worst >= test.share, reachable & (best >= test.share)
        certain = holds & (self.least_whole >= max(test.whole, 1)) & (self.least_part >= test.part)
        possible = could & (self.most_part >= test.part) & (self.most_whole >= max(test.whole, 1))
        value = truth(certain, possible)
        return value, np.where(value == YES, worst, best)


def worth_a_look(
    whole: Selection, part: Selection, least: tuple[int, int, int], within: Span, calendar: WorkingDays | None
) -> tuple[Selection, Truth]:
    """The events of groups that can hold a match at all, and which of them are part.

    `least` is how many of the whole, of the part and of the others must lie within one span of each other. Most cases
    go here, so that the windows of the rest can be looked at closely.
    """
    if not len(whole):
        return whole, np.empty(0, np.int8)
    is_part = truth(itself(whole, part.take(part.sure)), itself(whole, part))
    number = np.cumsum(np.concatenate(([True], whole.group[1:] != whole.group[:-1]))) - 1
    wanted = (np.ones(len(whole), dtype=bool), is_part != NO, is_part != YES)
    # most groups have too few at all; the rest are looked at window by window
    enough = np.logical_and.reduce(
        [np.bincount(number[which], minlength=number[-1] + 1) >= n for which, n in zip(wanted, least, strict=True)]
    )[number]
    whole, is_part = whole.take(enough), is_part[enough]
    for n, which in zip(least[1:], (NO, YES), strict=True):
        crowded = _crowded(whole, is_part != which, n, within, calendar)
        whole, is_part = whole.take(crowded), is_part[crowded]
    return whole, is_part


def _crowded(events: Selection, which: Bools, n: int, within: Span, calendar: WorkingDays | None) -> Bools:
    """Which events are in a group where n of `which` can lie in one window."""
    if n < 1 or not len(events):
        return np.ones(len(events), dtype=bool)
    some = events.take(which)
    return member(events.group, crowded(some, n, within.add(some.hi, calendar)))
