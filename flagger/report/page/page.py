"""The document as one page for a browser or a printer: nothing fetched, every word escaped, whole without its script.

The script, which the page carries in itself, finds rows and moves the timeline; all that it shows is there without it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from flagger.contract.records import Document, Event, File, Listed
from flagger.flags.words import code_words, listed
from flagger.report.anchors import anchors, flag_anchors
from flagger.report.page.agencies import AsWritten
from flagger.report.page.assets import policy, script, style
from flagger.report.page.evidence import told
from flagger.report.page.found_by import FoundBy
from flagger.report.page.words import attributes, by_audit, isolated, numbers, when, whole
from flagger.report.say import (
    DRAFT,
    LIMITS,
    STATUS_MEANS,
    Places,
    agency,
    area_says,
    area_source,
    code,
    count,
    counted,
    day,
    plays,
    stretch,
    where,
)
from flagger.report.supervision import Sheet, sheet
from flagger.report.timeline import draw
from flagger.report.view import CaseView, Found, Named, Themed, by_theme, cases_of

_WANTED = "no dated row is about "
_KINDS = {"strength": "Strength", "concern": "Concern", "record": "How the record is kept"}


@dataclass(frozen=True)
class _Part:
    """All that the page shows of one case. `rules` stand by theme, strengths first; those of the record come last."""

    case: CaseView
    written: AsWritten
    keys: FoundBy
    themes: Sequence[Themed]
    rules: Sequence[Found]
    sheet: Sheet
    picture: Markup


def page(document: Document, prompts: int = 12, selection: int = 1) -> bytes:
    """The whole page as UTF-8, half characters as the sign for what cannot be shown. The same document, the same bytes.

    `prompts`: how many questions the sheet for supervision has; `selection`: which choice of them. Raises UsageFault
    for a number that does not fit one sheet.
    """
    short = anchors(document)
    template = _templates().get_template("report.html")
    text = template.render(
        document=document,
        parts=[_part(case, document, short, prompts, selection) for case in cases_of(document)],
        policy=policy(document.fictional),
        style=Markup(style(document.fictional)),
        script=Markup(script()),
        anchors=short,
        flags=flag_anchors(document),
        places=Places(document.events),
        evidence=lambda shown: " ".join(short[row.event.id] for row in shown.rows if not row.supporting),
    )
    text = text.replace("&#39;", "'")  # none of them is in an attribute that stands in single quotes
    return re.sub("[\ud800-\udfff]", "\ufffd", text).encode()


def _part(case: CaseView, document: Document, short: Mapping[str, str], prompts: int, selection: int) -> _Part:
    themes = by_theme(case, document)
    placed = [found for theme in themes for found in (*theme.strengths, *theme.concerns)]
    return _Part(
        case,
        AsWritten(case, document),
        FoundBy(case, document, short),
        themes,
        [*placed, *(found for found in case.found if found.kind == "record")],
        sheet(case, document, prompts, selection),
        _in_html(draw(case, document, short)),
    )


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("flagger.report.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=isolated,
    )
    environment.filters.update(agency=agency, code=code, code_words=code_words)
    words = (
        agency,
        area_says,
        area_source,
        attributes,
        by_audit,
        by_reason,
        count,
        counted,
        day,
        listed,
        numbers,
        plays,
        wanting,
    )
    environment.globals.update({of.__name__: of for of in (*words, stretch, table_of, told, when, where, whole)})
    environment.globals.update(draft=DRAFT, kinds=_KINDS, limits=LIMITS, status_means=STATUS_MEANS)
    return environment


def _in_html(svg: str) -> Markup:
    """A drawing, which is escaped where it is made, without what HTML does not need: quotes, and what SVG is."""

    def bare(tag: re.Match[str]) -> str:
        return re.sub(r'="([\w#.:-]+)"(/?)', lambda of: f"={of[1]} /" if of[2] else f"={of[1]}", tag[0], flags=re.ASCII)

    return Markup(re.sub("<[^>]*>", bare, svg.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)))


def wanting(case: CaseView) -> dict[bool, list[tuple[str, Sequence[Named]]]]:
    """Why rules could not be assessed: True for those that lack a dated row, with what it would be about; and the rest.

    Most lack one, and a list of what is missing is easier to look through than as many sentences.
    """
    those: dict[bool, list[tuple[str, Sequence[Named]]]] = {True: [], False: []}
    for group in case.not_assessed:
        lacks = group.reason.startswith(_WANTED) and ", or no" not in group.reason
        those[lacks].append((group.reason.removeprefix(_WANTED) if lacks else group.reason, group.rules))
    return those


def by_reason(file: File) -> list[tuple[str, str]]:
    """Why rows of a file are no events, and which rows those are."""
    rows: dict[tuple[str | None, str], list[Listed]] = defaultdict(list)
    for row in file.listed:
        rows[row.sheet, row.reason].append(row)
    return [(reason, _rows(sheet, these)) for (sheet, reason), these in rows.items()]


def _rows(sheet: str | None, rows: Sequence[Listed]) -> str:
    numbers = ", ".join(str(row.row) for row in rows)
    return f"{sheet + ' ' if sheet else ''}{'row' if len(rows) == 1 else 'rows'} {numbers}"


def table_of(events: Sequence[Event]) -> str:
    """The table of a file that all these rows are of, as it need be said only once; "" when there are several."""
    tables = {(event.file, event.sheet) for event in events}
    return Places(events).table(*tables.pop()) if len(tables) == 1 else ""
