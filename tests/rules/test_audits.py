"""What must hold of the shipped audits, prompts and reasons together, and of the pages made from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from flagger.report.library.audits_page import AUDITS_PAGE, audits_page
from flagger.report.library.prompts_page import PROMPTS_PAGE, prompts_page
from flagger.rulebook.load import Rulebook, load_rulebook
from flagger.rulebook.prompts import PRINCIPLES, STAGES
from flagger.rulebook.trace import faults_of, trace
from flagger.rulebook.where import rules_root

ROOT = Path(__file__).parents[2]
COUNTED_IN_THE_TEXTS = {"000": 22, "001": 53, "002": 84, "003": 60, "004": 48}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook(rules_root())


def test_every_part_of_every_audit_ends_somewhere(book: Rulebook) -> None:
    audits = trace(book)
    assert list(faults_of(audits)) == []
    assert {audit.audit: audit.parts for audit in audits} == COUNTED_IN_THE_TEXTS


def test_only_what_describes_an_audit_needs_no_rule_and_no_prompt_but_for_what_partnerships_do(book: Rulebook) -> None:
    alone = [
        t for audit in trace(book) for t in audit.findings if not (t.rules or t.prompts) and t.finding.kind != "context"
    ]
    assert {reason for traced in alone for reason in traced.reasons} <= {"governance", "who-sits-on-reviews"}


def test_the_bank_is_useful_at_every_stage_and_for_every_principle(book: Rulebook) -> None:
    prompts = book.prompts.prompts.values()
    assert len(prompts) >= 45
    stages = Counter(prompt.stage for prompt in prompts)
    principles = Counter(principle for prompt in prompts for principle in prompt.principles)
    assert min(stages[stage] for stage in STAGES) >= 8
    assert min(principles[principle] for principle in PRINCIPLES) >= 8
    assert len({prompt.asks for prompt in prompts}) == len(prompts)


@pytest.mark.parametrize(("path", "page"), [(AUDITS_PAGE, audits_page), (PROMPTS_PAGE, prompts_page)])
def test_the_written_page_is_fresh(path: Path, page: Callable[[Rulebook], str], book: Rulebook) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == page(book), "run: make docs"
