"""What a column of dates says about itself, and the one case in which it changes a reading."""

from __future__ import annotations

from datetime import date, timedelta

from flagger.dates.column import ColumnRead, WrittenDate, read_column
from flagger.model import DateInterval

EPOCH = date(1970, 1, 1)


def days(interval: DateInterval) -> str:
    if interval.lo is None or interval.hi is None:
        return interval.fault
    lo, hi = (EPOCH + timedelta(days=d) for d in (interval.lo, interval.hi))
    return (f"{lo}" if lo == hi else f"{lo}..{hi}") + (" ~" if interval.approx else "")


def column(*texts: str, context_year: int | None = None) -> ColumnRead:
    return read_column([WrittenDate(text, context_year=context_year) for text in texts])


def read(result: ColumnRead) -> list[str]:
    return [days(interval) for interval in result.dates]


def day(iso: str) -> int:
    return (date.fromisoformat(iso) - EPOCH).days


def test_a_mixture_of_styles_is_read_in_order_and_needs_no_note() -> None:
    result = column("1 March 2019", "2019-03-04", "Summer 2019", "overnight 4-5 May 2020", "unknown")
    assert read(result) == [
        "2019-03-01", "2019-03-04", "2019-06-01..2019-08-31", "2020-05-04..2020-05-05", "marked as unknown",
    ]  # fmt: skip
    assert result.notes == ()


def test_an_empty_column_is_read_as_nothing() -> None:
    assert read_column([]) == ColumnRead((), ())


def test_true_dates_stand_beside_written_ones() -> None:
    cells = [WrittenDate("whatever it shows", day=day("2024-03-04"), minutes=845), WrittenDate("19 March 2024")]
    assert read(read_column(cells)) == ["2024-03-04", "2024-03-19"]
    assert read_column(cells).dates[0].time == 845


def test_dates_that_can_only_be_day_first_speak_for_the_others() -> None:
    result = column("04/03/2024", "25/03/2024", "05/05/2024")
    assert read(result) == ["2024-03-04", "2024-03-25", "2024-05-05"]
    assert result.notes == (
        "1 date could be read with day and month turned; read day-first, 1 date can only be day-first.",
    )


def test_without_evidence_the_column_is_day_first_and_says_that_nothing_settles_it() -> None:
    result = column("04/03/2024", "05/03/2024")
    assert read(result) == ["2024-03-04", "2024-03-05"]
    assert result.notes == (
        "2 dates could be read with day and month turned; read day-first, no other date settles it.",
    )


def test_a_column_that_can_only_be_month_first_is_read_so_as_approximate() -> None:
    result = column("03/04/2024", "03/25/2024", "4/30/2024 14:05", "5 May 2024", "06/06/2024")
    assert read(result) == ["2024-04-03 ~", "2024-03-25 ~", "2024-04-30 ~", "2024-05-05", "2024-06-06"]
    assert result.dates[1].precision == "day" and result.dates[2].time == 845
    assert "looks month-first: 2 dates can only be read so (at 2, 3)" in result.notes[0]
    assert "1 more could be either and stay day-first" in result.notes[0]


def test_evidence_for_both_orders_leaves_the_month_first_ones_unread() -> None:
    result = column("25/03/2024", "03/26/2024", "04/05/2024")
    assert read(result) == ["2024-03-25", "looks month-first: day 26 of month 3?", "2024-05-04"]
    assert "1 date can only be month-first (at 2) and 1 only day-first" in result.notes[0]


def test_a_spreadsheet_that_turned_what_it_could_is_noticed() -> None:
    true = [WrittenDate("", day=day(f"2024-{month:02}-03")) for month in range(1, 7)]
    suspicious = read_column([*true, WrittenDate("25/03/2024")])
    assert (
        "All 6 true dates fall on the 1st to 12th of a month and all 1 left as text fall later" in suspicious.notes[0]
    )
    later = WrittenDate("", day=day("2024-03-13"))
    assert read_column([*true, later, WrittenDate("25/03/2024")]).notes == ()
    assert read_column(true).notes == ()


def test_the_pivot_of_two_digit_years_is_stated() -> None:
    assert column("25.03.24", "26 Mar 98").notes == (
        "2 dates with a two-digit year: 00-49 read as 2000-2049, 50-99 as 1950-1999.",
    )


def test_a_year_is_carried_only_from_the_heading_and_counted() -> None:
    assert read(column("4 March")) == ["no year given"]
    carried = column("4 March", "5 March 2019", context_year=2019)
    assert read(carried) == ["2019-03-04", "2019-03-05"]
    assert carried.notes == ("1 date without a year took the year of the heading above.",)


def test_day_numbers_of_a_spreadsheet_are_counted_with_their_places() -> None:
    result = column("4 March 2024", "45356", "45357")
    assert read(result) == ["2024-03-04", "2024-03-05", "2024-03-06"]
    assert result.notes == ("2 dates written as a spreadsheet's day number (at 2, 3), read as counted from 1900.",)


def test_a_wrong_weekday_is_noted_with_its_place() -> None:
    assert "1 date with a weekday that does not match (at 2)" in column("Mon 4 March 2024", "Mon 5 March 2024").notes[0]


def test_newest_first_is_noticed_and_a_few_steps_back_are_not() -> None:
    backwards = column("9 May 2021", "8 May 2021", "8 May 2021", "1 May 2021", "3 March 2020")
    assert backwards.notes == ("The newest date comes first: 3 of 3 steps from row to row go back in time.",)
    assert column("1 May 2021", "3 May 2021", "2 May 2021", "9 May 2021").notes == ()
    assert column("8 May 2021", "7 May 2021", "9 May 2021", "5 May 2021", "4 May 2021").notes == ()


def test_a_date_far_from_both_neighbours_is_noted_and_not_changed() -> None:
    typo = column("1 May 2024", "3 May 2042", "4 May 2024", "5 May 1924", "6 May 2024")
    assert read(typo)[1] == "2042-05-03"
    assert typo.notes == (
        "2 dates over five years from the dates on both sides (at 2, 4): check the year; not changed.",
    )
    assert "(at 1)" in column("1 May 2042", "3 May 2024", "4 May 2024").notes[0]
    assert "(at 3)" in column("1 May 2024", "3 May 2024", "4 May 2042").notes[0]


def test_a_gap_of_years_is_no_typo() -> None:
    assert column("1 May 1998", "3 May 1998", "4 May 2016", "9 May 2016").notes == ()
    assert column("1990s", "4 May 2016", "9 May 2016").notes == ()


def test_notes_never_hold_what_was_written() -> None:
    result = column("Invented Person 03/25/2024", "03/25/2024", "Tue 4 March 2024", "45356")
    assert not any("Invented" in note or "03/25" in note or "45356" in note for note in result.notes)
