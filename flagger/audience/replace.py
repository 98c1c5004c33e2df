"""Words replaced by codes in a text, with what became of every place in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from flagger.audience.folding import folded_places, letters, plain
from flagger.audience.words import NameWords
from flagger.chronology.lexicon import shipped_lexicon

_SENTENCE_ENDS = frozenset(".!?:;|\n•–—")
_NEAR = 30  # letters before a word, in which its sentence would have begun
_NEXT_WORD = re.compile(r"\s+\(?([^\W_]+)")
_POSSESSIVE = re.compile(r"['’]s\b")
_AGE_AFTER = re.compile(r"\s?(?:\(\d{1,2}\)|,? aged? \d)")


class Part(NamedTuple):
    """A stretch of a text and the code that stands there instead."""

    start: int
    end: int
    code: str


@dataclass(frozen=True)
class Replaced:
    """A text with codes in it."""

    text: str
    parts: tuple[Part, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the old text stands in the new one; a part that it cuts is in it whole."""
        first, last, grown = start, end, 0
        for part in self.parts:
            size = part.end - part.start
            if part.end <= start:
                first += len(part.code) - size
            elif part.start < start:
                first = part.start + grown
            if part.end <= end:
                last += len(part.code) - size
            elif part.start < end:
                last = part.start + grown + len(part.code)
            grown += len(part.code) - size
        return first, last


def replaced(text: str, parts: Iterable[Part]) -> Replaced:
    """Put the codes in. Of parts that overlap the first counts, of those that begin together the longest."""
    kept: list[Part] = []
    for part in sorted(parts, key=lambda part: (part.start, -part.end)):
        if not kept or part.start >= kept[-1].end:
            kept.append(part)
    pieces: list[str] = []
    at = 0
    for part in kept:
        pieces += [text[at : part.start], part.code]
        at = part.end
    return Replaced("".join([*pieces, text[at:]]), tuple(kept))


class Forms:
    """The forms of names of one case (or of several), each with its code, found however they are written.

    A form is found in small letters and capitals, with or without accents, hyphens and apostrophes. One that is also an
    ordinary word is found only with a capital letter; "Will", "May" and such also beside no number, and at the start of
    a sentence only where what follows is said of a person. `always`: forms that a person asked for, in any letters.
    """

    def __init__(
        self,
        codes: Mapping[str, str],
        words: NameWords,
        kept: Collection[str] = (),
        always: Collection[str] = (),
    ) -> None:
        self.codes = {plain(form): code for form, code in codes.items()}
        self.always = frozenset(map(plain, always))
        self.words, self.often = words, shipped_lexicon().ordinary
        forms = sorted(self.codes, key=lambda form: (-len(form), form))
        alternatives = "|".join(_pattern(form) for form in forms if form not in kept)
        self._found = re.compile(rf"(?<![^\W_])(?:{alternatives})(?=s?(?![^\W_]))") if alternatives else None
        self._by_letters = {letters(form): code for form, code in self.codes.items()}

    def parts(self, text: str) -> list[Part]:
        """Every form that stands in a text."""
        if self._found is None:
            return []
        same, places = folded_places(text)
        found = []
        for m in self._found.finditer(same):
            start, end = (m.start(), m.end()) if places is None else (places[m.start()], places[m.end() - 1] + 1)
            code = self._by_letters.get(letters(m[0]))
            if code and self._is_name(text, start, end, m[0]):
                found.append(Part(start, end, code))
        return found

    def _is_name(self, text: str, start: int, end: int, form: str) -> bool:
        said = text[start:end]
        if form in self.always:
            return True
        if len(form.replace(".", "")) < 3:
            return said.isupper() or said.isdigit()
        if form not in self.words.ordinary and form not in self.words.never:
            return True
        if not said[0].isupper():
            return False
        if form not in self.often:
            return True
        before, after = text[:start].rstrip(), text[end:].lstrip()
        if before[-1:].isdigit() or after[:1].isdigit():
            return False
        alone = not after or after[0] in ".,;"
        return not starts_sentence(text, start) or alone or says_a_person(text, end, self.words, weak=True)


def starts_sentence(text: str, at: int) -> bool:
    """Whether a word begins a sentence, a line or a cell."""
    start = max(0, at - _NEAR)
    near = text[start:at]
    before = near.rstrip(" \t\"'“”‘’([*-")
    if not before:
        return start == 0
    return before[-1] in _SENTENCE_ENDS or "\n" in near[len(before) :]


def says_a_person(text: str, end: int, words: NameWords, weak: bool = False) -> bool:
    """Whether what follows a word is said of persons: "Ivy's", "Ivy told", "Ivy (5)"."""
    if _POSSESSIVE.match(text, end) or _AGE_AFTER.match(text, end):
        return True
    following = _NEXT_WORD.match(text, end)
    if following is None:
        return False
    verbs = words.lists["person_verbs"] | (words.lists["weak_verbs"] if weak else frozenset())
    return following[1] in verbs


def _pattern(form: str) -> str:
    if len(form) == 2 and form.isalpha():
        return rf"(?:{form}|{form[0]}\.\s?{form[1]}\.?)"  # initials
    loose = {" ": r"[\s_]+", "-": r"[-\s]?", "'": "'?"}
    return "".join(loose.get(letter, re.escape(letter)) for letter in form)
