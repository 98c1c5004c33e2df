"""Sequences in groups with approximate dates, unsure events or crowded days: every witness is tried, group by group.

Meaning: docs/semantics.md section 5, `sequence`. Exact: a witness is possible only if some placement of all its events
serves every step at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.matchers.selection import Bools, Ints, Selection
from flagger.matchers.steps import Step
from flagger.model import Status

Found = tuple[int, int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Event:
    pos: int
    lo: int
    hi: int
    sure: bool
    agency: int
    reach_lo: int
    reach_hi: int


@dataclass(frozen=True)
class _Link:
    """How a step relates to the one before it, with the blockers of this group."""

    within: Span
    same_day: bool
    same_agency: bool | None
    without: tuple[_Event, ...]
    calendar: WorkingDays | None

    def can_follow(self, a: _Event, b: _Event) -> bool:
        """Whether b can come after a at all: in time, and of the right agency."""
        if a.pos == b.pos or (self.same_agency is not None and (a.agency == b.agency) != self.same_agency):
            return False
        return (a.lo <= b.hi if self.same_day else a.lo < b.hi) and b.lo <= a.reach_hi

    def must_follow(self, a: _Event, b: _Event, own: frozenset[int]) -> bool:
        """Whether b comes after a, in time and with nothing between or on the same days, in every placement."""
        if b.hi > a.reach_lo or (a.hi > b.lo if self.same_day else a.hi >= b.lo):
            return False
        return not self.without or not any(x.hi >= a.lo and x.lo <= b.hi for x in self.without if x.pos not in own)

    def holds(self, a_days: Ints, b_days: Ints, own: frozenset[int]) -> Bools:
        """For each day of a (rows) and of b (columns), whether the step holds, or may but for a blocker on that day."""
        a, b = a_days[:, None], b_days[None, :]
        held = (a <= b if self.same_day else a < b) & (b <= self.within.add(a_days, self.calendar)[:, None])
        for x in self.without:
            if x.sure and x.pos not in own:
                held &= ~((a < x.lo) & (x.hi < b))
        return held


class _Taken:
    """Chains none of which overlaps another, in order of time, so that one look tells whether a further one would."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []  # in order too, since no chain begins inside another
        self._events: set[int] = set()

    def overlaps(self, chain: tuple[_Event, ...]) -> bool:
        """Whether a taken chain shares a day with this one, beyond where they meet, or an event."""
        before = bisect_left(self._starts, chain[-1].hi)
        if before and self._ends[before - 1] > chain[0].lo:
            return True
        return not self._events.isdisjoint([event.pos for event in chain])

    def add(self, chain: tuple[_Event, ...]) -> None:
        start, end = chain[0].lo, chain[-1].hi
        at = max(bisect_left(self._starts, start), bisect_left(self._ends, end))
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        self._events.update(event.pos for event in chain)


def witnesses(steps: tuple[Step, ...], agency: Ints, calendar: WorkingDays | None) -> list[Found]:
    """(group, status, positions) of the matches of each group, chosen as the report policy `non_overlapping` says."""
    spans = [*(step.within for step in steps[1:]), None]
    by_group = [_by_group(step.of, agency, span, calendar) for step, span in zip(steps, spans, strict=True)]
    blockers = [{} if step.without is None else _by_group(step.without, agency) for step in steps]
    found: list[Found] = []
    for group in sorted(set.intersection(*(set(part) for part in by_group))):
        links = [
            _Link(step.within, step.same_day, step.same_agency, tuple(part.get(group, ())), calendar)
            for step, part in zip(steps[1:], blockers[1:], strict=True)
            if step.within is not None
        ]
        found += [(group, status, chain) for status, chain in _choose([part[group] for part in by_group], links)]
    return found


def _by_group(
    events: Selection, agency: Ints, span: Span | None = None, calendar: WorkingDays | None = None
) -> dict[int, list[_Event]]:
    """The events of each group, with the last days that the next step may have after their first and last day."""
    reach = [days if span is None else span.add(days, calendar) for days in (events.lo, events.hi)]
    columns = (events.pos, events.lo, events.hi, events.sure, agency[events.pos], *reach)
    parts: dict[int, list[_Event]] = {}
    for group, *row in zip(events.group.tolist(), *(column.tolist() for column in columns), strict=True):
        parts.setdefault(group, []).append(_Event(*row))
    return parts


def _choose(parts: list[list[_Event]], links: list[_Link]) -> list[tuple[int, tuple[int, ...]]]:
    sure: list[tuple[_Event, ...]] = []
    possible: list[tuple[_Event, ...]] = []
    for chain in _chains(parts, links):
        if _certain(chain, links):
            sure.append(chain)
        elif _can_hold(chain, links):
            possible.append(chain)
    taken = _Taken()
    result = []
    for status, chains in ((Status.CONFIRMED, sure), (Status.POSSIBLE, possible)):
        for chain in sorted(chains, key=_earliest_then_tightest):
            if not taken.overlaps(chain):
                taken.add(chain)
                result.append((int(status), tuple(event.pos for event in chain)))
    return result


def _chains(parts: list[list[_Event]], links: list[_Link]) -> Iterator[tuple[_Event, ...]]:
    def extend(chain: tuple[_Event, ...]) -> Iterator[tuple[_Event, ...]]:
        if len(chain) == len(parts):
            yield chain
            return
        link = links[len(chain) - 1]
        for event in parts[len(chain)]:
            if link.can_follow(chain[-1], event) and all(event.pos != e.pos for e in chain[:-1]):
                yield from extend((*chain, event))

    for first in parts[0]:
        yield from extend((first,))


def _certain(chain: tuple[_Event, ...], links: list[_Link]) -> bool:
    if not all(event.sure for event in chain):
        return False
    own = frozenset([event.pos for event in chain])
    return all(link.must_follow(a, b, own) for link, a, b in zip(links, chain, chain[1:], strict=False))


def _can_hold(chain: tuple[_Event, ...], links: list[_Link]) -> bool:
    """Whether some placement serves every step: the days that each event can have, carried from step to step."""
    if len(chain) == 2 and not links[0].without:
        return True  # `can_follow` has said so of the pair, and nothing else matters
    own = frozenset(event.pos for event in chain)
    days = [np.arange(event.lo, event.hi + 1, dtype=np.int32) for event in chain]
    able = np.ones(len(days[0]), dtype=bool)
    for link, a, b in zip(links, days, days[1:], strict=False):
        able = np.asarray(link.holds(a[able], b, own).any(axis=0))
        if not able.any():
            return False
    return True


def _earliest_then_tightest(chain: tuple[_Event, ...]) -> tuple[int, ...]:
    return (chain[-1].hi, chain[-1].pos, -chain[0].lo, *(-event.pos for event in chain))
