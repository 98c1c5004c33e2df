"""Soundness: what was reported, against every joint placement and the plain meaning of exact dates.

Selections are made anew in each world (asked.py). What is unsure even then (the order of rows on one day, whom a row
is about, a possible match of another rule) is tried both ways.
Given beforehand, not tried: which row of an incident stays, the deadline of an absence, which counts from `hi`, and
the first and last day of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from . import worlds_absence, worlds_pairs
from .asked import Asked, settled, worlds
from .count import carrier
from .records import Case, Chosen, Event, Match
from .select import linked_groups, one_of_each_incident
from .time import add, earliest_start

__all__ = ["Asked", "holds_in_every_world", "holds_in_no_world", "is_claimed"]


def is_claimed(match: Mapping[str, Any]) -> bool:
    """Whether the page claims soundness: not where collapse decides which row brings an agency, a code or a share."""
    kind, spec = next(iter(match.items()))
    if "collapse" not in spec:
        return True
    return kind == "count" and "distinct" not in spec and "also" not in spec


def holds_in_every_world(asked: Asked, found: Match) -> bool:
    """Whether a match reported as confirmed holds wherever the events fall."""
    judge = _EVERY[asked.kind]
    return all(judge(asked, world, found) for world in worlds(asked.case))


def holds_in_no_world(asked: Asked, found: Sequence[Match]) -> bool:
    """Whether nothing holds anywhere in a group where nothing was `found` (absence: at no other anchor)."""
    judge = _NONE[asked.kind]
    return all(judge(asked, world, found) for world in worlds(asked.case))


# count


def _counted(asked: Asked, world: Case, items: Sequence[Chosen], only: frozenset[str] | None) -> bool:
    """Whether some window holds enough of these exact events, after plain collapse."""
    spec = asked.spec
    items = _openers(asked, world, items)
    conditions = [(carrier(spec.get("distinct"), world.values), spec["at_least"])]
    if "also" in spec:
        conditions.append((carrier(spec["also"].get("distinct"), world.values), spec["also"]["at_least"]))
    for first in items:
        end = add(first.event.lo, spec["within"], world.holidays)
        inside = [i for i in items if first.event.lo <= i.event.lo <= end and (only is None or i.event.id in only)]
        if all(len({v for i in inside for v in carried(i)}) >= n for carried, n in conditions):
            return True
    return False


def _openers(asked: Asked, world: Case, items: Sequence[Chosen]) -> list[Chosen]:
    """The first of each cluster of exact events."""
    collapse = asked.spec.get("collapse")
    if collapse is None:
        return list(items)
    place = {event.id: number for number, event in enumerate(asked.case.events)}
    found = []
    latest: dict[tuple[str, ...], int] = {}
    for item in sorted(items, key=lambda i: (i.event.lo, place.get(i.event.id, -1), i.event.id)):
        kind = tuple(getattr(item.event, name) for name in collapse.get("same", []))
        if kind not in latest or item.event.lo > add(latest[kind], collapse["within"], world.holidays):
            found.append(item)
        latest[kind] = item.event.lo
    return found


def _count_in_every(asked: Asked, world: Case, found: Match) -> bool:
    only = set(found.evidence)
    if "collapse" in asked.spec:
        told = one_of_each_incident(asked.chosen(asked.spec["of"], asked.case))
        for linked in linked_groups(told, asked.spec["collapse"], asked.case):
            ids = {item.event.id for item in linked}
            only |= ids if ids & found.evidence else set()
    chosen = asked.told_once(asked.spec["of"], world)
    return all(_counted(asked, world, items, frozenset(only)) for items in settled(chosen))


def _count_in_none(asked: Asked, world: Case, found: Sequence[Match]) -> bool:
    if asked.spec.get("apart", False) or found:  # a match may be kept back by `apart`
        return True
    chosen = asked.told_once(asked.spec["of"], world)
    return not any(_counted(asked, world, items, None) for items in settled(chosen))


# sequence


def _ordered(asked: Asked, world: Case, events: Sequence[Event], *, strict: bool) -> bool:
    """Whether exact events follow one another as the steps ask. Not strict: only a sure row strictly between blocks."""
    own = {event.id for event in events}
    for number, step in enumerate(asked.spec["steps"][1:], start=1):
        before, here = events[number - 1], events[number]
        too_early = here.lo < before.lo or (here.lo == before.lo and step.get("same_day") == "deny")
        too_late = "within" in step and here.lo > add(before.lo, step["within"], world.holidays)
        alike = all(getattr(before, name) == getattr(here, name) for name in step.get("same_as", []))
        unlike = all(getattr(before, name) != getattr(here, name) for name in step.get("differs_from", []))
        if too_early or too_late or not alike or not unlike:
            return False
        for blocker in asked.chosen(step.get("without", []), world):
            day = blocker.event.lo
            if blocker.event.id in own:
                continue
            if strict and before.lo <= day <= here.lo:
                return False
            if not strict and blocker.sure and before.lo < day < here.lo:
                return False
    return True


def _sequence_in_every(asked: Asked, world: Case, found: Match) -> bool:
    events = []
    for step, (_, wanted) in zip(asked.spec["steps"], found.roles, strict=True):
        sure = [i.event for i in asked.told_once(step["of"], world) if i.sure and i.event.id == wanted]
        if not sure:
            return False
        events += sure
    return _ordered(asked, world, events, strict=True)


def _sequence_in_none(asked: Asked, world: Case, found: Sequence[Match]) -> bool:
    if found:
        return True
    steps = [[item.event for item in asked.told_once(step["of"], world)] for step in asked.spec["steps"]]
    for events in product(*steps):
        different = len({event.id for event in events}) == len(events)
        if different and _ordered(asked, world, events, strict=False):
            return False
    return True


# measure


def _measured(asked: Asked, world: Case, whole: Sequence[Chosen], part: set[str], only: frozenset[str] | None) -> bool:
    """Whether some window (with `fall`, some pair of them) of exact events satisfies, all its events among `only`."""
    if not whole:
        return False
    spec, when = asked.spec, asked.spec["when"]
    starts = range(
        earliest_start(min(i.event.lo for i in whole), spec["within"], world.holidays),
        max(i.event.lo for i in whole) + 1,
    )
    inside = {}
    for start in starts:
        end = add(start, spec["within"], world.holidays)
        held = {i.event.id for i in whole if start <= i.event.lo <= end}
        if held and (only is None or held <= only):
            inside[start] = (len(held), Fraction(len(held & part), len(held)), len(held & part))
    if "fall" not in spec:
        return any(_enough(when, *counts) for counts in inside.values())
    high = {"whole_at_least": when["whole_at_least"], "share_at_least": spec["fall"]["from_at_least"]}
    low = {"whole_at_least": when["whole_at_least"], "share_at_most": spec["fall"]["to_at_most"]}
    firsts = [s for s, counts in inside.items() if _enough(high, *counts)]
    seconds = [s for s, counts in inside.items() if _enough(low, *counts)]
    return any(s2 > add(s1, spec["within"], world.holidays) for s1 in firsts for s2 in seconds)


def _enough(when: Mapping[str, Any], whole: int, share: Fraction, part: int) -> bool:
    if whole < when.get("whole_at_least", 1) or part < when.get("part_at_least", 0):
        return False
    if share < Fraction(str(when.get("share_at_least", 0))):
        return False
    return share <= Fraction(str(when.get("share_at_most", 1)))


def _measures(asked: Asked, world: Case, only: frozenset[str] | None) -> Iterator[bool]:
    share = asked.spec["share"]
    for whole in settled(asked.told_once(share["whole"], world)):
        for part in settled(asked.chosen(share["part"], world)):
            yield _measured(asked, world, whole, {item.event.id for item in part}, only)


def _measure_in_every(asked: Asked, world: Case, found: Match) -> bool:
    return all(_measures(asked, world, found.evidence))


def _measure_in_none(asked: Asked, world: Case, found: Sequence[Match]) -> bool:
    return bool(found) or not any(_measures(asked, world, None))


_EVERY: dict[str, Callable[[Asked, Case, Match], bool]] = {
    "count": _count_in_every,
    "sequence": _sequence_in_every,
    "absence": worlds_absence.in_every,
    "measure": _measure_in_every,
    "conflict": worlds_pairs.conflict_in_every,
    "rate": worlds_pairs.rate_in_every,
}
_NONE: dict[str, Callable[[Asked, Case, Sequence[Match]], bool]] = {
    "count": _count_in_none,
    "sequence": _sequence_in_none,
    "absence": worlds_absence.in_none,
    "measure": _measure_in_none,
    "conflict": worlds_pairs.conflict_in_none,
    "rate": worlds_pairs.rate_in_none,
}
