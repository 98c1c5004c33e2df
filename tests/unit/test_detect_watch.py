"""Who contributed on which days: joined day by day, for each agency that counts, and for each case by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flagger.detect.watch import Watch
from flagger.model import Coverage

ALL, SOME = (True, True), (True, False)
NONE = (False, False)


def gp(lo: int, hi: int, everything: bool = True) -> Coverage:
    return Coverage("gp", lo, hi, everything)


def police(lo: int, hi: int, everything: bool = True) -> Coverage:
    return Coverage("police", lo, hi, everything)


def sees(rows: list[Coverage], start: int, end: int, recorded_by: tuple[str, ...] = ()) -> tuple[bool, bool]:
    watch = Watch(["K"], {"*": rows}, recorded_by)
    some, everything = watch.sees(*(np.array([n], np.int32) for n in (0, start, end)))
    return bool(some[0]), bool(everything[0])


@pytest.mark.parametrize(
    ("rows", "start", "end", "seen"),
    [
        ([gp(10, 20)], 10, 20, ALL),
        ([gp(10, 20)], 9, 20, NONE),
        ([gp(10, 20)], 10, 21, NONE),
        ([gp(10, 14), gp(15, 20)], 10, 20, ALL),
        ([gp(10, 14), gp(16, 20)], 10, 20, NONE),
        ([gp(15, 20), gp(10, 17)], 10, 20, ALL),
        ([gp(10, 30), gp(12, 15), gp(31, 40)], 10, 40, ALL),
        ([gp(10, 20, False)], 10, 20, SOME),
        ([gp(10, 14), gp(15, 20, False)], 10, 20, SOME),
        ([gp(10, 14), gp(15, 20, False)], 10, 14, ALL),
        ([gp(10, 20), gp(15, 20, False)], 10, 20, ALL),
        ([], 10, 20, NONE),
    ],
)
def test_every_day_is_seen_or_it_is_not(rows: list[Coverage], start: int, end: int, seen: tuple[bool, bool]) -> None:
    assert sees(rows, start, end) == seen
    assert sees(rows, start, end, ("gp",)) == seen


@pytest.mark.parametrize(
    ("rows", "recorded_by", "seen"),
    [
        ([gp(10, 20), police(10, 20)], (), ALL),
        ([gp(10, 20), police(11, 20)], (), NONE),
        ([gp(10, 20), police(11, 20)], ("gp",), ALL),
        ([gp(10, 20), police(10, 20, False)], ("gp", "police"), SOME),
        ([gp(10, 20), police(10, 20, False)], ("gp",), ALL),
        ([gp(10, 20)], ("gp", "police"), NONE),
        ([gp(10, 20)], ("police",), NONE),
        ([gp(10, 15), police(16, 20)], (), NONE),
    ],
)
def test_each_agency_that_counts_must_have_given_every_day(
    rows: list[Coverage], recorded_by: tuple[str, ...], seen: tuple[bool, bool]
) -> None:
    assert sees(rows, 10, 20, recorded_by) == seen


def test_what_is_declared_for_a_case_stands_instead_of_what_is_declared_for_all() -> None:
    declared = {"*": [gp(0, 9)], "B": [gp(10, 19), police(0, 99)], "unknown": [gp(0, 99)], "C": []}
    watch = Watch(["A", "B", "C"], declared, ("gp",))
    case, start, end = np.array([(0, 0, 9), (0, 10, 19), (1, 0, 9), (1, 10, 19), (2, 0, 9)], np.int32).T
    assert watch.sees(case, start, end)[0].tolist() == [True, False, False, True, False]


STRETCH = st.builds(Coverage, st.sampled_from(["gp", "police"]), st.integers(0, 12), st.integers(0, 12), st.booleans())


@settings(deadline=None)
@given(
    rows=st.lists(STRETCH.filter(lambda row: row.lo <= row.hi), max_size=7),
    start=st.integers(0, 12),
    length=st.integers(0, 12),
    recorded_by=st.sets(st.sampled_from(["gp", "police", "school"])),
)
def test_it_is_what_asking_day_by_day_gives(
    rows: list[Coverage], start: int, length: int, recorded_by: set[str]
) -> None:
    agencies = recorded_by or {row.agency for row in rows}
    days = range(start, start + length + 1)

    def given_on(agency: str, day: int, kinds: tuple[bool, ...]) -> bool:
        return any(row.agency == agency and row.lo <= day <= row.hi and row.everything in kinds for row in rows)

    some = bool(agencies) and all(given_on(a, d, (True, False)) for a in agencies for d in days)
    everything = bool(agencies) and all(given_on(a, d, (True,)) for a in agencies for d in days)
    assert sees(rows, start, start + length, tuple(recorded_by)) == (some, everything)


def test_what_nobody_confirmed_does_not_count() -> None:
    assert sees([Coverage("gp", 10, 20, True, confirmed=False)], 10, 20) == NONE
    assert sees([gp(10, 20), Coverage("police", 15, 16, True, confirmed=False)], 10, 20) == ALL
