"""A Word document as bytes that are the same every time, with its properties, its language and its FICTIONAL mark.

Nothing of the machine or the moment goes in; nothing in it is fetched from elsewhere.
"""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as WordDocument
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml.ns import qn
from docx.section import _Header
from docx.text.paragraph import Paragraph

from flagger.report.letters import writable
from flagger.report.say import FICTIONAL
from flagger.report.word.elements import take_out

_LANGUAGE = "en-GB"


def as_bytes(word: WordDocument, title: str, as_at: str, fictional: bool) -> bytes:
    """The document, dated `as_at` (an ISO day)."""
    _properties(word, title, as_at, fictional)
    _speak_english(word)
    _number_drawings(word)
    if fictional:
        _mark_every_page(word)
    written = BytesIO()
    word.save(written)
    return _with_fixed_dates(written.getvalue())


def without_links(word: WordDocument) -> str:
    """Take out the link to the template that a document was begun from; the kind of any other link that is fetched."""
    for part in word.part.package.iter_parts():
        for name, link in list(part.rels.items()):
            kind: str = link.reltype.rsplit("/", 1)[-1]
            if link.is_external and kind == "attachedTemplate":
                del part.rels[name]
                for attached in word.settings.element.findall(qn("w:attachedTemplate")):
                    take_out(attached)
            elif link.is_external and kind != "hyperlink":
                return kind
    return ""


def _properties(word: WordDocument, title: str, as_at: str, fictional: bool) -> None:
    of = word.core_properties
    of.title, of.author, of.language = writable(title)[:255], "flagger", _LANGUAGE
    of.last_modified_by = of.comments = of.subject = of.category = ""
    of.keywords = "FICTIONAL" if fictional else ""
    of.created = of.modified = dt.datetime.fromisoformat(as_at)
    of.revision = 1


def _speak_english(word: WordDocument) -> None:
    """What flagger writes is British English, whatever the machine on which the template was edited."""
    for language in (*word.styles.element.iter(qn("w:lang")), *word.settings.element.iter(qn("w:themeFontLang"))):
        language.set(qn("w:val"), _LANGUAGE)


def _number_drawings(word: WordDocument) -> None:
    """Drawings that were repeated need numbers of their own."""
    for number, drawing in enumerate(word.element.body.iter(qn("wp:docPr")), 1):
        drawing.set("id", str(number))


def _mark_every_page(word: WordDocument) -> None:
    """A first line in every header, also of those pages that have one of their own."""
    for number, section in enumerate(word.sections):
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        if word.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        for header in headers:
            if number == 0 or not header.is_linked_to_previous:
                line = _first_line(header)
                line.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
                line.add_run(FICTIONAL).bold = True


def _first_line(header: _Header) -> Paragraph:
    """An empty line on top of a header: the one that it has, or a new one."""
    if not header.paragraphs:
        return header.add_paragraph()
    first: Paragraph = header.paragraphs[0]
    return first.insert_paragraph_before() if first._p.findall(qn("w:r")) else first


def _with_fixed_dates(written: bytes) -> bytes:
    held = BytesIO()
    with ZipFile(BytesIO(written)) as before, ZipFile(held, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            info = ZipInfo(name)  # of the earliest moment that a zip file can hold
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 0, 0
            after.writestr(info, before.read(name))
    return held.getvalue()
