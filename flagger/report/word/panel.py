"""The panel pack: for each case what was covered, the timeline, strengths, concerns by heading, questions by agency.

Arranged for a meeting: two to four pages a case while up to about ten rules found something, by showing less of each
the more there are (found.py), never fewer rules; after that about a page more for each five. Nothing is counted up or
ranked; what is left out is in evidence.xlsx, and the paper says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml.etree import fromstring

from flagger.contract.records import AS_GIVEN, Declared, Document
from flagger.flags.words import listed
from flagger.report.say import DRAFT, LIMITS, STATUS_MEANS, agency, count, day, plain, stretch
from flagger.report.timeline import alt_text, as_png, draw
from flagger.report.view import CaseView, Contribution, cases_of
from flagger.report.word.found import Detail, Told, agency_of, begun, detail_for, patterns, told_of
from flagger.report.word.template import Part, open_template
from flagger.report.word.writer import Writer

_ONCE = ("how this was made",)
_EACH_CASE = ("case", "as at", "coverage", "timeline", "strengths", "concerns", "record", "questions")
_PIXELS_A_MM = 8  # of the picture: sharp in print
_UNITS_A_MM = 4.3  # of the drawing: its smallest words are then about as large as those of a table
_HIGHEST_TIMELINE_MM = 225


def panel_docx(document: Document, templates: Path | None = None) -> bytes:
    """The pack as a Word file, from an area's `panel.docx` in `templates` or flagger's own.

    A heading of the document (`{{ recognition }}` ...) may have a place of its own in the template; the others are
    written where `{{ concerns }}` stands. Raises UsageFault when the template cannot be used.
    """
    headings = {name: name.replace("_", " ") for name in document.headings}
    template = open_template("panel", templates, _ONCE, _EACH_CASE, headings.values())
    cases = cases_of(document)
    for case, part in zip(cases, template.repeat(len(cases)), strict=True):
        _case(part, case, document, headings)
    _how_made(template.once.at("how this was made"), document)
    return template.save(f"Panel pack, as at {day(document.as_at)}", document)


def _case(part: Part, case: CaseView, document: Document, headings: Mapping[str, str]) -> None:
    detail = detail_for(len(case.found))
    told = told_of(case.found, detail)
    part.fill("case", plain(case.name))
    from_where = "" if document.as_at_from == AS_GIVEN else f" ({document.as_at_from})"
    part.fill("as at", f"As at {day(document.as_at)}{from_where}. {LIMITS}")
    _coverage(part.at("coverage"), case, document)
    _timeline(part.at("timeline"), case, document)
    _of_kind(part.at("strengths"), case, "strength", detail, told)
    for name, place in headings.items():
        if part.has(place):
            _heading(part.at(place), case, document, name, detail, told)
    others = part.at("concerns")
    for name in (name for name, place in headings.items() if not part.has(place)):
        others.heading(document.headings[name], 2)
        _heading(others, case, document, name, detail, told)
    if without := [of for of in case.found if of.kind == "concern" and of.heading not in headings]:
        others.heading("Other patterns", 2)
        patterns(others, without, detail, told)
    _of_kind(part.at("record"), case, "record", detail, told)
    _questions(part.at("questions"), case)


def _coverage(writer: Writer, case: CaseView, document: Document) -> None:
    held = case.contributions
    rows = [(begun(agency(of.agency)), _rows(of), listed(map(_declared, of.declared)) or "nothing") for of in held]
    title = "What each agency's rows cover"
    writer.table(["Agency", "Rows supplied", "Declared"], rows, [45, 72, 59], title)
    if any(not row.confirmed for of in held for row in of.declared):
        writer.paragraph(DRAFT, "Small Print")
    for said in _limits(case, document):
        writer.paragraph(said, "Small Print")
    writer.bullets(document.notes)


def _rows(of: Contribution) -> str:
    if not of.rows:
        return "none"
    days = "no date could be read" if of.first is None or of.last is None else stretch(of.first, of.last)
    return f"{count(of.rows, 'row')}, {days}"


def _declared(row: Declared) -> str:
    return f"{row.rows}, {stretch(row.first, row.last)}{'' if row.confirmed else ' (draft)'}"


def _limits(case: CaseView, document: Document) -> Iterator[str]:
    """What could not be assessed and whom to ask; rows without a date; files not read; what words and numbers mean."""
    if case.not_assessed:
        yield (
            "Not everything could be looked for: some rules need rows, columns or coverage that were not supplied. "
            "report.html names each of them with the reason."
        )
    if asked := sorted({_asked(ask.agency) for ask in case.asks}):
        yield f"To be able to tell more, ask {listed(asked)}: see the questions for the meeting."
    if undated := sum(event.earliest is None for event in case.events):
        yield f"{count(undated, 'row')} without a date that could be read: in no pattern that needs one."
    if unread := [plain(file.path) for file in document.files if file.error]:
        yield f"Not read: {listed(unread)}. report.html says why."
    if document.problems:
        yield f"{count(len(document.problems), 'place')} in the files to look at: listed in report.html, row by row."
    for status in sorted({shown.flag.status for of in case.found for shown in of.shown} - {"confirmed"}):
        yield f"{status.capitalize()}: {STATUS_MEANS[status]}."
    if case.found:
        yield "Rows are numbered for this paper, in order of date; each is shown once, where it is first spoken of."


def _timeline(writer: Writer, case: CaseView, document: Document) -> None:
    """The drawing across the page; one that would be higher than a page is drawn wider, and so made smaller."""
    across = writer.width_mm

    def drawn(units: float) -> tuple[str, float]:
        svg = draw(case, document, {}, links=False, width=round(units))
        *_, wide, high = map(float, fromstring(svg).get("viewBox", "0 0 1 1").split())
        return svg, across * high / wide

    svg, high = drawn(across * _UNITS_A_MM)
    if high > _HIGHEST_TIMELINE_MM:
        svg, high = drawn(across * _UNITS_A_MM * high / _HIGHEST_TIMELINE_MM)
        writer.paragraph("Drawn small to fit; report.html has it in full size.", "Small Print", keep_next=True)
    writer.picture(as_png(svg, round(across * _PIXELS_A_MM)), alt_text(case, document), _HIGHEST_TIMELINE_MM)


def _of_kind(writer: Writer, case: CaseView, kind: str, detail: Detail, told: Told) -> None:
    those = [of for of in case.found if of.kind == kind]
    patterns(writer, those, detail, told)
    if not those:
        writer.paragraph(f"{begun(case.none_found(kind))}.")


def _heading(writer: Writer, case: CaseView, document: Document, heading: str, detail: Detail, told: Told) -> None:
    """The concerns of one heading; when there are none, what that means."""
    those = [of for of in case.found if of.kind == "concern" and of.heading == heading]
    patterns(writer, those, detail, told)
    if not those:
        could_not = (rule for of in case.not_assessed for rule in of.rules if rule.kind == "concern")
        unsure = any(document.rules[rule.id].heading == heading for rule in could_not)
        also = " Not everything under this heading could be assessed." if unsure else ""
        writer.paragraph(f"No pattern found in the rows supplied.{also}")


def _questions(writer: Writer, case: CaseView) -> None:
    """What to ask of whom: for what could not be assessed, and from patterns in which one agency's rows stand alone."""
    by_agency: dict[str, list[str]] = defaultdict(list)
    for ask in case.asks:
        by_agency[ask.agency].append(ask.says)
    for of in case.found:
        alone = agency_of(of)
        for question in of.shown[0].flag.ask[:1] if alone else ():
            by_agency[alone].append(f"{of.title}: {question}")
    if not by_agency:
        writer.paragraph("None that belongs to one agency alone; the questions under each heading are for all.")
        return
    rows = [(begun(_asked(name)), said) for name in sorted(by_agency) for said in dict.fromkeys(by_agency[name])]
    writer.table(["Agency", "Question"], rows, [35, 141], "Questions for the meeting, by agency")


def _asked(name: str) -> str:
    return agency(name) if name else "any agency that knows"


def _how_made(writer: Writer, document: Document) -> None:
    tool = document.tool
    writer.paragraph(
        "Each row was read for what it is about by listed words and phrases; rules drawn from published audits looked "
        "for patterns of rows. Nothing was scored or predicted, and no rule knows what was not written down. "
        "All rows, numbers, sources and findings of audits are in report.html and evidence.xlsx.",
        "Small Print",
    )
    files = ", ".join(f"{plain(file.path)} ({file.sha256[:12]})" for file in document.files)
    writer.paragraph(f"Files read: {files}.", "Small Print")
    for area in document.areas:
        writer.paragraph(f"Area pack: {plain(area.title)} ({area.sha256[:12]}).", "Small Print")
    made = f"flagger {tool.version}; rules {tool.rules_sha256}; codebook {tool.codebook_sha256}."
    writer.paragraph(made, "Small Print")
