"""From events and codings to a Timeline: from the two frames of a chronology, or from plain arrays of an extract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from flagger.timeline.arrays import AFFIRMED, CodeIndex, Ints, Timeline, index_codes, index_one_code
from flagger.timeline.rows import columns_of, people_of, services_of

if TYPE_CHECKING:
    import pandas as pd

    from flagger.people import People

ROUGH = 27  # days from first to last: four weeks
Longs = npt.NDArray[np.int64]


def timeline_of(
    events: pd.DataFrame,
    codings: pd.DataFrame,
    codes: Sequence[str],
    as_at: int,
    people: People | None = None,
    service_of: Mapping[str, str] | None = None,
) -> tuple[Timeline, Longs]:
    """The timeline of a chronology's dated events, and for each position its row number in `events`.

    The columns are those of docs/architecture.md. Undated events and those that begin after `as_at` have no place; a
    last day after it is cut back to it. `service_of` says which service a code is about.
    """
    lo_all = events["lo"].to_numpy(dtype="float64", na_value=np.nan)
    hi_written = events["hi"].to_numpy(dtype="float64", na_value=np.nan)
    hi_all = np.minimum(hi_written, as_at)
    rows = np.flatnonzero(~np.isnan(lo_all) & (lo_all <= as_at))
    case, cases = _numbers(events["case"])
    agency, agencies = _numbers(events["agency"])
    incident, _ = _numbers(events["incident"])
    ids = events["event_id"].to_numpy(dtype=object)
    rank = np.argsort(np.argsort(ids[rows], kind="stable"), kind="stable")
    order = np.lexsort((rank, hi_all[rows], lo_all[rows], case[rows]))
    rows = rows[order]
    services, service = services_of(codings, ids[rows], [agencies[n] for n in agency[rows]], service_of or {})
    line = Timeline(
        cases,
        agencies,
        codes,
        case[rows],
        lo_all[rows].astype(np.int32),
        hi_all[rows].astype(np.int32),
        agency[rows],
        as_at,
        _indexes(codings, ids[rows], codes),
        incident=_linked(incident[rows]),
        doubted=events["approx"].to_numpy(dtype=bool)[rows],
        rough=(hi_written - lo_all)[rows] >= ROUGH,
        columns={name: state[rows] for name, state in columns_of(events).items()},
        services=services,
        service=service,
        people=None if people is None else people_of(people, ids[rows], cases),
    )
    return line, rows


def _indexes(codings: pd.DataFrame, ids: npt.NDArray[np.object_], codes: Sequence[str]) -> dict[str, CodeIndex]:
    """A CodeIndex for each status of coding; `ids` are those of the events by position."""
    place = {event_id: position for position, event_id in enumerate(ids)}
    position = codings["event_id"].map(place).to_numpy(dtype="float64", na_value=np.nan)
    number = {code: n for n, code in enumerate(codes)}
    code = codings["code"].map(number).to_numpy(dtype="int64")
    status = codings["status"].to_numpy(dtype=object)
    placed = ~np.isnan(position)
    indexes = {}
    for name in sorted(set(status[placed])):
        these = placed & (status == name)
        indexes[name] = index_codes(position[these].astype(np.int32), code[these], len(codes))
    return indexes


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
    length = np.minimum(hi, np.int32(as_at)) - lo
    case, lo, length, agency, code = in_order(case, lo, length, agency, code)
    index = index_one_code(code, len(codes))
    return Timeline(cases, agencies, codes, case, lo, lo + length, agency, as_at, {AFFIRMED: index})


def in_order(*columns: Ints) -> tuple[Ints, ...]:
    """The rows sorted by the columns, the first first.

    Whole numbers are packed into one while they fit: one sort of one column is quickest, and the rest is unpacked.
    """
    if not len(columns[0]):
        return columns
    least = [int(column.min()) for column in columns]
    widths = [(int(column.max()) - low).bit_length() for column, low in zip(columns, least, strict=True)]
    if sum(widths) > 63:
        order = np.lexsort(columns[::-1])
        return tuple(column[order] for column in columns)
    packed = np.zeros(len(columns[0]), dtype=np.int64)
    for column, low, width in zip(columns, least, widths, strict=True):
        packed <<= width
        packed += column
        packed -= low
    packed.sort()
    unpacked = []
    for low, width in zip(reversed(least), reversed(widths), strict=True):
        unpacked.append(((packed & ((1 << width) - 1)) + low).astype(np.int32))
        packed >>= width
    return tuple(reversed(unpacked))


def _numbers(column: pd.Series[str]) -> tuple[Ints, list[str]]:
    """Each value's place among the sorted different values, and those values."""
    values = column.to_numpy(dtype=object)
    names = sorted(set(values))
    place = {name: number for number, name in enumerate(names)}
    return np.array([place[value] for value in values], dtype=np.int32), names


def _linked(incident: Ints) -> Ints | None:
    """None when no two rows tell of one incident."""
    return None if len(np.unique(incident)) == len(incident) else incident
