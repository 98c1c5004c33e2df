"""Something expected after something, and not found in time. Meaning: docs/semantics.md section 5, `absence`.

"Not found" is said only of days on which somebody who would have recorded it contributed: without coverage nothing is
confirmed, and nothing is reported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.matchers.neighbours import least_from
from flagger.matchers.record import Matches, Unobserved, no_matches
from flagger.matchers.selection import Bools, Ints, Longs, Selection, key, member
from flagger.matchers.truth import NO, YES, Truth
from flagger.model import Status

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
    itself = member(anchors.pos, np.sort(expected.pos[expected.sure]))
    answered = itself | _surely_there(anchors.group, expected, latest, deadline)
    none = ~member(anchors.pos, np.sort(expected.pos)) & ~_possibly_there(anchors, expected, earliest, deadline)
    pending = deadline > as_at
    start = np.minimum(earliest, anchors.lo)
    observable, everything = sees(case, start, deadline)
    left = ~answered & (excused != YES)
    sure = none & anchors.sure & (excused == NO) & everything
    status = np.where(pending, Status.PENDING, np.where(sure, Status.CONFIRMED, Status.POSSIBLE)).astype(np.int8)
    found = left & (pending | observable)
    missed = left & ~pending & ~observable
    unobserved = Unobserved(case[missed], start[missed], deadline[missed])
    if not found.any():
        return replace(no_matches(ROLES), unobserved=unobserved)
    matches = _matches(anchors.take(found), expected, case[found], status[found], earliest[found], deadline[found])
    return replace(matches, unobserved=unobserved)


def _matches(
    anchors: Selection, expected: Selection, case: Ints, status: Bytes, earliest: Ints, deadline: Ints
) -> Matches:
    evidence, role, offsets = _interleave(anchors.pos, _nearest(anchors, expected, earliest, deadline))
    measures = {"deadline": deadline, "searched_from": earliest}
    return Matches(case, anchors.group, status, deadline, deadline, offsets, evidence, role, ROLES, measures)


def _surely_there(group: Longs, expected: Selection, start: Ints, end: Ints) -> Bools:
    """Some one sure event lies inside [start, end] in every placement."""
    sure = expected.take(expected.sure)
    return least_from(sure.group, sure.lo, sure.hi, group, start) <= key(group, end)


def _possibly_there(anchors: Selection, expected: Selection, start: Ints, end: Ints) -> Bools:
    """Some event other than the anchor can lie inside [start, end]."""
    lows, highs = np.sort(key(expected.group, expected.lo)), np.sort(key(expected.group, expected.hi))
    inside = np.searchsorted(lows, key(anchors.group, end), "right") - np.searchsorted(
        highs, key(anchors.group, start), "left"
    )
    return inside - member(anchors.pos, np.sort(expected.pos)) > 0


def _nearest(anchors: Selection, expected: Selection, start: Ints, deadline: Ints) -> Ints:
    """Position of the first expected event that begins after the deadline, else of the last that ends before `start`.

    -1 if there is none.
    """
    order = np.lexsort((expected.pos, expected.hi, expected.lo, expected.group))
    later = np.searchsorted(key(expected.group, expected.lo)[order], key(anchors.group, deadline), "right")
    after = np.minimum(later, max(len(order) - 1, 0))
    nearest = np.full(len(anchors), -1, dtype=np.int32)
    if not len(order):
        return nearest
    has_after = (later < len(order)) & (expected.group[order][after] == anchors.group)
    nearest[has_after] = expected.pos[order[after[has_after]]]
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
