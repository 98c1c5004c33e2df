"""Blocks put at a placeholder of a Word template: headings, paragraphs, lists, tables, pictures.

Only forms; what is said comes from the papers. Styles are the template's, so that an area's look is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

from docx.oxml.ns import qn
from docx.parts.document import DocumentPart
from docx.shared import Mm
from lxml.etree import _Element as Element

from flagger.report.letters import writable
from flagger.report.word import elements
from flagger.report.word.elements import Text, element

STYLES = (
    *("Normal", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "List Bullet"),
    *("Strong", "Small Print", "Table Text", "Record Table"),
)
_CELL_MARGINS_MM = 4.0
_ACROSS = 170.0  # where a template does not say how wide the place is


class Writer:
    """Writes before a placeholder, block after block. `width_mm` is the room from margin to margin."""

    def __init__(self, anchor: Element, part: DocumentPart, styles: Mapping[str, str]) -> None:
        self._anchor = anchor
        self._part = part
        self._styles = styles
        self.width_mm = width_at(anchor)

    def heading(self, text: Text, level: int) -> None:
        """A real heading of level 1 to 4."""
        self._add(self._paragraph(text, f"Heading {level}"))

    def paragraph(self, text: Text, style: str = "Normal", keep_next: bool = False) -> None:
        """A paragraph; `style` is one of STYLES. `keep_next`: on the same page as what follows."""
        self._add(self._paragraph(text, style, *([element("keepNext")] if keep_next else [])))

    def bullets(self, items: Iterable[Text]) -> None:
        for item in items:
            self._add(self._paragraph(item, "List Bullet"))

    def table(
        self,
        header: Sequence[Text],
        rows: Iterable[Sequence[Text]],
        widths_mm: Sequence[float],
        title: str,
        description: str = "",
        row_height_mm: float = 0,
    ) -> None:
        """A table with a header that is repeated on every page; `title` and `description` are its alternative text.

        Widths are taken as shares of the room there is. `row_height_mm` is the least height of a row, to write in.
        """
        self._apart_from_a_table()
        widths = [self.width_mm * width / sum(widths_mm) for width in widths_mm]
        lines = [elements.row([self._cell(cell, element("keepNext")) for cell in header], widths, header=True)]
        lines += [elements.row([self._cell(cell) for cell in row], widths, height_mm=row_height_mm) for row in rows]
        self._add(elements.table(lines, widths, self._styles["record table"], title, description or title))

    def picture(self, png: bytes, alt: str, height_mm: float) -> None:
        """A picture as wide as the room there is, no higher than `height_mm`, with its alternative text."""
        inline = self._part.new_pic_inline(BytesIO(png))
        wide, high = int(inline.extent.cx), int(inline.extent.cy)
        scale = min(Mm(self.width_mm) / wide, Mm(height_mm) / high)
        size = round(wide * scale), round(high * scale)
        for extent in (inline.extent, inline.graphic.graphicData.pic.spPr):
            extent.cx, extent.cy = size
        inline.docPr.set("descr", writable(alt))
        held = self._paragraph("", "Normal")
        held.append(element("r", element("drawing", inline)))
        self._add(held)

    def _paragraph(self, text: Text, style: str, *properties: Element) -> Element:
        return elements.paragraph(text, self._styles[style.lower()], self._styles["strong"], *properties)

    def _cell(self, text: Text, *properties: Element) -> Element:
        return self._paragraph(text, "Table Text", *properties)

    def _add(self, block: Element) -> None:
        self._anchor.addprevious(block)

    def _apart_from_a_table(self) -> None:
        """Word runs two tables together that have nothing between them."""
        before = self._anchor.getprevious()
        if before is not None and before.tag == qn("w:tbl"):
            self._add(self._paragraph("", "Table Text"))


def width_at(anchor: Element) -> float:
    """The room from margin to margin in mm: of the cell, else of the section that the place is in."""
    for holder in anchor.iterancestors(qn("w:tc")):
        for width in holder.findall(f"{qn('w:tcPr')}/{qn('w:tcW')}[@{qn('w:type')}='dxa']"):
            return _mm(width, "w") - _CELL_MARGINS_MM
    blocks = (near for holder in (anchor, *anchor.iterancestors()) for near in (holder, *holder.itersiblings()))
    for section in (section for block in blocks for section in block.iter(qn("w:sectPr"))):
        page, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
        if page is not None and margins is not None:
            return _mm(page, "w") - _mm(margins, "left") - _mm(margins, "right")
    return _ACROSS


def _mm(measured: Element, name: str) -> float:
    return int(measured.get(qn(f"w:{name}"), "0")) / elements.TWIPS_A_MM
