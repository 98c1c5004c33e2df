"""The document as one page for a browser or a printer: no script, nothing fetched, every word escaped by the template.

The page is useful as it stands; a browser only has to show it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from flagger.contract.records import Document, File, Listed
from flagger.flags.words import code_words, listed
from flagger.report.pieces import marked
from flagger.report.say import (
    DRAFT,
    LIMITS,
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


def by_reason(file: File) -> list[tuple[str, str]]:
    """Why rows of a file are no events, and which rows those are."""
    rows: dict[tuple[str | None, str], list[Listed]] = defaultdict(list)
    for row in file.listed:
        rows[row.sheet, row.reason].append(row)
    return [(reason, _rows(sheet, these)) for (sheet, reason), these in rows.items()]


def _rows(sheet: str | None, rows: Sequence[Listed]) -> str:
    numbers = ", ".join(str(row.row) for row in rows)
    return f"{sheet + ' ' if sheet else ''}{'row' if len(rows) == 1 else 'rows'} {numbers}"
