"""All phrases as one automaton, walked once over the symbols of all texts together with numpy.

States are shared between phrases that begin alike; a gap is a run of states that any word leads through. A step takes
every place where a phrase may still go on at once, so that the cost is that of the words, not of the phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flagger.codebook.phrases import Gap
from flagger.codebook.phrases import Sequence as WordSequence
from flagger.coding.tokens import COMMA, FIRST_FREE, HARD, SOFT, Ints, Longs

_SIEVE = 1 << 21
_SPREAD = 40503  # odd, so that neighbouring keys fall far apart in the sieve


@dataclass(frozen=True)
class Found:
    """Phrases found: number, first piece, and the piece after the last of each; sorted by start, longest first."""

    phrase: Longs
    start: Longs
    end: Longs


class Automaton:
    """Built from (phrase number, sequences). `symbols` is the symbol of each word that a phrase uses.

    Words that stand in just the same sets of words share a symbol: "attend", "attends" and "attended" are one.
    """

    def __init__(self, phrases: Iterable[tuple[int, Sequence[WordSequence]]], unskipped: frozenset[str]) -> None:
        self._sets: dict[frozenset[str], int] = {unskipped: 0}
        self._children: dict[tuple[int, int, int], int] = {}
        self._skips: dict[int, int] = {}
        self._edges: set[tuple[int, int, int]] = set()
        self._states = 1
        ends = {(self._add(sequence), number) for number, sequences in phrases for sequence in sequences}
        of_set = self._share_symbols()
        self._freeze(of_set, np.array(sorted(ends), dtype=np.int64).reshape(-1, 2))

    def _new_state(self) -> int:
        self._states += 1
        return self._states - 1

    def _add(self, sequence: WordSequence) -> int:
        """Lead through the states of a sequence, making those not yet there; gives the last."""
        entries, gap = [0], 0
        for element in sequence:
            if isinstance(element, Gap):
                gap = element.most
                for _ in range(gap):
                    if entries[-1] not in self._skips:
                        self._skips[entries[-1]] = self._new_state()
                    entries.append(self._skips[entries[-1]])
                continue
            words = self._sets.setdefault(element, len(self._sets))
            key = (entries[0], gap, words)
            if key not in self._children:
                self._children[key] = self._new_state()
                self._edges.update((entry, words, self._children[key]) for entry in entries)
            entries, gap = [self._children[key]], 0
        return entries[0]

    def _share_symbols(self) -> list[list[int]]:
        """Give each word its symbol; gives the symbols of each set of words, by its number."""
        member: dict[str, set[int]] = {}
        for words, number in self._sets.items():
            for word in words:
                member.setdefault(word, set()).add(number)
        for word, sets in member.items():  # an abbreviation is also that word in small letters; "mum's" is also "mum"
            for plain in (word.lower(), word.removesuffix("'s")):
                sets |= member.get(plain, set())
        shared: dict[frozenset[int], int] = {}
        self.symbols: dict[str, int] = {}
        for word, sets in member.items():
            known = shared.setdefault(frozenset(sets), FIRST_FREE + len(shared))
            self.symbols[word] = COMMA if word == "," else known
        self._width = FIRST_FREE + len(shared)
        of_set = [sorted({self.symbols[word] for word in words}) for words in self._sets]
        for word, sets in member.items():
            for number in sets:
                if self.symbols[word] not in of_set[number]:
                    of_set[number].append(self.symbols[word])
        return of_set

    def _freeze(self, of_set: list[list[int]], ends: Longs) -> None:
        count = np.array([len(symbols) for symbols in of_set])
        flat = np.array([symbol for symbols in of_set for symbol in symbols], dtype=np.int64)
        edges = np.array(sorted(self._edges), dtype=np.int64).reshape(-1, 3)
        index, parent = _ranges((np.cumsum(count) - count)[edges[:, 1]], count[edges[:, 1]])
        keys, targets = edges[parent, 0] * self._width + flat[index], edges[parent, 2]
        order = np.argsort(keys, kind="stable")
        self._targets = targets[order]
        self._keys, self._first, self._counts = np.unique(keys[order], return_index=True, return_counts=True)
        self._skip = np.full(self._states, -1, dtype=np.int64)
        self._skip[list(self._skips)] = list(self._skips.values())
        self._end_phrases = ends[:, 1]
        self._end_count = np.bincount(ends[:, 0], minlength=self._states)
        self._end_first = np.cumsum(self._end_count) - self._end_count
        self._may_be = np.zeros(_SIEVE, dtype=bool)
        self._may_be[self._keys * _SPREAD % _SIEVE] = True
        self._passable = np.ones(self._width, dtype=bool)
        marks = [symbol for word, symbol in self.symbols.items() if not word[0].isalnum()]
        self._passable[[HARD, SOFT, COMMA, *marks, *of_set[0]]] = False
        self._roots = np.zeros(self._width, dtype=bool)
        self._roots[self._keys[self._keys < self._width]] = True

    def walk(self, symbols: Ints) -> Found:
        """Every phrase found in the symbols, wherever it begins."""
        symbols = np.append(symbols, np.int32(HARD))
        start = np.flatnonzero(self._roots[symbols])
        state, at = np.zeros(len(start), dtype=np.int64), start
        found: list[tuple[Longs, Longs, Longs]] = []
        while len(start):
            symbol = symbols[at]
            index, parent = self._next(state * self._width + symbol)
            skipping = np.flatnonzero((self._skip[state] >= 0) & self._passable[symbol])
            reached, begun, past = self._targets[index], start[parent], at[parent] + 1
            found.append(self._finished(reached, begun, past))
            state = np.concatenate([reached, self._skip[state[skipping]]])
            start = np.concatenate([begun, start[skipping]])
            at = np.concatenate([past, at[skipping] + 1])
        if not found:
            return Found(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
        phrase, begin, end = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.lexsort((phrase, -end, begin))
        return Found(phrase[order], begin[order], end[order])

    def _next(self, wanted: Longs) -> tuple[Longs, Longs]:
        """For each wanted key (state and symbol) that is there, its edges, and the place in `wanted` of each."""
        here = np.flatnonzero(self._may_be[wanted * _SPREAD % _SIEVE])  # most are not: a sieve before the search
        at = np.searchsorted(self._keys, wanted[here])
        there = np.flatnonzero(self._keys[np.minimum(at, len(self._keys) - 1)] == wanted[here])
        index, parent = _ranges(self._first[at[there]], self._counts[at[there]])
        return index, here[there][parent]

    def _finished(self, state: Longs, start: Longs, end: Longs) -> tuple[Longs, Longs, Longs]:
        ended = np.flatnonzero(self._end_count[state])
        index, parent = _ranges(self._end_first[state[ended]], self._end_count[state[ended]])
        parent = ended[parent]
        return self._end_phrases[index], start[parent], end[parent]


def _ranges(first: Longs, count: Longs) -> tuple[Longs, Longs]:
    """The numbers `first .. first + count` of all rows in a line, and the row each comes from."""
    parent = np.repeat(np.arange(len(count)), count)
    offset = np.arange(len(parent)) - np.repeat(np.cumsum(count) - count, count)
    return first[parent] + offset, parent


def outermost(start: Longs, end: Longs) -> NDArray[np.bool_]:
    """Which spans (sorted by start, longest first) lie in no longer span. Equal spans are both outermost."""
    if not len(start):
        return np.zeros(0, dtype=bool)
    new = np.append(True, (start[1:] != start[:-1]) | (end[1:] != end[:-1]))
    number = np.cumsum(new) - 1
    reach = np.maximum.accumulate(end[new])
    outer = np.append(True, end[new][1:] > reach[:-1])
    return np.asarray(outer[number])
