"""Words that blame, label or claim too much, and what to write instead: `rules/words.yaml`.

For the rules' own prose only, never for what a chronology says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from flagger.documents.document import read_document
from flagger.errors import RulesFault
from flagger.rulebook.faults import worded
from flagger.rulebook.fields import Strict, Text


class Word(Strict):
    """One way of speaking: its forms, and what to write instead. `as_written` minds capital letters."""

    forms: Annotated[tuple[Text, ...], Field(min_length=1)]
    instead: Text
    why: Text
    as_written: bool = False


class _Words(Strict):
    words: tuple[Word, ...]


def load_words(root: Path) -> tuple[Word, ...]:
    """Read `root/words.yaml`. Raises RulesFault with every fault."""
    document = read_document(root / "words.yaml", "words.yaml")
    try:
        return _Words.model_validate(document.data).words
    except ValidationError as error:
        raise RulesFault(worded(error, _Words, document)) from None


def find_words(text: str, words: tuple[Word, ...]) -> Iterator[tuple[str, Word]]:
    """The refused forms in a text, whole words only; a hyphen and a space are the same."""
    for word in words:
        for form in word.forms:
            pattern = r"\b" + r"[\s-]+".join(re.escape(part) for part in re.split(r"[\s-]+", form)) + r"\b"
            if found := re.search(pattern, text, re.NOFLAG if word.as_written else re.IGNORECASE):
                yield found[0], word
