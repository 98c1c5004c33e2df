"""Drafts of coverage from the command line: written once, read by a screening as a draft, and asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_sample import flagger, write_case

ROWS = "Date,Agency,Event\n10/01/2023,Police,Case heard at MARAC.\n01/06/2023,Police,Rang\n"


def case(tmp_path: Path) -> Path:
    folder = tmp_path / "hartley"
    folder.mkdir()
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    return folder


def screened(*arguments: str | Path) -> str:
    result = flagger("screen", *arguments, "--as-at", "30/06/2024")
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def test_a_draft_goes_where_a_screening_finds_it_and_counts_for_nothing_until_confirmed(tmp_path: Path) -> None:
    folder = case(tmp_path)
    assert flagger("read", folder, "--coverage").exit_code == 0
    path = folder / "coverage.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("\nconfirmed: no\n") == 1 and "#   csc: its rows are searched by" in text and "R30" in text
    before = screened(folder, "--out", tmp_path / "out")
    assert "Coverage is a draft nobody confirmed" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "coverage is a draft nobody confirmed: absence rules are not assessed: R" in before
    assert "Coverage is a draft nobody confirmed" in before and "No coverage is declared" not in before
    more = "agencies:\n  - {agency: csc, from: 2022-01-01, to: 2024-06-30, rows: everything}\n"
    path.write_text(text.replace("agencies:\n", more), encoding="utf-8")
    assert "(R30," not in screened(folder)
    confirmed = (
        path.read_text(encoding="utf-8")
        .replace("confirmed: no", "confirmed: yes")
        .replace("rows: ask", "rows: everything")
    )
    path.write_text(confirmed, encoding="utf-8")
    after = screened(folder)
    assert "(R30, confirmed)" in after and "nobody confirmed" not in after


def test_a_draft_that_is_confirmed_with_a_question_open_stops_the_run(tmp_path: Path) -> None:
    folder = case(tmp_path)
    flagger("read", folder, "--coverage")
    path = folder / "coverage.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("confirmed: no", "confirmed: yes"), encoding="utf-8")
    result = flagger("screen", folder)
    assert result.exit_code == 10 and "`rows` is still to be asked" in result.stderr


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "hartley", coverage=True)
    before = (folder / "coverage.yaml").read_bytes()
    result = flagger("read", folder, "--coverage")
    assert result.exit_code == 2 and "there already" in result.stderr
    named = flagger("read", folder, "--coverage", tmp_path / "draft.yaml")
    assert named.exit_code == 0 and (tmp_path / "draft.yaml").is_file()
    assert (folder / "coverage.yaml").read_bytes() == before


def test_of_several_folders_the_file_must_be_named(tmp_path: Path) -> None:
    one, two = write_case(tmp_path / "one"), write_case(tmp_path / "two")
    result = flagger("read", one, two, "--coverage")
    assert result.exit_code == 2 and "expected the name of a file" in result.stderr
    assert flagger("read", tmp_path, "--coverage").exit_code == 0
    assert "cases:" in (tmp_path / "coverage.yaml").read_text(encoding="utf-8")
    assert "nobody confirmed" in screened(tmp_path)


def test_the_summary_and_the_page_say_whom_to_ask_for_what(tmp_path: Path) -> None:
    folder = case(tmp_path)
    text = screened(folder, "--out", tmp_path / "out")
    assert "R30" in text.split("To tell whether there is a row about")[1]
    assert "ask children's social care for everything they hold from 13 December 2022 to 24 January 2023." in text
    assert "What to ask, to be able to tell" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("loose", [True, False])
def test_coverage_is_for_the_case_that_is_named_on_the_command_line(tmp_path: Path, given: bool, loose: bool) -> None:
    folder = case(tmp_path)
    coverage = folder / "coverage.yaml" if not given else tmp_path / "given.yaml"
    declared = "[{agency: csc, from: 2022-01-01, to: 2024-06-30, rows: everything}]"
    what = folder / "rows.csv" if loose else folder
    for text in (f"agencies: {declared}\n", f"cases: {{Family A: {declared}}}\n"):
        coverage.write_text(text, encoding="utf-8")
        said = screened(what, "--case", "Family A", *(("--coverage", coverage) if given else ()))
        assert "CASE Family A" in said and "(R30, confirmed)" in said


def test_coverage_of_no_case_that_was_read_is_told_of(tmp_path: Path) -> None:
    folder = case(tmp_path)
    coverage = "cases: {Hartly: [{agency: csc, from: 2022-01-01, to: 2024-06-30, rows: everything}]}\n"
    (folder / "coverage.yaml").write_text(coverage, encoding="utf-8")
    said = "coverage is declared for Hartly, and no row read is of such a case"
    assert said in screened(folder)
    assert said not in screened(folder, "--case", "Hartly")
