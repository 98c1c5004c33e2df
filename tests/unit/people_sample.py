"""Chronologies written as lines, and what their people say, for the tests of people."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from flagger.chronology.read import read_files
from flagger.model import Chronology
from flagger.people import People, find_people, shipped_lexicon

Row = tuple[str, str, str]
TABLE = (
    ("Name", "Relationship", "DOB"),
    ("Kim Ashdown", "Mother", "02/02/1990"),
    ("Joe Marsh", "Father", "1988"),
    ("Lee Poole", "Mother's partner", ""),
    ("Wren Ashdown", "Child", "01/02/2015"),
    ("Jay Ashdown", "Child", "03/04/2020"),
)


def chronology(
    folder: Path, rows: Sequence[Row], table: Sequence[Sequence[str]] = (), heading: str = "Person", agency: str = "GP"
) -> Chronology:
    """One file of (date, person, text) rows, under a table of people if one is given."""
    path = folder / "chronology.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(table)
        writer.writerow(("Date", "Agency", heading, "Event"))
        writer.writerows((date, agency, person, text) for date, person, text in rows)
    return read_files([path])


def people(
    folder: Path, rows: Sequence[Row], table: Sequence[Sequence[str]] = TABLE, heading: str = "Person"
) -> People:
    return find_people(chronology(folder, rows, table, heading), None, shipped_lexicon())


def roles(found: People, *wanted: str) -> set[tuple[str, str]]:
    """(name, role) of the mentions in rows, of these roles (all but "named" when none is given)."""
    names = dict(zip(found.persons["person"], found.persons["name"], strict=True))
    rows = found.mentions[found.mentions["event_id"] != ""]
    pairs = zip(rows["person"], rows["role"], strict=True)
    return {(names[p], role) for p, role in pairs if (role in wanted if wanted else role != "named")}


def named(found: People) -> list[str]:
    return found.persons["name"].tolist()
