"""What a person sees in an .xlsx besides values: hidden rows, struck-through text, comments, errors, empty formulas.

Reads the parts of the workbook itself: python-calamine gives only values, and openpyxl would need two slow passes,
since it gives either the formulas or the stored errors. Must not read values; `workbook` does, and joins the two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from flagger.chronology.containers.archive import Archive, is_on, local
from flagger.chronology.containers.grid import plain

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Excel writes this before the text of a threaded comment, for versions that cannot show the thread.
_THREADED = re.compile(r"\A\[Threaded comment\].*?\n\s*Comment:\s*", re.DOTALL)

NO_VALUE = "formula without a stored value"
Place = tuple[int, int]  # row and column, each from 0


@dataclass
class SheetMarks:
    """The marks of one sheet by place, its hidden rows, and the farthest row and column that hold a value."""

    cells: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    hidden: set[int] = field(default_factory=set)
    rows: int = 0
    columns: int = 0


def read_marks(archive: Archive) -> dict[str, SheetMarks]:
    """The marks of each worksheet by the sheet's name. Raises Unreadable when a part is damaged."""
    book = next((target for _, kind, target in archive.related("") if kind == "officeDocument"), "xl/workbook.xml")
    parts = archive.related(book)
    by_id = {name: target for name, kind, target in parts if kind == "worksheet"}
    struck_styles = _struck_styles(archive, _one(parts, "styles"))
    rich = _rich_strings(archive, _one(parts, "sharedStrings"))
    sheets = {}
    for sheet in archive.xml(book).iterfind("{*}sheets/{*}sheet"):
        target = by_id.get(next((str(value) for name, value in sheet.items() if str(name).endswith("}id")), ""))
        if target in archive.names:
            marks = _sheet_marks(archive, target, struck_styles, rich)
            _add_comments(archive, target, marks)
            sheets[sheet.get("name", "")] = marks
    return sheets


def _one(parts: list[tuple[str, str, str]], wanted: str) -> str:
    return next((target for _, kind, target in parts if kind == wanted), "")


def _struck_styles(archive: Archive, part: str) -> set[str]:
    """The numbers (as written in a cell) of the cell styles whose font is struck through."""
    if part not in archive.names:
        return set()
    root = archive.xml(part)
    fonts = [is_on(font.find("{*}strike")) for font in root.iterfind("{*}fonts/{*}font")]
    struck = set()
    for number, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        font = int(style.get("fontId", "0"))
        if font < len(fonts) and fonts[font]:
            struck.add(str(number))
    return struck


def _rich_strings(archive: Archive, part: str) -> dict[str, str]:
    """For each shared string made of runs, by its number: "struck", "partly struck" or ""."""
    if part not in archive.names:
        return {}
    strings = (element for element in archive.xml(part) if local(element) == "si")
    return {str(number): _runs(string) for number, string in enumerate(strings) if string.find("{*}r") is not None}


def _runs(string: etree._Element) -> str:
    struck = [
        is_on(run.find("{*}rPr/{*}strike")) for run in string.iterfind("{*}r") if (run.findtext("{*}t") or "").strip()
    ]
    return strike_mark(struck)


def strike_mark(struck: list[bool]) -> str:
    """The mark of a text from whether each of its runs is struck through."""
    if not any(struck):
        return ""
    return "struck" if all(struck) else "partly struck"


def _sheet_marks(archive: Archive, part: str, struck_styles: set[str], rich: dict[str, str]) -> SheetMarks:
    marks, row = SheetMarks(), -1
    for element in _elements(archive, part):
        row = int(element.get("r", row + 2)) - 1
        if element.get("hidden") in ("1", "true"):
            marks.hidden.add(row)
        column = -1
        for cell in element:
            if local(cell) != "c":
                continue
            reference = cell.get("r")
            column = _column(reference) if reference else column + 1
            if len(cell):
                marks.rows, marks.columns = row + 1, max(marks.columns, column + 1)
                _mark_cell(cell, marks, (row, column), struck_styles, rich)
        element.clear()
    return marks


def _elements(archive: Archive, part: str) -> Iterator[etree._Element]:
    data = BytesIO(archive.read(part))
    try:
        for _, element in etree.iterparse(
            data, tag="{*}row", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            yield element
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as fault:
        raise archive.damaged() from fault


def _mark_cell(
    cell: etree._Element, marks: SheetMarks, place: Place, struck_styles: set[str], rich: dict[str, str]
) -> None:
    kind, value, formula, inline = cell.get("t"), None, False, None
    for child in cell:
        name = local(child)
        if name == "v":
            value = child.text
        elif name == "f":
            formula = True
        elif name == "is" and child.find("{*}r") is not None:
            inline = _runs(child)
    if kind == "e":
        marks.cells[place].append(f"error: {value}")
    elif formula and not value and kind != "str":
        marks.cells[place].append(NO_VALUE)
    own = rich.get(value or "") if kind == "s" else inline
    strike = ("struck" if cell.get("s") in struck_styles else "") if own is None else own
    if strike:
        marks.cells[place].append(strike)


def _column(reference: str) -> int:
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1


def _add_comments(archive: Archive, sheet: str, marks: SheetMarks) -> None:
    """Comments down to the last row that holds a value; one below it is about no event."""
    part = _one(archive.related(sheet), "comments")
    if part not in archive.names:
        return
    for comment in archive.xml(part).iterfind("{*}commentList/{*}comment"):
        found = _REFERENCE.fullmatch(comment.get("ref", ""))
        text = plain("".join(run.text or "" for run in comment.iterfind(".//{*}t")))
        place = (int(found[2]) - 1, _column(found[1])) if found else (-1, -1)
        if text and 0 <= place[0] < marks.rows:
            marks.cells[place].append("comment: " + _THREADED.sub("", text))
