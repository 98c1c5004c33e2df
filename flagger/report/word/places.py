"""The placeholders of a Word template: where they stand, and what is wrong with them.

A placeholder is a paragraph of its own, such as `{{ coverage }}`, also in a cell, a text box, a header or a footer.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from docx.document import Document as WordDocument
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

EACH, END, LIMITS_PLACE = "for each case", "end of case", "limits"
_P, _T = qn("w:p"), qn("w:t")


def fault_of(word: WordDocument, once: set[str], each_case: set[str], may: set[str]) -> str:
    """What is wrong with the placeholders, in one sentence; "" when nothing is.

    `may`: placeholders that may stand for each case, and need not.
    """
    known = once | each_case | may
    outside, inside, found = set[str](), set[str](), list[str]()
    where = outside
    for name, alone, top in _found(word):
        if not alone:
            return f"{{{{ {name} }}}} stands among other words; give it a paragraph of its own."
        if name in (EACH, END) and each_case:
            if not top or (name == EACH) != (where is outside) or found.count(name):
                return f"{{{{ {EACH} }}}} and {{{{ {END} }}}} must stand once, in this order, and not inside a table."
            where = inside if name == EACH else outside
        elif name not in known:
            close = difflib.get_close_matches(name, sorted(known), 1)
            meant = f"; did you mean {{{{ {close[0]} }}}}?" if close else "; take it away."
            return f"flagger knows no placeholder {{{{ {name} }}}}{meant}"
        elif name in found and name != LIMITS_PLACE:
            return f"{{{{ {name} }}}} stands twice; keep one."
        else:
            where.add(name)
        found.append(name)
    bounds = {EACH, END} if each_case else set()
    for name in sorted((once | each_case | bounds) - set(found)):
        return f"{{{{ {name} }}}} is missing; put it into a paragraph of its own."
    for name in sorted((inside & once) | (outside & (each_case | may))):
        side = "outside" if name in once else "inside"
        return f"{{{{ {name} }}}} must stand {side} the part from {{{{ {EACH} }}}} to {{{{ {END} }}}}."
    return ""


def _found(word: WordDocument) -> Iterator[tuple[str, bool, bool]]:
    """Every placeholder in order: its name, whether it stands alone, and whether it stands in the body itself."""
    for root in roots_of(word):
        for paragraph in root.iter(_P):
            text = _text(paragraph)
            if "{{" in text:
                name = _name(text) or " ".join(text.split("{{", 1)[1].split("}}")[0].split())
                yield name, bool(_name(text)), paragraph.getparent() is root


def roots_of(word: WordDocument) -> list[Element]:
    """The body, and every header and footer."""
    parts = [part for part in word.part.package.iter_parts() if isinstance(part, XmlPart)]
    ends = [part.element for part in parts if part.element.tag in (qn("w:hdr"), qn("w:ftr"))]
    return [word.element.body, *ends]


def places_in(roots: list[Element]) -> dict[str, list[Element]]:
    places: dict[str, list[Element]] = {}
    for root in roots:
        for paragraph in root.iter(_P):
            if name := _name(_text(paragraph)):
                places.setdefault(name, []).append(paragraph)
    return places


def _name(text: str) -> str:
    """The name of the placeholder that a paragraph is; "" when it is none. Word may have split it into runs."""
    inner = text.strip()
    if not (inner.startswith("{{") and inner.endswith("}}")) or inner.count("{{") > 1:
        return ""
    return " ".join(inner[2:-2].replace("_", " ").lower().split())


def _text(paragraph: Element) -> str:
    """The text of a paragraph itself, without that of a text box in it."""
    return "".join(text.text or "" for text in paragraph.iter(_T) if own_paragraph(text) is paragraph)


def own_paragraph(inner: Element) -> Element | None:
    return next(inner.iterancestors(_P), None)
