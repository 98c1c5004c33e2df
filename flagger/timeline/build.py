"""From events and codings to a Timeline: from the two frames of a chronology, or from plain arrays of an extract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from flagger.timeline.arrays import AFFIRMED, Ints, Timeline, index_codes

if TYPE_CHECKING:
    import pandas as pd

Longs = npt.NDArray[np.int64]


def timeline_of(
    events: pd.DataFrame, codings: pd.DataFrame, codes: Sequence[str], as_at: int
) -> tuple[Timeline, Longs]:
    """The timeline of a chronology's dated events, and for each position its row number in `events`.

    The columns are those of docs/architecture.md. Undated events and those that begin after `as_at` have no place.
    """
    lo_all = events["lo"].to_numpy(dtype="float64", na_value=np.nan)
    hi_all = events["hi"].to_numpy(dtype="float64", na_value=np.nan)
    rows = np.flatnonzero(~np.isnan(lo_all) & (lo_all <= as_at))
    case, cases = _numbers(events["case"])
    agency, agencies = _numbers(events["agency"])
    incident, _ = _numbers(events["incident"])
    ids = events["event_id"].to_numpy(dtype=object)
    rank = np.argsort(np.argsort(ids[rows], kind="stable"), kind="stable")
    order = np.lexsort((rank, hi_all[rows], lo_all[rows], case[rows]))
    rows = rows[order]
    place = {event_id: position for position, event_id in enumerate(ids[rows])}
    position = codings["event_id"].map(place).to_numpy(dtype="float64", na_value=np.nan)
    number = {code: n for n, code in enumerate(codes)}
    code = codings["code"].map(number).to_numpy(dtype="int64")
    status = codings["status"].to_numpy(dtype=object)
    placed = ~np.isnan(position)
    indexes = {}
    for name in sorted(set(status[placed])):
        these = placed & (status == name)
        indexes[name] = index_codes(position[these].astype(np.int32), code[these], len(codes))
    hi = np.minimum(hi_all[rows], as_at).astype(np.int32)
    line = Timeline(
        cases,
        agencies,
        codes,
        case[rows],
        lo_all[rows].astype(np.int32),
        hi,
        agency[rows],
        as_at,
        indexes,
        incident=_linked(incident[rows]),
        doubted=events["approx"].to_numpy(dtype=bool)[rows],
    )
    return line, rows


def timeline_of_arrays(
    cases: Sequence[str],
    agencies: Sequence[str],
    codes: Sequence[str],
    case: Ints,
    lo: Ints,
    hi: Ints,
    agency: Ints,
    code: Ints,
    as_at: int,
) -> Timeline:
    """The timeline of an extract: one affirmed code an event, as numbers into the three lists of names.

    Rows that are the same in every column are interchangeable, so ties need no further order.
    """
    if (lo > as_at).any():
        keep = lo <= as_at
        case, lo, hi, agency, code = (column[keep] for column in (case, lo, hi, agency, code))
    hi = np.minimum(hi, np.int32(as_at))
    order = canonical_order(case, lo, hi, agency, code)
    if order is not None:
        case, lo, hi, agency, code = (column[order] for column in (case, lo, hi, agency, code))
    index = index_codes(np.arange(len(case), dtype=np.int32), code, len(codes))
    return Timeline(cases, agencies, codes, case, lo, hi, agency, as_at, {AFFIRMED: index})


def canonical_order(*columns: Ints) -> npt.NDArray[np.int32] | None:
    """The order that sorts by the columns, the first first; None when they are in that order already.

    Whole numbers are packed into one while they fit with the row number, because one sort of one column is quickest.
    """
    n = len(columns[0])
    widths = [int(int(column.max()) - int(column.min())).bit_length() for column in columns] if n else []
    if n and sum(widths) + n.bit_length() < 63:
        packed = np.zeros(n, dtype=np.int64)
        for column, width in zip(columns, widths, strict=True):
            packed <<= width
            packed += column
            packed -= int(column.min())
        if (packed[1:] >= packed[:-1]).all():
            return None
        bits = n.bit_length()
        packed <<= bits
        packed += np.arange(n)
        packed.sort()
        packed &= (1 << bits) - 1
        return packed.astype(np.int32)
    return np.lexsort(columns[::-1]).astype(np.int32)


def _numbers(column: pd.Series[str]) -> tuple[Ints, list[str]]:
    """Each value's place among the sorted different values, and those values."""
    values = column.to_numpy(dtype=object)
    names = sorted(set(values))
    place = {name: number for number, name in enumerate(names)}
    return np.array([place[value] for value in values], dtype=np.int32), names


def _linked(incident: Ints) -> Ints | None:
    """None when no two rows tell of one incident."""
    return None if len(np.unique(incident)) == len(incident) else incident
