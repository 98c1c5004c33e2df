"""The text of paragraphs in a Word table's cell, and the marks on it: struck, hidden, inserted, commented.

Must not know of tables; `word` walks those.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from flagger.chronology.containers.archive import attribute, is_on, local
from flagger.chronology.containers.grid import plain
from flagger.chronology.containers.marks import strike_mark

_DELETED = frozenset({"del", "moveFrom"})
_INSERTED = frozenset({"ins", "moveTo"})
# Drawings and text boxes, the older of the two copies of a drawing, phonetic guides, properties.
_SKIPPED = frozenset({"drawing", "pict", "object", "Fallback", "rt", "pPr", "sdtPr", "rPr"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# Ticks and boxes are letters of the Wingdings fonts; forms use them for yes and no.
_WINGDINGS = {"FC": "✓", "FB": "✗", "FE": "☑", "FD": "☒", "A8": "☐", "6F": "☐"}


def is_placeholder(control: etree._Element) -> bool:
    """Whether a content control only shows its prompt ("Click or tap here to enter text")."""
    return is_on(control.find("{*}sdtPr/{*}showingPlcHdr"))


class CellText:
    """Gathers paragraphs; `whole()` is their text joined by line breaks, `marks()` what marks it carries."""

    def __init__(self, comments: dict[str, str]) -> None:
        self._comments = comments
        self._paragraphs: list[str] = []
        self._struck: list[bool] = []
        self._noted: list[str] = []
        self.deletions = 0

    def whole(self) -> str:
        return plain("\n".join(self._paragraphs))

    def marks(self) -> tuple[str, ...]:
        return tuple(mark for mark in (strike_mark(self._struck), *dict.fromkeys(self._noted)) if mark)

    def paragraph(self, element: etree._Element, inserted: bool = False) -> None:
        self._paragraphs.append("".join(self._inline(element, inserted)))

    def _inline(self, parent: etree._Element, inserted: bool) -> Iterator[str]:
        for child in parent:
            name = local(child)
            if name == "r":
                yield from self._run(child, inserted)
            elif name in _DELETED:
                self.deletions += name == "del"
            elif name == "commentRangeStart":
                self._comment(child)
            elif name in _SKIPPED or is_placeholder(child):
                continue
            else:
                yield from self._inline(child, inserted or name in _INSERTED)

    def _comment(self, element: etree._Element) -> None:
        words = self._comments.get(attribute(element, "id") or "")
        if words:
            self._noted.append(f"comment: {words}")

    def _run(self, run: etree._Element, inserted: bool) -> Iterator[str]:
        text = "".join(self._run_parts(run))
        if not text:
            return
        style = run.find("{*}rPr")
        if text.strip():
            struck = style is not None and (is_on(style.find("{*}strike")) or is_on(style.find("{*}dstrike")))
            self._struck.append(struck)
            if style is not None and is_on(style.find("{*}vanish")):
                self._noted.append("hidden text")
            if inserted:
                self._noted.append("inserted")
        yield text

    def _run_parts(self, run: etree._Element) -> Iterator[str]:
        for child in run:
            name = local(child)
            if name == "t":
                yield child.text or ""
            elif name in _CHARACTERS:
                yield _CHARACTERS[name]
            elif name == "sym":
                yield _symbol(child)
            elif name == "commentReference":
                self._comment(child)
            elif name == "fldChar":
                yield from _form_field(child)
            elif name == "ruby" or name == "AlternateContent":
                yield from self._inline(child, inserted=False)


def _symbol(element: etree._Element) -> str:
    code = (attribute(element, "char") or "").upper()
    if "WINGDINGS" in (attribute(element, "font") or "").upper():
        return _WINGDINGS.get(code[-2:], "")
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _form_field(element: etree._Element) -> Iterator[str]:
    """What an old form field shows when it is no text: a ticked box, or the line chosen from a list."""
    box = element.find("{*}ffData/{*}checkBox")
    if box is not None:
        state = box.find("{*}checked")
        yield "☒" if is_on(box.find("{*}default") if state is None else state) else "☐"
    choices = element.find("{*}ffData/{*}ddList")
    if choices is not None:
        lines = [attribute(entry, "val") or "" for entry in choices.iterfind("{*}listEntry")]
        result = choices.find("{*}result")
        chosen = attribute(result, "val") if result is not None else "0"
        if chosen and chosen.isdigit() and int(chosen) < len(lines):
            yield lines[int(chosen)]
