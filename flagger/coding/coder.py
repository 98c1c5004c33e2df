"""A codebook made ready to read texts: finds codes in many texts at once and settles status and person of each.

It sees texts, years and persons; frames and fields are the business of `events.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flagger.codebook import Codebook, Phrase, Trigger, type_key
from flagger.codebook.phrases import YEAR
from flagger.coding.context import Cue, Hit, Span, statuses
from flagger.coding.tokens import COMMA, HARD, SOFT, Longs, Tokens, tokenise
from flagger.coding.walk import Automaton, Found, outermost

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST = 64  # more pieces than any phrase spans
CHILD, ADULT = "child", "adult"


@dataclass(frozen=True)
class _Entry:
    """What a phrase is there for: a code's, a trigger's, or one that cancels, stops or names a person."""

    kind: str
    text: str
    code: str = ""
    trigger: Trigger | None = None


@dataclass(frozen=True)
class TextCodes:
    """The codes found in texts, as columns: the text's number, the code, its status, where its words stand, the phrase
    that found it, and the words that set its status ("" when affirmed). `rows`: what a text says of its whole row."""

    text: list[int]
    code: list[str]
    status: list[str]
    start: list[int]
    end: list[int]
    phrase: list[str]
    because: list[str]
    rows: dict[int, tuple[str, str]]


class Coder:
    """One automaton for all phrases of a codebook. Making it costs a little time: make it once and use it again."""

    def __init__(self, codebook: Codebook, vocabulary: frozenset[str] | None = None) -> None:
        """With `vocabulary` (`tokens.vocabulary` of the texts), only for texts of these words, and made sooner."""
        self.codebook = codebook
        self.types = {type_key(value): (code.name, value) for code in codebook.codes.values() for value in code.types}
        self._entries: list[_Entry] = []
        phrases = list(self._phrases())
        sequences = enumerate(phrase.sequences for phrase in phrases)
        self._automaton = Automaton(sequences, codebook.context.unskipped, vocabulary)
        kinds = np.array([entry.kind for entry in self._entries])
        self._is_code = np.isin(kinds, ("code", "cancel"))
        self._is_cancel = kinds == "cancel"
        self._is_gapped = np.array([".." in entry.text and entry.kind == "code" for entry in self._entries])
        self._is_cue = np.isin(kinds, ("trigger", "pseudo", "stop"))
        self._is_trigger = kinds == "trigger"
        self._is_of_row = np.array(
            [entry.trigger is not None and entry.trigger.side == "row" for entry in self._entries]
        )
        self._is_label = np.array([_may_be_label(entry.trigger) for entry in self._entries])
        self._reaches_on = np.array([_negates(entry.trigger, "after") for entry in self._entries])
        self._reaches_back = np.array([_negates(entry.trigger, "before", named=True) for entry in self._entries])
        self._is_stop = kinds == "stop"
        self._is_person = np.isin(kinds, (CHILD, ADULT))
        self._chain = codebook.context.chain
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

    def read(self, texts: Sequence[str], years: Sequence[int | None], persons: Sequence[str]) -> TextCodes:
        """Every code in the texts, in order of text and place.

        `years`: the year of each text's event, if known; an earlier year near a code makes it historical.
        `persons`: as `persons()` gives them, for texts in which no person is named.
        """
        tokens = tokenise(texts, self._automaton.symbols)
        found = self._automaton.walk(tokens.symbols)
        codes, cues, within = self._codes_and_cues(found)
        text = tokens.text_of(codes.start)
        hard = self._ends(tokens, cues)
        names = [self._entries[phrase].code for phrase in codes.phrase.tolist()]
        for i, person in self._persons_near(found, codes, hard, names):
            names[i] = self.instead(names[i], person or persons[int(text[i])])
        status, because = ["affirmed"] * len(names), [""] * len(names)
        for i, answer, (first, past) in self._settled(tokens, codes, cues, within, hard, years):
            status[i], because[i] = answer, _words(tokens, first, past)
        start, end = tokens.places(text, codes.start, codes.end)
        phrases = [self._entries[phrase].text for phrase in codes.phrase.tolist()]
        return TextCodes(text.tolist(), names, status, start, end, phrases, because, self._of_the_row(tokens, cues))

    def _codes_and_cues(self, found: Found) -> tuple[Found, Found, Longs]:
        """The codes and the triggers and stops that count: none that lies in a longer phrase, and no stop in a code.

        Last: where the words of a code end in which a trigger stands, 0 if in none.
        """
        codes = _only(found, self._is_code)
        gapped = self._is_gapped[codes.phrase]
        keep = outermost(codes.start, codes.end)  # what stands in the gap of a phrase is not part of it:
        keep[~gapped] = outermost(codes.start[~gapped], codes.end[~gapped])
        codes = _where(codes, keep)
        cues = _only(found, self._is_cue)
        cues = _where(cues, outermost(cues.start, cues.end))
        span = cues.start * _LONGEST + cues.end - cues.start
        real = self._is_stop[cues.phrase] | self._is_trigger[cues.phrase]
        cues = _where(cues, real & ~np.isin(span, span[~real]))
        within = _within(cues, codes)
        cancelled = np.isin(within, codes.end[self._is_cancel[codes.phrase]])
        keep = (within == 0) | cancelled | (self._reaches_on[cues.phrase] & _goes_on(within, codes))
        keep |= self._reaches_back[cues.phrase]
        return _where(codes, ~self._is_cancel[codes.phrase]), _where(cues, keep), within[keep]

    def _ends(self, tokens: Tokens, cues: Found) -> Longs:
        """The sentence ends, but for a full stop after a label: "Previous history. Low mood" is one sentence."""
        hard = np.flatnonzero(tokens.symbols == HARD)
        labels = _where(cues, self._is_label[cues.phrase] & np.isin(cues.start - 1, hard))
        labels = _where(labels, np.isin(labels.end, np.setdiff1d(hard, tokens.first)))
        return np.setdiff1d(hard, labels.end)

    def _settled(
        self, tokens: Tokens, codes: Found, cues: Found, within: Longs, hard: Longs, years: Sequence[int | None]
    ) -> Iterator[tuple[int, str, Span]]:
        """The codes that are not affirmed, by their number, each with its status and the trigger's pieces."""
        ends = np.union1d(hard, cues.start[self._is_stop[cues.phrase]]).tolist()
        commas = np.flatnonzero((tokens.symbols == COMMA) | (tokens.symbols == SOFT)).tolist()
        sentence = np.searchsorted(hard, codes.start)
        local = self._is_trigger[cues.phrase] & ~self._is_of_row[cues.phrase]
        near = local & np.isin(np.searchsorted(hard, cues.start), sentence)
        triggers = _where(cues, near)
        here: dict[int, list[Cue]] = {}
        places = np.searchsorted(hard, triggers.start), tokens.text_of(triggers.start)
        columns = (*places, *_columns(triggers), within[near])
        for at, text, start, end, phrase, past in zip(*(column.tolist() for column in columns), strict=True):
            entry = self._entries[phrase]
            if entry.trigger and (YEAR not in entry.text or _is_earlier(_words(tokens, start, end), years[text])):
                here.setdefault(at, []).append(Cue(start, end, entry.trigger, past))
        low = np.searchsorted(sentence, list(here), side="left").tolist()
        high = np.searchsorted(sentence, list(here), side="right").tolist()
        start, end, phrase = (column.tolist() for column in _columns(codes))
        for sentence_cues, first, last in zip(here.values(), low, high, strict=True):
            hits = [Hit(start[i], end[i], self._entries[phrase[i]].code) for i in range(first, last)]
            for i, (status, span) in enumerate(statuses(hits, sentence_cues, ends, commas, self._chain), start=first):
                if span:
                    yield i, status, span

    def _of_the_row(self, tokens: Tokens, cues: Found) -> dict[int, tuple[str, str]]:
        """What a text says of its whole row ("Not this family; removed"), by its number: a status, and the words."""
        cues = _where(cues, self._is_of_row[cues.phrase])
        text = tokens.text_of(cues.start).tolist()
        rows: dict[int, tuple[str, str]] = {}
        for at, start, end, phrase in zip(text, *(column.tolist() for column in _columns(cues)), strict=True):
            if trigger := self._entries[phrase].trigger:
                rows.setdefault(at, (trigger.status, _words(tokens, start, end)))
        return rows

    def _persons_near(self, found: Found, codes: Found, hard: Longs, names: Sequence[str]) -> Iterator[tuple[int, str]]:
        """For each code that depends on it: the kind of the person named nearest before in the sentence, else after."""
        wanted = [i for i, name in enumerate(names) if name in self._of_either]
        people = _only(found, self._is_person)
        people = _where(people, outermost(people.start, people.end))
        sentence = np.searchsorted(hard, people.start)
        own = np.searchsorted(hard, codes.start[wanted])
        low = np.searchsorted(sentence, own, side="left").tolist()
        high = np.searchsorted(sentence, own, side="right").tolist()
        before = (np.searchsorted(people.start, codes.end[wanted], side="left") - 1).tolist()
        for i, first, past, nearest in zip(wanted, low, high, before, strict=True):
            at = max(nearest, first)
            yield i, self._entries[int(people.phrase[at])].kind if first < past else ""


def _may_be_label(trigger: Trigger | None) -> bool:
    return trigger is not None and trigger.status == "historical" and trigger.side == "before"


def _negates(trigger: Trigger | None, not_side: str, named: bool = False) -> bool:
    """Whether a trigger negates, to the other side too, and (`named`) only codes that its group names."""
    negated = trigger is not None and trigger.status == "negated" and trigger.side != not_side
    return negated and (bool(trigger and trigger.codes) or not named)


def _columns(found: Found) -> tuple[Longs, Longs, Longs]:
    return found.start, found.end, found.phrase


def _is_earlier(words: str, year: int | None) -> bool:
    written = _YEAR.search(words)
    return year is not None and written is not None and int(written.group()) < year


def _words(tokens: Tokens, first: int, past: int) -> str:
    return "".join(tokens.pieces[first:past]).strip()


def _where(found: Found, keep: NDArray[np.bool_]) -> Found:
    return Found(found.phrase[keep], found.start[keep], found.end[keep])


def _only(found: Found, kinds: NDArray[np.bool_]) -> Found:
    return _where(found, kinds[found.phrase])


def _within(cues: Found, codes: Found) -> Longs:
    """The end of the code's words in which a cue lies wholly, else 0: the "not" of "not brought" is no trigger."""
    if not len(codes.start):
        return np.zeros(len(cues.start), dtype=np.int64)
    reach = np.maximum.accumulate(codes.end)
    before = np.searchsorted(codes.start, cues.start, side="right") - 1
    past = reach[np.maximum(before, 0)]
    return np.where((before >= 0) & (past >= cues.end), past, 0)


def _goes_on(within: Longs, codes: Found) -> NDArray[np.bool_]:
    """Whether a code begins in or right after the words that end at `within`, and ends later."""
    if not len(codes.start):
        return np.zeros(len(within), dtype=bool)
    reach = np.maximum.accumulate(codes.end)
    return np.asarray(reach[np.searchsorted(codes.start, within, side="right") - 1] > within)
