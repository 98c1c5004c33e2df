"""Which row holds the headings, and what each column is."""

from __future__ import annotations

import pytest
from chronology_grids import across, down, grid, kinds, read, reasons

from flagger.chronology.fields import meaning


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Date", "date"),
        ("DATE OF\nEVENT", "date"),
        ("  event   date:", "date"),
        ("Date or period of event", "date"),
        ("Date/time", "date"),
        ("EventDate", "date"),
        ("SubjectName", "person"),
        ("DateOfBirth", "dob"),
        ("DoB", "dob"),
        ("Date & time", "date"),
        ("Date (DD/MM/YY)", "date"),
        ("When", "date"),
        ("Until", "end_date"),
        ("End Date", "end_date"),
        ("Start time", "time"),
        ("Date of entry", "recorded"),
        ("Date form completed", "recorded"),
        ("Organisation", "agency"),
        ("Dept.", "agency"),
        ("Agency/Source", "agency"),
        ("Agency / key worker's name", "agency"),
        ("Witness or document reference", "source"),
        ("Recorded by", "source"),
        ("Significant Event", "text"),
        ("Incident (who/what/where/when)", "text"),
        ("Information/Details of concerns or contact", "text"),
        ("What happened?", "text"),
        ("Note type", "event_type"),
        ("Student(s) involved", "person"),
        ("Family member(s)", "person"),
        ("Child’s name", "person"),
        ("Child's view/voice", "impact"),
        ("Impact on the child", "impact"),
        ("Action & outcome (DSL)", "outcome"),
        ("Professional judgement", "analysis"),
        ("R.A.G.", "rag"),
        ("#", "seq"),
        ("S/N", "seq"),
        ("Seen?", "child_seen"),
        ("child unique id", "case"),
        ("D.O.B.", "dob"),
        ("Relationship to child", "role"),
    ],
)
def test_a_heading_is_known_whatever_its_case_order_spacing_and_punctuation(heading: str, field: str) -> None:
    found = meaning(heading)
    assert found is not None
    assert found.field == field


@pytest.mark.parametrize(
    "heading", ["Date of next review", "Child's school", "Police", "12/03/2020", "Ward", "", "x" * 200]
)
def test_a_heading_that_means_something_else_is_not_taken(heading: str) -> None:
    assert meaning(heading) is None


def test_title_rows_and_blank_first_columns_stand_above_and_beside_the_headings() -> None:
    got = read(
        grid(
            across("Chronology of the Wren family", 4),
            ["", "Prepared by", "A. Worker", ""],
            ["", "Date", "Agency", "Event"],
            ["", "01/02/2020", "Police", "Noise"],
        )
    )
    assert reasons(got) == {1: "above the headings", 2: "above the headings", 3: "headings"}
    assert got.events[0].values == {"agency": "Police", "text": "Noise"}


def test_headings_over_two_rows_are_read_as_one() -> None:
    got = read(
        grid(
            [*across("Date", 2), "Agency", "Event"],
            ["Start", "End", down("Agency"), down("Event")],
            ["01/02/2020", "03/02/2020", "GP", "Seen"],
        )
    )
    assert reasons(got) == {1: "headings", 2: "headings"}
    assert len(got.headers) == 1
    assert {name: c.text for name, c in got.events[0].dates.items()} == {"date": "01/02/2020", "end_date": "03/02/2020"}


def test_headings_broken_over_two_rows_are_joined() -> None:
    got = read(grid(["Date of", "", "Significant"], ["event", "Agency", "event"], ["01/02/2020", "GP", "Seen"]))
    assert dict(got.headers[0].fields) == {"date": 0, "agency": 1, "text": 2}


def test_headings_repeated_on_the_next_page_are_listed_and_not_read() -> None:
    head = ["Date", "Agency", "Event"]
    got = read(grid(head, ["01/02/2020", "GP", "Seen"], head, ["02/02/2020", "GP", "Seen again"]))
    assert reasons(got) == {1: "headings", 3: "headings, repeated"}
    assert len(got.events) == 2


def test_a_table_without_headings_goes_on_with_the_one_before_it() -> None:
    got = read(
        grid(["Date", "Agency", "Event"], ["01/02/2020", "GP", "Seen"], sheet="table 1"),
        grid(["02/02/2020", "Police", "Noise"], sheet="table 2"),
    )
    assert got.events[1].values == {"agency": "Police", "text": "Noise"}
    assert "no-header" not in kinds(got)


def test_a_table_that_goes_on_with_a_guessed_one_loses_no_row() -> None:
    got = read(
        grid(["Happened", "Outfit", "Blurb"], ["01/02/2020", "Police", "A call about noise"]),
        grid(["02/02/2020", "GP", "Seen about a cough"]),
    )
    assert len(got.events) == 2


def test_a_later_section_may_have_other_columns() -> None:
    got = read(
        grid(
            ["Date", "Agency", "Event"],
            ["01/02/2020", "GP", "Seen"],
            across("Education", 3),
            ["Event", "Date", "Agency"],
            ["Absent", "03/02/2020", "School"],
        )
    )
    assert got.events[1].values == {"agency": "School", "text": "Absent"}


def test_a_table_with_no_headings_is_read_by_its_shape_and_says_so() -> None:
    got = read(
        grid(["01/02/2020", "Police", "A call about noise at night"], ["w/c 4 May 2020", "GP", "Seen with a cough"])
    )
    assert [event.values for event in got.events] == [
        {"agency": "Police", "text": "A call about noise at night"},
        {"agency": "GP", "text": "Seen with a cough"},
    ]
    assert kinds(got) == ["no-header"]
    assert "column 3 as text" in got.problems[0].message


def test_unknown_headings_over_dates_are_headings_and_not_an_event() -> None:
    got = read(grid(["Happened", "Outfit", "Blurb"], ["01/02/2020", "Police", "A call about noise"]))
    assert reasons(got) == {1: "headings"}
    assert kinds(got) == ["guessed-column"]


def test_a_table_without_dates_is_listed_row_by_row() -> None:
    got = read(grid(["Present", "Apologies"], ["A. Worker", "B. Worker"]))
    assert set(reasons(got).values()) == {"in a table with no column of dates"}
    assert kinds(got) == ["no-header"]


def test_of_two_columns_for_one_field_the_better_is_taken_and_the_other_kept_and_said() -> None:
    event, details = "A call by the neighbour opposite", "A neighbour rang about noise at night, and a door"
    got = read(grid(["Date", "Event", "Details"], ["01/02/2020", event, details]))
    assert got.events[0].values["text"] == details
    assert got.events[0].extra == {"Event": event}
    assert kinds(got) == ["ambiguous-column", "unmapped-column"]


def test_a_column_headed_event_that_holds_a_few_words_beside_the_narrative_is_the_kind_of_event() -> None:
    rows = (
        ["01/02/2020", "Strategy", "Police, school and health. Threshold met."],
        ["02/02/2020", "Visit", "All seen."],
    )
    got = read(grid(["Date", "Event", "Notes"], *rows))
    assert [(e.values["event_type"], e.values["text"]) for e in got.events] == [tuple(row[1:]) for row in rows]
    typed = read(grid(["Date", "Type", "Event", "Notes"], ["01/02/2020", "Case note", "Visit", "All three were seen."]))
    assert typed.events[0].values["event_type"] == "Case note"


def test_a_table_of_people_may_say_what_somebody_is_called() -> None:
    got = read(grid(["Name", "Known as", "Born", "Relationship"], ["Wrenna Poole", "Wren, W", "01/02/2015", "Child"]))
    assert [(p.name, p.also, p.born and p.born.text) for p in got.people] == [("Wrenna Poole", "Wren, W", "01/02/2015")]


def test_from_and_to_are_dates_but_from_alone_is_the_agency() -> None:
    both = read(grid(["From", "To", "Event"], ["01/02/2020", "02/02/2020", "Away"]))
    alone = read(grid(["Date", "From", "Event"], ["01/02/2020", "GP", "Letter"]))
    assert set(both.events[0].dates) == {"date", "end_date"}
    assert alone.events[0].values["agency"] == "GP"


def test_the_date_recorded_stands_in_where_no_other_date_is_and_that_is_said() -> None:
    got = read(grid(["Date recorded", "Agency", "Event"], ["01/02/2020", "GP", "Seen"]))
    assert "date" in got.events[0].dates
    assert kinds(got) == ["guessed-column"]


def test_a_person_names_columns_and_wins_over_every_synonym() -> None:
    rows = grid(["Date", "When it happened", "Event"], ["09/09/2021", "01/02/2020", "Seen"])
    got = read(rows, chosen={"date": "when it HAPPENED"})
    assert got.events[0].dates["date"].text == "01/02/2020"
    assert got.events[0].extra == {"Date": "09/09/2021"}


def test_a_named_column_that_is_not_there_is_said() -> None:
    got = read(grid(["Date", "Event"], ["01/02/2020", "Seen"]), chosen={"agency": "Whose"})
    assert kinds(got) == ["column-not-found"]


def test_a_table_of_people_is_no_table_of_events() -> None:
    got = read(
        grid(
            ["Name", "DOB", "Relationship", "School"],
            ["Wren Poole", "01/02/2015", "Subject", "Hill"],
            ["Kim", "", "Mum", ""],
        ),
        grid(["Date", "Event"], ["01/02/2020", "Seen"]),
    )
    assert [(p.name, p.role) for p in got.people] == [("Wren Poole", "Subject"), ("Kim", "Mum")]
    assert len(got.events) == 1
    assert [row.reason for row in got.listed][:3] == ["headings", "in a table of people", "in a table of people"]


def test_a_family_table_of_names_and_ages_is_one_of_people() -> None:
    got = read(grid(["Name", "Age", "School"], ["Wren", "7", "Hill"]))
    assert [person.name for person in got.people] == ["Wren"]


def test_the_box_at_the_top_of_a_form_is_no_chronology_for_the_dates_in_it() -> None:
    got = read(
        grid(["Name of child", "Wren Poole"], ["Date of birth", "01/02/2015"], ["Date completed:", "03/04/2020"])
    )
    assert not got.events


def test_a_named_column_makes_no_events_of_a_table_of_people() -> None:
    people = grid(["Name", "Relationship", "DOB"], ["Wren", "Subject", ""])
    got = read(people, grid(["Date", "Name", "Event"], ["01/02/2020", "Wren", "Seen"]), chosen={"person": "Name"})
    assert (len(got.people), len(got.events)) == (1, 1)
