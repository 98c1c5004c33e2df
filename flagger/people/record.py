"""The people of all cases and every mention of them, as frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

NAMED = "named"
PERSON, TEXT, TABLE = FIELDS = ("person", "text", "table")


@dataclass(frozen=True)
class People:
    """`persons`, `mentions` and `together`; columns in docs/architecture.md, the rules of reading in docs/people.md.

    `tables` says where each mention of the field "table" stands: person, role, agency, file, sheet, row.
    """

    persons: pd.DataFrame
    mentions: pd.DataFrame
    together: frozenset[str]
    tables: pd.DataFrame = field(default_factory=pd.DataFrame)


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


class Mention(NamedTuple):
    """One role in which one row shows one person; `person` is any number that tells persons apart.

    `event`: the place in the frame of events, or below nought for a row of a table of people: -1 the first, -2 ...
    """

    event: int
    field: str
    start: int
    role: str
    person: int
    end: int
    words: str


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


def in_order(mentions: Iterable[Mention]) -> list[Mention]:
    """Each role of a person once a row, where it first stands, the person cell before the text; tables first."""
    ranked = sorted(mentions, key=lambda m: (m.event, m.field, m.start, m.role != NAMED, m.role, m.person))
    first: dict[tuple[int, int, str], Mention] = {}
    for mention in ranked:
        first.setdefault((mention.event, mention.person, mention.role), mention)
    return list(first.values())


def mentions_frame(mentions: Sequence[Mention], ids: Sequence[str], number: Mapping[int, int]) -> pd.DataFrame:
    """The frame of mentions; `ids` are those of the events by their place, `number` the number of each person."""
    event, field, start, role, person, end, words = zip(*mentions, strict=True) if mentions else ((),) * 7
    columns = {
        "event_id": pd.Series([ids[e] if e >= 0 else "" for e in event], dtype="str"),
        "person": pd.Series([number[p] for p in person], dtype="int64"),
        "role": pd.Series(role, dtype="str"),
        "words": pd.Series(words, dtype="str"),
        "field": pd.Series(field, dtype="str"),
        "start": pd.Series(start, dtype="int64"),
        "end": pd.Series(end, dtype="int64"),
    }
    return pd.DataFrame(columns)


def tables_frame(places: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """Where mentions of tables of people stand."""
    frame = pd.DataFrame(places, columns=["person", "role", "agency", "file", "sheet", "row"])
    return frame.astype({"person": "int64", "role": "str", "agency": "str", "file": "str", "row": "int64"})
