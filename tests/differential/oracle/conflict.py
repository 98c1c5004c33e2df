"""The oracle of `conflict`: every pair of rows in every placement. Section 5 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .groups import shown
from .records import Case, Chosen, Event, Match, Selector, placements
from .time import add


@dataclass(frozen=True)
class Pair:
    """Two rows that do not agree, certain or only possible."""

    one: Chosen
    other: Chosen
    certain: bool

    @property
    def ids(self) -> frozenset[str]:
        return frozenset({self.one.event.id, self.other.event.id})


def conflict(
    spec: Mapping[str, Any], one: Sequence[Chosen], other: Sequence[Chosen], case: Case, group: str
) -> list[Match]:
    """The matches of one group, from what its two selectors chose there."""
    found = [pair for a in one for b in other if (pair := judge(spec, a, b, case)) is not None]
    return [_match(pairs, case, group) for pairs in _connected(found)]


def judge(spec: Mapping[str, Any], a: Chosen, b: Chosen, case: Case) -> Pair | None:
    """Whether two events are a certain pair, a possible one, or none."""
    if a.event.id == b.event.id or not _differ(spec, a.event, b.event, case):
        return None
    seen = set()
    for placed in placements([a.event, b.event]):
        early, late = sorted([placed[a.event.id], placed[b.event.id]])
        seen.add("within" not in spec or late <= add(early, spec["within"], case.holidays))
    if True not in seen:
        return None
    return Pair(a, b, a.sure and b.sure and seen == {True})


def _differ(spec: Mapping[str, Any], a: Event, b: Event, case: Case) -> bool:
    """Whether the two are of different known agencies, or show different known people, if the rule asks."""
    asked = spec.get("differs", [])
    if "agency" in asked and (not a.agency or not b.agency or a.agency == b.agency):
        return False
    if "person" in asked:
        first, second = shown(a, roles_of(spec["one"]), case), shown(b, roles_of(spec["other"]), case)
        return bool(first) and bool(second) and not first & second
    return True


def roles_of(selector: Selector) -> set[str]:
    """The roles that a selector, or any of a list of them, names in `who`."""
    alternatives = selector if isinstance(selector, list) else [selector]
    return {role for alternative in alternatives for role in alternative.get("who", [])}


def _connected(found: Sequence[Pair]) -> list[list[Pair]]:
    groups: list[list[Pair]] = []
    for pair in found:
        touching = [group for group in groups if any(pair.ids & other.ids for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([pair, *(other for group in touching for other in group)])
    return groups


def _match(pairs: Sequence[Pair], case: Case, group: str) -> Match:
    ones = {pair.one for pair in pairs}
    role = {pair.other.event.id: "other" for pair in pairs} | {item.event.id: "one" for item in ones}
    ordered = sorted((item.order, item.event.id) for item in ones | {pair.other for pair in pairs})
    ids = list(dict.fromkeys(event for _, event in ordered))
    return Match(
        case=case.name,
        group=group,
        status="confirmed" if any(pair.certain for pair in pairs) else "possible",
        evidence=frozenset(ids),
        roles=tuple((role[event], event) for event in ids),
        first_met=(
            min(max(pair.one.event.lo, pair.other.event.lo) for pair in pairs),
            min(max(pair.one.event.hi, pair.other.event.hi) for pair in pairs),
        ),
    )
