"""Narratives of all cases read together for words that mean people: names, role words, the children as one.

The automaton of the coding room does the reading. Whether a name is anybody's is settled case by case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from flagger.chronology.lexicon import Lexicon, RoleWords
from flagger.coding.tokens import COMMA, HARD, SOFT, Longs, Tokens, tokenise
from flagger.coding.walk import Automaton, Found, outermost
from flagger.people import grammar
from flagger.people.cast import CaseCast, Name
from flagger.people.introduce import beside, name_of

_ROLE, _NAME, _INITIAL, _CHILD_LETTER, _CHILDREN, _CANCEL, _TAG, _BEFORE_NAME = range(8)
_LABELS = {"adult_victim": grammar.VICTIM_WORD, "alleged_perpetrator": grammar.SUSPECT_WORD}
_NOT_INITIALS = frozenset("AIMFX")


@dataclass(frozen=True)
class References:
    """Words that mean a person, in order of text and place: the text, the person, the role entry (-1: a name), the
    pieces. `children`: the texts that speak of the children as one.

    `letters`: the kinds of all words (`grammar.py`); `piece` and `of_letter` (-1: none) are the piece and the
    reference of each letter.
    """

    text: Longs
    person: Longs
    entry: Longs
    start: Longs
    end: Longs
    children: frozenset[int]
    letters: str
    piece: Longs
    of_letter: Longs


@dataclass(frozen=True)
class Scan:
    """What was found in texts, before it is known whom role words mean: as columns, in order of place.

    `drop`: pieces that only say the role of the name beside them; `new`: case, name and entry of names not yet known.
    """

    tokens: Tokens
    found: Found
    kind: Longs
    text: Longs
    case: Longs
    person: Longs
    entry: Longs
    drop: list[int] = field(default_factory=list)
    new: list[tuple[int, Name, int]] = field(default_factory=list)


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
            for words in entry.before_name:
                self._enter(_BEFORE_NAME, number, grammar.forms_of(words))
        for words in lexicon.children:
            self._enter(_CHILDREN, 0, grammar.forms_of(words))
        for words in lexicon.not_children:
            self._enter(_CANCEL, 0, grammar.forms_of(words))
        self._names(casts)  # before the letters: of two equally long readings the first is taken
        for forms, letter in grammar.letters_of(lexicon).items():
            self._enter(_TAG, ord(letter), forms)
        self._automaton = Automaton(((i, (s,)) for i, s in enumerate(self._sequences)), frozenset())
        self._kind = np.array(self._kinds)
        self._of = np.array(self._payload)
        self._short = np.array([self._is_delicate(i) for i in range(len(self._kinds))])
        self._letter_of = np.array([self._letter(i) for i in range(len(self._kinds))], dtype=np.uint8)
        self._ends_owned = np.array([any(word.endswith("'s") for word in s[-1]) for s in self._sequences])

    def _words(self, kind: int, number: int, entry: RoleWords) -> None:
        for words in entry.words:
            self._enter(kind, number, grammar.forms_of(words))
        for words in entry.not_in:
            self._enter(_CANCEL, 0, grammar.forms_of(words))

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

    def _letter(self, i: int) -> int:
        kind = self._kinds[i]
        if kind == _TAG:
            return self._payload[i]
        if kind == _ROLE:
            return ord(_LABELS.get(self.entries[self._payload[i]].role, grammar.PERSON))
        return ord(
            {_CHILDREN: grammar.CHILDREN, _CANCEL: grammar.OTHER, _BEFORE_NAME: grammar.OTHER}.get(kind, grammar.PERSON)
        )

    def _is_delicate(self, i: int) -> bool:
        words = [sorted(forms, key=len)[0] for forms in self._sequences[i]]
        single = len(words) == 1
        return (
            self._kinds[i] in (_ROLE, _NAME, _INITIAL)
            and single
            and (len(words[0]) == 1 or (self._kinds[i] == _NAME and words[0].casefold() in self._lexicon.ordinary))
        )

    def find(self, texts: Sequence[str], cases: Longs) -> Scan:
        """Every word and phrase of the texts that counts; `cases` is the number of each text's case among the casts."""
        tokens = tokenise(texts, self._automaton.symbols)
        found = self._automaton.walk(tokens.symbols)
        kind, text = self._kind[found.phrase], tokens.text_of(found.start)
        person = np.full(len(text), -1, dtype=np.int64)
        named = (kind == _NAME) | (kind == _INITIAL) | (kind == _CHILD_LETTER)
        person[named] = self._named(found.phrase[named], cases[text[named]])
        keep = ~named | (person >= 0)
        found, kind, text, person = _only(found, keep), kind[keep], text[keep], person[keep]
        keep = self._sound(tokens, found, kind, person, cases[text])
        keep[keep] = _apart(found.start[keep], found.end[keep])
        found, kind, text, person = _only(found, keep), kind[keep], text[keep], person[keep]
        entry = np.where((kind == _ROLE) | (kind == _BEFORE_NAME), self._of[found.phrase], -1)
        return self._beside(Scan(tokens, found, kind, text, cases[text], person, entry))

    def _beside(self, scan: Scan) -> Scan:
        """Note the names that stand beside role words: those known get the role's words too, others are new."""
        roles, found = np.flatnonzero(scan.entry >= 0).tolist(), scan.found
        spans = [(int(found.start[i]), int(found.end[i])) for i in roles]
        named = np.flatnonzero(scan.person >= 0).tolist()
        at = {int(found.start[i]): i for i in named}
        ends = {start: int(found.end[i]) for start, i in at.items()}
        for one in beside(scan.tokens, spans, ends, self._lexicon.ordinary):
            role = roles[one.role]
            label = self.entries[int(scan.entry[role])].role in _LABELS  # whose they are, the grammar tells
            scan.drop.extend(() if label else one.drop)
            if one.start in at and not label:
                scan.person[role] = scan.person[at[one.start]]
            elif one.start not in at:
                scan.new.append((int(scan.case[role]), name_of(scan.tokens, one), int(scan.entry[role])))
        return scan

    def claims(self, scan: Scan) -> Iterator[tuple[int, int, int]]:
        """The roles that names beside role words are given: case, person, entry."""
        some = np.flatnonzero((scan.entry >= 0) & (scan.person >= 0))
        yield from zip(scan.case[some].tolist(), scan.person[some].tolist(), scan.entry[some].tolist(), strict=True)

    def settle(self, scan: Scan) -> References:
        """Whom each role word means, now that all of the cases' names are known."""
        found, text, person, kind = scan.found, scan.text, scan.person, scan.kind
        self._mean(np.where((kind == _ROLE) & (person < 0), scan.entry, -1), scan.case, person)
        letters, piece = self._letters(scan)
        children = frozenset(text[kind == _CHILDREN].tolist())
        keep = (person >= 0) & (kind != _BEFORE_NAME)
        first = found.start[keep]
        of_letter = np.full(len(piece), -1, dtype=np.int64)
        at = np.searchsorted(piece, first)
        there = (at < len(piece)) & (piece[np.minimum(at, len(piece) - 1)] == first)
        of_letter[at[there]] = np.flatnonzero(there)
        references = (text[keep], person[keep], scan.entry[keep], first, found.end[keep])
        return References(*references, children, letters, piece, of_letter)

    def _mean(self, entry: Longs, case: Longs, person: Longs) -> None:
        """Fill in whom role words mean, each once a case."""
        at = np.flatnonzero(entry >= 0)
        pairs, which = np.unique(entry[at] * len(self.casts) + case[at], return_inverse=True)
        meant = [self.casts[p % len(self.casts)].of_entry(self.entries[p // len(self.casts)]) for p in pairs.tolist()]
        person[at] = np.array(meant, dtype=np.int64)[which] if meant else person[at]

    def _letters(self, scan: Scan) -> tuple[str, Longs]:
        """One letter for each word, mark and phrase, and the piece where it begins; none for a role beside its name."""
        tokens, found, kind, entry = scan.tokens, scan.found, scan.kind, scan.entry
        letter = np.full(len(tokens.pieces), ord(grammar.OTHER), dtype=np.uint8)
        for symbol, mark in ((HARD, grammar.END), (COMMA, grammar.COMMA), (SOFT, ";")):
            letter[tokens.symbols == symbol] = ord(mark)
        inside = np.zeros(len(letter) + 1, dtype=np.int8)
        np.add.at(inside, found.start + 1, 1)
        np.add.at(inside, found.end, -1)
        letter[found.start] = self._letter_of[found.phrase]
        owner = (kind <= _CHILD_LETTER) & ~self._ends_owned[found.phrase]
        owner[owner] = [_is_owner(tokens.pieces[past - 1]) for past in found.end[owner].tolist()]
        labelled = np.isin(letter[found.start], [ord(label) for label in _LABELS.values()])
        letter[found.start[owner & ~labelled]] = ord(grammar.OWNER)
        letter[found.start[owner & labelled & (entry >= 0)]] = ord(grammar.OTHER)
        outside = np.cumsum(inside)[:-1] == 0
        outside[scan.drop] = False
        piece = np.flatnonzero(outside)
        return letter[piece].tobytes().decode("latin-1"), piece

    def _named(self, phrase: Longs, case: Longs) -> Longs:
        """Whom a name means in its case, -1 for nobody."""
        if not len(self._keys):
            return np.full(len(phrase), -1, dtype=np.int64)
        wanted = phrase * len(self.casts) + case
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where(self._keys[at] == wanted, self._whom[at], -1)

    def _sound(self, tokens: Tokens, found: Found, kind: Longs, person: Longs, cases: Longs) -> NDArray[np.bool_]:
        """Which are what they seem: no single letter or ordinary word that may be another thing."""
        keep = np.ones(len(kind), dtype=bool)
        anchored = kind == _CHILD_LETTER
        lettered = set(zip(cases[anchored].tolist(), person[anchored].tolist(), strict=True))
        for i in np.flatnonzero(self._short[found.phrase]).tolist():
            case, at = int(cases[i]), int(found.start[i])
            piece = _word(tokens, at)
            if len(piece) > 1:
                keep[i] = self._is_name_here(tokens, at)
            elif kind[i] == _ROLE:
                keep[i] = piece not in self.casts[case].initials and self._stands_free(tokens, at)
            elif kind[i] == _INITIAL and (case, int(person[i])) not in lettered:
                keep[i] = False
            else:
                keep[i] = piece not in _NOT_INITIALS and self._stands_free(tokens, at)
        return keep

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


def _apart(start: Longs, end: Longs) -> NDArray[np.bool_]:
    """Which spans stay when the first and longest takes its words (sorted by start, longest first)."""
    keep = outermost(start, end)
    at = np.flatnonzero(keep)
    for i in (np.flatnonzero(start[at[1:]] < end[at[:-1]]) + 1).tolist():
        before = i - 1
        while before >= 0 and not keep[at[before]]:
            before -= 1
        if before >= 0 and start[at[i]] < end[at[before]]:
            keep[at[i]] = False
    return keep


def _is_owner(piece: str) -> bool:
    return piece.rstrip().endswith(("'s", "’s"))


def _only(found: Found, keep: NDArray[np.bool_]) -> Found:
    return Found(found.phrase[keep], found.start[keep], found.end[keep])


def _word(tokens: Tokens, at: int) -> str:
    piece = tokens.pieces[at].strip(" \t\"“”'‘’*_•…-") if 0 <= at < len(tokens.pieces) else ""
    return piece.removesuffix("'s").removesuffix("’s")


def _begins(tokens: Tokens, at: int) -> bool:
    """Whether a sentence begins here."""
    return at == 0 or bool(tokens.symbols[at - 1] == HARD)
