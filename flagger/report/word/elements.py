"""The parts of a Word document's XML that the papers are made of: text, paragraphs, tables. Pure; knows no template.

Text reaches Word only through here, so that whatever a row holds (control characters, half characters, right-to-left
script, 52,000 characters) is text in the paper and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml.etree import _Element as Element

from flagger.report.letters import is_right_to_left, writable
from flagger.report.pieces import Piece

Text = str | Sequence[Piece]
TWIPS_A_MM = 1440 / 25.4
LONGEST_WHOLE_ROW = 1500  # characters; a longer row may break across pages, because it may not fit on one
_BREAKS = re.compile("([\n\t])")


def element(tag: str, *children: Element, **attributes: str | int) -> Element:
    """An element of Word's own namespace with its attributes and children."""
    made = OxmlElement(f"w:{tag}", {qn(f"w:{name}"): str(of) for name, of in attributes.items()})
    made.extend(children)
    return made


def take_out(block: Element) -> None:
    """Take a block out of what holds it."""
    holder = block.getparent()
    if holder is not None:
        holder.remove(block)


def plain_text(text: Text) -> str:
    return text if isinstance(text, str) else "".join(piece for piece, _ in text)


def runs(text: Text, strong: str) -> list[Element]:
    """The runs of a text; pieces that are about something have the character style `strong`."""
    pieces = [(text, "")] if isinstance(text, str) else text
    return [_run(writable(piece), strong if about else "") for piece, about in pieces if piece]


def _run(text: str, style: str) -> Element:
    made = element("r")
    properties = [element("rStyle", val=style)] if style else []
    if is_right_to_left(text):
        properties.append(element("rtl"))
    if properties:
        made.append(element("rPr", *properties))
    for part in _BREAKS.split(text):
        if part == "\t":
            made.append(element("tab"))
        elif part == "\n":
            made.append(element("br"))
        elif part:
            made.append(written(part))
    return made


def written(text: str) -> Element:
    """The text of a run, with its spaces."""
    made = element("t")
    made.set(qn("xml:space"), "preserve")
    made.text = text
    return made


def paragraph(text: Text, style: str, strong: str, *properties: Element) -> Element:
    """A paragraph of a style (by its id), marked as right-to-left when its text mainly is."""
    set_as = [element("pStyle", val=style), *properties]
    if is_right_to_left(plain_text(text)):
        set_as.append(element("bidi"))
    return element("p", element("pPr", *set_as), *runs(text, strong))


def table(rows: Iterable[Element], widths_mm: Sequence[float], style: str, title: str, description: str) -> Element:
    """A table of fixed column widths whose first row is its header; title and description are its alternative text."""
    widths = [twips(width) for width in widths_mm]
    properties = element(
        "tblPr",
        element("tblStyle", val=style),
        element("tblW", w=sum(widths), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
        element("tblCaption", val=writable(title)),
        element("tblDescription", val=writable(description)),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return element("tbl", properties, grid, *rows)


def row(cells: Sequence[Element], widths_mm: Sequence[float], header: bool = False, height_mm: float = 0) -> Element:
    """A row of one paragraph a cell. A header is repeated on every page; a row is not split unless it is very long."""
    properties = []
    if sum(len(text.text or "") for cell in cells for text in cell.iter(qn("w:t"))) <= LONGEST_WHOLE_ROW:
        properties.append(element("cantSplit"))
    if height_mm:
        properties.append(element("trHeight", val=twips(height_mm), hRule="atLeast"))
    if header:
        properties.append(element("tblHeader"))
    made = element("tr", element("trPr", *properties))
    for cell, width in zip(cells, widths_mm, strict=True):
        made.append(element("tc", element("tcPr", element("tcW", w=twips(width), type="dxa")), cell))
    return made


def twips(mm: float) -> int:
    return round(mm * TWIPS_A_MM)
