"""`flagger read`: what was read, how it was coded, and the codes to correct."""

from __future__ import annotations

from pathlib import Path

from cli_sample import flagger, write_case


def test_it_says_what_became_of_columns_rows_dates_and_codes(tmp_path: Path) -> None:
    result = flagger("read", write_case(tmp_path / "hartley"))
    assert result.exit_code == 0 and result.stderr == ""
    for said in (
        "police.csv: 5 rows = 4 events + 1 listed row",
        "column “Details” read as text",
        "no event (headings): row 1",
        "read as: day 6, month 1, undated 1",
        "was not brought: 3 rows",
        "“was not brought to clinic”",
        "1 row with no code",
        "row 5, Date: the date could not be read",
    ):
        assert said in result.stdout, said


def test_columns_that_mean_nothing_known_are_kept_and_said(tmp_path: Path) -> None:
    (tmp_path / "gp.csv").write_text("Date,Details,Shoe size\n01/03/2022,Rang mum,4\n", encoding="utf-8")
    assert "columns kept as they are: “Shoe size”" in flagger("read", tmp_path / "gp.csv").stdout


def test_rows_of_one_incident_are_shown_together(tmp_path: Path) -> None:
    said = "Police called to the home by a neighbour who heard shouting; Kim Hartley had a cut lip."
    for name in ("police", "school"):
        (tmp_path / f"{name}.csv").write_text(f"Date,Time,Details\n01/03/2022,21:10,{said}\n", encoding="utf-8")
    text = flagger("read", tmp_path / "police.csv", tmp_path / "school.csv", "--case", "hartley").stdout
    assert "one incident told more than once" in text
    assert "police.csv row 2; school.csv row 2" in text or "school.csv row 2; police.csv row 2" in text


def test_codes_are_written_for_correction(tmp_path: Path) -> None:
    codes = tmp_path / "codes.csv"
    result = flagger("read", write_case(tmp_path / "hartley"), "--codes", codes)
    assert str(codes) in result.stdout
    lines = codes.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "event_id,case,file,row,date,code,status,words,correct"
    assert sum(",was_not_brought," in line for line in lines) == 3


def test_tables_are_written(tmp_path: Path) -> None:
    flagger("read", write_case(tmp_path / "hartley"), "--out", tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"events.csv", "people.csv", "problems.csv"}


def test_some_files_unread_ends_with_twelve_and_none_with_eleven(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hartley")
    (case / "school.docx").write_bytes(b"PK\x03\x04 no document")
    assert flagger("read", case).exit_code == 12
    assert flagger("read", case / "school.docx").exit_code == 11
