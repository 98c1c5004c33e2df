"""Small packs of invented areas as text, and one way to read them against the rules of `rulebook_sample`."""

from __future__ import annotations

from pathlib import Path

from rulebook_sample import RULES, load

from flagger.codebook.phrases import Lexicon
from flagger.rulebook.area import Area, Known, read_area
from flagger.rulebook.load import Rulebook

MARL = "source: Invented protocol, from: 2023-01-01"


def rulebook(root: Path, **changed: str) -> Rulebook:
    return load(root, {**RULES, **changed})


def pack(root: Path, text: str, book: Rulebook | None = None, title: str = "Marl") -> Area:
    """A pack read strictly, against the rules of a book (else those of the sample)."""
    book = book or rulebook(root / "book")
    path = root / "areas" / "marl.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"title: {title}\n{text}", encoding="utf-8")
    codes, agencies = {"was_not_brought", "dash", "dara"}, {"gp", "police", "da_service"}
    return read_area(path, Known(codes, agencies, Lexicon(), book.rules))
