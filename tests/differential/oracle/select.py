"""Selections with three values, semi-joins, incidents, collapse and episodes: sections 3 and 4 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations
from typing import Any, TypeVar

from .records import FALSE, MAYBE, TRUE, Case, Chosen, Event, Selector, canonical, placements
from .time import add

T = TypeVar("T")


def choose(selector: Selector, case: Case) -> list[Chosen]:
    """The events of the whole case that a selector (or a list of them, an "or") chooses, in canonical order."""
    alternatives = selector if isinstance(selector, list) else [selector]
    found: dict[str, tuple[Event, int]] = {}
    for alternative in alternatives:
        for event, start in _pool(alternative, case):
            value = min([start, *_values(alternative, event, case)])
            known = found.get(event.id, (event, FALSE))[1]
            found[event.id] = (event, max(value, known))
    chosen = [
        Chosen(event, value == TRUE and not event.approx, canonical(event))
        for event, value in found.values()
        if value != FALSE
    ]
    return sorted(chosen, key=lambda item: item.order)


def _pool(selector: Mapping[str, Any], case: Case) -> Iterator[tuple[Event, int]]:
    """What one selector chooses from: the rows, or the matches of a rule as events."""
    if "rule" not in selector:
        for event in case.events:
            yield event, TRUE
        return
    for member in case.members:
        if member.rule == selector["rule"] and member.case == case.name and member.status != "pending":
            event = Event(id=member.id, case=member.case, lo=member.met_lo, hi=member.met_hi)
            yield event, TRUE if member.status == "confirmed" else MAYBE


def _values(selector: Mapping[str, Any], event: Event, case: Case) -> Iterator[int]:
    """The value of each key of one selector for one event."""
    if "code" in selector:
        statuses = selector.get("coding", ["affirmed"])
        carried = {code for code, status in event.others if status in statuses}
        if "affirmed" in statuses:
            carried |= event.codes
        yield _plain(bool(carried & set(selector["code"])))
    if "with" in selector:
        yield _plain(bool(event.codes & set(selector["with"])))
    if "not_with" in selector:
        yield _plain(not event.codes & set(selector["not_with"]))
    if "agency" in selector:
        yield _plain(event.agency in selector["agency"])
    if "follows" in selector:
        yield neighbour(event, selector["follows"], case, before=True)
    if "not_follows" in selector:
        yield TRUE - neighbour(event, selector["not_follows"], case, before=True)
    if "precedes" in selector:
        yield neighbour(event, selector["precedes"], case, before=False)
    if "not_precedes" in selector:
        yield TRUE - neighbour(event, selector["not_precedes"], case, before=False)
    if "during" in selector:
        yield during(event, selector["during"], case)
    if "not_during" in selector:
        yield TRUE - during(event, selector["not_during"], case)


def _plain(holds: bool) -> int:
    return TRUE if holds else FALSE


def neighbour(event: Event, spec: Mapping[str, Any], case: Case, *, before: bool) -> int:
    """Whether another event of `spec["of"]` lies within the span before (or after) this one."""
    best = FALSE
    for other in choose(spec["of"], case):
        if other.event.id == event.id:
            continue
        seen = set()
        for placed in placements([event, other.event]):
            here, there = placed[event.id], placed[other.event.id]
            first, second = (there, here) if before else (here, there)
            seen.add(first <= second <= add(first, spec["within"], case.holidays))
        if seen == {True} and other.sure:
            return TRUE
        if True in seen:
            best = MAYBE
    return best


def during(event: Event, episode: str, case: Case) -> int:
    """Whether the episode is open on the day of the event, which never opens or closes it for itself."""
    spec = case.episodes[episode]
    every_opening = choose(spec["opens"], case)
    opens = [item for item in every_opening if item.event.id != event.id]
    closes = [item for item in choose(spec["closes"], case) if item.event.id != event.id]
    explains_itself = any(item.sure and item.event.id == event.id for item in every_opening)
    looks_back = spec.get("before_record", "maybe") == "maybe" and not explains_itself
    if any(o.sure and _always_open(event, o.event, [c.event for c in closes]) for o in opens):
        return TRUE
    for placed in placements([event, *(item.event for item in opens), *(item.event for item in closes)]):
        day = placed[event.id]
        all_opens = [placed[o.event.id] for o in opens]
        sure_opens = [placed[o.event.id] for o in opens if o.sure]
        all_closes = [placed[c.event.id] for c in closes]
        sure_closes = [placed[c.event.id] for c in closes if c.sure]
        if open_on(day, all_opens, sure_closes) != FALSE:
            return MAYBE
        if looks_back and _closes_something_unseen(day, sure_opens, all_closes):
            return MAYBE
    return FALSE


def _always_open(event: Event, opening: Event, closes: Sequence[Event]) -> bool:
    for placed in placements([event, opening, *closes]):
        if open_on(placed[event.id], [placed[opening.id]], [placed[c.id] for c in closes]) != TRUE:
            return False
    return True


def open_on(day: int, opens: Sequence[int], closes: Sequence[int], looks_back: bool = False) -> int:
    """Whether an episode that other events open and close on these exact days is open on the day of an event."""
    if any(o < day and not any(o <= c <= day for c in closes) for o in opens):
        return TRUE
    if any(o <= day and not any(o < c < day for c in closes) for o in opens):
        return MAYBE
    if looks_back and _closes_something_unseen(day, opens, closes):
        return MAYBE
    return FALSE


def _closes_something_unseen(day: int, opens: Sequence[int], closes: Sequence[int]) -> bool:
    """Whether some closing after the day has no opening between that could have begun what it closes."""
    return any(c > day and not any(day < o < c for o in opens) for c in closes)


def subsets(items: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """Every subset, the empty one first."""
    return chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))


def one_of_each_incident(chosen: Iterable[Chosen]) -> list[Chosen]:
    """Rows that tell one incident twice, counted once: the first stays, a sure one before an unsure one."""
    told: dict[str, list[Chosen]] = {}
    for item in chosen:
        told.setdefault(item.event.incident or item.event.id, []).append(item)
    stay = [min(rows, key=lambda item: (not item.sure, item.order)) for rows in told.values()]
    return sorted(stay, key=lambda item: item.order)


def collapse(chosen: Sequence[Chosen], spec: Mapping[str, Any] | None, case: Case) -> list[Chosen]:
    """What stays after collapse, each with the dates and the sureness it is counted with (README: Readings)."""
    if spec is None:
        return list(chosen)
    stay: list[Chosen] = []
    for rows in linked_groups(chosen, spec, case):
        sure = [item for item in rows if item.sure]
        keeper = min(sure, key=lambda item: (item.event.hi, item.order)) if sure else None
        for item in rows:
            if item is keeper:
                least = min(row.event.lo for row in rows)
                stay.append(replace(item, event=replace(item.event, lo=least)))
            elif not any(_always_covers(other, item, spec["within"], case) for other in sure if other is not item):
                stay.append(replace(item, sure=False))
    return sorted(stay, key=lambda item: item.order)


def linked_groups(chosen: Sequence[Chosen], spec: Mapping[str, Any], case: Case) -> list[list[Chosen]]:
    """The groups of events connected by pairs that some placement puts within the span of each other."""
    groups = [[item] for item in chosen]
    merged = True
    while merged:
        merged = False
        for first, second in combinations(groups, 2):
            if any(_linkable(a, b, spec, case) for a in first for b in second):
                groups.remove(first)
                groups.remove(second)
                groups.append(sorted(first + second, key=lambda item: item.order))
                merged = True
                break
    return groups


def _linkable(a: Chosen, b: Chosen, spec: Mapping[str, Any], case: Case) -> bool:
    if any(getattr(a.event, name) != getattr(b.event, name) for name in spec.get("same", [])):
        return False
    for placed in placements([a.event, b.event]):
        early, late = sorted([placed[a.event.id], placed[b.event.id]])
        if late <= add(early, spec["within"], case.holidays):
            return True
    return False


def _always_covers(first: Chosen, second: Chosen, within: str, case: Case) -> bool:
    """Whether `first` comes before `second`, on one day by canonical order, and reaches it, wherever both fall."""
    for placed in placements([first.event, second.event]):
        a, b = placed[first.event.id], placed[second.event.id]
        if (a, first.order) > (b, second.order) or b > add(a, within, case.holidays):
            return False
    return True
