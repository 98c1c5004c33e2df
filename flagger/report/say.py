"""Small wordings that every rendering shares: days, places, agencies, codes, statuses. Nothing is judged."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from flagger.dates.say import say
from flagger.flags.words import agency_words, code_words
from flagger.report.contract import Coded, Event, Noted

_EPOCH = dt.date(1970, 1, 1)
STATUS_MEANS = {
    "confirmed": "holds wherever the rough dates fall",
    "possible": "holds for some of the days that rough dates can mean, and not for others",
    "pending": "the time is not over yet",
}
_MEASURES = {
    "n": "{} rows or patterns behind it",
    "peak": "at most {} that can lie in one stretch of the length looked for",
    "values": "{} different kinds among them",
    "families": "{} different kinds of pattern",
    "days": "{} days from the first step to the last",
    "deadline": "looked until {}",
    "part": "{} rows in the part",
    "whole": "{} rows in the whole",
    "before_part": "{} rows in the part before",
    "before_whole": "{} rows in the whole before",
    "after_part": "{} rows in the part after",
    "after_whole": "{} rows in the whole after",
}


def plain(text: str) -> str:
    """One line that is safe on any screen: without control characters, runs of space as one."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def day(iso: str) -> str:
    """An ISO day as a sentence says it."""
    return say(_days(iso))


def _days(iso: str) -> int:
    return (dt.date.fromisoformat(iso) - _EPOCH).days


def stretch(first: str, last: str) -> str:
    """The days from one ISO day to another, both inside, in as few words as say it."""
    return say(_days(first), _days(last))


def count(n: int, one: str, many: str = "") -> str:
    """ "1 row", "12 rows"."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def agency(name: str) -> str:
    return agency_words(name) if name else "agency not said"


def code(coded: Coded) -> str:
    """A code as words, with its status when it is no plain statement."""
    said = code_words(coded.code)
    return said if coded.status == "affirmed" else f"{said} ({coded.status.replace('_', ' ')})"


def where(problem: Noted) -> str:
    """The place inside its file, as far as it is known: "table 2, row 4, Date"."""
    row = f"row {problem.row}" if problem.row is not None else ""
    return plain(", ".join(part for part in (problem.sheet, row, problem.column) if part))


def counted(measures: Mapping[str, int | str]) -> str:
    """The arithmetic of a flag in one line. What the rule itself sets is among its numbers and is not said again."""
    said = (_MEASURES[name].format(value) for name, value in measures.items() if name in _MEASURES)
    return "; ".join(said)


class Places:
    """Where rows stand, as short as says it: the sheet of a workbook only when rows come from several of its sheets."""

    def __init__(self, events: Iterable[Event]) -> None:
        sheets: Mapping[str, set[str | None]] = defaultdict(set)
        for event in events:
            sheets[event.file].add(event.sheet)
        self._sheets = sheets

    def table(self, file: str, sheet: str | None) -> str:
        """The file, and which table or sheet of it."""
        if sheet is None or (len(self._sheets[file]) < 2 and not sheet.startswith("table ")):
            return plain(file)
        return f"{plain(file)} {sheet}" if sheet.startswith("table ") else f"{plain(file)} “{plain(sheet)}”"

    def row(self, event: Event) -> str:
        return f"{self.table(event.file, event.sheet)} row {event.row}"

    def rows(self, events: Iterable[Event]) -> str:
        """ "police.xlsx rows 3, 12; school.docx table 2 row 4"."""
        held: Mapping[str, list[int]] = defaultdict(list)
        for event in events:
            held[self.table(event.file, event.sheet)].append(event.row)
        return "; ".join(
            f"{table} {'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, sorted(rows)))}"
            for table, rows in held.items()
        )
