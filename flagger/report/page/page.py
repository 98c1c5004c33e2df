"""The document as one page for a browser or a printer: no script, nothing fetched, every word escaped by the template.

The page is useful as it stands; a browser only has to show it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from flagger.contract.records import Coded, Document, Event, File, Listed
from flagger.flags.words import code_words, listed
from flagger.report.say import (
    DRAFT,
    STATUS_MEANS,
    Places,
    agency,
    area_says,
    area_source,
    code,
    counted,
    day,
    from_whom,
    stretch,
    where,
)
from flagger.report.view import cases_of

LIMITS = (
    "A pattern in the record, not a finding about a family. Read the rows, ask the people. Not evidence for a court."
)
Piece = tuple[str, str]


def page(document: Document) -> bytes:
    """The whole page as UTF-8. The same document gives the same bytes."""
    text = _template().render(
        document=document,
        cases=cases_of(document),
        places=Places(document.events),
        limits=LIMITS,
        status_means=STATUS_MEANS,
    )
    return text.encode("utf-8", errors="replace")


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("flagger.report.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = {"agency": agency, "code": code, "code_words": code_words, "day": day, "where": where, "counted": counted}
    environment.filters.update(agency=agency, code=code)
    environment.globals.update(area_says=area_says, area_source=area_source, from_whom=from_whom, draft=DRAFT)
    environment.globals.update(words, stretch=stretch, listed=listed, marked=marked, by_reason=by_reason)
    return environment.get_template("report.html")


def marked(event: Event, field: str) -> list[Piece]:
    """The text of a field in pieces, each with what it was coded as ("" where nothing); together they are the text."""
    text: str = getattr(event, field)
    pieces: list[Piece] = []
    at = 0
    for start, end, about in _spans(c for c in event.codes if c.field == field and c.end > c.start):
        pieces += [(text[at:start], ""), (text[start:end], about)]
        at = end
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]


def _spans(codes: Iterable[Coded]) -> list[tuple[int, int, str]]:
    """Stretches of coded words; those that overlap are one, about all that they are about."""
    spans: list[tuple[int, int, list[str]]] = []
    for coded in sorted(codes, key=lambda c: (c.start, c.end, c.code)):
        if spans and coded.start < spans[-1][1]:
            start, end, about = spans.pop()
            spans.append((start, max(end, coded.end), [*about, code(coded)]))
        else:
            spans.append((coded.start, coded.end, [code(coded)]))
    return [(start, end, "; ".join(dict.fromkeys(about))) for start, end, about in spans]


def by_reason(file: File) -> list[tuple[str, str]]:
    """Why rows of a file are no events, and which rows those are."""
    rows: dict[tuple[str | None, str], list[Listed]] = defaultdict(list)
    for row in file.listed:
        rows[row.sheet, row.reason].append(row)
    return [(reason, _rows(sheet, these)) for (sheet, reason), these in rows.items()]


def _rows(sheet: str | None, rows: Sequence[Listed]) -> str:
    numbers = ", ".join(str(row.row) for row in rows)
    return f"{sheet + ' ' if sheet else ''}{'row' if len(rows) == 1 else 'rows'} {numbers}"
