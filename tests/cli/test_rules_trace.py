"""`flagger rules trace`: where each finding of the audits ends."""

from __future__ import annotations

from pathlib import Path

from cli_sample import flagger


def test_every_finding_is_traced_and_counted() -> None:
    result = flagger("rules", "trace")
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "AUDIT 000" in said and "AUDIT 004" in said
    assert "63 headings, 122 bullets, 80 other sentences, 2 lists of reading: all 267 placed." in said


def test_one_audit_can_be_asked_for() -> None:
    text = flagger("rules", "trace", "--audit", "001").stdout
    assert "AUDIT 001" in text and "AUDIT 000" not in text
    unknown = flagger("rules", "trace", "--audit", "01")
    assert unknown.exit_code == 2 and "did you mean `001`?" in unknown.stderr


def test_a_finding_that_ends_nowhere_is_named_and_fails(rules_copy: Path) -> None:
    (rules_copy / "prompts.yaml").unlink()
    result = flagger("rules", "trace", "--rules", str(rules_copy))
    assert result.exit_code == 10
    assert "`000-four-principles` ends nowhere; expected a rule, a prompt or a reason; found none" in result.stdout
    check = flagger("rules", "check", "--rules", str(rules_copy))
    assert check.exit_code == 10 and "`000-four-principles` ends nowhere" in check.stdout
    only = flagger("rules", "trace", "--audit", "004", "--rules", str(rules_copy))
    assert only.exit_code == 10 and "`004-supervision` ends nowhere" in only.stdout
    assert "000-four-principles" not in only.stdout


def test_a_file_that_cannot_be_read_is_not_said_to_leave_findings_without_an_end(rules_copy: Path) -> None:
    prompts = rules_copy / "prompts.yaml"
    prompts.write_text(
        prompts.read_text(encoding="utf-8").replace("stage: action", "stage: acting", 1), encoding="utf-8"
    )
    check = flagger("rules", "check", "--rules", str(rules_copy))
    assert check.exit_code == 10 and "`stage`" in check.stdout and "ends nowhere" not in check.stdout
