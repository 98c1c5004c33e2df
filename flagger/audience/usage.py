"""Words in capitals that no list knows, told by how a case uses them: somebody, a place, or unsure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from flagger.audience.folding import plain
from flagger.audience.numbers import numbers_in
from flagger.audience.replace import Forms, says_a_person, starts_sentence
from flagger.audience.shapes import TOKEN, bare, goes_on, in_capitals, names_a_place
from flagger.audience.words import NameWords
from flagger.contract.records import Event

PERSON, PLACE, NAME = "person", "place", "name"
_NEAR = 30  # letters before a word, in which the word before it stands


class Said(NamedTuple):
    """What one field of a row says."""

    event: Event
    text: str


class Seen(NamedTuple):
    """A word in capitals: where it stands, and in what."""

    said: Said
    word: str
    start: int
    end: int


@dataclass
class _Use:
    """How one word in capitals is used: in the middle of a sentence; so that only, or perhaps, somebody is meant; so
    that a place is meant."""

    seen: list[Seen] = field(default_factory=list)
    inside: int = 0
    person: int = 0
    perhaps: int = 0
    place: int = 0


def by_use(
    said: Iterable[Said], known: Forms, words: NameWords, kept: Collection[str], small: Mapping[str, int]
) -> Iterator[tuple[str, list[Seen]]]:
    """Each word in capitals that is a name, with its kind, or "" where that is unsure; in order of appearance.

    `known`: forms that have a code; `kept`: words to leave; `small`: how often the case writes a word in small letters.
    """
    usage = _Usage(words, kept, small)
    for one in said:
        if not in_capitals(one.text):
            usage.note_all(one, known)
    for word, use in usage.uses.items():
        kind = usage.kind(word, use)
        if kind is not None:
            yield kind, use.seen


class _Usage:
    def __init__(self, words: NameWords, kept: Collection[str], small: Mapping[str, int]) -> None:
        self.words, self.kept, self.small = words, kept, small
        self.uses: dict[str, _Use] = defaultdict(_Use)

    def note_all(self, said: Said, known: Forms) -> None:
        covered = bytearray(len(said.text))
        for start, end, _ in (*known.parts(said.text), *numbers_in(said.text)):
            covered[start:end] = b"\1" * (end - start)
        for found in TOKEN.finditer(said.text):
            word = bare(found[0])
            free = not any(covered[found.start() : found.end()])
            if free and word[0].isupper() and self._may_be_name(word):
                self._note(Seen(said, word, found.start(), found.start() + len(word)))

    def kind(self, word: str, use: _Use) -> str | None:
        """The kind of name that a word is, "" unsure, None no name."""
        given = word in self.words.lists["given_names"]
        common = word in self.words.ordinary or all(part in self.words.ordinary for part in word.split("-"))
        if common or self.small[word]:
            if (use.inside or given) and (use.person or (given and use.inside)):
                return PERSON
            return "" if use.inside or (given and use.perhaps) else None
        if use.person or given:
            return PERSON if use.person >= use.place or given else PLACE
        if use.place:
            return PLACE
        return NAME if use.inside or use.perhaps else ""

    def _may_be_name(self, word: str) -> bool:
        small = word.casefold()
        if len(word) < 3 or {small, small.removesuffix("s")} & self.words.never or plain(small) in self.kept:
            return False
        return not (word.isupper() and (word in self.words.capitals or len(word) < 4))

    def _note(self, seen: Seen) -> None:
        text, lists = seen.said.text, self.words.lists
        inside = not starts_sentence(text, seen.start)
        near = text[max(0, seen.start - _NEAR) : seen.start].rstrip()
        last = TOKEN.findall(near)[-1].casefold() if inside and near[-1:].isalpha() else ""
        ordinary = seen.word.casefold() in self.words.ordinary
        if ordinary and (last in lists["articles"] or goes_on(text, seen.end)):
            return  # "the Plan", "Core Group"
        before_person = last in lists["before_person"] and not (ordinary and last in lists["weak_before"])
        use = self.uses[seen.word.casefold()]
        use.seen.append(seen)
        use.inside += inside
        use.person += before_person or says_a_person(text, seen.end, self.words)
        use.perhaps += says_a_person(text, seen.end, self.words, weak=True)
        use.place += last in lists["before_place"] | lists["articles"] or names_a_place(text, seen.end, self.words)
