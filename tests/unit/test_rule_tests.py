"""A rule's own tests: a sentence for each difference, and nothing said of what is right."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from engine_sample import CALENDAR, CODES, expand
from rulebook_sample import COMBINE, COUNT, SEQUENCE, change, load

from flagger.rule_tests import Result, RuleTests
from flagger.rulebook.model import RuleTest


@pytest.fixture
def runner(tmp_path: Path) -> RuleTests:
    codebook: Any = SimpleNamespace(codes=dict.fromkeys(CODES), expand=expand)
    return RuleTests(load(tmp_path, {"T01": COUNT, "T02": SEQUENCE, "T05": COMBINE}), codebook, CALENDAR)


def run(runner: RuleTests, rule: str, events: str, **given: Any) -> Result:
    test = RuleTest.model_validate(
        {"name": "x", "as_at": dt.date(2024, 12, 31), "events": events, **{"expect": (), **given}}
    )
    return runner.run(runner._rulebook.rules[rule], test)


THREE = "".join(f"a{n} 2024-0{n}-10 was_not_brought agency=gp\n" for n in (1, 2, 3))


def test_a_test_that_holds_says_nothing(runner: RuleTests) -> None:
    got = run(runner, "T01", THREE, expect=({"status": "confirmed", "evidence": ("a3", "a1", "a2")},))
    assert (got.faults, got.outcome, got.found) == ((), "flagged", (("confirmed", ("a1", "a2", "a3")),))
    assert (got.rule, got.test) == ("T01", "x")


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"expect": ()}, "expected nothing; found confirmed (a1 a2 a3)"),
        (
            {"expect": ({"status": "possible", "evidence": ("a1", "a2", "a3")},)},
            "expected possible (a1 a2 a3); found confirmed (a1 a2 a3)",
        ),
        ({"expect": None, "outcome": "not flagged"}, "expected not flagged; found flagged"),
    ],
)
def test_each_difference_is_one_sentence(runner: RuleTests, given: dict[str, Any], fault: str) -> None:
    assert run(runner, "T01", THREE, **given).faults == (fault,)


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ("a 2024 was_not_brought", "not flagged"),
        ("a 2024 referral", "not assessed"),
        ("a undated was_not_brought", "not assessed"),
        ("a 2025-01-01 was_not_brought\nb undated -", "not assessed"),
    ],
)
def test_the_outcome_is_what_a_run_would_say(runner: RuleTests, events: str, outcome: str) -> None:
    assert run(runner, "T01", events).outcome == outcome


def test_without_a_dated_row_a_rule_that_needs_nothing_is_not_assessed_either(tmp_path: Path) -> None:
    codebook: Any = SimpleNamespace(codes=dict.fromkeys(CODES), expand=expand)
    rules = {"T01": change(COUNT, "needs: {codes: [was_not_brought]}\n", "")}
    runner = RuleTests(load(tmp_path, rules), codebook, CALENDAR)
    assert run(runner, "T01", "a undated was_not_brought").outcome == "not assessed"
    assert run(runner, "T01", "a 2024 referral").outcome == "not flagged"


def test_a_combined_rule_is_run_with_the_rules_that_it_uses(runner: RuleTests) -> None:
    text = THREE + "c 2024-02-01 case_closed\nr 2024-02-20 referral\n"
    got = run(runner, "T05", text, expect=({"status": "confirmed", "evidence": ("a1", "a2", "a3", "c", "r")},))
    assert got.faults == ()


def test_what_a_rule_uses_is_run_with_what_it_uses_in_turn(tmp_path: Path) -> None:
    of_matches = "{of: {rule: T02}, at_least: 1, within: $within}"
    events = COUNT[COUNT.index("events:\n") : COUNT.index("match:\n")]
    counted = "{of: missed, at_least: $n, within: $within, collapse: {within: 1d, same: [agency]}}"
    t07 = change(
        COUNT, counted, of_matches, ("id: T01", "id: T07"), (events, ""), ("title: Missed", "title: T07 missed")
    )
    t05 = change(COMBINE, "of: [T01, T02]", "of: [T01, T07]")
    codebook: Any = SimpleNamespace(codes=dict.fromkeys(CODES), expand=expand)
    rulebook = load(tmp_path, {"T01": COUNT, "T02": SEQUENCE, "T07": t07, "T05": t05})
    text = THREE + "c 2024-02-01 case_closed\nr 2024-02-20 referral\n"
    assert run(RuleTests(rulebook, codebook, CALENDAR), "T05", text).outcome == "flagged"
