"""The people of all cases and every mention of them, as frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

NAMED = "named"
PERSON, TEXT, TABLE = FIELDS = ("person", "text", "table")


@dataclass(frozen=True)
class People:
    """`persons`, `mentions` and `together`; columns in docs/architecture.md, the rules of reading in docs/people.md.

    `tables` says where each mention of the field "table" stands, row by row of `mentions[field == "table"]`.
    """

    persons: pd.DataFrame
    mentions: pd.DataFrame
    together: frozenset[str]
    tables: pd.DataFrame


@dataclass(slots=True)
class Person:
    """One person of a case while they are gathered. `first`: where they first stand, to number them by."""

    case: str
    name: str
    child: bool
    born: tuple[int | None, int | None] = (None, None)
    asked: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    first: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One role in which one row shows one person. `event`: place in the frame of events, -1 for a table of people."""

    event: int
    person: int
    role: str
    words: str
    field: str
    start: int
    end: int
    place: tuple[str, str, str | None, int] = ("", "", None, 0)


def persons_frame(persons: Sequence[Person]) -> pd.DataFrame:
    """The frame of persons, numbered as they stand."""
    return pd.DataFrame(
        {
            "case": pd.Series([p.case for p in persons], dtype="str"),
            "person": pd.Series(range(len(persons)), dtype="int64"),
            "name": pd.Series([p.name for p in persons], dtype="str"),
            "child": pd.Series([p.child for p in persons], dtype="bool"),
            "born_lo": pd.Series([p.born[0] for p in persons], dtype="Int32"),
            "born_hi": pd.Series([p.born[1] for p in persons], dtype="Int32"),
            "asked": pd.Series([p.asked for p in persons], dtype="object"),
            "recorded": pd.Series([p.recorded for p in persons], dtype="object"),
        }
    )


def mentions_frame(mentions: Sequence[Mention], ids: Sequence[str]) -> pd.DataFrame:
    """The frame of mentions; `ids` are those of the events by their place."""
    return pd.DataFrame(
        {
            "event_id": pd.Series([ids[m.event] if m.event >= 0 else "" for m in mentions], dtype="str"),
            "person": pd.Series([m.person for m in mentions], dtype="int64"),
            "role": pd.Series([m.role for m in mentions], dtype="str"),
            "words": pd.Series([m.words for m in mentions], dtype="str"),
            "field": pd.Series([m.field for m in mentions], dtype="str"),
            "start": pd.Series([m.start for m in mentions], dtype="int64"),
            "end": pd.Series([m.end for m in mentions], dtype="int64"),
        }
    )


def tables_frame(mentions: Iterable[Mention]) -> pd.DataFrame:
    """Where each mention of a table of people stands."""
    of_tables = [(m.person, m.role, *m.place) for m in mentions if m.field == TABLE]
    frame = pd.DataFrame(of_tables, columns=["person", "role", "agency", "file", "sheet", "row"])
    return frame.astype({"person": "int64", "role": "str", "agency": "str", "file": "str", "row": "int64"})
