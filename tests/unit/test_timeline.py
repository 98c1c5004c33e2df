"""The timeline: canonical order, whatever the order of the rows; what has no place in it; and who carries a code."""

from __future__ import annotations

import numpy as np
import pytest
from engine_sample import CODES, day, frames, timeline
from hypothesis import given, settings
from hypothesis import strategies as st

from flagger.timeline.arrays import Timeline, distinct, index_codes, index_one_code
from flagger.timeline.build import in_order, timeline_of, timeline_of_arrays

ROWS = """\
K2/e1 2024-03-04 referral agency=gp
K1/e2 2024-03-04 referral+alcohol agency=police incident=e2
K1/e3 2024-03    referral agency=gp incident=e2
K1/e4 2024-03-04 was_not_brought agency=gp status=hedged
K1/e5 2024-02-01 -
K1/e6 2024-03-01..2024-03-02 referral agency=school
K3/e7 undated referral agency=gp
K1/e8 2024-12-30..2025-01-05 referral
"""


def same(one: Timeline, other: Timeline) -> bool:
    columns = ("case", "lo", "hi", "agency", "incident", "doubted")
    named = (one.cases, one.agencies, one.codes, one.as_at) == (other.cases, other.agencies, other.codes, other.as_at)
    coded = one.codings.keys() == other.codings.keys() and all(
        np.array_equal(index.starts, other.codings[status].starts)
        and np.array_equal(index.positions, other.codings[status].positions)
        for status, index in one.codings.items()
    )
    return named and coded and all(np.array_equal(getattr(one, c), getattr(other, c)) for c in columns)


def test_events_stand_by_case_then_first_day_then_last_day_then_id() -> None:
    assert timeline(ROWS)[1] == ["e5", "e6", "e3", "e2", "e4", "e8", "e1"]


def test_a_last_day_after_as_at_is_cut_back_before_the_events_are_ordered() -> None:
    line, ids = timeline("b 2024-03 referral\na 2024 referral", "2024-03-20")
    assert ids == ["a", "b"] and line.hi.tolist() == [day("2024-03-20")] * 2


def test_an_event_that_begins_on_as_at_is_in_and_one_that_begins_the_day_after_is_not() -> None:
    assert timeline("a 2024-03-20 referral\nb 2024-03-21 referral", "2024-03-20")[1] == ["a"]


def test_a_case_without_a_dated_row_still_has_its_name() -> None:
    line, ids = timeline(ROWS)
    assert line.cases == ["K1", "K2", "K3"] and "e7" not in ids


@settings(max_examples=50, deadline=None)
@given(seeds=st.tuples(st.integers(0, 999), st.integers(0, 999)))
def test_the_order_of_rows_and_of_codings_says_nothing(seeds: tuple[int, int]) -> None:
    events, codings = frames(ROWS)
    expected, rows = timeline_of(events, codings, CODES, day("2024-12-31"))
    mixed = [frame.sample(frac=1, random_state=seed) for frame, seed in zip((events, codings), seeds, strict=True)]
    line, mixed_rows = timeline_of(*mixed, CODES, day("2024-12-31"))
    assert same(line, expected)
    assert list(mixed[0]["event_id"].to_numpy()[mixed_rows]) == list(events["event_id"].to_numpy()[rows])


@pytest.mark.parametrize("text", ["", "a undated referral", "a 2025-01-01 referral", "a 2024-01-01 -"])
def test_a_chronology_with_nothing_to_place_or_nothing_coded_is_a_timeline_too(text: str) -> None:
    line, ids = timeline(text)
    assert len(line) == len(ids) == len(line.carrying({"referral"})) + text.endswith("-")


def test_linked_rows_share_a_number_and_without_links_there_is_none() -> None:
    line, ids = timeline(ROWS)
    assert line.incident is not None
    assert line.incident[ids.index("e2")] == line.incident[ids.index("e3")] != line.incident[ids.index("e4")]
    assert timeline("a 2024 referral\nb 2024 referral")[0].incident is None


def test_who_carries_a_code_is_asked_by_status() -> None:
    line, ids = timeline(ROWS)

    def carrying(*codes: str, **how: object) -> list[str]:
        return [ids[at] for at in line.carrying(codes, **how)]  # type: ignore[arg-type]

    assert carrying("referral", "alcohol") == ["e6", "e3", "e2", "e8", "e1"]
    assert carrying("was_not_brought") == []
    assert carrying("was_not_brought", statuses=("hedged",)) == ["e4"]
    assert carrying("was_not_brought", "referral", statuses=("affirmed", "hedged"))[3] == "e4"
    assert carrying("referral", cases=np.array([False, True, False])) == ["e1"]
    assert carrying("no_such_code") == []


def test_a_code_told_twice_by_one_event_is_carried_once() -> None:
    index = index_codes(np.array([1, 0, 1], np.int32), np.array([0, 0, 0], np.int32), 2)
    assert index.of(0).tolist() == [0, 1] and index.of(1).tolist() == []


@settings(deadline=None)
@given(code=st.lists(st.integers(0, 5), max_size=30))
def test_the_quick_index_is_the_general_one(code: list[int]) -> None:
    codes = np.array(code, np.int32)
    quick, general = index_one_code(codes, 7), index_codes(np.arange(len(codes), dtype=np.int32), codes, 7)
    assert all(quick.of(n).tolist() == general.of(n).tolist() for n in range(7))


@settings(deadline=None)
@given(values=st.lists(st.integers(0, 20)))
def test_distinct_is_sorted_and_without_repeats(values: list[int]) -> None:
    assert distinct(np.array(values, np.int32)).tolist() == sorted(set(values))


NUMBERS = st.one_of(st.integers(-5, 5), st.integers(-(2**31), 2**31 - 1))


@settings(deadline=None)
@given(rows=st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=20))
def test_rows_packed_or_not_come_in_order(rows: list[tuple[int, int, int]]) -> None:
    columns = np.array(rows, dtype=np.int32).reshape(-1, 3).T
    assert list(zip(*(column.tolist() for column in in_order(*columns)), strict=True)) == sorted(rows)


def test_an_extract_gives_the_timeline_that_its_rows_as_frames_give() -> None:
    text = "K2/a 2024-05-01 referral agency=gp\nK1/b 2024-02 alcohol agency=gp\n"
    text += "K1/c 2024-12-30..2025-01-05 referral agency=ed\n"
    line, _ = timeline(text + "K1/d 2025-01-01 referral agency=gp")

    def ints(*values: int) -> np.ndarray:  # type: ignore[type-arg]
        return np.array(values, np.int32)

    lo, hi = zip(
        *[
            map(day, days)
            for days in (
                ("2024-05-01", "2024-05-01"),
                ("2024-02-01", "2024-02-29"),
                ("2024-12-30", "2025-01-05"),
                ("2025-01-01", "2025-01-01"),
            )
        ],
        strict=True,
    )
    codes = ints(CODES.index("referral"), CODES.index("alcohol"), CODES.index("referral"), CODES.index("referral"))
    got = timeline_of_arrays(
        line.cases, line.agencies, CODES, ints(1, 0, 0, 0), ints(*lo), ints(*hi), ints(1, 1, 0, 1), codes, line.as_at
    )
    for column in ("case", "lo", "hi", "agency"):
        assert getattr(got, column).tolist() == getattr(line, column).tolist()
    assert all(got.carrying([code]).tolist() == line.carrying([code]).tolist() for code in CODES)
