"""Soundness of `absence`, once after each anchor or again and again: see worlds.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .absence import Search, observed_as, search_of
from .asked import Asked, rows
from .every import Anchor, anchors
from .records import FALSE, MAYBE, TRUE, Case, Chosen, Event, Match, canonical
from .select import choose, during
from .time import add


def _answers(asked: Asked, world: Case, anchor: Event) -> list[Chosen]:
    """The expected events that answer an anchor on its exact day, within the deadline of its written date."""
    search = _search(asked, anchor.id)
    start = anchor.lo if search.earliest is None else search.earliest
    expected = asked.chosen(asked.spec["expect"], world)
    return [i for i in expected if i.event.id == anchor.id or start <= i.event.lo <= search.deadline]


def _search(asked: Asked, anchor: str) -> Search:
    """Where the page looks for an answer to this anchor, by its dates as written."""
    as_written = next(item for item in rows(asked.case) if item.id == anchor)
    return search_of(asked.spec, Chosen(as_written, True, canonical(as_written)), asked.case)


def _guard(asked: Asked, world: Case, anchor: Event) -> int:
    return during(anchor, asked.spec["unless"]["open"], world) if "unless" in asked.spec else FALSE


def in_every(asked: Asked, world: Case, found: Match) -> bool:
    if "every" in asked.spec:
        return _due_in_every(asked, world, found)
    (wanted,) = found.evidence
    due = [i.event for i in asked.told_once(asked.spec["after"], world) if i.sure and i.event.id == wanted]
    return bool(due) and not _answers(asked, world, due[0]) and _guard(asked, world, due[0]) == FALSE


def in_none(asked: Asked, world: Case, found: Sequence[Match]) -> bool:
    if "every" in asked.spec:
        return _due_in_none(asked, world, found)
    flagged = {event for match in found for event in match.evidence}
    for item in asked.told_once(asked.spec["after"], world):
        if item.event.id in flagged or not _observed(asked, item.event.id):
            continue
        answered = any(answer.sure for answer in _answers(asked, world, item.event))
        if not answered and _guard(asked, world, item.event) != TRUE:
            return False
    return True


def _observed(asked: Asked, anchor: str) -> bool:
    return observed_as(asked.spec.get("recorded_by", []), _search(asked, anchor), asked.case) != "not"


def _waiting(asked: Asked, world: Case, anchor: Anchor) -> tuple[int, Event]:
    """Whether it is an anchor in this world, and the anchor on its exact day."""
    opens = choose(world.episodes[asked.spec["during"]]["opens"], world)
    from_opening = anchor.opening or anchor.row != anchor.item.event.id
    candidates = opens if from_opening else asked.chosen(asked.spec["expect"], world)
    here = [item for item in candidates if item.event.id == anchor.row]
    if not here:
        return FALSE, anchor.item.event
    value = TRUE if here[0].sure else MAYBE
    if anchor.opening:
        return value, here[0].event
    event = here[0].event
    if from_opening:
        day = max([event.lo, *(p.born[0] for p in world.people if p.name == asked.group.name and p.born)])
        event = replace(anchor.item.event, lo=day, hi=day)
    return min(value, during(event, asked.spec["during"], world)), event


def _ended(asked: Asked, world: Case, anchor: Anchor, at: Event) -> list[Chosen]:
    """What answers an anchor on its exact day, within the deadline of its written date."""
    deadline = add(anchor.item.event.hi, asked.spec["every"], world.holidays)
    expected = [i for i in asked.chosen(asked.spec["expect"], world) if i.event.id != at.id]
    closes = choose(world.episodes[asked.spec["during"]]["closes"], world)
    first = at.lo + 1 if anchor.opening else at.lo
    return [i for i in expected if at.lo < i.event.lo <= deadline] + [
        i for i in closes if first <= i.event.lo <= deadline
    ]


def _due_in_every(asked: Asked, world: Case, found: Match) -> bool:
    (wanted,) = found.evidence
    for anchor in anchors(asked.spec, asked.case, asked.group):
        value, at = _waiting(asked, world, anchor)
        due = anchor.row == wanted and value == TRUE and _guard(asked, world, at) == FALSE
        if due and not _ended(asked, world, anchor, at):
            return True
    return False


def _due_in_none(asked: Asked, world: Case, found: Sequence[Match]) -> bool:
    flagged = {event for match in found for event in match.evidence}
    for anchor in anchors(asked.spec, asked.case, asked.group):
        value, at = _waiting(asked, world, anchor)
        deadline = add(anchor.item.event.hi, asked.spec["every"], world.holidays)
        search = Search(anchor.item, None, deadline)
        unseen = observed_as(asked.spec.get("recorded_by", []), search, asked.case) == "not"
        if anchor.row in flagged or value == FALSE or deadline > world.as_at or unseen:
            continue
        answered = any(item.sure for item in _ended(asked, world, anchor, at))
        if not answered and _guard(asked, world, at) != TRUE:
            return False
    return True
