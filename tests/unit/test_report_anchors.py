"""Links of the page are short, and never lead to two places."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from report_sample import document, event

from flagger.report.anchors import anchors, flag_anchors


def _of(ids: list[str]) -> dict[str, str]:
    return anchors(document(events=tuple(event(1, id=name) for name in ids)))


def test_four_characters_are_enough_where_they_tell_two_rows_apart() -> None:
    assert _of(["abcd12345678", "abce12345678"]) == {"abcd12345678": "abcd", "abce12345678": "abce"}


def test_rows_that_begin_alike_are_told_apart_by_one_character_more() -> None:
    assert _of(["abcdef0", "abcdef1", "b00000"]) == {"abcdef0": "abcdef0", "abcdef1": "abcdef1", "b00000": "b000"}


def test_an_exact_repeat_of_a_row_has_a_link_of_its_own() -> None:
    assert _of(["abcd12345678", "abcd12345678-2"]) == {
        "abcd12345678": "abcd12345678",
        "abcd12345678-2": "abcd12345678-",
    }


def test_flags_are_named_apart_from_rows() -> None:
    one, two = document().flags
    found = flag_anchors(document(flags=(replace(one, id="aaaa1"), replace(two, id="aaab2"))))
    assert found == {"aaaa1": "aaaa", "aaab2": "aaab"}


@given(st.sets(st.text("ab-2", min_size=4, max_size=9), max_size=30))
def test_no_two_rows_share_a_link_and_each_is_the_beginning_of_its_row(ids: set[str]) -> None:
    found = _of(sorted(ids))
    assert len(set(found.values())) == len(ids)
    assert all(whole.startswith(short) for whole, short in found.items())
