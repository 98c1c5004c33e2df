"""`flagger rules try`: what a rule finds with other numbers, and finds no more, with the rows behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_sample import flagger, write_case

from flagger.rulebook.where import rules_root
from flagger.screen import load_library

LATER = """Date,Details,Child
12/01/2022,Was not brought to her development check,Ava
02/03/2022,Was not brought to clinic,Ava
20/12/2022,Was not brought to clinic,Ava
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "hartley")


@pytest.fixture
def later(tmp_path: Path) -> Path:
    path = tmp_path / "health visitor.csv"
    path.write_text(LATER, encoding="utf-8")
    return path


def tried(*arguments: str | Path) -> list[str]:
    result = flagger("rules", "try", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_a_match_that_other_numbers_find_is_gained_with_its_rows(later: Path) -> None:
    lines = tried("R22", later, "--set", "within=12mo", "--case", "hartley")
    start = lines.index("Gained: 1")
    assert lines[start + 1].startswith("  hartley, confirmed: 3 rows, the first dated 12 January 2022")
    rows = [line for line in lines if line.startswith("    + ")]
    assert (
        rows[0]
        == "    + health visitor.csv row 2, 12/01/2022, health visitor: Was not brought to her development check"
    )
    assert [row.split(",")[0][-5:] for row in rows] == ["row 2", "row 3", "row 4"]
    assert "Lost: none" in lines and "Changed: none" in lines and "As before: 0 matches" in lines


def test_a_match_that_other_numbers_do_not_find_is_lost(case: Path) -> None:
    lines = tried("R22", case, "--set", "within=60d")
    start = lines.index("Lost: 1")
    assert lines[start + 1].startswith("  hartley, confirmed: ")
    assert sum(line.startswith("    - health visitor.csv row ") for line in lines) == 3
    assert "  within: 60 days instead of 180 days" in lines


def test_a_match_with_other_rows_is_changed_and_marks_them(case: Path) -> None:
    lines = tried("R22", case, "--set", "within=60d", "--set", "times=2")
    assert "Gained: none" in lines and "Lost: none" in lines and "Changed: 1" in lines
    marks = [line[4] for line in lines if " row " in line and line.startswith("    ")]
    assert marks == [" ", " ", "-"]


def test_what_is_found_either_way_is_as_before(case: Path) -> None:
    lines = tried("R22", case, "--set", "times=2")
    assert "As before: 1 match" in lines and "Changed: none" in lines


def test_without_other_numbers_what_the_rule_finds_is_shown(case: Path) -> None:
    lines = tried("R22", case)
    assert "Found: 1" in lines and not any(line.startswith(("Gained", "As before")) for line in lines)


def test_a_change_of_certainty_is_said(tmp_path: Path) -> None:
    path = tmp_path / "health visitor.csv"
    path.write_text(LATER.replace("20/12/2022", "July 2022"), encoding="utf-8")
    lines = tried("R22", path, "--set", "within=12mo")
    assert any("confirmed, before possible: " in line for line in lines)


def test_a_number_outside_the_authors_bounds_is_allowed_and_said(case: Path) -> None:
    lines = tried("R22", case, "--set", "within=2y")
    assert "  within: 2 years instead of 180 days; outside the author's bounds (28 days to 365 days)" in lines


def test_a_text_is_cut_and_a_line_is_no_wider_than_the_others(tmp_path: Path) -> None:
    path = tmp_path / "health visitor.csv"
    path.write_text(LATER.replace("development check", "check " * 40), encoding="utf-8")
    lines = tried("R22", path, "--set", "within=12mo")
    assert max(map(len, lines)) <= 100 and sum(line.endswith("check...") or line.endswith("...") for line in lines) == 1


def test_a_rule_that_was_not_assessed_says_why(case: Path) -> None:
    lines = tried("R11", case, "--set", "within=30wd")
    assert any(line.startswith("Not assessed in hartley: no dated row is about") for line in lines)


@pytest.mark.parametrize(
    ("rule", "given", "said"),
    [
        ("R22", "withn=6mo", "R22 has no number `withn`; expected one of times, within"),
        ("R22", "withn=6mo", "(did you mean `within`?)"),
        ("R22", "within=6", "R22: `within` cannot be that; expected a span such as 28d or 12mo; found 6"),
        ("R22", "within=soon", "R22: `within` cannot be that; expected a span such as 28d or 12mo"),
        ("R22", "times=2.5", "R22: `times` cannot be that; expected a whole number; found 2.5"),
        (
            "R22",
            "times=0",
            "with these numbers R22 is no rule: `at_least` cannot be that; expected at least 1; found 0",
        ),
        ("R22", "within", "expected a number's name and its value, such as within=6mo"),
        ("R2", "within=6mo", "no rule `R2`"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_a_sentence(case: Path, rule: str, given: str, said: str) -> None:
    result = flagger("rules", "try", rule, case, "--set", given)
    assert result.exit_code == 2 and said in result.stderr, result.stderr
    assert "Hartley" not in result.stderr


def test_a_combined_rule_is_tried_with_what_it_uses(case: Path) -> None:
    lines = tried("C01", case, "--set", "kinds=1")
    assert "  kinds: 1 instead of 3; outside the author's bounds (2 to 6)" in lines
    assert any(line.startswith("  hartley, confirmed") for line in lines)


def test_a_rule_that_is_off_here_can_be_tried(case: Path) -> None:
    library = load_library(rules_root())
    off = next(name for name, rule in library.rulebook.rules.items() if rule.default == "off")
    assert any("switched off here" in outcome for outcome in flagger("screen", case).stdout.splitlines())
    assert not any("switched off" in line for line in tried(off, case))


def test_an_areas_numbers_are_where_a_trial_begins(case: Path, tmp_path: Path) -> None:
    pack = tmp_path / "here.yaml"
    entry = "{value: 60d, from: 2000-01-01, source: ours}"
    pack.write_text(f"title: Here\nrules:\n  R22: {{within: [{entry}]}}\n", encoding="utf-8")
    lines = tried("R22", case, "--set", "within=180d", "--area", pack)
    assert "  within: 180 days instead of 60 days" in lines and "Gained: 1" in lines
