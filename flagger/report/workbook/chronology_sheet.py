"""The chronology as one table: every row of every file in order of date, with what it was coded as and its flags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flagger.contract.records import Event
from flagger.flags.record import Flag
from flagger.report.pieces import marked
from flagger.report.say import agency, code, plays, stretch
from flagger.report.workbook.book import A3, Column, Table
from flagger.report.workbook.cells import HIGHEST, Cell, day, height
from flagger.report.workbook.names import Names

_COLUMNS = (
    Column("No.", 5),
    Column("Case", 11),
    Column("Date as written", 11),
    Column("Earliest", 11),
    Column("Latest", 11),
    Column("Time", 6, optional=True),
    Column("Agency", 13),
    Column("Source", 12, optional=True),
    Column("Person", 12, optional=True),
    Column("Type", 12, optional=True),
    Column("What happened", 60),
    Column("Outcome", 20, optional=True),
    Column("Other columns", 18, optional=True),
    Column("Taken to be about", 18, optional=True),
    Column("Flags that rest on it", 34, optional=True),
    Column("Told also by", 18, optional=True),
    Column("Marks", 12, optional=True),
    Column("Place", 14),
    Column("Recorded", 16, optional=True, printed=False),
    Column("Row id", 16, printed=False),
)
_TEXT, _WIDER = 10, 110


def chronology(names: Names) -> Table:
    """One row an event. Rows that tell the same incident all stand, and name one another."""
    incidents: dict[str, list[Event]] = defaultdict(list)
    for event in names.events:
        incidents[event.incident].append(event)
    rows = [_row(names, event, [of for of in incidents[event.incident] if of is not event]) for event in names.events]
    columns = list(_COLUMNS)
    if any(height(event.text, columns[_TEXT].width) == HIGHEST for event in names.events):
        columns[_TEXT] = replace(columns[_TEXT], width=_WIDER)
    return Table("Chronology", columns, rows, kept=3, paper=A3)


def _row(names: Names, event: Event, same: Sequence[Event]) -> list[Cell]:
    recorded = event.recorded_earliest and stretch(event.recorded_earliest, event.recorded_latest or "")
    return [
        names.numbers[event.id],
        event.case,
        event.date_text,
        day(event.earliest),
        day(event.latest),
        event.time,
        agency(event.agency),
        event.source,
        event.person,
        marked(event, "event_type"),
        marked(event, "text"),
        marked(event, "outcome"),
        "\n".join(f"{heading}: {text}" for heading, text in event.other.items()),
        "\n".join(dict.fromkeys(map(code, event.codes))),
        "\n".join(_touching(names.touching.get(event.id, ()))),
        "\n".join(f"{agency(of.agency)}: {names.row(of)}" for of in same),
        "\n".join([*event.marks, *(["date in doubt"] if event.doubted else [])]),
        names.places.row(event),
        recorded,
        event.id,
    ]


def _touching(flags: Sequence[tuple[Flag, str]]) -> Iterator[str]:
    """A line for each rule, with the parts that the row plays where it is more than evidence."""
    parts: dict[str, dict[str, None]] = defaultdict(dict)
    for flag, role in flags:
        parts[f"{flag.rule} {flag.title}"][plays(role)] = None
    for rule, roles in parts.items():
        yield rule if [*roles] == ["evidence"] else f"{rule} ({', '.join(roles)})"
