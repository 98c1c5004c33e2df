"""A codebook made ready to read texts: finds codes in many texts at once and settles status and person of each.

It sees texts, years and persons; frames and fields are the business of `events.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flagger.codebook import Codebook, Phrase, Trigger, type_key
from flagger.codebook.phrases import YEAR
from flagger.coding.context import Cue, Hit, Span, statuses
from flagger.coding.tokens import COMMA, HARD, SOFT, Tokens, tokenise
from flagger.coding.walk import Automaton, Found, outermost

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CHILD, ADULT = "child", "adult"


@dataclass(frozen=True)
class _Entry:
    """What a phrase is there for: a code's, a trigger's, or one that cancels, stops or names a person."""

    kind: str
    text: str
    code: str = ""
    trigger: Trigger | None = None


@dataclass(frozen=True)
class TextCode:
    """A code found in one text: where its words and those that set its status stand, and the phrase that found it."""

    text: int
    code: str
    status: str
    start: int
    end: int
    phrase: str
    because: str


class Coder:
    """One automaton for all phrases of a codebook. Making it costs a little time: make it once and use it again."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.types = {type_key(value): (code.name, value) for code in codebook.codes.values() for value in code.types}
        self._entries: list[_Entry] = []
        phrases = list(self._phrases())
        self._automaton = Automaton(enumerate(phrase.sequences for phrase in phrases), codebook.context.unskipped)
        kinds = np.array([entry.kind for entry in self._entries])
        self._is_code = np.isin(kinds, ("code", "cancel"))
        self._is_cancel = kinds == "cancel"
        self._is_cue = np.isin(kinds, ("trigger", "pseudo", "stop"))
        self._is_trigger = kinds == "trigger"
        self._is_stop = kinds == "stop"
        self._is_person = np.isin(kinds, (CHILD, ADULT))
        self._of_either = {name for name, code in codebook.codes.items() if code.if_child or code.if_adult}

    def _phrases(self) -> Iterator[Phrase]:
        context = self.codebook.context
        for code in self.codebook.codes.values():
            yield from self._enter(code.phrases, "code", code.name)
            yield from self._enter(code.not_in, "cancel", code.name)
        for trigger in context.triggers:
            yield from self._enter(trigger.phrases, "trigger", trigger=trigger)
        for kind, phrases in (("pseudo", context.pseudo), ("stop", context.stops)):
            yield from self._enter(phrases, kind)
        for kind, phrases in ((CHILD, context.child), (ADULT, context.adult)):
            yield from self._enter(phrases, kind)

    def _enter(
        self, phrases: Sequence[Phrase], kind: str, code: str = "", trigger: Trigger | None = None
    ) -> Iterator[Phrase]:
        for phrase in phrases:
            self._entries.append(_Entry(kind, phrase.text, code, trigger))
            yield phrase

    def persons(self, texts: Sequence[str]) -> list[str]:
        """For each text of a person column: `child`, `adult`, or "" when it names neither or both."""
        tokens = tokenise(texts, self._automaton.symbols)
        found = _only(self._automaton.walk(tokens.symbols), self._is_person)
        kinds: list[set[str]] = [set() for _ in texts]
        for text, phrase in zip(tokens.text_of(found.start).tolist(), found.phrase.tolist(), strict=True):
            kinds[text].add(self._entries[phrase].kind)
        return [kind.pop() if len(kind) == 1 else "" for kind in kinds]

    def instead(self, code: str, person: str) -> str:
        """The code when the person is known: a missed appointment of a child is `was_not_brought`."""
        entry = self.codebook.codes[code]
        return {CHILD: entry.if_child, ADULT: entry.if_adult}.get(person, "") or code

    def read(self, texts: Sequence[str], years: Sequence[int | None], persons: Sequence[str]) -> list[TextCode]:
        """Every code in the texts, in order of text and place; the same code and status once a text.

        `years`: the year of each text's event, if known; an earlier year near a code makes it historical.
        `persons`: as `persons()` gives them, for texts in which no person is named.
        """
        tokens = tokenise(texts, self._automaton.symbols)
        found = self._automaton.walk(tokens.symbols)
        codes = _only(found, self._is_code)
        codes = _where(codes, outermost(codes.start, codes.end))
        cues = _only(found, self._is_cue)
        cues = _where(cues, outermost(cues.start, cues.end))
        cues = _where(cues, self._is_stop[cues.phrase] | self._is_trigger[cues.phrase])
        cues = _where(cues, ~_inside(cues, codes))
        codes = _where(codes, ~self._is_cancel[codes.phrase])
        in_text = tokens.text_of(codes.start).tolist()
        settled = self._settle(tokens, codes, cues, years)
        named = self._named(tokens, found, codes)
        seen: set[tuple[int, str, str]] = set()
        result = []
        rows = zip(in_text, codes.start.tolist(), codes.end.tolist(), codes.phrase.tolist(), strict=True)
        for i, (text, first, past, phrase) in enumerate(rows):
            entry = self._entries[phrase]
            code = entry.code
            if code in self._of_either:
                code = self.instead(code, named.get(i, "") or persons[text])
            status, span = settled.get(i, ("affirmed", None))
            if (text, code, status) not in seen:
                seen.add((text, code, status))
                because = _words(tokens, text, *span) if span else ""
                result.append(TextCode(text, code, status, *tokens.place(text, first, past), entry.text, because))
        return result

    def _settle(
        self, tokens: Tokens, codes: Found, cues: Found, years: Sequence[int | None]
    ) -> dict[int, tuple[str, Span | None]]:
        """The status of the codes, by their number, that share a sentence with a trigger; the others are affirmed."""
        hard = np.flatnonzero(tokens.symbols == HARD)
        stops = cues.start[self._is_stop[cues.phrase]]
        ends = np.union1d(hard, stops).tolist()
        commas = np.flatnonzero((tokens.symbols == COMMA) | (tokens.symbols == SOFT)).tolist()
        triggers = _where(cues, self._is_trigger[cues.phrase])
        by_sentence: dict[int, list[Cue]] = {}
        hit_sentence = np.searchsorted(hard, codes.start)
        cue_sentence = np.searchsorted(hard, triggers.start)
        for at in np.flatnonzero(np.isin(cue_sentence, hit_sentence)).tolist():
            start, end, phrase = int(triggers.start[at]), int(triggers.end[at]), int(triggers.phrase[at])
            entry = self._entries[phrase]
            if entry.trigger and (YEAR not in entry.text or self._is_earlier(tokens, start, end, years)):
                by_sentence.setdefault(int(cue_sentence[at]), []).append(Cue(start, end, entry.trigger))
        settled: dict[int, tuple[str, Span | None]] = {}
        low = np.searchsorted(hit_sentence, list(by_sentence), side="left").tolist()
        high = np.searchsorted(hit_sentence, list(by_sentence), side="right").tolist()
        for (sentence, here), first, past in zip(by_sentence.items(), low, high, strict=True):
            hits = [
                Hit(start, end, self._entries[phrase].code)
                for start, end, phrase in zip(*(c[first:past].tolist() for c in (codes.start, codes.end, codes.phrase)), strict=True)
            ]
            answers = statuses(hits, here, ends, commas, self.codebook.context.chain)
            settled.update((first + i, answer) for i, answer in enumerate(answers))
        return settled

    def _is_earlier(self, tokens: Tokens, start: int, end: int, years: Sequence[int | None]) -> bool:
        text = int(tokens.text_of(np.array([start]))[0])
        year, written = years[text], _YEAR.search(_words(tokens, text, start, end))
        return year is not None and written is not None and int(written.group()) < year

    def _named(self, tokens: Tokens, found: Found, codes: Found) -> dict[int, str]:
        """For codes that depend on it: the person named nearest before in the sentence, else the first after."""
        wanted = [i for i, phrase in enumerate(codes.phrase.tolist()) if self._entries[phrase].code in self._of_either]
        if not wanted:
            return {}
        people = _only(found, self._is_person)
        people = _where(people, outermost(people.start, people.end))
        hard = np.flatnonzero(tokens.symbols == HARD)
        sentence = np.searchsorted(hard, people.start)
        named = {}
        for i in wanted:
            here = int(np.searchsorted(hard, codes.start[i]))
            low, high = np.searchsorted(sentence, here, side="left"), np.searchsorted(sentence, here, side="right")
            if low < high:
                before = int(np.searchsorted(people.start, codes.end[i], side="left")) - 1
                named[i] = self._entries[int(people.phrase[before if before >= low else low])].kind
        return named


def _words(tokens: Tokens, text: int, first: int, past: int) -> str:
    start, end = tokens.place(text, first, past)
    return tokens.texts[text][start:end]


def _where(found: Found, keep: NDArray[np.bool_]) -> Found:
    return Found(found.phrase[keep], found.start[keep], found.end[keep])


def _only(found: Found, kinds: NDArray[np.bool_]) -> Found:
    return _where(found, kinds[found.phrase])


def _inside(cues: Found, codes: Found) -> NDArray[np.bool_]:
    """Which cues lie wholly in the words of a code: the "not" of "not brought" is no trigger."""
    if not len(codes.start):
        return np.zeros(len(cues.start), dtype=bool)
    reach = np.maximum.accumulate(codes.end)
    before = np.searchsorted(codes.start, cues.start, side="right") - 1
    return np.asarray((before >= 0) & (reach[np.maximum(before, 0)] >= cues.end))
