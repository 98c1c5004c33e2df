"""No run starts with a broken rule, even one whose file can be read: every fault with its place, and exit 10."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_sample import flagger, write_case

RULE = Path("themes", "engagement", "R22.yaml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{n} rows", "{nn} rows", "a word in braces is not known here"),
        ("  possible:", "  pending:", "a sentence is missing; expected one for `possible`"),
        ("findings: [003-", "findings: [993-", "no finding `993-"),
        ("peak_at_least", "days_at_most", "`days_at_most` is not measured here"),
        ("at_least: $times,", "at_least: $times, distinct: [kept, missed],", "this can never match: too few values"),
    ],
)
def test_a_run_does_not_start_with_a_broken_rule(
    tmp_path: Path, rules_copy: Path, old: str, new: str, said: str
) -> None:
    path = rules_copy / RULE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = flagger("screen", write_case(tmp_path / "hartley"), "--rules", rules_copy, "--out", tmp_path / "out")
    assert result.exit_code == 10 and not result.stdout and not (tmp_path / "out").exists()
    assert f"{RULE.as_posix()}:" in result.stderr and said in result.stderr
    assert "Traceback" not in result.stderr and "Hartley" not in result.stderr


def test_a_rule_that_is_broken_is_not_tried_but_others_are(tmp_path: Path, rules_copy: Path) -> None:
    path, case = rules_copy / RULE, write_case(tmp_path / "hartley")
    path.write_text(path.read_text(encoding="utf-8").replace("{n} rows", "{nn} rows", 1), encoding="utf-8")
    result = flagger("rules", "try", "R22", case, "--rules", rules_copy)
    assert result.exit_code == 10 and "a word in braces is not known here" in result.stderr
    assert flagger("rules", "try", "R08", case, "--rules", rules_copy).exit_code == 0


def test_a_new_rule_can_be_tried_before_its_words_are_written(tmp_path: Path, rules_copy: Path) -> None:
    flagger("rules", "new", "T90", "--theme", "engagement", "--matcher", "count", "--rules", rules_copy)
    result = flagger(
        "rules", "try", "T90", write_case(tmp_path / "hartley"), "--rules", rules_copy, "--set", "within=180d"
    )
    assert result.exit_code == 0 and "Gained: 1" in result.stdout, result.output
