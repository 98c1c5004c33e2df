"""The grids of a file that are flagger's own merged chronology, their rows as texts by heading. Makes no events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from flagger.chronology.cells import only_text, stands_alone
from flagger.chronology.composite.columns import (
    ALSO,
    CASE,
    CASE_LINE,
    DATE,
    FIRST,
    FLAT_MARKER,
    FROM,
    LAST,
    ORIGIN,
    PEOPLE_MARKER,
    READ_AS,
    ROW_ID,
    TABLES_MARKER,
    TIME,
    WORD_MARKER,
    WRITTEN,
    joined,
    labelled,
    unsafe,
)
from flagger.chronology.composite.when import When, of_columns, of_words
from flagger.chronology.containers.grid import Grid, GridRow
from flagger.model import RowNotRead

CHRONOLOGY, IN_WORD, PEOPLE, TABLES = "chronology", "chronology in Word", "people", "tables"
_KINDS = ((FLAT_MARKER, CHRONOLOGY), (WORD_MARKER, IN_WORD), (PEOPLE_MARKER, PEOPLE), (TABLES_MARKER, TABLES))
_READ_INTO_WHEN = (FIRST, LAST, READ_AS, TIME, DATE)


@dataclass(frozen=True, slots=True)
class MergedRow:
    """One row under headings of ours: its texts by heading, each whole, and the marks that its cells carry now."""

    kind: str
    sheet: str | None
    number: int
    texts: dict[str, str]
    marks: tuple[str, ...]


def own_grids(grids: Sequence[Grid], kind: str) -> tuple[list[Grid], list[Grid]]:
    """The grids that hold headings of ours, and the others. In a CSV (`kind`), cells are without their apostrophes."""
    plain = [_without_apostrophes(grid) for grid in grids] if kind == "csv" else grids
    kinds = [{_kind_of(row) for row in grid.rows} - {""} for grid in plain]
    if not any(found & {CHRONOLOGY, IN_WORD, PEOPLE} for found in kinds):
        return [], list(grids)
    pairs = list(zip(plain, kinds, strict=True))
    return [grid for grid, found in pairs if found], [grid for grid, found in pairs if not found]


def _without_apostrophes(grid: Grid) -> Grid:
    rows = (replace(row, cells=tuple(replace(cell, text=unsafe(cell.text)) for cell in row.cells)) for row in grid.rows)
    return replace(grid, rows=tuple(rows))


def _kind_of(row: GridRow) -> str:
    """What rows stand under this one, if it is a row of headings of ours."""
    headings = {cell.text for cell in row.cells}
    return next((kind for marker, kind in _KINDS if marker <= headings), "")


def rows_of(grid: Grid, listed: list[RowNotRead], file: str) -> Iterator[MergedRow]:
    """The rows of a grid of ours; headings and lines between them go to `listed`."""
    kind, case = "", ""
    headings: list[str] = []

    def leave(row: GridRow, why: str) -> None:
        listed.append(RowNotRead(file, grid.sheet, row.number, why))

    for row in grid.rows:
        if not any(cell.text.strip() for cell in row.cells):
            continue
        if found := _kind_of(row):
            kind, headings = found, _told_apart(row)
            leave(row, "headings")
        elif stands_alone(row) and only_text(row)[0] == 0:
            said = row.cells[0].text.strip()
            case = said.removeprefix(CASE_LINE) if said.startswith(CASE_LINE) else case
            leave(row, "a heading between the rows")
        elif not kind:
            leave(row, "above the headings")
        else:
            yield _row(grid, row, kind, headings, case)


def _told_apart(row: GridRow) -> list[str]:
    """The headings; one that somebody left empty, or wrote a second time, stands under its place."""
    headings: list[str] = []
    for at, cell in enumerate(row.cells, 1):
        again = cell.text in headings
        headings.append(f"{cell.text} (column {at})" if again and cell.text else cell.text or f"column {at}")
    return headings


def _row(grid: Grid, row: GridRow, kind: str, headings: Sequence[str], case: str) -> MergedRow:
    values: dict[str, str] = {}
    for at, cell in enumerate(row.cells):
        heading = headings[at] if at < len(headings) else f"column {at + 1}"
        if cell.text.strip() or at < len(headings):
            values[heading] = cell.text.strip()
    texts = joined(values)
    if kind == IN_WORD:
        texts = _unfolded(texts) | ({CASE: case} if case else {})
    marks = dict.fromkeys(chain(grid.marks, row.marks, *(cell.marks for cell in row.cells)))
    return MergedRow(kind, grid.sheet, row.number, texts, tuple(marks))


def _unfolded(texts: dict[str, str]) -> dict[str, str]:
    """A row in Word as one under the headings of a spreadsheet; its date stays in words."""
    words, _, written = texts.get(DATE, "").partition("\n")
    origin, _, row_id = texts.get(ORIGIN, "").rpartition("\n")
    return {
        **{heading: text for heading, text in texts.items() if heading not in (ALSO, ORIGIN)},
        **labelled(texts.get(ALSO, "")),
        DATE: words,
        WRITTEN: written,
        FROM: origin,
        ROW_ID: row_id,
    }


def when_of(row: MergedRow) -> When:
    """The date of a row of the chronology."""
    if row.kind == IN_WORD:
        return of_words(row.texts[DATE])
    return of_columns(*(row.texts.get(heading, "") for heading in (FIRST, LAST, READ_AS, TIME)))


def others_of(row: MergedRow) -> dict[str, str]:
    """Its texts but for the date."""
    return {heading: text for heading, text in row.texts.items() if text and heading not in _READ_INTO_WHEN}
