"""The first sheet, read before all others: what this is and is not, what it rests on, and where to find what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flagger.contract.records import Document
from flagger.report.say import DRAFT, LIMITS, STATUS_MEANS, agency, day
from flagger.report.view import CaseView
from flagger.report.workbook.names import Names

Line = tuple[str, str]
SHEETS = {
    "Chronology": "every row of every file in order of date, with the words that were coded in bold",
    "Flags": "patterns that rules found, strengths first, with empty columns for agency responses and the agreed view",
    "Outcomes": "what every rule came to in every case: flagged, not flagged, or not assessed and why",
    "Actions": "an empty log for what is agreed",
    "Coverage": "whose rows are here, for which days, and what was declared of them",
    "Whom to ask": "what could be assessed if somebody said what they hold",
    "Parameters": "the numbers in the rules that flagged something, and where they come from",
    "Area": "what the area's packs say",
    "Files": "what was read, and how",
    "Problems": "places in the files that a person should look at",
}


def first_sheet(names: Names, sheets: Sequence[str]) -> list[Line]:
    """The lines, each with its look; `sheets` are the names of those that follow."""
    return [*_what(names.document, names.cases), *_rests_on(names), *_where(sheets), *_made(names.document)]


def _what(document: Document, cases: Sequence[CaseView]) -> Iterator[Line]:
    yield "title", "Evidence: " + ", ".join(case.name for case in cases)
    if document.fictional:
        yield "title", "FICTIONAL: nobody in this workbook is real."
    yield "line", f"As at {day(document.as_at)} ({document.as_at_from})."
    yield from (("line", note) for note in document.notes)
    yield "section", "What a flag is, and is not"
    yield "line", LIMITS
    yield "line", "A flag says what the rows supplied show and what was not found in them; never what happened, or why."
    yield from (("line", f"{status}: {means}.") for status, means in STATUS_MEANS.items())


def _rests_on(names: Names) -> Iterator[Line]:
    yield "section", "What it rests on"
    for case in names.cases:
        whose = "; ".join(f"{agency(of.agency)} ({of.rows})" for of in case.contributions if of.rows)
        yield "line", f"{case.name}: rows of {whose}."
        silent = ", ".join(agency(of.agency) for of in case.contributions if not of.declared)
        if silent:
            yield "line", f"{case.name}: nothing was declared of what these hold: {silent}."
        if case.not_assessed:
            yield "line", f"{case.name}: some rules could not be assessed; the sheet Outcomes says why."
    if any(not of.confirmed for of in names.document.coverage):
        yield "line", DRAFT
    yield "line", "What was done and not written is not here, nor what other agencies hold."


def _where(sheets: Sequence[str]) -> Iterator[Line]:
    yield "section", "The sheets"
    yield from (("line", f"{name}: {SHEETS[name]}.") for name in sheets)
    yield "line", "A text longer than a cell holds (32,767 characters) goes on in a column at the end of its sheet."
    yield "line", "On paper a row has one page at most; a longer text is whole in its cell, and in report.html."
    yield "line", "Nothing in this workbook runs: it has no formulas, macros or links. Keep it as you keep the records."


def _made(document: Document) -> Iterator[Line]:
    yield "section", "How it was made"
    tool = document.tool
    yield "line", f"flagger {tool.version}; rules joined by {tool.inference}."
    yield "line", f"Rules {tool.rules_sha256}"
    yield "line", f"Codebook {tool.codebook_sha256}"
    yield from (("line", f"Area: {pack.title} ({pack.file}, {pack.sha256})") for pack in document.areas)
