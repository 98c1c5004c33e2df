"""Frozen records that the rooms pass to one another. No behaviour beyond what a record knows of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

EVERY_CASE = "*"  # stands for the name of every case that is not named, where coverage is declared
CODING_STATUSES = ("affirmed", "negated", "hedged", "historical", "conditional", "other_person")


class Status(IntEnum):
    """How sure a match is: it holds wherever approximate dates fall, somewhere, or is not due yet."""

    PENDING = 1
    POSSIBLE = 2
    CONFIRMED = 3

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class DateInterval:
    """A date as written, read as the days it can mean.

    `lo` and `hi` are days since 1970-01-01, both inside; both None when it could not be read, and then
    `fault` says why in a few words. `time` is minutes after midnight.
    """

    lo: int | None
    hi: int | None
    text: str
    precision: str = "day"
    approx: bool = False
    time: int | None = None
    fault: str = ""


@dataclass(frozen=True)
class Problem:
    """Something a person should look at: where, what kind, and one sentence. Never the text of an event."""

    file: str
    kind: str
    message: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True)
class RowNotRead:
    """A row that is no event, and why (title, repeated header, banner, people table, empty, author's note)."""

    file: str
    sheet: str | None
    row: int
    reason: str


@dataclass(frozen=True)
class FileRead:
    """What became of one file: `rows` that held anything = `events` + `listed` rows with their reasons."""

    path: str
    sha256: str
    rows: int
    events: int
    listed: tuple[RowNotRead, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Chronology:
    """The events of all cases in canonical order, the people named, and what reading found.

    The columns of the frames are listed in docs/architecture.md.
    """

    events: pd.DataFrame
    people: pd.DataFrame
    files: tuple[FileRead, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Coverage:
    """What one agency contributed to one case: days `lo`..`hi` and whether everything or significant events only.

    Not `confirmed`: it stands in a draft, and nothing may rest on it.
    """

    agency: str
    lo: int
    hi: int
    everything: bool
    confirmed: bool = True
