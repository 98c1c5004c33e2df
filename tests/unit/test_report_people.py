"""The people of `flagger read`: every role with its rows, and claims that differ side by side."""

from __future__ import annotations

from pathlib import Path

from people_sample import TABLE, chronology

from flagger.codebook import load_codebook
from flagger.contract.build import of_reading
from flagger.report.people import people_lines
from flagger.rulebook.where import rules_root
from flagger.screen import read


def lines(folder: Path, rows: list[tuple[str, str, str]], table: object = TABLE) -> str:
    chronology(folder, rows, table)  # type: ignore[arg-type]
    reading = read([folder / "chronology.csv"], load_codebook(rules_root() / "codebook"))
    return " ".join(" ".join(people_lines(reading.people, of_reading(reading).events)).split())


def test_each_person_stands_with_every_role_and_its_rows(tmp_path: Path) -> None:
    text = lines(tmp_path, [("01/07/2024", "", "Mum attended with Wren.")])
    assert "Kim Ashdown, born 2 February 1990: mother: chronology.csv row 2, the GP row 8" in text
    assert "Wren Ashdown (child), born 1 February 2015: child: chronology.csv row 5; seen or there: " in text
    assert "differ" not in text


def test_two_asserted_as_father_are_shown_side_by_side_and_neither_is_chosen(tmp_path: Path) -> None:
    text = lines(tmp_path, [("01/07/2024", "Dan (father)", "Rang.")])
    assert "asserted as father: Joe Marsh (chronology.csv row 3), Dan (the GP row 8)" in text


def test_somebody_harmed_in_one_row_and_harming_in_another_is_said(tmp_path: Path) -> None:
    rows = [("01/07/2024", "", "Dad punched mum."), ("02/07/2024", "", "Mum punched dad.")]
    text = lines(tmp_path, rows)
    assert "Joe Marsh is said to be harmed (the GP row 9) and alleged to have harmed (the GP row 8)" in text
