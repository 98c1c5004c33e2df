"""The merged chronology in Word: a table a case under its heading, A4 landscape, headings repeated on every page.

A row has few columns: its date in words with what was written beneath, and what few rows hold as labelled lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml.etree import _Element as Element

import flagger.report.word as word_room
from flagger.chronology.composite.columns import (
    AGENCY,
    ALSO,
    CASE_LINE,
    DATE,
    EVENT,
    FROM,
    MARKS,
    NUMBER,
    ORIGIN,
    PEOPLE_HEADINGS,
    PERSON,
    RECORDED,
    ROW_ID,
    SOURCE,
    TABLE_HEADINGS,
    TOLD,
    UNDATED_LINE,
    WORDS,
    label_of,
    listed,
)
from flagger.chronology.composite.when import in_words
from flagger.report.merged.gather import Merged, MergedRow, gather
from flagger.report.pieces import Piece
from flagger.report.say import count
from flagger.report.word import elements
from flagger.report.word.elements import Text, element
from flagger.report.word.package import as_bytes
from flagger.screen import Reading

_MADE = "2000-01-01"  # no day of a run: the same rows give the same bytes
_STYLES_OF = Path(word_room.__file__).with_name("templates") / "panel.docx"
_PAGE_MM, _MARGIN_MM, _TEXT_POINTS, _SHADE = (297, 210), 12, 8, "E4E9F0"
_ACROSS = _PAGE_MM[0] - 2 * _MARGIN_MM
_OUTCOME = next(heading for heading, name in WORDS.items() if name == "outcome")
_COLUMNS = (NUMBER, DATE, AGENCY, SOURCE, PERSON, EVENT, _OUTCOME, ALSO, ORIGIN)
_ALWAYS = {NUMBER, DATE, AGENCY, EVENT, ALSO, ORIGIN}
_WIDTHS = {NUMBER: 10, DATE: 30, AGENCY: 22, SOURCE: 22, PERSON: 20, _OUTCOME: 36, ALSO: 36, ORIGIN: 26}
_LINES = (*(heading for heading in WORDS if heading != _OUTCOME), RECORDED)
_OF_EACH = "Rows of all agencies in date order; each names the file and row that it comes from"


def merged_docx(reading: Reading, fictional: bool = False) -> bytes:
    """The document; `fictional`: every page says that nobody in it is real."""
    merged = gather(reading)
    paper = _Paper()
    paper.heading("Merged chronology")
    for sentence in _about(merged):
        paper.paragraph(sentence)
    columns = [c for c in _COLUMNS if c in _ALWAYS or any(c in row.texts for row in merged.rows)]
    for case in merged.cases:
        paper.heading(case)
        paper.chronology(case, merged.of_case(case), columns)
    if merged.people:
        paper.heading("People in the tables of people")
        paper.table(PEOPLE_HEADINGS, merged.people, "People as tables name them")
    paper.heading("Where the rows come from")
    paper.table(TABLE_HEADINGS, merged.tables, "Files and tables of the rows")
    return paper.save(fictional)


def _about(merged: Merged) -> Iterator[str]:
    rows, tables = count(len(merged.rows), "row"), count(len(merged.tables), "table")
    yield f"{rows} of {tables}, in date order, each in its own words; only the address of a refuge is never shown."
    undated = sum(row.when.lo is None for row in merged.rows)
    if undated:
        yield f"Last, in each case, stand those without a date that could be read ({count(undated, 'row')})."
    told = sum(TOLD in row.texts for row in merged.rows)
    if told:
        yield f"{count(told, 'row')} may tell of an incident that another row tells of too: see “{TOLD}”. All are kept."
    yield "Under each date stands what was written. A date in doubt begins with “about”."


class _Paper:
    """The document as it grows; looks are those of flagger's other papers."""

    def __init__(self) -> None:
        self._word = docx.Document(str(_STYLES_OF))
        self._styles = {style.name.lower(): style.style_id for style in self._word.styles if style.name}
        _lay_out(self._word)
        self._end = self._word.element.body.sectPr

    def heading(self, text: str) -> None:
        self._add(self._paragraph(text, "Heading 1"))

    def paragraph(self, text: str) -> None:
        self._add(self._paragraph(text, "Normal"))

    def chronology(self, case: str, rows: Sequence[MergedRow], columns: Sequence[str]) -> None:
        """The table of a case; its name stands in the first row, so that it stands on every page."""
        taken = sum(_WIDTHS.get(heading, 0) for heading in columns)
        widths = [_WIDTHS.get(heading, _ACROSS - taken) for heading in columns]
        lines = [self._line_across(CASE_LINE + case, widths, header=True), self._headings(columns, widths)]
        dated = [row for row in rows if row.when.lo is not None]
        undated = [row for row in rows if row.when.lo is None]
        lines += [self._row(row, columns, widths) for row in dated]
        if undated:
            lines.append(self._line_across(UNDATED_LINE, widths))
        lines += [self._row(row, columns, widths) for row in undated]
        self._add(elements.table(lines, widths, self._styles["record table"], f"Chronology of {case}", _OF_EACH))

    def table(self, headings: Sequence[str], rows: Sequence[Mapping[str, str]], title: str) -> None:
        widths = [_ACROSS / len(headings)] * len(headings)
        lines = [self._headings(headings, widths)]
        lines += [elements.row([self._cell(row[heading]) for heading in headings], widths) for row in rows]
        self._add(elements.table(lines, widths, self._styles["record table"], title, title))

    def save(self, fictional: bool) -> bytes:
        return as_bytes(self._word, "Merged chronology", _MADE, fictional)

    def _row(self, row: MergedRow, columns: Sequence[str], widths: Sequence[float]) -> Element:
        cells = {heading: self._cell(text) for heading, text in _texts(row).items() if heading in columns}
        if row.struck:
            _strike(cells[EVENT])
        return elements.row([cells[heading] for heading in columns], widths)

    def _headings(self, headings: Sequence[str], widths: Sequence[float]) -> Element:
        return _shaded(elements.row([self._cell([(h, "heading")]) for h in headings], widths, header=True))

    def _line_across(self, text: str, widths: Sequence[float], header: bool = False) -> Element:
        made = elements.row([self._cell([(text, "heading")])], [sum(widths)], header=header)
        for settings in made.iter(qn("w:tcPr")):
            settings.append(element("gridSpan", val=len(widths)))
        return _shaded(made)

    def _cell(self, text: Text) -> Element:
        return self._paragraph(text, "Table Text")

    def _paragraph(self, text: Text, style: str) -> Element:
        return elements.paragraph(text, self._styles[style.lower()], self._styles["strong"])

    def _add(self, block: Element) -> None:
        self._end.addprevious(block)


def _texts(row: MergedRow) -> dict[str, Text]:
    """The cells of a row in Word by heading."""
    lines = {heading: row.texts[heading] for heading in _LINES if heading in row.texts}
    last = {heading: row.texts[heading] for heading in (MARKS, TOLD) if heading in row.texts}
    date: list[Piece] = [(in_words(row.when), "date"), (f"\n{row.written}" if row.written else "", "")]
    return {
        **{heading: row.texts.get(heading, "") for heading in _COLUMNS},
        NUMBER: str(row.number),
        DATE: date,
        ALSO: list(_labelled({**lines, **row.own, **last})),
        ORIGIN: f"{row.texts[FROM]}\n{row.texts[ROW_ID]}",
    }


def _labelled(texts: Mapping[str, str]) -> Iterator[Piece]:
    for number, (heading, text) in enumerate(texts.items()):
        yield "\n" * (number > 0) + label_of(heading), "label"
        yield listed([text]), ""


def _lay_out(word: WordDocument) -> None:
    """An empty page of A4 on its side, with the number of the page at its foot."""
    body = word.element.body
    for block in list(body):
        if block is not body.sectPr:
            body.remove(block)
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_PAGE_MM[0]), Mm(_PAGE_MM[1])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    section.footer.paragraphs[0].text = "Merged chronology"
    word.styles["Table Text"].font.size = Pt(_TEXT_POINTS)


def _shaded(row: Element) -> Element:
    for settings in row.iter(qn("w:tcPr")):
        settings.append(element("shd", val="clear", color="auto", fill=_SHADE))
    return row


def _strike(paragraph: Element) -> None:
    for run in paragraph.iter(qn("w:r")):
        settings = run.find(qn("w:rPr"))
        if settings is None:
            settings = element("rPr")
            run.insert(0, settings)
        settings.insert(0, element("strike"))
