"""`flagger merge`: one file, of the form that its name says; never over another, never among the chronologies."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from cli_sample import flagger, write_case


@pytest.mark.parametrize("name", ["merged.docx", "merged.xlsx", "Merged.CSV"])
def test_it_writes_one_file_that_is_read_again_with_as_many_events(name: str, tmp_path: Path) -> None:
    case, out = write_case(tmp_path / "hartley"), tmp_path / "out"
    out.mkdir()
    result = flagger("merge", case, "--out", out / name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert str(out / name) in result.stdout and "Read 2 files: 10 rows = 8 events" in result.stdout
    assert [path.name for path in out.iterdir()] == [name]
    assert "= 8 events +" in flagger("read", out / name).stdout


def test_what_could_not_be_read_is_said_and_the_rest_is_merged(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hartley")
    (case / "school.docx").write_bytes(b"PK\x03\x04 no document")
    result = flagger("merge", case, "--out", tmp_path / "merged.csv")
    assert result.exit_code == 12 and "school.docx: not read." in result.stdout
    assert (tmp_path / "merged.csv").exists()


def test_nothing_is_written_over_a_file_into_the_folder_read_or_in_an_unknown_form(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hartley")
    there = tmp_path / "merged.csv"
    there.write_text("somebody's work", encoding="utf-8")
    for out, said in (
        (there, "it is there already"),
        (case / "merged.csv", "among the chronologies"),
        (tmp_path / "merged.pdf", "expected a name that ends in .docx, .xlsx or .csv"),
    ):
        result = flagger("merge", case, "--out", out)
        assert result.exit_code == 2 and said in result.stderr
    assert there.read_text(encoding="utf-8") == "somebody's work"
    assert not (case / "merged.csv").exists()


def test_invented_families_are_marked_on_every_page(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hartley")
    flagger("merge", case, "--out", tmp_path / "merged.docx", "--fictional")
    word = docx.Document(str(tmp_path / "merged.docx"))
    assert "FICTIONAL" in word.sections[0].header.paragraphs[0].text
