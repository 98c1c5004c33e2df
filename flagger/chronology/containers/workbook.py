"""Workbooks (xlsx, xlsm, xls, xlsb, ods) to grids: values by python-calamine, marks of xlsx by `marks`.

A merged range is filled from its own first cell and nothing else is filled. Must not find headers.
"""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from flagger.chronology.containers.archive import DAMAGED, Archive
from flagger.chronology.containers.grid import Cell, Grid, GridRow, Unreadable, filled, listed, plain
from flagger.chronology.containers.marks import NO_VALUE, SheetMarks, read_marks
from flagger.dates.say import to_day
from flagger.model import Problem

# calamine holds the whole rectangle in memory, and ends the program when it cannot.
MOST_CELLS = 26_000_000
_NOT_READ = (
    "Struck-through text, hidden rows and comments could not be read from this kind of file; only values were. "
    "If they matter, open it in Excel and save it as .xlsx."
)
Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read_workbook(data: bytes, file: str, kind: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """A grid for each worksheet. Raises Unreadable when no values can be read."""
    problems: list[Problem] = []
    marks: dict[str, SheetMarks] = {}
    if kind != "xls":
        archive = Archive(data, "spreadsheet")
        archive.check()
    if kind == "ods":
        archive.xml("content.xml")  # calamine waits for ever for the end of an element that is never closed
    if kind == "xlsx":
        try:
            marks = read_marks(archive)
        except (Unreadable, ValueError):
            problems.append(Problem(file, "marks-not-read", _NOT_READ))
    else:
        problems.append(Problem(file, "marks-not-read", _NOT_READ))
    grids = []
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            for meta in book.sheets_metadata:
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                sheet = marks.get(meta.name, SheetMarks())
                if sheet.rows * sheet.columns > MOST_CELLS:
                    problems.append(_too_large(file, meta.name, sheet))
                    continue
                problems += _formulas(file, meta.name, sheet)
                rows = _rows(book.get_sheet_by_name(meta.name), sheet)
                hidden = meta.visible != SheetVisibleEnum.Visible
                grids.append(Grid(meta.name, rows, ("hidden sheet",) if hidden else ()))
    except PasswordError as fault:
        raise Unreadable(
            "This spreadsheet is protected by a password. Open it with the password and save a copy without one.",
            "protected",
        ) from fault
    except BaseException as fault:
        # A fault inside calamine itself comes as pyo3's PanicException, which is no Exception and cannot be imported.
        if isinstance(fault, CalamineError | OSError | ValueError) or type(fault).__name__ == "PanicException":
            raise Unreadable(DAMAGED.format(what="spreadsheet")) from fault
        raise
    return tuple(grids), tuple(problems)


def _too_large(file: str, name: str, sheet: SheetMarks) -> Problem:
    message = (
        f"The sheet was not read: it reaches to row {sheet.rows} and {sheet.columns} columns across, by a cell "
        "far from the others. Delete that cell in Excel and save again."
    )
    return Problem(file, "sheet-too-large", message, sheet=name)


def _formulas(file: str, name: str, sheet: SheetMarks) -> list[Problem]:
    rows = sorted({row + 1 for (row, _), marks in sheet.cells.items() if NO_VALUE in marks})
    if not rows:
        return []
    message = (
        f"Formulas in {listed(rows)} were saved without their results, so their cells are empty here. "
        "Open the file in Excel and save it again."
    )
    return [Problem(file, "formulas-without-results", message, sheet=name, row=rows[0])]


def _rows(sheet: CalamineSheet, marks: SheetMarks) -> tuple[GridRow, ...]:
    values: list[list[Value]] = sheet.to_python(skip_empty_area=False)
    grid = [[cell_of(value) for value in row] for row in values]
    for (row, column), found in marks.cells.items():
        # calamine leaves out empty cells at the edges, which errors and formulas never worked out are to it.
        grid += [[] for _ in range(row + 1 - len(grid))]
        grid[row] += [_EMPTY] * (column + 1 - len(grid[row]))
        cell = grid[row][column]
        grid[row][column] = Cell(cell.text, cell.day, cell.minutes, tuple(found))
    for first, last in sheet.merged_cell_ranges or ():
        _fill(grid, first, last)
    return filled(
        GridRow(number + 1, tuple(row), ("hidden row",) if number in marks.hidden else ())
        for number, row in enumerate(grid)
    )


def _fill(grid: list[list[Cell]], first: tuple[int, int], last: tuple[int, int]) -> None:
    if first[0] >= len(grid) or first[1] >= len(grid[first[0]]):
        return
    top = grid[first[0]][first[1]]
    filling = Cell(top.text, top.day, top.minutes, top.marks, merged=True)
    for row in range(first[0], min(last[0] + 1, len(grid))):
        for column in range(first[1], min(last[1] + 1, len(grid[row]))):
            if (row, column) != first:
                grid[row][column] = filling


def cell_of(value: Value) -> Cell:
    """The value as a person sees a plain one; a true date also as a day, a true time also as minutes."""
    if isinstance(value, str):
        return Cell(plain(value)) if value else _EMPTY
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return Cell(format(value, ".15g"))
    if isinstance(value, dt.datetime):
        minutes = value.hour * 60 + value.minute
        text = f"{value:%Y-%m-%d %H:%M}" if minutes else f"{value:%Y-%m-%d}"
        return Cell(text, to_day(value), minutes or None)
    if isinstance(value, dt.date):
        return Cell(value.isoformat(), to_day(value))
    if isinstance(value, dt.time):
        return Cell(f"{value:%H:%M}", minutes=value.hour * 60 + value.minute)
    minutes = round(value.total_seconds() / 60)
    return Cell(f"{minutes // 60}:{minutes % 60:02}", minutes=minutes if 0 <= minutes < 1440 else None)


_EMPTY = Cell("")
