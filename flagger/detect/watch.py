"""Who contributed, and when: what makes it possible to say that something was not found.

Meaning: docs/semantics.md section 5, "Observable". Silence is never read as "no concern".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from flagger.matchers.absence import Watch
from flagger.model import Coverage

EVERY_CASE = "*"


def watch(cases: Sequence[str], coverage: Mapping[str, Sequence[Coverage]], recorded_by: Sequence[str]) -> Watch:
    """The days on which everybody who would have recorded a thing contributed, for each case.

    `coverage` is by case name; `*` is for the cases it does not name. With nobody in `recorded_by`, all that declared
    coverage count.
    """
    lo, hi, everything = _one(coverage.get(EVERY_CASE, ()), recorded_by)
    n = len(cases)
    los, his = np.full(n, lo, dtype=np.int32), np.full(n, hi, dtype=np.int32)
    all_rows = np.full(n, everything, dtype=bool)
    if set(coverage) - {EVERY_CASE}:
        for number, case in enumerate(cases):
            if case in coverage:
                los[number], his[number], all_rows[number] = _one(coverage[case], recorded_by)
    return Watch(los, his, all_rows)


def _one(declared: Sequence[Coverage], recorded_by: Sequence[str]) -> tuple[int, int, bool]:
    """The days that all of them cover, and whether all gave everything; lo > hi when one of them is missing."""
    agencies = sorted(set(recorded_by) or {part.agency for part in declared})
    stretches = [_longest([part for part in declared if part.agency == agency]) for agency in agencies]
    if not stretches or any(stretch is None for stretch in stretches):
        return 1, 0, False
    found = [stretch for stretch in stretches if stretch is not None]
    return max(part.lo for part in found), min(part.hi for part in found), all(part.everything for part in found)


def _longest(parts: list[Coverage]) -> Coverage | None:
    """An agency's declared days, those that touch joined; of several stretches the longest."""
    joined: list[Coverage] = []
    for part in sorted(parts, key=lambda part: (part.lo, part.hi)):
        if joined and part.lo <= joined[-1].hi + 1:
            last = joined.pop()
            part = Coverage(part.agency, last.lo, max(last.hi, part.hi), last.everything and part.everything)
        joined.append(part)
    return max(joined, key=lambda part: part.hi - part.lo, default=None)
