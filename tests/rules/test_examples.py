"""Every test of every rule file runs, through the engine itself, and pins every number that a rule turns on."""

from __future__ import annotations

import pytest

from flagger.rule_tests import RuleTests
from flagger.rulebook.mutants import mutations
from flagger.rulebook.where import rules_root
from flagger.screen import Library, load_library

RULES = load_library(rules_root()).rulebook.rules
TESTS = [(rule, test) for rule in RULES.values() for test in rule.tests]


@pytest.mark.parametrize(("rule", "test"), TESTS, ids=[f"{rule.id}: {test.name}" for rule, test in TESTS])
def test_a_rules_own_test_gives_what_it_says(rule_tests: RuleTests, rule: object, test: object) -> None:
    result = rule_tests.run(rule, test)  # type: ignore[arg-type]
    assert not result.faults


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_number_moved_by_the_least_that_matters_is_noticed(
    library: Library, rule_tests: RuleTests, name: str
) -> None:
    rule = library.rulebook.rules[name]
    as_written = [rule_tests.run(rule, test) for test in rule.tests]
    unnoticed = []
    for label, overrides in mutations(rule):
        moved = rule.resolved(overrides, bounded=False)
        results = [rule_tests.run(moved, test) for test in rule.tests]
        if all((a.found, a.outcome) == (b.found, b.outcome) for a, b in zip(as_written, results, strict=True)):
            unnoticed.append(label)
    assert not unnoticed
