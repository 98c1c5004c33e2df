"""Word files for tests: templates as an area may leave them, and what stands in a paper."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
from docx.document import Document as WordDocument

from flagger.report.word.make_templates import template


def edited(folder: Path, name: str, edit: Callable[[WordDocument], None]) -> Path:
    """A folder of templates in which one is a copy of flagger's own, changed."""
    word = docx.Document(BytesIO(template(name)))
    edit(word)
    word.save(str(folder / f"{name}.docx"))
    return folder


def opened(paper: bytes) -> WordDocument:
    return docx.Document(BytesIO(paper))


def parts(paper: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(paper)) as held:
        return {name: held.read(name) for name in held.namelist()}


def headings(word: WordDocument) -> list[tuple[int, str]]:
    """Level and words of every real heading, in order."""
    of = ((paragraph.style.name or "", paragraph.text) for paragraph in word.paragraphs if paragraph.style)
    return [(int(style.removeprefix("Heading ")), text) for style, text in of if style.startswith("Heading ")]


def text_of(word: WordDocument) -> str:
    """Every word of the body, of tables too."""
    return "\n".join(paragraph.text for paragraph in _paragraphs(word))


def _paragraphs(word: WordDocument) -> list[docx.text.paragraph.Paragraph]:
    return [docx.text.paragraph.Paragraph(of, word._body) for of in word.element.body.iter(docx.oxml.ns.qn("w:p"))]
