"""What the rows of a chronology say besides their codes, by position: who, which service, which columns are filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from flagger.chronology.origin import table_of
from flagger.timeline.arrays import BLANK, FILLED, NO_COLUMN, Bools, Bytes, Ints
from flagger.timeline.people import NAMED, UNKNOWN, People

if TYPE_CHECKING:
    import pandas as pd

    from flagger.people import People as PeopleRead

COLUMNS = ("agency", "source", "person", "outcome", "impact", "analysis", "child_seen", "text")
_PLACEHOLDERS = frozenset(
    (
        "-",
        "--",
        ".",
        "?",
        "??",
        "n/a",
        "na",
        "n.a.",
        "tbc",
        "tba",
        "nk",
        "unknown",
        "blank",
        "not known",
        "not recorded",
    )
)


def columns_of(events: pd.DataFrame) -> dict[str, Bytes]:
    """For each column, whether each row's file has it and the row fills it.

    A column that no row of a table fills is taken as one the table does not have.
    """
    places = zip(events["file"], events["sheet"], events["origin"], strict=True)
    tables = [f"{place[0]}\0{table_of(*place)}" for place in places]
    _, number = np.unique(np.array(tables, dtype=str), return_inverse=True)
    states = {}
    for name in COLUMNS:
        filled = np.array([_says_something(value) for value in events[name]], dtype=bool)
        there = np.bincount(number, weights=filled) > 0
        states[name] = np.where(filled, FILLED, np.where(there[number], BLANK, NO_COLUMN)).astype(np.int8)
    return states


def _says_something(value: str) -> bool:
    words = value.strip().casefold()
    return bool(words) and words not in _PLACEHOLDERS


def services_of(
    codings: pd.DataFrame, ids: npt.NDArray[np.object_], agency: Sequence[str], of_code: Mapping[str, str]
) -> tuple[list[str], Ints]:
    """The services, and that of each event: the one its codes are about, else the agency that recorded it.

    `ids` and `agency` are those of the events by position; `of_code` says which service a code is about.
    """
    about: dict[str, set[str]] = {}
    for event_id, code in zip(codings["event_id"], codings["code"], strict=True):
        if service := of_code.get(code):
            about.setdefault(event_id, set()).add(service)
    named = [about.get(event_id, set()) for event_id in ids]
    of_event = [next(iter(those)) if len(those) == 1 else own for those, own in zip(named, agency, strict=True)]
    names = sorted(set(of_event))
    place = {name: n for n, name in enumerate(names)}
    return names, np.array([place[name] for name in of_event], dtype=np.int32)


def people_of(read: PeopleRead, ids: npt.NDArray[np.object_], cases: Sequence[str]) -> People:
    """The people of the cases of a timeline, and which of its events shows whom. `ids` by position."""
    place = {event_id: position for position, event_id in enumerate(ids)}
    case_number = {name: n for n, name in enumerate(cases)}
    persons = read.persons[read.persons["case"].isin(case_number)]
    number = {person: n for n, person in enumerate(persons["person"])}
    roles = sorted({NAMED, *read.mentions["role"]})
    role_number = {role: n for n, role in enumerate(roles)}
    mentions = zip(read.mentions["event_id"], read.mentions["person"], read.mentions["role"], strict=True)
    links = sorted({(place[e], number[p], role_number[role]) for e, p, role in mentions if e in place and p in number})
    event, person, role = np.array(links, dtype=np.int32).reshape(-1, 3).T
    return People(
        list(persons["name"]),
        np.array([case_number[name] for name in persons["case"]], dtype=np.int32),
        persons["child"].to_numpy(dtype=bool),
        _days(persons["born_lo"]),
        _days(persons["born_hi"]),
        event,
        person,
        role,
        roles,
        np.array([event_id in read.together for event_id in ids], dtype=bool),
        _unrecorded(persons),
    )


def _days(column: pd.Series[int]) -> Ints:
    return np.array(column.fillna(int(UNKNOWN)), dtype=np.int32)


def _unrecorded(persons: pd.DataFrame) -> dict[str, Bools]:
    """For each characteristic that some table of people has, the persons for whom it was left empty there."""
    pairs = list(zip(persons["asked"], persons["recorded"], strict=True))
    names = sorted({name for asked, _ in pairs for name in asked})
    return {name: np.array([name in asked and name not in held for asked, held in pairs], dtype=bool) for name in names}
