"""Which rows tell one incident. A link that should not be is worse than one that is missing."""

from __future__ import annotations

import random

import pytest

from flagger.chronology.duplicates import Account, link_incidents

POLICE = "Police called by a neighbour to a loud argument; kitchen window smashed, lip cut, suspect left on foot."
SCHOOL = "Told at the gate that a neighbour rang about an argument, a smashed window and a cut lip."


def account(
    number: int, day: int | None, agency: str, text: str, *persons: str, hi: int | None = None, time: int | None = None,
    everybody: bool = False, case: str = "wren",
) -> Account:  # fmt: skip
    last = day if hi is None else hi
    return Account(f"e{number}", case, day, last, time, agency, frozenset(persons), everybody, text)


def linked(*accounts: Account) -> bool:
    return len(set(link_incidents(accounts))) < len(accounts)


def test_two_agencies_telling_one_night_are_linked_to_the_first() -> None:
    assert link_incidents([account(1, 10, "police", POLICE), account(2, 11, "school", SCHOOL)]) == ["e1", "e1"]


def test_three_days_apart_is_still_one_incident_and_four_is_not() -> None:
    assert linked(account(1, 10, "police", POLICE), account(2, 13, "school", SCHOOL))
    assert not linked(account(1, 10, "police", POLICE), account(2, 14, "school", SCHOOL))


def test_an_approximate_date_that_can_be_within_three_days_is_enough() -> None:
    assert linked(account(1, 10, "police", POLICE), account(2, 13, "school", SCHOOL, hi=19))


def test_a_date_that_may_be_any_day_of_a_month_says_too_little() -> None:
    assert not linked(account(1, 10, "police", POLICE), account(2, 1, "school", SCHOOL, hi=31))


def test_undated_rows_are_never_linked() -> None:
    assert not linked(account(1, None, "police", POLICE), account(2, None, "police", POLICE))


def test_cases_are_never_linked_to_each_other() -> None:
    assert not linked(account(1, 10, "police", POLICE), account(2, 10, "police", POLICE, case="lark"))


def test_a_shared_reference_number_is_enough_within_the_window() -> None:
    rows = (
        account(1, 10, "police", "URN 4471 noise", "Wren"),
        account(2, 12, "health_visitor", "Notified, urn: 4471", "Jay"),
    )
    assert linked(*rows)
    assert not linked(rows[0], account(2, 20, "health_visitor", "Notified, URN 4471"))


def test_different_reference_numbers_are_different_incidents() -> None:
    assert not linked(account(1, 10, "police", f"URN 4471. {POLICE}"), account(2, 11, "school", f"URN 4480. {SCHOOL}"))


def test_a_number_that_is_on_every_row_of_the_case_links_nothing() -> None:
    visits = [account(n, 10 + n, "csc", f"Ref 90210. Contact number {'abcdefgh'[n]}") for n in range(8)]
    assert not linked(*visits)


@pytest.mark.parametrize("text", ["Incident 2019 discussed", "Reference 12/03/2019 letter"])
def test_a_year_or_a_date_is_no_reference_number(text: str) -> None:
    assert not linked(account(1, 10, "csc", text), account(2, 11, "gp", text))


@pytest.mark.parametrize(
    "text",
    [
        "Home visit completed. Wren seen, home clean and tidy, no concerns noted.",
        "Wren weighed, feeding well, growth on the same centile, next clinic booked.",
    ],
)
@pytest.mark.parametrize("other", ["health_visitor", "csc"])
def test_two_visits_a_day_apart_in_formulaic_words_are_two(text: str, other: str) -> None:
    assert not linked(account(1, 10, "health_visitor", text, "Wren"), account(2, 11, other, text, "Wren"))


def test_the_same_row_entered_twice_on_one_day_is_one_but_not_at_two_times() -> None:
    text = "Home visit, no access."
    assert linked(account(1, 10, "csc", text), account(2, 10, "csc", text))
    assert not linked(account(1, 10, "csc", text, time=600), account(2, 10, "csc", text, time=900))


def test_one_short_formula_in_one_vague_year_is_not_one_incident() -> None:
    assert not linked(account(1, 0, "csc", "Home visit.", hi=365), account(2, 0, "csc", "Home visit.", hi=365))


def test_other_people_make_it_another_incident_unless_everybody_is_meant() -> None:
    first = account(1, 10, "police", POLICE, "wren")
    assert not linked(first, account(2, 11, "school", SCHOOL, "jay"))
    assert linked(first, account(2, 11, "school", SCHOOL, "jay", "wren poole"))
    assert linked(first, account(2, 11, "school", SCHOOL, everybody=True))


def test_the_same_links_come_from_any_order_of_comparison() -> None:
    rows = [account(n, 10 + n % 6, ["police", "school", "gp"][n % 3], (POLICE, SCHOOL)[n % 2]) for n in range(20)]
    expected = partition(rows)
    for seed in range(5):
        mixed = random.Random(seed).sample(rows, len(rows))
        assert partition(mixed) == expected


def partition(rows: list[Account]) -> set[frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for row, first in zip(rows, link_incidents(rows), strict=True):
        groups.setdefault(first, set()).add(row.id)
    return {frozenset(group) for group in groups.values()}
