"""`flagger rules`: listed, shown, checked, tested."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_sample import flagger


def _change(rules: Path, name: str, old: str, new: str) -> None:
    (path,) = rules.rglob(f"{name}.yaml")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _ids(*narrowed: str) -> list[str]:
    """The ids of the rules that are listed."""
    lines = flagger("rules", "list", *narrowed).stdout.splitlines()
    return [found[1] for line in lines if (found := re.match(r"  ([A-Z][A-Za-z0-9-]*)  ", line))]


def test_every_rule_is_listed_once() -> None:
    ids = _ids()
    assert "R22" in ids and "C01" in ids and len(ids) == len(set(ids))
    assert flagger("rules", "list").stdout.splitlines()[-1].startswith(f"{len(ids)} rules: ")


def test_the_list_can_be_narrowed() -> None:
    text = flagger("rules", "list", "--theme", "engagement", "--kind", "concern").stdout
    assert text.splitlines()[0].startswith("engagement: concern, ") and "R22" in text and "R01" not in text
    assert "No rule is all" in flagger("rules", "list", "--theme", "engagement", "--status", "deprecated").stdout


def test_the_list_can_be_of_the_rules_that_rest_on_an_audit() -> None:
    of_all, of_one = _ids(), _ids("--audit", "001")
    assert "R11" in of_one and 0 < len(of_one) < len(of_all)
    result = flagger("rules", "list", "--audit", "01")
    assert result.exit_code == 2 and "no audit `01`; expected one of 000, 001" in result.stderr


def test_an_unknown_theme_is_refused_with_those_there_are() -> None:
    result = flagger("rules", "list", "--theme", "engagment")
    assert result.exit_code == 2 and "did you mean `engagement`?" in result.stderr


def test_a_rule_is_shown_in_words() -> None:
    text = " ".join(flagger("rules", "show", "R22").stdout.split())
    for said in (
        "At least 3 rows within 180 days, each a row about “was not brought”.",
        "an area may set from 28 days to 365 days",
        "Our own inference.",
        "At least 3 of them are separate appointments within 180 days",
        "What care has the child gone without",
        "What else might explain it",
        "What it cannot see",
        "North Yorkshire Safeguarding Children Partnership",
        "the day after is outside",
    ):
        assert said in text, said


@pytest.mark.parametrize("rule", _ids())
def test_every_rule_can_be_shown(rule: str) -> None:
    result = flagger("rules", "show", rule)
    assert result.exit_code == 0, result.output
    assert "What it looks for" in result.stdout
    assert "None" not in re.sub(r"\bNone (of|is|was)\b", "", " ".join(result.stdout.split()))


def test_a_rule_that_is_not_there_is_refused_with_one_like_it() -> None:
    result = flagger("rules", "show", "R2")
    assert result.exit_code == 2 and "no rule `R2`" in result.stderr and "did you mean" in result.stderr


def test_the_shipped_rules_have_no_error() -> None:
    result = flagger("rules", "check")
    assert result.exit_code == 0, result.output
    assert "rules checked: 0 errors" in result.stdout


def test_an_error_that_the_check_finds_ends_with_ten(rules_copy: Path) -> None:
    _change(rules_copy, "R22", "findings: [003-parental-engagement", "findings: [003-parental-engagemant")
    result = flagger("rules", "check", "--rules", rules_copy)
    assert result.exit_code == 10
    assert any("R22.yaml:9: error:" in line for line in result.output.splitlines())


def test_the_tests_of_a_rule_hold() -> None:
    result = flagger("rules", "test", "R22", "C01")
    assert result.exit_code == 0, result.output
    assert "tests of 2 rules: 0 failed" in result.stdout


def test_a_test_that_fails_is_named_and_ends_with_ten(rules_copy: Path) -> None:
    _change(rules_copy, "R22", "times:    {value: 3,", "times:    {value: 2,")
    result = flagger("rules", "test", "R22", "--rules", rules_copy)
    assert result.exit_code == 10
    assert 'R22 "two are not enough": expected nothing; found confirmed (w1 w2)' in result.stdout


def test_every_moved_number_is_noticed_by_some_test() -> None:
    result = flagger("rules", "test", "R22", "R05", "--mutate")
    assert result.exit_code == 0, result.output
    assert "moved: 0 not noticed" in result.stdout


def test_a_number_that_no_test_notices_is_named(rules_copy: Path) -> None:
    (path,) = rules_copy.rglob("R22.yaml")
    text = path.read_text(encoding="utf-8")
    head, tests = text.split("tests:\n")
    path.write_text(
        head + "tests:\n" + tests.split("  - name: the day after")[0] + "owner: flagger\n", encoding="utf-8"
    )
    result = flagger("rules", "test", "R22", "--mutate", "--rules", rules_copy)
    assert result.exit_code == 10
    assert "R22: no test notices within 180d -> 181d" in result.stdout
