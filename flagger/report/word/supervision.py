"""The supervision sheet in Word: one page a case, to be written on. What it asks is supervision.py's; here is its form.

No ticks, no scores, no answers: beside the questions of each stage there is room to write.
"""

from __future__ import annotations

from pathlib import Path

from flagger.contract.records import Document
from flagger.flags.words import listed
from flagger.report.say import day, plain
from flagger.report.supervision import Pattern, Principle, Sheet, Stage, sheet
from flagger.report.view import cases_of
from flagger.report.word.elements import Text
from flagger.report.word.template import Part, open_template
from flagger.report.word.writer import Writer

_EACH_CASE = ("case", "as at", "record", "questions", "not shown")
_PATTERN_MM = (68.0, 40.0, 68.0)
_STAGE_MM = (30.0, 82.0, 64.0)


def supervision_docx(document: Document, templates: Path | None = None, prompts: int = 12, selection: int = 1) -> bytes:
    """One page a case as a Word file, from an area's `supervision.docx` in `templates` or flagger's own.

    `prompts`: how many questions for reflection; `selection` 1, 2, 3 ...: which of them. Raises UsageFault when the
    template cannot be used, or for a number that does not fit.
    """
    template = open_template("supervision", templates, (), _EACH_CASE)
    cases = cases_of(document)
    for case, part in zip(cases, template.repeat(len(cases)), strict=True):
        _page(part, sheet(case, document, prompts, selection))
    return template.save(f"For supervision, as at {day(document.as_at)}", document)


def _page(part: Part, of: Sheet) -> None:
    part.fill("case", f"For supervision: {plain(of.case)}")
    part.fill("as at", f"As at {day(of.as_at)}. Questions: selection {of.selection}; {_round(of.selections)}.")
    _record(part.at("record"), of)
    _questions(part.at("questions"), of)
    not_shown = part.at("not shown")
    for line in (of.cannot_show, *of.notes):
        not_shown.paragraph(line, "Small Print")


def _round(selections: int) -> str:
    return "it has all of them" if selections == 1 else f"all have come once after {selections}"


def _record(writer: Writer, of: Sheet) -> None:
    if of.patterns:
        header = ("Pattern", "Rows of", "One question")
        rows = [(_named(pattern), pattern.when, pattern.asks) for pattern in of.patterns]
        writer.table(header, rows, _PATTERN_MM, "What the record shows")
    if of.more:
        writer.paragraph(of.more, "Small Print")


def _named(pattern: Pattern) -> str:
    strength = "Strength: " if pattern.kind == "strength" else ""
    status = "" if pattern.status == "confirmed" else f" ({pattern.status})"
    return f"{strength}{pattern.title}{status}"


def _questions(writer: Writer, of: Sheet) -> None:
    rows = [(_stage(stage), _asked(stage), "") for stage in of.stages]
    writer.table(("Stage", "Questions", "Room to write"), rows, _STAGE_MM, "Questions by stage", row_height_mm=28)
    writer.paragraph(" ".join(map(_under, of.principles)), "Small Print")


def _stage(stage: Stage) -> Text:
    return [(stage.title, "stage"), (f"\n{stage.means}", "")]


def _asked(stage: Stage) -> str:
    asked = (f"{one.number}. {one.asks}{' (for any case)' if one.general else ''}" for one in stage.questions)
    return "\n".join(asked) or stage.none


def _under(principle: Principle) -> str:
    title = principle.title.capitalize()
    if not principle.numbers:
        return f"{title}: no question here this time."
    return (
        f"{title}: {'question' if len(principle.numbers) == 1 else 'questions'} {listed(map(str, principle.numbers))}."
    )
