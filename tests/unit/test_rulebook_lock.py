"""The lock: a rule's meaning does not change while its version stays, and no rule goes without being deprecated."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulebook_sample import COUNT, SEQUENCE, change, load, read

from flagger.errors import RulesFault
from flagger.rulebook.lint.issue import Issue
from flagger.rulebook.lock import lock_issues, lock_text, meaning, read_lock

BOTH = {"T01": COUNT, "T02": SEQUENCE}
DEPRECATED = ("status: test", "status: deprecated\nreplaced_by: T02\ndeprecated_reason: There is a better one.")


def issues(root: Path, locked: dict[str, str], now: dict[str, str]) -> list[Issue]:
    """What is said of the rules as they are now, when others were locked."""
    before, after = root / "before", root / "after"
    text = lock_text(load(before, locked))
    book = load(after, now)
    (after / "lock.yaml").write_text(text, encoding="utf-8")
    lock = read_lock(after)
    assert lock is not None
    return lock_issues(book, lock)


def test_a_folder_without_a_lock_has_none(tmp_path: Path) -> None:
    assert read_lock(tmp_path) is None


def test_rules_as_they_were_locked_are_fine(tmp_path: Path) -> None:
    assert issues(tmp_path, BOTH, BOTH) == []


def test_a_folder_without_rules_can_be_locked(tmp_path: Path) -> None:
    assert issues(tmp_path, {}, {}) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 180d", "value: 181d"),
        ("title: Missed", "title: Missing"),
        ("code: [was_not_brought]}\nm", "code: [did_not_attend]}\nm"),
        ("status: test", "status: stable"),
    ],
)
def test_a_change_of_meaning_with_the_version_unchanged_is_an_error(tmp_path: Path, old: str, new: str) -> None:
    (issue,) = issues(tmp_path, BOTH, {**BOTH, "T01": change(COUNT, old, new)})
    said = "expected a version above 1.0.0, since the meaning changed; found 1.0.0"
    assert (issue.file, issue.line, issue.severity) == ("themes/T01.yaml", 6, "error")
    assert issue.message.endswith(said)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("owner: flagger", "owner: somebody else"),
        ("reviewed_on: 2026-11-22", "reviewed_on: 2026-11-23"),
        ("name: one only", "name: one by itself"),
        ("params:\n", "# a remark\nparams:\n"),
        ("{value: 3, min: 2, max: 10,", "{max: 10, min: 2, value: 3,"),
    ],
)
def test_tests_owner_review_comments_and_layout_are_no_meaning(tmp_path: Path, old: str, new: str) -> None:
    assert meaning(read(tmp_path, change(COUNT, old, new))) == meaning(read(tmp_path, COUNT))


def test_a_raised_version_must_be_locked_too(tmp_path: Path) -> None:
    raised = change(COUNT, "value: 180d", "value: 181d", ("version: 1.0.0", "version: 1.10.0"))
    (issue,) = issues(
        tmp_path, {**BOTH, "T01": change(COUNT, "version: 1.0.0", "version: 1.9.0")}, {**BOTH, "T01": raised}
    )
    assert issue.check == "locked"
    assert issue.message.endswith("expected 1.10.0 in lock.yaml (flagger rules lock); found 1.9.0")


def test_a_version_never_falls(tmp_path: Path) -> None:
    (issue,) = issues(tmp_path, {**BOTH, "T01": change(COUNT, "version: 1.0.0", "version: 2.0.0")}, BOTH)
    assert (issue.check, issue.severity) == ("version", "error")


def test_a_rule_that_is_not_in_the_lock_is_an_error(tmp_path: Path) -> None:
    (issue,) = issues(tmp_path, {"T01": COUNT}, BOTH)
    assert (issue.file, issue.line, issue.check, issue.severity) == ("themes/T02.yaml", 1, "locked", "error")


def test_a_rule_that_is_gone_is_an_error_unless_it_was_deprecated(tmp_path: Path) -> None:
    (gone,) = issues(tmp_path / "in use", BOTH, {"T02": SEQUENCE})
    assert (gone.file, gone.line, gone.severity) == ("lock.yaml", 3, "error")
    assert "`deprecated` and locked so before it goes" in gone.message
    (gone,) = issues(tmp_path / "old", {**BOTH, "T01": change(COUNT, *DEPRECATED)}, {"T02": SEQUENCE})
    assert (gone.file, gone.severity) == ("lock.yaml", "note")


def test_a_shared_episode_is_part_of_the_meaning_of_the_rules_that_name_it(tmp_path: Path) -> None:
    rules = {
        "T01": change(COUNT, "[was_not_brought]}\nm", "[was_not_brought], during: under_plan}\nm"),
        "T02": SEQUENCE,
    }
    locked = []
    for closes in ("cp_plan_end", "case_closed"):
        (tmp_path / "episodes.yaml").write_text(
            f"episodes:\n  under_plan: {{opens: {{code: [cp_plan_start]}}, closes: {{code: [{closes}]}}}}\n",
            encoding="utf-8",
        )
        locked.append({name: meaning(rule) for name, rule in load(tmp_path, rules).rules.items()})
    assert locked[0]["T01"] != locked[1]["T01"] and locked[0]["T02"] == locked[1]["T02"]


def test_a_lock_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    (tmp_path / "lock.yaml").write_text("rules:\n  T01: {version: '1', sha: x}\n", encoding="utf-8")
    with pytest.raises(RulesFault) as fault:
        read_lock(tmp_path)
    assert all(said.startswith("lock.yaml:2: ") for said in fault.value.faults)
    assert len(fault.value.faults) == 3
