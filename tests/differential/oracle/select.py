"""Selections with three values, semi-joins, incidents, collapse and episodes: sections 3 and 4 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations
from typing import Any, TypeVar

from .groups import age, groups_of, is_in, named, shown
from .records import FALSE, MAYBE, TRUE, WHOLE_CASE, Case, Chosen, Event, Group, Selector, canonical, days, placements
from .time import add

T = TypeVar("T")


def choose(selector: Selector, case: Case, group: Group = WHOLE_CASE) -> list[Chosen]:
    """The events of a group that a selector (or a list of them, an "or") chooses, in canonical order."""
    alternatives = selector if isinstance(selector, list) else [selector]
    found: dict[str, tuple[Event, int]] = {}
    for alternative in alternatives:
        for event, start in _pool(alternative, case):
            value = min([start, is_in(event, group, alternative, case), *_values(alternative, event, case, group)])
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


def _values(selector: Mapping[str, Any], event: Event, case: Case, group: Group) -> Iterator[int]:
    """The value of each key of one selector for one event looked at in one group."""
    yield from _of_the_row(selector, event, case)
    if "since" in selector:
        yield _over([day >= selector["since"] for day in days(event)])
    if "until" in selector:
        yield _over([day <= selector["until"] for day in days(event)])
    if "age" in selector:
        yield age(event, selector["age"], group, case)
    if "follows" in selector:
        yield near("follows", selector, event, case, group)
    if "not_follows" in selector:
        yield TRUE - near("not_follows", selector, event, case, group)
    if "precedes" in selector:
        yield near("precedes", selector, event, case, group)
    if "not_precedes" in selector:
        yield TRUE - near("not_precedes", selector, event, case, group)
    if "during" in selector:
        yield during(event, selector["during"], case)
    if "not_during" in selector:
        yield TRUE - during(event, selector["not_during"], case)


def _of_the_row(selector: Mapping[str, Any], event: Event, case: Case) -> Iterator[int]:
    """The values of the keys that look at nothing but the row and the people it names."""
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
    if "who" in selector:
        yield _plain(bool(shown(event, selector["who"], case)))
    if "not_who" in selector:
        yield _plain(not shown(event, selector["not_who"], case))
    if "collective" in selector:
        yield _plain(event.together == selector["collective"])
    if "blank" in selector:
        yield _plain(set(selector["blank"]) <= event.blank)
    if "filled" in selector:
        yield _plain(set(selector["filled"]) <= event.filled)
    if "dated" in selector:
        said = {"doubted": event.approx, "rough": event.id in case.rough}
        yield _plain(any(said[how] for how in selector["dated"]))
    if "unrecorded" in selector:
        wanted = set(selector["unrecorded"])
        yield _plain(any(person.unrecorded & wanted for person in named(event, case)))


def _plain(holds: bool) -> int:
    return TRUE if holds else FALSE


def _over(outcomes: Iterable[bool]) -> int:
    """A condition that came out so in each placement: true, false or maybe."""
    seen = set(outcomes)
    return MAYBE if len(seen) == 2 else _plain(True in seen)


def near(key: str, selector: Mapping[str, Any], event: Event, case: Case, group: Group) -> int:
    """The value of `follows` or `precedes`, in the groups that `same` asks for."""
    spec = selector[key]
    before = key.removeprefix("not_") == "follows"
    (kind,) = spec.get("same", ["case"])
    if kind == "involved":
        others = [o for o in choose(spec["of"], case) if event.agency in {o.event.agency, *o.event.involved} - {""}]
        return neighbour(event, others, spec, case, before=before)
    if kind in ("case", group.per):
        inside = group if kind == group.per else WHOLE_CASE
        return neighbour(event, choose(spec["of"], case, inside), spec, case, before=before)
    best = FALSE
    for inside in groups_of(case, kind):
        value = neighbour(event, choose(spec["of"], case, inside), spec, case, before=before)
        best = max(best, min(value, is_in(event, inside, selector, case)))
    return best


def neighbour(event: Event, others: Sequence[Chosen], spec: Mapping[str, Any], case: Case, *, before: bool) -> int:
    """Whether another of these events lies within the span (and beyond the other) before or after this one."""
    best = FALSE
    for other in others:
        if other.event.id == event.id:
            continue
        seen = set()
        for placed in placements([event, other.event]):
            here, there = placed[event.id], placed[other.event.id]
            first, second = (there, here) if before else (here, there)
            too_near = "beyond" in spec and second <= add(first, spec["beyond"], case.holidays)
            seen.add(first <= second <= add(first, spec["within"], case.holidays) and not too_near)
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
