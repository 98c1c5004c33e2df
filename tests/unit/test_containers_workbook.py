"""Workbooks: values as a person sees them, true dates as days, and every mark that calamine leaves out."""

from __future__ import annotations

import datetime as dt
import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from containers_files import read, texts
from files import zipped
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from flagger.chronology.containers import Cell, GridsRead

DAY = (dt.date(2019, 3, 4) - dt.date(1970, 1, 1)).days


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cell(got: GridsRead, row: int, column: int) -> Cell:
    found = next(each for each in got.grids[0].rows if each.number == row)
    return found.cells[column]


@pytest.mark.parametrize("system", [False, True])
def test_true_dates_and_times_come_as_days_and_minutes_in_both_date_systems(tmp_path: Path, system: bool) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": system}) as book:
        sheet = book.add_worksheet()
        for column, code in enumerate(("dd/mm/yyyy", "dd/mm/yyyy hh:mm")):
            moment = dt.datetime(2019, 3, 4, 14 * column, 30 * column)
            sheet.write_datetime(0, column, moment, book.add_format({"num_format": code}))
    row = read(tmp_path, out.getvalue()).grids[0].rows[0]
    assert row.cells == (Cell("2019-03-04", DAY), Cell("2019-03-04 14:30", DAY, 870))


def test_numbers_read_as_a_person_sees_plain_ones(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([12.0, 0.1 + 0.2, 9434765919, True, dt.time(9, 5)])
    row = read(tmp_path, saved(book)).grids[0].rows[0]
    assert [each.text for each in row.cells] == ["12", "0.3", "9434765919", "TRUE", "09:05"]
    assert row.cells[4].minutes == 545


def test_rows_keep_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["C4"] = "Seen"
    row = read(tmp_path, saved(book)).grids[0].rows[0]
    assert row.number == 4
    assert [each.text for each in row.cells] == ["", "", "Seen"]


def test_a_merged_range_fills_its_own_cells_and_no_others(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(1, 5):
        book.active[f"B{number}"] = "Seen"
    book.active["A1"] = dt.datetime(2019, 3, 4)
    book.active.merge_cells("A1:A2")
    got = read(tmp_path, saved(book))
    assert [cell(got, number, 0).day for number in range(1, 5)] == [DAY, DAY, None, None]
    assert [cell(got, number, 0).merged for number in range(1, 5)] == [False, True, False, False]


def test_marks_of_cells_rows_and_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Whole", CellRichText("Kept, ", TextBlock(InlineFont(strike=True), "dropped")), "Noted"])
    sheet.append(["Seen"])
    sheet["A1"].font = Font(strike=True)
    sheet["C1"].comment = Comment("Check with school", "Pat Invented")
    sheet.row_dimensions[2].hidden = True
    book.create_sheet("Old").append(["Seen"])
    book["Old"].sheet_state = "veryHidden"
    got = read(tmp_path, saved(book))
    assert [cell(got, 1, column).marks for column in range(3)] == [
        ("struck",),
        ("partly struck",),
        ("comment: Check with school",),
    ]
    assert [row.marks for row in got.grids[0].rows] == [(), ("hidden row",)]
    assert [(grid.sheet, grid.marks) for grid in got.grids] == [("Sheet", ()), ("Old", ("hidden sheet",))]


def test_a_threaded_comment_gives_its_words_without_what_excel_wrote_before_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Seen"
    book.active["A1"].comment = Comment("[Threaded comment]\n\nYour version ...\n\nComment:\n    Ask GP", "x")
    assert cell(read(tmp_path, saved(book)), 1, 0).marks == ("comment: Ask GP",)


def test_errors_and_formulas_that_never_ran_are_marks_on_empty_cells(tmp_path: Path) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, "=NA()", None, "#N/A")
        sheet.write_formula(0, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(0, 2, '="Seen"', None, "Seen")
    row = read(tmp_path, out.getvalue()).grids[0].rows[0]
    assert row.cells == (Cell("", marks=("error: #N/A",)), Cell("", marks=("error: #DIV/0!",)), Cell("Seen"))
    fresh = openpyxl.Workbook()
    fresh.active.append(["=1+1"])
    got = read(tmp_path, saved(fresh))
    assert cell(got, 1, 0) == Cell("", marks=("formula without a stored value",))
    assert [(each.kind, each.row) for each in got.problems] == [("formulas-without-results", 1)]


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with these bytes of one part replaced."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    assert old in held.get(part, old)
    held[part] = held.get(part, old).replace(old, new)
    return zipped(held)


def test_a_formula_that_gave_no_text_is_an_empty_cell_without_a_mark(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(['=IF(TRUE,"","")', "Seen"])
    data = changed(saved(book), "xl/worksheets/sheet1.xml", b'<c r="A1">', b'<c r="A1" t="str">')
    assert cell(read(tmp_path, data), 1, 0) == Cell("")


def test_values_still_come_when_the_marks_cannot_be_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Seen"])
    got = read(tmp_path, changed(saved(book), "xl/worksheets/_rels/sheet1.xml.rels", b"", b"<broken"))
    assert texts(got) == [["Seen"]]
    assert [each.kind for each in got.problems] == ["marks-not-read"]


def test_an_old_workbook_gives_values_dates_and_merged_ranges(tmp_path: Path) -> None:
    book, out = xlwt.Workbook(), BytesIO()
    sheet = book.add_sheet("S")
    sheet.write_merge(0, 1, 0, 0, dt.date(2019, 3, 4), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write(0, 1, "Seen")
    sheet.write(1, 1, 12.0)
    book.save(out)
    got = read(tmp_path, out.getvalue())
    assert cell(got, 2, 0) == Cell("2019-03-04", DAY, merged=True)
    assert cell(got, 2, 1).text == "12"
    assert [each.kind for each in got.problems] == ["marks-not-read"]


def test_twenty_thousand_rows_take_a_couple_of_seconds(tmp_path: Path) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number in range(20_000):
            sheet.write_row(number, 0, (number, "School", "Wren", f"Seen {number}"))
    start = time.process_time()
    assert len(read(tmp_path, out.getvalue()).grids[0].rows) == 20_000
    assert time.process_time() - start < 5
