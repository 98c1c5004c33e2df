"""A share that is high, or low, within a span. Meaning: docs/semantics.md section 5, `measure`."""

from __future__ import annotations

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.matchers.record import Matches, no_matches, offsets_of, one_after_another
from flagger.matchers.selection import Longs, Selection, group_starts, pieces
from flagger.matchers.truth import NO, YES
from flagger.matchers.windows import Test, Windows, needed, worth_a_look
from flagger.model import Status

_AT_ONCE = 1 << 16  # events whose windows are in memory together
ROLES = ("other", "part")


def share(whole: Selection, part: Selection, within: Span, test: Test, calendar: WorkingDays | None = None) -> Matches:
    """For each group the one window in which the share is most as the test asks (report `densest`)."""
    parts = 0 if test.at_most else max(test.part, needed(test.share, test.whole))
    others = needed(1 - test.share, test.whole) if test.at_most else 0
    whole, part_of = worth_a_look(whole, part, (test.whole, parts, others), within, calendar)
    found = []
    for piece in pieces(whole.group, _AT_ONCE):
        windows = Windows(whole.take(piece), part_of[piece], within, calendar, parts)
        found.append(_best(windows, test))
    return one_after_another(found, ROLES)


def _best(windows: Windows, test: Test) -> Matches:
    value, ratio = windows.test(test)
    rank = np.where(np.isnan(ratio), 0, ratio if test.at_most else -ratio)
    some = np.flatnonzero(value != NO)
    if not len(some):
        return no_matches(ROLES)
    of_windows = (windows.start, -windows.most_whole, rank, -value, windows.group)
    some = some[np.lexsort([column[some] for column in of_windows])]
    best = some[group_starts(windows.group[some])]
    status = np.where(value[best] == YES, Status.CONFIRMED, Status.POSSIBLE).astype(np.int8)
    return _densest(windows, best, status)


def _densest(windows: Windows, best: Longs, status: np.ndarray[tuple[int], np.dtype[np.int8]]) -> Matches:
    whole = windows.whole
    at = np.searchsorted(windows.group[best], whole.group)
    at[at == len(best)] = 0
    window = best[at]
    inside = (
        (windows.group[window] == whole.group) & (whole.lo <= windows.end[window]) & (whole.hi >= windows.start[window])
    )
    evidence, number = whole.take(inside), at[inside]
    offsets = offsets_of(number, len(best))
    role = (windows.part[inside] != NO).astype(np.int8)
    parts = np.add.reduceat(role, offsets[:-1], dtype=np.int64)
    last = np.maximum.reduceat(evidence.lo, offsets[:-1]), np.maximum.reduceat(evidence.hi, offsets[:-1])
    measures = {"part": parts, "whole": np.diff(offsets)}
    return Matches(
        whole.group[inside][offsets[:-1]].astype(np.int32),
        windows.group[best],
        status,
        *last,
        offsets,
        evidence.pos,
        role,
        ROLES,
        measures,
    )
