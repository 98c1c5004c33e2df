"""What a matcher stays inside: a case, an agency or service of it, a child, a person, or a pair of people.

Meaning: docs/semantics.md section 3a. A row may stand in several groups, or in none.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cached_property

import numpy as np

from flagger.matchers.selection import Bools, Ints, Longs, Selection, member
from flagger.timeline.arrays import Timeline
from flagger.timeline.people import NAMED, People

Rows = tuple[Longs, Longs, Bools]
PERSONS = frozenset({"child", "person", "pair"})


class Groups:
    """The groups of one kind, as numbers over all cases: which of them an event is in, and whose case each is of."""

    def __init__(self, timeline: Timeline, per: str) -> None:
        """`per` is `agency`, `service`, `child`, `person` or `pair`; `involved` are agencies that a row also names."""
        self._line, self.per = timeline, per

    def of(self, events: Selection, who: Collection[str] | None = None) -> Selection:
        """Events (grouped by case) in their groups. `who`: only in the groups of those shown in one of these roles."""
        rows, group, sure = self.rows(events, who)
        found = replace(events.take(rows), group=group)
        found = replace(found, sure=found.sure & sure)
        if (events.pos[1:] > events.pos[:-1]).all():  # in canonical order but for the groups: one packed column
            return found.take(np.argsort((group << 31) + rows))
        return found.ordered()

    def rows(self, events: Selection, who: Collection[str] | None = None) -> Rows:
        """For each membership: the place among `events`, the group, and whether it is sure."""
        if self.per in ("agency", "service"):
            rows = np.arange(len(events), dtype=np.int64)
            known = self._numbers[events.pos] != self._nobody
            return rows[known], self._within_case(events, self._numbers[events.pos])[known], np.ones(known.sum(), bool)
        if self.per == "involved":
            return self._taking_part(events)
        if self._people is None:
            return _none()
        if self.per == "pair":
            return linked(events.pos, self._pairs[0], self._pairs[1])
        if self.per == "child" and who is None:
            return self._of_children(events, self._people)
        event, person = self._people.shown((NAMED,) if who is None else who)
        if self.per == "child":
            children = self._people.child[person]
            event, person = event[children], person[children]
        return linked(events.pos, event, person)

    def everybody(self, events: Selection) -> Selection:
        """Events (grouped by case) in every group of their case that has rows at all: what opens an episode."""
        case, group = self._by_case
        rows, group, _ = linked(self._line.case[events.pos], case, group)
        return replace(events.take(rows), group=group).ordered()

    def case_of(self, group: Longs) -> Ints:
        if self.per in ("agency", "service", "involved"):
            return (group // self._width).astype(np.int32)
        if self._people is None:
            return np.empty(0, dtype=np.int32)
        return self._people.case[self._pairs[2][group] if self.per == "pair" else group]

    def name_of(self, group: int) -> str:
        """The group as a reader knows it: an agency's or service's key, a person's name, or both names of a pair."""
        if self.per in ("agency", "service"):
            return self._names[group % self._width]
        if self._people is None:
            return ""
        if self.per == "pair":
            harmed, harming = self._pairs[2][group], self._pairs[3][group]
            return f"{self._people.names[harmed]} and {self._people.names[harming]}"
        return self._people.names[group]

    @property
    def _people(self) -> People | None:
        return self._line.people

    @property
    def _of_service(self) -> bool:
        return self.per == "service" and self._line.service is not None

    @property
    def _names(self) -> list[str]:
        return list(self._line.services if self._of_service else self._line.agencies)

    @property
    def _width(self) -> int:
        return len(self._names)

    @property
    def _numbers(self) -> Ints:
        service = self._line.service
        return service if self._of_service and service is not None else self._line.agency

    @property
    def _nobody(self) -> int:
        return self._names.index("") if "" in self._names else -1

    def _within_case(self, events: Selection, number: Ints) -> Longs:
        return self._line.case[events.pos].astype(np.int64) * self._width + number

    def _taking_part(self, events: Selection) -> Rows:
        """The agency that recorded the row, and those that it names as taking part."""
        rows = np.arange(len(events), dtype=np.int64)
        number = self._line.agency[events.pos]
        if self._line.involved is not None:
            more, agency, _ = linked(events.pos, *self._line.involved)
            apart = agency != number[more]  # it names itself: still one row of one agency
            rows = np.concatenate((rows, more[apart]))
            number = np.concatenate((number, agency[apart].astype(np.int32)))
        known = number != self._nobody
        rows, number = rows[known], number[known]
        group = self._line.case[events.pos[rows]].astype(np.int64) * self._width + number
        return rows, group, np.ones(len(rows), dtype=bool)

    def _of_children(self, events: Selection, people: People) -> Rows:
        """The children a row names; all, where it speaks of them together; where it names none, any of them."""
        event, person = people.shown(("child",))
        together = people.together[events.pos]
        named = member(events.pos, event)
        naming = np.flatnonzero(~together & named)
        silent = np.flatnonzero(~together & ~named)
        rows, group, sure = linked(events.pos[naming], event, person)
        parts = [(naming[rows], group, sure)]
        case, children = self._by_case
        alone = np.bincount(case, minlength=len(self._line.cases)) == 1
        for places, surely in ((np.flatnonzero(together), True), (silent, False)):
            of_case = self._line.case[events.pos[places]]
            rows, group, _ = linked(of_case, case, children)
            parts.append((places[rows], group, alone[of_case[rows]] | surely))
        return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))  # type: ignore[return-value]

    @cached_property
    def _by_case(self) -> tuple[Ints, Longs]:
        """(case, group) of every group, ascending by case."""
        if self.per in ("agency", "service", "involved"):
            group = np.unique(self._line.case.astype(np.int64) * self._width + self._numbers)
            group = group[group % self._width != self._nobody]
            return self.case_of(group), group
        if self._people is None:
            return np.empty(0, np.int32), np.empty(0, np.int64)
        if self.per == "pair":
            group = np.arange(len(self._pairs[2]), dtype=np.int64)
        elif self.per == "child":
            group = np.flatnonzero(self._people.child)
        else:
            group = np.arange(len(self._people.names), dtype=np.int64)
        return self.case_of(group), group

    @cached_property
    def _pairs(self) -> tuple[Ints, Longs, Longs, Longs]:
        """(event, pair) ascending, and for each pair who was harmed and who is said to have done it."""
        people = self._people
        assert people is not None
        harmed_event, harmed = people.shown(("victim",))
        harming_event, harming = people.shown(("alleged_perpetrator",))
        rows, other, _ = linked(harmed_event, harming_event, harming)
        one, event = harmed[rows].astype(np.int64), harmed_event[rows]
        apart = one != other
        found, pair = np.unique(one[apart] << 32 | other[apart], return_inverse=True)
        order = np.lexsort((pair, event[apart]))
        return event[apart][order], pair[order].astype(np.int64), found >> 32, found & 0xFFFFFFFF


def _none() -> Rows:
    return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, bool)


def linked(
    asked: np.ndarray[tuple[int], np.dtype[np.int32]], key: Ints, value: np.ndarray[tuple[int], np.dtype[np.integer]]
) -> Rows:
    """The values that belong to each of the keys asked for; `key` ascends. Places among `asked`, values, all sure."""
    first, last = np.searchsorted(key, asked, "left"), np.searchsorted(key, asked, "right")
    many = last - first
    rows = np.repeat(np.arange(len(asked), dtype=np.int64), many)
    at = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many) + np.repeat(first, many)
    return rows, value[at].astype(np.int64), np.ones(len(rows), dtype=bool)
