"""Soundness of `conflict` and `rate`: see worlds.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .asked import Asked, settled
from .conflict import judge
from .records import Case, Chosen, Match
from .time import add, earliest_start


def _disagree(asked: Asked, world: Case, one: Sequence[Chosen], other: Sequence[Chosen]) -> bool:
    return any(judge(asked.spec, a, b, world) is not None for a in one for b in other)


def conflict_in_every(asked: Asked, world: Case, found: Match) -> bool:
    sides = []
    for side in ("one", "other"):
        sides.append([i for i in asked.chosen(asked.spec[side], world) if i.sure and i.event.id in found.evidence])
    return _disagree(asked, world, *sides)


def conflict_in_none(asked: Asked, world: Case, found: Sequence[Match]) -> bool:
    one, other = (asked.chosen(asked.spec[side], world) for side in ("one", "other"))
    return bool(found) or not _disagree(asked, world, one, other)


def _changed(asked: Asked, world: Case, items: Sequence[Chosen], only: frozenset[str] | None) -> bool:
    """Whether of two windows of exact events the one holds few and the other many, all of them among `only`."""
    if not items:
        return False
    spec, span = asked.spec, asked.spec["within"]
    reach = earliest_start(min(i.event.lo for i in items), span, world.holidays)
    for start in range(earliest_start(reach - 1, span, world.holidays), max(i.event.lo for i in items) + 2):
        end = add(start, span, world.holidays)
        last = add(end + 1, span, world.holidays)
        first = [i for i in items if start <= i.event.lo <= end]
        second = [i for i in items if end < i.event.lo <= last]
        if only is not None and not {i.event.id for i in [*first, *second]} <= only:
            continue
        if "rise" in spec:
            in_record = start >= min(event.lo for event in asked.case.events)
            turn = spec["rise"]
            enough = len(first) <= turn["from_at_most"] and len(second) >= turn["to_at_least"]
        else:
            in_record = last <= max(event.hi for event in asked.case.events)
            turn = spec["fall"]
            enough = len(first) >= turn["from_at_least"] and len(second) <= turn["to_at_most"]
        if in_record and enough:
            return True
    return False


def _changes(asked: Asked, world: Case, only: frozenset[str] | None) -> Iterator[bool]:
    for items in settled(asked.told_once(asked.spec["of"], world)):
        yield _changed(asked, world, items, only)


def rate_in_every(asked: Asked, world: Case, found: Match) -> bool:
    return all(_changes(asked, world, found.evidence))


def rate_in_none(asked: Asked, world: Case, found: Sequence[Match]) -> bool:
    return bool(found) or not any(_changes(asked, world, None))
