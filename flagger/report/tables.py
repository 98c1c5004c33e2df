"""The document as CSV for a spreadsheet: flags, events, outcomes, problems. One row a thing, nothing worked out.

A cell that a spreadsheet would run as a formula is written as text, behind an apostrophe. A cell longer than a
spreadsheet holds is cut, and says so.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flagger.chronology.spreadsheets import FORMULA, LONGEST, beginning, units
from flagger.contract.records import Document, Event, Noted
from flagger.dates.say import to_date
from flagger.report.say import code
from flagger.report.view import cases_of

if TYPE_CHECKING:
    import pandas as pd

CUT = " [cut here: longer than a spreadsheet cell holds; whole in flags.json]"


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with the mark that spreadsheets look for, lines ended as RFC 4180 says."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([as_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", errors="replace")


def as_cell(value: object) -> str:
    """One cell as text that no spreadsheet runs, cuts silently or refuses."""
    text = "" if value is None else str(value).replace("\0", "")
    text = "'" + text if text.startswith(FORMULA) else text
    return text if units(text) <= LONGEST else beginning(text, LONGEST - len(CUT)) + CUT


def flags_csv(document: Document) -> bytes:
    """One row a flag, in the order of the document."""
    header = (
        *("flag", "case", "kind", "rule", "title", "version", "status", "agency", "first", "last", "says", "grades"),
        *("rows", "event_ids", "findings", "ask", "consider", "does_not_see"),
    )
    of_flag = {shown.flag.id: shown for case in cases_of(document) for shown in case.flags}
    rows = []
    for flag in document.flags:
        behind = of_flag[flag.id].rows
        says = (flag.first, flag.last, flag.says, "; ".join(flag.grades))
        named = (flag.id, flag.case, flag.kind, flag.rule, flag.title, flag.version, flag.status, flag.agency or "")
        places = "; ".join(f"{row.place} ({row.role})" for row in behind)
        ids, findings = "; ".join(item.event for item in flag.evidence), "; ".join(flag.findings)
        lists = ("\n".join(flag.ask), "\n".join(flag.consider), flag.does_not_see)
        rows.append((*named, *says, places, ids, findings, *lists))
    return as_csv(header, rows)


def events_csv(events: Iterable[Event], document: Document | None = None) -> bytes:
    """One row an event with its codes, and the flags it stands behind."""
    behind: dict[str, list[str]] = defaultdict(list)
    for flag in document.flags if document else ():
        for item in flag.evidence:
            behind[item.event].append(f"{flag.rule} {flag.id}")
    header = (
        *("event_id", "case", "date_text", "earliest", "latest", "doubted", "time", "agency", "source", "person"),
        *(
            "event_type",
            "text",
            "outcome",
            "other",
            "codes",
            "words",
            "flags",
            "incident",
            "marks",
            "file",
            "sheet",
            "row",
        ),
    )
    return as_csv(header, (_event(event, behind[event.id]) for event in events))


def _event(e: Event, flags: Sequence[str]) -> tuple[object, ...]:
    when = (e.date_text, e.earliest, e.latest, "yes" if e.doubted else "", e.time)
    codes, words = "; ".join(map(code, e.codes)), "; ".join(c.words for c in e.codes)
    other = "; ".join(f"{name}: {text}" for name, text in e.other.items())
    said = (e.event_type, e.text, e.outcome, other, codes, words, "; ".join(flags))
    return (e.id, e.case, *when, e.agency, e.source, e.person, *said, e.incident, "; ".join(e.marks), *_place(e))


def _place(of: Event | Noted) -> tuple[str, str, object]:
    return of.file, of.sheet or "", of.row


def outcomes_csv(document: Document) -> bytes:
    """One row a rule and case: so that what could not be assessed is not lost when only tables are read."""
    header = ("case", "rule", "title", "kind", "outcome", "reason")
    rules = document.rules
    rows = ((o.case, o.rule, rules[o.rule].title, rules[o.rule].kind, o.outcome, o.reason) for o in document.outcomes)
    return as_csv(header, rows)


def problems_csv(problems: Iterable[Noted]) -> bytes:
    header = ("file", "sheet", "row", "column", "kind", "message")
    return as_csv(header, ((*_place(p), p.column or "", p.kind, p.message) for p in problems))


def people_csv(people: pd.DataFrame) -> bytes:
    """One row for each time that someone's role is asserted; rows that disagree both stay."""
    days = {
        name: [to_date(int(day)).isoformat() if day == day else "" for day in people[name].astype("float64")]
        for name in ("born_lo", "born_hi")
    }
    lists = {name: [", ".join(held) for held in people[name]] for name in ("asked", "recorded", "also")}
    shown = people.assign(**days, **lists).rename(columns={"born_lo": "born_earliest", "born_hi": "born_latest"})
    return as_csv([str(name) for name in shown.columns], shown.itertuples(index=False, name=None))
