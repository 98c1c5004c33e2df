"""Files to the chronology: cases, agencies, dates, ids, and what became of every row."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from flagger.chronology.frame import EVENT_COLUMNS, PEOPLE_COLUMNS
from flagger.chronology.overrides import Overrides
from flagger.chronology.read import read_files
from flagger.errors import RulesFault, UsageFault
from flagger.model import Chronology

HEAD = ("Date", "Agency", "Child", "Event")
ROW = ("12/03/2020", "Police", "Wren", "Noise")


def write(path: Path, *rows: tuple[str, ...]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)
    return path


def kinds(got: Chronology) -> list[str]:
    return [problem.kind for problem in got.problems if problem.kind != "date-column"]


def test_the_frames_have_the_columns_and_types_of_the_architecture_page(tmp_path: Path) -> None:
    got = read_files([write(tmp_path / "a.csv", HEAD, ROW)])
    assert tuple(got.events.columns) == EVENT_COLUMNS
    assert tuple(got.people.columns) == PEOPLE_COLUMNS
    types = {name: str(got.events[name].dtype) for name in ("lo", "hi", "recorded_lo", "time", "approx", "collective")}
    assert types == {
        "lo": "Int32",
        "hi": "Int32",
        "recorded_lo": "Int32",
        "time": "Int16",
        "approx": "bool",
        "collective": "bool",
    }
    page = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in EVENT_COLUMNS)


def test_reading_nothing_gives_empty_frames_of_the_same_form(tmp_path: Path) -> None:
    got = read_files([tmp_path])
    assert tuple(got.events.columns) == EVENT_COLUMNS
    assert str(got.events["lo"].dtype) == "Int32"
    assert len(got.people) == 0


def test_one_file_is_a_case_of_its_own_name_and_several_are_one_of_their_folder(tmp_path: Path) -> None:
    one, two = (
        write(tmp_path / "wren family" / "gp.csv", HEAD, ROW),
        write(tmp_path / "wren family" / "sub" / "hv.csv", HEAD, ROW),
    )
    assert set(read_files([one]).events["case"]) == {"gp"}
    assert set(read_files([one, two]).events["case"]) == {"wren family"}
    assert set(read_files([one, two], case="Family A").events["case"]) == {"Family A"}


def test_a_folder_is_a_case_and_holds_its_files_alone(tmp_path: Path) -> None:
    folder = tmp_path / "family-b"
    for name in ("b.csv", "README.txt", "notes.md", "coverage.yaml", ".hidden.csv", "~$b.docx", ".~lock.b.csv#"):
        write(folder / name, HEAD, ROW)
    write(folder / "old" / "c.csv", HEAD, ROW)
    got = read_files([folder])
    assert [file.path for file in got.files] == ["b.csv"]
    assert set(got.events["case"]) == {"family-b"}
    assert kinds(got) == ["folder-not-read"]


def test_a_folder_inside_another_is_read_as_its_own_case_when_named_too(tmp_path: Path) -> None:
    write(tmp_path / "outer" / "a.csv", HEAD, ROW)
    write(tmp_path / "outer" / "inner" / "b.csv", HEAD, ROW)
    got = read_files([tmp_path / "outer", tmp_path / "outer" / "inner"])
    assert sorted(got.events["case"]) == ["inner", "outer"]
    assert "folder-not-read" not in kinds(got)


def test_a_folder_of_folders_is_each_of_them_that_holds_a_file(tmp_path: Path) -> None:
    for name in ("make.py", "README.md", "oak/a.csv", "oak/b.md", "elm/a.csv", "sources/oak/a.yaml", "old/ash/a.csv"):
        write(tmp_path / name, HEAD, (*ROW[:3], name))
    for paths in ([tmp_path], [tmp_path, tmp_path]):
        got = read_files(paths)
        assert sorted(got.events["case"]) == ["elm", "oak"]
        assert [file.path for file in got.files] == ["elm/a.csv", "oak/a.csv"]
        assert [(problem.file, problem.kind) for problem in got.problems if problem.kind != "date-column"] == [
            ("old", "folder-not-read")
        ]


def test_a_folder_with_a_file_of_its_own_is_one_case(tmp_path: Path) -> None:
    write(tmp_path / "elm" / "a.csv", HEAD, ROW)
    write(tmp_path / "b.csv", HEAD, ROW)
    got = read_files([tmp_path])
    assert [file.path for file in got.files] == ["b.csv"]
    assert kinds(got) == ["folder-not-read"]


def test_columns_named_beside_the_folders_hold_for_each_unless_it_names_its_own(tmp_path: Path) -> None:
    for name in ("elm", "oak"):
        write(tmp_path / name / "a.csv", ("Date", "Elm has", "Both have"), ("12/03/2020", "one", "other"))
    (tmp_path / "columns.yaml").write_text("columns: {person: Both have}\n", encoding="utf-8")
    (tmp_path / "elm" / "columns.yaml").write_text("columns: {person: Elm has}\n", encoding="utf-8")
    got = read_files([tmp_path]).events
    assert dict(zip(got["case"], got["person"], strict=True)) == {"elm": "one", "oak": "other"}


def test_a_case_column_splits_a_file_into_families_and_fills_none(tmp_path: Path) -> None:
    path = write(tmp_path / "all.csv", ("Family", *HEAD), ("A", *ROW), ("B", *ROW), ("", *ROW))
    assert sorted(read_files([path]).events["case"]) == ["A", "B", "all"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "wren" / "a.csv", HEAD, ROW)
    assert len(read_files([path, path.parent, path.parent / "." / "a.csv"]).events) == 1


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    one, two = write(tmp_path / "x" / "a.csv", HEAD, ROW), write(tmp_path / "y" / "a.csv", HEAD, ROW)
    got = read_files([one.parent, two.parent])
    assert [file.path for file in got.files] == ["x/a.csv", "y/a.csv"]
    assert kinds(got) == ["same-file-twice"]


def test_a_bad_file_never_stops_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"%PDF-1.7 not a document")
    write(tmp_path / "b.csv", HEAD, ROW)
    write(tmp_path / "c.csv", ("Present", "Apologies"), ("A. Worker", "B. Worker"))
    got = read_files([tmp_path, tmp_path / "missing.csv"])
    assert [(file.path, bool(file.error), file.events) for file in got.files] == [
        ("a.docx", True, 0), ("b.csv", False, 1), ("c.csv", True, 0), ("missing.csv", True, 0),
    ]  # fmt: skip


def test_the_agency_is_the_columns_else_the_files_else_as_given_else_the_sources(tmp_path: Path) -> None:
    plain = (("Date", "Source", "Event"), ("12/03/2020", "GP letter", "Noise"))
    assert read_files([write(tmp_path / "wren.csv", *plain)]).events["agency"][0] == "gp"
    assert read_files([tmp_path / "wren.csv"], agency="Health Visiting").events["agency"][0] == "health_visitor"
    assert read_files([write(tmp_path / "wren police.csv", *plain)], agency="HV").events["agency"][0] == "police"
    got = read_files([write(tmp_path / "hv.csv", HEAD, ROW, ("13/03/2020", "", "Wren", "Seen"))])
    assert list(got.events["agency"]) == ["police", "health_visitor"]


def test_in_a_file_of_health_as_a_whole_the_professional_says_which_part_of_it(tmp_path: Path) -> None:
    rows = [
        ("12/03/2020", said, "Seen") for said in ("HV Kim Poole", "GP Dr Ash", "Asthma nurse", "Police", "CAMHS SPA")
    ]
    head = ("Date", "Professional", "Record")
    got = read_files([write(tmp_path / "health.csv", head, *rows)]).events
    said = dict(zip(got["source"], got["agency"], strict=True))
    assert list(said.values()).count("other_health") == 2
    assert (said["HV Kim Poole"], said["GP Dr Ash"], said["CAMHS SPA"]) == ("health_visitor", "gp", "mental_health")
    assert set(read_files([write(tmp_path / "police.csv", head, *rows)]).events["agency"]) == {"police"}


def test_the_words_of_an_agency_stay_beside_its_key(tmp_path: Path) -> None:
    got = read_files(
        [write(tmp_path / "a.csv", HEAD, ("12/03/2020", "MASH (North)", "", "x"), ("13/03/2020", "Wizards", "", "y"))]
    )
    assert list(got.events["agency"]) == ["csc", "wizards"]
    assert [extra["Agency"] for extra in got.events["extra"]] == ["MASH (North)", "Wizards"]
    assert kinds(got) == ["unknown-agency"]


def test_rows_without_any_agency_are_said_once(tmp_path: Path) -> None:
    got = read_files([write(tmp_path / "a.csv", ("Date", "Event"), ("12/03/2020", "x"), ("13/03/2020", "y"))])
    assert kinds(got) == ["no-agency"]
    assert got.problems[-1].row == 2


def test_start_and_end_are_one_interval_with_both_as_written(tmp_path: Path) -> None:
    head = ("Start date", "End date", "Agency", "Event")
    got = read_files(
        [
            write(
                tmp_path / "a.csv",
                head,
                ("01/03/2020", "05/03/2020", "GP", "x"),
                ("09/03/2020", "08/03/2020", "GP", "y"),
            )
        ]
    )
    first, second = got.events.to_dict("records")
    assert (first["hi"] - first["lo"], first["precision"], first["date_text"]) == (
        4,
        "range",
        "01/03/2020 to 05/03/2020",
    )
    assert second["hi"] - second["lo"] == 1
    assert kinds(got) == ["end-before-start"]


def test_a_date_that_cannot_be_read_leaves_the_row_undated_and_last(tmp_path: Path) -> None:
    rows = [("31/02/2020", "GP", "", "x"), ("a while back", "GP", "", "y"), ("", "GP", "", "z"), ROW]
    got = read_files([write(tmp_path / "a.csv", HEAD, *rows)])
    assert list(got.events["lo"].isna()) == [False, True, True, True]
    assert sorted(kinds(got)) == ["impossible-date", "no-date", "unreadable-date"]
    assert {problem.row for problem in got.problems if problem.row} == {2, 3, 4}


@pytest.mark.parametrize(
    ("time", "minutes"), [("14:30", 870), ("2.30pm", 870), ("1430", 870), ("1430hrs", 870), ("00:05", 5)]
)
def test_a_time_column_gives_minutes(tmp_path: Path, time: str, minutes: int) -> None:
    got = read_files([write(tmp_path / "a.csv", ("Date", "Time", "Event"), ("12/03/2020", time, "x"))], agency="gp")
    assert got.events["time"][0] == minutes
    assert not kinds(got)


def test_a_time_that_cannot_be_read_is_kept_beside_the_row(tmp_path: Path) -> None:
    got = read_files([write(tmp_path / "a.csv", ("Date", "Time", "Event"), ("12/03/2020", "late", "x"))], agency="gp")
    assert got.events["extra"][0] == {"Time": "late"}
    assert kinds(got) == ["unreadable-time"]


def test_the_date_recorded_is_kept_apart_from_the_date(tmp_path: Path) -> None:
    got = read_files([write(tmp_path / "a.csv", ("Date", "Date recorded", "Event"), ("12/03/2020", "14/03/2020", "x"))])
    assert got.events["recorded_lo"][0] - got.events["lo"][0] == 2


def test_notes_on_a_column_of_dates_name_rows_as_a_person_sees_them(tmp_path: Path) -> None:
    rows = [("01/13/2020", "GP", "", "x"), ("25/03/2020", "GP", "", "y")]
    got = read_files([write(tmp_path / "a.csv", ("Title", "", "", ""), HEAD, *rows)])
    assert any("(row 3)" in problem.message for problem in got.problems if problem.kind == "date-column")


def test_ids_come_from_what_was_recorded_and_not_from_where(tmp_path: Path) -> None:
    one = read_files([write(tmp_path / "a.csv", HEAD, ROW)], case="w").events
    two = read_files(
        [write(tmp_path / "b.csv", ("Title", "", "", ""), HEAD, ("1/1/2019", "GP", "", "first"), ROW)], case="w"
    ).events
    assert one["event_id"][0] == two["event_id"][1]
    assert len(one["event_id"][0]) == 12


def test_exact_repeats_are_numbered_and_linked(tmp_path: Path) -> None:
    got = read_files([write(tmp_path / "a.csv", HEAD, ROW, ROW, ROW)]).events
    base = got["event_id"][0]
    assert list(got["event_id"]) == [base, f"{base}-2", f"{base}-3"]
    assert set(got["incident"]) == {base}


def test_spacing_makes_no_other_id(tmp_path: Path) -> None:
    spaced = ("12/03/2020", "Police", "Wren", "Noise  at\nnight")
    one = read_files([write(tmp_path / "a.csv", HEAD, spaced)], case="w").events
    two = read_files(
        [write(tmp_path / "b.csv", HEAD, ("12/03/2020", "Police", "Wren", "Noise at night"))], case="w"
    ).events
    assert one["event_id"][0] == two["event_id"][0]


def test_rows_alike_but_for_their_outcome_get_the_same_ids_in_either_order(tmp_path: Path) -> None:
    rows = [(*ROW, "NFA"), (*ROW, "Referred")]
    frames = [
        read_files([write(tmp_path / f"{n}.csv", (*HEAD, "Outcome"), *order)], case="w").events.drop(
            columns=["file", "row"]
        )
        for n, order in enumerate((rows, rows[::-1]))
    ]
    pd.testing.assert_frame_equal(*frames)


def test_people_come_from_their_table_and_from_person_cells_and_claims_stay_side_by_side(tmp_path: Path) -> None:
    rows = [
        ("Name", "Relationship", "DOB", ""), ("Lee Ash", "Birth father", "", ""), HEAD,
        ("12/03/2020", "GP", "Lee Ash (step-father)", "x"),
    ]  # fmt: skip
    got = read_files([write(tmp_path / "a.csv", *rows)])
    assert [(p.name, p.role, p.event_id != "") for p in got.people.itertuples()] == [
        ("Lee Ash", "father_birth", False), ("Lee Ash", "step_parent", True),
    ]  # fmt: skip


def test_a_columns_file_in_the_folder_is_used_and_the_command_wins_over_it(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", ("Day", "Whose", "Blurb", "Other"), ("12/03/2020", "Police", "Noise", "Quiet"))
    (tmp_path / "columns.yaml").write_text("columns:\n  date: Day\n  agency: Whose\n  text: Blurb\n")
    assert read_files([tmp_path]).events["text"][0] == "Noise"
    assert read_files([tmp_path], overrides=Overrides.parse(["text=other"])).events["text"][0] == "Quiet"


def test_all_faults_of_a_columns_file_are_said_with_their_lines(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", HEAD, ROW)
    (tmp_path / "columns.yaml").write_text(
        "columns:\n  datum: Day\n  text: 3\n  agency: Whose\n  source: whose\nmore: 1\n"
    )
    with pytest.raises(RulesFault) as fault:
        read_files([tmp_path])
    assert sorted(line.split("columns.yaml:")[1].split(":")[0] for line in fault.value.faults) == ["2", "3", "5", "6"]


@pytest.mark.parametrize("pair", ["date", "date=", "datum=Day"])
def test_a_column_given_wrongly_is_a_fault_of_use(pair: str) -> None:
    with pytest.raises(UsageFault):
        Overrides.parse([pair])


def test_the_frame_is_the_same_whatever_the_order_of_the_files(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{n}.csv", HEAD, ROW, (f"1{n}/03/2020", "GP", "All", "x")) for n in range(4)]
    one, two = read_files(paths), read_files(paths[::-1])
    pd.testing.assert_frame_equal(one.events, two.events)
    assert (one.files, one.problems) == (two.files, two.problems)
