"""`evidence.xlsx`: the whole document as a workbook to filter, to write into and to print."""

from __future__ import annotations

from flagger.contract.records import Document
from flagger.report.workbook import other_sheets as other
from flagger.report.workbook.actions_sheet import actions, choices
from flagger.report.workbook.book import Book
from flagger.report.workbook.chronology_sheet import chronology
from flagger.report.workbook.first_sheet import first_sheet
from flagger.report.workbook.flags_sheet import flags
from flagger.report.workbook.names import Names


def evidence_xlsx(document: Document) -> bytes:
    """The workbook. The same document gives the same bytes; nothing in it is executed or fetched."""
    names = Names.of(document)
    log = actions()
    tables = [
        chronology(names),
        flags(names),
        other.outcomes(document),
        log,
        other.coverage(names),
        other.whom_to_ask(document),
        other.parameters(document),
        *([other.area(document)] if document.area_says else []),
        other.files(document),
        other.problems(document),
    ]
    book = Book("Evidence workbook", document.as_at, document.fictional)
    book.lines("Read me first", first_sheet(names, [table.name for table in tables]))
    for table in tables:
        sheet = book.table(table)
        if table is log:
            choices(sheet, len(names.flags))
    return book.save()
