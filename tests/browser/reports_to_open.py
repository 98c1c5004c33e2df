"""Reports for the browser tests: samples, and a made-up chronology of all that is hard to show."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from flagger.contract.build import of_screening
from flagger.contract.records import AS_GIVEN, Document, Event
from flagger.report.anchors import anchors
from flagger.report.page.page import page
from flagger.rulebook.where import rules_root
from flagger.screen import Library, find_coverage, load_library, read, screen

SAMPLES = Path(__file__).parents[2] / "sample_chronologies"
SCRIPTS = "<script>alert(1)</script><img src=x onerror=alert(2)></td></script><svg onload=alert(3)> {{ 7 * 7 }}"
RIGHT_TO_LEFT = "הילד אמר: «בסדר» (12/03/2022)"
EMOJI = "👩‍👧‍👦 🏳️‍🌈"
LONG = "Rang mum, no answer. " * 2500  # 52,500 characters
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Made:
    """A report and the document it shows."""

    path: Path
    document: Document

    @cached_property
    def short(self) -> dict[str, str]:
        """The ids of events as they stand in the page."""
        return anchors(self.document)

    def ids(self, events: Iterable[Event]) -> set[str]:
        """The short ids of events."""
        return {self.short[event.id] for event in events}

    def rows(self, case: int = 1) -> set[str]:
        """The rows of a case, by its number."""
        name = sorted({event.case for event in self.document.events})[case - 1]
        return self.ids(event for event in self.document.events if event.case == name)

    def dated(self) -> set[str]:
        return self.ids(event for event in self.document.events if event.earliest)


Report = Callable[[str], Made]


def sample(name: str) -> tuple[list[Path], str]:
    """The folder of a sample, and its day taken as today."""
    note = (SAMPLES / name / "NOTE.md").read_text(encoding="utf-8")
    found = re.search(r"^as_at: *(\S+)", note, re.M)
    assert found, f"{name}: the note has no day"
    return [SAMPLES / name], found[1]


def awkward(folder: Path) -> tuple[list[Path], str]:
    """Text that a page might run, lose, turn round or choke on, among missed appointments; and rows for three pages."""
    path = folder / "awkward.csv"
    texts = [SCRIPTS, RIGHT_TO_LEFT, EMOJI, LONG, "=1+1", "a" * 400, "", "Line one\nline two"]
    texts += [f"Row marker {number}. " + "Was not brought to the clinic." * (number < 6) for number in range(90)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Case", "Date", "Agency", "Person", "Event"])
        for number, text in enumerate(texts):
            day = dt.date(2021, 1, 4) + dt.timedelta(days=9 * number)
            agency = ("GP", "<b>Health & Visitor</b>", RIGHT_TO_LEFT)[number % 3]
            written = "not known" if number == 6 else f"{day:%d/%m/%Y}"
            person = ("Wren Ashby-Vole", '"><script>alert(4)</script>')[number % 2]
            writer.writerow(["Vole & <i>Ashby</i>", written, agency, person, text or "Nothing said"])
    return [path], "2024-01-01"


def make(source: tuple[Sequence[Path], str], path: Path) -> Made:
    """Read, screen and write the page."""
    paths, as_at = source
    library = _library()
    reading = read(paths, library.codebook, agencies=library.agencies)
    coverage = find_coverage(paths, None, reading.chronology, library.agencies)
    day = (dt.date.fromisoformat(as_at) - _EPOCH).days
    document = of_screening(screen(reading, library, as_at=day, coverage=coverage), AS_GIVEN, fictional=True)
    path.write_bytes(page(document))
    return Made(path, document)


@cache
def _library() -> Library:
    return load_library(rules_root(), tests=False)
