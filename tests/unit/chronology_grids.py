"""Grids for tests, from lists of texts. All people are invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flagger.chronology.containers.grid import Cell, Grid, GridRow
from flagger.chronology.records import RowsRead
from flagger.chronology.rows import read_rows


def cell(text: str, **kind: object) -> Cell:
    return Cell(text, **kind)  # type: ignore[arg-type]


def down(text: str) -> Cell:
    """A cell filled from a merge."""
    return Cell(text, merged=True)


def across(text: str, columns: int) -> list[str | Cell]:
    """One cell over so many columns."""
    return [text, *[Cell(text, merged=True)] * (columns - 1)]


def grid(*rows: Sequence[str | Cell], sheet: str | None = None, heading: str = "") -> Grid:
    """Rows numbered from 1; rows that hold nothing are left out, as containers do."""
    made = tuple(
        GridRow(n, tuple(c if isinstance(c, Cell) else Cell(c) for c in row))
        for n, row in enumerate(rows, 1)
        if any(row)
    )
    return Grid(sheet, made, heading=heading)


def read(*grids: Grid, chosen: Mapping[str, str] | None = None) -> RowsRead:
    got = read_rows("wren.docx", grids, chosen or {})
    assert got.rows == len(got.events) + len(got.listed)
    return got


def reasons(got: RowsRead) -> dict[int, str]:
    return {row.row: row.reason for row in got.listed}


def kinds(got: RowsRead) -> list[str]:
    return [problem.kind for problem in got.problems]
