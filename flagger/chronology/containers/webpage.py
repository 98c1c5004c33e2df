"""Simple tables of a web page, as case systems export them under the name .xls. Must not fetch anything."""

from __future__ import annotations

import re

from lxml import etree, html

from flagger.chronology.containers.archive import local
from flagger.chronology.containers.grid import Cell, Grid, GridRow, Unreadable, filled, plain
from flagger.model import Problem

_BLOCKS = frozenset({"br", "p", "div", "li"})
_WHITE = re.compile(r"[ \t\r\n]+")
_SKIPPED = frozenset({"script", "style", "head"})


def read_webpage(data: bytes, file: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """A grid for each table, named "table 1" on. Raises Unreadable when a table stands inside another."""
    encoding = None if b"charset" in data[:2048].lower() or data[:2] in (b"\xff\xfe", b"\xfe\xff") else _encoding(data)
    try:
        page = html.document_fromstring(data, parser=html.HTMLParser(encoding=encoding, no_network=True))
    except (etree.LxmlError, ValueError, LookupError):
        page = html.Element("html")
    tables = list(page.iter("table"))
    if any(table.find(".//table") is not None for table in tables):
        raise Unreadable(
            "This is a web page whose tables stand inside one another. Open it in Excel and save it as .xlsx, "
            "or ask for the export as Excel or CSV."
        )
    grids = tuple(Grid(f"table {number}", _rows(table)) for number, table in enumerate(tables, 1))
    return grids, ()


def _encoding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _rows(table: etree._Element) -> tuple[GridRow, ...]:
    rows = []
    reaching: dict[int, tuple[int, Cell]] = {}  # column -> rows still to fill from above, and with what
    for number, row in enumerate(table.iter("tr"), 1):
        cells: list[Cell] = []
        for element in row:
            if local(element) not in ("td", "th"):
                continue
            _fill_from_above(cells, reaching)
            cell = Cell(plain(_text(element).strip()))
            filling = Cell(cell.text, merged=True)
            for offset in range(_span(element, "colspan")):
                reaching[len(cells)] = (_span(element, "rowspan") - 1, filling)
                cells.append(filling if offset else cell)
        _fill_from_above(cells, reaching)
        rows.append(GridRow(number, tuple(cells)))
    return filled(rows)


def _fill_from_above(cells: list[Cell], reaching: dict[int, tuple[int, Cell]]) -> None:
    while reaching.get(len(cells), (0, None))[0] > 0:
        left, cell = reaching[len(cells)]
        reaching[len(cells)] = (left - 1, cell)
        cells.append(cell)


def _span(element: etree._Element, name: str) -> int:
    written = element.get(name, "1").strip()
    return min(int(written), 1000) if written.isdigit() and int(written) else 1


def _text(element: etree._Element) -> str:
    """Text with runs of white space as one space, the way a browser shows it, and breaks as line ends."""
    pieces = [_spaced(element.text)]
    for child in element:
        if local(child) not in _SKIPPED:
            inner = _text(child)
            pieces.append(("\n" if local(child) in _BLOCKS and any(pieces) else "") + inner)
        pieces.append(_spaced(child.tail))
    return "".join(pieces)


def _spaced(text: str | None) -> str:
    return _WHITE.sub(" ", text or "")
