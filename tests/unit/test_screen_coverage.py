"""Which cases a declared coverage is for, when one folder is read and when several are."""

from __future__ import annotations

from pathlib import Path

import pytest

from flagger.chronology.read import read_files
from flagger.screen import find_coverage

WHO = "{{agency: {agency}, from: 1970-01-02, to: 1970-01-11, rows: everything}}"


def write(folder: Path, cases: str, coverage: str = "", file: str = "rows.csv") -> Path:
    """A folder with one file, a row for each case named (a dot: no case), and what is declared beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [f"{'' if case == '.' else case},0{n}/01/1970,Noise in {file}" for n, case in enumerate(cases.split(), 2)]
    (folder / file).write_text("\n".join(["Case,Date,Event", *rows]), encoding="utf-8")
    if coverage:
        (folder / "coverage.yaml").write_text(coverage, encoding="utf-8")
    return folder


def for_all(agency: str) -> str:
    return f"agencies: [{WHO.format(agency=agency)}]\n"


def for_case(case: str, agency: str) -> str:
    return f"cases: {{{case}: [{WHO.format(agency=agency)}]}}\n"


def declared(*paths: Path, case: str | None = None, given: Path | None = None) -> dict[str, list[str]]:
    found = find_coverage(paths, given, read_files(paths, case=case))
    return {name: [row.agency for row in rows] for name, rows in found.items()}


def test_one_folder_declares_for_every_case_and_its_files_too(tmp_path: Path) -> None:
    elm = write(tmp_path / "elm", "A .", for_all("gp"))
    assert declared(elm) == declared(elm / "rows.csv") == {"*": ["gp"]}


def test_of_several_folders_each_declares_for_the_cases_that_have_rows_in_it(tmp_path: Path) -> None:
    elm, oak = write(tmp_path / "elm", "A B .", for_all("gp")), write(tmp_path / "oak", "B C", for_all("police"))
    want = {"A": ["gp"], "B": ["gp", "police"], "C": ["police"], "elm": ["gp"]}
    assert declared(elm, oak) == declared(oak, elm) == want
    together = {"A": ["gp"], "B": ["gp", "police"], "C": ["police"], tmp_path.name: ["gp"]}
    assert declared(elm / "rows.csv", oak / "rows.csv") == together


def test_a_case_that_is_given_has_what_every_folder_declares(tmp_path: Path) -> None:
    elm, oak = write(tmp_path / "elm", ".", for_all("gp")), write(tmp_path / "oak", ".", for_all("police"))
    assert declared(elm, oak, case="Family A") == {"Family A": ["gp", "police"]}


def test_a_folder_that_declares_nothing_says_nothing_of_its_cases(tmp_path: Path) -> None:
    assert declared(write(tmp_path / "elm", "A", for_all("gp")), write(tmp_path / "oak", "B")) == {"A": ["gp"]}


def test_what_a_folder_declares_for_one_case_stands_instead_of_what_it_declares_for_all(tmp_path: Path) -> None:
    elm = write(tmp_path / "elm", "A B", for_all("gp") + for_case("A", "school"))
    oak = write(tmp_path / "oak", "C")
    assert declared(elm, oak) == {"A": ["school"], "B": ["gp"]}
    assert declared(elm) == {"*": ["gp"], "A": ["school"]}


def test_a_case_that_is_named_has_what_is_declared_for_it_in_whichever_folder(tmp_path: Path) -> None:
    elm, oak = write(tmp_path / "elm", "A", for_case("B", "school")), write(tmp_path / "oak", "B", for_all("gp"))
    assert declared(elm, oak) == {"B": ["school", "gp"]}


@pytest.mark.parametrize("by_name", [False, True])
def test_a_folder_of_folders_declares_for_the_cases_in_them(tmp_path: Path, by_name: bool) -> None:
    write(tmp_path / "elm", "A .", for_all("gp"))
    write(tmp_path / "oak", ".")
    (tmp_path / "coverage.yaml").write_text(for_case("oak", "csc") if by_name else for_all("csc"), encoding="utf-8")
    everywhere = {"A": ["csc", "gp"], "elm": ["csc", "gp"], "oak": ["csc"]}
    assert declared(tmp_path) == ({"A": ["gp"], "elm": ["gp"], "oak": ["csc"]} if by_name else everywhere)


def test_a_loose_file_that_is_read_nowhere_else_does_not_bring_in_the_folders_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "elm", ".", for_all("gp"))
    (tmp_path / "notes.md").write_text("Nothing", encoding="utf-8")
    assert declared(tmp_path / "notes.md") == {}


def test_the_file_that_is_given_stands_alone(tmp_path: Path) -> None:
    elm = write(tmp_path / "elm", ".", for_all("gp"))
    given = tmp_path / "given.yaml"
    given.write_text(for_all("police"), encoding="utf-8")
    assert declared(elm, given=given) == {"*": ["police"]}
