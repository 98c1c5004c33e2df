"""An empty log of actions: what is agreed, by whom and when, with the questions that make an action a good one."""

from __future__ import annotations

import datetime as dt

from xlsxwriter.worksheet import Worksheet

from flagger.report.workbook import flags_sheet
from flagger.report.workbook.book import Column, Table

_ROWS = 40
_STATUSES = ("Not started", "In progress", "Done", "Second view needed")
_COLUMNS = (
    Column("Action", 36),
    Column("About which flag", 30),
    Column("Owner", 16),
    Column("Due", 12),
    Column("Specific: who does what, exactly?", 18),
    Column("Measurable: how will it be seen?", 18),
    Column("Achievable: what would help or hinder?", 18),
    Column("Relevant: what changes for the child?", 18),
    Column("Time-bound: by which steps?", 18),
    Column("Evaluate: what came of it?", 18),
    Column("Review: when is it looked at again?", 18),
    Column("Status", 14),
)
_FLAG, _DUE, _STATUS = 1, 3, 11


def actions() -> Table:
    """The empty log."""
    return Table("Actions", _COLUMNS, [[None] * len(_COLUMNS)] * _ROWS, height=42)


def choices(sheet: Worksheet, flags: int) -> None:
    """What may be chosen in the log: one of so many flags or words of one's own, a date, one of four statuses."""
    if flags:
        source = f"={flags_sheet.NAME}!$A$2:$A${flags + 1}"
        own_words = {"error_type": "information", "error_title": "Not in the list", "error_message": "Keep it?"}
        sheet.data_validation(1, _FLAG, _ROWS, _FLAG, {"validate": "list", "source": source, **own_words})
    date = {"validate": "date", "criteria": ">=", "value": dt.date(2000, 1, 1), "error_message": "Write a date."}
    sheet.data_validation(1, _DUE, _ROWS, _DUE, date)
    sheet.data_validation(1, _STATUS, _ROWS, _STATUS, {"validate": "list", "source": list(_STATUSES)})
