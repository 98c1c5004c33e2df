"""Something expected after something, and not found in time. Meaning: docs/semantics.md section 5, `absence`.

"Not found" is said only of days on which somebody who would have recorded it contributed: without coverage nothing is
confirmed, and nothing is reported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.matchers.neighbours import least_from
from flagger.matchers.record import Matches, Unobserved, no_matches
from flagger.matchers.selection import Bools, Ints, Longs, Selection, itself, key
from flagger.matchers.truth import NO, YES, Truth
from flagger.model import Status
from flagger.timeline.arrays import distinct

ROLES = ("anchor", "nearest")

Bytes = np.ndarray[tuple[int], np.dtype[np.int8]]
# Given cases, first days and last days: whether everybody who would have recorded the thing contributed on all those
# days, and whether all of them gave everything they held.
Sees = Callable[[Ints, Ints, Ints], tuple[Bools, Bools]]


def absence(
    anchors: Selection,
    expected: Selection,
    within: Span,
    sees: Sees,
    as_at: int,
    case: Ints,
    excused: Truth,
    or_before: Span | None = None,
    calendar: WorkingDays | None = None,
) -> Matches:
    """One match an anchor that is not answered by its deadline.

    `sees` says what was contributed; `case` numbers the case of each anchor; `excused` is the truth of `unless` for
    each anchor. Measures: `deadline` and `searched_from` (days). The evidence of a match is its anchor and, where there
    is one, the nearest expected event outside the search.
    """
    if not len(anchors):
        return no_matches(ROLES)
    deadline = within.add(anchors.hi, calendar)
    earliest, latest = anchors.lo, anchors.hi
    if or_before is not None:
        earliest = latest = or_before.subtract(anchors.lo, calendar)
    answered = itself(anchors, expected.take(expected.sure)) | _surely_there(anchors.group, expected, latest, deadline)
    none = ~itself(anchors, expected) & ~_possibly_there(anchors, expected, earliest, deadline)
    search = _Search(anchors, expected, earliest, deadline, case)
    return search.matches(answered, none, excused, sees, as_at)


@dataclass(frozen=True)
class Again:
    """What may answer when something is expected again and again: more of it, or the end of the episode.

    `closes` are in the groups of the anchors; `opening` marks the anchors that opened the episode.
    """

    closes: Selection
    opening: Bools


def anchors_of(opens: Selection, births: Selection, found: Selection) -> tuple[Selection, Bools]:
    """Openings, births that stand for one, and what was found while open; of the same days in a group only the first.

    An opening stands before a birth, a birth before another, and a sure one before an unsure one; of births the one for
    the last opening. Also: which of them are openings.
    """
    columns = zip(*((p.pos, p.group, p.lo, p.hi, p.sure) for p in (opens, births, found)), strict=True)
    both = Selection(*(np.concatenate(column) for column in columns))
    kind = np.repeat((0, 1, 2), (len(opens), len(births), len(found)))
    order = np.lexsort((np.where(kind == 1, -both.pos, both.pos), ~both.sure, kind, both.hi, both.lo, both.group))
    both, opening = both.take(order), (kind == 0)[order]
    first = np.ones(len(both), dtype=bool)
    first[1:] = (key(both.group[1:], both.lo[1:]) != key(both.group[:-1], both.lo[:-1])) | (both.hi[1:] != both.hi[:-1])
    return both.take(first), opening[first]


def absence_again(
    anchors: Selection,
    expected: Selection,
    again: Again,
    every: Span,
    sees: Sees,
    as_at: int,
    case: Ints,
    excused: Truth,
    calendar: WorkingDays | None = None,
) -> Matches:
    """One match a stretch without: an anchor after which nothing answers within `every`, strictly after its day.

    A closing answers also on the day of an anchor that is no opening. Nothing is said before the deadline has come.
    """
    if not len(anchors):
        return no_matches(ROLES)
    deadline = every.add(anchors.hi, calendar)
    from_day = again.opening.astype(np.int32)
    answered = _surely_there(anchors.group, expected, anchors.hi + 1, deadline)
    answered |= _surely_there(anchors.group, again.closes, anchors.hi + from_day, deadline)
    answered |= ~again.opening & itself(anchors, again.closes.take(again.closes.sure))
    none = ~_possibly_there(anchors, expected, anchors.lo + 1, deadline)
    none &= ~_possibly_there(anchors, again.closes, anchors.lo + from_day, deadline)
    none &= again.opening | ~itself(anchors, again.closes)
    search = _Search(anchors, expected, anchors.lo + 1, deadline, case, later_only=True)
    return search.matches(answered | (deadline > as_at), none, excused, sees, as_at)


@dataclass(frozen=True)
class _Search:
    """Anchors with the days searched after each, from the earliest that the search may begin."""

    anchors: Selection
    expected: Selection
    earliest: Ints
    deadline: Ints
    case: Ints
    later_only: bool = False

    def matches(self, answered: Bools, none: Bools, excused: Truth, sees: Sees, as_at: int) -> Matches:
        """Matches of the anchors that are not surely answered, nor excused, nor out of everybody's sight."""
        pending = self.deadline > as_at
        start = np.minimum(self.earliest, self.anchors.lo)
        observable, everything = sees(self.case, start, self.deadline)
        left = ~answered & (excused != YES)
        sure = none & self.anchors.sure & (excused == NO) & everything
        status = np.where(pending, Status.PENDING, np.where(sure, Status.CONFIRMED, Status.POSSIBLE)).astype(np.int8)
        found = left & (pending | observable)
        missed = left & ~pending & ~observable
        unobserved = Unobserved(self.case[missed], start[missed], self.deadline[missed])
        if not found.any():
            return replace(no_matches(ROLES), unobserved=unobserved)
        return replace(self._found(found, status), unobserved=unobserved)

    def _found(self, found: Bools, status: Bytes) -> Matches:
        anchors, deadline, earliest = self.anchors.take(found), self.deadline[found], self.earliest[found]
        nearest = _nearest(anchors, self.expected, earliest, deadline, self.later_only)
        evidence, role, offsets = _interleave(anchors.pos, nearest)
        measures = {"deadline": deadline, "searched_from": earliest}
        return Matches(
            self.case[found], anchors.group, status[found], deadline, deadline, offsets, evidence, role, ROLES, measures
        )


def _surely_there(group: Longs, expected: Selection, start: Ints, end: Ints) -> Bools:
    """Some one sure event lies inside [start, end] in every placement."""
    sure = expected.take(expected.sure)
    return least_from(sure.group, sure.lo, sure.hi, group, start) <= key(group, end)


def _possibly_there(anchors: Selection, expected: Selection, start: Ints, end: Ints) -> Bools:
    """Some event other than the anchor can lie inside [start, end]."""
    own = itself(anchors, expected) & (anchors.hi >= start)
    lows, highs = np.sort(key(expected.group, expected.lo)), np.sort(key(expected.group, expected.hi))
    inside = np.searchsorted(lows, key(anchors.group, end), "right") - np.searchsorted(
        highs, key(anchors.group, start), "left"
    )
    return np.asarray(inside - own > 0)


def _nearest(anchors: Selection, expected: Selection, start: Ints, deadline: Ints, later_only: bool) -> Ints:
    """Position of the first expected event that begins after the deadline, else of the last that ends before `start`.

    -1 if there is none. With `later_only`, those before do not count: an anchor is the last of them itself.
    """
    expected = expected.in_groups(distinct(anchors.group))
    order = np.lexsort((expected.pos, expected.hi, expected.lo, expected.group))
    later = np.searchsorted(key(expected.group, expected.lo)[order], key(anchors.group, deadline), "right")
    after = np.minimum(later, max(len(order) - 1, 0))
    nearest = np.full(len(anchors), -1, dtype=np.int32)
    if not len(order):
        return nearest
    has_after = (later < len(order)) & (expected.group[order][after] == anchors.group)
    nearest[has_after] = expected.pos[order[after[has_after]]]
    if later_only:
        return nearest
    by_hi = np.lexsort((expected.pos, expected.lo, expected.hi, expected.group))
    before = np.searchsorted(key(expected.group, expected.hi)[by_hi], key(anchors.group, start), "left") - 1
    has_before = ~has_after & (before >= 0) & (expected.group[by_hi][before] == anchors.group)
    nearest[has_before] = expected.pos[by_hi[before[has_before]]]
    return nearest


def _interleave(anchor: Ints, nearest: Ints) -> tuple[Ints, Bytes, Longs]:
    """Each anchor followed by its nearest event, if it has one."""
    pairs = np.stack([anchor, nearest], axis=1).ravel()
    roles = np.tile(np.array([0, 1], dtype=np.int8), len(anchor))
    keep = pairs >= 0
    offsets = np.concatenate(([0], np.cumsum(keep.reshape(-1, 2).sum(axis=1))))
    return pairs[keep].astype(np.int32), roles[keep], offsets
