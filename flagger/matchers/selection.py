"""Chosen events, sure or unsure, and counting them by day: what every matcher is built from.

Meaning: docs/semantics.md sections 2 and 3. Everything here is exact on intervals; nothing looks at one case at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, starmap

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_DAY_BITS = 32
_DAY_OFFSET = 1 << 31


@dataclass(frozen=True)
class Selection:
    """Chosen events in order of (group, lo, hi, position).

    `pos` are timeline positions (or numbers of matches, where a rule's matches stand as events); `group` is what the
    matcher works inside (matchers/groups.py): an event may stand in several; `lo`, `hi` days; `sure` is False
    for a maybe.
    """

    pos: Ints
    group: Longs
    lo: Ints
    hi: Ints
    sure: Bools

    def __len__(self) -> int:
        return len(self.pos)

    def take(self, which: npt.NDArray[np.generic] | slice) -> Selection:
        """The events at these places, or where this mask is true; order is kept by the caller's choice."""
        return Selection(self.pos[which], self.group[which], self.lo[which], self.hi[which], self.sure[which])

    def in_groups(self, groups: Longs) -> Selection:
        """Only the events whose group is one of these (ascending)."""
        return self.take(member(self.group, groups))

    def ordered(self) -> Selection:
        """In canonical order of (group, lo, hi, pos)."""
        return self.take(np.lexsort((self.pos, self.hi, self.lo, self.group)))

    @property
    def exact(self) -> Bools:
        return np.asarray(self.lo == self.hi)


def key(group: npt.NDArray[np.integer], day: npt.NDArray[np.integer]) -> Longs:
    """One number that sorts by (group, day)."""
    return (group.astype(np.int64) << _DAY_BITS) + day + _DAY_OFFSET


def day_of(keys: Longs) -> Ints:
    """The day in a key."""
    return ((keys & ((1 << _DAY_BITS) - 1)) - _DAY_OFFSET).astype(np.int32)


def member(values: npt.NDArray[np.integer], within: npt.NDArray[np.integer]) -> Bools:
    """Whether each value (none below 0) is one of `within`, which ascends."""
    if not len(within):
        return np.zeros(len(values), dtype=bool)
    last = int(within[-1])
    if last < 16 * len(values):  # a table is quicker than a search, where it is not much longer than what is asked
        table = np.zeros(last + 2, dtype=bool)
        table[within] = True
        return np.asarray(table[np.minimum(values, last + 1)])
    at = np.searchsorted(within, values)
    at[at == len(within)] = 0
    return np.asarray(within[at] == values)


def itself(events: Selection, of: Selection) -> Bools:
    """Whether each event is among `of`, in the same group."""
    found = member(events.pos, np.sort(of.pos))
    if found.any():
        here = events.take(found)
        found[found] = member(key(here.group, here.pos), np.sort(key(of.group, of.pos)))
    return found


class Counter:
    """How many events of a group can be, or must be, in a window of days.

    Possibly in `[s, e]`: the interval meets it. Surely in: sure, and the interval lies inside; such an event is never
    longer than the window, so the longer ones are left out first, and then the count of those inside is a difference
    of two ranks. `longest_end` gives for each event the last day of a window that starts on its `lo`.
    """

    def __init__(self, events: Selection, longest_end: Ints) -> None:
        self._lo = key(events.group, events.lo)
        self._hi = np.sort(key(events.group, events.hi))
        certain = events.sure & (events.hi <= longest_end)
        self._sure_lo = self._lo[certain]
        self._sure_hi = np.sort(key(events.group, events.hi)[certain])

    def possibly(self, group: Longs, start: Ints, end: Ints) -> Longs:
        return np.searchsorted(self._lo, key(group, end), "right") - np.searchsorted(
            self._hi, key(group, start), "left"
        )

    def surely(self, group: Longs, start: Ints, end: Ints) -> Longs:
        begun = np.searchsorted(self._sure_lo, key(group, start), "left")
        return np.searchsorted(self._sure_hi, key(group, end), "right") - begun


def crowded(events: Selection, n: int, reach: Ints) -> Longs:
    """The groups (ascending) in which n events could lie in one window, exactly so where dates are exact.

    `reach` is the last day of a window that starts on each event's `hi`. Of n events in one window, in order of `lo`,
    the last
    begins by then; so it is enough to look n - 1 places ahead, and no search is needed.
    """
    if len(events) < n:
        return events.group[:0]
    ahead = slice(n - 1, None), slice(None, len(events) - n + 1)
    close = (events.group[ahead[0]] == events.group[ahead[1]]) & (events.lo[ahead[0]] <= reach[ahead[1]])
    groups = events.group[ahead[1]][close]
    return np.asarray(groups[np.concatenate(([True], groups[1:] != groups[:-1]))]) if len(groups) else groups


def running_max(group: Longs, values: Ints) -> Longs:
    """Greatest value so far within each group (groups ascending), as keys of (group, value)."""
    return np.maximum.accumulate(key(group, values))


def pieces(group: Longs, most: int) -> Iterator[slice]:
    """An array sorted by group in pieces of about so many rows, of whole groups: what is made of one stays small."""
    starts = group_starts(group)
    begins = starts[np.searchsorted(starts, np.arange(0, len(group), most), "right") - 1]
    return starmap(slice, pairwise(np.append(np.unique(begins), len(group)).tolist()))


def group_starts(group: Longs) -> Longs:
    """Where each group begins in an array sorted by group."""
    if not len(group):
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
