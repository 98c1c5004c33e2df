"""The supervision sheet in Word: one page a case, to be written on. What it asks is supervision.py's; here is its form.

No ticks, no scores, no answers: beside the questions of each stage there is room to write.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, starmap
from pathlib import Path

from flagger.contract.records import Document
from flagger.flags.words import listed
from flagger.report.say import day, plain
from flagger.report.supervision import Pattern, Principle, Sheet, Stage, sheet, with_more
from flagger.report.view import cases_of
from flagger.report.word.elements import Text, plain_text
from flagger.report.word.template import Part, open_template

Cells = Sequence[Text]
_EACH_CASE = ("case", "as at", "record", "questions", "not shown")
_PATTERN_MM = (70.0, 34.0, 72.0)
_QUESTION_MM = (110.0, 66.0)
_ACROSS_MM = 176.0
# What fits one page of flagger's own template, measured: an area's template with a large logo may need more.
_PAGE_MM = 194.0  # for patterns, questions and small print, between headings and the edges of the page
_LINE_MM, _PADDING_MM = 3.95, 0.9  # of the text of a table; of small print about as much
_LETTERS_A_MM = 0.62


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
    part.fill("as at", f"As at {day(of.as_at)}. {_which(of)}")
    under = " ".join(map(_under, of.principles))
    not_shown = (of.cannot_show, *of.notes)
    asked = [(_asked(stage), "") for stage in of.stages]
    needed = [_high(cells, _QUESTION_MM) for cells in asked]
    room = _PAGE_MM - sum(_high([line], [_ACROSS_MM]) for line in (under, of.more, *not_shown))
    patterns = _fitting([_shown(pattern) for pattern in of.patterns], room - sum(needed))
    room -= sum(_high(cells, _PATTERN_MM) for cells in patterns)
    record = part.at("record")
    if patterns:
        record.table(("Pattern", "Rows of", "One question"), patterns, _PATTERN_MM, "What the record shows")
    if of.more or len(patterns) < len(of.patterns):
        record.paragraph(of.more if len(patterns) == len(of.patterns) else with_more(of.more), "Small Print")
    questions = part.at("questions")
    header, title = ("Questions", "Room to write"), "Questions by stage, and room to write"
    questions.table(header, asked, _QUESTION_MM, title, row_height_mm=_row_height(needed, room))
    questions.paragraph(under, "Small Print")
    for line in not_shown:
        part.at("not shown").paragraph(line, "Small Print")


def _which(of: Sheet) -> str:
    if of.selections == 1:
        return "These are all the questions there are for this case."
    return f"Selection {of.selection} of the questions; after {of.selections} all have been asked."


def _shown(pattern: Pattern) -> tuple[str, str, str]:
    strength = "Strength: " if pattern.kind == "strength" else ""
    status = "" if pattern.status == "confirmed" else f" ({pattern.status})"
    return f"{strength}{pattern.title}{status}", pattern.when, pattern.asks


def _asked(stage: Stage) -> Text:
    asked = (f"{one.number}. {one.asks}{' (for any case)' if one.general else ''}" for one in stage.questions)
    return [(stage.title, "stage"), (f". {stage.means}\n" + ("\n".join(asked) or stage.none), "")]


def _under(principle: Principle) -> str:
    title, numbers = principle.title.capitalize(), list(map(str, principle.numbers))
    if not numbers:
        return f"{title}: no question here this time."
    return f"{title}: {'question' if len(numbers) == 1 else 'questions'} {listed(numbers)}."


def _fitting(rows: Sequence[Cells], room: float) -> list[Cells]:
    """The first rows, as many as there is room for."""
    needed = accumulate(_high(cells, _PATTERN_MM) for cells in rows)
    return [cells for cells, so_far in zip(rows, needed, strict=True) if so_far <= room]


def _high(cells: Cells, widths: Sequence[float]) -> float:
    """The height of a row in mm, reckoned by the length of its text."""
    return _PADDING_MM + _LINE_MM * max(starmap(_lines, zip(cells, widths, strict=True)))


def _lines(text: Text, width: float) -> int:
    return sum(max(1, math.ceil(len(line) / (width * _LETTERS_A_MM))) for line in plain_text(text).split("\n"))


def _row_height(needed: Sequence[float], room: float) -> float:
    """The least height of rows that together fill the room; some need more for their text, and the others share."""
    for at, high in enumerate(sorted(needed, reverse=True)):
        if high <= room / (len(needed) - at):
            return room / (len(needed) - at)
        room -= high
    return 0
