"""From a rule's selectors to the events they choose, sure or unsure (docs/semantics.md sections 3 and 4)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.matchers import truth as three
from flagger.matchers.ages import of_any_child, of_child
from flagger.matchers.collapse import Folded, collapse, one_an_incident
from flagger.matchers.fields import recorded
from flagger.matchers.groups import PERSONS, Groups
from flagger.matchers.neighbours import Episode, Reach, follows, precedes
from flagger.matchers.selection import Bools, Ints, Longs, Selection, member
from flagger.rulebook.selectors import Episode as EpisodeRule
from flagger.rulebook.selectors import Near, Roles, Selector
from flagger.rulebook.shapes import Collapse
from flagger.timeline.arrays import Timeline, distinct

Expand = Callable[[Collection[str]], Collection[str]]
Nearby = Callable[[Selection, Selection, Reach], three.Truth]
_OF_CODES_AND_DATES = frozenset({"code", "coding", "age", "since", "until", "during", "not_during"}) | {
    "follows",
    "precedes",
    "not_follows",
    "not_precedes",
}


class Chooser:
    """Evaluates selectors over one timeline; each distinct selector is worked out once in the life of a chooser."""

    def __init__(
        self, timeline: Timeline, expand: Expand, calendar: WorkingDays | None = None, cases: Bools | None = None
    ) -> None:
        """With `cases`, only events of the cases that it marks are chosen."""
        self.timeline, self.expand, self.calendar = timeline, expand, calendar
        self._cases = cases
        self._chosen: dict[tuple[tuple[Selector, ...], str], Selection] = {}
        self._groups: dict[str, Groups] = {}

    def narrowed(self, selectors: tuple[Selector, ...], at_least: int = 1) -> Chooser:
        """A chooser that looks only at cases with so many events of these codes: nothing can match in the others.

        Asked of what is rare before what is common is chosen, it leaves most cases of an authority alone.
        """
        if at_least > 1:
            tally = np.zeros(len(self.timeline.cases), dtype=np.int64)
            for selector in selectors:
                tally += np.bincount(self.timeline.case[self._positions(selector)], minlength=len(tally))
            return Chooser(self.timeline, self.expand, self.calendar, tally >= at_least)
        cases = np.zeros(len(self.timeline.cases), dtype=bool)
        for selector in selectors:
            if selector.model_fields_set <= _OF_CODES_AND_DATES:
                cases |= self._cases_of(selector)
            else:
                cases[self.timeline.case[self._positions(selector)]] = True
        return Chooser(self.timeline, self.expand, self.calendar, cases)

    def how_many(self, selectors: tuple[Selector, ...]) -> int:
        """How many codings these selectors look at, about: enough to tell the rare from the common."""
        codings = (self.timeline.codings.get(status) for s in selectors for status in s.coding)
        names = [self.timeline.code_numbers.get(code, -1) for s in selectors for code in self.expand(s.code or ())]
        if any(selector.code is None for selector in selectors):
            return len(self.timeline)
        return sum(len(index.of(n)) for index in codings if index is not None for n in names if n >= 0)

    def of_its_cases(self, matches: Selection) -> Selection:
        """Of the matches of another rule as events, those in the cases that this chooser looks at."""
        return matches if self._cases is None else matches.take(self._cases[matches.group])

    def choose(self, selectors: tuple[Selector, ...], per: str = "case") -> Selection:
        """The events that one of these selectors chooses, in the groups of `per`, in canonical order."""
        if (selectors, per) not in self._chosen:
            parts = [self._one(selector, per) for selector in selectors]
            self._chosen[selectors, per] = parts[0] if len(parts) == 1 else self._union(parts, per)
        return self._chosen[selectors, per]

    def counted(
        self, selectors: tuple[Selector, ...], per: str, fold: Collapse | None = None
    ) -> tuple[Selection, Folded]:
        """What a matcher counts, in its groups: chosen events, one an incident, collapsed where the rule says so."""
        events, folded = one_an_incident(self.choose(selectors, per), self.timeline.incident)
        if fold is not None:
            apart = per != "agency" and "agency" in fold.same
            cluster = events.group * len(self.timeline.agencies) + self.timeline.agency[events.pos]
            events, more = collapse(events, cluster if apart else events.group, fold.within, self.calendar)
            folded = folded.then(more)
        return events, folded

    def carries(self, events: Selection, name: str) -> Bools:
        """Which of these events carry a code, or a code of a family."""
        return member(events.pos, self.timeline.carrying(self.expand([name])))

    def groups(self, per: str) -> Groups:
        """The groups of one kind (not `case`, which needs none)."""
        if per not in self._groups:
            self._groups[per] = Groups(self.timeline, per)
        return self._groups[per]

    def case_of(self, group: Longs, per: str) -> Ints:
        return group.astype(np.int32) if per == "case" else self.groups(per).case_of(group)

    def everybody(self, events: Selection, per: str) -> Selection:
        """Events grouped by case, in every group of their case."""
        return events if per == "case" else self.groups(per).everybody(events)

    def by_case(self, events: Selection) -> Selection:
        """Events, and births that stand behind the last row (ages.py), grouped by case."""
        return replace(events, group=self.timeline.case[events.pos % len(self.timeline)].astype(np.int64))

    def open_at(self, events: Selection, episode: EpisodeRule) -> three.Truth:
        """Whether an episode of the case is open on the day of each event, whatever the events' own groups."""
        opens, closes = self.choose(episode.opens), self.choose(episode.closes)
        return Episode(opens, closes, episode.before_record == "maybe").open_at(self.by_case(events))

    def _one(self, selector: Selector, per: str) -> Selection:
        events = self._selection(self._positions(selector))
        if per != "case":
            events = self.groups(per).of(events, selector.who if per in PERSONS else None)
        if selector.since is not None:
            events = where(events, three.truth(events.lo >= selector.since, events.hi >= selector.since))
        if selector.until is not None:
            events = where(events, three.truth(events.hi <= selector.until, events.lo <= selector.until))
        if selector.during is not None:
            events = where(events, self.open_at(events, selector.during))
        if selector.not_during is not None:
            events = where(events, three.negate(self.open_at(events, selector.not_during)))
        if selector.age is not None:
            by_child = per == "child"
            line = self.timeline
            events = where(
                events,
                of_child(events, selector.age, line.people) if by_child else of_any_child(events, selector.age, line),
            )
        for of, near in ((follows, selector.follows), (precedes, selector.precedes)):
            if near is not None:
                events = where(events, self._near(of, events, near, per, selector.who))
        for of, near in ((follows, selector.not_follows), (precedes, selector.not_precedes)):
            if near is not None:
                events = where(events, three.negate(self._near(of, events, near, per, selector.who)))
        return events

    def _near(self, of: Nearby, events: Selection, near: Near, per: str, who: Roles | None) -> three.Truth:
        """A semi-join: over the whole case, or among rows that have something in common with the event.

        An event chosen by `who` stands there only for those whom it shows so.
        """
        reach = Reach(near.within, near.beyond, self.calendar)
        if near.same is None:
            return of(self.by_case(events), self.choose(near.of), reach)
        (same,) = near.same
        if same == per:
            return of(events, self.choose(near.of, per), reach)
        held = np.full(len(events), three.NO, dtype=np.int8)
        own = "agency" if same == "involved" else same
        rows, group, sure = self.groups(own).rows(events, who if own in PERSONS else None)
        each = replace(events.take(rows), group=group)
        of_each = of(each, self.choose(near.of, same), reach)
        np.maximum.at(held, rows, np.where(sure, of_each, np.minimum(of_each, three.MAYBE)))
        return held

    def _positions(self, selector: Selector) -> Ints:
        """The codes and fields of a selector: nothing here depends on dates."""
        line = self.timeline
        cases = self._cases_of(selector)
        if selector.code is not None:
            pos = line.carrying(self.expand(selector.code), selector.coding, cases)
        else:
            pos = np.flatnonzero(cases[line.case]).astype(np.int32)
        if selector.with_ is not None:
            pos = pos[member(pos, line.carrying(self.expand(selector.with_)))]
        if selector.not_with is not None:
            pos = pos[~member(pos, line.carrying(self.expand(selector.not_with)))]
        if selector.agency is not None:
            numbers = np.array(
                sorted(n for n, name in enumerate(line.agencies) if name in selector.agency), dtype=np.int32
            )
            pos = pos[member(line.agency[pos], numbers)]
        return recorded(pos, selector, line)

    def _cases_of(self, selector: Selector) -> Bools:
        """The cases in which this may choose something, by its codes and those of what it lies near or in."""
        if selector.code is None:
            cases = self.timeline.cases_with_rows
        else:
            cases = self.timeline.cases_with(self.expand(selector.code), selector.coding)
        for near in (selector.follows, selector.precedes):
            if near is not None:
                cases = cases & self._cases_of_any(near.of)
        if selector.during is not None:
            episode = selector.during
            ends = episode.closes if episode.before_record == "maybe" else ()
            cases = cases & self._cases_of_any((*episode.opens, *ends))
        return cases if self._cases is None else cases & self._cases

    def _cases_of_any(self, selectors: tuple[Selector, ...]) -> Bools:
        return np.asarray(np.logical_or.reduce([self._cases_of(selector) for selector in selectors]))

    def _selection(self, pos: Ints) -> Selection:
        line = self.timeline
        sure = np.ones(len(pos), dtype=bool) if line.doubted is None else ~line.doubted[pos]
        return Selection(pos, line.case[pos].astype(np.int64), line.lo[pos], line.hi[pos], sure)

    def _union(self, parts: list[Selection], per: str) -> Selection:
        """Chosen by one of several: once in each group, and sure if sure in one of them."""
        if per == "case" and all(part.sure.all() for part in parts):
            return self._selection(distinct(np.concatenate([part.pos for part in parts])))
        columns = zip(*((p.pos, p.group, p.lo, p.hi, p.sure) for p in parts), strict=True)
        events = Selection(*(np.concatenate(column) for column in columns))
        events = events.take(np.lexsort((~events.sure, events.pos, events.group)))
        first = np.ones(len(events), dtype=bool)
        first[1:] = (events.pos[1:] != events.pos[:-1]) | (events.group[1:] != events.group[:-1])
        return events.take(first)


def where(events: Selection, held: three.Truth) -> Selection:
    """The events for which a condition holds, sure where it surely does: what is left is all that the next looks at."""
    return replace(events, sure=events.sure & (held == three.YES)).take(held != three.NO)
