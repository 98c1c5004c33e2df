"""The tables beside chronology and flags: outcomes, coverage, whom to ask, numbers in force, files, problems."""

from __future__ import annotations

from collections.abc import Iterator

from flagger.contract.records import Document
from flagger.report.say import agency, area_says, area_source, basis_of, set_by
from flagger.report.view import CaseView, Contribution
from flagger.report.workbook.book import Column, Table
from flagger.report.workbook.cells import Cell, day
from flagger.report.workbook.names import Names


def outcomes(document: Document) -> Table:
    """One row a rule and case, so that what could not be assessed is not taken for nothing found."""
    columns = ("Rule", 8), ("Title", 50), ("Kind", 10), ("Case", 22), ("Outcome", 14), ("Reason", 70)
    rows = [
        [of.rule, document.rules[of.rule].title, document.rules[of.rule].kind, of.case, of.outcome, of.reason]
        for of in document.outcomes
    ]
    return Table("Outcomes", [Column(*of) for of in columns], rows, kept=2)


def coverage(names: Names) -> Table:
    """What each agency's rows hold of a case, and what was declared of them: a row a declaration."""
    columns = (
        *(("Case", 22), ("Agency", 24), ("Rows here", 10), ("First row", 12), ("Last row", 12)),
        *(("Declared from", 14), ("Declared to", 14), ("Declared as", 26), ("Confirmed", 28)),
    )
    rows = [row for case in names.cases for of in case.contributions for row in _declared(case, of)]
    return Table("Coverage", [Column(*of) for of in columns], rows, kept=2)


def _declared(case: CaseView, of: Contribution) -> Iterator[list[Cell]]:
    held: list[Cell] = [case.name, agency(of.agency), of.rows, day(of.first), day(of.last)]
    for said in of.declared:
        confirmed = "yes" if said.confirmed else "no: a draft, on which nothing rests"
        yield [*held, day(said.first), day(said.last), said.rows, confirmed]
    if not of.declared:
        yield [*held, None, None, "nothing declared", ""]


def whom_to_ask(document: Document) -> Table:
    """What could be assessed if somebody said what they hold."""
    columns = ("Case", 22), ("Whom", 24), ("From", 12), ("To", 12), ("What to ask", 70), ("Rules", 30)
    rows = [
        [
            of.case,
            agency(of.agency) if of.agency else "anyone",
            day(of.first),
            day(of.last),
            of.says,
            ", ".join(of.rules),
        ]
        for of in document.asks
    ]
    return Table("Whom to ask", [Column(*of) for of in columns], rows, kept=2)


def parameters(document: Document) -> Table:
    """The numbers in force in the rules that flagged something, who set them and on what grounds."""
    columns = (
        *(("Rule", 8), ("Title", 40), ("Number", 20), ("Value", 16), ("Basis", 18), ("Source", 60)),
        *(("Set by", 22), ("Instead of the author's", 16)),
    )
    rows = dict.fromkeys(
        (flag.rule, flag.title, name.replace("_", " "), of.value, basis_of(of), of.source, set_by(of), of.instead_of)
        for flag in sorted(document.flags, key=lambda flag: flag.rule)
        for name, of in flag.parameters.items()
    )
    return Table("Parameters", [Column(*of) for of in columns], [*map(list, rows)], kept=2)


def area(document: Document) -> Table:
    """What packs of the area say, from which source and for which days."""
    columns = ("Area", 24), ("What it says", 60), ("Applied", 10), ("Source, and for which days", 60)
    rows = [[of.area, area_says(of), "yes" if of.applied else "no", area_source(of)] for of in document.area_says]
    return Table("Area", [Column(*of) for of in columns], rows)


def files(document: Document) -> Table:
    """What was read: rows, events, how columns were taken, which rows are no events and why."""
    columns = (
        *(("File", 28), ("Rows", 8), ("Events", 8), ("Columns, and what they were read as", 44)),
        *(("Columns kept as they are", 24), ("Rows that are no events", 40), ("Not read because", 30), ("SHA-256", 40)),
    )
    rows: list[list[Cell]] = []
    for of in document.files:
        read = "\n".join(f"{heading}: {meaning.replace('_', ' ')}" for heading, meaning in of.columns.items())
        listed = "\n".join(f"{(row.sheet or '')} row {row.row}: {row.reason}".strip() for row in of.listed)
        rows.append([of.path, of.rows, of.events, read, ", ".join(of.unmapped), listed, of.error, of.sha256])
    return Table("Files", [Column(*of) for of in columns], rows)


def problems(document: Document) -> Table:
    """Places that a person should look at."""
    columns = ("File", 30), ("Sheet", 16), ("Row", 7), ("Column", 18), ("Kind", 22), ("What", 80)
    rows = [[of.file, of.sheet, of.row, of.column, of.kind.replace("-", " "), of.message] for of in document.problems]
    return Table("Problems", [Column(*of) for of in columns], rows)
