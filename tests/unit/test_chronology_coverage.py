"""Coverage is declared strictly: every fault at once, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from flagger.chronology.coverage import read_coverage
from flagger.errors import RulesFault
from flagger.model import Coverage


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "coverage.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_uk_and_iso_dates_mean_the_same_days_and_both_ends_are_inside(tmp_path: Path) -> None:
    got = read_coverage(written(tmp_path, (
        "agencies:\n  - {agency: police, from: 1970-01-02, to: 31/01/1970, rows: everything}\n"
        "cases:\n  Family A: [{agency: HV, from: 1 January 1970, to: '1970-01-01', rows: significant}]\n"
    )))  # fmt: skip
    assert got == {
        "*": (Coverage("police", 1, 30, True),),
        "Family A": (Coverage("health_visitor", 0, 0, False),),
    }


def test_every_fault_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, (
        "agencies:\n"
        "  - {agency: police, from: 2022-01-01, to: 2021-01-01, rows: everything}\n"
        "  - {agency: police, from: March 2022, to: 2023-01-01, rows: all}\n"
        "  - {agency: 3, from: 2022-01-01, rows: significant, until: 2023-01-01}\n"
        "  - police\n"
        "cases:\n"
        "  A: everything\n"
        "extra: 1\n"
    ))  # fmt: skip
    with pytest.raises(RulesFault) as fault:
        read_coverage(path)
    lines = sorted(int(line.split("coverage.yaml:")[1].split(":")[0]) for line in fault.value.faults)
    assert lines == [2, 3, 3, 4, 4, 4, 5, 7, 8]


@pytest.mark.parametrize(
    "text", ["{}", "cases: {}\n", "- a\n", "agencies:\n", "agencies: [\n", "agencies: []\nagencies: []\n"]
)
def test_a_file_that_declares_nothing_readable_is_a_fault(tmp_path: Path, text: str) -> None:
    with pytest.raises(RulesFault):
        read_coverage(written(tmp_path, text))


DRAFT = "confirmed: {said}\nagencies: [{{agency: gp, from: 1970-01-02, to: 1970-01-11, rows: {rows}}}]\n"


@pytest.mark.parametrize("rows", ["ask", "everything"])
def test_what_stands_in_a_draft_is_not_confirmed(tmp_path: Path, rows: str) -> None:
    ((row,),) = read_coverage(written(tmp_path, DRAFT.format(said="no", rows=rows))).values()
    assert (row.agency, row.confirmed, row.everything) == ("gp", False, rows == "everything")


def test_a_file_that_says_yes_and_one_that_says_nothing_are_confirmed(tmp_path: Path) -> None:
    said = read_coverage(written(tmp_path, DRAFT.format(said="yes", rows="everything")))
    silent = read_coverage(written(tmp_path, DRAFT.format(said="yes", rows="everything").split("\n", 1)[1]))
    assert said == silent == {"*": (Coverage("gp", 1, 10, True),)}


@pytest.mark.parametrize(
    ("said", "rows", "wanted"),
    [
        ("yes", "ask", r"coverage\.yaml:2: `rows` is still to be asked, so the file is not confirmed yet"),
        ("perhaps", "everything", r"coverage\.yaml:1: `confirmed`: expected yes, or no"),
        ("no", "some", r"coverage\.yaml:2: `rows`: expected `everything` or `significant`"),
    ],
)
def test_a_question_left_open_is_no_answer(tmp_path: Path, said: str, rows: str, wanted: str) -> None:
    with pytest.raises(RulesFault, match=wanted):
        read_coverage(written(tmp_path, DRAFT.format(said=said, rows=rows)))
