"""What a cell holds: clean, never cut silently, never a formula."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flagger.chronology.spreadsheets import LONGEST
from flagger.report.letters import writable
from flagger.report.workbook.cells import HIGHEST, day, height, parts

GOES_ON = " … [goes on]"


def together(text: str) -> list[str]:
    return ["".join(words for words, _ in part) for part in parts(text, GOES_ON)]


@pytest.mark.parametrize("text", ["", "short", "x" * LONGEST])
def test_what_fits_is_one_part_as_it_is(text: str) -> None:
    assert together(text) == [text]


@pytest.mark.parametrize("letter", ["x", "é", "ش", "🦔"])
@pytest.mark.parametrize("size", [LONGEST + 1, 52_000, 120_000])
def test_what_does_not_fit_goes_on_and_nothing_is_lost(letter: str, size: int) -> None:
    first, *rest = together(letter * size)
    assert first.endswith(GOES_ON)
    assert first.removesuffix(GOES_ON) + "".join(rest) == letter * size
    assert all(len(part.encode("utf-16-le")) // 2 <= LONGEST for part in (first, *rest))


@given(
    st.lists(st.tuples(st.text(alphabet="aé🦔", max_size=9).map(lambda t: t * 5000), st.sampled_from(["", "about"])))
)
def test_every_piece_keeps_what_it_is_about_wherever_it_is_cut(pieces: list[tuple[str, str]]) -> None:
    whole = "".join(words for words, _ in pieces)
    found = parts(pieces, GOES_ON)
    if len(found) > 1:
        assert found[0].pop() == (GOES_ON, "")
    assert "".join(words for part in found for words, _ in part) == whole
    marked = "".join(words for words, about in pieces if about)
    assert "".join(words for part in found for words, about in part if about) == marked


@pytest.mark.parametrize(
    "text, shown",
    [
        ("a\x00b\x1fc", "a�b�c"),
        ("half \ud83e", "half �"),
        ("one\r\ntwo\x0bthree\rfour", "one\ntwo\nthree\nfour"),
        ("\t", "\t"),
    ],
)
def test_what_no_file_can_hold_is_replaced_where_it_can_be_seen(text: str, shown: str) -> None:
    assert writable(text) == shown


def test_a_day_is_a_date_unless_spreadsheets_disagree_about_it() -> None:
    assert day("2024-02-29") == dt.date(2024, 2, 29)
    assert day("1900-03-01") == dt.date(1900, 3, 1)
    assert day("1900-02-28") == "1900-02-28"
    assert day(None) is None


def test_a_row_is_as_high_as_its_text_needs_and_no_higher_than_rows_can_be() -> None:
    assert height("x" * 60, 60) < height("x" * 130, 60) < height("a\nb\nc\nd", 60)
    assert height("x" * 50_000, 60) == HIGHEST
    assert height(None, 60) == height(3, 60) == height(dt.date(2024, 1, 1), 10)
