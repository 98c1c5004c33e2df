"""One step of a sequence, with the events that can take it."""

from __future__ import annotations

from dataclasses import dataclass

from flagger.dates.spans import Span
from flagger.matchers.selection import Selection


@dataclass(frozen=True)
class Step:
    """One step: its events, and how it relates to the step before (ignored in the first).

    `same_agency` is True for "of the same agency", False for "of another", None for either.
    """

    name: str
    of: Selection
    within: Span | None = None
    same_day: bool = True
    same_agency: bool | None = None
    without: Selection | None = None
