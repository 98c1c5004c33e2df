"""Soundness: what was reported, against every joint placement and the plain meaning of exact dates.

A *world* puts all events of a case on exact days at once. Selections are made anew in each world. What is unsure even
then (the order of rows on one day, a possible match of another rule) is tried both ways.
Given beforehand, not tried: which row of an incident stays, and the deadline of an absence, which counts from `hi`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any

from .absence import Search, observed_as, search_of
from .count import carrier
from .records import FALSE, TRUE, Case, Chosen, Event, Match, Selector, canonical, placements
from .select import choose, during, linked_groups, one_of_each_incident, subsets
from .time import add, earliest_start


@dataclass(frozen=True)
class Group:
    """One group of one case, and the rule asked of it."""

    match: Mapping[str, Any]
    case: Case
    name: str = ""
    per: str = "case"

    @property
    def kind(self) -> str:
        return next(iter(self.match))

    @property
    def spec(self) -> Mapping[str, Any]:
        return self.match[self.kind]  # type: ignore[no-any-return]

    def chosen(self, selector: Selector, case: Case) -> list[Chosen]:
        """What the selector chooses in this group, in the case as given or in a world of it."""
        return [item for item in choose(selector, case) if self.per == "case" or item.event.agency == self.name]

    def told_once(self, selector: Selector, world: Case) -> list[Chosen]:
        """The same in a world, without the rows that told an incident again."""
        stay = {item.event.id for item in one_of_each_incident(self.chosen(selector, self.case))}
        return [item for item in self.chosen(selector, world) if item.event.id in stay]


def is_claimed(match: Mapping[str, Any]) -> bool:
    """Whether the page claims soundness: not where collapse decides which row brings an agency, a code or a share."""
    kind, spec = next(iter(match.items()))
    if "collapse" not in spec:
        return True
    return kind == "count" and "distinct" not in spec and "also" not in spec


def holds_in_every_world(group: Group, found: Match) -> bool:
    """Whether a match reported as confirmed holds wherever the events fall."""
    judge = _EVERY[group.kind]
    return all(judge(group, world, found) for world in worlds(group.case))


def holds_in_no_world(group: Group, found: Sequence[Match]) -> bool:
    """Whether nothing holds anywhere in a group where nothing was `found` (absence: at no other anchor)."""
    judge = _NONE[group.kind]
    return all(judge(group, world, found) for world in worlds(group.case))


def worlds(case: Case) -> Iterator[Case]:
    """The case with everything on exact days, in every joint placement."""
    for placed in placements(rows(case)):
        yield replace(
            case,
            events=tuple(replace(e, lo=placed[e.id], hi=placed[e.id]) for e in case.events),
            members=tuple(replace(m, met_lo=placed[m.id], met_hi=placed[m.id]) for m in case.members),
        )


def rows(case: Case) -> list[Event]:
    """The events of a case, and the matches of other rules as events."""
    return [*case.events, *(Event(id=m.id, case=m.case, lo=m.met_lo, hi=m.met_hi) for m in case.members)]


def settled(chosen: Sequence[Chosen]) -> Iterator[list[Chosen]]:
    """Every set the choice may be: all sure events with any of the unsure ones."""
    for some in subsets([item for item in chosen if not item.sure]):
        yield [item for item in chosen if item.sure or item in some]


# count


def _counted(group: Group, world: Case, items: Sequence[Chosen], only: frozenset[str] | None) -> bool:
    """Whether some window holds enough of these exact events, after plain collapse."""
    spec = group.spec
    items = _openers(group, world, items)
    conditions = [(carrier(spec.get("distinct"), world.values), spec["at_least"])]
    if "also" in spec:
        conditions.append((carrier(spec["also"].get("distinct"), world.values), spec["also"]["at_least"]))
    for first in items:
        end = add(first.event.lo, spec["within"], world.holidays)
        inside = [i for i in items if first.event.lo <= i.event.lo <= end and (only is None or i.event.id in only)]
        if all(len({v for i in inside for v in carried(i)}) >= n for carried, n in conditions):
            return True
    return False


def _openers(group: Group, world: Case, items: Sequence[Chosen]) -> list[Chosen]:
    """The first of each cluster of exact events."""
    collapse = group.spec.get("collapse")
    if collapse is None:
        return list(items)
    place = {event.id: number for number, event in enumerate(group.case.events)}
    found = []
    latest: dict[tuple[str, ...], int] = {}
    for item in sorted(items, key=lambda i: (i.event.lo, place.get(i.event.id, -1), i.event.id)):
        kind = tuple(getattr(item.event, name) for name in collapse.get("same", []))
        if kind not in latest or item.event.lo > add(latest[kind], collapse["within"], world.holidays):
            found.append(item)
        latest[kind] = item.event.lo
    return found


def _count_in_every(group: Group, world: Case, found: Match) -> bool:
    only = set(found.evidence)
    if "collapse" in group.spec:
        told = one_of_each_incident(group.chosen(group.spec["of"], group.case))
        for linked in linked_groups(told, group.spec["collapse"], group.case):
            ids = {item.event.id for item in linked}
            only |= ids if ids & found.evidence else set()
    chosen = group.told_once(group.spec["of"], world)
    return all(_counted(group, world, items, frozenset(only)) for items in settled(chosen))


def _count_in_none(group: Group, world: Case, found: Sequence[Match]) -> bool:
    if group.spec.get("apart", False) or found:  # a match may be kept back by `apart`
        return True
    chosen = group.told_once(group.spec["of"], world)
    return not any(_counted(group, world, items, None) for items in settled(chosen))


# sequence


def _ordered(group: Group, world: Case, events: Sequence[Event], *, strict: bool) -> bool:
    """Whether exact events follow one another as the steps ask. Not strict: only a sure row strictly between blocks."""
    own = {event.id for event in events}
    for number, step in enumerate(group.spec["steps"][1:], start=1):
        before, here = events[number - 1], events[number]
        too_early = here.lo < before.lo or (here.lo == before.lo and step.get("same_day") == "deny")
        too_late = "within" in step and here.lo > add(before.lo, step["within"], world.holidays)
        alike = all(getattr(before, name) == getattr(here, name) for name in step.get("same_as", []))
        unlike = all(getattr(before, name) != getattr(here, name) for name in step.get("differs_from", []))
        if too_early or too_late or not alike or not unlike:
            return False
        for blocker in group.chosen(step.get("without", []), world):
            day = blocker.event.lo
            if blocker.event.id in own:
                continue
            if strict and before.lo <= day <= here.lo:
                return False
            if not strict and blocker.sure and before.lo < day < here.lo:
                return False
    return True


def _sequence_in_every(group: Group, world: Case, found: Match) -> bool:
    events = []
    for step, (_, wanted) in zip(group.spec["steps"], found.roles, strict=True):
        sure = [i.event for i in group.told_once(step["of"], world) if i.sure and i.event.id == wanted]
        if not sure:
            return False
        events += sure
    return _ordered(group, world, events, strict=True)


def _sequence_in_none(group: Group, world: Case, found: Sequence[Match]) -> bool:
    if found:
        return True
    steps = [[item.event for item in group.told_once(step["of"], world)] for step in group.spec["steps"]]
    for events in product(*steps):
        different = len({event.id for event in events}) == len(events)
        if different and _ordered(group, world, events, strict=False):
            return False
    return True


# absence


def _answers(group: Group, world: Case, anchor: Event) -> list[Chosen]:
    """The expected events that answer an anchor on its exact day, within the deadline of its written date."""
    search = _search(group, anchor.id)
    start = anchor.lo if search.earliest is None else search.earliest
    expected = group.chosen(group.spec["expect"], world)
    return [i for i in expected if i.event.id == anchor.id or start <= i.event.lo <= search.deadline]


def _search(group: Group, anchor: str) -> Search:
    """Where the page looks for an answer to this anchor, by its dates as written."""
    as_written = next(item for item in rows(group.case) if item.id == anchor)
    return search_of(group.spec, Chosen(as_written, True, canonical(as_written)), group.case)


def _guard(group: Group, world: Case, anchor: Event) -> int:
    return during(anchor, group.spec["unless"]["open"], world) if "unless" in group.spec else FALSE


def _absence_in_every(group: Group, world: Case, found: Match) -> bool:
    (wanted,) = found.evidence
    anchors = [i.event for i in group.told_once(group.spec["after"], world) if i.sure and i.event.id == wanted]
    return bool(anchors) and not _answers(group, world, anchors[0]) and _guard(group, world, anchors[0]) == FALSE


def _absence_in_none(group: Group, world: Case, found: Sequence[Match]) -> bool:
    flagged = {event for match in found for event in match.evidence}
    for item in group.told_once(group.spec["after"], world):
        if item.event.id in flagged or not _observed(group, item.event.id):
            continue
        answered = any(answer.sure for answer in _answers(group, world, item.event))
        if not answered and _guard(group, world, item.event) != TRUE:
            return False
    return True


def _observed(group: Group, anchor: str) -> bool:
    return observed_as(group.spec.get("recorded_by", []), _search(group, anchor), group.case) != "not"


# measure


def _measured(group: Group, world: Case, whole: Sequence[Chosen], part: set[str], only: frozenset[str] | None) -> bool:
    """Whether some window (with `fall`, some pair of them) of exact events satisfies, all its events among `only`."""
    if not whole:
        return False
    spec, when = group.spec, group.spec["when"]
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


def _measures(group: Group, world: Case, only: frozenset[str] | None) -> Iterator[bool]:
    share = group.spec["share"]
    for whole in settled(group.told_once(share["whole"], world)):
        for part in settled(group.chosen(share["part"], world)):
            yield _measured(group, world, whole, {item.event.id for item in part}, only)


def _measure_in_every(group: Group, world: Case, found: Match) -> bool:
    return all(_measures(group, world, found.evidence))


def _measure_in_none(group: Group, world: Case, found: Sequence[Match]) -> bool:
    return bool(found) or not any(_measures(group, world, None))


_EVERY: dict[str, Callable[[Group, Case, Match], bool]] = {
    "count": _count_in_every,
    "sequence": _sequence_in_every,
    "absence": _absence_in_every,
    "measure": _measure_in_every,
}
_NONE: dict[str, Callable[[Group, Case, Sequence[Match]], bool]] = {
    "count": _count_in_none,
    "sequence": _sequence_in_none,
    "absence": _absence_in_none,
    "measure": _measure_in_none,
}
