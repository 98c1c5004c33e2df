"""Phrases that an area adds to codes: they are found as any other, and no code of the book is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from flagger.codebook import Codebook, load_codebook
from flagger.codebook.local import read_lexicon, with_phrases
from flagger.coding.coder import Coder
from flagger.errors import RulesFault
from flagger.rulebook.where import rules_root

FOLDER = rules_root() / "codebook"


@pytest.fixture(scope="module")
def book() -> Codebook:
    return load_codebook(FOLDER)


def codes(book: Codebook, text: str) -> set[str]:
    return set(Coder(book).read([text], [None], [""]).code)


def test_a_local_phrase_is_found_in_all_its_forms(book: Codebook) -> None:
    local = with_phrases(book, {"idva_contact": ["visit by [the] Harbour Team"]}, read_lexicon(FOLDER))
    for text in ("Visited by the Harbour Team", "visits by Harbour Team"):
        assert "idva_contact" in codes(local, text) and "idva_contact" not in codes(book, text)
    assert local.codes["referral"] is book.codes["referral"]


def test_without_phrases_the_book_is_the_same(book: Codebook) -> None:
    assert with_phrases(book, {}, read_lexicon(FOLDER)) is book


def test_a_folder_without_word_lists_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(RulesFault, match=r"words\.yaml"):
        read_lexicon(tmp_path)
