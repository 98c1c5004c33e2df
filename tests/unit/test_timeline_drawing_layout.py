"""Where things stand: days on the axis, the words of the scale, gaps, and marks that do not lie on one another."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flagger.report.timeline.axis import Axis, axis, gaps
from flagger.report.timeline.marks import Mark, Row, marks

_EPOCH = dt.date(1970, 1, 1)


def day(iso: str) -> int:
    return (dt.date.fromisoformat(iso) - _EPOCH).days


def whole(first: str, last: str) -> Axis:
    return Axis(day(first), day(last), 0, 1000)


def test_the_axis_holds_all_rows_and_the_day_taken_as_today_with_time_around() -> None:
    on = axis(
        [(day("2020-01-01"), day("2020-06-30")), (day("2021-02-01"), day("2021-02-01"))], day("2021-04-01"), 0, 1000
    )
    assert on.first < day("2020-01-01") and on.last > day("2021-04-01")
    assert 0 < on.x(day("2020-01-01")) < on.x(day("2021-04-01")) < 1000


@pytest.mark.parametrize(("as_at", "held"), [("2021-06-01", True), ("2026-01-01", False), ("2019-01-01", False)])
def test_a_day_taken_as_today_far_from_all_rows_does_not_squeeze_them(as_at: str, held: bool) -> None:
    on = axis([(day("2020-01-01"), day("2021-01-01"))], day(as_at), 0, 1000)
    assert (on.first <= day(as_at) <= on.last) is held


def test_one_row_has_some_time_around_it() -> None:
    on = axis([(100, 100)], 100, 0, 1000)
    assert on.last - on.first >= 60
    assert 400 < on.x(100) < 600


@pytest.mark.parametrize(
    ("first", "last", "labels", "above"),
    [
        ("2024-02-20", "2024-03-10", ["20", "21"], ["February 2024", "March 2024"]),
        ("2024-01-20", "2024-05-05", ["22", "1"], ["", "February 2024"]),
        ("2023-11-10", "2024-12-15", ["Dec", "Jan"], ["2023", "2024"]),
        ("2022-11-10", "2026-12-15", ["Jan", "Apr"], ["2023", "2024"]),
        ("1990-05-01", "2024-12-15", [""], ["1992", "1994"]),
    ],
)
def test_the_scale_is_as_fine_as_there_is_room_for(first: str, last: str, labels: list[str], above: list[str]) -> None:
    ticks = whole(first, last).ticks()
    assert [tick.label for tick in ticks][: len(labels)] == labels
    said = [tick.above for tick in ticks if tick.above or not tick.label]
    assert [each for each in above if each] == said[: len([each for each in above if each])]


@given(st.integers(-20_000, 30_000), st.integers(10, 40_000))
def test_words_of_the_scale_do_not_run_into_each_other(first: int, long: int) -> None:
    on = Axis(first, first + long, 0, 1000)
    ticks = on.ticks()
    assert ticks and all(first <= tick.day <= first + long for tick in ticks)
    for words in ({t.day: t.label for t in ticks if t.label}, {t.day: t.above for t in ticks if t.above}):
        for one, other in pairwise(words):
            assert on.x(other) - on.x(one) >= 8 * len(words[one])


def test_a_gap_holds_only_days_on_which_no_row_can_lie() -> None:
    rows = [(0, 200), (5, 10), (300, 300)]
    assert list(gaps(rows, 0, 500, 90)) == [(201, 299), (301, 500)]
    assert list(gaps(rows, 0, 500, 100)) == [(301, 500)]
    assert list(gaps(rows, 0, 389, 90)) == [(201, 299)]
    assert list(gaps([], 0, 500, 90)) == [(0, 500)]


def row(n: int, lo: int, hi: int | None = None, topic: int = 0, struck: bool = False) -> Row:
    return Row(f"{n:03}", lo, lo if hi is None else hi, topic, struck)


def on_one_level(found: list[Mark]) -> list[tuple[Mark, Mark]]:
    return [(one, other) for n, one in enumerate(found) for other in found[n + 1 :] if one.level == other.level]


ROWS = st.lists(
    st.tuples(st.integers(0, 1000), st.one_of(st.just(0), st.integers(0, 400)), st.integers(0, 8), st.booleans()),
    max_size=60,
)


@given(ROWS)
def test_every_row_is_in_one_mark_and_marks_do_not_overlap(drawn: list[tuple[int, int, int, bool]]) -> None:
    rows = [row(n, lo, lo + long, topic, struck) for n, (lo, long, topic, struck) in enumerate(drawn)]
    on = Axis(-20, 1500, 184, 1184)
    found = marks(rows, on)
    assert sorted(each.id for mark in found for each in mark.rows) == sorted(each.id for each in rows)
    assert all(one.right <= other.left or other.right <= one.left for one, other in on_one_level(found))
    for mark in found:
        assert mark.since <= mark.x <= mark.until
        assert (mark.topic is None) == (len({each.topic for each in mark.rows}) > 1)


@given(ROWS, st.randoms())
def test_marks_do_not_hang_on_the_order_of_rows(drawn: list[tuple[int, int, int, bool]], chance: object) -> None:
    rows = [row(n, lo, lo + long, topic, struck) for n, (lo, long, topic, struck) in enumerate(drawn)]
    turned = sorted(rows, key=lambda each: chance.random())  # type: ignore[attr-defined]
    on = Axis(-20, 1500, 184, 1184)
    assert marks(rows, on) == marks(turned, on)


def test_three_rows_near_each_other_have_a_mark_each_and_four_of_a_topic_share_one() -> None:
    on = Axis(0, 1000, 0, 1000)
    assert [len(mark.rows) for mark in marks([row(n, n) for n in range(3)], on)] == [1, 1, 1]
    assert [len(mark.rows) for mark in marks([row(n, n) for n in range(4)], on)] == [4]


def test_many_topics_close_together_leave_the_most_frequent_apart() -> None:
    on = Axis(0, 1000, 0, 1000)
    topics = [0, 1, 1, 2, 3, 3, 3, 4]
    found = marks([row(n, n, topic=topic) for n, topic in enumerate(topics)], on)
    assert sorted((len(mark.rows), mark.topic) for mark in found if mark.topic is not None) == [(2, 1), (3, 3)]
    assert [len(mark.rows) for mark in found if mark.topic is None] == [3]


def test_a_row_of_a_year_does_not_share_a_mark_with_one_of_a_day() -> None:
    on = Axis(0, 1000, 0, 1000)
    found = marks([row(0, 100, 465), *(row(n, 282) for n in range(1, 6))], on)
    assert sorted(len(mark.rows) for mark in found) == [1, 5]
