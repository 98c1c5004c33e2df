"""What one agency may see: its own rows and what was made of them alone. Made before any rule runs, so that every
sentence is true of the rows shown.

Of the others nothing stays: no row, name, file, heading, count or place that could only be theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from flagger.chronology.agency import Agencies, agency_of_file, as_key, shipped_agencies
from flagger.errors import UsageFault
from flagger.flags.words import agency_words
from flagger.model import EVERY_CASE, Chronology, Coverage, FileRead, Problem
from flagger.people import find_people, shipped_lexicon
from flagger.screen import Reading

if TYPE_CHECKING:
    import pandas as pd

_OPTION = "agency="
# Columns that say something of a row; in a file that several agencies share a heading stays if an own row fills it.
_DAYS = {"date": "lo", "end_date": "hi", "recorded": "recorded_lo", "time": "time"}
_Place = tuple[str, str | None, int]


@dataclass(frozen=True)
class Own:
    """A reading with one agency's rows alone; `note` is the sentence for `document.notes`."""

    reading: Reading
    note: str


def agency_meant(said: str, reading: Reading, agencies: Agencies | None = None) -> str:
    """The key of the agency that `agency=School` or `School` means. Raises UsageFault with those that have rows."""
    name = said.strip()
    name = name[len(_OPTION) :] if name.casefold().startswith(_OPTION) else name
    there = sorted({agency for agency in reading.chronology.events["agency"] if agency})
    for key in ((agencies or shipped_agencies()).find(name), as_key(name)):
        if key in there:
            return key
    listed = ", ".join(there) or "none, since no row says its agency"
    raise UsageFault(f'--only "{said}": no row is of such an agency; expected one of those with rows: {listed}')


def only(reading: Reading, agency: str, agencies: Agencies | None = None) -> Own:
    """The rows of one agency (by its key) with all that hangs on them. See `only_coverage` for what was declared.

    Incidents are links among these rows; people are those whom these rows name, and those of a table of people only
    from a file that is all this agency's. In a file that others share, rows are numbered among themselves.
    """
    all_ = reading.chronology
    mine = all_.events["agency"] == agency
    shared = {str(file) for file, own in mine.groupby(all_.events["file"]).all().items() if not own}
    own_files = set(all_.events.loc[mine, "file"]) - shared
    read_as = {f.path for f in all_.files if agency_of_file(agencies or shipped_agencies(), f.path) == agency}
    whole = own_files | (read_as - set(all_.events["file"]))
    events = all_.events[mine].reset_index(drop=True)
    places = _numbered(events, shared)
    events["row"] = _rows(events, places)
    events["incident"] = events.groupby("incident", sort=False)["event_id"].transform("first")
    ids = set(events["event_id"])
    people = all_.people
    said = people["event_id"].isin(ids) | ((people["event_id"] == "") & people["file"].isin(whole))
    people = people[said].reset_index(drop=True)
    people["row"] = _rows(people, places)
    codings = reading.codings[reading.codings["event_id"].isin(ids)].reset_index(drop=True)
    files = tuple(_file(file, events, shared) for file in all_.files if file.path in whole | set(events["file"]))
    gone = {file.path for file in all_.files} - {file.path for file in files}
    problems = tuple(_problems(reading.problems, whole, places, gone))
    chronology = Chronology(events, people, files, problems)
    note = (
        f"This copy holds the rows of {agency_words(agency)} alone. Those of other agencies were left out before "
        "anything was looked for: a pattern that only they show is not here; what is not found may be in their rows."
    )
    return Own(Reading(chronology, codings, find_people(chronology, codings, shipped_lexicon()), problems), note)


def only_coverage(coverage: Mapping[str, Sequence[Coverage]], agency: str) -> dict[str, tuple[Coverage, ...]]:
    """What was declared of one agency alone."""
    own = {case: tuple(row for row in rows if row.agency == agency) for case, rows in coverage.items()}
    # Where something is said of every case, a case of its own stays with nothing: that is not said of it.
    return own if own.get(EVERY_CASE) else {case: rows for case, rows in own.items() if rows}


def _places(frame: pd.DataFrame) -> list[_Place]:
    return [
        (file, sheet, int(row)) for file, sheet, row in zip(frame["file"], frame["sheet"], frame["row"], strict=True)
    ]


def _rows(frame: pd.DataFrame, places: Mapping[_Place, int]) -> npt.NDArray[np.int64]:
    return np.array([places.get(place, place[2]) for place in _places(frame)], dtype=np.int64)


def _numbered(events: pd.DataFrame, shared: set[str]) -> dict[_Place, int]:
    """New numbers for rows of shared files: where a row stood there says how many rows others have."""
    numbers: dict[_Place, int] = {}
    last: dict[tuple[str, str | None], int] = {}
    for place in sorted(set(_places(events)), key=lambda place: (place[0], place[1] or "", place[2])):
        if place[0] in shared:
            numbers[place] = last[place[:2]] = last.get(place[:2], 0) + 1
    return numbers


def _file(file: FileRead, events: pd.DataFrame, shared: set[str]) -> FileRead:
    """A file as it is; of one that others share, only what stands in own rows."""
    if file.path not in shared:
        return file
    rows = events[events["file"] == file.path]
    filled = {heading for extra in rows["extra"] for heading, text in extra.items() if text}
    # Of several headings for one field nothing tells which stood over own rows, and which on a sheet of others.
    alone = {name for name, times in Counter(file.columns.values()).items() if times == 1}
    columns = {heading: name for heading, name in file.columns.items() if name in alone and _holds(rows, name)}
    unmapped = tuple(heading for heading in file.unmapped if heading in filled)
    return replace(file, rows=len(rows), events=len(rows), listed=(), columns=columns, unmapped=unmapped)


def _holds(rows: pd.DataFrame, name: str) -> bool:
    column = _DAYS.get(name, name)
    if column not in rows:
        return False
    return bool(rows[column].notna().any() if name in _DAYS else (rows[column] != "").any())


def _problems(
    problems: Sequence[Problem], whole: set[str], places: Mapping[_Place, int], gone: set[str]
) -> list[Problem]:
    """Those of own files, and those of own rows in shared ones; none that names a file left out."""
    kept = []
    for problem in problems:
        if any(name in problem.message for name in gone):
            continue
        place = (problem.file, problem.sheet, problem.row or 0)
        if problem.file in whole:
            kept.append(problem)
        elif place in places:
            kept.append(replace(problem, row=places[place]))
    return kept
