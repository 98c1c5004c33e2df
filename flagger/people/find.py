"""From a chronology to its people: persons, who each row shows in which part, and where the children are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from flagger.chronology.lexicon import Lexicon, plain
from flagger.model import Chronology
from flagger.people.cast import CHILD_ROLES, CaseCast, Known, both_births, names_nobody
from flagger.people.cells import Cell, cell_parts, speaks_of_children
from flagger.people.narrative import Narratives, Rows, Said
from flagger.people.record import (
    NAMED,
    PERSON,
    TABLE,
    TEXT,
    Mention,
    People,
    in_order,
    mentions_frame,
    persons_frame,
    tables_frame,
)
from flagger.people.unborn import TERM, Told, births, is_unborn, who_they_became

_AT_ONCE = 20_000
_NOT_SO = ("negated", "other_person")  # not "conditional": what "when" makes so was done
_SAID_AS = {"adult_victim": "victim"}


def find_people(chronology: Chronology, codings: pd.DataFrame | None, lexicon: Lexicon) -> People:
    """Who the chronology speaks of, in which part, and by which row (docs/people.md). Pure; settles no contradiction.

    `codings`, if given, keep words that were coded as denied or someone else's from giving a part in harm.
    """
    finder = _Finder(chronology, lexicon, _of_others(codings))
    finder.read_rows(codings)
    finder.read_tables()
    return finder.people()


class _Finder:
    def __init__(self, chronology: Chronology, lexicon: Lexicon, of_others: frozenset[str]) -> None:
        self.chronology, self.lexicon = chronology, lexicon
        events = chronology.events
        self.case_of = events["case"].tolist()
        self.persons = events["person"].tolist()
        names = sorted({*self.case_of, *chronology.people["case"].tolist()})
        self.number = {case: i for i, case in enumerate(names)}
        self.of_others = {at for at, event in enumerate(events["event_id"]) if event in of_others}
        known = _known(chronology, lexicon, of_others)
        first = events[events["lo"].notna()].groupby("case")["lo"].min().to_dict()
        self.casts = [CaseCast(case, lexicon, known[case], first.get(case)) for case in names]
        self.mentions: list[Mention] = []
        self.places: list[tuple[object, ...]] = []
        self.due: list[int | None] = []
        self.together: set[int] = set()
        self.alone: dict[int, int] = {}
        self.place_in_cell: dict[int, tuple[int, int]] = {}

    def read_tables(self) -> None:
        """What tables of people assert: the person, and the role as written."""
        table = self.chronology.people[self.chronology.people["event_id"] == ""]
        columns = (table[name].tolist() for name in ("case", "name", "role", "words", "agency", "file", "sheet", "row"))
        due = map(_day, table["born_lo"].astype(object).tolist())
        for (case, name, role, words, *place), day in zip(zip(*columns, strict=True), due, strict=True):
            person = self._who(self.number[case], name)
            if person is None:
                continue
            self.places.append(tuple(place))
            self.due.append(None if day is None else day - TERM)
            for said, shown in ((NAMED, name), (_SAID_AS.get(role, role), words)):
                if said:
                    key = self._key(case, person)
                    self.mentions.append(Mention(-len(self.places), TABLE, 0, said, key, len(shown), shown))

    def _read_cells(self, events: Sequence[int]) -> None:
        """Who the person cells name, each different cell of a case once."""
        read: dict[tuple[str, str], Cell] = {}
        for event in events:
            key = case, cell = self.case_of[event], self.persons[event]
            if not cell:
                continue
            if key not in read:
                read[key] = Cell(list(self._of_cell(case, cell)), speaks_of_children(cell, self.lexicon))
            found = read[key]
            if found.everybody:
                self.together.add(event)
            elif (alone := found.alone) is not None:
                self.alone[event], self.place_in_cell[event] = alone[0] // len(self.casts), alone[1]
            for person, role, start, end in found.parts:
                self.mentions.append(Mention(event, PERSON, start, role, person, end, cell[start:end]))

    def _of_cell(self, case: str, cell: str) -> Iterator[tuple[int, str, int, int]]:
        for part in cell_parts(cell):
            person = self._who(self.number[case], part.name)
            if person is None:
                continue
            yield self._key(case, person), NAMED, part.start, part.end
            if entry := self.lexicon.of_cell.get(plain(part.said)):
                yield self._key(case, person), _SAID_AS.get(entry.role, entry.role), part.start, part.end

    def _who(self, case: int, name: str) -> int | None:
        """The person of a case whom a name or a role word in a cell means."""
        cast = self.casts[case]
        if entry := self.lexicon.of_cell.get(plain(name)):
            return cast.of_entry(entry)
        return cast.of_name.get(name)

    def _key(self, case: str, person: int) -> int:
        """A person of any case as one number, until they are numbered."""
        return person * len(self.casts) + self.number[case]

    def read_rows(self, codings: pd.DataFrame | None) -> None:
        """Cells and narratives, some whole cases at a time: a name in one row says who a role word in another means."""
        self.texts = self.chronology.events["text"].tolist()
        self.days = [None if day is pd.NA else int(day) for day in self.chronology.events["lo"].tolist()]
        self.doubted = _doubted(codings, self.chronology.events["event_id"].tolist())
        first = 0
        while first < len(self.texts):
            past = min(first + _AT_ONCE, len(self.texts))
            while past < len(self.texts) and self.case_of[past] == self.case_of[past - 1]:
                past += 1
            self._read_some(range(first, past))
            first = past

    def _read_some(self, events: Sequence[int]) -> None:
        told = [event for event in events if self.texts[event]]
        names = sorted({self.case_of[event] for event in told})
        place = {case: i for i, case in enumerate(names)}
        cases = np.array([place[self.case_of[event]] for event in told], dtype=np.int64)
        narratives = Narratives(self.lexicon, [self.casts[self.number[case]] for case in names])
        scanned = narratives.scan([self.texts[event] for event in told], cases)
        self._read_cells(events)
        for one in scanned:
            some = [told[i] for i in one.which]
            said, children = narratives.read(one, self._rows(some))
            self.together.update(some[text] for text in children)
            self.mentions += self._mentions(some, [found for found in said if found.text not in one.skip])

    def _rows(self, events: Sequence[int]) -> Rows:
        return Rows(
            [self.days[event] for event in events],
            [self.alone.get(event) for event in events],
            [self.doubted.get(event, ()) for event in events],
        )

    def _mentions(self, events: Sequence[int], said: Sequence[Said]) -> Iterator[Mention]:
        count, case = len(self.casts), [self.number[self.case_of[event]] for event in events]
        for at, person, role, start, end in said:
            event, field = events[at], TEXT
            if event in self.of_others and role != NAMED:
                continue
            text = self.texts[event]
            if start < 0:
                field, text, (start, end) = PERSON, self.persons[event], self.place_in_cell[event]
            yield Mention(event, field, start, role, person * count + case[at], end, text[start:end])

    def _settle_unborn(self) -> None:
        """Mentions of an unborn baby are of the child whom it became, where that is plain."""
        count = len(self.casts)
        told: dict[int, dict[int, list[Told]]] = defaultdict(lambda: defaultdict(list))
        unborn = {key for key in {m.person for m in self.mentions} if is_unborn(self.casts[key % count], key // count)}
        for m in self.mentions:
            if m.person in unborn:
                person, case = divmod(m.person, count)
                day = self.days[m.event] if m.event >= 0 else self.due[-m.event - 1]
                told[case][person].append((m.event, day))
        if not told:
            return
        rows: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for name, day, text in zip(self.case_of, self.days, self.texts, strict=True):
            if self.number[name] in told and day is not None:
                rows[self.number[name]].append((day, text))
        meant = {
            (person * count + case, event): child * count + case
            for case, mentions in told.items()
            for (person, event), child in who_they_became(
                self.casts[case], mentions, births(self.casts[case], rows[case])
            ).items()
        }
        self.mentions = [
            m._replace(person=meant[m.person, m.event]) if m.person in unborn else m for m in self.mentions
        ]

    def people(self) -> People:
        """Everything found, persons numbered by case and first appearance."""
        self._settle_unborn()
        mentions = in_order(self.mentions)
        first: dict[int, int] = {}
        for at, mention in enumerate(mentions):
            first.setdefault(mention.person, at if mention.event >= 0 else -1)
        count = len(self.casts)
        everyone = {key: self.casts[key % count].people[key // count] for key in first}
        keys = sorted(everyone, key=lambda key: (everyone[key].case, first[key], everyone[key].name))
        number = {key: i for i, key in enumerate(keys)}
        ids = self.chronology.events["event_id"].tolist()
        places = [(number[m.person], m.role, *self.places[-m.event - 1]) for m in mentions if m.event < 0]
        return People(
            persons_frame([everyone[key] for key in keys]),
            mentions_frame(mentions, ids, number),
            frozenset(ids[event] for event in self.together),
            tables_frame(places),
        )


def _of_others(codings: pd.DataFrame | None) -> frozenset[str]:
    """Events of which every code is somebody else's: "Filed in error, relates to another child"."""
    if codings is None:
        return frozenset()
    here = codings["status"] != "other_person"
    return frozenset(codings["event_id"]) - frozenset(codings.loc[here, "event_id"])


def _known(chronology: Chronology, lexicon: Lexicon, of_others: frozenset[str]) -> dict[str, dict[str, Known]]:
    """What tables and cells say of each name of each case. Names that are role words are nobody's name.

    A cell of a row that is about others brings nobody into the case by itself (nor does its narrative say their parts).
    """
    known: dict[str, dict[str, Known]] = defaultdict(lambda: defaultdict(Known))
    people = chronology.people
    columns = ("case", "name", "role", "words", "event_id", "born_lo", "born_hi", "asked", "recorded", "also")
    for case, name, role, words, event, lo, hi, asked, recorded, also in zip(
        *(people[c].astype(object).tolist() for c in columns), strict=True
    ):
        if plain(name) in lexicon.of_cell or names_nobody(name, lexicon):
            continue
        one = known[case][name]
        if role:
            one.roles.add(role)
        if entry := lexicon.of_cell.get(plain(words)):
            one.entries.add(entry)
        if not event:
            one.born = both_births(one.born, (_day(lo), _day(hi)))
            one.asked.update(asked)
            one.recorded.update(recorded)
            for other in also:
                said = lexicon.of_cell.get(plain(other))
                if said and said.role not in CHILD_ROLES:
                    one.entries.add(said)
                elif not said and not names_nobody(other, lexicon):
                    one.also.add(other)
    events = chronology.events
    events = events[~events["event_id"].isin(of_others)]
    cells = set(zip(events["case"], events["person"], events["headed_child"], strict=True))
    for case, cell, headed_child in sorted(cells):
        for part in cell_parts(cell) if cell else ():
            if plain(part.name) in lexicon.of_cell or names_nobody(part.name, lexicon):
                continue
            one = known[case][part.name]
            one.headed_child = one.headed_child or bool(headed_child)
    return known


def _doubted(codings: pd.DataFrame | None, ids: Sequence[str]) -> dict[int, list[tuple[int, int]]]:
    """For each event, the stretches of its text that were coded as denied or someone else's."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    if codings is None:
        return found
    some = codings[codings["status"].isin(_NOT_SO) & (codings["field"] == TEXT)]
    place = {event_id: event for event, event_id in enumerate(ids)}
    for event_id, start, end in zip(some["event_id"], some["start"], some["end"], strict=True):
        if event_id in place:
            found[place[event_id]].append((int(start), int(end)))
    return found


def _day(day: object) -> int | None:
    return None if day is None or day is pd.NA or day != day else int(day)  # type: ignore[call-overload]
