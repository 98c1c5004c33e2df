"""A merged chronology read back: the events, people and places of origin that it was made of.

A row that nobody changed gives the event it was made from, with its id. A changed or added row is read as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flagger.chronology.agency import Agencies, as_key
from flagger.chronology.composite.columns import (
    AGENCY,
    AGENCY_HEADING,
    ASKED,
    BORN,
    CASE,
    CHILDREN,
    DATE,
    EVENT,
    FIRST,
    FROM,
    KNOWN_AS,
    LEFT_EMPTY,
    MARKS,
    NAME,
    NUMBER,
    PEOPLE_ARE,
    PERSON,
    RECORDED,
    RELATIONSHIP,
    ROW_ID,
    SOURCE,
    TABLE,
    TOLD,
    WORDS,
    WRITTEN,
    items_of,
    undisguised,
)
from flagger.chronology.composite.tables import PEOPLE, TABLES, MergedRow, others_of, rows_of, when_of
from flagger.chronology.composite.when import of_words
from flagger.chronology.containers.grid import Grid
from flagger.chronology.frame import Claim, Event
from flagger.chronology.origin import table_of
from flagger.chronology.people import people_of, role_of
from flagger.model import Problem, RowNotRead

_ROW_ID = re.compile(r"([0-9a-f]{12})(?:-\d+)?(?: \(([0-9a-f]{12})\))?")
_NO_DATE = "this row has no date that could be read; it was kept as undated, and rules about time leave it out"
_COLUMNS = {FIRST: "date", DATE: "date", AGENCY: "agency", SOURCE: "source", PERSON: "person", EVENT: "text"} | WORDS
_NO_EVENT = {PEOPLE: "in a table of people", TABLES: "in the table of where rows come from"}


@dataclass
class MergedRead:
    """What the rows of ours in one file gave."""

    rows: int = 0
    events: list[Event] = field(default_factory=list)
    people: list[Claim] = field(default_factory=list)
    listed: list[RowNotRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)


def read_merged(file: str, case: str, grids: Sequence[Grid], agencies: Agencies) -> MergedRead:
    """Read the grids that `own_grids` found in one file; `case` is that of rows which name none."""
    read = MergedRead(rows=sum(any(cell.text.strip() for cell in row.cells) for grid in grids for row in grid.rows))
    rows = [row for grid in grids for row in rows_of(grid, read.listed, file)]
    tables = {row.texts[TABLE]: row.texts for row in rows if row.kind == TABLES}
    reader = _Reader(file, case, agencies, tables)
    for row in rows:
        if row.kind in _NO_EVENT:
            read.listed.append(RowNotRead(file, row.sheet, row.number, _NO_EVENT[row.kind]))
            if row.kind == PEOPLE and row.texts[NAME]:
                read.people.append(reader.claim(row))
        elif event := reader.event(row):
            read.events.append(event)
            if event.lo is None:
                read.problems.append(Problem(file, "no-date", _NO_DATE, row.sheet, row.number, WRITTEN))
        else:
            read.listed.append(RowNotRead(file, row.sheet, row.number, "no date and no text"))
    held = {heading for row in rows if row.kind not in _NO_EVENT for heading in row.texts}
    read.columns = {heading: name for heading, name in _COLUMNS.items() if heading in held}
    return read


class _Reader:
    def __init__(self, file: str, case: str, agencies: Agencies, tables: Mapping[str, Mapping[str, str]]) -> None:
        self.file, self.case, self.agencies, self.tables = file, case, agencies, tables

    def event(self, row: MergedRow) -> Event | None:
        """The event of a row; None when somebody emptied it."""
        when, texts = when_of(row), others_of(row)
        origin, row_id = texts.pop(FROM, ""), _ROW_ID.fullmatch(texts.pop(ROW_ID, ""))
        for ignored in (NUMBER, TOLD):
            texts.pop(ignored, None)
        case = texts.pop(CASE, "") or self.case
        written = texts.pop(WRITTEN, "")
        if row_id is None:
            written = written or row.texts.get(FIRST, "") or row.texts.get(DATE, "")
            if not (written or texts):
                return None
        marks = dict.fromkeys((*items_of(texts.pop(MARKS, "")), *row.marks))
        agency, person, text = (texts.pop(heading, "") for heading in (AGENCY, PERSON, EVENT))
        recorded = of_words(texts.pop(RECORDED, ""))
        words = {name: texts.pop(heading, "") for heading, name in (*WORDS.items(), (SOURCE, "source"))}
        extra = {undisguised(heading): said for heading, said in texts.items()}
        table = self.tables.get(table_of("", None, origin), {})
        key = self._agency(agency)
        if (heading := table.get(AGENCY_HEADING)) and agency != key:
            extra.setdefault(heading, agency)
        named = people_of(person)
        event = Event(
            case=case, file=self.file, sheet=row.sheet, row=row.number, date_text=written,
            lo=when.lo, hi=when.hi, precision=when.precision, approx=when.approx, time=when.time,
            recorded_lo=recorded.lo, recorded_hi=recorded.hi, agency=key, person=person, persons=named.persons,
            collective=named.collective, text=text, words=words, extra=extra, marks=tuple(marks), claims=named.claims,
            headed_child=table.get(PEOPLE_ARE) == CHILDREN, origin=origin,
        )  # fmt: skip
        if row_id and event.content_id() == (row_id[2] or row_id[1]):
            event.id = row_id[1]
        return event

    def claim(self, row: MergedRow) -> Claim:
        """A row of the table of people."""
        texts = row.texts
        born, words = of_words(texts[BORN]), texts[RELATIONSHIP]
        asked = items_of(texts[ASKED])
        return Claim(
            texts[CASE] or self.case, texts[NAME], role_of(words), words, self.file, row.sheet, row.number,
            self._agency(texts[AGENCY]), "", born.lo, born.hi,
            tuple(name.removesuffix(LEFT_EMPTY) for name in asked),
            tuple(name for name in asked if not name.endswith(LEFT_EMPTY)),
            tuple(items_of(texts[KNOWN_AS])), texts[FROM],
        )  # fmt: skip

    def _agency(self, cell: str) -> str:
        """The key that a cell means. A key that stands there itself is taken as it is."""
        key = as_key(cell)
        if key in self.agencies.keys or (cell == key and "_" in key):
            return key
        return self.agencies.find(cell) or key
