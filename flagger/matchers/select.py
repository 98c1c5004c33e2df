"""From a rule's selectors to the events they choose, sure or unsure (docs/semantics.md sections 3 and 4)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.matchers import truth as three
from flagger.matchers.collapse import Folded, collapse, one_an_incident
from flagger.matchers.neighbours import Episode, follows, precedes
from flagger.matchers.selection import Bools, Ints, Longs, Selection, member
from flagger.rulebook.shapes import Collapse, Selector
from flagger.rulebook.shapes import Episode as EpisodeRule
from flagger.timeline.arrays import Timeline, distinct

Expand = Callable[[Collection[str]], Collection[str]]


class Chooser:
    """Evaluates selectors over one timeline; each distinct selector is worked out once in the life of a chooser."""

    def __init__(
        self, timeline: Timeline, expand: Expand, calendar: WorkingDays | None = None, cases: Bools | None = None
    ) -> None:
        """With `cases`, only events of the cases that it marks are chosen."""
        self.timeline, self.expand, self.calendar = timeline, expand, calendar
        self._cases = cases
        self._chosen: dict[tuple[Selector, ...], Selection] = {}

    def narrowed(self, selectors: tuple[Selector, ...], at_least: int = 1) -> Chooser:
        """A chooser that looks only at cases with so many events of these codes: nothing can match in the others.

        Asked of what is rare before what is common is chosen, it leaves most cases of an authority alone.
        """
        tally = np.zeros(len(self.timeline.cases), dtype=np.int64)
        for selector in selectors:
            tally += np.bincount(self.timeline.case[self._positions(selector)], minlength=len(tally))
        return Chooser(self.timeline, self.expand, self.calendar, tally >= max(at_least, 1))

    def how_many(self, selectors: tuple[Selector, ...]) -> int:
        """How many codings these selectors look at, about: enough to tell the rare from the common."""
        codings = (self.timeline.codings.get(status) for s in selectors for status in s.coding)
        names = [self.timeline.code_numbers.get(code, -1) for s in selectors for code in self.expand(s.code or ())]
        return sum(len(index.of(n)) for index in codings if index is not None for n in names if n >= 0)

    def of_its_cases(self, matches: Selection) -> Selection:
        """Of the matches of another rule as events, those in the cases that this chooser looks at."""
        return matches if self._cases is None else matches.take(self._cases[matches.group])

    def choose(self, selectors: tuple[Selector, ...]) -> Selection:
        """The events that one of these selectors chooses, grouped by case, in canonical order."""
        if selectors not in self._chosen:
            self._chosen[selectors] = self._union([self._one(selector) for selector in selectors])
        return self._chosen[selectors]

    def counted(
        self, selectors: tuple[Selector, ...], per: str, fold: Collapse | None = None
    ) -> tuple[Selection, Folded]:
        """What a matcher counts, in its groups: chosen events, one an incident, collapsed where the rule says so."""
        events, folded = one_an_incident(self.grouped(self.choose(selectors), per), self.timeline.incident)
        if fold is not None:
            cluster = self._by_agency(events) if per == "case" and "agency" in fold.same else events.group
            events, more = collapse(events, cluster, fold.within, self.calendar)
            folded = folded.then(more)
        return events, folded

    def grouped(self, events: Selection, per: str) -> Selection:
        """The same events in the groups of a matcher: by case, or by case and agency."""
        if per == "case":
            return events
        if "" in self.timeline.agencies:  # rows whose agency nobody knows are no group
            events = events.take(self.timeline.agency[events.pos] != list(self.timeline.agencies).index(""))
        group = self._by_agency(events)
        # within a case they are in canonical order already, so one sort of one packed column is enough
        order = np.sort((group << 31) + np.arange(len(group))) & ((1 << 31) - 1)
        return replace(events, group=group).take(order)

    def carries(self, events: Selection, name: str) -> Bools:
        """Which of these events carry a code, or a code of a family."""
        return member(events.pos, self.timeline.carrying(self.expand([name])))

    def case_of(self, group: Longs, per: str) -> Ints:
        return (group if per == "case" else group // len(self.timeline.agencies)).astype(np.int32)

    def _by_agency(self, events: Selection) -> Longs:
        return events.group * len(self.timeline.agencies) + self.timeline.agency[events.pos]

    def _one(self, selector: Selector) -> Selection:
        events = self._selection(self._positions(selector))
        conditions = []
        for of, near, negated in (
            (follows, selector.follows, False),
            (precedes, selector.precedes, False),
            (follows, selector.not_follows, True),
            (precedes, selector.not_precedes, True),
        ):
            if near is not None:
                held = of(events, self.choose(near.of), near.within, self.calendar)
                conditions.append(three.negate(held) if negated else held)
        if selector.during is not None:
            conditions.append(self.open_at(events, selector.during))
        if selector.not_during is not None:
            conditions.append(three.negate(self.open_at(events, selector.not_during)))
        if not conditions:
            return events
        value = np.minimum.reduce(conditions)
        return replace(events, sure=events.sure & (value == three.YES)).take(value != three.NO)

    def open_at(self, events: Selection, episode: EpisodeRule) -> three.Truth:
        """Whether an episode of the case is open on the day of each event."""
        opens, closes = self.choose(episode.opens), self.choose(episode.closes)
        return Episode(opens, closes, episode.before_record == "maybe").open_at(events)

    def _positions(self, selector: Selector) -> Ints:
        """The codes and fields of a selector: nothing here depends on dates."""
        line = self.timeline
        if selector.code is not None:
            pos = line.carrying(self.expand(selector.code), selector.coding, self._cases)
        else:
            pos = np.arange(len(line), dtype=np.int32)
            pos = pos if self._cases is None else pos[self._cases[line.case]]
        if selector.with_ is not None:
            pos = pos[member(pos, line.carrying(self.expand(selector.with_)))]
        if selector.not_with is not None:
            pos = pos[~member(pos, line.carrying(self.expand(selector.not_with)))]
        if selector.agency is not None:
            numbers = np.array(
                sorted(n for n, name in enumerate(line.agencies) if name in selector.agency), dtype=np.int32
            )
            pos = pos[member(line.agency[pos], numbers)]
        return pos

    def _selection(self, pos: Ints, sure: Bools | None = None) -> Selection:
        line = self.timeline
        if sure is None:
            sure = np.ones(len(pos), dtype=bool) if line.doubted is None else ~line.doubted[pos]
        return Selection(pos, line.case[pos].astype(np.int64), line.lo[pos], line.hi[pos], sure)

    def _union(self, parts: list[Selection]) -> Selection:
        if len(parts) == 1:
            return parts[0]
        pos = np.concatenate([part.pos for part in parts])
        sure = np.concatenate([part.sure for part in parts])
        if sure.all():
            return self._selection(distinct(pos))
        order = np.lexsort((~sure, pos))
        pos, sure = pos[order], sure[order]
        first = np.concatenate(([True], pos[1:] != pos[:-1]))
        return self._selection(pos[first], sure[first])
