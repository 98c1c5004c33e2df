"""A new rule loads, its tests pass and pin its numbers, and the linter says just what is left to write."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from rulebook_sample import write_rules

from flagger.codebook.load import load_codebook
from flagger.documents.document import read_document
from flagger.rule_tests import RuleTests
from flagger.rulebook.lint import lint
from flagger.rulebook.load import Rulebook, load_rulebook
from flagger.rulebook.model import Rule
from flagger.rulebook.mutants import mutations
from flagger.rulebook.skeleton import MATCHERS, skeleton
from flagger.rulebook.where import rules_root
from flagger.rulebook.words import load_words
from flagger.screen import load_library

CODES = ("was_not_brought", "appt_attended")
LIBRARY = load_library(rules_root())


def new_rule(root: Path, matcher: str, theme: str = "engagement") -> Rule:
    path = root / "T90.yaml"
    path.write_text(skeleton("T90", theme, matcher, CODES, ("R01", "R20")), encoding="utf-8")
    return Rule.read(read_document(path, f"themes/{theme}/T90.yaml"))


def book_with(rule: Rule) -> Rulebook:
    book = LIBRARY.rulebook
    return replace(book, rules={**book.rules, rule.id: rule}, order=(*book.order, rule.id))


@pytest.mark.parametrize("matcher", MATCHERS)
def test_its_tests_pass_and_every_number_is_pinned(tmp_path: Path, matcher: str) -> None:
    rule = new_rule(tmp_path, matcher)
    runner = RuleTests(book_with(rule), LIBRARY.codebook, LIBRARY.calendar)
    as_written = [runner.run(rule, test) for test in rule.tests]
    assert [result.faults for result in as_written] == [()] * len(rule.tests)
    for label, values in mutations(rule) if matcher != "combine" else ():
        moved = rule.resolved(values, bounded=False)
        results = [runner.run(moved, test) for test in rule.tests]
        assert [(r.found, r.outcome) for r in results] != [(r.found, r.outcome) for r in as_written], label


@pytest.mark.parametrize("matcher", MATCHERS)
def test_the_linter_says_just_what_is_left_to_write(tmp_path: Path, matcher: str) -> None:
    rule = new_rule(tmp_path, matcher)
    agencies = read_document(rules_root() / "codebook" / "agencies.yaml", "agencies.yaml").data["agencies"]
    issues = lint(book_with(rule), dt.date(2026, 11, 22), LIBRARY.codebook, agencies, load_words(rules_root()))
    left = {issue.check for issue in issues if issue.file == rule.document.file}
    expected = {"still-to-write", "findings-known"}
    assert left == (expected | {"tests-cover"} if matcher == "combine" else expected)


def test_a_strength_begins_as_one(tmp_path: Path) -> None:
    assert new_rule(tmp_path, "count", "strengths").kind == "strength"


@pytest.mark.parametrize("matcher", MATCHERS)
def test_it_loads_with_its_folder(tmp_path: Path, matcher: str) -> None:
    codebook = load_codebook(rules_root() / "codebook")
    rule = skeleton("T01", "engagement", matcher, CODES, ("T02", "T03")).replace("T02, T03", "T02")
    write_rules(tmp_path, {"T01": rule, "T02": skeleton("T02", "engagement", "count", CODES, ())})
    assert "T01" in load_rulebook(tmp_path, {*codebook.codes, *codebook.families}).rules
