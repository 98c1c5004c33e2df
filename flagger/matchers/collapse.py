"""One thing told many times counts once: linked incidents, and the `collapse` of a rule.

Meaning: docs/semantics.md section 3. What is left out is kept as `Folded`, so that a flag can show it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.matchers.selection import Ints, Longs, Selection, group_starts, key, running_max


@dataclass(frozen=True)
class Folded:
    """Events that count no further, each with the event that stands for it (both timeline positions)."""

    pos: Ints
    into: Ints

    def of(self, kept: Ints) -> Ints:
        """The events folded into any of these."""
        return self.pos[np.isin(self.into, kept)]

    def plus(self, other: Folded) -> Folded:
        return Folded(np.concatenate((self.pos, other.pos)), np.concatenate((self.into, other.into)))


NOTHING_FOLDED = Folded(np.empty(0, np.int32), np.empty(0, np.int32))


def one_an_incident(events: Selection, incident: Ints | None) -> tuple[Selection, Folded]:
    """Of the chosen events of one incident, the first in canonical order stays, a sure one before an unsure one."""
    if incident is None or len(events) < 2:
        return events, NOTHING_FOLDED
    number = incident[events.pos]
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
    order = np.lexsort((events.pos, events.hi, events.lo, cluster))
    e, of = events.take(order), cluster[order]
    latest = running_max(of, e.hi)
    reach = within.add(((latest & 0xFFFFFFFF) - (1 << 31)).astype(np.int32), calendar)
    opens = np.ones(len(e), dtype=bool)
    opens[1:] = (of[1:] != of[:-1]) | (key(of[1:], e.lo[1:]) > key(of[:-1], reach[:-1]))
    number = np.cumsum(opens) - 1
    plain = np.ones(number[-1] + 1, dtype=bool)
    plain[number[~(e.exact & e.sure)]] = False
    keep, into = opens.copy(), np.flatnonzero(opens)[number]
    lo, hi, sure = e.lo.copy(), e.hi.copy(), e.sure.copy()
    ends = np.append(group_starts(number), len(e))
    for group in np.flatnonzero(~plain):
        _approximate(slice(ends[group], ends[group + 1]), e, within, calendar, keep, into, hi, sure)
    kept = replace(e, lo=lo, hi=hi, sure=sure).take(keep)
    return kept.ordered(), Folded(e.pos[~keep], e.pos[into[~keep]])


def _approximate(
    part: slice,
    e: Selection,
    within: Span,
    calendar: WorkingDays | None,
    keep: np.ndarray[tuple[int], np.dtype[np.bool_]],
    into: np.ndarray[tuple[int], np.dtype[np.int64]],
    hi: Ints,
    sure: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> None:
    """One group of linkable events, some of them approximate or unsure: the first stands for the group, the others
    stay as unsure.
    """
    first, members = part.start, range(part.start, part.stop)
    hi[first] = e.hi[part].min()
    sure[first] = e.sure[part].any()
    reach = within.add(e.lo[part], calendar)
    for i in members[1:]:
        earlier = [
            n
            for n in members
            if n != i and e.sure[n] and e.hi[n] <= e.lo[i] and (e.lo[n], e.hi[n], n) < (e.lo[i], e.hi[i], i)
        ]
        before = next((n for n in earlier if e.hi[i] <= reach[n - first]), None)
        keep[i] = before is None
        sure[i] = False
        into[i] = first if before is not None else i
