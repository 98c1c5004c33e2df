"""Shapes of names in a text: after a title, before the word for a school or a house, in capitals side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from flagger.audience.replace import starts_sentence
from flagger.audience.words import NameWords

TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_OWNED = re.compile(r"['’]s?$")
_IN_RUN = re.compile(r" [^\W\d_a-z]")
_HEADING = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_CAPITALS_TEXT = 0.7  # of the letters: a row typed in capitals, where they say nothing
_NAME_WORD = r"[^\W\d_a-z][\w'’-]*"
_OF_NAME = rf"(?:{_NAME_WORD}|St\.?|of|the|and|&)"
_RUN = re.compile(rf"(?<![\w'’-]){_NAME_WORD}(?: {_NAME_WORD}){{0,3}}")
_WITH_DOT = ("dr", "mr", "mrs", "ms", "prof", "sgt", "insp", "rev")
_BEFORE_NAME = ("at", "to", "from", "in")


def headed(heading: str, words: frozenset[str]) -> bool:
    """Whether a heading has one of these words, also where its words run together ("RecordID")."""
    return bool({word.lower() for word in _HEADING.findall(heading)} & words)


def bare(token: str) -> str:
    """A word without its possessive."""
    return _OWNED.sub("", token)


def goes_on(text: str, end: int) -> bool:
    """Whether another word in capitals stands right after one."""
    return bool(_IN_RUN.match(text, end))


def names_a_place(text: str, end: int, words: NameWords) -> bool:
    """Whether what follows a word is said of places: "Netherby Police"."""
    return bool(_after_place(words).match(text, end))


def in_capitals(text: str) -> bool:
    """Whether a text is typed in capitals, so that they say nothing of a word."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 12 and sum(c.isupper() for c in letters) > _CAPITALS_TEXT * len(letters)


def runs(text: str) -> Iterator[str]:
    """Words in capitals side by side, as many as a name has."""
    yield from (found[0] for found in _RUN.finditer(text))


def titled(text: str, words: NameWords) -> Iterator[tuple[str, str]]:
    """Every title in a text with the name after it; a short one only in capitals ("GP", not "gp")."""
    for found in _titles(words).finditer(text):
        title, dot, name = found.groups()
        if (len(title) > 4 or title[0].isupper()) and (not dot or title.casefold() in _WITH_DOT):
            yield title, name


def organisations(text: str, words: NameWords) -> Iterator[tuple[str, int, str, str]]:
    """Every name of a school, surgery or house: kind, where it stands, all of it, and what is before the last words."""
    for kind, ends, form in _organisations(words):
        for found in form.finditer(text) if ends.search(text) else ():
            tokens, start = found[1].split(), found.start(1)
            # The first word may be none of the name's: "At St Anselm's Primary", "Attends Rose House".
            while tokens and (
                _is_before(tokens[0], words) or (len(tokens) > 1 and _begins(text, start, tokens, words))
            ):
                start += len(tokens.pop(0)) + 1
            if tokens and found[2][0].isupper():
                run = " ".join(tokens)
                yield kind, start, f"{run} {found[2]}", run


def _is_before(word: str, words: NameWords) -> bool:
    return word.casefold() in words.lists["articles"] or word.casefold() in _BEFORE_NAME


def _begins(text: str, start: int, tokens: list[str], words: NameWords) -> bool:
    """Whether the first word has a capital only since it begins the sentence."""
    return tokens[0].casefold() in words.lists["person_verbs"] and starts_sentence(text, start)


@lru_cache(maxsize=4)
def _after_place(words: NameWords) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_any_of(words.lists['after_place'])})\b", re.IGNORECASE)


@lru_cache(maxsize=4)
def _titles(words: NameWords) -> re.Pattern[str]:
    titles = _any_of(words.lists["titles_of_workers"] | words.lists["titles"])
    return re.compile(rf"\b((?i:{titles}))\b(\.?)\s+((?:{_NAME_WORD}\s+){{0,2}}{_NAME_WORD})")


@lru_cache(maxsize=4)
def _organisations(words: NameWords) -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """Each kind, the words that such names end with, and the whole form."""
    found = []
    for kind, ends in words.organisations.items():
        last = rf" ((?i:{_any_of(frozenset(ends))}))\b"
        form = re.compile(rf"(?<![\w'’-])({_OF_NAME}(?: {_OF_NAME}){{0,4}}?){last}")
        found.append((kind, re.compile(last), form))
    return found


def _any_of(words: frozenset[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace("'", "['’]") for word in ordered)
