"""Two rows that do not agree: about one person, one pair of people, or one case. Meaning: docs/semantics.md section 5.

Nothing is settled here: both rows are shown. Tellings of one incident are not folded, since they may well disagree.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.matchers.record import Matches, no_matches, offsets_of
from flagger.matchers.selection import Bools, Ints, Longs, Selection, key
from flagger.model import Status

ROLES = ("one", "other")

# Given positions of rows of `one` and of `other`, whether each two differ as the rule asks.
Differs = Callable[[Ints, Ints], Bools]


def conflict(
    one: Selection, other: Selection, within: Span | None, differs: Differs | None, calendar: WorkingDays | None = None
) -> Matches:
    """Connected groups of pairs, one row of `one` and another of `other`, within the span whichever comes first."""
    a, b = _pairs(one, other, within, calendar)
    keep = one.pos[a] != other.pos[b]
    if differs is not None:
        keep[keep] = differs(one.pos[a[keep]], other.pos[b[keep]])
    a, b = a[keep], b[keep]
    if not len(a):
        return no_matches(ROLES)
    certain = one.sure[a] & other.sure[b] & _always_near(one.take(a), other.take(b), within, calendar)
    nodes, at = np.unique(
        np.concatenate((key(one.group[a], one.pos[a]), key(other.group[b], other.pos[b]))), return_inverse=True
    )
    first, second = at[: len(a)], at[len(a) :]
    component = _connected(len(nodes), first, second)
    met = np.maximum(one.lo[a], other.lo[b]), np.maximum(one.hi[a], other.hi[b])
    return _matches(nodes, component, first, certain, met)


def _pairs(one: Selection, other: Selection, within: Span | None, calendar: WorkingDays | None) -> tuple[Longs, Longs]:
    """Places in `one` and in `other` of every two rows of a group that can lie within the span of each other."""
    start = np.searchsorted(other.group, one.group, "left")
    if within is None:
        stop = np.searchsorted(other.group, one.group, "right")
    else:
        stop = np.searchsorted(key(other.group, other.lo), key(one.group, within.add(one.hi, calendar)), "right")
    many = np.maximum(stop - start, 0)
    a = np.repeat(np.arange(len(one)), many)
    b = np.arange(len(a)) - np.repeat(np.cumsum(many) - many, many) + np.repeat(start, many)
    if within is None or not len(a):
        return a, b
    near = one.lo[a] <= within.add(other.hi, calendar)[b]
    return a[near], b[near]


def _always_near(a: Selection, b: Selection, within: Span | None, calendar: WorkingDays | None) -> Bools:
    if within is None:
        return np.ones(len(a), dtype=bool)
    return np.asarray((b.hi <= within.add(a.lo, calendar)) & (a.hi <= within.add(b.lo, calendar)))


def _connected(n: int, first: Longs, second: Longs) -> Longs:
    """For each of n nodes the least node that it is connected with."""
    label = np.arange(n)
    while True:
        before = label.copy()
        least = np.minimum(label[first], label[second])
        np.minimum.at(label, first, least)
        np.minimum.at(label, second, least)
        label = label[label]
        if (label == before).all():
            return label


def _matches(nodes: Longs, component: Longs, first: Longs, certain: Bools, met: tuple[Ints, Ints]) -> Matches:
    names, number = np.unique(component, return_inverse=True)
    order = np.argsort(number, kind="stable")  # nodes ascend by (group, position) already
    group, pos = nodes >> 32, ((nodes & 0xFFFFFFFF) - (1 << 31)).astype(np.int32)
    is_one = np.zeros(len(nodes), dtype=bool)
    is_one[first] = True
    of_pair = number[first]
    status = np.full(len(names), Status.POSSIBLE, dtype=np.int8)
    status[of_pair[certain]] = Status.CONFIRMED
    met_lo, met_hi = (_least(of_pair, day, len(names)) for day in met)
    ones = np.bincount(number[is_one], minlength=len(names))
    n = np.bincount(number, minlength=len(names))
    of_group = group[names]
    return Matches(
        of_group.astype(np.int32),
        of_group,
        status,
        met_lo,
        met_hi,
        offsets_of(number[order], len(names)),
        pos[order],
        np.where(is_one[order], 0, 1).astype(np.int8),
        ROLES,
        measures={"n": n, "one": ones, "other": n - ones},
    )


def _least(of_match: Longs, day: Ints, n: int) -> Ints:
    least = np.full(n, np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(least, of_match, day)
    return least
