"""Invented cases of any length for the benchmark of reports: rows as people write them, a longer case over more years.

Never for tests of meaning. `unusual`: the share of rows taken from the labelled sentences (their tune part), nearly
each of which is about something that rules look for; the rest are those of a sample in whose life little happens.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import tempfile
from functools import cache
from pathlib import Path

from bench_command import AGENCIES, HERE, PEOPLE, written

from flagger.contract.build import of_screening
from flagger.contract.records import Document
from flagger.rulebook.where import rules_root
from flagger.screen import Library, load_library, read, screen

DULL = HERE.parent / "sample_chronologies" / "family-dulcimer"
FIRST = dt.date(2004, 1, 5)
_EPOCH = dt.date(1970, 1, 1)
Said = tuple[str, str, str]  # agency, person, event


def case_of(rows: int, unusual: float, seed: int) -> Document:
    """One case of so many rows, read and screened with every rule."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chronology.csv"
        _write(path, rows, unusual, random.Random(seed))
        return document_of(path, FIRST + dt.timedelta(days=_days(rows)))


def _days(rows: int) -> int:
    """Three years for 200 rows, ten for 2,000, twenty-two for 10,000: a longer case is also a denser one."""
    return round(80 * rows**0.5)


def document_of(path: Path, as_at: dt.date) -> Document:
    """A chronology, read and screened with every rule."""
    library = _library()
    reading = read([path], library.codebook, agencies=library.agencies)
    return of_screening(screen(reading, library, as_at=(as_at - _EPOCH).days), "as given", fictional=True)


def _write(path: Path, rows: int, unusual: float, dealt: random.Random) -> None:
    labelled, dull = _labelled(), _dull()
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("Date", "Agency", "Person", "Event"))
        for days in sorted(dealt.randrange(_days(rows)) for _ in range(rows)):
            agency, person, event = dealt.choice(labelled if dealt.random() < unusual else dull)
            out.writerow(
                (written(FIRST + dt.timedelta(days=days), dealt), agency, person or dealt.choice(PEOPLE), event)
            )


def _labelled() -> list[Said]:
    with (HERE / "coding" / "sentences.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == "tune"]
    return [(AGENCIES.get(row["source"], row["source"].replace("_", " ")), "", row["text"]) for row in rows]


def _dull() -> list[Said]:
    library = _library()
    events = read([DULL], library.codebook, agencies=library.agencies).chronology.events
    return [(row["agency"].replace("_", " "), row["person"], row["text"]) for row in events.to_dict("records")]


@cache
def _library() -> Library:
    return load_library(rules_root(), tests=False)
