"""England's working days, from the dated table in `rules/calendars/england.yaml`.

A day outside the years that the table covers is an error, never a guess: chronologies often begin long before a
table does (domain finding, section 2.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from flagger.documents.document import Place, read_document
from flagger.errors import FlaggerError, RulesFault

Days = npt.NDArray[np.int32]


class OutsideCalendar(FlaggerError):
    """A working-day span leaves the years that the bank-holiday table covers."""

    exit_code = 10


@dataclass(frozen=True)
class WorkingDays:
    """Monday to Friday less bank holidays, between two days (both inside, days since 1970-01-01)."""

    name: str
    first: int
    last: int
    table: np.busdaycalendar

    def after(self, start: npt.ArrayLike, n: int) -> Days:
        """The n-th working day after each start (n >= 1), also from a start that is no working day itself."""
        return self._offset(start, n, "backward")

    def before(self, end: npt.ArrayLike, n: int) -> Days:
        """The least start whose n-th working day reaches each end."""
        return self._offset(end, -n, "forward")

    def covers(self, days: npt.ArrayLike, margin: int = 0) -> npt.NDArray[np.bool_]:
        """Whether each day, and `margin` days on either side of it, lies in the table."""
        at = np.asarray(days, dtype=np.int64)
        return (at - margin >= self.first) & (at + margin <= self.last)

    def _offset(self, days: npt.ArrayLike, n: int, roll: str) -> Days:
        start = np.asarray(days, dtype=np.int32)
        if not self.covers(start).all():
            raise self._outside()
        moved = np.busday_offset(start.astype("datetime64[D]"), n, roll=roll, busdaycal=self.table)  # type: ignore[call-overload]
        result = np.asarray(moved).astype(np.int32)
        if not self.covers(result).all():
            raise self._outside()
        return result

    def _outside(self) -> OutsideCalendar:
        first, last = (np.datetime64(day, "D") for day in (self.first, self.last))
        return OutsideCalendar(
            f"the calendar of bank holidays ({self.name}) covers {first} to {last}; a working day lies outside it"
        )


def load_working_days(path: Path) -> WorkingDays:
    """Read a calendar file: `covers: {from, to}` and `holidays: [dates]`. Raises RulesFault with every fault."""
    document = read_document(path, path.name)
    covers, holidays = (document.data.get(key) for key in ("covers", "holidays"))
    days: dict[Place, object] = {
        ("covers", end): covers.get(end) if isinstance(covers, dict) else covers for end in ("from", "to")
    }
    days |= {("holidays", i): day for i, day in enumerate(holidays if isinstance(holidays, tuple) else (holidays,))}
    faults = [
        document.fault(place, f"`{place[0]}` lacks a date; expected one such as 2026-12-25; found another value")
        for place, day in days.items()
        if not isinstance(day, date)
    ]
    if faults:
        raise RulesFault(faults)
    first, last, *off = np.array(list(days.values()), dtype="datetime64[D]")
    return WorkingDays(path.stem, int(first.astype(int)), int(last.astype(int)), np.busdaycalendar(holidays=off))
