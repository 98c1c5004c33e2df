"""Writes a folder of broken and awkward files, and says what each must give.

`python tests/malformed/make.py FOLDER` writes them. Every readable one holds one header row and `events` rows below it.
A name tells nothing true about what a file is: that is the point.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import files as f
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
import xlwt
from xlwt.CompoundDoc import XlsDoc


@dataclass(frozen=True)
class Expected:
    """What reading gives: the kind found, how many events survive (None: refused in one sentence), kinds of problem."""

    kind: str
    events: int | None = None
    problems: tuple[str, ...] = ()


def _protected_xls() -> bytes:
    """A workbook stream with the record that says its contents are encrypted (FILEPASS, [MS-XLS] 2.4.117)."""
    book = xlwt.Workbook()
    book.add_sheet("Chronology")
    stream = book.get_biff_data()
    first = 4 + int.from_bytes(stream[2:4], "little")
    locked = stream[:first] + bytes.fromhex("2f000600000001020304") + stream[first:]
    out = BytesIO()
    XlsDoc().save(out, locked)
    return out.getvalue()


def _protected_zip() -> bytes:
    """The bit that says a part is encrypted, set in both of its headers."""
    data = bytearray(f.zipped({"chronology.csv": f.csv()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _unclosed_ods() -> bytes:
    """Content that stops in the middle of an element, inside a zip that is whole."""
    with zipfile.ZipFile(BytesIO(f.ods())) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    return f.zipped(held | {"content.xml": held["content.xml"][:-120]})


def _marked_xlsx() -> bytes:
    """Dates, an error, a struck-through text, a comment, a hidden row and a hidden sheet."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Chronology")
        struck, day = book.add_format({"font_strikeout": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, f.HEADER)
        for number in range(1, 4):
            sheet.write_datetime(number, 0, dt.datetime(2019, 3, number), day)
            sheet.write_row(number, 1, ("School", "Wren", "Attended"))
        sheet.write_string(1, 3, "Entered by mistake", struck)
        sheet.write_formula(2, 2, "=NA()", None, "#N/A")
        sheet.write_comment(2, 3, "Check with school")
        sheet.set_row(3, None, None, {"hidden": True})
    return out.getvalue()


def _formulas_never_run() -> bytes:
    out, book = BytesIO(), openpyxl.Workbook()
    sheet = book.active
    for line in (f.HEADER, ("04/03/2019", "School", "=A1", "Attended")):
        sheet.append(line)
    book.save(out)
    return out.getvalue()


def _stray_far_cell() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name in ("Chronology", "Stray"):
            sheet = book.add_worksheet(name)
            for number, line in enumerate((f.HEADER, *f.EVENTS)):
                sheet.write_row(number, 0, line)
        sheet.write(1_048_575, 16_383, "x")
    return out.getvalue()


def _broken_part() -> bytes:
    """Values that can be read beside a part that cannot."""
    with zipfile.ZipFile(BytesIO(f.xlsx())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = b"<Relationships"
    return f.zipped(parts)


def _parquet() -> bytes:
    table = pa.table({
        "Date": pa.array([dt.date(2019, 3, 4), None]), "Agency": ["School", "GP"], "Person": [["Wren", "Lark"], []],
        "Event": ["Attended", "Seen"],
    })  # fmt: skip
    out = BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def _lock_file() -> bytes:
    name = "Pat Invented"
    return bytes([len(name)]) + name.encode().ljust(54, b" ") + (name.encode("utf-16-le")).ljust(107, b"\0")


def _tracked() -> bytes:
    inserted = f.row("07/03/2019", "School", "Wren", f"<w:tc><w:p><w:ins>{f.run('Attended')}</w:ins></w:p></w:tc>")
    deleted = f.row("08/03/2019", "School", "Wren", "Attended", style='<w:del w:id="1"/>')
    return f.docx(f.table(*f.chronology_rows(), inserted, deleted))


def _controls() -> bytes:
    """Every row but the header inside a content control, and the table inside another."""
    head, *rows = f.chronology_rows()
    held = "".join(f"<w:sdt><w:sdtPr/><w:sdtContent>{row}</w:sdtContent></w:sdt>" for row in rows)
    return f.docx(f"<w:sdt><w:sdtContent>{f.table(head, held)}</w:sdtContent></w:sdt>")


def _entities() -> bytes:
    prolog = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return f.docx(f.table(f.row("&b;")), prolog=prolog)


_TEXT, _LATIN = f.csv(), f.csv().replace("open day", "café – “open”")
_HEAD = ",".join(f.HEADER)
_PAGE = (
    "<html><body><table>"
    + "".join("<tr>" + "".join(f"<td>{text}</td>" for text in line) + "</tr>" for line in (f.HEADER, *f.EVENTS))
    + "</table></body></html>"
)
_QUOTED_LINES = f'{_HEAD}\n04/03/2019,School,Wren,"Two\nlines, here"\n05/03/2019,GP,Wren,Seen\n'
_OPEN_QUOTE = f'{_HEAD}\n04/03/2019,School,Wren,"Never closed\n05/03/2019,GP,Wren,Seen\n06/03/2019,GP,"Wren, Jay",\n'
_OPEN_AT_END = f'{_HEAD}\n04/03/2019,School,Wren,Seen\n05/03/2019,GP,Wren,"Never closed\n06/03/2019,GP,Wren,Seen\n'
_STRAY_QUOTES = f'{_HEAD}\n04/03/2019,School,Wren,Said "no" twice\n05/03/2019,GP,Wren,"Said "no" again, twice"\n'
_RAGGED = f"{_HEAD}\n04/03/2019,School\n05/03/2019,GP,Wren,Seen, then left, then back\n06/03/2019,GP,Wren,Seen\n"
_LONG = f"{_HEAD}\n04/03/2019,School,Wren,{'word ' * 10_400}\n05/03/2019,GP,Wren,👩‍👧 שלום seen\n"
_MOVED_NAME = f.docx(f.table(*f.chronology_rows()), main="word/document2.xml")
_BOMB = f.zipped({"[Content_Types].xml": f._TYPES.format("word/document.xml"), "word/document.xml": b" " * 40_000_000})
_NO_OFFICE = f.zipped({"readme.txt": "nothing"})
_IMAGE = b"\x89PNG\r\n\x1a\n" + b"\0" * 64

FILES: dict[str, tuple[Callable[[], bytes], Expected]] = {
    "pdf.csv": (lambda: b"%PDF-1.7\n1 0 obj\n", Expected("pdf")),
    "old-word.docx": (lambda: f.ole("WordDocument"), Expected("doc")),
    "password.xlsx": (lambda: f.ole("EncryptedPackage"), Expected("protected")),
    "label.docx": (lambda: f.ole("DRMEncryptedDataSpace"), Expected("labelled")),
    "password.xls": (_protected_xls, Expected("protected")),
    "unclosed.ods": (_unclosed_ods, Expected("ods")),
    "password.zip": (_protected_zip, Expected("protected")),
    "password.ods": (lambda: f.ods(encrypted=True), Expected("protected")),
    "e-mail.docx": (lambda: f.ole("__properties_version1.0"), Expected("msg")),
    "rich-text.doc": (lambda: b"{\\rtf1\\ansi Chronology}", Expected("rtf")),
    "picture.xlsx": (lambda: _IMAGE, Expected("image")),
    "empty.csv": (lambda: b"", Expected("empty")),
    "blank-lines.csv": (lambda: b"\xef\xbb\xbf\r\n\r\n ", Expected("empty")),
    "no-office.docx": (lambda: _NO_OFFICE, Expected("zip")),
    "cut-short.xlsx": (lambda: f.xlsx()[:-400], Expected("cut short")),
    "cut-short.docx": (lambda: f.docx(f.table(*f.chronology_rows()))[:300], Expected("cut short")),
    "damaged-part.docx": (lambda: f.docx("<w:tbl><w:tr>"), Expected("docx")),
    "cut-short.parquet": (lambda: _parquet()[:-9], Expected("cut short")),
    "damaged.parquet": (lambda: b"PAR1" + b"\1" * 40 + b"PAR1", Expected("parquet")),
    "lock~.docx": (_lock_file, Expected("lock")),
    "json.csv": (lambda: json.dumps({"events": []}).encode(), Expected("json")),
    "excel-2003.xls": (lambda: b"<?xml version='1.0'?><Workbook xmlns='urn:x'/>", Expected("xml")),
    "web-archive.xls": (lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related", Expected("mail")),
    "binary.csv": (lambda: bytes(range(256)) * 8, Expected("binary")),
    "bomb.docx": (lambda: _BOMB, Expected("docx")),
    "entities.docx": (_entities, Expected("docx")),
    "no-table.docx": (lambda: f.docx(f"<w:p>{f.run('A letter')}</w:p>"), Expected("docx")),
    "empty-sheet.xlsx": (lambda: f.xlsx(()), Expected("xlsx")),
    "nested.xls": (lambda: b"<table><tr><td><table></table></td></tr></table>", Expected("html")),
    "page.xls": (lambda: _PAGE.encode(), Expected("html", 3)),
    "excel-95-to-2003.csv": (f.xls, Expected("xls", 3, ("marks-not-read",))),
    "open-document.xlsx": (f.ods, Expected("ods", 3, ("marks-not-read",))),
    "workbook.csv": (f.xlsx, Expected("xlsx", 3)),
    "marked.xlsx": (_marked_xlsx, Expected("xlsx", 3)),
    "formulas-never-run.xlsx": (_formulas_never_run, Expected("xlsx", 1, ("formulas-without-results",))),
    "stray-far-cell.xlsx": (_stray_far_cell, Expected("xlsx", 3, ("sheet-too-large",))),
    "marks-unreadable.xlsx": (_broken_part, Expected("xlsx", 3, ("marks-not-read",))),
    "extract.csv": (_parquet, Expected("parquet", 2)),
    "tracked.docx": (_tracked, Expected("docx", 4, ("tracked-deletions",))),
    "controls.docx": (_controls, Expected("docx", 3)),
    "document2.docx": (lambda: _MOVED_NAME, Expected("docx", 3)),
    "strict.docx": (lambda: f.docx(f.table(*f.chronology_rows()), space=f.STRICT_W), Expected("docx", 3)),
    "utf8.csv": (lambda: _LATIN.encode(), Expected("csv", 3)),
    "utf8-mark.csv": (lambda: _LATIN.encode("utf-8-sig"), Expected("csv", 3)),
    "utf16.txt": (lambda: _LATIN.encode("utf-16"), Expected("csv", 3)),
    "utf16-le.csv": (lambda: _LATIN.encode("utf-16-le"), Expected("csv", 3)),
    "utf16-be.csv": (lambda: _LATIN.encode("utf-16-be"), Expected("csv", 3)),
    "windows.csv": (lambda: _LATIN.encode("cp1252"), Expected("csv", 3)),
    "two-encodings.csv": (
        lambda: _LATIN.encode() + "07/03/2019,GP,Wren,café\n".encode("cp1252"),
        Expected("csv", 4, ("mixed-encoding",)),
    ),
    "semicolons.csv": (lambda: f.csv(";").encode(), Expected("csv", 3)),
    "tabs.xls": (lambda: f.csv("\t").encode(), Expected("csv", 3)),
    "pipes.csv": (lambda: f.csv("|").encode(), Expected("csv", 3)),
    "sep-line.csv": (lambda: b"sep=^\r\n" + f.csv("^", "\r\n").encode(), Expected("csv", 3)),
    "cr-only.csv": (lambda: f.csv(end="\r").encode(), Expected("csv", 3)),
    "nul-bytes.csv": (lambda: _TEXT.replace("Home", "Ho\0me").encode(), Expected("csv", 3, ("nul-bytes",))),
    "quoted-lines.csv": (lambda: _QUOTED_LINES.encode(), Expected("csv", 2)),
    "open-quote.csv": (lambda: _OPEN_QUOTE.encode(), Expected("csv", 3, ("unclosed-quote",))),
    "open-quote-to-the-end.csv": (lambda: _OPEN_AT_END.encode(), Expected("csv", 3, ("unclosed-quote",))),
    "stray-quotes.csv": (lambda: _STRAY_QUOTES.encode(), Expected("csv", 2)),
    "ragged.csv": (lambda: _RAGGED.encode(), Expected("csv", 3, ("long-row",))),
    "long-cells.csv": (lambda: _LONG.encode(), Expected("csv", 2)),
}


def make(folder: Path) -> dict[str, Expected]:
    """Write every file into `folder`, which must exist; what each must give, by its name."""
    for name, (content, _) in FILES.items():
        (folder / name).write_bytes(content())
    return {name: expected for name, (_, expected) in FILES.items()}


if __name__ == "__main__":
    make(Path(sys.argv[1]))
