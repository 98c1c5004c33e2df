"""A test drawn as a timeline: every mark where its day is, and what is left out said."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flagger.report.library.drawing import drawn
from flagger.rulebook.examples import read_example
from flagger.rulebook.model import RuleTest

EPOCH = dt.date(1970, 1, 1)


def drawing(events: str, as_at: str, **more: object) -> list[str]:
    given = {"name": "x", "as_at": dt.date.fromisoformat(as_at), "events": events, "expect": (), **more}
    return drawn(read_example(RuleTest.model_validate(given)))


def expect(*matches: tuple[str, str]) -> dict[str, object]:
    return {"expect": tuple({"status": status, "evidence": tuple(ids.split())} for status, ids in matches)}


def test_a_day_is_a_point_and_rough_dates_are_bars_under_their_months() -> None:
    lines = drawing(
        "a1 2024-01-01 referral agency=school\n"
        "b1 2024-02 contact agency=gp status=hedged\n"
        "c1 2024-03-31 -\n"
        "d1 2024-01-16..2024-03-15 cin_visit+injury",
        "2024-04-30",
        **expect(("confirmed", "a1 c1"), ("possible", "b1")),
    )
    assert lines == [
        "   2024",
        "   Jan         Feb         Mar         Apr",
        "                                                  v  as at 30 April 2024",
        "A  o                                              |  1 January 2024: referral (school)",
        "B       =========================                 |  16 January to 15 March 2024: child in need visit; injury",
        "C              ============                       |  February 2024: contact (hedged) (the GP)",
        "D                                     o           |  31 March 2024: no code",
        "expected: confirmed (A D)",
        "expected: possible (C)",
    ]


def test_a_bar_goes_to_the_end_of_its_last_day() -> None:
    assert drawing("a1 2024-01 referral", "2025-01-31")[3][3:53] == "=" * 48 + "~|"


def test_neighbouring_days_stand_in_rows_of_their_own_with_their_dates() -> None:
    lines = drawing("b1 2022-01-02 referral\na1 2022-01-01 referral\nc1 2024-12-31 referral", "2024-12-31")
    assert [line.split("  ")[0] for line in lines[3:6]] == ["A", "B", "C"]
    assert lines[3].index("o") == lines[4].index("o"), "too near to tell apart on this axis"
    assert lines[3].endswith("1 January 2022: referral") and lines[4].endswith("2 January 2022: referral")


def test_undated_rows_have_no_mark_and_stand_last() -> None:
    lines = drawing("a1 undated referral agency=gp\nb1 2024-01-10 referral", "2024-01-31")
    assert lines[3].startswith("A ") and lines[3].endswith("10 January 2024: referral")
    assert lines[4].startswith("B ") and "o" not in lines[4][:52] and "=" not in lines[4]
    assert lines[4].endswith("undated, left out: referral (the GP)")


def test_only_undated_rows_still_have_an_axis() -> None:
    lines = drawing("a1 undated referral", "2024-01-31")
    assert lines[0].strip() == "2024" and lines[3].endswith("undated, left out: referral")


def test_a_row_after_the_day_taken_as_today_stands_beyond_its_line() -> None:
    lines = drawing("a1 2024-01-10 referral\nb1 2024-03-10 referral\nc1 2024-04 visit", "2024-02-15")
    now = lines[2].index("v")
    assert lines[3][now] == lines[4][now] == lines[5][now] == "|"
    assert lines[3].index("o") < now < lines[4].index("o")
    assert lines[5].index("=") > now and lines[5].count("=") == 12
    assert lines[4].endswith("10 March 2024, after the day taken as today, left out: referral")


def test_a_rough_date_that_reaches_past_that_day_ends_with_it() -> None:
    lines = drawing("a1 2024-01-10 referral\nb1 2024 visit", "2024-06-30")
    now = lines[2].index("v")
    assert lines[3].rindex("=") == now and lines[3].index("=") == 3, "A is the year, from its first day"
    assert lines[3].endswith("2024, taken to end with the day taken as today: visit")


def test_a_long_stretch_without_rows_before_that_day_is_left_out() -> None:
    lines = drawing("a1 2024-01-10 referral\nb1 2024-02-10 referral", "2025-12-31")
    assert all(line[51:53] == "~|" for line in lines[3:5]) and lines[2][51:53] == "~v"
    near = drawing("a1 2024-01-10 referral\nb1 2024-02-10 referral", "2024-04-30")
    assert "~" not in "".join(near)


def test_decades_fit_and_bear_their_years() -> None:
    lines = drawing("a1 2004 referral\nb1 2010-06-01 referral\nc1 2023-12-31 referral", "2023-12-31")
    assert lines[0].split() == ["2004", "2007", "2009", "2012", "2014", "2017", "2019", "2022"]
    assert lines[1].strip() == "" and max(line.index("|") for line in lines[3:5]) <= 51
    assert lines[4].index("o") == 3 + (6 * 12 + 5) // 5


def test_coverage_is_drawn_as_far_as_the_axis_goes() -> None:
    coverage = ("police 2020-01-01 2024-02-29 everything", "gp 2024-03-01 2024-12-31 significant")
    lines = drawing("a1 2024-01-10 referral\nb1 2024-04-30 visit", "2024-12-31", coverage=coverage)
    police, gp = lines[5], lines[6]
    assert police[3:27] == "-" * 24 and police.count("-") == 24
    assert police.endswith("police: all rows of January 2020 to February 2024")
    assert gp[27:51] == "." * 24 and gp.count(".") == 24
    assert gp.endswith("the GP: significant rows only of March to December 2024")


def test_one_incident_told_twice_is_said_of_both() -> None:
    lines = drawing(
        "a1 2024-01-10 referral incident=x\nb1 2024-01-12 referral incident=x\nc1 2024-01-13 visit", "2024-01-31"
    )
    assert lines[3].endswith("referral, one incident with B") and lines[4].endswith("referral, one incident with A")
    assert lines[5].endswith("visit")


def test_people_and_what_rows_show_of_them_are_said() -> None:
    lines = drawing(
        "a1 2024-01-10 da_incident agency=police who=kim:victim,kim:present,joe:alleged_perpetrator,wren together=yes\n"
        "b1 2024-01-20..2024-01-31 cp_visit doubted=yes blank=outcome,impact service=idva involved=school,gp\n"
        "c1 2024-01-12 visit doubted=yes",
        "2024-01-31",
        people="wren child born=2015-03 unrecorded=first_language\njoe",
    )
    said = "domestic abuse incident (police), kim (victim and present), joe (alleged perpetrator), wren, together"
    assert lines[3].endswith(said) and "o" in lines[3][:51]
    assert lines[4][3:51].strip(" |") == "?" and lines[4].endswith("12 January 2024: visit")
    assert lines[5].count("?") == 48 - 19 * 48 // 31 and "=" not in lines[5]
    assert lines[5].endswith("visit, blank outcome, impact, service idva, involved school, gp")
    assert lines[6].strip(" |") == "wren: a child, born March 2015, first language not recorded"
    assert lines[7] == "expected: nothing is flagged", "nothing more is said of an adult"


@pytest.mark.parametrize(
    ("outcome", "said"),
    [(None, "nothing is flagged"), ("not flagged", "nothing is flagged"), ("not assessed", "not assessed")],
)
def test_what_is_expected_of_no_match_is_said(outcome: str | None, said: str) -> None:
    more = {"expect": ()} if outcome is None else {"expect": None, "outcome": outcome}
    assert drawing("a1 2024-01-10 referral", "2024-01-31", **more)[-1] == f"expected: {said}"


def test_rows_beyond_z_are_lettered_on() -> None:
    lines = drawing("\n".join(f"e{n} 2024-01-{n + 1:02} visit" for n in range(28)), "2024-01-31")
    assert [line.split()[0] for line in lines[3:31]] == [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB"]
    assert [lines[n].index("o") for n in (3, 29)] == [4, 4 + 26 * 48 // 31]


days = st.integers(min_value=14_000, max_value=20_000)


@given(st.lists(st.tuples(days, st.integers(min_value=0, max_value=400)), min_size=1, max_size=6), days)
def test_marks_keep_the_order_of_days(spans: list[tuple[int, int]], as_at: int) -> None:
    dates = [(EPOCH + dt.timedelta(lo), EPOCH + dt.timedelta(lo + more)) for lo, more in spans]
    events = "\n".join(f"e{n} {lo}..{hi} visit" for n, (lo, hi) in enumerate(dates))
    lines = drawing(events, (EPOCH + dt.timedelta(as_at)).isoformat())
    now = lines[2].index("v")
    starts = []
    for line, (lo, hi) in zip(lines[3:], sorted((lo, lo + more) for lo, more in spans), strict=False):
        cells, mark = line[: lines[2].index("as at")], "o" if lo == hi else "="
        starts.append(cells.index(mark))
        if lo > as_at:
            assert cells.index(mark) >= now
        elif hi < as_at:
            assert cells.rindex(mark) <= now
        else:
            assert cells.rindex(mark) - now in (0, 1, 2), "a day is at most two columns wide"
    assert starts == sorted(starts)
