"""A rule asked of one group, and the worlds in which to ask it again.

A *world* puts all events of a case, and all births, on exact days at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from .records import WHOLE_CASE, Case, Chosen, Event, Group, Selector, placements
from .select import choose, one_of_each_incident, subsets


@dataclass(frozen=True)
class Asked:
    """A rule asked of one group of one case."""

    match: Mapping[str, Any]
    case: Case
    group: Group = WHOLE_CASE

    @property
    def kind(self) -> str:
        return next(iter(self.match))

    @property
    def spec(self) -> Mapping[str, Any]:
        return self.match[self.kind]  # type: ignore[no-any-return]

    def chosen(self, selector: Selector, case: Case) -> list[Chosen]:
        """What the selector chooses in this group, in the case as given or in a world of it."""
        return choose(selector, case, self.group)

    def told_once(self, selector: Selector, world: Case) -> list[Chosen]:
        """The same in a world, without the rows that told an incident again."""
        stay = {item.event.id for item in one_of_each_incident(self.chosen(selector, self.case))}
        return [item for item in self.chosen(selector, world) if item.event.id in stay]


def worlds(case: Case) -> Iterator[Case]:
    """The case with everything on exact days, in every joint placement."""
    births = [[None] if p.born is None else range(p.born[0], p.born[1] + 1) for p in case.people]
    for placed in placements(rows(case)):
        for days in product(*births):
            yield replace(
                case,
                events=tuple(replace(e, lo=placed[e.id], hi=placed[e.id]) for e in case.events),
                members=tuple(replace(m, met_lo=placed[m.id], met_hi=placed[m.id]) for m in case.members),
                people=tuple(
                    replace(person, born=None if day is None else (day, day))
                    for person, day in zip(case.people, days, strict=True)
                ),
            )


def rows(case: Case) -> list[Event]:
    """The events of a case, and the matches of other rules as events."""
    return [*case.events, *(Event(id=m.id, case=m.case, lo=m.met_lo, hi=m.met_hi) for m in case.members)]


def settled(chosen: Sequence[Chosen]) -> Iterator[list[Chosen]]:
    """Every set the choice may be: all sure events with any of the unsure ones."""
    for some in subsets([item for item in chosen if not item.sure]):
        yield [item for item in chosen if item.sure or item in some]
