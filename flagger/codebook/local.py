"""The phrases that an area adds to the codes of a codebook. Adds no code, and takes no phrase away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from flagger.codebook.book import Codebook, Phrase
from flagger.codebook.load import _read_words
from flagger.codebook.phrases import Lexicon, read_phrase
from flagger.codebook.places import Faults
from flagger.errors import RulesFault


def read_lexicon(directory: Path) -> Lexicon:
    """The word lists and irregular forms of a codebook's folder. Raises RulesFault."""
    faults = Faults()
    lexicon = _read_words(directory / "words.yaml", faults)
    if faults:
        raise RulesFault(faults)
    return lexicon


def with_phrases(codebook: Codebook, phrases: Mapping[str, Sequence[str]], lexicon: Lexicon) -> Codebook:
    """The codebook with more phrases for some of its codes. Raises PhraseFault."""
    if not phrases:
        return codebook
    codes = dict(codebook.codes)
    for name, texts in phrases.items():
        added = tuple(Phrase(text, read_phrase(text, lexicon)) for text in texts)
        codes[name] = replace(codes[name], phrases=(*codes[name].phrases, *added))
    return replace(codebook, codes=codes)
