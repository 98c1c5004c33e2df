"""Small wordings that every rendering shares: days, places, agencies, codes, statuses. Nothing is judged."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from flagger.contract.records import AreaSays, Coded, Event, Noted
from flagger.dates.say import say, to_day
from flagger.flags.record import Flag, Parameter
from flagger.flags.words import agency_words, code_words

STATUS_MEANS = {
    "confirmed": "holds wherever the rough dates fall",
    "possible": "holds for some of the days that rough dates can mean, or something else in the rows leaves it open",
    "pending": "something is looked for, and the time for it is not over yet",
}
LIMITS = (
    "A pattern in the record, not a finding about a family. Read the rows, ask the people. Not evidence for a court."
)
FICTIONAL = "FICTIONAL: nobody in this document is real."
DRAFT = "Coverage is a draft nobody confirmed: absence rules are not assessed. Look it over, then say confirmed: yes."
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
    "one": "{} rows on one side",
    "other": "{} rows on the other",
    "before": "{} rows in the first stretch",
    "after": "{} rows in the second",
}


def plain(text: str) -> str:
    """One line that is safe on any screen: without control characters, runs of space as one."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def day(iso: str) -> str:
    """An ISO day as a sentence says it."""
    return say(day_of(iso))


def day_of(iso: str) -> int:
    """An ISO day as days since 1970-01-01."""
    return to_day(dt.date.fromisoformat(iso))


def stretch(first: str, last: str) -> str:
    """The days from one ISO day to another, both inside, in as few words as say it."""
    return say(day_of(first), day_of(last))


def count(n: int, one: str, many: str = "") -> str:
    """ "1 row", "12 rows"."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def plays(role: str) -> str:
    """The part that a row plays in a flag."""
    return "starts the time" if role == "anchor" else role.replace("_", " ")


def agency(name: str) -> str:
    """An agency as a sentence names it."""
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
    return re.sub(
        r"\b1 rows( or patterns)?\b", lambda found: "1 row or pattern" if found[1] else "1 row", "; ".join(said)
    )


def numbers(flag: Flag) -> Iterator[str]:
    """The numbers in force and on what basis, a line for each who set some; their sources are in the report."""
    by: Mapping[str, list[str]] = defaultdict(list)
    for name, of in flag.parameters.items():
        basis = f" ({said})" if (said := basis_of(of)) else ""
        by[set_by(of)].append(f"{name.replace('_', ' ')} {of.value}{_instead(of)}{basis}")
    return (f"Numbers set by {whose}: {'; '.join(those)}." for whose, those in by.items())


def from_whom(of: Parameter) -> str:
    """Who set a number, on what basis and source: "The rule's author, our own inference: ..."."""
    whose = f"{set_by(of)}{_instead(of)}"
    return ", ".join(part for part in (whose[0].upper() + whose[1:], _grounds(of)) if part)


def set_by(of: Parameter) -> str:
    """Who set a number: the rule's author, or the title of an area's pack."""
    return "the rule's author" if of.set_by == "rule" else of.set_by


def _instead(of: Parameter) -> str:
    return "" if of.instead_of is None else f" instead of the author's {of.instead_of}"


def _grounds(of: Parameter) -> str:
    return ": ".join(part for part in (basis_of(of), of.source.rstrip(".")) if part)


def basis_of(of: Parameter) -> str:
    """On what basis a number was set, as a word."""
    return "our own inference" if of.basis == "inference" else of.basis


_AREA_SAYS = {
    "number": "{about}: {value}",
    "tier": "{about} is called {value}",
    "risk tool": "the force's checklist is {value}",
    "names": "also names of {about}: {value}",
    "phrases": "also phrases for {about}: {value}",
    "off": "{about} is switched off: {value}",
    "on": "{about} is switched on: {value}",
}


def area_says(said: AreaSays) -> str:
    """One thing that an area's pack says, without where it is from."""
    words = {"names": agency_words, "phrases": code_words}.get(said.kind, str)
    about = words(" ".join(said.about)).replace("_", " ")
    text = _AREA_SAYS[said.kind].format(about=about, value=said.value.rstrip("."))
    return text if said.instead_of is None else f"{text} instead of {said.instead_of}"


def area_source(said: AreaSays) -> str:
    """Where it is written and for which days; and why it is not applied, when it is not."""
    days = f"from {day(said.first)}" if said.last is None else f"from {day(said.first)} to {day(said.last)}"
    return f"{said.source.rstrip('.')}, {days}" + (f". Not applied: {said.why_not}" if said.why_not else "")


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
