"""What must hold of all shipped rules together: they load with their codebook, and the linter finds nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from flagger.codebook.book import Codebook
from flagger.codebook.load import load_codebook
from flagger.documents.document import read_document
from flagger.rulebook.lint import Issue, lint
from flagger.rulebook.load import Rulebook, load_rulebook
from flagger.rulebook.mutants import mutations
from flagger.rulebook.where import rules_root
from flagger.rulebook.words import load_words

ROOT = rules_root()
LAST_REVIEW_OF_THE_CORPUS = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook(ROOT / "codebook")


@pytest.fixture(scope="module")
def rulebook(codebook: Codebook) -> Rulebook:
    return load_rulebook(ROOT, {*codebook.codes, *codebook.families})


@pytest.fixture(scope="module")
def issues(rulebook: Rulebook, codebook: Codebook) -> list[Issue]:
    agencies = read_document(ROOT / "codebook" / "agencies.yaml", "agencies.yaml").data["agencies"]
    return lint(rulebook, LAST_REVIEW_OF_THE_CORPUS, codebook, agencies, load_words(ROOT))


def test_the_linter_finds_nothing_to_mend(issues: list[Issue]) -> None:
    assert [str(issue) for issue in issues if issue.severity != "note"] == []


def test_concerns_and_strengths_are_both_looked_for(rulebook: Rulebook) -> None:
    assert {"concern", "strength"} <= {rule.kind for rule in rulebook.rules.values()}


def test_every_matcher_is_used(rulebook: Rulebook) -> None:
    used = {rule.matcher.key for rule in rulebook.rules.values()}
    assert used == {"count", "sequence", "absence", "measure", "rate", "conflict", "combine"}


def test_every_number_of_every_rule_that_an_area_may_set_can_be_moved(rulebook: Rulebook) -> None:
    for rule in rulebook.rules.values():
        moved = {name for _, overrides in mutations(rule) for name in overrides}
        assert moved == set(rule.params), rule.id


def test_every_bound_makes_a_rule(rulebook: Rulebook) -> None:
    for rule in rulebook.rules.values():
        for name, param in rule.params.items():
            for bound in (param.min, param.max):
                if bound is not None:
                    assert rule.resolved({name: bound}).params[name].value == bound, rule.id
