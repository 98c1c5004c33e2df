"""The merged chronology as a workbook: real dates, a header that stays, filters, ready to print. No formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flagger.chronology.composite.columns import (
    AGENCY,
    CASE,
    EVENT,
    FIRST,
    FROM,
    LAST,
    MARKS,
    NUMBER,
    PEOPLE_HEADINGS,
    PERSON,
    READ_AS,
    ROW_ID,
    SOURCE,
    TABLE_HEADINGS,
    TIME,
    TOLD,
    WRITTEN,
)
from flagger.chronology.spreadsheets import FORMULA
from flagger.report.letters import is_right_to_left
from flagger.report.merged.flat import Flat, Value, flat, simple
from flagger.report.merged.gather import Merged, gather
from flagger.report.say import FICTIONAL
from flagger.report.workbook.cells import FIRST_DATE, HIGHEST, height
from flagger.report.workbook.texts import AS_TEXT, write_text
from flagger.screen import Reading

_MADE = dt.datetime(2000, 1, 1)  # no day of a run: the same rows give the same bytes
_A3, _KEPT = 8, 4
_WIDTHS = {
    NUMBER: 5, CASE: 12, FIRST: 12, LAST: 12, TIME: 6, READ_AS: 8, WRITTEN: 12, AGENCY: 14, SOURCE: 13, PERSON: 12,
    EVENT: 60, TOLD: 14, MARKS: 10, FROM: 17, ROW_ID: 14,
}  # fmt: skip
_WIDTH, _WIDE = 16, 110
_CELL = {"font_name": "Arial", "font_size": 10, "text_wrap": True, "align": "left", "valign": "top", "border": 1,
         "border_color": "#A6A6A6"}  # fmt: skip
_LOOKS: dict[str, dict[str, object]] = {
    "text": _CELL,
    "struck": {**_CELL, "font_strikeout": True},
    "quoted": {**_CELL, "quote_prefix": True},  # stays text when a person edits the cell
    "rtl": {**_CELL, "align": "right", "reading_order": 2},
    "date": {**_CELL, "num_format": "d mmm yyyy"},
    "heading": {**_CELL, "bold": True, "bg_color": "#DCE6EE"},
}


def merged_xlsx(reading: Reading, fictional: bool = False) -> bytes:
    """The workbook: the chronology, the people where tables name any, and where the rows come from.

    `fictional`: every printed page says that nobody in it is real.
    """
    merged = gather(reading)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **AS_TEXT}) as book:
        book.set_properties({"title": "Merged chronology", "author": "flagger", "created": _MADE})
        sheets = _Sheets(book, FICTIONAL if fictional else "")
        sheets.add("Chronology", flat(merged), _struck(merged), kept=_KEPT)
        if merged.people:
            sheets.add("People", simple(PEOPLE_HEADINGS, merged.people))
        sheets.add("Where rows come from", simple(TABLE_HEADINGS, merged.tables))
    return out.getvalue()


def _struck(merged: Merged) -> frozenset[int]:
    return frozenset(at for at, row in enumerate(merged.rows, 1) if row.struck)


class _Sheets:
    def __init__(self, book: xlsxwriter.Workbook, above: str) -> None:
        self._book, self._above = book, above
        self._looks = {name: book.add_format(look) for name, look in _LOOKS.items()}

    def add(self, name: str, table: Flat, struck: frozenset[int] = frozenset(), kept: int = 1) -> None:
        """A sheet: the narrative of `struck` rows (counted from 1) is shown struck; `kept` columns stay in sight."""
        sheet = self._book.add_worksheet(name)
        widths = _widths(table)
        for place, (heading, width) in enumerate(zip(table.headings, widths, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, self._looks["heading"])
        for number, row in enumerate(table.rows, 1):
            sheet.set_row(number, max(height(_shown(of), width) for of, width in zip(row, widths, strict=True)))
            for place, value in enumerate(row):
                crossed = number in struck and table.headings[place].startswith(EVENT)
                self._write(sheet, number, place, value, self._looks["struck" if crossed else "text"])
        if self._above:
            sheet.set_header(f"&C{self._above}")
        _ready_to_print(sheet, name, max(len(table.rows), 1), len(table.headings) - 1, kept)

    def _write(self, sheet: Worksheet, row: int, place: int, value: Value, look: Format) -> None:
        if value == "":
            sheet.write_blank(row, place, None, look)
        elif isinstance(value, dt.date) and value >= FIRST_DATE:
            sheet.write_datetime(row, place, value, self._looks["date"])
        elif isinstance(value, int):
            sheet.write_number(row, place, value, look)
        else:
            text = str(value)
            if look is self._looks["text"]:
                look = self._look_of(text)
            write_text(sheet, row, place, [(text, "")], look, look, look)

    def _look_of(self, text: str) -> Format:
        if text.startswith(FORMULA):
            return self._looks["quoted"]
        return self._looks["rtl" if is_right_to_left(text) else "text"]


def _shown(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _widths(table: Flat) -> Sequence[int]:
    """A narrative that would not fit into the highest row there is has a wider column."""
    long = any(
        height(_shown(value), _WIDTHS[EVENT]) == HIGHEST
        for row in table.rows
        for heading, value in zip(table.headings, row, strict=True)
        if heading == EVENT
    )
    widths = _WIDTHS | ({EVENT: _WIDE} if long else {})
    return [widths.get(heading, _WIDTH) for heading in table.headings]


def _ready_to_print(sheet: Worksheet, name: str, last_row: int, last_column: int, kept: int) -> None:
    sheet.freeze_panes(1, kept)
    sheet.autofilter(0, 0, last_row, last_column)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer(f"&L{name}&RPage &P of &N")
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})
