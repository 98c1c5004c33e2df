"""A paper's Word template: found, checked, filled at its placeholders, and saved.

Placeholders are those of places.py. What stands between `{{ for each case }}` and `{{ end of case }}` is
repeated. An area may edit a copy in Word.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from pathlib import Path
from zipfile import BadZipFile

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.text.parfmt import ParagraphFormat
from lxml.etree import XMLSyntaxError
from lxml.etree import _Element as Element

from flagger.contract.records import Document
from flagger.errors import UsageFault
from flagger.report.letters import writable
from flagger.report.say import LIMITS
from flagger.report.word.elements import element, take_out, written
from flagger.report.word.package import as_bytes, without_links
from flagger.report.word.places import EACH, END, LIMITS_PLACE, fault_of, own_paragraph, places_in, roots_of
from flagger.report.word.writer import STYLES, Writer

_OWN = Path(__file__).with_name("templates")
_NO_WORD_FILE = (PackageNotFoundError, BadZipFile, XMLSyntaxError, KeyError, ValueError, OSError)
_P, _R, _SECTION = qn("w:p"), qn("w:r"), f"{qn('w:pPr')}/{qn('w:sectPr')}"
_ENDS = (qn("w:tbl"), qn("w:sectPr"))


class Part:
    """Placeholders by name: those that stand once in the paper, or those of one case."""

    def __init__(self, word: WordDocument, places: Mapping[str, list[Element]], styles: dict[str, str]) -> None:
        self._word, self._places, self._styles = word, places, styles

    def has(self, name: str) -> bool:
        """Whether the template gives a place to something that it may leave out."""
        return name in self._places

    def fill(self, name: str, text: str) -> None:
        """Put a line of text where a placeholder stands, in the look that the template gives it."""
        for paragraph in self._places[name]:
            runs = [found for found in paragraph.iter(_R) if own_paragraph(found) is paragraph]
            for other in (*runs[1:], *(child for child in runs[0] if child.tag != qn("w:rPr"))):
                take_out(other)
            runs[0].append(written(writable(text)))
        self._places[name].clear()

    def at(self, name: str) -> Writer:
        """A writer of blocks where a placeholder stands."""
        return Writer(self._places[name][0], self._word.part, self._styles)

    def close(self) -> None:
        """Take out the placeholders themselves."""
        for paragraphs in self._places.values():
            for paragraph in paragraphs:
                _clear(paragraph)


class Template:
    """An open template. `once` holds what stands outside the part that is repeated for each case."""

    def __init__(self, word: WordDocument, styles: dict[str, str]) -> None:
        self._word, self._styles = word, styles
        self._repeated = _take_repeated(word)
        self._parts = [Part(word, places_in(roots_of(word)), styles)]
        self.once = self._parts[0]

    def repeat(self, times: int) -> list[Part]:
        """The repeated part, so many times over, each but the first on a new page. To be asked once."""
        if self._repeated is None:
            return []
        end, blocks = self._repeated
        for number in range(times):
            copies = [deepcopy(block) for block in blocks]
            for copy in copies:
                end.addprevious(copy)
            if number:
                _on_a_new_page(copies[0])
            self._parts.append(Part(self._word, places_in(copies), self._styles))
        return self._parts[1:]

    def save(self, title: str, document: Document) -> bytes:
        """The paper as bytes, the same for the same document. `title` goes into its properties."""
        self.once.fill(LIMITS_PLACE, LIMITS)
        for part in self._parts:
            part.close()
        return as_bytes(self._word, title, document.as_at, document.fictional)


def open_template(
    name: str,
    folder: Path | None,
    required: Collection[str],
    each_case: Collection[str] = (),
    may_each_case: Collection[str] = (),
) -> Template:
    """The template `name`.docx of an area's folder, if it has one, else flagger's own.

    `required` are the placeholders that must stand once, `each_case` those that must stand between
    `{{ for each case }}` and `{{ end of case }}`, and `may_each_case` those that may; there may be no others.
    `{{ limits }}` is always required, and filled on saving.
    Raises UsageFault, with one sentence, when the template cannot be used.
    """
    theirs = None if folder is None else folder / f"{name}.docx"
    path = theirs if theirs is not None and theirs.exists() else _OWN / f"{name}.docx"
    try:
        word = docx.Document(str(path))
    except _NO_WORD_FILE:
        raise UsageFault(f"{path} is no Word document (.docx): save it as one in Word, or take it away.") from None
    if fault := fault_of(word, {*required, LIMITS_PLACE}, set(each_case), set(may_each_case)):
        raise UsageFault(f"{path}: {fault}")
    styles = {style.name.lower(): style.style_id for style in word.styles if style.name}
    if missing := [style for style in STYLES if style.lower() not in styles]:
        begin = "begin from a copy of flagger's own template, which has it"
        raise UsageFault(f"{path}: it has no style “{missing[0]}”; {begin}.")
    if elsewhere := without_links(word):
        raise UsageFault(f"{path}: it fetches something from elsewhere ({elsewhere}); put a copy into the template.")
    return Template(word, styles)


def _take_repeated(word: WordDocument) -> tuple[Element, list[Element]] | None:
    """Take the repeated blocks out; the place where they end, and the blocks."""
    bounds = {name: those[0] for name, those in places_in([word.element.body]).items() if name in (EACH, END)}
    if not bounds:
        return None
    body = list(word.element.body)
    blocks = body[body.index(bounds[EACH]) + 1 : body.index(bounds[END])]
    for block in blocks:
        take_out(block)
    return bounds[END], blocks


def _on_a_new_page(first: Element) -> None:
    """Only a paragraph can begin a page."""
    if isinstance(first, CT_P):
        ParagraphFormat(first).page_break_before = True
    else:
        first.addprevious(element("p", element("pPr", element("pageBreakBefore"))))


def _clear(paragraph: Element) -> None:
    """Take a placeholder out. Where only a paragraph may end a section, cell or table, it stays without its words."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    after_none = before is None or before.tag != _P
    before_end = after is None or after.tag in _ENDS
    if (after_none and before_end) or paragraph.find(_SECTION) is not None:
        for run in [child for child in paragraph if child.tag != qn("w:pPr")]:
            paragraph.remove(run)
    else:
        take_out(paragraph)


def own_templates() -> dict[str, bytes]:
    """The templates that come with flagger, by file name."""
    return {path.name: path.read_bytes() for path in sorted(_OWN.glob("*.docx"))}
