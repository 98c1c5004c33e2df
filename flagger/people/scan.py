"""Narratives of all cases read together for words that mean people: names, role words, the children as one.

The automaton of the coding room does the reading. Whether a name is anybody's is settled case by case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flagger.chronology.lexicon import Lexicon, RoleWords
from flagger.coding.tokens import HARD, Longs, Tokens, tokenise
from flagger.coding.walk import Automaton, Found, outermost
from flagger.people.cast import CaseCast, Name

_ROLE, _NAME, _INITIAL, _CHILDREN, _CANCEL, _CHILD_LETTER = range(6)
_NOT_INITIALS = frozenset("AIMFX")


@dataclass(frozen=True)
class References:
    """Words that mean a person, in order of text and place: the text, the person, the role entry (-1: a name), the
    pieces. `children`: the texts that speak of the children as one."""

    text: Longs
    person: Longs
    entry: Longs
    start: Longs
    end: Longs
    children: frozenset[int]


class Scanner:
    """One automaton for the words of a lexicon and the names of some cases."""

    def __init__(self, lexicon: Lexicon, casts: Sequence[CaseCast]) -> None:
        self.casts, self.entries = casts, lexicon.roles
        self._lexicon = lexicon
        self._kinds: list[int] = []
        self._payload: list[int] = []
        self._sequences: list[tuple[frozenset[str], ...]] = []
        for number, entry in enumerate(lexicon.roles):
            self._words(_ROLE, number, entry)
        for words in lexicon.children:
            self._enter(_CHILDREN, 0, _forms(words))
        for words in lexicon.not_children:
            self._enter(_CANCEL, 0, _forms(words))
        self._names(casts)
        self._automaton = Automaton(((i, (s,)) for i, s in enumerate(self._sequences)), frozenset())
        self._kind = np.array(self._kinds)
        self._of = np.array(self._payload)
        self._short = np.array([self._is_delicate(i) for i in range(len(self._kinds))])

    def _words(self, kind: int, number: int, entry: RoleWords) -> None:
        for words in entry.words:
            self._enter(kind, number, _forms(words))
        for words in entry.not_in:
            self._enter(_CANCEL, 0, _forms(words))

    def _enter(self, kind: int, payload: int, sequence: tuple[frozenset[str], ...]) -> None:
        self._kinds.append(kind)
        self._payload.append(payload)
        self._sequences.append(sequence)

    def _names(self, casts: Sequence[CaseCast]) -> None:
        """Every way of naming anybody, once; `_keys` are (way, case) as one number, sorted, with whom each means."""
        ways: dict[tuple[Name, bool], int] = {}
        whom: dict[int, set[int]] = {}
        for case, cast in enumerate(casts):
            for words, person, anchored in cast.ways_to_say():
                if (way := ways.get((words, anchored))) is None:
                    kind = _INITIAL if anchored else _CHILD_LETTER if words[0] == "Child" else _NAME
                    way = ways[words, anchored] = len(self._kinds)
                    self._enter(kind, way, tuple(frozenset({word, word.upper()}) for word in words))
                whom.setdefault(way * len(casts) + case, set()).add(person)
        keys = sorted(key for key, persons in whom.items() if len(persons) == 1)
        self._keys = np.array(keys, dtype=np.int64)
        self._whom = np.array([min(whom[key]) for key in keys], dtype=np.int64)

    def _is_delicate(self, i: int) -> bool:
        words = [sorted(forms, key=len)[0] for forms in self._sequences[i]]
        single = len(words) == 1
        return (
            self._kinds[i] in (_ROLE, _NAME, _INITIAL)
            and single
            and (len(words[0]) == 1 or (self._kinds[i] == _NAME and words[0].casefold() in self._lexicon.ordinary))
        )

    def read(self, texts: Sequence[str], cases: Longs) -> tuple[Tokens, References]:
        """The people of the texts; `cases` is the number of each text's case among the casts."""
        tokens = tokenise(texts, self._automaton.symbols)
        found = self._automaton.walk(tokens.symbols)
        text = tokens.text_of(found.start)
        person = self._named(found.phrase, cases[text])
        keep = (self._kind[found.phrase] < _NAME) | (self._kind[found.phrase] > _INITIAL) | (person >= 0)
        keep &= (self._kind[found.phrase] != _CHILD_LETTER) | (person >= 0)
        found, text, person = _only(found, keep), text[keep], person[keep]
        keep = outermost(found.start, found.end)
        found, text, person = _only(found, keep), text[keep], person[keep]
        keep = self._sound(tokens, found, text, person, cases)
        found, text, person = _only(found, keep), text[keep], person[keep]
        kind = self._kind[found.phrase]
        children = frozenset(text[kind == _CHILDREN].tolist())
        entry = np.where(kind == _ROLE, self._of[found.phrase], -1)
        for number, case in sorted(set(zip(entry[entry >= 0].tolist(), cases[text[entry >= 0]].tolist(), strict=True))):
            meant = self.casts[case].of_entry(self.entries[number])
            person[(entry == number) & (cases[text] == case)] = meant
        keep = person >= 0
        return tokens, References(text[keep], person[keep], entry[keep], found.start[keep], found.end[keep], children)

    def _named(self, phrase: Longs, case: Longs) -> Longs:
        """Whom a name means in its case, -1 for nobody."""
        if not len(self._keys):
            return np.full(len(phrase), -1, dtype=np.int64)
        wanted = phrase * len(self.casts) + case
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where(self._keys[at] == wanted, self._whom[at], -1)

    def _sound(self, tokens: Tokens, found: Found, text: Longs, person: Longs, cases: Longs) -> NDArray[np.bool_]:
        """Which are what they seem: no cancelled words, no single letter or ordinary word that may be another thing."""
        keep = self._kind[found.phrase] != _CANCEL
        anchored = self._kind[found.phrase] == _CHILD_LETTER
        lettered = set(zip(cases[text[anchored]].tolist(), person[anchored].tolist(), strict=True))
        initials = {case: {p.name[0] for p in self.casts[case].people if p.child} for case in set(cases.tolist())}
        for i in np.flatnonzero(self._short[found.phrase]).tolist():
            case, at = int(cases[text[i]]), int(found.start[i])
            piece = _word(tokens, at)
            if self._kind[found.phrase[i]] == _INITIAL and (case, int(person[i])) not in lettered:
                keep[i] = False
            elif len(piece) == 1:
                child = self._kind[found.phrase[i]] != _ROLE
                keep[i] &= (piece not in _NOT_INITIALS) if child else piece not in initials[case]
                keep[i] &= self._stands_free(tokens, at)
            else:
                keep[i] &= self._is_name_here(tokens, at)
        return np.asarray(keep)

    def _stands_free(self, tokens: Tokens, at: int) -> bool:
        """A letter that is no part of "w/c", "34 F", "F, 12", "(M)", "Ward W" or "F. Poole"."""
        before, after, third = (_word(tokens, at + step) for step in (-1, 1, 2))
        if before in ("/", "(", "&", "+", ".", "-") or after in ("/", ")", "&", "+") or before[-1:].isdigit():
            return False
        dotted = after == "." and len(third) > 1 and third[0].isupper() and _begins(tokens, at)
        number = third if after == "," else after
        return not dotted and not number[:1].isdigit() and before.casefold() not in self._lexicon.before_letter

    def _is_name_here(self, tokens: Tokens, at: int) -> bool:
        """An ordinary word as a name: within a sentence, in capitals or beside no number and no word for a time."""
        before, after = _word(tokens, at - 1), _word(tokens, at + 1)
        timed = before.casefold() in self._lexicon.before_time or before[-1:].isdigit() or after[:1].isdigit()
        return not timed and not _begins(tokens, at)


def _forms(words: str) -> tuple[frozenset[str], ...]:
    """A word all in capitals keeps its case; others are looked for in any."""
    pieces = words.replace("-", " ").split()
    return tuple(frozenset({p if p.isupper() else p.lower()}) for p in pieces)


def _only(found: Found, keep: NDArray[np.bool_]) -> Found:
    return Found(found.phrase[keep], found.start[keep], found.end[keep])


def _word(tokens: Tokens, at: int) -> str:
    piece = tokens.pieces[at].strip(" \t\"“”'‘’*_•…-") if 0 <= at < len(tokens.pieces) else ""
    return piece.removesuffix("'s").removesuffix("’s")


def _begins(tokens: Tokens, at: int) -> bool:
    """Whether a sentence begins here."""
    return at == 0 or bool(tokens.symbols[at - 1] == HARD)
