"""What rows of a grid become, as written: events, people, and rows that are neither. Nothing is read into them."""

from __future__ import annotations

from dataclasses import dataclass, field

from flagger.chronology.containers.grid import Cell
from flagger.chronology.headers import Header
from flagger.model import Problem, RowNotRead

WORDS = (
    "agency", "source", "person", "text", "event_type", "outcome", "impact", "analysis", "rag", "seq", "age",
    "child_seen", "case",
)  # fmt: skip
DATES = ("date", "end_date", "recorded")


@dataclass(slots=True)
class EventRow:
    """One row as written. `dates` holds the cells of DATES; the dates of one `table` are read together."""

    sheet: str | None
    row: int
    table: int
    dates: dict[str, Cell]
    time: Cell | None
    values: dict[str, str]
    extra: dict[str, str]
    marks: tuple[str, ...]
    year: int | None
    agency_heading: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of a table of people: name and relationship as written, the date of birth, and what else it says.

    `also`: other names that the table gives. `held` has an entry for each characteristic that it asks for: the words of
    the cell.
    """

    sheet: str | None
    row: int
    name: str
    role: str
    case: str
    born: Cell | None
    held: dict[str, str]
    also: str = ""


@dataclass
class RowsRead:
    """What the rows of one file gave, in the order of the file."""

    file: str
    rows: int = 0
    events: list[EventRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    listed: list[RowNotRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
