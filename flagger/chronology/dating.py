"""Date cells of a file's rows → intervals, column by column, with what could not be read. Fills in nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flagger.chronology.containers.grid import Cell
from flagger.chronology.records import DATES, EventRow, RowsRead
from flagger.dates.clock import take_time
from flagger.dates.column import WrittenDate, read_column
from flagger.dates.words import normalise
from flagger.model import DateInterval, Problem

_BARE_TIME = re.compile(r"([01]?\d|2[0-3])[.:]?([0-5]\d)")
_PLACES = re.compile(r"\(at (\d+(?:, \d+)*)")
_COLUMN_NAMES = {"date": "date", "end_date": "end date", "recorded": "date recorded"}


@dataclass(frozen=True, slots=True)
class Dated:
    """The dates of one row: start and end as one interval, the date recorded, and a time not read (heading → words)."""

    date: DateInterval
    recorded: DateInterval | None
    beside: dict[str, str]


def read_dates(read: RowsRead) -> tuple[list[Dated], list[Problem]]:
    """A `Dated` for each event of `read`, in its order, and the problems met."""
    problems: list[Problem] = []
    times = [_time(event.time) for event in read.events]
    found: dict[tuple[int, str], DateInterval] = {}
    columns: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i, event in enumerate(read.events):
        for name in event.dates:
            columns[event.table, name].append(i)
    for (table, name), rows in columns.items():
        cells = [_written(read.events[i], name, times[i][0] if name == "date" else None) for i in rows]
        column = read_column(cells)
        found.update({(i, name): interval for i, interval in zip(rows, column.dates, strict=True)})
        sheet = read.events[rows[0]].sheet
        heading = _heading(read, table, name)
        for note in column.notes:
            # Places in a note count down the column, and a person looks for rows.
            said = _PLACES.sub(lambda found, rows=rows: _rows_at(read, rows, found), note)  # type: ignore[misc]
            problems.append(Problem(read.file, "date-column", said, sheet, None, heading))
    out = []
    for i, event in enumerate(read.events):
        dates = {name: found[i, name] for name in DATES if (i, name) in found}
        problems += _faults(read, event, dates)
        time, unread = times[i]
        heading = _heading(read, event.table, "time")
        if unread:
            message = "the time could not be read; expected a time such as 14:30; it was kept beside the row"
            problems.append(Problem(read.file, "unreadable-time", message, event.sheet, event.row, heading))
        out.append(Dated(_interval(dates, time), dates.get("recorded"), {heading: unread} if unread else {}))
    return out, problems


def _rows_at(read: RowsRead, rows: Sequence[int], found: re.Match[str]) -> str:
    numbers = [str(read.events[rows[int(place) - 1]].row) for place in found[1].split(", ")]
    return f"(row {numbers[0]}" if len(numbers) == 1 else f"(rows {', '.join(numbers)}"


def _written(event: EventRow, name: str, minutes: int | None) -> WrittenDate:
    cell = event.dates[name]
    return WrittenDate(cell.text.strip(), cell.day, cell.minutes if minutes is None else minutes, event.year)


def _time(cell: Cell | None) -> tuple[int | None, str]:
    """Minutes after midnight, or the words that could not be read."""
    if cell is None:
        return None, ""
    if cell.minutes is not None:
        return cell.minutes, ""
    text = cell.text.strip()
    if found := _BARE_TIME.fullmatch(text):
        return int(found[1]) * 60 + int(found[2]), ""
    rest, minutes = take_time(normalise(text))
    return (None, text) if minutes is None or rest.strip() else (minutes, "")


def _interval(dates: Mapping[str, DateInterval], time: int | None) -> DateInterval:
    """Start and end as one interval that holds both; the time is the start's."""
    start, end = dates.get("date"), dates.get("end_date")
    if start is None or end is None:
        only = start or end
        if only is None:
            return DateInterval(None, None, "", "unknown", time=time)
        return only
    text = f"{start.text} to {end.text}"
    if start.lo is None or start.hi is None or end.lo is None or end.hi is None:
        known = start if start.lo is not None else end
        return DateInterval(known.lo, known.hi, text, known.precision, known.approx, start.time, known.fault)
    lo, hi = min(start.lo, end.lo), max(start.hi, end.hi)
    same = (lo, hi) == (start.lo, start.hi)
    return DateInterval(lo, hi, text, start.precision if same else "range", start.approx or end.approx, start.time)


def _faults(read: RowsRead, event: EventRow, dates: Mapping[str, DateInterval]) -> list[Problem]:
    def problem(kind: str, message: str, name: str) -> Problem:
        return Problem(read.file, kind, message, event.sheet, event.row, _heading(read, event.table, name))

    out = []
    if "date" not in dates and "end_date" not in dates:
        out.append(
            problem(
                "no-date", "this row has no date; it was kept as undated, and rules about time leave it out", "date"
            )
        )
    for name, interval in dates.items():
        if interval.lo is None:
            impossible = "does not exist" in interval.fault or interval.fault.startswith("there is no")
            kind = "impossible-date" if impossible else "unreadable-date"
            what = f"the {_COLUMN_NAMES[name]} could not be read ({interval.fault})"
            message = f"{what}; expected a date such as 14/03/2022; the row was kept without it"
            out.append(problem(kind, message, name))
    start, end = dates.get("date"), dates.get("end_date")
    if start and end and start.lo is not None and end.hi is not None and end.hi < start.lo:
        out.append(
            problem(
                "end-before-start",
                "the end date is before the start; the row was dated from the one to the other",
                "end_date",
            )
        )
    return out


def _heading(read: RowsRead, table: int, name: str) -> str:
    header = read.headers[table]
    place = header.fields.get(name, -1)
    return header.headings.get(place, f"column {place + 1}" if place >= 0 else name)
