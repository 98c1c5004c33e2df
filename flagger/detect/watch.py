"""Who contributed, and when: what makes it possible to say that something was not found.

Meaning: docs/semantics.md section 5, "Observable". Silence is never read as "no concern".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from flagger.matchers.selection import Bools, Ints
from flagger.model import EVERY_CASE, Coverage

Stretches = list[tuple[int, int]]


class Watch:
    """The days on which everybody who would have recorded a thing contributed, for each case.

    `coverage` is by case name; `*` is for the cases it does not name. With nobody in `recorded_by`, all that declared
    coverage count. What nobody has confirmed does not count.
    """

    def __init__(
        self, cases: Sequence[str], coverage: Mapping[str, Sequence[Coverage]], recorded_by: Sequence[str]
    ) -> None:
        by_name = set(coverage) - {EVERY_CASE}
        named = [name for name in cases if name in by_name] if by_name else []
        number = {name: n for n, name in enumerate(named, start=1)}
        self._of_case = np.zeros(len(cases), dtype=np.int32)
        if named:
            self._of_case[:] = [number.get(name, 0) for name in cases]
        declared = [coverage.get(EVERY_CASE, ()), *(coverage[name] for name in named)]
        self._stretches = [_by_agency(rows, recorded_by) for rows in declared]

    def sees(self, case: Ints, start: Ints, end: Ints) -> tuple[Bools, Bools]:
        """Whether all of them contributed on every day from start to end, and whether all gave everything."""
        some = np.zeros(len(case), dtype=bool)
        everything = np.zeros(len(case), dtype=bool)
        of_case = self._of_case[case]
        for number in np.unique(of_case):
            here = of_case == number
            agencies = self._stretches[number]
            if agencies:
                some[here] = np.all([_inside(anything, start[here], end[here]) for anything, _ in agencies], axis=0)
                everything[here] = np.all([_inside(full, start[here], end[here]) for _, full in agencies], axis=0)
        return some, everything


def _by_agency(rows: Sequence[Coverage], recorded_by: Sequence[str]) -> list[tuple[Stretches, Stretches]]:
    """For each agency that counts: the days it gave something, and the days it gave everything."""
    rows = [row for row in rows if row.confirmed]
    agencies = sorted(set(recorded_by) or {row.agency for row in rows})
    return [
        (
            _joined(row for row in rows if row.agency == name),
            _joined(r for r in rows if r.agency == name and r.everything),
        )
        for name in agencies
    ]


def _joined(rows: Iterable[Coverage]) -> Stretches:
    stretches: Stretches = []
    for lo, hi in sorted((row.lo, row.hi) for row in rows):
        if stretches and lo <= stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], hi))
        else:
            stretches.append((lo, hi))
    return stretches


def _inside(stretches: Stretches, start: Ints, end: Ints) -> Bools:
    inside = np.zeros(len(start), dtype=bool)
    for lo, hi in stretches:
        inside |= (lo <= start) & (end <= hi)
    return inside
