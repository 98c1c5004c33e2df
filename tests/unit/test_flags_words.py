"""The words of a sentence say what the rows say, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_sample import day, rules, run
from rulebook_sample import ABSENCE, COUNT, change

from flagger.dates.spans import Span
from flagger.flags.words import agency_words, code_words, days_between, extent, fill, listed, value_words
from flagger.model import Coverage


@pytest.mark.parametrize(
    ("items", "words"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_a_list_is_said_with_and_before_the_last(items: tuple[str, ...], words: str) -> None:
    assert listed(items) == words
    assert listed(iter(items), "or") == words.replace("and", "or")


def test_names_and_values_are_said_as_a_reader_knows_them() -> None:
    assert [agency_words(name) for name in ("csc", "health_visitor")] == ["children's social care", "health visitor"]
    assert code_words("was_not_brought") == "was not brought"
    assert [value_words(v) for v in (3, 0.75, Span(12, "mo"), Span(1, "wd"))] == [
        "3",
        "75%",
        "12 months",
        "1 working day",
    ]


def test_a_sentence_is_filled_word_by_word_and_not_twice() -> None:
    assert fill("{a} of {b}. ", {"a": "{b}", "b": "2"}) == "{b} of 2."


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((10, 10), (22, 22), "12"),
        ((10, 12), (22, 30), "10 to 20"),
        ((10, 30), (22, 25), "0 to 15"),
        ((5, 5), (5, 5), "0"),
    ],
)
def test_days_between_two_intervals(first: tuple[int, int], last: tuple[int, int], words: str) -> None:
    assert days_between(first, last) == words


@pytest.mark.parametrize(
    ("days", "span"),
    [
        ([(10, 10), (15, 15), (20, 20)], "10"),
        ([(10, 40)], "0"),
        ([(1, 100), (50, 50), (60, 60)], "10 to 99"),
        ([(1, 5), (3, 3), (9, 12)], "6 to 11"),
        ([(1, 31), (1, 31)], "0 to 30"),
    ],
)
def test_the_span_of_the_evidence_is_the_least_to_the_most_that_its_dates_allow(
    days: list[tuple[int, int]], span: str
) -> None:
    assert extent(days)["span_days"] == span


def test_first_and_last_are_said_as_roughly_as_they_are_dated() -> None:
    words = extent([(day("2024-03-01"), day("2024-03-31")), (day("2024-03-10"), day("2024-03-10"))])
    assert (words["first"], words["last"]) == ("March 2024", "March 2024")


def test_agencies_are_listed_by_name_and_a_blank_one_is_none(tmp_path: Path) -> None:
    rule = change(
        COUNT,
        "{of: missed, ",
        "{of: missed, distinct: agency, ",
        ("{n} missed", "{values}: {n} missed"),
        ("value: 3, min: 2", "value: 2, min: 2"),
    )
    text = "a 2024-01-10 was_not_brought agency=gp\nb 2024-01-12 was_not_brought agency=school\n"
    text += "c 2024-01-14 was_not_brought"
    (flag,) = run(rules(tmp_path, rule), text).flagged.flags
    assert flag.says.startswith("school and the GP: 3 missed between 10 January 2024 and 14 January 2024")
    assert flag.measures["values"] == 2


SAYS_ALL = change(
    ABSENCE,
    "confirmed: From {first} to {last}.",
    'confirmed: "{anchor}, {deadline}. {searched} {nearest}"',
    ("possible: Perhaps from {first}.", 'possible: "{nearest}"'),
    ('pending: "Due by {deadline}."', 'pending: "{searched} {nearest}"'),
)


@pytest.mark.parametrize(
    ("other", "as_at", "says"),
    [
        ("", "2022-12-31", "None was found at any other time either."),
        ("v 2022-07-10 cp_visit", "2022-12-31", "The nearest found is dated 10 July 2022, after that time."),
        ("v 2021-05 cin_visit", "2022-12-31", "The nearest found is dated May 2021, before that time."),
        (
            "v 2021-05 cin_visit\nw 2022-12-30 cp_visit",
            "2022-12-31",
            "The nearest found is dated 30 December 2022, after that time.",
        ),
        ("v 2022-07 cp_visit", "2022-12-31", "None is dated surely at any other time."),
        ("v ?2022-01-12 cp_visit", "2022-12-31", "None is dated surely at any other time."),
        ("", "2022-01-31", "None is dated surely at any other time."),
    ],
)
def test_what_lies_nearest_is_said_with_its_side_and_none_only_where_that_is_sure(
    tmp_path: Path, other: str, as_at: str, says: str
) -> None:
    seen = {"*": [Coverage("csc", day("2021-01-01"), day("2022-12-31"), True)]}
    (flag,) = run(rules(tmp_path, SAYS_ALL), f"p 2022-01-10 police_incident\n{other}", as_at, seen).flagged.flags
    assert flag.says.endswith(says)
    searched = {
        "confirmed": "Searched: the rows of children's social care, 10 January 2022 to 9 July 2022.",
        "pending": "Searched: the rows of children's social care, 10 January 2022 to 31 January 2022.",
    }
    assert searched.get(flag.status, "") in flag.says
