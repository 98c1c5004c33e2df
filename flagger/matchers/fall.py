"""A share that was high and then is low, in two windows one after the other.

Meaning: docs/semantics.md section 5, `measure` with `fall`.
"""

from __future__ import annotations

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.matchers.record import Matches, no_matches, offsets_of
from flagger.matchers.selection import Ints, Selection, group_starts
from flagger.matchers.truth import MAYBE, NO, YES, Truth
from flagger.matchers.windows import Test, Windows, needed, worth_a_look
from flagger.model import Status

ROLES = ("before: other", "before: part", "after: other", "after: part")


def fall(
    whole: Selection, part: Selection, within: Span, high: Test, low: Test, calendar: WorkingDays | None = None
) -> Matches:
    """Pairs of windows, one after the other, the share high in the first and low in the second.

    Chosen as the report policy `non_overlapping` says.
    """
    parts, others = needed(high.share, high.whole), needed(1 - low.share, low.whole)
    whole, part_of = worth_a_look(whole, part, (high.whole, parts, others), within, calendar)
    if not len(whole):
        return no_matches(ROLES)
    windows = Windows(whole, part_of, within, calendar)
    good, bad = windows.test(high)[0], windows.test(low)[0]
    bounds = np.append(group_starts(windows.group), len(windows.group))
    both = np.flatnonzero(
        np.maximum.reduceat(good, bounds[:-1]).astype(bool) & np.maximum.reduceat(bad, bounds[:-1]).astype(bool)
    )
    pairs: list[tuple[int, int, int, int]] = []
    for number in both:
        rows = slice(bounds[number], bounds[number + 1])
        found = _pairs(windows.start[rows], good[rows], bad[rows], within, calendar)
        pairs += [(int(windows.group[bounds[number]]), *pair) for pair in found]
    return _falls(windows, sorted(pairs), within, calendar) if pairs else no_matches(ROLES)


def _pairs(
    start: Ints, good: Truth, bad: Truth, within: Span, calendar: WorkingDays | None
) -> list[tuple[int, int, int]]:
    """(s1, s2, status) of one group, none overlapping: sure first, each with the least s2, then the greatest s1."""
    stops = np.append(start[1:] - 1, start[-1])
    taken: list[tuple[int, int, int]] = []
    for level, status in ((YES, Status.CONFIRMED), (MAYBE, Status.POSSIBLE)):
        first = [(int(a), int(b)) for a, b, ok in zip(start, stops, good >= level, strict=True) if ok]
        second = [(int(a), int(b)) for a, b, ok in zip(start, stops, bad >= level, strict=True) if ok]
        while (pair := _next_pair(first, second, taken, within, calendar)) is not None:
            taken.append((*pair, int(status)))
    return taken


def _next_pair(
    first: list[tuple[int, int]],
    second: list[tuple[int, int]],
    taken: list[tuple[int, int, int]],
    within: Span,
    calendar: WorkingDays | None,
) -> tuple[int, int] | None:
    """The pair with the least s2, then the greatest s1, that meets no taken pair.

    `first` and `second` are the good and the bad starts as ranges of days (from, to).
    """

    def end(day: int) -> int:
        return int(within.add(np.array([day]), calendar)[0])

    def back(day: int) -> int:
        return int(within.subtract(np.array([day + 1]), calendar)[0]) - 1

    gaps = _gaps([(s1, end(s2)) for s1, s2, _ in taken])
    for gap_from, gap_to in gaps:
        for low, top in second:
            earliest_good = next((max(a, gap_from) for a, b in first if max(a, gap_from) <= b), None)
            if earliest_good is None:
                continue
            s2 = max(low, end(earliest_good) + 1)
            if s2 > top or end(s2) > gap_to:
                continue
            limit = back(s2 - 1)
            s1 = max((min(b, limit) for a, b in first if max(a, gap_from) <= min(b, limit)), default=None)
            if s1 is not None:
                return s1, s2
    return None


def _gaps(taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of days between what is taken."""
    gaps, begin = [], -(1 << 30)
    for start, stop in sorted(taken):
        gaps.append((begin, start - 1))
        begin = stop + 1
    return [*gaps, (begin, 1 << 30)]


def _falls(
    windows: Windows, pairs: list[tuple[int, int, int, int]], within: Span, calendar: WorkingDays | None
) -> Matches:
    whole, part = windows.whole, windows.part
    rows: list[tuple[int, int, int]] = []
    for number, (group, s1, s2, _) in enumerate(pairs):
        here = range(*np.searchsorted(whole.group, [group, group + 1]))
        ends = within.add(np.array([s1, s2]), calendar)
        for i in here:
            after = whole.lo[i] <= ends[1] and whole.hi[i] >= s2
            if after or (whole.lo[i] <= ends[0] and whole.hi[i] >= s1):
                rows.append((number, i, 2 * int(after) + int(part[i] != NO)))
    rows.sort(key=lambda row: (row[0], whole.pos[row[1]]))  # collapse may have dated them otherwise
    number_of, at, role = (np.array(column) for column in zip(*rows, strict=True))
    offsets = offsets_of(number_of, len(pairs))
    second = role >= 2
    tallies = {
        name: np.bincount(number_of[wanted], minlength=len(pairs))
        for name, wanted in (
            ("before_part", role == 1),
            ("before_whole", ~second),
            ("after_part", role == 3),
            ("after_whole", second),
        )
    }
    met_lo, met_hi = (
        np.maximum.reduceat(np.where(second, days[at], -(1 << 30)), offsets[:-1]) for days in (whole.lo, whole.hi)
    )
    group_of, _, _, status = (np.array(column) for column in zip(*pairs, strict=True))
    return Matches(
        group_of.astype(np.int32),
        group_of,
        status.astype(np.int8),
        met_lo.astype(np.int32),
        met_hi.astype(np.int32),
        offsets,
        whole.pos[at].astype(np.int32),
        role.astype(np.int8),
        ROLES,
        tallies,
    )
