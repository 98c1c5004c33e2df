"""The chronology as one table: every row of every file in order of date, with what it was coded as and its flags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from flagger.contract.records import Event
from flagger.report.pieces import marked
from flagger.report.say import agency, code, stretch
from flagger.report.workbook.book import A3, Column, Table
from flagger.report.workbook.cells import Cell, day
from flagger.report.workbook.names import Names

_COLUMNS = (
    Column("No.", 5),
    Column("Case", 12),
    Column("Date as written", 13),
    Column("Earliest", 11),
    Column("Latest", 11),
    Column("Date doubted", 8, optional=True),
    Column("Time", 6, optional=True),
    Column("Agency", 15),
    Column("Source", 14, optional=True),
    Column("Person", 13, optional=True),
    Column("Type", 14, optional=True),
    Column("What happened", 60),
    Column("Outcome", 24, optional=True),
    Column("Other columns", 24, optional=True),
    Column("Taken to be about", 22, optional=True),
    Column("Flags that rest on it", 32, optional=True),
    Column("Told also by", 20, optional=True),
    Column("Marks", 14, optional=True),
    Column("Place", 18),
    Column("Recorded", 16, optional=True, printed=False),
    Column("Row id", 16, printed=False),
)


def chronology(names: Names) -> Table:
    """One row an event. Rows that tell the same incident all stand, and name one another."""
    incidents: dict[str, list[Event]] = defaultdict(list)
    for event in names.events:
        incidents[event.incident].append(event)
    rows = [_row(names, event, [of for of in incidents[event.incident] if of is not event]) for event in names.events]
    return Table("Chronology", _COLUMNS, rows, kept=3, paper=A3)


def _row(names: Names, event: Event, same: Sequence[Event]) -> list[Cell]:
    touching = dict.fromkeys(
        f"{flag.rule} {flag.title}" + ("" if role == "evidence" else f" ({role.replace('_', ' ')})")
        for flag, role in names.touching.get(event.id, ())
    )
    recorded = event.recorded_earliest and stretch(event.recorded_earliest, event.recorded_latest or "")
    return [
        names.numbers[event.id],
        event.case,
        event.date_text,
        day(event.earliest),
        day(event.latest),
        "doubted" if event.doubted else "",
        event.time,
        agency(event.agency),
        event.source,
        event.person,
        marked(event, "event_type"),
        marked(event, "text"),
        marked(event, "outcome"),
        "\n".join(f"{heading}: {text}" for heading, text in event.other.items()),
        "\n".join(dict.fromkeys(map(code, event.codes))),
        "\n".join(touching),
        "\n".join(f"{agency(of.agency)}: {names.row(of)}" for of in same),
        "\n".join(event.marks),
        names.places.row(event),
        recorded,
        event.id,
    ]
