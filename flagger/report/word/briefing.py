"""The learning briefing in Word: two pages in the manner of a seven-minute briefing, from the template `briefing`.

It must hold nothing that `flagger.report.briefing` does not say; no day stands in its properties either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flagger.contract.records import Document
from flagger.flags.words import listed
from flagger.report.briefing import Briefing, ThemeSeen, brief
from flagger.report.word.elements import Text
from flagger.report.word.template import open_template
from flagger.report.word.writer import Writer

_NO_DAY = "2000-01-01"  # a run's own day may be the last day of one family's rows
_PLACES = ("about", "good practice", "areas for development", "what needs to happen", "not seen", "how this was made")
_FEW_SHARE = "various patterns, each of them in few cases"
_STRONG = "strong"


def briefing_docx(document: Document, templates: Path | None = None) -> bytes:
    """The paper as bytes, the same for the same document. Raises UsageFault for a template that cannot be used."""
    said = brief(document)
    template = open_template("briefing", templates, _PLACES)
    at = template.once.at
    at("about").paragraph(" ".join(said.about))
    _themes(at("good practice"), said.good_practice, "Good practice, by theme", said.empty)
    _themes(at("areas for development"), said.development, "Areas for development, by theme", said.empty)
    _to_happen(at("what needs to happen"), said)
    at("not seen").bullets(said.not_seen)
    at("how this was made").paragraph(" ".join(said.made), "Small Print")
    return template.save("Learning briefing", replace(document, as_at=_NO_DAY))


def _themes(place: Writer, themes: Sequence[ThemeSeen], title: str, empty: str) -> None:
    if not themes:
        place.paragraph(empty)
    header = ("Theme", "What the rows show", "What published audits found")
    if rows := [(_theme(seen), _patterns(seen), _found(seen)) for seen in themes if _described(seen)]:
        place.table(header, rows, (48, 66, 60), title)
    if bodies := sorted({seen.finding.body for seen in themes if seen.finding}):
        place.paragraph(f"Published audits: {'; '.join(bodies)}.", "Small Print")
    if others := [f"{seen.title} ({seen.cases})" for seen in themes if not _described(seen)]:
        place.paragraph(f"Seen too, in {_FEW_SHARE}: {listed(others)}.")


def _described(seen: ThemeSeen) -> bool:
    return bool(seen.patterns or seen.finding)


def _theme(seen: ThemeSeen) -> Text:
    return [(seen.title, _STRONG), (f"\n{seen.cases}", "")]


def _patterns(seen: ThemeSeen) -> str:
    return "\n".join(f"{pattern}." for pattern in seen.patterns) or f"{_FEW_SHARE.capitalize()}."


def _found(seen: ThemeSeen) -> str:
    return "" if seen.finding is None else seen.finding.says


def _to_happen(place: Writer, said: Briefing) -> None:
    if not (said.actions or said.questions):
        place.paragraph(said.empty)
    if said.actions:
        place.paragraph("What published audits ask for:", keep_next=True)
        place.bullets(said.actions)
    if said.questions:
        place.paragraph("Questions to ask in your own cases:", keep_next=True)
        place.bullets(said.questions)
