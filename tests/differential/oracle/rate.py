"""The oracle of `rate`: every two windows of one length, one after the other. Section 5 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .count import Window
from .records import FALSE, MAYBE, TRUE, Case, Chosen, Match, days
from .time import add, earliest_start


@dataclass(frozen=True)
class Pair:
    """Two windows, the second from the day after the first, and whether the one has few and the other many."""

    first: Window
    second: Window
    value: int

    @property
    def items(self) -> set[Chosen]:
        return {*self.first.possibly, *self.second.possibly}

    def meets(self, other: Pair) -> bool:
        """Whether they share days, or an event."""
        overlap = self.first.start <= other.second.end and other.first.start <= self.second.end
        return overlap or bool(self.items & other.items)


def rate(spec: Mapping[str, Any], of: Sequence[Chosen], case: Case, group: str) -> list[Match]:
    """The matches of one group. `of` holds what stayed after incidents and collapse."""
    pairs = _qualifying(spec, of, case)
    taken: list[Pair] = []
    found = []
    for wanted, status in ((TRUE, "confirmed"), (MAYBE, "possible")):
        left = [p for p in pairs if p.value == wanted and not any(p.meets(other) for other in taken)]
        while left:
            best = min(left, key=lambda p: p.first.start)
            taken.append(best)
            found.append(_match(best, status, case, group))
            left = [p for p in left if not p.meets(best)]
    return found


def _qualifying(spec: Mapping[str, Any], of: Sequence[Chosen], case: Case) -> list[Pair]:
    if not of:
        return []
    reach = earliest_start(min(i.event.lo for i in of), spec["within"], case.holidays)
    first_start = earliest_start(reach - 1, spec["within"], case.holidays)
    found = []
    for start in range(first_start, max(i.event.hi for i in of) + 2):
        first = window(start, spec["within"], of, case)
        second = window(first.end + 1, spec["within"], of, case)
        value = value_of(spec, first, second, case)
        if value != FALSE:
            found.append(Pair(first, second, value))
    return found


def window(start: int, within: str, of: Sequence[Chosen], case: Case) -> Window:
    end = add(start, within, case.holidays)
    possibly = tuple(i for i in of if any(start <= day <= end for day in days(i.event)))
    surely = tuple(i for i in of if i.sure and all(start <= day <= end for day in days(i.event)))
    return Window(start, end, possibly, surely)


def value_of(spec: Mapping[str, Any], first: Window, second: Window, case: Case) -> int:
    """Whether the one window has few and the other many, the one with few inside the record."""
    if "rise" in spec:
        if first.start < min(event.lo for event in case.events):
            return FALSE
        return min(at_most(first, spec["rise"]["from_at_most"]), at_least(second, spec["rise"]["to_at_least"]))
    if second.end > max(event.hi for event in case.events):
        return FALSE
    return min(at_least(first, spec["fall"]["from_at_least"]), at_most(second, spec["fall"]["to_at_most"]))


def at_least(seen: Window, n: int) -> int:
    return TRUE if len(seen.surely) >= n else FALSE if len(seen.possibly) < n else MAYBE


def at_most(seen: Window, n: int) -> int:
    return TRUE if len(seen.possibly) <= n else FALSE if len(seen.surely) > n else MAYBE


def _match(pair: Pair, status: str, case: Case, group: str) -> Match:
    role = dict.fromkeys(pair.first.possibly, "before")
    role.update(dict.fromkeys(pair.second.possibly, "after"))
    ordered = sorted(role, key=lambda item: item.order)
    return Match(
        case=case.name,
        group=group,
        status=status,
        evidence=frozenset(item.event.id for item in ordered),
        roles=tuple((role[item], item.event.id) for item in ordered),
        first_met=(max(i.event.lo for i in ordered), max(i.event.hi for i in ordered)),
    )
