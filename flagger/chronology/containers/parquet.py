"""A Parquet extract to one grid: the column names as its first row, every value as text, true dates also as days.

pyarrow is an extra and imported only here, when it is needed.
"""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

from flagger.chronology.containers.archive import DAMAGED
from flagger.chronology.containers.grid import Cell, Grid, GridRow, Unreadable, filled, plain
from flagger.chronology.containers.workbook import cell_of
from flagger.model import Problem


def read_parquet(data: bytes, file: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """One grid; row 1 holds the names. Raises Unreadable when pyarrow is missing or the file is damaged."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as fault:
        raise Unreadable('This is a Parquet file, which needs an extra: install "flagger[parquet]".') from fault
    try:
        table = pq.read_table(BytesIO(data))
        columns = [column.to_pylist() for column in table.columns]
    except (pa.ArrowException, OSError, ValueError) as fault:
        raise Unreadable(DAMAGED.format(what="Parquet file")) from fault
    names = GridRow(1, tuple(Cell(plain(name)) for name in table.column_names))
    rows = (GridRow(number, tuple(map(_cell, values))) for number, values in enumerate(zip(*columns, strict=True), 2))
    return (Grid(None, filled((names, *rows))),), ()


def _cell(value: Any) -> Cell:
    if value is None:
        return Cell("")
    if isinstance(value, list | tuple):
        return Cell("; ".join(_cell(each).text for each in value if each is not None))
    if isinstance(value, bytes):
        return Cell(plain(value.decode("utf-8", "replace")))
    if isinstance(value, str | int | float | dt.date | dt.time | dt.timedelta):
        return cell_of(value)
    return Cell(plain(str(value)))
