"""From what was read to the rows of a merged chronology: date order, what tells the same incident, sources kept.

Nothing is left out and nothing is changed; every form writes these rows, and `chronology.composite` reads them back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flagger.chronology.agency import as_key, shipped_agencies
from flagger.chronology.composite.columns import (
    AGENCIES,
    AGENCY,
    AGENCY_HEADING,
    ASKED,
    BORN,
    CASE,
    CHILDREN,
    EVENT,
    EVENTS,
    FIRST_DAY,
    FROM,
    KNOWN_AS,
    LAST_DAY,
    LEFT_EMPTY,
    MARKS,
    NAME,
    PEOPLE_ARE,
    PERSON,
    RECORDED,
    RELATIONSHIP,
    ROW_ID,
    SOURCE,
    TABLE,
    TOLD,
    WORDS,
    disguised,
    listed,
)
from flagger.chronology.composite.when import When, days_in_words
from flagger.chronology.containers.grid import plain
from flagger.chronology.fields import meaning
from flagger.chronology.frame import content_id
from flagger.chronology.origin import origin_of, table_of
from flagger.dates.say import say
from flagger.report.say import agency as agency_words
from flagger.screen import Reading

if TYPE_CHECKING:
    import pandas as pd

_STRUCK = "struck"


@dataclass(frozen=True)
class MergedRow:
    """One event: its number in the whole, its date, its texts by heading (none empty), and whether it was struck."""

    number: int
    case: str
    when: When
    written: str
    texts: Mapping[str, str]
    own: Mapping[str, str]
    struck: bool


@dataclass(frozen=True)
class Merged:
    """All rows, a case after the other; `own` are the headings of other people's columns, as they are written.

    `people` and `tables` are rows by the headings of `composite.columns`.
    """

    cases: tuple[str, ...]
    rows: tuple[MergedRow, ...]
    own: tuple[str, ...]
    people: tuple[Mapping[str, str], ...]
    tables: tuple[Mapping[str, str], ...]

    def of_case(self, case: str) -> list[MergedRow]:
        return [row for row in self.rows if row.case == case]


def gather(reading: Reading) -> Merged:
    """The merged chronology of what was read: cases by name, rows by date, then time; undated ones last."""
    events = sorted(_records(reading.chronology.events), key=_in_date_order)
    origins = _origins(events)
    headings = _agency_headings(events, origins)
    numbers = {event["event_id"]: number for number, event in enumerate(events, 1)}
    told = _told(events, numbers)
    rows = []
    for event in events:
        heading = headings[_table(event, origins)]
        texts, own = _texts(event, origins[event["event_id"]], heading, told[event["event_id"]])
        when = When(event["lo"], event["hi"], event["precision"], event["approx"], event["time"])
        struck = _STRUCK in event["marks"]
        number = numbers[event["event_id"]]
        rows.append(MergedRow(number, event["case"], when, event["date_text"], texts, own, struck))
    people = tuple(_people(reading.chronology.people))
    cases = tuple(sorted({row.case for row in rows}))
    own_headings = tuple(dict.fromkeys(heading for row in rows for heading in row.own))
    return Merged(cases, tuple(rows), own_headings, people, tuple(_tables(events, origins, headings)))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in record.items()} for record in plain.to_dict("records")]


def _in_date_order(event: Mapping[str, Any]) -> tuple[object, ...]:
    name, _, repeat = event["event_id"].partition("-")
    undated = event["lo"] is None
    day = (0, 0) if undated else (event["lo"], event["hi"])
    time = 1440 if event["time"] is None else event["time"]
    return (event["case"], undated, *day, time, event["agency"], name, int(repeat or 1))


def _origins(events: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Where each event was read first. A name that two files give to different tables is told apart by theirs."""
    said = {event["event_id"]: _origin(event) for event in events}
    files: dict[str, set[str]] = defaultdict(set)
    for event in events:
        files[table_of("", None, said[event["event_id"]])].add(event["file"])
    return {
        e["event_id"]: f"{e['file']}: {origin}" if len(files[table_of("", None, origin)]) > 1 else origin
        for e, origin in zip(events, said.values(), strict=True)
    }


def _origin(read: Mapping[str, Any]) -> str:
    """Where a row was read first; names of files may hold what no cell can."""
    return read["origin"] or plain(origin_of(read["file"], read["sheet"], read["row"]))


def _table(event: Mapping[str, Any], origins: Mapping[str, str]) -> str:
    return table_of("", None, origins[event["event_id"]])


def _agency_headings(events: Sequence[Mapping[str, Any]], origins: Mapping[str, str]) -> dict[str, str]:
    """For each table the heading of the column from which its agencies were read, "" where none is known."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for event in events:
        headings = [heading for heading in event["extra"] if (m := meaning(heading)) and m.field == "agency"]
        found[_table(event, origins)].update(headings)
    return {table: max(counts, key=lambda h: (counts[h], h), default="") for table, counts in found.items()}


def _told(events: Sequence[Mapping[str, Any]], numbers: Mapping[str, int]) -> dict[str, str]:
    """For each event the other rows that tell the same incident: "No. 12 (police)"."""
    accounts: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for event in events:
        accounts[event["incident"]].append(event)
    return {
        event["event_id"]: "; ".join(
            f"No. {numbers[other['event_id']]} ({agency_words(other['agency'])})"
            for other in accounts[event["incident"]]
            if other is not event
        )
        for event in events
    }


def _texts(
    event: Mapping[str, Any], origin: str, agency_heading: str, told: str
) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of an event by heading, and those of other people's columns."""
    agency, implied = _agency_shown(event, agency_heading)
    extra = {h: text for h, text in event["extra"].items() if not (implied and h == agency_heading)}
    recorded = event["recorded_lo"]
    texts = {
        AGENCY: agency,
        SOURCE: event["source"],
        PERSON: event["person"],
        EVENT: event["text"],
        **{heading: event[name] for heading, name in WORDS.items()},
        RECORDED: "" if recorded is None else days_in_words(recorded, event["recorded_hi"]),
        MARKS: listed(event["marks"]),
        TOLD: told,
        FROM: origin,
        ROW_ID: _row_id(event),
    }
    return {h: text for h, text in texts.items() if text}, {disguised(h): text for h, text in extra.items()}


def _row_id(event: Mapping[str, Any]) -> str:
    """The event's id, and what its row gives by itself where that is another (an address was withheld from it)."""
    event_id: str = event["event_id"]
    now = content_id(*(event[name] for name in ("case", "date_text", "agency", "person", "text")))
    return event_id if event_id.startswith(now) else f"{event_id} ({now})"


def _agency_shown(event: Mapping[str, Any], heading: str) -> tuple[str, bool]:
    """The agency as a person reads it, and whether it is what the row's own column says, so that this need not stand.

    The reader takes it for what stood in the table's column of agencies, where there is one: so a key that was not
    read from there stands as a key.
    """
    key: str = event["agency"]
    written = event["extra"].get(heading, "")
    shown = _named(key)
    if written and written != key:
        plain = as_key(written) in (key, as_key(shown)) and _means(written) == key
        return (written, True) if plain else (shown, False)
    return (key if heading and not written else shown), False


def _named(key: str) -> str:
    """An agency's name at the head of a cell, where it reads back to its key; else the key."""
    words = agency_words(key).removeprefix("the ") if key else ""
    shown = words[:1].upper() + words[1:]
    return shown if _means(shown) == key else key


def _means(cell: str) -> str:
    table = shipped_agencies()
    key = as_key(cell)
    return key if key in table.keys else table.find(cell) or key


def _people(frame: pd.DataFrame) -> Iterator[dict[str, str]]:
    """The rows of tables of people. What a table asks for was never kept, only whether it was filled in."""
    for claim in _records(frame[frame["event_id"] == ""]):
        born = claim["born_lo"]
        yield {
            CASE: claim["case"],
            NAME: claim["name"],
            RELATIONSHIP: claim["words"],
            BORN: "" if born is None else days_in_words(born, claim["born_hi"]),
            KNOWN_AS: listed(claim["also"]),
            ASKED: listed(n if n in claim["recorded"] else n + LEFT_EMPTY for n in claim["asked"]),
            AGENCY: _named(claim["agency"]),
            FROM: _origin(claim),
        }


def _tables(
    events: Sequence[Mapping[str, Any]], origins: Mapping[str, str], headings: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """Where the rows come from: a line a table."""
    of_table: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for event in events:
        of_table[_table(event, origins)].append(event)
    for table, rows in sorted(of_table.items()):
        days = [row[name] for row in rows if row["lo"] is not None for name in ("lo", "hi")]
        agencies = sorted({_named(row["agency"]) for row in rows if row["agency"]})
        yield {
            TABLE: table,
            EVENTS: str(len(rows)),
            AGENCIES: "; ".join(agencies),
            FIRST_DAY: say(min(days)) if days else "",
            LAST_DAY: say(max(days)) if days else "",
            AGENCY_HEADING: headings[table],
            PEOPLE_ARE: CHILDREN if rows[0]["headed_child"] else "",
        }
