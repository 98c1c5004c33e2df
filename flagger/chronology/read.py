"""Files → the chronology: events of all cases in canonical order, people, what became of each file, and problems.

A file that cannot be read never stops the others. Problems hold places and reasons, never what an event says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from flagger.chronology.agency import (
    OF_ALL_HEALTH,
    PARTS_OF_HEALTH,
    Agencies,
    agency_of_file,
    as_key,
    shipped_agencies,
)
from flagger.chronology.composite.read import MergedRead, read_merged
from flagger.chronology.composite.tables import own_grids
from flagger.chronology.containers import GridsRead, read_grids
from flagger.chronology.containers.word import OUTSIDE_TABLES
from flagger.chronology.dating import Dated, read_dates
from flagger.chronology.fields import headed_child
from flagger.chronology.frame import Claim, Event, events_frame, people_frame, settle
from flagger.chronology.headers import EVENTS
from flagger.chronology.origin import table_of
from flagger.chronology.overrides import Overrides
from flagger.chronology.people import born_in, is_recorded, people_of, role_of
from flagger.chronology.records import EventRow, PersonRow, RowsRead
from flagger.chronology.rows import read_rows
from flagger.chronology.sources import Source, find_sources
from flagger.chronology.withheld import withhold
from flagger.model import Chronology, FileRead, Problem

_NO_CHRONOLOGY = "No row of this file could be read as an event: no table in it has a column of dates."


@dataclass
class _Gathered:
    """What all files gave so far."""

    events: list[Event] = field(default_factory=list)
    people: list[Claim] = field(default_factory=list)
    files: list[FileRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_files(
    paths: Sequence[Path],
    *,
    case: str | None = None,
    agency: str | None = None,
    overrides: Overrides | None = None,
    agencies: Agencies | None = None,
) -> Chronology:
    """Read files and folders of files.

    A row's case is its case column's, else `case`, else the folder's name, else the file's (several loose files: that
    of the folder they share). Its agency is its agency column's, else what the sheet's or file's name says, else
    `agency`, else what the source column says; in a file of health as a whole the source column says which part of it
    where it names one ("HV Kim Poole"). `agencies` are the names that mean one (else those shipped).
    Columns of the frames: docs/architecture.md. Raises RulesFault for a faulty `columns.yaml`; what is wrong with a
    chronology is in `FileRead.error` and the problems.
    """
    sources, problems = find_sources(paths, case, overrides)
    gathered = _Gathered(problems=problems)
    first_with: dict[str, str] = {}
    for source in sources:
        grids = read_grids(source.path)
        if not grids.error and (first := first_with.setdefault(grids.sha256, source.shown)) != source.shown:
            message = f"this file is the same as {first}, byte for byte; its rows are linked to the same incidents"
            gathered.problems.append(Problem(source.shown, "same-file-twice", message))
        _read_file(source, grids, agency, agencies or shipped_agencies(), gathered)
    gathered.problems += _read_twice(gathered.events, [source.shown for source in sources])
    events = settle(gathered.events)
    gathered.problems += withhold(events)
    claims = [
        Claim(e.case, name, role, words, e.file, e.sheet, e.row, e.agency, e.id, origin=e.origin)
        for e in events
        for name, role, words in e.claims
    ]
    ordered = sorted(
        gathered.problems, key=lambda p: (p.file, p.sheet or "", p.row or 0, p.kind, p.column or "", p.message)
    )
    return Chronology(
        events_frame(events), people_frame([*gathered.people, *claims]), tuple(gathered.files), tuple(ordered)
    )


def _read_twice(events: Iterable[Event], files: Sequence[str]) -> list[Problem]:
    """Merged chronologies that were read beside files whose rows they hold."""
    tables = {(e.file, table_of(e.file, e.sheet, e.origin)) for e in events if e.origin}
    beside = {(file, other) for file, table in tables for other in files if f"{table}, ".startswith(f"{other}, ")}
    message = "this merged chronology holds the rows of {}, which was read too: they stand twice; leave one of them out"
    return [Problem(file, "merged-and-its-parts", message.format(other)) for file, other in sorted(beside)]


def _read_file(source: Source, grids: GridsRead, agency: str | None, agencies: Agencies, gathered: _Gathered) -> None:
    ours, others = own_grids(grids.grids, grids.kind)
    said = (problem for problem in grids.problems if not (ours and problem.kind == OUTSIDE_TABLES))  # what merge wrote
    gathered.problems += [replace(problem, file=source.shown) for problem in said]
    if grids.error:
        gathered.files.append(FileRead(source.shown, grids.sha256, 0, 0, error=grids.error))
        return
    merged = read_merged(source.shown, source.case, ours, agencies)
    read = read_rows(source.shown, others, source.overrides.columns)
    dated, problems = read_dates(read)
    namer = _AgencyNamer(source, agency, agencies)
    file = _file_read(source, grids.sha256, read, merged)
    of_child = headed_child(heading for heading, name in file.columns.items() if name == "person")
    pairs = zip(read.events, dated, strict=True)
    gathered.events += [*merged.events, *(_event(source, row, when, namer, of_child) for row, when in pairs)]
    gathered.people += [*merged.people, *(_claim(source, person, namer) for person in read.people)]
    gathered.problems += [*merged.problems, *read.problems, *problems, *namer.problems()]
    gathered.files.append(file)


def _event(source: Source, row: EventRow, when: Dated, namer: _AgencyNamer, of_child: bool) -> Event:
    values = row.values
    agency, as_written = namer.of_row(row)
    extra = row.extra | when.beside
    if as_written:
        extra.setdefault(row.agency_heading, as_written)
    named = people_of(values.get("person", ""))
    d, recorded = when.date, when.recorded
    return Event(
        case=" ".join(values.get("case", "").split()) or source.case, file=source.shown, sheet=row.sheet, row=row.row,
        date_text=d.text, lo=d.lo, hi=d.hi, precision=d.precision, approx=d.approx, time=d.time,
        recorded_lo=recorded.lo if recorded else None, recorded_hi=recorded.hi if recorded else None,
        agency=agency, person=values.get("person", ""), persons=named.persons, collective=named.collective,
        text=values.get("text", ""), words=values, extra=extra, marks=row.marks, claims=named.claims,
        headed_child=of_child,
    )  # fmt: skip


def _claim(source: Source, person: PersonRow, namer: _AgencyNamer) -> Claim:
    """What a row of a table of people says. Of a characteristic only whether it is asked and recorded is kept."""
    born = born_in(person.born) if person.born else None
    return Claim(
        case=person.case or source.case,
        name=" ".join(person.name.split()),
        role=role_of(person.role),
        words=person.role,
        file=source.shown,
        sheet=person.sheet,
        row=person.row,
        agency=namer.of_place(person.sheet),
        born_lo=born.lo if born else None,
        born_hi=born.hi if born else None,
        asked=tuple(person.held),
        recorded=tuple(name for name, said in person.held.items() if is_recorded(said)),
        also=people_of(person.also).persons,
    )


def _file_read(source: Source, sha256: str, read: RowsRead, merged: MergedRead) -> FileRead:
    columns = dict(merged.columns)
    for header in read.headers:
        for name, place in sorted(header.fields.items(), key=lambda item: item[1]):
            columns.setdefault(header.headings.get(place, f"column {place + 1}"), name)
    held = {name for event in merged.events for name in event.extra}
    held |= {name for event in read.events for name in event.extra}
    known = {name for header in read.headers if header.kind == EVENTS for name in header.extra.values()}
    named = {name for name in known if not name.startswith("column ")}
    events = len(merged.events) + len(read.events)
    return FileRead(
        source.shown,
        sha256,
        merged.rows + read.rows,
        events,
        (*merged.listed, *read.listed),
        columns,
        tuple(sorted(held | named)),
        "" if events or merged.people or read.people else _NO_CHRONOLOGY,
    )


class _AgencyNamer:
    """The agency of each row of one file, and what could not be said."""

    def __init__(self, source: Source, agency: str | None, table: Agencies) -> None:
        self.file = source.shown
        self.table = table
        self.of_file = agency_of_file(table, source.path.stem)
        self.given = (table.find(agency) or as_key(agency)) if agency else ""
        self.unknown: dict[tuple[str, str], EventRow] = {}
        self.without: list[int] = []

    def of_place(self, sheet: str | None) -> str:
        """What the sheet's name says, else the file's, else what was given."""
        return agency_of_file(self.table, sheet or "") or self.of_file or self.given

    def of_row(self, row: EventRow) -> tuple[str, str]:
        """The agency, and the words of its column where they differ from it."""
        written = row.values.get("agency", "")
        if as_key(written):
            key = self.table.find(written)
            if not key:
                key = as_key(written)
                self.unknown.setdefault((row.agency_heading, key), row)
            return key, written if written != key else ""
        key = self.of_place(row.sheet)
        if not key or key == OF_ALL_HEALTH:
            said = self.table.find(row.values.get("source", ""))
            key = said if not key or said in PARTS_OF_HEALTH else key
        if not key:
            self.without.append(row.row)
        return key, ""

    def problems(self) -> list[Problem]:
        out = []
        for (heading, _), row in self.unknown.items():
            message = (
                "the agency of this row is none that rules know; it was kept as written; correct it if it should be one"
            )
            out.append(Problem(self.file, "unknown-agency", message, row.sheet, row.row, heading))
        if self.without:
            count = "1 row has" if len(self.without) == 1 else f"{len(self.without)} rows have"
            message = f"{count} no agency, in a column or in the file's name; name it with --agency if all are of one"
            out.append(Problem(self.file, "no-agency", message, row=self.without[0]))
        return out
