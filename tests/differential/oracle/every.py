"""The oracle of `absence` with `every` and `during`: due again and again while an episode is open. Section 5."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .absence import Search, observed_as
from .records import FALSE, TRUE, Case, Chosen, Event, Group, Match, placements
from .select import choose, during
from .time import add


@dataclass(frozen=True)
class Anchor:
    """Where a stretch of waiting begins: an opening (for a child born later, the birth), or what was expected.

    `item` is dated as the anchor is; `row` is the id of the row that it stands on. A birth is no row: its own id is
    nobody's.
    """

    item: Chosen
    row: str
    opening: bool


def every(spec: Mapping[str, Any], case: Case, group: Group) -> tuple[list[Match], bool]:
    """The matches of one group, and whether nobody who would have recorded it could have observed some anchor."""
    matches, unobserved = [], False
    for anchor in anchors(spec, case, group):
        verdict = judge(spec, anchor, case, group)
        if verdict == "not observable":
            unobserved = True
        elif verdict is not None:
            deadline = add(anchor.item.event.hi, spec["every"], case.holidays)
            roles = (("anchor", anchor.row),)
            matches.append(Match(case.name, group.name, verdict, frozenset({anchor.row}), roles, (deadline, deadline)))
    return matches, unobserved


def anchors(spec: Mapping[str, Any], case: Case, group: Group) -> list[Anchor]:
    """One for each interval: an opening before a birth, a birth before another, a sure one before an unsure one."""
    openings, births = [], []
    for item in choose(case.episodes[spec["during"]]["opens"], case):
        born = birth(item, case, group)
        if born is None:
            openings.append(Anchor(item, item.event.id, opening=True))
        else:
            births += [Anchor(there, item.event.id, opening=False) for there in _where_open(born, spec, case)]
    births.reverse()  # the last opening first
    again = []
    for item in choose(spec["expect"], case, group):
        if not item.sure:
            continue  # it may answer, but begins no new stretch
        again += [Anchor(there, item.event.id, opening=False) for there in _where_open(item, spec, case)]
    first: dict[tuple[int, int], Anchor] = {}
    for anchors_of_a_kind in (openings, births, again):
        for anchor in sorted(anchors_of_a_kind, key=lambda a: not a.item.sure):  # a stable sort
            first.setdefault((anchor.item.event.lo, anchor.item.event.hi), anchor)
    return list(first.values())


def _where_open(item: Chosen, spec: Mapping[str, Any], case: Case) -> list[Chosen]:
    """The event if the episode is open on its day, unsure where it only may be."""
    value = during(item.event, spec["during"], case)
    return [] if value == FALSE else [replace(item, sure=item.sure and value == TRUE)]


def birth(opening: Chosen, case: Case, group: Group) -> Chosen | None:
    """What stands for an opening where the child of this group was, or may have been, born after it."""
    born = [p.born for p in case.people if group.per == "child" and p.name == group.name and p.born is not None]
    if not born or born[0][1] <= opening.event.lo:
        return None
    lo, hi = max(opening.event.lo, born[0][0]), max(opening.event.hi, born[0][1])
    if (lo, hi) == (opening.event.lo, opening.event.hi):
        return None
    return replace(opening, event=Event(f"birth after {opening.event.id}", case.name, lo, hi))


def judge(spec: Mapping[str, Any], anchor: Anchor, case: Case, group: Group) -> str | None:
    """A status, `not observable`, or None for no match."""
    deadline = add(anchor.item.event.hi, spec["every"], case.holidays)
    seen = answers(spec, anchor, case, group, deadline)
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
) -> list[tuple[bool, set[bool]]]:
    """Each event that could answer, whether it is sure, and whether it answers over all placements."""
    found = []
    at = anchor.item.event
    for other in choose(spec["expect"], case, group):
        if other.event.id != at.id:
            seen = {placed[at.id] < placed[other.event.id] <= deadline for placed in placements([at, other.event])}
            found.append((other.sure, seen))
    for other in choose(case.episodes[spec["during"]]["closes"], case):
        first = 1 if anchor.opening else 0
        both = placements([at, other.event])
        found.append((other.sure, {placed[at.id] + first <= placed[other.event.id] <= deadline for placed in both}))
    return found
