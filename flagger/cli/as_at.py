"""The day a run takes as today: what the command line says, else the last day in the rows, never later than today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flagger.contract.records import AS_GIVEN
from flagger.errors import UsageFault

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class AsAt:
    """`day` is days since 1970-01-01; `source` says where it came from."""

    day: int
    source: str


def as_at_of(given: str | None, events: pd.DataFrame, today: int) -> AsAt:
    """The day given, in a UK or ISO form; else the last day of the rows or of their recording, at most `today`.

    Raises UsageFault for a text that is no exact day.
    """
    if given is not None:
        return AsAt(_exact(given), AS_GIVEN)
    days = [int(events[name].max()) for name in ("hi", "recorded_hi") if events[name].notna().any()]
    if not days:
        return AsAt(today, "today, since no row has a date")
    if max(days) > today:
        return AsAt(today, "today, since rows are dated later than that")
    return AsAt(max(days), "the last day in the rows")


def _exact(text: str) -> int:
    from flagger.dates.written import read_date

    read = read_date(text)
    if read.lo is None or read.lo != read.hi or read.approx:
        raise UsageFault(f'--as-at "{text}": expected one exact day, such as 30/06/2024, 30 June 2024 or 2024-06-30')
    return read.lo
