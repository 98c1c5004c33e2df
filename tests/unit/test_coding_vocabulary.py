"""A coder made for the words of some texts reads those texts just as the whole one does."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from flagger.codebook import load_codebook
from flagger.coding.coder import Coder
from flagger.coding.tokens import vocabulary
from flagger.rulebook.where import rules_root

SENTENCES = Path(__file__).parents[2] / "benchmarks" / "coding" / "sentences.csv"


@pytest.mark.parametrize("at_once", [1, 40, 2_000])
def test_a_coder_for_these_words_reads_as_the_whole_one(at_once: int) -> None:
    codebook = load_codebook(rules_root() / "codebook")
    whole = Coder(codebook)
    with SENTENCES.open(encoding="utf-8", newline="") as stream:
        texts = [row["text"] for row in csv.DictReader(stream)]
    for first in range(0, len(texts) if at_once > 1 else 25, at_once):
        some = texts[first : first + at_once]
        years, persons = [2023] * len(some), [""] * len(some)
        assert Coder(codebook, vocabulary(some)).read(some, years, persons) == whole.read(some, years, persons)
