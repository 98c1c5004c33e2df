"""The oracle of `absence` with `every` and `during`: due again and again while an episode is open. Section 5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .absence import Search, observed_as
from .records import FALSE, TRUE, Case, Chosen, Event, Group, Match, Person, placements
from .select import choose, during
from .time import add


@dataclass(frozen=True)
class Anchor:
    """Where a stretch of waiting begins: an opening (for a child born later, the birth), or what was expected.

    `item` is dated as the anchor is; `event` is the row as it stands.
    """

    item: Chosen
    event: Event
    opening: bool
    birth: tuple[int, int] | None = None

    def placements(self, other: Event) -> list[tuple[int, int, int]]:
        """(day of the row, day of the anchor, day of another event) in every placement of them and of the birth."""
        births = range(self.birth[0], self.birth[1] + 1) if self.birth else [self.event.lo]
        found = []
        for placed in placements([self.event, other]):
            row = placed[self.event.id]
            found += [(row, max(row, b) if self.birth else row, placed[other.id]) for b in births]
        return found


def every(spec: Mapping[str, Any], case: Case, group: Group) -> tuple[list[Match], bool]:
    """The matches of one group, and whether nobody who would have recorded it could have observed some anchor."""
    matches, unobserved = [], False
    for anchor in anchors(spec, case, group):
        verdict = judge(spec, anchor, case, group)
        if verdict == "not observable":
            unobserved = True
        elif verdict is not None:
            deadline = add(anchor.item.event.hi, spec["every"], case.holidays)
            row = anchor.event.id
            matches.append(
                Match(case.name, group.name, verdict, frozenset({row}), (("anchor", row),), (deadline, deadline))
            )
    return matches, unobserved


def anchors(spec: Mapping[str, Any], case: Case, group: Group) -> list[Anchor]:
    """One for each interval: an opening before another, a sure one before an unsure one."""
    found = [_opening(item, case, group) for item in choose(case.episodes[spec["during"]]["opens"], case)]
    for item in choose(spec["expect"], case, group):
        value = during(item.event, spec["during"], case)
        if value != FALSE:
            found.append(Anchor(replace(item, sure=item.sure and value == TRUE), item.event, opening=False))
    first: dict[tuple[int, int], Anchor] = {}
    for anchor in sorted(found, key=lambda a: (not a.opening, not a.item.sure, a.item.order)):
        first.setdefault((anchor.item.event.lo, anchor.item.event.hi), anchor)
    return list(first.values())


def _opening(item: Chosen, case: Case, group: Group) -> Anchor:
    """An opening, moved to the birth where the child of this group was, or may have been, born after it."""
    child = _child(case, group)
    if child is None or child.born is None or child.born[1] <= item.event.lo:
        return Anchor(item, item.event, opening=True)
    moved = replace(item.event, lo=max(item.event.lo, child.born[0]), hi=max(item.event.hi, child.born[1]))
    return Anchor(replace(item, event=moved), item.event, opening=True, birth=child.born)


def _child(case: Case, group: Group) -> Person | None:
    if group.per != "child":
        return None
    return next(person for person in case.people if person.name == group.name)


def judge(spec: Mapping[str, Any], anchor: Anchor, case: Case, group: Group) -> str | None:
    """A status, `not observable`, or None for no match."""
    deadline = add(anchor.item.event.hi, spec["every"], case.holidays)
    seen = list(answers(spec, anchor, case, group, deadline))
    if any(sure and outcomes == {True} for sure, outcomes in seen):
        return None
    guard = during(anchor.item.event, spec["unless"]["open"], case) if "unless" in spec else FALSE
    if guard == TRUE or deadline > case.as_at:
        return None
    search = Search(anchor.item, None, deadline)
    observed = observed_as(spec.get("recorded_by", []), search, case)
    if observed == "not":
        return "not observable"
    none_possible = all(outcomes == {False} for _, outcomes in seen)
    if anchor.item.sure and guard == FALSE and none_possible and observed == "everything":
        return "confirmed"
    return "possible"


def answers(
    spec: Mapping[str, Any], anchor: Anchor, case: Case, group: Group, deadline: int
) -> Sequence[tuple[bool, set[bool]]]:
    """Each event that could answer, whether it is sure, and whether it answers over all placements."""
    found = []
    for other in choose(spec["expect"], case, group):
        if other.event.id != anchor.event.id:
            placed = anchor.placements(other.event)
            found.append((other.sure, {at < day <= deadline for _, at, day in placed}))
    for other in choose(case.episodes[spec["during"]]["closes"], case):
        placed = anchor.placements(other.event)
        if anchor.opening:
            found.append((other.sure, {row < day <= deadline for row, _, day in placed}))
        else:
            found.append((other.sure, {at <= day <= deadline for _, at, day in placed}))
    return found
