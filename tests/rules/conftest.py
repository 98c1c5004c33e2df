from __future__ import annotations

import pytest

from flagger.rule_tests import RuleTests
from flagger.rulebook.where import rules_root
from flagger.screen import Library, load_library


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(rules_root())


@pytest.fixture(scope="session")
def rule_tests(library: Library) -> RuleTests:
    return RuleTests(library.rulebook, library.codebook, library.calendar)
