"""The merged chronology as columns and cells, for Excel and CSV: long texts go on in columns of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flagger.chronology.composite.columns import (
    AGENCY,
    CASE,
    EVENT,
    FIRST,
    FROM,
    LAST,
    MARKS,
    NUMBER,
    PERSON,
    READ_AS,
    RECORDED,
    ROW_ID,
    SOURCE,
    TIME,
    TOLD,
    WORDS,
    WRITTEN,
    continued,
    parts_of,
)
from flagger.chronology.composite.when import clock, read_as
from flagger.dates.say import to_date
from flagger.report.merged.gather import Merged, MergedRow

Value = str | int | dt.date
_ALWAYS = {NUMBER, CASE, FIRST, LAST, READ_AS, WRITTEN, AGENCY, EVENT, TOLD, MARKS, FROM, ROW_ID}
_TYPE, *_OTHERS = WORDS
_BEFORE = (
    *(NUMBER, CASE, FIRST, LAST, TIME, READ_AS, WRITTEN, AGENCY, SOURCE, PERSON, _TYPE, EVENT),
    *(*_OTHERS, RECORDED),
)
_AFTER = (TOLD, MARKS, FROM, ROW_ID)


@dataclass(frozen=True)
class Flat:
    """Headings, and for each row what stands under them ("" where nothing does), with the row that it is."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def flat(merged: Merged) -> Flat:
    """The chronology. Columns that nothing stands in are left out, unless the reader needs their headings."""
    values = [{**_values(row), **row.own} for row in merged.rows]
    held = {heading for row in values for heading, value in row.items() if value != ""}
    headings = [h for h in (*_BEFORE, *merged.own, *_AFTER) if h in held or h in _ALWAYS]
    return _table(headings, values)


def simple(headings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Flat:
    """A table of people, or of where the rows come from."""
    return _table(headings, [dict(row) for row in rows])


def _values(row: MergedRow) -> dict[str, Value]:
    when = row.when
    to = when.hi is not None and when.hi != when.lo
    return {
        **row.texts,
        NUMBER: row.number,
        CASE: row.case,
        FIRST: "" if when.lo is None else to_date(when.lo),
        LAST: to_date(when.hi) if to and when.hi is not None else "",
        TIME: clock(when.time),
        READ_AS: read_as(when),
        WRITTEN: row.written,
    }


def _table(headings: Sequence[str], rows: Sequence[Mapping[str, Value]]) -> Flat:
    """Each heading with as many columns as its longest text needs."""
    parts = [{h: parts_of(value) if isinstance(value, str) else [value] for h, value in row.items()} for row in rows]
    needed = {h: max((len(row[h]) for row in parts if h in row), default=1) for h in headings}
    cells = (tuple(_cell(row, h, n) for h in headings for n in range(needed[h])) for row in parts)
    return Flat(tuple(continued(h, n) for h in headings for n in range(needed[h])), tuple(cells))


def _cell(row: Mapping[str, Sequence[Value]], heading: str, part: int) -> Value:
    values = row.get(heading, ())
    return values[part] if part < len(values) else ""
