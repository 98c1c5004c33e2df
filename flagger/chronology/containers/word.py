"""Word tables to grids by a walk of the document's own XML, the way it reads with tracked changes accepted.

python-docx's `cell.text` drops tracked insertions, content controls and nested tables without a word. Here only tracked
deletions are dropped, and counted. Rows are numbered from 1 in each table, those marked as deleted included, as Word
shows them. Must not find headers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from flagger.chronology.containers.archive import Archive, attribute, is_on, local
from flagger.chronology.containers.grid import Cell, Grid, GridRow, Unreadable, filled, plain
from flagger.chronology.containers.word_text import CellText, is_placeholder
from flagger.model import Problem

OUTSIDE_TABLES = "text-outside-tables"
_A_SENTENCE = 9  # words: less is a title, a date or a name, as stands above most tables
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "AlternateContent", "Choice"})


@dataclass
class _Reading:
    """What the walk gathers on its way: the words of comments, and what it left out."""

    comments: dict[str, str]
    deletions: int = 0
    outside: int = 0
    grids: list[Grid] = field(default_factory=list)
    heading: str = ""


def read_word(data: bytes, file: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """A grid for each table that stands in no other table, named "table 1" on. Raises Unreadable."""
    archive = Archive(data, "Word document")
    archive.check()
    main = next((target for _, kind, target in archive.related("") if kind == "officeDocument"), "word/document.xml")
    body = archive.xml(main).find("{*}body")
    if body is None:
        raise archive.damaged()
    reading = _Reading(_comments(archive, main))
    _walk_blocks(body, reading)
    return tuple(reading.grids), tuple(_problems(body, reading, file))


def _comments(archive: Archive, main: str) -> dict[str, str]:
    part = next((target for _, kind, target in archive.related(main) if kind == "comments"), "")
    if part not in archive.names:
        return {}
    try:
        found = archive.xml(part)
    except Unreadable:
        return {}
    return {
        attribute(comment, "id") or "": plain("".join(text.text or "" for text in comment.iterfind(".//{*}t")))
        for comment in found.iterfind("{*}comment")
    }


def _problems(body: etree._Element, reading: _Reading, file: str) -> Iterator[Problem]:
    if reading.deletions:
        message = (
            f"{reading.deletions} tracked deletions in tables were left out. "
            "If they matter, accept or reject the changes in Word."
        )
        yield Problem(file, "tracked-deletions", message)
    if reading.outside and reading.grids:
        one = reading.outside == 1
        what = "1 paragraph outside tables was" if one else f"{reading.outside} paragraphs outside tables were"
        message = f"{what} not read; put what belongs to the chronology into its table."
        yield Problem(file, OUTSIDE_TABLES, message)
    boxes = sum(
        any((text.text or "").strip() for text in box.iterfind(".//{*}t"))
        for box in body.iterfind(".//{*}txbxContent")
        if not any(local(above) == "Fallback" for above in box.iterancestors())
    )
    if boxes:
        message = f"{boxes} text boxes were not read; move what belongs to the chronology into its table."
        yield Problem(file, "text-boxes", message)
    if body.find(".//{*}altChunk") is not None:
        message = "Another file is embedded in this document and was not read; open it in Word and save it again."
        yield Problem(file, "embedded-file", message)


def _walk_blocks(parent: etree._Element, reading: _Reading) -> None:
    """Tables in order, each with the nearest paragraph before it that holds text."""
    for child in parent:
        name = local(child)
        if name == "p":
            text = CellText({})
            text.paragraph(child)
            reading.heading = text.whole() or reading.heading
            reading.outside += len(text.whole().split()) >= _A_SENTENCE
        elif name == "tbl":
            rows = filled(_table_rows(child, reading))
            reading.grids.append(Grid(f"table {len(reading.grids) + 1}", rows, heading=reading.heading))
            reading.heading = ""
        elif name in _WRAPPERS:
            _walk_blocks(child, reading)


def _inside(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Children of one name, through content controls and other wrappers."""
    for child in parent:
        name = local(child)
        if name == wanted:
            yield child
        elif name in _WRAPPERS and not is_placeholder(child):
            yield from _inside(child, wanted)


def _table_rows(table: etree._Element, reading: _Reading) -> Iterator[GridRow]:
    above: dict[int, Cell] = {}
    for number, row in enumerate(_inside(table, "tr"), 1):
        settings = row.find("{*}trPr")
        if settings is not None and settings.find("{*}del") is not None:
            reading.deletions += 1
            continue
        inserted = settings is not None and settings.find("{*}ins") is not None
        cells = _row_cells(row, settings, above, reading)
        above = dict(enumerate(cells))
        hidden = settings is not None and is_on(settings.find("{*}hidden"))
        yield GridRow(number, tuple(cells), ("hidden row",) * hidden + ("inserted",) * inserted)


def _row_cells(
    row: etree._Element, settings: etree._Element | None, above: dict[int, Cell], reading: _Reading
) -> list[Cell]:
    """The cells of a row, one for each column of the table's grid, so that a column keeps its place in every row."""
    cells = [Cell("")] * _number(settings, "gridBefore", 0)
    for element in _inside(row, "tc"):
        style = element.find("{*}tcPr")
        if style is not None and style.find("{*}cellDel") is not None:
            reading.deletions += 1
            continue
        inserted = style is not None and style.find("{*}cellIns") is not None
        place = len(cells)
        if _continues(style, "vMerge"):
            cell = above.get(place, Cell(""))
            cell = Cell(cell.text, marks=cell.marks, merged=True)
        elif _continues(style, "hMerge") and cells:
            cell = Cell(cells[-1].text, marks=cells[-1].marks, merged=True)
        else:
            cell = _cell(element, inserted, reading)
        cells.append(cell)
        cells += [Cell(cell.text, marks=cell.marks, merged=True)] * (_number(style, "gridSpan", 1) - 1)
    return cells + [Cell("")] * _number(settings, "gridAfter", 0)


def _number(settings: etree._Element | None, name: str, default: int) -> int:
    """A count of columns; Word allows 63, so a larger one is a damaged file and taken as that."""
    found = None if settings is None else settings.find(f"{{*}}{name}")
    written = None if found is None else attribute(found, "val")
    return min(int(written), 63) if written and written.isdigit() else default


def _continues(style: etree._Element | None, name: str) -> bool:
    found = None if style is None else style.find(f"{{*}}{name}")
    return found is not None and attribute(found, "val") in (None, "continue")


def _cell(element: etree._Element, inserted: bool, reading: _Reading) -> Cell:
    text = CellText(reading.comments)
    _cell_blocks(element, text, inserted)
    reading.deletions += text.deletions
    return Cell(text.whole(), marks=text.marks())


def _cell_blocks(parent: etree._Element, text: CellText, inserted: bool) -> None:
    """Paragraphs in order, those of a nested table among them."""
    for child in parent:
        name = local(child)
        if name == "p":
            text.paragraph(child, inserted)
        elif name == "tbl":
            for row in _inside(child, "tr"):
                if row.find("{*}trPr/{*}del") is not None:
                    text.deletions += 1
                    continue
                new = inserted or row.find("{*}trPr/{*}ins") is not None
                for cell in _inside(row, "tc"):
                    _cell_blocks(cell, text, new)
        elif name in _WRAPPERS and not is_placeholder(child):
            _cell_blocks(child, text, inserted)
