"""These things in this order, without that between. Meaning: docs/semantics.md section 5, `sequence`.

Groups whose events are all exact and plain are done here, all at once; the few others one by one in `witness`. Both
mean the same, and the tests hold them to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.matchers.neighbours import Reach, can_follow, can_precede
from flagger.matchers.record import Matches, no_matches
from flagger.matchers.selection import Bools, Ints, Longs, Selection, group_starts, key, member
from flagger.matchers.steps import Step
from flagger.matchers.witness import witnesses
from flagger.model import Status
from flagger.timeline.arrays import distinct


def sequence(steps: tuple[Step, ...], agency: Ints, calendar: WorkingDays | None = None) -> Matches:
    """Matches that do not overlap: sure before possible, each with the earliest finish and then the latest start.

    `agency` numbers the agency of every event of the timeline.
    """
    roles = tuple(step.name for step in steps)
    steps = _linked(steps, calendar)
    by_hand = _not_plain(steps)
    chains = _plain(tuple(_within_groups(step, ~member(step.of.group, by_hand)) for step in steps), calendar)
    by_hand = np.union1d(by_hand, chains.doubtful)
    keep = ~member(chains.group, by_hand)
    found = [
        (int(g), int(Status.CONFIRMED), tuple(map(int, row)))
        for g, row in zip(chains.group[keep], chains.pos[keep], strict=True)
    ]
    found += witnesses(tuple(_within_groups(step, member(step.of.group, by_hand)) for step in steps), agency, calendar)
    if not found:
        return no_matches(roles)
    return _matches(found, steps, roles)


def _within_groups(step: Step, keep: Bools) -> Step:
    """The step with some of its events, and the blockers of their groups."""
    of = step.of.take(keep)
    without = None if step.without is None else step.without.in_groups(distinct(of.group))
    return replace(step, of=of, without=without)


def _linked(steps: tuple[Step, ...], calendar: WorkingDays | None) -> tuple[Step, ...]:
    """Without the events that in no placement can follow one of the step before, or be followed by one of the next."""
    kept = list(steps)
    for n in range(1, len(kept)):
        after, span = kept[n], kept[n].within
        assert span is not None
        kept[n] = replace(after, of=after.of.take(can_follow(after.of, kept[n - 1].of, Reach(span, calendar=calendar))))
    for n in range(len(kept) - 1, 0, -1):
        before, span = kept[n - 1], kept[n].within
        assert span is not None
        kept[n - 1] = replace(
            before, of=before.of.take(can_precede(before.of, kept[n].of, Reach(span, calendar=calendar)))
        )
    return tuple(_within_groups(step, np.ones(len(step.of), dtype=bool)) for step in kept)


def _not_plain(steps: tuple[Step, ...]) -> Longs:
    """Groups with an approximate or unsure event, an event in two places, or a blocker on the day of a step."""
    selections = [step.of for step in steps]
    blockers = [step.without for step in steps if step.without is not None]
    odd = [part.group[~(part.exact & part.sure)] for part in selections + blockers]
    if any(step.same_agency is not None for step in steps):
        odd += [part.group for part in selections]
    for number, part in enumerate(selections):
        for other in selections[number + 1 :]:
            odd.append(part.group[member(part.pos, np.sort(other.pos))])
        for blocker in blockers:
            odd.append(part.group[member(key(part.group, part.lo), np.sort(key(blocker.group, blocker.lo)))])
    return np.unique(np.concatenate(odd))


@dataclass(frozen=True)
class _Chains:
    """Chains taken, with the positions of their events a step; `doubtful` groups had two that shared an event."""

    group: Longs
    pos: Ints
    doubtful: Longs


def _plain(steps: tuple[Step, ...], calendar: WorkingDays | None) -> _Chains:
    """Exact dates only: the latest valid predecessor of each event gives the latest start; one pass a step."""
    before = steps[0].of
    pos = before.pos[:, None]
    start = before.lo
    for step in steps[1:]:
        this = step.of
        assert step.within is not None
        at = (
            np.searchsorted(
                key(before.group, before.lo), key(this.group, this.lo), "right" if step.same_day else "left"
            )
            - 1
        )
        valid = (at >= 0) & (len(before) > 0)
        at = np.maximum(at, 0)
        if len(before):
            valid &= (before.group[at] == this.group) & (this.lo <= step.within.add(before.lo, calendar)[at])
            valid &= ~_blocked(step.without, this.group, before.lo[at], this.lo)
        at = at[valid]
        before, start, pos = this.take(valid), start[at], np.concatenate([pos[at], this.pos[valid][:, None]], axis=1)
    taken = _take(before.group, start, before.lo)
    shared = _shares(before.group[taken], pos[taken])
    return _Chains(before.group[taken], pos[taken], np.unique(before.group[taken][shared]))


def _blocked(without: Selection | None, group: Longs, start: Ints, end: Ints) -> Bools:
    if without is None:
        return np.zeros(len(group), dtype=bool)
    days = np.sort(key(without.group, without.lo))
    return np.searchsorted(days, key(group, end), "right") > np.searchsorted(days, key(group, start), "left")


def _take(group: Longs, start: Ints, end: Ints) -> Longs:
    """Greedy by earliest finish, in every group at once: each round takes one more chain where there still is one."""
    if not len(group):
        return np.empty(0, dtype=np.int64)
    follow = np.maximum(np.searchsorted(key(group, start), key(group, end), "left"), np.arange(1, len(group) + 1))
    follow[(follow < len(group)) & (group[np.minimum(follow, len(group) - 1)] != group)] = len(group)
    now = group_starts(group)
    rounds = []
    while len(now):
        rounds.append(now)
        now = follow[now]
        now = now[now < len(group)]
    return np.sort(np.concatenate(rounds))


def _shares(group: Longs, pos: Ints) -> Bools:
    """Chains that share an event with the chain before or after them in their group."""
    shared = np.zeros(len(group), dtype=bool)
    twice = (group[1:] == group[:-1]) & (pos[1:] == pos[:-1]).any(axis=1)
    shared[1:] |= twice
    shared[:-1] |= twice
    return shared


def _matches(found: list[tuple[int, int, tuple[int, ...]]], steps: tuple[Step, ...], roles: tuple[str, ...]) -> Matches:
    found.sort(key=lambda match: (match[0], match[2]))
    n, k = len(found), len(steps)
    group = np.array([match[0] for match in found], dtype=np.int64)
    status = np.array([match[1] for match in found], dtype=np.int8)
    pos = np.array([match[2] for match in found], dtype=np.int32)
    last = steps[-1].of
    order = np.argsort(last.pos)
    at = order[np.searchsorted(last.pos[order], pos[:, -1])]
    role = np.tile(np.arange(k, dtype=np.int8), n)
    offsets = np.arange(0, n * k + 1, k)
    return Matches(group.astype(np.int32), group, status, last.lo[at], last.hi[at], offsets, pos.ravel(), role, roles)
