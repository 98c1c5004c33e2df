"""Every row that holds anything is an event or is listed with its reason."""

from __future__ import annotations

import pytest
from chronology_grids import across, cell, down, grid, kinds, read, reasons

from flagger.chronology.containers.grid import Grid, GridRow

HEAD = ["Date", "Agency", "Event", "Outcome"]


@pytest.mark.parametrize("banner", [["2019", "", "", ""], across("2019", 4), across("Events of 2019", 4)])
def test_a_year_between_the_rows_is_listed_and_carried(banner: list) -> None:
    got = read(grid(HEAD, banner, ["12 March", "GP", "Seen", ""], ["14 March", "GP", "Seen", ""]))
    assert reasons(got)[2] == "a heading between the rows"
    assert [event.year for event in got.events] == [2019, 2019]


def test_a_month_between_the_rows_keeps_the_year_and_a_section_ends_it() -> None:
    got = read(grid(
        HEAD, ["2019", "", "", ""], ["March", "", "", ""], ["12 March", "GP", "Seen", ""],
        across("Police involvement", 4), ["12 March", "Police", "Call", ""],
    ))  # fmt: skip
    assert [event.year for event in got.events] == [2019, None]
    assert list(reasons(got)) == [1, 2, 3, 5]


@pytest.mark.parametrize(
    "banner", ["2018 and 2019", "2018–2019", "2018/19", "Updated 2019", "As at 12/03/2019", "Before 2019"]
)
def test_a_heading_that_gives_no_one_year_to_its_rows_carries_none(banner: str) -> None:
    got = read(grid(HEAD, across(banner, 4), ["12 March", "GP", "Seen", ""]))
    assert got.events[0].year is None


def test_a_heading_above_a_word_table_carries_its_year() -> None:
    got = read(grid(HEAD, ["12 March", "GP", "Seen", ""], heading="Events in 2020"))
    assert got.events[0].year == 2020


def test_a_date_with_no_text_is_kept_but_a_year_alone_is_a_heading() -> None:
    got = read(grid(HEAD, ["12/03/2020", "", "", ""], ["2021", "", "", ""]))
    assert [event.row for event in got.events] == [2]


def test_a_date_that_cannot_be_and_no_text_is_kept() -> None:
    assert len(read(grid(HEAD, ["31/02/2020", "", "", ""])).events) == 1


def test_a_long_text_across_all_columns_is_an_undated_event() -> None:
    text = "A long account of what was said at the meeting " * 4
    got = read(grid(HEAD, ["12/03/2020", "GP", "Seen", ""], across(text, 4)))
    assert got.events[1].values == {"text": text.strip()}
    assert not got.events[1].dates


def test_text_goes_on_with_the_row_above_when_the_date_is_merged_with_it() -> None:
    got = read(grid(HEAD, ["12/03/2020", "GP", "Seen", ""], [down("12/03/2020"), "", "Then phoned", ""]))
    assert got.events[0].values["text"] == "Seen\nThen phoned"
    assert reasons(got)[3] == "goes on with row 2"


def test_a_merged_date_fills_a_row_that_has_fields_of_its_own() -> None:
    got = read(grid(HEAD, ["12/03/2020", "GP", "Seen", ""], [down("12/03/2020"), "Police", "Noise", ""]))
    assert [event.dates["date"].text for event in got.events] == ["12/03/2020", "12/03/2020"]


def test_text_that_plainly_goes_on_is_joined_and_any_other_is_an_undated_event() -> None:
    got = read(grid(
        HEAD, ["12/03/2020", "GP", "Seen by", ""], ["", "", "the nurse", ""], ["", "", "Another matter", ""],
        ["", "School", "absent", ""],
    ))  # fmt: skip
    assert [event.values["text"] for event in got.events] == ["Seen by\nthe nurse", "Another matter", "absent"]
    assert not got.events[1].dates


def test_text_never_goes_on_across_a_heading() -> None:
    got = read(grid(HEAD, ["12/03/2020", "GP", "Seen", ""], across("School", 4), ["", "", "absent that week", ""]))
    assert len(got.events) == 2


def test_text_may_go_on_after_headings_repeated_on_a_new_page_but_not_in_another_table() -> None:
    event, more = ["12/03/2020", "GP", "Seen by", ""], ["", "", "the nurse", ""]
    assert len(read(grid(HEAD, event, HEAD, more)).events) == 1
    assert len(read(grid(HEAD, event, ["Date", "Source", "Event", "Outcome"], more)).events) == 2


def test_a_row_that_holds_only_what_no_field_takes_is_kept() -> None:
    assert len(read(grid([*HEAD, "Mood"], ["", "", "", "", "calm"])).events) == 1


def test_an_empty_date_is_never_filled_from_above() -> None:
    got = read(grid(HEAD, ["12/03/2020", "GP", "Seen", ""], ["", "Police", "Noise", ""]))
    assert not got.events[1].dates


@pytest.mark.parametrize("mark", ["#", "^", "¬", "~"])
def test_an_authors_note_is_listed(mark: str) -> None:
    got = read(grid(["Date", "Source", "Event"], ["12/03/2020", f"{mark} me", "Check this"]))
    assert reasons(got)[2] == "a note of the chronology's author"


@pytest.mark.parametrize("date", ["01/01/0100", "0100-01-01", "1 Jan 0100"])
def test_the_year_100_is_an_authors_note(date: str) -> None:
    assert not read(grid(["Date", "Source", "Event"], [date, "me", "Check this"])).events


def test_rows_filled_in_beforehand_and_never_used_are_listed() -> None:
    got = read(
        grid(["No", *HEAD], ["1", "12/03/2020", "GP", "Seen", ""], ["2", "", "GP", "", ""], ["3", "", "", "", ""])
    )
    assert [event.row for event in got.events] == [2]
    assert reasons(got)[3] == reasons(got)[4] == "no date and no text"


def test_struck_and_hidden_rows_are_kept_marked_and_said() -> None:
    head = GridRow(1, tuple(cell(text) for text in HEAD))
    struck = GridRow(2, (cell("12/03/2020"), cell("GP"), cell("Seen", marks=("struck",)), cell("")))
    hidden = GridRow(3, (cell("13/03/2020"), cell("GP"), cell("Seen"), cell("")), ("hidden row",))
    got = read(Grid("Sheet1", (head, struck, hidden), ("hidden sheet",)))
    assert [event.marks for event in got.events] == [("hidden sheet", "struck"), ("hidden sheet", "hidden row")]
    assert kinds(got).count("struck-row") == 1
    assert (kinds(got).count("hidden-row"), kinds(got).count("hidden-sheet")) == (1, 1)


def test_columns_that_no_field_takes_are_kept_beside_the_event() -> None:
    got = read(grid([*HEAD, "Mood", "", "Mood"], ["12/03/2020", "GP", "Seen", "", "calm", "extra", "sad", "far out"]))
    assert got.events[0].extra == {"Mood": "calm", "column 6": "extra", "Mood (2)": "sad", "column 8": "far out"}


def test_a_cell_across_two_columns_counts_once() -> None:
    got = read(grid(HEAD, ["12/03/2020", "GP", *across("Seen and sent home", 2)]))
    assert got.events[0].values == {"agency": "GP", "text": "Seen and sent home"}


def test_one_cell_may_name_the_agency_and_the_source() -> None:
    got = read(grid(["Date", "Agency/Source", "Event"], ["12/03/2020", "Police - log", "Noise"]))
    assert got.events[0].values == {"agency": "Police - log", "source": "Police - log", "text": "Noise"}


def test_no_problem_ever_holds_the_text_of_an_event() -> None:
    got = read(grid(
        ["Date", "Mood", "Event"], ["not a date Zebra", "Zebra", "Zebra"], ["", "", "Zebra"],
        ["12/03/2020", "", "zebra"],
    ))  # fmt: skip
    assert not any("zebra" in problem.message.casefold() for problem in got.problems)
