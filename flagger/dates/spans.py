"""Spans such as `28d`, `6w`, `12mo`, `2y`, `10wd`, and adding them to days.

Both ends of a span are inside: B is within W of A when A <= B <= add(A, W). Months and years are calendar ones with the
end clamped (31 January + 1mo is 28 or 29 February). Working day 1 is the first working day after the start. It never
guesses: a span that cannot be read, or a working day outside the bank-holiday table, is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flagger.dates.calendars import WorkingDays
from flagger.errors import FlaggerError

Days = npt.NDArray[np.int32]

_FORM = re.compile(r"(\d+)\s*(d|w|mo|y|wd)")
_WORDS = {"d": "day", "w": "week", "mo": "month", "y": "year", "wd": "working day"}


class SpanFault(FlaggerError):
    """A span is not written as a number and a unit."""

    exit_code = 10


@dataclass(frozen=True)
class Span:
    """A length of time: a whole number of days, weeks, calendar months, calendar years or working days."""

    n: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read "28d", "6w", "12mo", "2y" or "10wd". Raises SpanFault for anything else, and for 0wd."""
        found = _FORM.fullmatch(text.strip())
        if not found or (found[2] == "wd" and found[1].strip("0") == ""):
            raise SpanFault(f'expected a span such as "28d", "6w", "12mo", "2y" or "10wd"; found "{text}"')
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.n}{self.unit}"

    @property
    def words(self) -> str:
        """The span as it is said: "12 months"."""
        return f"{self.n} {_WORDS[self.unit]}{'' if self.n == 1 else 's'}"

    def add(self, days: npt.ArrayLike, calendar: WorkingDays | None = None) -> Days:
        """The last day inside the span for each start day. Never decreases as the start grows.

        `days` and the result are days since 1970-01-01. Working days need a calendar, and raise its error outside its
        range.
        """
        return _by_table(lambda start: self._add(start, calendar), days)

    def subtract(self, days: npt.ArrayLike, calendar: WorkingDays | None = None) -> Days:
        """For each day, the least start whose span reaches it: the least s with add(s) >= day."""
        return _by_table(lambda end: self._subtract(end, calendar), days)

    def _add(self, start: Days, calendar: WorkingDays | None) -> Days:
        if self.unit in ("d", "w"):
            return start + np.int32(self._plain_days())
        if self.unit == "wd":
            return _need(calendar).after(start, self.n)
        month, day_of_month = _split(start)
        target = month + self._months()
        return _join(target, np.minimum(day_of_month, _length(target)))

    def _subtract(self, end: Days, calendar: WorkingDays | None) -> Days:
        if self.unit in ("d", "w"):
            return end - np.int32(self._plain_days())
        if self.unit == "wd":
            return _need(calendar).before(end, self.n)
        month, day_of_month = _split(end)
        target = month - self._months()
        fits = day_of_month <= _length(target)
        return np.where(fits, _join(target, day_of_month), _join(target + 1, np.ones_like(day_of_month))).astype(
            np.int32
        )

    def _plain_days(self) -> int:
        return self.n * (7 if self.unit == "w" else 1)

    def _months(self) -> int:
        return self.n * (12 if self.unit == "y" else 1)


def _by_table(move: Callable[[Days], Days], days: npt.ArrayLike) -> Days:
    """Move each day; where there are more of them than days from first to last, move each day once and look it up."""
    at = np.asarray(days, dtype=np.int32)
    if at.size:
        first, last = int(at.min()), int(at.max())
        if last - first < at.size:
            return move(np.arange(first, last + 1, dtype=np.int32))[at - first]
    return move(at)


def _need(calendar: WorkingDays | None) -> WorkingDays:
    if calendar is None:
        raise SpanFault("a span in working days needs a calendar of bank holidays")
    return calendar


def _split(days: Days) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Days as (months since 1970-01, day of the month from 1)."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    return months.astype(np.int64), days.astype(np.int64) - months.astype("datetime64[D]").astype(np.int64) + 1


def _join(months: npt.NDArray[np.int64], day_of_month: npt.NDArray[np.int64]) -> Days:
    firsts = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return (firsts + day_of_month - 1).astype(np.int32)


def _length(months: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    firsts = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - firsts
