"""At least so many (distinct) things within a span. Meaning: docs/semantics.md section 5, `count`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.matchers.record import Matches, no_matches, offsets_of
from flagger.matchers.selection import Bools, Counter, Ints, Longs, Selection, crowded, key, member, running_max
from flagger.model import Status
from flagger.timeline.arrays import distinct

Add = Callable[[Ints], Ints]


@dataclass(frozen=True)
class Threshold:
    """At least `n` events; or, with `values` (a mask over the events for each value), at least `n` of the values."""

    n: int
    values: tuple[Bools, ...] | None = None

    def least_events(self) -> int:
        """The fewest events that can reach it: one event may carry several values."""
        most = 1 if self.values is None else max(1, int(np.sum(self.values, axis=0).max(initial=0)))
        return -(-self.n // most)


def count(
    events: Selection,
    thresholds: tuple[Threshold, ...],
    within: Span,
    calendar: WorkingDays | None = None,
    apart: bool = False,
) -> Matches:
    """Connected runs of windows that reach every threshold. The first threshold gives `n`, `peak` and `first_met`."""

    def add(days: Ints) -> Ints:
        return within.add(days, calendar)

    events, thresholds = _worth_a_look(events, thresholds, add)
    if not len(events):
        return no_matches()
    reach = add(events.lo)
    tests = [_Test(events, reach, threshold) for threshold in thresholds]
    order = np.lexsort((events.hi, events.group))
    group, start = events.group[order], events.hi[order]
    end = add(start)
    tallies = [test.possibly(group, start, end) for test in tests]
    reached = np.logical_and.reduce([tally >= test.n for tally, test in zip(tallies, tests, strict=True)])
    if not reached.any():
        return no_matches()
    group, start, end, tally = group[reached], start[reached], end[reached], tallies[0][reached]
    run = _runs(events, group, start, end)
    of_event = _membership(events, group, start, end, run)
    sure, sure_peak = _sure_runs(events, tests, add, reach, of_event, int(run[-1]) + 1)
    return _matches(events, thresholds[0], of_event, run, tally, sure, sure_peak, apart)


class _Test:
    """One threshold, ready to be asked about windows."""

    def __init__(self, events: Selection, reach: Ints, threshold: Threshold) -> None:
        self.n = threshold.n
        masks = threshold.values if threshold.values is not None else (np.ones(len(events), dtype=bool),)
        self._distinct = threshold.values is not None
        self._counters = [Counter(events.take(mask), reach[mask]) for mask in masks]

    def possibly(self, group: Longs, start: Ints, end: Ints) -> Longs:
        return self._sum([counter.possibly(group, start, end) for counter in self._counters])

    def surely(self, group: Longs, start: Ints, end: Ints) -> Longs:
        return self._sum([counter.surely(group, start, end) for counter in self._counters])

    def _sum(self, tallies: list[Longs]) -> Longs:
        return np.sum([tally > 0 for tally in tallies], axis=0) if self._distinct else tallies[0]


def _worth_a_look(
    events: Selection, thresholds: tuple[Threshold, ...], add: Add
) -> tuple[Selection, tuple[Threshold, ...]]:
    """Only groups with enough events, and values, near one another: nothing after this looks at the many others."""
    if not len(events):
        return events, thresholds
    near = crowded(events, max(threshold.least_events() for threshold in thresholds), add(events.hi))
    for threshold in thresholds:
        if threshold.values is not None:
            held = [member(near, distinct(events.group[value])) for value in threshold.values]
            near = near[np.sum(held, axis=0) >= threshold.n]
    keep = member(events.group, near)
    narrowed = tuple(Threshold(t.n, None if t.values is None else tuple(v[keep] for v in t.values)) for t in thresholds)
    return events.take(keep), narrowed


def _runs(events: Selection, group: Longs, start: Ints, end: Ints) -> Longs:
    """Number the runs: two neighbouring windows belong together if some event is possibly in both."""
    lows = key(events.group, events.lo)
    furthest = running_max(events.group, events.hi)
    last = furthest[np.searchsorted(lows, key(group, end), "right") - 1]
    together = (group[1:] == group[:-1]) & (last[:-1] >= key(group[1:], start[1:]))
    return np.concatenate(([0], np.cumsum(~together)))


def _membership(events: Selection, group: Longs, start: Ints, end: Ints, run: Longs) -> Longs:
    """For each event the run that it is evidence of, or -1: it is possibly in one of the run's windows."""
    first = np.searchsorted(key(group, end), key(events.group, events.lo), "left")
    last = np.searchsorted(key(group, start), key(events.group, events.hi), "right") - 1
    inside = first <= last
    return np.where(inside, run[np.minimum(first, len(run) - 1)], -1)


def _sure_runs(
    events: Selection, tests: list[_Test], add: Add, reach: Ints, of_event: Longs, n_runs: int
) -> tuple[Bools, Longs]:
    """Which runs hold a window that reaches every threshold wherever the approximate dates fall.

    And the most (of the first threshold) that is surely in one of a run's windows.
    """
    starts = (of_event >= 0) & events.sure & (events.hi <= reach)
    at = events.take(starts)
    end = add(at.lo)
    tallies = [test.surely(at.group, at.lo, end) for test in tests]
    held = np.logical_and.reduce([tally >= test.n for tally, test in zip(tallies, tests, strict=True)])
    sure = np.zeros(n_runs, dtype=bool)
    sure[of_event[starts][held]] = True
    peak = np.zeros(n_runs, dtype=np.int64)
    np.maximum.at(peak, of_event[starts], tallies[0])
    return sure, peak


def _matches(
    events: Selection,
    threshold: Threshold,
    of_event: Longs,
    run: Longs,
    tally: Longs,
    sure: Bools,
    sure_peak: Longs,
    apart: bool,
) -> Matches:
    inside = of_event >= 0
    evidence, number = events.take(inside), of_event[inside]
    values = None if threshold.values is None else tuple(value[inside] for value in threshold.values)
    peak = np.maximum.reduceat(tally, np.searchsorted(run, np.arange(len(sure))))
    if apart and values is not None:
        together = np.zeros(len(sure), dtype=bool)
        together[number[np.sum(values, axis=0) >= threshold.n]] = True
        evidence, number = evidence.take(~together[number]), number[~together[number]]
        values = tuple(value[~together[of_event[inside]]] for value in values)
        number = (np.cumsum(~together) - 1)[number]
        sure, peak, sure_peak = sure[~together], peak[~together], sure_peak[~together]
    if not len(sure):
        return no_matches()
    offsets = offsets_of(number, len(sure))
    met_lo, met_hi = _first_met(evidence, number, offsets, threshold.n, values)
    measures = {"n": np.diff(offsets), "peak": peak, "sure_peak": sure_peak}
    if values is not None:
        measures["values"] = np.sum([np.add.reduceat(value, offsets[:-1]) > 0 for value in values], axis=0)
        measures |= {f"value {v}": np.add.reduceat(value, offsets[:-1]) > 0 for v, value in enumerate(values)}
    group = evidence.group[offsets[:-1]]
    status = np.where(sure, Status.CONFIRMED, Status.POSSIBLE).astype(np.int8)
    role = np.zeros(len(evidence), dtype=np.int8)
    return Matches(
        group.astype(np.int32), group, status, met_lo, met_hi, offsets, evidence.pos, role, measures=measures
    )


def _first_met(
    evidence: Selection, number: Longs, offsets: Longs, n: int, values: tuple[Bools, ...] | None
) -> tuple[Ints, Ints]:
    """The n-th least first day and n-th least last day of the evidence (with values: of the first of each value)."""
    first = offsets[:-1]
    if values is None:
        by_hi = evidence.hi[np.lexsort((evidence.hi, number))]
        return evidence.lo[first + n - 1], by_hi[first + n - 1]
    never = np.iinfo(np.int32).max

    def nth(days: Ints) -> Ints:
        firsts = np.stack([np.minimum.reduceat(np.where(value, days, never), first) for value in values])
        return np.asarray(np.sort(firsts, axis=0)[n - 1], dtype=np.int32)

    return nth(evidence.lo), nth(evidence.hi)
