"""A workbook of plain tables, made to be filtered and printed: headings that stay, real dates, coded words in bold.

It holds no formula, macro or link. The same tables give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flagger.chronology.spreadsheets import FORMULA
from flagger.report.pieces import Piece
from flagger.report.say import LIMITS, day
from flagger.report.workbook.cells import Cell, height, parts, pieces_of
from flagger.report.workbook.texts import AS_TEXT, write_text

A3, A4 = 8, 9
_FONT: dict[str, object] = {"font_name": "Arial", "font_size": 10}
_LOOKS: dict[str, dict[str, object]] = {
    "text": {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#A6A6A6"},
    "number": {"align": "left", "valign": "top", "border": 1, "border_color": "#A6A6A6"},
    "date": {"num_format": "d mmm yyyy", "align": "left", "valign": "top", "border": 1, "border_color": "#A6A6A6"},
    "heading": {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#DCE6EE"},
    "title": {"bold": True, "font_size": 14, "text_wrap": True},
    "section": {"bold": True, "font_size": 11, "text_wrap": True, "valign": "bottom", "bottom": 1},
    "line": {"text_wrap": True, "valign": "top"},
}
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.7, "bottom": 0.7}
_LINE_WIDTH, _ABOVE = 92, {"title": 6, "section": 12, "line": 0}
_CONTINUED_WIDTH = 60


@dataclass(frozen=True)
class Column:
    """A column: its heading and its width in characters. `optional`: left out when it holds nothing in any row.

    `printed`: inside what is printed; columns that are not stand last.
    """

    title: str
    width: int
    optional: bool = False
    printed: bool = True


@dataclass(frozen=True)
class Table:
    """A sheet: columns, rows of as many cells, how many columns stay in sight, and the paper it is printed on.

    `height` is that of rows to be written into, in points; they grow with what is written. None: what the cells need.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    kept: int = 1
    paper: int = A4
    height: float | None = None


class Book:
    """A workbook in memory; sheets stand in the order in which they are added."""

    def __init__(self, title: str, as_at: str, fictional: bool) -> None:
        self._out = io.BytesIO()
        options = {"in_memory": True, "default_format_properties": dict(_FONT), **AS_TEXT}
        self._book = xlsxwriter.Workbook(self._out, options)
        made = dt.datetime.combine(dt.date.fromisoformat(as_at), dt.time())
        words = "FICTIONAL" if fictional else ""
        self._book.set_properties({"title": title, "keywords": words, "created": made, "author": "flagger"})
        self._looks = {name: self._book.add_format({**_FONT, **look}) for name, look in _LOOKS.items()}
        self._quoted = self._book.add_format({**_FONT, **_LOOKS["text"], "quote_prefix": True})
        self._bold = self._book.add_format({**_FONT, "bold": True})
        self._plain = self._book.add_format(_FONT)
        self._fictional, self._as_at = fictional, day(as_at)

    def lines(self, name: str, lines: Sequence[tuple[str, str]]) -> None:
        """A sheet to be read from above: lines of text, each with its look ("title", "section" or "line")."""
        sheet = self._sheet(name, A4, landscape=False)
        sheet.set_column(0, 0, _LINE_WIDTH)
        for row, (look, text) in enumerate(lines):
            sheet.set_row(row, height(text, _LINE_WIDTH) + _ABOVE[look])
            self._write(sheet, row, 0, text, look)
        sheet.print_area(0, 0, len(lines) - 1, 0)

    def table(self, table: Table) -> Worksheet:
        """A sheet with a table; its columns are those that hold something, then what did not fit into one cell."""
        kept = [at for at, of in enumerate(table.columns) if not of.optional or any(row[at] for row in table.rows)]
        columns = [table.columns[at] for at in kept]
        sheet = self._sheet(table.name, table.paper)
        if table.height is not None:
            sheet.set_default_row(table.height)
        further: dict[str, int] = {}
        for number, row in enumerate(table.rows, 1):
            if table.height is None:
                needed = (height(row[at], of.width) for at, of in zip(kept, columns, strict=True))
                sheet.set_row(number, max(needed))
            for place, at in enumerate(kept):
                for title, part in self._put(sheet, number, place, row[at], columns[place].title):
                    self._write(sheet, number, further.setdefault(title, len(kept) + len(further)), part)
        titles = [*(of.title for of in columns), *further]
        for place, of in enumerate(columns):
            sheet.set_column(place, place, of.width)
        if further:
            sheet.set_column(len(kept), len(titles) - 1, _CONTINUED_WIDTH)
        sheet.set_row(0, max(height(of.title, of.width) for of in columns))
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title, self._looks["heading"])
        last = max(len(table.rows), 1)
        sheet.freeze_panes(1, table.kept)
        sheet.autofilter(0, 0, last, len(titles) - 1)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, last, sum(of.printed for of in columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        return sheet

    def save(self) -> bytes:
        self._book.close()
        return self._out.getvalue()

    def _sheet(self, name: str, paper: int, landscape: bool = True) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(**_MARGINS)
        mark = '&L&"Arial,Bold"FICTIONAL' if self._fictional else ""
        sheet.set_header(f"{mark}&C&A&RAs at {self._as_at}")
        sheet.set_footer(f"&L&8{LIMITS}&R&8Page &P of &N")
        return sheet

    def _put(self, sheet: Worksheet, row: int, place: int, cell: Cell, title: str) -> Iterator[tuple[str, Cell]]:
        """Write a cell; gives what does not fit into it, with the titles of the columns for that."""
        if cell is None or isinstance(cell, (int, dt.date)):
            self._write(sheet, row, place, cell)
            return
        first, *rest = parts(cell, f" … [goes on in the column “{title}, continued”]")
        self._write(sheet, row, place, first)
        for nth, part in enumerate(rest, 1):
            yield f"{title}, continued" + (f" ({nth})" if nth > 1 else ""), part

    def _write(self, sheet: Worksheet, row: int, place: int, cell: Cell, look: str = "text") -> None:
        if isinstance(cell, dt.date):
            sheet.write_datetime(row, place, cell, self._looks["date"])
        elif isinstance(cell, int):
            sheet.write_number(row, place, cell, self._looks["number"])
        elif cell:
            self._text(sheet, row, place, pieces_of(cell), self._looks[look])
        else:
            sheet.write_blank(row, place, None, self._looks[look])

    def _text(self, sheet: Worksheet, row: int, place: int, pieces: list[Piece], look: Format) -> None:
        if "".join(words for words, _ in pieces).startswith(FORMULA):
            look = self._quoted  # so that it stays text when a person edits the cell
        write_text(sheet, row, place, pieces, look, self._plain, self._bold)
