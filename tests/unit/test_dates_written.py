"""What each way of writing a date means in days, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from flagger.dates.periods import easter_sunday
from flagger.dates.written import read_date
from flagger.model import DateInterval

EPOCH = date(1970, 1, 1)


def days(interval: DateInterval) -> str:
    """`2024-03-04` or `2024-03-04..2024-03-06`; with ` ~` when approximate; the fault when not read."""
    if interval.lo is None or interval.hi is None:
        assert interval.lo is None and interval.hi is None and interval.fault and interval.precision == "unknown"
        return interval.fault
    assert not interval.fault
    lo, hi = (EPOCH + timedelta(days=d) for d in (interval.lo, interval.hi))
    return (f"{lo}" if lo == hi else f"{lo}..{hi}") + (" ~" if interval.approx else "")


def reads(text: str, context_year: int | None = None) -> str:
    return days(read_date(text, context_year=context_year))


@pytest.mark.parametrize(
    "text",
    [
        "4/3/24",
        "04/03/2024",
        "04.03.24",
        "04-03-2024",
        "4.03/24",
        "4 / 3 / 2024",
        "04 03 24",
        "4\\3\\24",
        "04032024",
        "20240304",
        "2024-03-04",
        "2024/03/04",
        "2024.3.4",
        "2024-03-04T14:05",
        "2024-03-04 14:05:30",
        "2024-03-04T14:05:00.000Z",
        "2024–03–04",
        "4th March 2024",
        "4 march, 2024",
        "04 Mar 24",
        "4-mar-24",
        "4Mar2024",
        "4th of March 2024",
        "the 4th March '24",
        "Mon 4 March 2024",
        "Monday, 4th March 2024",
        "4 March 2024 (Mon)",
        "March 4 2024",
        "March 4th, 2024",
        "Mar. 4, 2024",
        "2024 March 4",
        "4\u00a0March\u00a02024",
        "4ᵗʰ March 2024",
        "4\u2011Mar\u201124",
        "4 March 2024.",
        "04/03/2024;",
        "on 4 March 2024",
        "Date: 04/03/2024",
        "45355",
        "４/３/２０２４",
    ],
)
def test_every_usual_spelling_of_one_day_is_that_day(text: str) -> None:
    assert reads(text) == "2024-03-04"
    assert read_date(text).precision == "day"


@pytest.mark.parametrize("text", ["22.05.16", "22-may-16", "22/05/16", "22/05/2016", "22.05/16", "22052016"])
def test_the_spellings_that_the_field_uses_are_read(text: str) -> None:
    assert reads(text) == "2016-05-22"


def test_an_iso_date_is_never_turned() -> None:
    assert reads("2024-03-04") == "2024-03-04"
    assert reads("2024-13-04") == "there is no month 13"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1 Febuary 2021", "2021-02-01"), ("1 Sept 2021", "2021-09-01"), ("1 Septemeber 2021", "2021-09-01")],
)
def test_usual_misspellings_of_months_are_read(text: str, expected: str) -> None:
    assert reads(text) == expected


@pytest.mark.parametrize(("year", "expected"), [("00", 2000), ("49", 2049), ("50", 1950), ("99", 1999)])
def test_two_digit_years_lie_between_1950_and_2049(year: str, expected: int) -> None:
    assert reads(f"04/03/{year}") == reads(f"4 March {year}") == f"{expected}-03-04"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("? 22 may 2016", "2016-05-22 ~"),
        ("22/05/2016?", "2016-05-22 ~"),
        ("22?/05/2016", "2016-05-22 ~"),
        ("22/05/16 (?)", "2016-05-22 ~"),
        ("probably 3 May 2019", "2019-05-03 ~"),
        ("3 May 2019 (approx.)", "2019-05-03 ~"),
        ("Feb 2022 ?date", "2022-02-01..2022-02-28 ~"),
        ("12/03/2021 (date?)", "2021-03-12 ~"),
        ("March 2024 TBC", "2024-03-01..2024-03-31 ~"),
        ("c. 2018", "2018-01-01..2018-12-31 ~"),
        ("c2018", "2018-01-01..2018-12-31 ~"),
        ("circa March 2018", "2018-03-01..2018-03-31 ~"),
        ("?March 2021", "2021-03-01..2021-03-31 ~"),
        ("on or about 4/3/24", "2024-03-04 ~"),
        ("2019 (exact date unknown)", "2019-01-01..2019-12-31 ~"),
    ],
)
def test_doubt_keeps_the_days_and_marks_them_approximate(text: str, expected: str) -> None:
    assert reads(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?/03/21", "2021-03-01..2021-03-31 ~"),
        ("??/05/2019", "2019-05-01..2019-05-31 ~"),
        ("00/03/2021", "2021-03-01..2021-03-31 ~"),
        ("xx/03/2021", "2021-03-01..2021-03-31 ~"),
        ("-/03/21", "2021-03-01..2021-03-31 ~"),
        ("?? March 2021", "2021-03-01..2021-03-31 ~"),
        ("15/?/2021", "2021-01-01..2021-12-31 ~"),
        ("2021-03-00", "2021-03-01..2021-03-31 ~"),
        ("1?/03/2021", "2021-03-01..2021-03-31 ~"),
        ("22/05/20??", "part of the year is unknown"),
        ("201?", "part of the year is unknown"),
    ],
)
def test_an_unknown_part_leaves_all_days_it_could_be(text: str, expected: str) -> None:
    assert reads(text) == expected


def test_a_weekday_that_does_not_match_is_doubt_and_changes_nothing() -> None:
    assert reads("Tue 4 March 2024") == "2024-03-04 ~"
    assert reads("Mon 4 March 2024") == "2024-03-04"


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("June 2022", "2022-06-01..2022-06-30", "month"),
        ("Jun-22", "2022-06-01..2022-06-30", "month"),
        ("June '22", "2022-06-01..2022-06-30", "month"),
        ("June 22", "2022-06-01..2022-06-30 ~", "month"),
        ("06/2022", "2022-06-01..2022-06-30", "month"),
        ("2022-06", "2022-06-01..2022-06-30", "month"),
        ("2011-12", "2011-12-01..2011-12-31", "month"),
        ("2019", "2019-01-01..2019-12-31", "year"),
        ("Summer 2021", "2021-06-01..2021-08-31", "season"),
        ("over the summer 2022", "2022-06-01..2022-08-31", "season"),
        ("winter 2023", "2023-12-01..2024-02-29 ~", "season"),
        ("winter 2023/24", "2023-12-01..2024-02-29", "season"),
        ("Autumn term 2021", "2021-09-01..2021-12-31", "term"),
        ("Spring term 2021", "2021-01-01..2021-04-15", "term"),
        ("Spring term 2021/22", "2022-01-01..2022-04-15", "term"),
        ("academic year 2019/20", "2019-09-01..2020-08-31", "year"),
        ("2019/20 academic year", "2019-09-01..2020-08-31", "year"),
        ("2019/20", "2019-09-01..2020-08-31 ~", "year"),
        ("2019–20", "2019-09-01..2020-08-31 ~", "year"),
        ("2011–12", "2011-09-01..2012-08-31 ~", "year"),
        ("FY 2021/22", "2021-04-01..2022-03-31", "year"),
        ("Q2 2023", "2023-04-01..2023-06-30 ~", "quarter"),
        ("Q4 2023/24", "2024-01-01..2024-03-31", "quarter"),
        ("1990s", "1990-01-01..1999-12-31", "range"),
        ("late 90s", "1996-01-01..1999-12-31", "range"),
        ("Easter 2021", "2021-04-02..2021-04-05", "range"),
        ("about Easter 2021", "2021-03-26..2021-04-12 ~", "range"),
        ("Christmas 2022", "2022-12-24..2022-12-26", "range"),
        ("New Year 2023", "2022-12-31..2023-01-01", "range"),
        ("half term Feb 2023", "2023-02-10..2023-02-28", "range"),
        ("October half-term holiday 2023", "2023-10-14..2023-11-05", "range"),
        ("early 2020", "2020-01-01..2020-04-30", "range"),
        ("mid March 2020", "2020-03-11..2020-03-21", "range"),
        ("late 2019", "2019-09-01..2019-12-31", "range"),
        ("end of May 2021", "2021-05-21..2021-05-31", "range"),
        ("beginning of June 2020", "2020-06-01..2020-06-11", "range"),
        ("at some point in 2019", "2019-01-01..2019-12-31", "year"),
        ("Christmas/New Year 2019", "2019-12-24..2020-01-01 ~", "range"),
        ("first week of March 2020", "2020-03-01..2020-03-11", "range"),
        ("mid to late March 2020", "2020-03-11..2020-03-31", "range"),
        ("late summer 2020", "2020-08-01..2020-08-31", "range"),
        ("w/c 4 March 2024", "2024-03-04..2024-03-10", "week"),
        ("week commencing Mon 4th March 2024", "2024-03-04..2024-03-10", "week"),
        ("w/e 8/3/24", "2024-03-02..2024-03-08", "week"),
        ("week of 6 March 2024", "2024-03-04..2024-03-10", "week"),
        ("weekend of 9 March 2024", "2024-03-09..2024-03-10", "range"),
    ],
)
def test_a_named_stretch_is_all_its_days(text: str, expected: str, precision: str) -> None:
    assert reads(text) == expected
    assert read_date(text).precision == precision


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4-6 March 2024", "2024-03-04..2024-03-06"),
        ("4 to 6 March 2024", "2024-03-04..2024-03-06"),
        ("March 4-6, 2024", "2024-03-04..2024-03-06"),
        ("04-06/03/2024", "2024-03-04..2024-03-06"),
        ("4, 5 and 6 March 2024", "2024-03-04..2024-03-06"),
        ("Mon 4 - Wed 6 March 2024", "2024-03-04..2024-03-06"),
        ("28 Feb - 3 Mar 2024", "2024-02-28..2024-03-03"),
        ("28 Dec - 3 Jan 2024", "2023-12-28..2024-01-03"),
        ("28 Dec 2023 - 3 Jan", "2023-12-28..2024-01-03"),
        ("01/03/2024-05/03/2024", "2024-03-01..2024-03-05"),
        ("2024-03-01/2024-03-05", "2024-03-01..2024-03-05"),
        ("March - May 2021", "2021-03-01..2021-05-31"),
        ("Nov/Dec 2021", "2021-11-01..2021-12-31"),
        ("between 3 and 9 June 2020", "2020-06-03..2020-06-09"),
        ("from 2019 to 2021", "2019-01-01..2021-12-31"),
        ("2019–21", "2019-01-01..2021-12-31"),
        ("c. 2018 - 2020", "2018-01-01..2020-12-31 ~"),
        ("late 2019 to early 2020", "2019-09-01..2020-04-30"),
        ("after 4 March 2024 and before 9 March 2024", "2024-03-05..2024-03-08"),
        ("45355 to 6 March", "2024-03-04..2024-03-06"),
        ("6 - 4 March 2024", "it ends before it starts"),
        ("31 Feb - 3 Mar 2024", "31 February does not exist"),
    ],
)
def test_two_dates_joined_are_all_days_between(text: str, expected: str) -> None:
    assert reads(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "overnight 4–5 May 2023",
        "night of 4/5 May 2023",
        "overnight 4 May 2023",
        "4/5 May 2023 overnight",
        "4 May 2023 (night)",
    ],
)
def test_overnight_is_both_days(text: str) -> None:
    assert reads(text) == "2023-05-04..2023-05-05"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("before 2018", "no start date given"),
        ("prior to March 2019", "no start date given"),
        ("by 4 March 2019", "no start date given"),
        ("since 2019", "no end date given"),
        ("after 4/3/19", "no end date given"),
        ("from March 2019", "no end date given"),
        ("2019 onwards", "no end date given"),
        ("4 March 2024 - ongoing", "no end date given"),
        ("March 2020 to present", "no end date given"),
    ],
)
def test_a_one_sided_date_gets_no_made_up_end(text: str, fault: str) -> None:
    assert reads(text) == fault


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("04/03/2024 14:05", 845),
        ("4.3.24 at 2pm", 840),
        ("4 March 2024, 2.30 p.m.", 870),
        ("4 March 2024 at 14.30", 870),
        ("04/03/2024 1405hrs", 845),
        ("04/03/2024 1405", 845),
        ("14:05 on 4 March 2024", 845),
        ("04/03/2024 14:05-15:30", 845),
        ("4 March 2024 approx 2pm", 840),
        ("4 March 2024 12.15am", 15),
        ("4 March 2024 12 noon", 720),
        ("4/3/24 0930", 570),
        ("4 March 2024, 9-10am", None),
        ("4 March 2024 (am)", None),
        ("late evening 4 March 2024", None),
        ("early hours of 4 March 2024", None),
        ("4 March 2024 midnight", None),
        ("2024-03-04 00:00:00", None),
        ("45355.5868", 845),
    ],
)
def test_a_time_of_day_never_changes_the_day(text: str, minutes: int | None) -> None:
    assert reads(text) == "2024-03-04"
    assert read_date(text).time == minutes


def test_a_time_column_yields_to_the_time_in_the_text() -> None:
    assert read_date("04/03/2024", minutes=600).time == 600
    assert read_date("04/03/2024 14:05", minutes=600).time == 845
    assert read_date("unknown", minutes=600).time is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 March", "2024-03-04"),
        ("4/3", "2024-03-04"),
        ("March 4th", "2024-03-04"),
        ("March", "2024-03-01..2024-03-31"),
        ("w/c 4 March", "2024-03-04..2024-03-10"),
        ("4 - 6 March", "2024-03-04..2024-03-06"),
        ("28 Dec - 3 Jan", "2024-12-28..2025-01-03"),
        ("Summer", "2024-06-01..2024-08-31"),
        ("probably 4 March", "2024-03-04 ~"),
        ("Mon 4 March", "2024-03-04"),
        ("29 February", "2024-02-29"),
    ],
)
def test_a_year_comes_from_the_heading_or_not_at_all(text: str, expected: str) -> None:
    assert reads(text) == "no year given"
    assert reads(text, 2024) == expected


@pytest.mark.parametrize("heading", [0, 100, 1899, 2100, 99999])
def test_a_heading_that_is_no_plausible_year_gives_none(heading: int) -> None:
    assert reads("4 March", heading) == "no year given"


def test_a_year_in_the_text_outranks_the_heading() -> None:
    assert reads("4 March 2019", 2024) == "2019-03-04"
    assert reads("June 22", 2024) == "2024-06-22"
    assert reads("June 22", 2022) == "2022-06-01..2022-06-30 ~"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("31/02/2020", "31 February does not exist"),
        ("29/02/2023", "29 February 2023 does not exist"),
        ("31 April 2023", "31 April does not exist"),
        ("2023-02-29", "29 February 2023 does not exist"),
        ("45/13/2020", "there is no month 13"),
        ("32/01/2020", "there is no day 32"),
        ("03/25/2024", "looks month-first: day 25 of month 3?"),
        ("01/01/0100", "author's note year"),
        ("0100", "author's note year"),
        ("1 January 1066", "the year 1066 is not plausible"),
        ("220516", "six digits without separators: the order of day, month and year is not clear"),
        ("03/21", "month and year, or month-first? write the year in full"),
        ("", "empty"),
        (" \u00a0", "empty"),
        ("-", "empty"),
        ("?", "marked as unknown"),
        ("Unknown", "marked as unknown"),
        ("N/A", "marked as not applicable"),
        ("TBC", "marked as not known yet"),
        ("ongoing", "says only that it goes on"),
        ("yesterday", "counted from the day of writing, not a date"),
        ("two weeks later", "counted from another day, not a date"),
        ("aged 3", "an age, not a date"),
        ("3 years old", "an age, not a date"),
        ("12", "not a date"),
        ("99999", "not a date"),
        ("Wendlebury Road", "not a date"),
        ("may have gone", "not a date"),
        ("04/03/2024 late entry", "other words beside the date"),
        ("04/03/2024, 19/03/2024", "more than one date"),
        ("4 March 2024 " + "x" * 200, "not a date"),
    ],
)
def test_what_is_no_date_has_no_days_and_says_why(text: str, fault: str) -> None:
    assert reads(text) == fault


def test_a_true_date_is_taken_as_it_is() -> None:
    assert read_date("anything", day=19786, minutes=5) == DateInterval(19786, 19786, "anything", time=5)
    assert reads("x") != days(read_date("x", day=0)) == "1970-01-01"
    assert days(read_date("", day=-683_000)) == "author's note year"
    assert days(read_date("", day=-25_568)) == "the year is not plausible"


def test_the_text_is_kept_as_written() -> None:
    assert read_date("  4th  MARCH 2024 ").text == "  4th  MARCH 2024 "


@pytest.mark.parametrize(
    "sunday",
    ["1943-04-25", "1954-04-18", "1981-04-19", "2008-03-23", "2011-04-24", "2021-04-04", "2024-03-31", "2049-04-18"],
)
def test_easter_falls_where_the_church_says(sunday: str) -> None:
    day = date.fromisoformat(sunday)
    assert easter_sunday(day.year) == (day - EPOCH).days
