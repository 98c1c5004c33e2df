"""Words to avoid, and how they are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from flagger.errors import RulesFault
from flagger.rulebook.where import rules_root
from flagger.rulebook.words import find_words, load_words

WORDS = load_words(rules_root())


@pytest.mark.parametrize(
    "text",
    [
        "She failed to protect him.",
        "Failed  to\nprotect",
        "a non compliant family",
        "NON-COMPLIANT",
        "He was DNA'd",
        "DNA (school nurse)",
        "the toxic trio",
        "at this risk-level",
        "hidden men",
        "an alert",
    ],
)
def test_a_word_is_found_in_any_dress(text: str) -> None:
    assert list(find_words(text, WORDS))


@pytest.mark.parametrize("text", ["dna is in every cell", "compliant", "alertness", "the record shows", "at high risk"])
def test_other_words_are_left_alone(text: str) -> None:
    assert not list(find_words(text, WORDS))


def test_none_of_the_words_is_advised() -> None:
    assert [word.instead for word in WORDS if list(find_words(word.instead, WORDS))] == []


def test_a_list_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("words:\n  - forms: [a]\n    why: B.\n")
    with pytest.raises(RulesFault, match=r"^words\.yaml:2: `instead` is missing"):
        load_words(tmp_path)
