"""Write the chronologies of the invented families from the readable sources in `sources/`, for maintainers.

`sources/<case>/<file>.yaml` becomes `<case>/<file>`; what stands in the source is all there is, and a second run gives
the same bytes. Never reads a chronology and knows no rule. How a source is written: `sources/README.md`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from flagger.documents.document import read_document

HERE = Path(__file__).resolve().parent
MADE = dt.datetime(2025, 1, 6, 9, 0)  # any fixed moment: document properties must not hold the clock
_ZIP_MOMENT = (2025, 1, 6, 9, 0, 0)
_GREY = "D9E2F3"


@dataclass(frozen=True)
class Row:
    """One row of a table: `banner` runs over the whole width, `hidden` is folded away in a workbook."""

    cells: tuple[str, ...]
    banner: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Table:
    """A table or sheet: the lines above it, its headings, its rows, and how wide its columns are (cm or characters)."""

    name: str
    title: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    true_dates: tuple[str, ...]
    hidden: bool


def make(source: Path, out: Path) -> Path:
    """Write the file of one source into `out/<case>/`."""
    data = read_document(source, source.name).data
    tables = [_table(part) for part in data.get("tables", [data])]
    path = out / source.parent.name / source.name.removesuffix(".yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    writers = {".docx": _word, ".xlsx": _workbook, ".csv": _delimited}
    path.write_bytes(writers[path.suffix](tables, data))
    return path


def _table(part: Mapping[str, Any]) -> Table:
    rows = [*_rows(part.get("rows", "")), *_series(part.get("series", ()))]
    if part.get("series"):
        rows.sort(key=lambda row: dt.datetime.strptime(row.cells[0], "%d/%m/%Y"))
    if part.get("newest_first"):
        rows.reverse()
    return Table(
        part.get("name", ""),
        tuple(part.get("title", ())),
        _cells(part["columns"]),
        tuple(rows),
        tuple(part.get("widths", ())),
        tuple(part.get("true_dates", ())),
        part.get("hidden", False),
    )


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("|"))


def _rows(block: str) -> Iterator[Row]:
    """Rows of a block of text: one a line, cells parted by "|"; a line that begins with a space continues the row."""
    for line in re.sub(r"\n[ ]+", " ", block).splitlines():
        if line.startswith("== "):
            yield Row((line[3:].strip(),), banner=True)
        elif line.strip():
            yield Row(_cells(line.removeprefix("(hidden)")), hidden=line.startswith("(hidden)"))


def _series(series: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """Ordinary life that comes round again: the texts in turn, so many days apart, on weekdays and not while closed."""
    for part in series:
        texts = [line for line in re.sub(r"\n[ ]+", " ", part["texts"]).splitlines() if line.strip()]
        for i in range(part["times"]):
            day = part["from"] + dt.timedelta(days=part["every"] * i + (i * 5) % 3)
            day += dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
            if not any(_within(day, stretch) for stretch in part.get("closed", ())):
                yield Row((day.strftime("%d/%m/%Y"), *_cells(part["as"]), *_cells(texts[i % len(texts)])))


def _within(day: dt.date, stretch: str) -> bool:
    """Whether a day lies in "2020-03-23 2020-05-31", or in "07-22 09-03" of any year."""
    first, last = stretch.split()
    return first <= day.isoformat()[-len(first) :] <= last


def _delimited(tables: Sequence[Table], data: Mapping[str, Any]) -> bytes:
    table = tables[0]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=data.get("delimiter", ","), lineterminator="\r\n")
    for line in table.title:
        writer.writerow([line])
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(cell.replace(" // ", "\n") for cell in row.cells)
    return text.getvalue().encode(data.get("encoding", "utf-8"))


def _workbook(tables: Sequence[Table], data: Mapping[str, Any]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties({"title": "FICTIONAL chronology", "author": "FICTIONAL", "created": MADE})
    wrap = {"text_wrap": True, "valign": "top", "border": 1, "font_size": 10}
    styles = {
        "title": book.add_format({"bold": True, "font_size": 12}),
        "head": book.add_format({**wrap, "bold": True, "bg_color": f"#{_GREY}"}),
        "text": book.add_format(wrap),
        "struck": book.add_format({**wrap, "font_strikeout": True}),
        "date": book.add_format({**wrap, "num_format": "dd/mm/yyyy", "align": "left"}),
        "banner": book.add_format({**wrap, "bold": True, "bg_color": "#EDEDED"}),
    }
    for table in tables:
        _sheet(book.add_worksheet(table.name or None), table, styles)
    book.close()
    return _stamped(buffer.getvalue())


def _sheet(sheet: Any, table: Table, styles: Mapping[str, Any]) -> None:
    if table.hidden:
        sheet.hide()
    for i, width in enumerate(table.widths):
        sheet.set_column(i, i, width)
    for at, line in enumerate(table.title):
        sheet.write_string(at, 0, line, styles["title"])
    head = len(table.title) + (1 if table.title else 0)
    for i, heading in enumerate(table.columns):
        sheet.write_string(head, i, heading, styles["head"])
    sheet.freeze_panes(head + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    for at, row in enumerate(table.rows, head + 1):
        if row.banner:
            sheet.merge_range(at, 0, at, len(table.columns) - 1, row.cells[0], styles["banner"])
            continue
        for i, text in enumerate(row.cells):
            _write(sheet, at, i, text, table.columns[i] in table.true_dates, styles)
        sheet.set_row(at, _height(row, table.widths), None, {"hidden": row.hidden})


def _height(row: Row, widths: Sequence[float]) -> float:
    """Points that the longest cell of a row needs, so that no program has to work it out when it opens the file."""
    lines = [len(text) / wide + text.count(" // ") for text, wide in zip(row.cells, widths, strict=False)]
    return 13.5 * max(1, *(math.ceil(many) for many in lines))


def _write(sheet: Any, at: int, i: int, text: str, is_date: bool, styles: Mapping[str, Any]) -> None:
    if is_date and re.fullmatch(r"\d\d/\d\d/\d{4}", text):
        sheet.write_datetime(at, i, dt.datetime.strptime(text, "%d/%m/%Y"), styles["date"])
    elif text.startswith("~~"):
        sheet.write_string(at, i, text.strip("~"), styles["struck"])
    else:
        sheet.write_string(at, i, text.replace(" // ", "\n"), styles["text"])


def _word(tables: Sequence[Table], data: Mapping[str, Any]) -> bytes:
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "FICTIONAL chronology", "FICTIONAL", "Invented people"
    properties.created = properties.modified = MADE
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.8)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(9.5)
    for table in tables:
        for i, line in enumerate(table.title):
            document.add_paragraph().add_run(line).bold = i == 0
        _word_table(document, table)
        document.add_paragraph()
    buffer = io.BytesIO()
    document.save(buffer)
    return _stamped(buffer.getvalue())


def _word_table(document: Any, table: Table) -> None:
    """Fill by the cells of each row: asking python-docx for a table's cell by place walks the whole table."""
    width = len(table.columns)
    grid = document.add_table(rows=1 + len(table.rows), cols=width, style="Table Grid")
    grid.autofit = False
    rows = [row.cells for row in grid.rows]
    for column, wide in zip(grid.columns, table.widths, strict=False):
        column.width = Cm(wide)
    for cells in rows:
        for cell, wide in zip(cells, table.widths, strict=False):
            cell.width = Cm(wide)
    for cell, heading in zip(rows[0], table.columns, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
        _shade(cell, _GREY)
    repeat = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(repeat)
    for at, row in enumerate(table.rows, 1):
        if row.banner:
            merged = rows[at][0].merge(rows[at][width - 1])
            merged.paragraphs[0].add_run(row.cells[0]).bold = True
            _shade(merged, "EDEDED")
            continue
        for i, text in enumerate(row.cells):
            if text == "^":
                rows[at][i].merge(rows[at - 1][i])
            else:
                _paragraphs(rows[at][i], text)


def _paragraphs(cell: Any, text: str) -> None:
    for i, part in enumerate(text.split(" // ")):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        for piece in re.split(r"(~~.+?~~)", part):
            run = paragraph.add_run(piece.strip("~"))
            run.font.strike = True if piece.startswith("~~") else None


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _stamped(data: bytes) -> bytes:
    """The same archive with one fixed time on every part, so that the bytes do not hold the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _ZIP_MOMENT), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def main(out: Path = HERE) -> None:
    for source in sorted((HERE / "sources").glob("*/*.yaml")):
        print(make(source, out).relative_to(out))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
