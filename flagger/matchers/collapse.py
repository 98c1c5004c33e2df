"""One thing told many times counts once: linked incidents, and the `collapse` of a rule.

Meaning: docs/semantics.md section 3. What is left out is kept as `Folded`, so that a flag can show it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.matchers.selection import Bools, Ints, Longs, Selection, day_of, group_starts, key, running_max


@dataclass(frozen=True)
class Folded:
    """Events that count no further, each with the event that stands for it (both timeline positions)."""

    pos: Ints
    into: Ints

    def of(self, kept: Ints) -> Ints:
        """The events folded into any of these."""
        return self.pos[np.isin(self.into, kept)]

    def plus(self, other: Folded) -> Folded:
        """What was folded here and, apart from it, there (two steps of a sequence)."""
        return Folded(np.concatenate((self.pos, other.pos)), np.concatenate((self.into, other.into)))

    def then(self, later: Folded) -> Folded:
        """What was folded, and then folded again: an event that stood for others may itself have been folded."""
        if not len(self.pos) or not len(later.pos):
            return self.plus(later)
        order = np.argsort(later.pos)
        at = np.minimum(np.searchsorted(later.pos[order], self.into), len(order) - 1)
        again = later.pos[order][at] == self.into
        return Folded(self.pos, np.where(again, later.into[order][at], self.into)).plus(later)


NOTHING_FOLDED = Folded(np.empty(0, np.int32), np.empty(0, np.int32))


def one_an_incident(events: Selection, incident: Ints | None) -> tuple[Selection, Folded]:
    """Of the chosen events of one incident in one group, a sure one stays before an unsure one, then the first."""
    if incident is None or len(events) < 2:
        return events, NOTHING_FOLDED
    number = events.group << 32 | incident[events.pos]
    order = np.lexsort((events.pos, ~events.sure, number))
    first = np.concatenate(([True], number[order][1:] != number[order][:-1]))
    if first.all():
        return events, NOTHING_FOLDED
    stands = order[first][np.cumsum(first) - 1]
    keep = np.zeros(len(events), dtype=bool)
    keep[order[first]] = True
    return events.take(keep), Folded(events.pos[order[~first]], events.pos[stands[~first]])


def collapse(events: Selection, cluster: Longs, within: Span, calendar: WorkingDays | None) -> tuple[Selection, Folded]:
    """Fold events of one `cluster` key (case and the same fields) that lie within the span of one another.

    The events come and go in canonical order of their own groups; `cluster` has one number an event.
    """
    if len(events) < 2:
        return events, NOTHING_FOLDED
    e, of = events, cluster
    if cluster is not events.group:
        order = np.lexsort((events.pos, events.hi, events.lo, cluster))
        e, of = events.take(order), cluster[order]
    latest = running_max(of, e.hi)
    reach = within.add(day_of(latest), calendar)
    opens = np.ones(len(e), dtype=bool)
    opens[1:] = (of[1:] != of[:-1]) | (key(of[1:], e.lo[1:]) > key(of[:-1], reach[:-1]))
    number = np.cumsum(opens) - 1
    plain = np.ones(number[-1] + 1, dtype=bool)
    plain[number[~(e.exact & e.sure)]] = False
    plain |= np.bincount(number) == 1
    keep, into = opens.copy(), np.flatnonzero(opens)[number]
    lo, sure = e.lo.copy(), e.sure.copy()
    ends = np.append(group_starts(number), len(e))
    within_reach = within.add(e.lo, calendar)
    for group in np.flatnonzero(~plain):
        members = range(int(ends[group]), int(ends[group + 1]))
        _approximate(_Group(members, e, within_reach, keep, into, lo, sure))
    kept = replace(e, lo=lo, sure=sure).take(keep)
    if cluster is not events.group or (lo != e.lo).any():
        kept = kept.ordered()
    return kept, Folded(e.pos[~keep], e.pos[into[~keep]])


@dataclass(frozen=True)
class _Group:
    """The places of one group's events, and the columns that say what became of each."""

    members: range
    events: Selection
    reach: Ints
    keep: Bools
    into: Longs
    lo: Ints
    sure: Bools


def _approximate(group: _Group) -> None:
    """One group of linkable events, some of them approximate or unsure, decided one by one.

    The sure event that ends first stands for the group; another stays as unsure unless a sure one before it covers it.
    """
    e = group.events
    certain = [i for i in group.members if e.sure[i]]
    stands = min(certain, key=lambda i: (e.hi[i], e.pos[i]), default=-1)
    for i in group.members:
        covers = [n for n in certain if e.pos[n] < e.pos[i] and e.hi[n] <= e.lo[i] and e.hi[i] <= group.reach[n]]
        group.keep[i] = i == stands or not covers
        group.sure[i] = i == stands
        group.into[i] = i if group.keep[i] else stands
    if stands >= 0:
        group.lo[stands] = e.lo[group.members.start]
