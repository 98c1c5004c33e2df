"""Writes the Word templates that ship with flagger: `python -m flagger.report.word.make_templates`.

They are made here, so that they can be reviewed as text: OUTLINES says what stands in them, in which style. Everything
else an area may change in a copy: logo, words of headings, order, look.
"""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from flagger.report.word.elements import element, take_out
from flagger.report.word.package import as_bytes
from flagger.report.word.writer import STYLES

_NOWHEN = "2000-01-01"  # templates are of no day
OUTLINES: dict[str, tuple[tuple[str, str], ...]] = {
    "panel": (
        ("Normal", "{{ for each case }}"),
        ("Heading 1", "{{ case }}"),
        ("Normal", "{{ as at }}"),
        ("Heading 2", "What was and was not covered"),
        ("Normal", "{{ coverage }}"),
        ("Heading 2", "Timeline"),
        ("Normal", "{{ timeline }}"),
        ("Heading 2", "Strengths in the record"),
        ("Normal", "{{ strengths }}"),
        ("Normal", "{{ concerns }}"),
        ("Heading 2", "The record itself"),
        ("Normal", "{{ record }}"),
        ("Heading 2", "Questions for the meeting, by agency"),
        ("Normal", "{{ questions }}"),
        ("Normal", "{{ end of case }}"),
        ("Heading 1", "How this was made"),
        ("Normal", "{{ how this was made }}"),
    ),
    "supervision": (
        ("Normal", "{{ for each case }}"),
        ("Heading 1", "{{ case }}"),
        ("Normal", "{{ as at }}"),
        ("Heading 2", "What the record shows"),
        ("Normal", "{{ record }}"),
        ("Heading 2", "Questions to think about"),
        ("Normal", "{{ questions }}"),
        ("Heading 2", "What the record cannot show"),
        ("Normal", "{{ not shown }}"),
        ("Normal", "{{ end of case }}"),
    ),
    "briefing": (
        ("Title", "Learning briefing"),
        ("Normal", "{{ about }}"),
        ("Heading 1", "Good practice"),
        ("Normal", "{{ good practice }}"),
        ("Heading 1", "Areas for development"),
        ("Normal", "{{ areas for development }}"),
        ("Heading 1", "What needs to happen"),
        ("Normal", "{{ what needs to happen }}"),
        ("Heading 1", "What could not be seen"),
        ("Normal", "{{ not seen }}"),
        ("Heading 1", "How this was made"),
        ("Normal", "{{ how this was made }}"),
    ),
}
_INK, _QUIET, _SHADE, _RULE = RGBColor(0x1B, 0x1F, 0x24), RGBColor(0x4A, 0x52, 0x5C), "E4E9F0", "8A93A0"
_HEADINGS: dict[str, float] = {"Title": 22, "Heading 1": 18, "Heading 2": 14, "Heading 3": 11.5, "Heading 4": 11}
_PARAGRAPHS = {"Small Print": 9, "Table Text": 9, "Header": 9, "Footer": 9}
_NOT_NEEDED = ("thumbnail", "customXml", "stylesWithEffects", "extended-properties")
_KEPT = {*STYLES, "Title", "Header", "Footer", "Normal Table", "Default Paragraph Font", "No List"}


def main() -> None:
    """Write every template to where flagger looks for them."""
    for name in OUTLINES:
        Path(__file__).with_name("templates").joinpath(f"{name}.docx").write_bytes(template(name))


def template(name: str) -> bytes:
    """One template, the same bytes every time."""
    word = docx.Document()
    _only_what_is_used(word)
    _styles(word)
    _page(word)
    for style, text in OUTLINES[name]:
        word.add_paragraph(text, style)
    _footer(word)
    return as_bytes(word, f"flagger: template of the {name} paper", _NOWHEN, fictional=False)


def _only_what_is_used(word: WordDocument) -> None:
    """Without the picture, the data and the styles that the library's own beginning holds."""
    for holder in (word.part, word.part.package):
        for name, link in list(holder.rels.items()):
            if link.reltype.rsplit("/", 1)[-1] in _NOT_NEEDED:
                del holder.rels[name]
    for style in list(word.styles):
        if style.name not in _KEPT:
            style.delete()
    for link in list(word.styles.element.iter(qn("w:link"))):  # to styles that are no longer there
        take_out(link)


def _styles(word: WordDocument) -> None:
    for name, kind in {
        "Small Print": WD_STYLE_TYPE.PARAGRAPH,
        "Table Text": WD_STYLE_TYPE.PARAGRAPH,
        "Record Table": WD_STYLE_TYPE.TABLE,
    }.items():
        word.styles.add_style(name, kind)
    _look(word.styles["Normal"], 11, before=0, after=4)
    for name, size in _HEADINGS.items():
        _look(word.styles[name], size, before=size - 4, after=2, bold=True, keep=True)
    for name, size in _PARAGRAPHS.items():
        _look(word.styles[name], size, before=0, after=0 if name == "Table Text" else 3, quiet=name != "Table Text")
    _look(word.styles["List Bullet"], 11, before=0, after=3)
    _table_look(word)


def _look(style: ParagraphStyle, size: float, before: float, after: float, **how: bool) -> None:
    font = style.font
    old = style.element.get_or_add_rPr()
    for child in list(old):
        old.remove(child)
    font.name, font.size, font.bold = "Arial", Pt(size), how.get("bold")
    font.color.rgb = _QUIET if how.get("quiet") else _INK
    for script in ("cs", "eastAsia"):
        old.find(qn("w:rFonts")).set(qn(f"w:{script}"), "Arial")
    old.find(qn("w:sz")).addnext(element("szCs", val=round(2 * size)))  # of right-to-left scripts
    set_as = style.paragraph_format
    set_as.space_before, set_as.space_after, set_as.line_spacing = Pt(before), Pt(after), 1.08
    set_as.keep_with_next = how.get("keep", False)
    for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _table_look(word: WordDocument) -> None:
    """Thin rules, and a shaded header in bold."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = [element(side, val="single", sz=4, space=0, color=_RULE) for side in sides]
    room = {"top": 20, "left": 85, "bottom": 20, "right": 85}
    margins = [element(side, w=width, type="dxa") for side, width in room.items()]
    header = element(
        "tblStylePr",
        element("rPr", element("b"), element("bCs")),
        element("tcPr", element("shd", val="clear", color="auto", fill=_SHADE)),
        type="firstRow",
    )
    style = word.styles["Record Table"].element
    style.append(element("tblPr", element("tblBorders", *borders), element("tblCellMar", *margins)))
    style.append(header)


def _page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(17)
    section.top_margin, section.bottom_margin = Mm(16), Mm(15)
    section.header_distance = section.footer_distance = Mm(8)


def _footer(word: WordDocument) -> None:
    footer = word.sections[0].footer
    footer.paragraphs[0].text = "{{ limits }}"
    pages = footer.add_paragraph("Page ", "Footer")
    _field(pages, "PAGE")
    pages.add_run(" of ")
    _field(pages, "NUMPAGES")


def _field(paragraph: Paragraph, instruction: str) -> None:
    """What Word counts by itself."""
    shown = element("t")
    shown.text = "1"
    paragraph._p.append(element("fldSimple", element("r", shown), instr=instruction))


if __name__ == "__main__":
    main()
