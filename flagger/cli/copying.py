"""Copies for others: what `--only`, `--shift-dates` and `--pseudonyms` change, and when.

docs/copies.md says what each hides. What is left out or moved is changed before any rule runs; names and numbers
in the finished document.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flagger.audience.glossary import KEY_BYTES, Glossary, apart_from, glossary_csv, new_glossary, read_glossary
from flagger.audience.only import agency_meant, only, only_coverage
from flagger.audience.pseudonyms import Unsure, pseudonymised
from flagger.audience.shift import NOTE, moved, moved_coverage
from flagger.chronology.agency import Agencies
from flagger.cli.as_at import AsAt, as_at_of
from flagger.cli.options import CopyFor
from flagger.contract.records import AS_GIVEN, Document
from flagger.errors import UsageFault
from flagger.model import Chronology, Coverage
from flagger.report.tables import as_csv
from flagger.report.write import replacing
from flagger.screen import Reading

if TYPE_CHECKING:
    import pandas as pd

_WEEKS = range(26, 105)  # far enough that no one year fits, near enough that rules and guidance of the time do
Covered = Mapping[str, Sequence[Coverage]]


@dataclass(frozen=True)
class Copying:
    """One run's copy. `weeks` is 0 where dates stay."""

    asked: CopyFor
    glossary: Glossary | None
    weeks: int

    @property
    def notes(self) -> tuple[str, ...]:
        return (NOTE,) if self.weeks else ()

    def moved(self, chronology: Chronology) -> Chronology:
        return moved(chronology, self.weeks) if self.weeks else chronology

    def day(self, given: str | None, events: pd.DataFrame, today: int) -> AsAt:
        """The day the copy takes as today, from its own rows; a day that was given, and today, move with them."""
        day = as_at_of(given, events, today + 7 * self.weeks)
        if not self.weeks or day.source != AS_GIVEN:
            return day
        return AsAt(day.day + 7 * self.weeks, f"{AS_GIVEN}, moved with the rows")

    def own(
        self, reading: Reading, declared: Covered, agencies: Agencies | None
    ) -> tuple[Reading, Covered, tuple[str, ...]]:
        """The rows and coverage for whom the copy is meant, and the notes on it. Raises UsageFault."""
        declared = moved_coverage(declared, self.weeks) if self.weeks else declared
        if self.asked.only is None:
            return reading, declared, self.notes
        agency = agency_meant(self.asked.only, reading, agencies)
        own = only(reading, agency, agencies)
        return own.reading, only_coverage(declared, agency), (*self.notes, own.note)

    def document(self, document: Document) -> tuple[Document, dict[Path, bytes]]:
        """The copy, and what is kept apart from it: the glossary, and words that a person should look at."""
        path = self.asked.pseudonyms
        if self.glossary is None or path is None:
            return document, {}
        done = pseudonymised(document, self.glossary)
        return done.document, {
            path: glossary_csv(done.glossary),
            path.with_name(f"{path.stem}-unsure.csv"): _unsure_csv(done.unsure),
        }


def copying(asked: CopyFor, out: Path | None) -> Copying:
    """What a run's copy needs; a glossary that is not there yet begins with chance. Raises UsageFault."""
    if asked.pseudonyms is None:
        if asked.shift_dates:
            raise UsageFault("--shift-dates: expected --pseudonyms too; its file keeps how far the dates were moved")
        return Copying(asked, None, 0)
    apart_from(asked.pseudonyms, out)
    # Found before anything is written: a copy whose glossary is lost cannot be switched back.
    if not os.access(asked.pseudonyms.parent, os.W_OK):
        raise UsageFault(f"--pseudonyms {asked.pseudonyms}: expected a place in a folder that can be written to")
    if asked.pseudonyms.exists():
        glossary = read_glossary(asked.pseudonyms)
    else:
        glossary = new_glossary(secrets.token_bytes(KEY_BYTES), -secrets.choice(_WEEKS))
    return Copying(asked, glossary, glossary.weeks if asked.shift_dates else 0)


def written(apart: Mapping[Path, bytes]) -> list[Path]:
    """Write what is kept apart from the copy. Raises UsageFault."""
    for path, content in apart.items():
        with replacing(path) as part:
            part.write_bytes(content)
    return list(apart)


def _unsure_csv(unsure: Sequence[Unsure]) -> bytes:
    rows = ((of.case, of.word, of.times, "; ".join(of.places)) for of in unsure)
    return as_csv(("case", "word", "times", "places"), rows)
