"""A copy with every date moved by the same number of whole weeks, for training and for people outside the case.

The chronology is moved before it is coded, so that rules run over the moved days. Weekdays and the time between rows
stay. What could not be moved is said with its place, never its words (docs/copies.md says what a shift does not hide).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from flagger.audience.dates_in_text import LEFT_OUT, moved_date, moved_text
from flagger.model import Chronology, Coverage, FileRead, Problem

if TYPE_CHECKING:
    import pandas as pd

KIND = "date-not-moved"
_DAYS = ("lo", "hi", "recorded_lo", "recorded_hi")
_WORDS = (
    "source", "person", "text", "event_type", "outcome", "impact", "analysis", "rag", "seq", "age", "child_seen",
)  # fmt: skip
_OF_DATES, _REASON = ("impossible-date", "unreadable-date"), re.compile(r" \([^()]*\d[^()]*\)")
_NOT_MOVED = "this tells a time of year, or holds what may be a date, that was not moved; look at it in the copy"
_NAMED = "the name of the file may hold a date; it was not moved: look at it before the copy is given away"
_OF_WORD = re.compile(r"table \d+")
_QUOTED = re.compile(r'"[^"]*"')
NOTE = (
    "Every date of this copy was moved by the same number of weeks before anything was looked for. The time between "
    "rows and the days of the week are as recorded; bank holidays, school terms and what the law was on a day are not."
)


def moved(chronology: Chronology, weeks: int) -> Chronology:
    """The chronology with all its dates moved by `weeks`: rows, births, and dates inside what rows say.

    Ids of events stay, so that corrections still fit; `rekeyed` (of `keys.py`) changes them in the finished document.
    """
    days = 7 * weeks
    events, notes = _events(chronology.events, days)
    people = chronology.people.copy()
    for name in ("born_lo", "born_hi"):
        people[name] = people[name] + days
    for name in ("name", "words"):
        people[name] = [moved_text(text, days).text for text in people[name]]
    files = tuple(_file(file, days) for file in chronology.files)
    notes += list(_named(chronology.events))
    said = (_moved_problem(problem, days) for problem in chronology.problems)
    problems = sorted((*said, *notes), key=lambda p: (p.file, p.sheet or "", p.row or 0))
    return _sheets_unnamed(Chronology(events, people, files, tuple(problems)))


def _moved_problem(problem: Problem, days: int) -> Problem:
    """A problem with the dates of its heading moved, and those in what it quotes; its own example of a date stays.

    Of a date that could not be read the figures of the reason are left out.
    """
    message = _REASON.sub("", problem.message) if problem.kind in _OF_DATES else problem.message
    message = _QUOTED.sub(lambda m: moved_text(m[0], days).text, message)
    return replace(problem, message=message, column=problem.column and moved_text(problem.column, days).text)


def _sheets_unnamed(chronology: Chronology) -> Chronology:
    """Sheets whose names may hold a date have a number instead: beside moved rows it would tell how far they moved."""
    problems, files = chronology.problems, chronology.files
    named = {problem.sheet for problem in problems} | {row.sheet for file in files for row in file.listed}
    named |= set(chronology.events["sheet"].dropna()) | set(chronology.people["sheet"].dropna())
    dated = sorted(name for name in named if name and not _OF_WORD.fullmatch(name) and _may_be_date(name))
    new = {name: f"sheet {number}" for number, name in enumerate(dated, 1)}
    events, people = chronology.events.copy(), chronology.people.copy()
    for frame in (events, people):
        _put(frame, "sheet", [new.get(sheet, sheet) if isinstance(sheet, str) else None for sheet in frame["sheet"]])

    def unnamed(sheet: str | None) -> str | None:
        return new.get(sheet, sheet) if sheet else sheet

    return Chronology(
        events,
        people,
        tuple(replace(f, listed=tuple(replace(of, sheet=unnamed(of.sheet)) for of in f.listed)) for f in files),
        tuple(replace(problem, sheet=unnamed(problem.sheet)) for problem in problems),
    )


def moved_coverage(coverage: Mapping[str, Sequence[Coverage]], weeks: int) -> dict[str, tuple[Coverage, ...]]:
    """What was declared, moved with the rows."""
    return {
        case: tuple(replace(row, lo=row.lo + 7 * weeks, hi=row.hi + 7 * weeks) for row in rows)
        for case, rows in coverage.items()
    }


def _events(frame: pd.DataFrame, days: int) -> tuple[pd.DataFrame, list[Problem]]:
    events = frame.copy()
    for name in _DAYS:
        events[name] = frame[name] + days
    lo, hi = (frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in ("lo", "hi"))
    left: list[list[str]] = [[] for _ in lo]
    written = zip(frame["date_text"], lo, hi, frame["approx"], strict=True)
    events["date_text"] = [moved_date(text, first, last, days, bool(doubt)) for text, first, last, doubt in written]
    for row, text in zip(left, events["date_text"], strict=True):
        row += ["date"] if text == LEFT_OUT else []
    for name in _WORDS:
        said = [moved_text(text, days, near) for text, near in zip(frame[name], lo, strict=True)]
        events[name] = [of.text for of in said]
        for row, of in zip(left, said, strict=True):
            row += [name] if of.left else []
    for name in ("persons", "marks"):
        held = [[moved_text(text, days, near) for text in texts] for texts, near in zip(frame[name], lo, strict=True)]
        _put(events, name, [tuple(of.text for of in row) for row in held])
        for row, all_ in zip(left, held, strict=True):
            row += [name] if any(of.left for of in all_) and name == "marks" else []
    others = [
        {heading: moved_text(text, days, near) for heading, text in extra.items()}
        for extra, near in zip(frame["extra"], lo, strict=True)
    ]
    _put(events, "extra", [{moved_text(h, days).text: of.text for h, of in extra.items()} for extra in others])
    for row, extra in zip(left, others, strict=True):
        row += [moved_text(heading, days).text for heading, of in extra.items() if of.left]
    return events, list(_not_moved(frame, left))


def _put(events: pd.DataFrame, name: str, values: Sequence[object]) -> None:
    """A column of objects, each as it is: pandas would take tuples of equal length for a table."""
    column = np.empty(len(values), dtype=object)
    for at, value in enumerate(values):
        column[at] = value
    events[name] = column


def _not_moved(frame: pd.DataFrame, left: Sequence[Sequence[str]]) -> Iterator[Problem]:
    for file, sheet, row, names in zip(frame["file"], frame["sheet"], frame["row"], left, strict=True):
        for name in names:
            yield Problem(file, KIND, _NOT_MOVED, sheet, int(row), name)


def _named(frame: pd.DataFrame) -> Iterator[Problem]:
    """Files whose names hold figures that may be a date."""
    yield from (Problem(file, KIND, _NAMED) for file in sorted(set(frame["file"])) if _may_be_date(file))


def _may_be_date(name: str) -> bool:
    words = name.replace("_", " ").replace("-", " ")
    said = moved_text(words, 1000)
    return said.left or said.text != words


def _file(file: FileRead, days: int) -> FileRead:
    columns = {moved_text(heading, days).text: name for heading, name in file.columns.items()}
    return replace(file, columns=columns, unmapped=tuple(moved_text(h, days).text for h in file.unmapped))
