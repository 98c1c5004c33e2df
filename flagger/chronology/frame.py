"""The events frame: columns side by side, ids from content, canonical order, whatever the order of files and rows."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from flagger.chronology.duplicates import Account, link_incidents

_PLAIN = ("source", "event_type", "outcome", "impact", "analysis", "rag", "seq", "age", "child_seen")
EVENT_COLUMNS = (
    "event_id", "case", "file", "sheet", "row", "date_text", "lo", "hi", "precision", "approx", "time", "recorded_lo",
    "recorded_hi", "agency", "source", "person", "persons", "collective", "text", "event_type", "outcome", "impact",
    "analysis", "rag", "seq", "age", "child_seen", "extra", "marks", "incident", "headed_child", "origin",
)  # fmt: skip
PEOPLE_COLUMNS = (
    "case", "name", "role", "file", "sheet", "row", "event_id", "agency",
    "words", "born_lo", "born_hi", "asked", "recorded", "also", "origin",
)  # fmt: skip
_WHOLE = {"row": "int64", "time": "Int16"} | dict.fromkeys(
    ("lo", "hi", "recorded_lo", "recorded_hi", "born_lo", "born_hi"), "Int32"
)
_OBJECTS = ("sheet", "persons", "extra", "marks", "asked", "recorded", "also")
_FLAGS = ("approx", "collective", "headed_child")


@dataclass(slots=True)
class Event:
    """One event before it has an id; the fields are columns of the frame (docs/architecture.md).

    `id` is given before only where a merged file holds it, with the row as it was written there.
    """

    case: str
    file: str
    sheet: str | None
    row: int
    date_text: str
    lo: int | None
    hi: int | None
    precision: str
    approx: bool
    time: int | None
    recorded_lo: int | None
    recorded_hi: int | None
    agency: str
    person: str
    persons: tuple[str, ...]
    collective: bool
    text: str
    words: dict[str, str]
    extra: dict[str, str]
    marks: tuple[str, ...]
    claims: tuple[tuple[str, str, str], ...] = ()
    headed_child: bool = False
    origin: str = ""
    id: str = field(default="")

    def content_id(self) -> str:
        """The id that what was recorded gives."""
        return content_id(self.case, self.date_text, self.agency, self.person, self.text)

    def place(self) -> tuple[str, str, int]:
        return (self.file, self.sheet or "", self.row)

    def days(self) -> tuple[str, bool, int, int]:
        return (self.case, self.lo is None, self.lo or 0, self.hi or 0)


def content_id(case: str, date_text: str, agency: str, person: str, text: str) -> str:
    """12 hex digits of what an event recorded, spacing aside; the place it stood in is no part of it."""
    parts = (case, date_text, agency, person, text)
    return hashlib.sha256("\x1f".join(" ".join(part.split()) for part in parts).encode()).hexdigest()[:12]


def settle(events: Sequence[Event]) -> list[Event]:
    """The events with their ids, in canonical order.

    Exact repeats are numbered by the rest of what they hold, then by place, so that rows in another order get the same
    ids.
    """
    same: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        event.id = event.id or event.content_id()
        same[event.id].append(event)
    for repeats in same.values():
        if len(repeats) > 1:
            repeats.sort(key=lambda e: (e.days(), _rest(e), e.place()))
            for n, event in enumerate(repeats[1:], 2):
                event.id = f"{event.id}-{n}"
    return sorted(events, key=lambda e: (e.days(), e.id))


def _rest(e: Event) -> str:
    words = [e.words.get(name, "") for name in _PLAIN]
    return repr((e.text, e.time, e.recorded_lo, e.recorded_hi, words, sorted(e.extra.items()), e.marks))


def events_frame(events: Sequence[Event]) -> pd.DataFrame:
    """The frame of settled events, incidents linked."""
    columns: dict[str, list[object]] = {
        name: [getattr(e, name) for e in events]
        for name in EVENT_COLUMNS
        if name not in (*_PLAIN, "event_id", "incident")
    }
    columns["event_id"] = [e.id for e in events]
    columns["incident"] = list(link_incidents([_account(e) for e in events]))
    for name in _PLAIN:
        columns[name] = [e.words.get(name, "") for e in events]
    return pd.DataFrame({name: _series(name, columns[name]) for name in EVENT_COLUMNS})


@dataclass(frozen=True, slots=True)
class Claim:
    """What one row says of a person: the columns of the frame of people (docs/architecture.md)."""

    case: str
    name: str
    role: str
    words: str
    file: str
    sheet: str | None
    row: int
    agency: str
    event_id: str = ""
    born_lo: int | None = None
    born_hi: int | None = None
    asked: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    origin: str = ""

    def place(self) -> tuple[object, ...]:
        return (self.case, self.name, self.role, self.agency, self.event_id, self.file, self.sheet or "", self.row)


def people_frame(claims: Iterable[Claim]) -> pd.DataFrame:
    """The frame of people, sorted by name, role and place."""
    ordered = sorted(claims, key=Claim.place)
    return pd.DataFrame({name: _series(name, [getattr(c, name) for c in ordered]) for name in PEOPLE_COLUMNS})


def _account(e: Event) -> Account:
    persons = frozenset(name.casefold() for name in e.persons)
    return Account(e.id, e.case, e.lo, e.hi, e.time, e.agency, persons, e.collective, e.text)


def _series(name: str, values: Sequence[object]) -> pd.Series:
    dtype = _WHOLE.get(name) or ("bool" if name in _FLAGS else "object" if name in _OBJECTS else "str")
    return pd.Series(list(values), dtype=dtype)
