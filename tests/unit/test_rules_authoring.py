"""`flagger rules check`, `lock` and `new`: what a writer of rules is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rulebook_sample import COUNT, SEQUENCE, write_rules

from flagger.cli import main
from flagger.rulebook.skeleton import MATCHERS
from flagger.rulebook.where import rules_root

RULE = Path("themes", "T01.yaml")


def flagger(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A folder of two sound rules, with the codebook and the words to avoid that ship."""
    other = SEQUENCE.replace("family: engagement", "family: repetition")
    root = write_rules(tmp_path / "my rules", {"T01": COUNT, "T02": other})
    shutil.copytree(rules_root() / "codebook", root / "codebook")
    shutil.copy(rules_root() / "words.yaml", root)
    (root / "themes" / "engagement").mkdir()
    return root


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_fault_of_every_file_is_said_at_once(few: Path) -> None:
    change(few / RULE, "kind: concern", "kind: concerning")
    change(few / "themes" / "T02.yaml", "possible: ", "pending: ")
    change(few / "words.yaml", "instead: unseen men", "insted: unseen men")
    result = flagger("rules", "check", "--rules", few)
    assert result.exit_code == 10
    lines = result.stdout.splitlines()
    assert any(line.startswith("themes/T01.yaml:4: error: `kind` cannot be that; expected") for line in lines)
    assert any("T02.yaml" in line and "expected one for `possible`" in line for line in lines)
    assert any(line.startswith("words.yaml:") and "`insted`" in line for line in lines)
    assert lines[-1].startswith("1 rule checked: 5 errors")


def test_rules_in_a_circle_are_a_fault_of_the_check(few: Path) -> None:
    text = (few / RULE).read_text(encoding="utf-8")
    for name, other in (("T01", "T03"), ("T03", "T01")):
        combined = text.replace("id: T01", f"id: {name}")
        start, end = combined.index("match:"), combined.index("report:")
        match = f"match:\n  combine: {{of: [{other}], at_least: $n, distinct: rule, within: $within}}\n"
        (few / "themes" / f"{name}.yaml").write_text(combined[:start] + match + combined[end:], "utf-8")
    result = flagger("rules", "check", "--rules", few)
    assert result.exit_code == 10
    assert "rules lead back to themselves" in result.stdout and "T01 -> T03 -> T01" in result.stdout


def test_notes_that_are_many_are_counted_and_shown_when_asked(few: Path) -> None:
    short = flagger("rules", "check", "--rules", few).stdout
    assert " notes such as: no rule uses `" in short and "(--verbose: all) [codes-used]" in short
    long = flagger("rules", "check", "--verbose", "--rules", few).stdout
    assert "codebook/health.yaml:" in long and len(long.splitlines()) > 100 > len(short.splitlines())
    assert long.splitlines()[-1] == short.splitlines()[-1]


def test_a_folder_without_a_lock_is_checked_without_one(few: Path) -> None:
    result = flagger("rules", "check", "--rules", few)
    assert result.exit_code == 0 and "lock" not in result.stdout


def test_a_locked_rule_that_changes_needs_a_new_version(few: Path) -> None:
    assert "2 rules locked, 2 of them new or changed" in flagger("rules", "lock", "--rules", few).stdout
    assert flagger("rules", "check", "--rules", few).exit_code == 0
    change(few / RULE, "title: ", "title: Perhaps ")
    result = flagger("rules", "check", "--rules", few)
    assert result.exit_code == 10
    assert "T01.yaml:6: error: the meaning and the version part ways; expected a version above 1.0.0" in result.stdout
    before = (few / "lock.yaml").read_bytes()
    refused = flagger("rules", "lock", "--rules", few)
    assert refused.exit_code == 10 and "nothing was locked" in refused.stderr
    assert (few / "lock.yaml").read_bytes() == before
    change(few / RULE, "version: 1.0.0", "version: 1.1.0")
    assert "2 rules locked, 1 of them new or changed" in flagger("rules", "lock", "--rules", few).stdout
    assert flagger("rules", "check", "--rules", few).exit_code == 0


def test_a_rule_may_go_only_after_it_was_deprecated(few: Path) -> None:
    flagger("rules", "lock", "--rules", few)
    text = (few / RULE).read_text(encoding="utf-8")
    (few / RULE).unlink()
    result = flagger("rules", "check", "--rules", few)
    assert result.exit_code == 10 and "lock.yaml:3: error: no rule T01; expected its file" in result.stdout
    assert flagger("rules", "lock", "--rules", few).exit_code == 10
    (few / RULE).write_text(text, encoding="utf-8")
    status = "status: deprecated\nreplaced_by: T02\ndeprecated_reason: For the test."
    change(few / RULE, "status: test\nversion: 1.0.0", f"{status}\nversion: 2.0.0")
    flagger("rules", "lock", "--rules", few)
    (few / RULE).unlink()
    result = flagger("rules", "check", "--rules", few)
    assert result.exit_code == 0 and "T01 was deprecated and is gone" in result.stdout
    assert "1 rule locked, 0 of them new or changed" in flagger("rules", "lock", "--rules", few).stdout


def test_a_rule_that_cannot_be_read_is_not_gone(few: Path) -> None:
    flagger("rules", "lock", "--rules", few)
    change(few / RULE, "kind: concern", "kind: concerning")
    assert "no rule T01" not in flagger("rules", "check", "--rules", few).stdout


@pytest.mark.parametrize("matcher", MATCHERS)
def test_a_new_rule_loads_and_the_check_says_what_is_left_to_write(few: Path, matcher: str) -> None:
    result = flagger("rules", "new", "T90", "--theme", "engagement", "--matcher", matcher, "--rules", few)
    assert result.exit_code == 0, result.output
    assert (few / "themes" / "engagement" / "T90.yaml").is_file() and "new theme" not in result.stdout
    assert ", 0 warnings" in flagger("rules", "check", "--rules", few).stdout
    check = flagger("rules", "check", "--rules", few).stdout
    assert "T90.yaml:3: error: still to be written; expected in your words: what the record shows" in check
    assert "3 rules checked" in check


def test_a_new_rule_never_takes_anothers_place(few: Path) -> None:
    result = flagger("rules", "new", "T01", "--theme", "record", "--matcher", "count", "--rules", few)
    assert result.exit_code == 2 and "T01 is there already" in result.stderr


def test_a_new_theme_is_said_to_be_new(few: Path) -> None:
    result = flagger("rules", "new", "T90", "--theme", "engagment", "--matcher", "count", "--rules", few)
    assert "`engagment` is a new theme (did you mean `engagement`?)." in result.stdout


@pytest.mark.parametrize(("rule", "theme"), [("t22", "engagement"), ("../R9", "engagement"), ("R9", "../../up")])
def test_a_new_rule_needs_a_name_that_is_one(few: Path, rule: str, theme: str) -> None:
    result = flagger("rules", "new", rule, "--theme", theme, "--matcher", "count", "--rules", few)
    assert result.exit_code == 2 and "cannot be that; expected" in result.stderr


def test_rules_inside_the_installed_program_are_not_written(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flagger.rulebook import where

    monkeypatch.setattr(where, "_package", lambda: few.parent)
    few = few.rename(few.parent / "_rules")
    for arguments in (("lock",), ("new", "T90", "--theme", "record", "--matcher", "count")):
        result = flagger("rules", *arguments)
        assert result.exit_code == 2 and "belongs to the installed program" in result.stderr
