"""The small notation in which phrases are written (docs/codebook.md), read into sequences of word sets and gaps.

It knows words, not meaning: no code, status or text of an event comes here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, product

_TOKEN = re.compile(r"\.\.(\d?)|\{(\w+)\}|=?[\w&']+(?:[/.]\w+)*|[][()|,?/:]")
_DEFAULT_GAP = 3
_MOST_SEQUENCES = 4000
_VOWELS = "aeiou"
YEAR = "{year}"
QUERIED = "{queried}"
"""Words in braces that are no list: a year written in figures, and a question mark written against a word."""


class PhraseFault(ValueError):
    """A phrase is not in the notation; the message says what was expected."""


@dataclass(frozen=True)
class Gap:
    """Up to `most` words that may stand between two words of a phrase."""

    most: int


Words = frozenset[str]
Sequence = tuple[Words | Gap, ...]


@dataclass(frozen=True)
class Lexicon:
    """The named word lists (`{appt}`) and the irregular forms that phrases lean on."""

    lists: Mapping[str, tuple[Sequence, ...]] = field(default_factory=dict)
    irregular: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _known: dict[str, Words] = field(default_factory=dict, init=False, repr=False, compare=False)

    def forms(self, word: str) -> Words:
        """Every form of a word; worked out once, for the same few words stand in most phrases."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = inflect(word, self.irregular)
        return found


def inflect(word: str, irregular: Mapping[str, tuple[str, ...]]) -> Words:
    """Every form in which a word may stand: `refer` also refers, referred, referring.

    A word all in capitals is an abbreviation: it keeps its case and takes s, 'd and d. `=word` has no other form.
    Forms that no one writes ("referraled") do no harm and are not filtered.
    """
    if word.startswith("="):
        return frozenset({word[1:]})
    if len(word) > 1 and word.upper() == word and not word.isdigit():
        return frozenset({word, word + "s", word + "'d", word + "d"})
    base = word.lower()
    if base in irregular:
        return frozenset({base, *irregular[base]})
    if len(base) < 3 or not base.isalpha():
        return frozenset({base})
    stems = {base}
    if base.endswith("e"):
        stems.add(base[:-1])
    elif base.endswith("y") and base[-2] not in _VOWELS:
        return frozenset({base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"})
    elif base[-1] not in _VOWELS + "wxy" and base[-2] in _VOWELS and base[-3] not in _VOWELS:
        stems.add(base + base[-1])
    plural = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")
    return frozenset({base, plural, *(stem + end for stem in stems for end in ("ed", "ing"))})


def read_phrase(text: str, lexicon: Lexicon) -> tuple[Sequence, ...]:
    """One phrase in the notation as every sequence it stands for. Raises PhraseFault."""
    reader = _Reader(text, lexicon)
    sequences = reader.alternatives(closing="")
    for sequence in sequences:
        if not sequence or isinstance(sequence[0], Gap) or isinstance(sequence[-1], Gap):
            raise PhraseFault(f"{text!r} may begin or end with nothing or a gap; expected a word at both ends")
    return sequences


class _Reader:
    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text, self.lexicon, self.at = text, lexicon, 0
        self.tokens = [match.group() for match in _TOKEN.finditer(text)]
        left = _TOKEN.sub("", text).strip()
        if left.replace("-", "").strip():
            raise PhraseFault(f"{text!r} holds {left!r}, which is no part of the notation")

    def alternatives(self, closing: str) -> tuple[Sequence, ...]:
        found: list[Sequence] = list(self.one(closing))
        while self.at < len(self.tokens) and self.tokens[self.at] == "|":
            self.at += 1
            found += self.one(closing)
        here = self.tokens[self.at] if self.at < len(self.tokens) else ""
        if here != closing:
            raise PhraseFault(f"{self.text!r}: found {here or 'the end'!r}, expected {closing or 'the end'!r}")
        self.at += 1
        return join_single_words(found)

    def one(self, closing: str) -> list[Sequence]:
        parts: list[tuple[Sequence, ...]] = []
        while self.at < len(self.tokens) and self.tokens[self.at] not in ("|", closing or "|"):
            parts.append(self.element())
        if len(parts) == 1:
            return list(parts[0])
        count = 1
        for part in parts:
            count *= len(part)
        if count > _MOST_SEQUENCES:
            raise PhraseFault(f"{self.text!r} stands for {count} sequences; expected at most {_MOST_SEQUENCES}")
        return [tuple(chain.from_iterable(chosen)) for chosen in product(*parts)]

    def element(self) -> tuple[Sequence, ...]:
        token = self.tokens[self.at]
        self.at += 1
        if token == "(":
            return self.alternatives(")")
        if token == "[":
            return (*self.alternatives("]"), ())
        if token in ")]":
            raise PhraseFault(f"{self.text!r} closes {token!r} without opening it")
        if token.startswith(".."):
            return ((Gap(int(token[2:] or _DEFAULT_GAP)),),)
        if token in (YEAR, QUERIED) or not (token[0].isalnum() or token[0] in "{=&'"):
            return ((frozenset({token}),),)
        if token.startswith("{"):
            name = token[1:-1]
            if name not in self.lexicon.lists:
                raise PhraseFault(f"{self.text!r} names the list {token}, which words.yaml does not have")
            return self.lexicon.lists[name]
        return ((self.lexicon.forms(token),),)


def join_single_words(sequences: list[Sequence]) -> tuple[Sequence, ...]:
    """Alternatives that are one word each become one set of words, so that the walk has one step for them."""
    single: set[str] = set()
    rest: dict[Sequence, None] = {}
    for sequence in sequences:
        if len(sequence) == 1 and not isinstance(sequence[0], Gap):
            single |= sequence[0]
        else:
            rest[sequence] = None
    return ((frozenset(single),), *rest) if single else tuple(rest)
