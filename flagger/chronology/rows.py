"""Rows of one grid → events as written, people, and rows that are neither, each with its reason.

Nothing is dropped: every row that holds anything is an event or is listed. Dates are not read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain

from flagger.chronology.cells import (
    lacks_only_year,
    mean_lengths,
    only_text,
    own_places,
    stands_alone,
    text_in,
    year_in,
)
from flagger.chronology.containers.grid import Cell, Grid, GridRow
from flagger.chronology.fields import CHARACTERISTICS
from flagger.chronology.headers import EVENTS, PEOPLE, Header, find_header
from flagger.chronology.records import DATES, WORDS, EventRow, PersonRow, RowsRead
from flagger.chronology.shapes import guess_header, is_date
from flagger.dates.written import read_date
from flagger.model import Problem, RowNotRead

_SAYS_SOMETHING = ("text", "event_type", "outcome", "impact", "analysis")
_AUTHORS_MARKS = tuple("#^¬~")
_YEAR_100 = re.compile(r"(?<!\d)0100(?!\d)")
_YEAR_OR_MONTH = ("year", "month")
_GOES_ON = re.compile(r"^(?:…|\.\.\.|\(?\s*(?:cont\b|cont'd|continued\b)|[a-z])")
_HEADING_LENGTH = 120


def read_rows(file: str, grids: Sequence[Grid], chosen: Mapping[str, str]) -> RowsRead:
    """Read all grids of one file; `chosen` maps fields to headings that a person gave."""
    read = RowsRead(file)
    walk = _Walk(read, chosen)
    for grid in grids:
        walk.grid(grid)
    if chosen and read.headers:
        named = {h.headings.get(i) for h in read.headers for i in h.fields.values()}
        plain = {" ".join((n or "").casefold().split()) for n in named}
        for name, heading in chosen.items():
            if " ".join(heading.casefold().split()) not in plain:
                message = (
                    f'no column is headed "{heading}", which was given for {name}; check the spelling of the heading'
                )
                read.problems.append(Problem(file, "column-not-found", message, column=heading))
    return read


class _Walk:
    """Goes down the rows of a file's grids with the header, year and event that stand above."""

    def __init__(self, read: RowsRead, chosen: Mapping[str, str]) -> None:
        self.read = read
        self.chosen = chosen
        self.header: Header | None = None
        self.table = -1
        self.year: int | None = None
        self.last: EventRow | None = None
        self.sheet: str | None = None
        self.marks: tuple[str, ...] = ()

    def grid(self, grid: Grid) -> None:
        rows = [row for row in grid.rows if any(cell.text.strip() for cell in row.cells)]
        self.read.rows += len(rows)
        self.sheet, self.marks, self.last = grid.sheet, grid.marks, None
        lengths = mean_lengths(rows)
        headed = self._first_header(rows, lengths)
        i = 0
        if headed or not self._goes_on(rows):
            self.header, self.year = None, year_in(grid.heading) or year_in(grid.sheet or "")
            i = 0 if headed else self._guess(rows)
        if rows and "hidden sheet" in grid.marks:
            self._problem("hidden-sheet", "this sheet is in the file but hidden; its rows were kept and count")
        while i < len(rows):
            used = self._take_header(rows, i, lengths) if headed else 0
            if not used:
                self._row(rows[i])
            i += used or 1

    def _first_header(self, rows: Sequence[GridRow], lengths: Sequence[float]) -> bool:
        return any(find_header(rows, i, self.chosen, lengths) for i in range(len(rows)) if not stands_alone(rows[i]))

    def _goes_on(self, rows: Sequence[GridRow]) -> bool:
        """Whether a grid without headings goes on with the table before it: as many columns, dates in their place."""
        header = self.header
        if header is None or header.kind != EVENTS or "date" not in header.fields or not rows:
            return False
        place = header.fields["date"]
        same_width = (
            max(len(row.cells) for row in rows) == max(*header.headings, *header.extra, *header.fields.values()) + 1
        )
        return same_width and any(is_date(row.cells[place]) for row in rows if place < len(row.cells))

    def _guess(self, rows: Sequence[GridRow]) -> int:
        """Take the columns by their shape and say so; how many rows that deals with (all when it is no chronology)."""
        header = guess_header(rows)
        if header is None:
            for row in rows:
                self._list(row, "in a table with no column of dates")
            if rows:
                message = (
                    "no column of dates was found here, so no row was read; if there is one, name it with --column"
                )
                self._problem("no-header", message)
            return len(rows)
        self._use(header)
        if not header.headings:
            self._problem("no-header", f"no row of headings was recognised; {header.how}")
            return 0
        self._problem("guessed-column", f"no heading of a date was recognised; {header.how}")
        self._list(rows[0], "headings")
        return 1

    def _take_header(self, rows: Sequence[GridRow], i: int, lengths: Sequence[float]) -> int:
        """How many rows a heading row takes here (0 if there is none)."""
        found = find_header(rows, i, self.chosen, lengths)
        if not found or (self.header and found[0].kind == EVENTS and "date" not in found[0].fields):
            return 0
        header, used = found
        again = header.same_columns(self.header)
        for row in rows[i : i + used]:
            self._list(row, "headings, repeated" if again else "headings")
        if not again:
            self._use(header)
            self._say_columns(header, rows[i].number)
            self.last = None
        return used

    def _use(self, header: Header) -> None:
        self.header = header
        self.table += 1
        self.read.headers.append(header)

    def _say_columns(self, header: Header, row: int) -> None:
        if header.how:
            self._problem("guessed-column", header.how, row)
        for heading, name, winner in header.doubled:
            message = (
                f'"{heading}" and "{winner}" could both be {name}; "{winner}" was taken and the other kept beside it'
            )
            self._problem("ambiguous-column", message, row, heading)
        for heading in header.extra.values() if header.kind == EVENTS else ():
            if not heading.startswith("column "):
                self._problem(
                    "unmapped-column",
                    f'no field is known for "{heading}"; its words were kept but not read',
                    row,
                    heading,
                )

    def _row(self, row: GridRow) -> None:
        if self.header is None:
            self._list(row, "above the headings")
        elif stands_alone(row) and self._heading(row):
            pass
        elif self.header.kind == PEOPLE:
            self._person(row)
        else:
            self._event(row, self.header)

    def _heading(self, row: GridRow) -> bool:
        """Whether a row with one text alone is a heading between the rows; if so it is listed and its year carried."""
        header = self.header
        assert header is not None
        place, cell, spans = only_text(row)
        text = " ".join(cell.text.split())
        if len(text) > _HEADING_LENGTH or not (spans or place in (header.first, header.fields.get("date"))):
            return False
        if header.kind == PEOPLE and not spans:
            return False
        if place == header.fields.get("text") and not spans:
            return False
        if cell.merged and not spans:
            return False
        interval = read_date(text, day=cell.day)
        whole = lacks_only_year(text) or (interval.precision in _YEAR_OR_MONTH and cell.day is None)
        if not (spans or whole or (interval.fault == "not a date" and any(map(str.isalpha, text)))):
            return False
        if year := year_in(text):
            self.year = year
        elif interval.lo is None and not lacks_only_year(text):
            self.year = None
        self._list(row, "a heading between the rows")
        self.last = None
        return True

    def _person(self, row: GridRow) -> None:
        header = self.header
        assert header is not None
        values = {name: text_in(row, place) for name, place in header.fields.items()}
        self._list(row, "in a table of people")
        if values.get("person"):
            born = row.cells[header.fields["dob"]] if values.get("dob") else None
            held = {name: values[name] for name in CHARACTERISTICS if name in values}
            name, role, case = (values.get(key, "") for key in ("person", "role", "case"))
            also = values.get("known_as", "")
            self.read.people.append(PersonRow(self.sheet, row.number, name, role, case, born, held, also))

    def _event(self, row: GridRow, header: Header) -> None:
        own = own_places(row)
        if self._joins(row, header, own):
            return
        values = {name: text for name in WORDS if (text := text_in(row, header.fields.get(name)))}
        dates = {name: row.cells[header.fields[name]] for name in DATES if text_in(row, header.fields.get(name))}
        if stands_alone(row) and len(own) == 1 and only_text(row)[2]:
            values, dates = {"text": only_text(row)[1].text.strip()}, {}
        if self._authors_note(values, dates):
            self._list(row, "a note of the chronology's author")
            return
        known = set(header.fields.values())
        extra = {
            header.extra.get(i, f"column {i + 1}"): text
            for i in range(len(row.cells))
            if i not in known and (text := text_in(row, i))
        }
        if not dates and not extra and not any(name in values for name in _SAYS_SOMETHING):
            self._list(row, "no date and no text")
            return
        time = row.cells[header.fields["time"]] if text_in(row, header.fields.get("time")) else None
        marks = tuple(
            dict.fromkeys(chain(self.marks, row.marks, *(c.marks for i, c in enumerate(row.cells) if i in own)))
        )
        agency_heading = header.headings.get(header.fields.get("agency", -1), "agency")
        self.last = EventRow(
            self.sheet, row.number, self.table, dates, time, values, extra, marks, self.year, agency_heading
        )
        self.read.events.append(self.last)
        self._say_marks(marks, row)

    def _joins(self, row: GridRow, header: Header, own: set[int]) -> bool:
        """Whether the row only goes on with the event above; if so its text is joined and the row listed."""
        place = header.fields.get("text")
        if self.last is None or not own <= {place}:
            return False
        if not own:
            self._list(row, f"merged with row {self.last.row}")
            return True
        date = header.fields.get("date", -1)
        merged = 0 <= date < len(row.cells) and row.cells[date].merged
        empty = not any(cell.text.strip() for i, cell in enumerate(row.cells) if i != place)
        text = text_in(row, place)
        if not merged and not (empty and _GOES_ON.match(text)):
            return False
        self.last.values["text"] = f"{self.last.values.get('text', '')}\n{text}".strip()
        marks = (mark for i in own for mark in row.cells[i].marks)
        self.last.marks = tuple(dict.fromkeys((*self.last.marks, *row.marks, *marks)))
        self._list(row, f"goes on with row {self.last.row}")
        return True

    def _authors_note(self, values: Mapping[str, str], dates: Mapping[str, Cell]) -> bool:
        """Chronolator's author notes: a mark first in the source column, or dated in the year 100."""
        source = values.get("source") or values.get("agency") or ""
        date = dates.get("date")
        if source.startswith(_AUTHORS_MARKS):
            return True
        return date is not None and bool(
            _YEAR_100.search(date.text) or read_date("", day=date.day).fault == "author's note year"
        )

    def _say_marks(self, marks: Sequence[str], row: GridRow) -> None:
        if any(mark in ("struck", "partly struck") for mark in marks):
            self._problem(
                "struck-row",
                "words of this row are struck through; it was kept and counts, so correct the file if it should not",
                row.number,
            )
        if "hidden row" in marks:
            message = "this row is in the file but not seen on the page; it was kept and counts"
            self._problem("hidden-row", message, row.number)

    def _list(self, row: GridRow, reason: str) -> None:
        self.read.listed.append(RowNotRead(self.read.file, self.sheet, row.number, reason))

    def _problem(self, kind: str, message: str, row: int | None = None, column: str | None = None) -> None:
        self.read.problems.append(Problem(self.read.file, kind, message, self.sheet, row, column))
