"""Words made alike: without accents, in small letters, with plain hyphens and apostrophes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_PLAIN = {**dict.fromkeys("’‘ʼ`´", "'"), **dict.fromkeys("‐‑–", "-")}


@lru_cache(maxsize=8192)
def plain(words: str) -> str:
    """Words as they are compared, with single spaces."""
    return " ".join(folded_places(words)[0].replace("_", " ").split())


@lru_cache(maxsize=8192)
def letters(words: str) -> str:
    """Words without what may be written or left out: "O’Neill-Hart" and "O'Neill Hart" are one."""
    return re.sub(r"[\W_]+", "", plain(words))


def folded_places(text: str) -> tuple[str, Sequence[int] | None]:
    """The text folded, and for each letter of that its place in the text (None: the same)."""
    if text.isascii():
        return text.lower(), None
    found, places = [], []
    for at, letter in enumerate(text):
        base = _PLAIN.get(letter) or unicodedata.normalize("NFKD", letter)[:1].lower()[:1]
        if base and not unicodedata.combining(base):
            found.append(base)
            places.append(at)
    return "".join(found), places
