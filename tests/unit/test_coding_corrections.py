"""A person's corrections win, and a bad corrections file is told of, never a crash."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from flagger.codebook import Codebook, load_codebook
from flagger.coding import apply_corrections, code_events, write_codes

BOOK = load_codebook(Path(__file__).parents[2] / "rules" / "codebook")
TEXTS = ("Mum denied any drug use. NFA.", "=2+2 core group “held”", "Sunny.")


@pytest.fixture
def book() -> Codebook:
    return BOOK


@pytest.fixture
def events() -> pd.DataFrame:
    count = len(TEXTS)
    columns = {"event_id": [f"e{i}" for i in range(count)], "case": "=C1", "file": "a.csv", "row": range(2, count + 2)}
    blank = dict.fromkeys(("event_type", "outcome", "person"), "")
    lo = pd.array([19_000] * count, dtype="Int32")
    return pd.DataFrame({**columns, "date_text": "-1/5/24", "text": TEXTS, **blank, "lo": lo})


@pytest.fixture
def codings(events: pd.DataFrame) -> pd.DataFrame:
    return code_events(events, BOOK)


def edit(path: Path, change: dict[tuple[str, str], dict[str, str]], add: tuple[dict[str, str], ...] = ()) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row.update(change.get((row["event_id"], row["code"]), {}))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows([*rows, *add])


def pairs(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(zip(frame["event_id"], frame["code"], frame["status"], strict=True))


def test_a_file_left_alone_changes_nothing(codings: pd.DataFrame, events: pd.DataFrame, tmp_path: Path) -> None:
    write_codes(codings, events, tmp_path / "codes.csv")
    corrected, problems = apply_corrections(codings, tmp_path / "codes.csv", BOOK, events)
    pd.testing.assert_frame_equal(corrected, codings)
    assert not problems


def test_a_person_removes_changes_and_adds(codings: pd.DataFrame, events: pd.DataFrame, tmp_path: Path) -> None:
    write_codes(codings, events, tmp_path / "codes.csv")
    change = {("e0", "no_further_action"): {"correct": "No"}, ("e0", "drugs"): {"status": "Affirmed"}}
    edit(tmp_path / "codes.csv", change, ({"event_id": "e2", "code": "child_voice", "words": "Sunny"},))
    corrected, problems = apply_corrections(codings, tmp_path / "codes.csv", BOOK, events)
    assert not problems
    assert pairs(corrected) == [
        ("e0", "drugs", "affirmed"),
        ("e1", "core_group", "affirmed"),
        ("e2", "child_voice", "affirmed"),
    ]
    assert corrected["words"].iloc[2] == "Sunny" and corrected["by"].iloc[2] == "correction"
    assert corrected["because"].iloc[0] == ""


def test_two_statuses_of_one_code_keep_their_own(events: pd.DataFrame, tmp_path: Path) -> None:
    events.loc[0, "text"] = "No neglect. Then neglect."
    codings = code_events(events, BOOK)
    write_codes(codings, events, tmp_path / "codes.csv")
    corrected, _ = apply_corrections(codings, tmp_path / "codes.csv", BOOK, events)
    pd.testing.assert_frame_equal(corrected, codings)


def test_unknown_events_codes_statuses_and_answers_are_problems(
    codings: pd.DataFrame, events: pd.DataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("event_id,code,status,correct\nx9,dash,,\ne0,weather,,\ne0,dash,sure,\ne0,dash,,perhaps\n")
    corrected, problems = apply_corrections(codings, path, BOOK, events)
    pd.testing.assert_frame_equal(corrected, codings)
    assert [(p.row, p.kind) for p in problems] == [
        (2, "unknown-event"),
        (3, "unknown-code"),
        (4, "unknown-status"),
        (5, "unknown-answer"),
    ]
    assert not any(word in p.message for p in problems for word in ("Mum", "drug use"))


@pytest.mark.parametrize("body", ["", "a,b\n1,2\n"])
def test_a_file_that_is_no_corrections_file_is_a_problem(
    body: str, codings: pd.DataFrame, events: pd.DataFrame, tmp_path: Path
) -> None:
    (tmp_path / "codes.csv").write_text(body)
    corrected, problems = apply_corrections(codings, tmp_path / "codes.csv", BOOK, events)
    assert [p.kind for p in problems] == ["corrections-header"] and len(corrected) == len(codings)


def test_a_file_that_is_not_there_is_a_problem(codings: pd.DataFrame, events: pd.DataFrame, tmp_path: Path) -> None:
    _, problems = apply_corrections(codings, tmp_path / "none.csv", BOOK, events)
    assert [p.kind for p in problems] == ["corrections-unreadable"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_do_to_encodings_and_separators_is_borne(
    encoding: str, delimiter: str, codings: pd.DataFrame, events: pd.DataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "codes.csv"
    lines = ["Event ID,Code,Status,Words,Correct", "e1,core_group,negated,core group,"]
    path.write_bytes("\r\n".join(lines).replace(",", delimiter).encode(encoding))
    corrected, problems = apply_corrections(codings, path, BOOK, events)
    assert not problems and ("e1", "core_group", "negated") in pairs(corrected)


def test_cells_a_spreadsheet_would_run_are_written_as_text(
    codings: pd.DataFrame, events: pd.DataFrame, tmp_path: Path
) -> None:
    write_codes(codings.assign(words="=cmd"), events, tmp_path / "codes.csv")
    with (tmp_path / "codes.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["words"] for row in rows} == {"'=cmd"} and {row["case"] for row in rows} == {"'=C1"}
    assert {row["date"] for row in rows} == {"'-1/5/24"}


def test_the_apostrophe_is_taken_off_again(codings: pd.DataFrame, events: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("event_id,code,status,words,correct\ne1,epo,affirmed,'=2+2,\n")
    corrected, _ = apply_corrections(codings, path, BOOK, events)
    added = corrected[corrected["code"] == "epo"].iloc[0]
    assert added["words"] == "=2+2" and added["start"] == 0
