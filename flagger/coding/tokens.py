"""Many texts as one array of word symbols, with the place of each in its text. Knows no phrase and no meaning.

A piece is a word or mark together with the blanks, quotes and joining hyphens after it, so that the pieces of all
texts, put together again, are the texts: places come from the lengths alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flagger.codebook.phrases import QUERIED, YEAR

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

WORD, HARD, SOFT, COMMA = 0, 1, 2, 3  # the symbol of a word in no phrase, of a sentence's end, of another mark
FIRST_FREE = 4
_BETWEEN = "\x1d"
_BLANK = '[ \\t\\r\\xa0"“”„‘*_•…]*'
_FILL = rf"{_BLANK}(?:(?:['’](?!\w)|(?<=\s)['’]|[-‐‑](?=\w)){_BLANK})*"
_SHORTENED = r"\.(?:(?<=\b[DM][rs]\.)|(?<=\bMrs\.)|(?<=\b[Nn]o\.)(?= ?\d))"  # Dr. Mr. Mrs. Ms., and no. 14
_PIECE = re.compile(rf"(?:\w+(?:['’&]\w+|[.:]\d+|{_SHORTENED})*|\W){_FILL}")
_TRAILING = " \t\r\xa0\"“”„‘’'*_•…-‐‑"
_ENDS = ".;!\n" + _BETWEEN
_THROUGH = ":/&+"
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Tokens:
    """Symbols of all pieces, and for each text its first piece; `starts` counts characters in all texts joined."""

    symbols: Ints
    starts: Longs
    first: Longs
    origin: Longs
    texts: Sequence[str]
    pieces: Sequence[str]

    def text_of(self, piece: Longs) -> Longs:
        """The number of the text that holds each piece."""
        return np.searchsorted(self.first, piece, side="right") - 1

    def places(self, text: Longs, first: Longs, past: Longs) -> tuple[list[int], list[int]]:
        """Where the pieces `first .. past` begin and end in their texts, without the blanks after the last word."""
        words = (self.pieces[last].rstrip(_TRAILING) for last in (past - 1).tolist())
        ends = self.starts[past - 1] + np.fromiter(map(len, words), dtype=np.int64, count=len(past))
        return (self.starts[first] - self.origin[text]).tolist(), (ends - self.origin[text]).tolist()


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """Every form under which a word of these texts may stand in a phrase (as `_Symbols` looks it up)."""
    pieces = set(_PIECE.findall(_BETWEEN.join(texts)))
    words = {piece.rstrip(_TRAILING).replace("’", "'") or piece[:1] for piece in pieces}
    words |= {word[:-2] for word in words if word.lower().endswith("'s")}
    return frozenset(words | {word.lower() for word in words} | {QUERIED, YEAR})


class _Symbols(dict[str, int]):
    """The symbol of each piece, worked out once for each way it is written."""

    def __init__(self, known: Mapping[str, int]) -> None:
        super().__init__()
        self.known = known

    def __missing__(self, piece: str) -> int:
        word = piece.rstrip(_TRAILING).replace("’", "'") or piece[:1]
        symbol = self.known.get(word) or self.known.get(word.lower())
        if symbol is None and word.lower().endswith("'s"):
            symbol = self.known.get(word[:-2]) or self.known.get(word[:-2].lower())
        if symbol is None and _YEAR.fullmatch(word):
            symbol = self.known.get(YEAR)
        if symbol is None:
            symbol = _symbol_of_mark(word)
        self[piece] = symbol
        return symbol


def _symbol_of_mark(word: str) -> int:
    if word in _ENDS:
        return HARD
    if word == ",":
        return COMMA
    return WORD if word[0].isalnum() or word in _THROUGH else SOFT


def tokenise(texts: Sequence[str], known: Mapping[str, int]) -> Tokens:
    """Cut the texts into pieces; `known` gives the symbol (FIRST_FREE or more) of each word that a phrase uses.

    A `?` written against the end of a word has another symbol (`{queried}`) than one before a word (`?`).
    """
    clean = [text.replace(_BETWEEN, " ") if _BETWEEN in text else text for text in texts]
    joined = _BETWEEN.join(["", *clean, ""])
    pieces = _PIECE.findall(joined)
    symbols = np.array(list(map(_Symbols(known).__getitem__, pieces)), dtype=np.int32)
    lengths = np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces))
    starts = np.cumsum(lengths) - lengths
    sizes = np.fromiter(map(len, clean), dtype=np.int64, count=len(clean)) + 1
    origin = np.cumsum(sizes) - sizes + 1
    after_word = known.get(QUERIED, SOFT)
    for at in np.flatnonzero(symbols == known.get("?", -1)).tolist():
        if pieces[at - 1][-1].isalnum() or pieces[at - 1][-1] == ")":
            symbols[at] = after_word
    return Tokens(symbols, starts, np.searchsorted(starts, origin - 1), origin, texts, pieces)
