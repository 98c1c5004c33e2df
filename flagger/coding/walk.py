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
from flagger.coding.tokens import COMMA, FIRST_FREE, HARD, SOFT, Ints

Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """Phrases found: the number of each, its first piece, and the piece after its last. Sorted by start, longest first."""

    phrase: Longs
    start: Longs
    end: Longs


class Automaton:
    """Built from (phrase number, sequences); `symbols` is the symbol of each word it uses."""

    def __init__(self, phrases: Iterable[tuple[int, Sequence[WordSequence]]], unskipped: Iterable[str]) -> None:
        self.symbols: dict[str, int] = {",": COMMA}
        self._children: dict[tuple[int, object], int] = {}
        self._skips: dict[int, int] = {}
        self._edges: set[tuple[int, frozenset[str], int]] = set()
        self._ends: set[tuple[int, int]] = set()
        self._states = 1
        for number, sequences in phrases:
            for sequence in sequences:
                self._ends.add((self._add(sequence), number))
        self._freeze(unskipped)

    def _child(self, state: int, key: object) -> int:
        found = self._children.get((state, key))
        if found is None:
            found = self._children[state, key] = self._states
            self._states += 1
        return found

    def _add(self, sequence: WordSequence) -> int:
        state, entries, gap = 0, [0], 0
        for element in sequence:
            if isinstance(element, Gap):
                for _ in range(element.most):
                    entries.append(self._skips.setdefault(entries[-1], self._states))
                    self._states = max(self._states, entries[-1] + 1)
                gap = element.most
                continue
            state = self._child(entries[0], (gap, element))
            self._edges.update((entry, element, state) for entry in entries)
            for word in element:
                self.symbols.setdefault(word, FIRST_FREE + len(self.symbols))
            entries, gap = [state], 0
        return state

    def _freeze(self, unskipped: Iterable[str]) -> None:
        self._width = FIRST_FREE + len(self.symbols) + 1
        same = self._case_variants()
        keys = [
            (state * self._width + symbol, target)
            for state, element, target in self._edges
            for word in element
            for symbol in (self.symbols[word], *same.get(word, ()))
        ]
        table = np.array(sorted(set(keys)), dtype=np.int64).reshape(-1, 2)
        self._keys, first, self._counts = np.unique(table[:, 0], return_index=True, return_counts=True)
        self._first, self._targets = first, table[:, 1]
        self._skip = np.full(self._states, -1, dtype=np.int64)
        for state, target in self._skips.items():
            self._skip[state] = target
        ends = np.array(sorted(self._ends), dtype=np.int64).reshape(-1, 2)
        self._end_states, self._end_phrases = ends[:, 0], ends[:, 1]
        passable = np.ones(self._width, dtype=bool)
        passable[[HARD, SOFT, COMMA]] = False
        for word, symbol in self.symbols.items():
            passable[symbol] = word[0].isalnum() or word[0] == "{"
        blocked = [self.symbols[word] for word in unskipped if word in self.symbols]
        passable[blocked] = False
        self._passable = passable
        roots = np.zeros(self._width, dtype=bool)
        roots[self._keys[self._keys < self._width]] = True
        self._roots = roots

    def _case_variants(self) -> dict[str, list[int]]:
        """For a word that may stand in any case, the symbols of abbreviations that are that word in capitals."""
        same: dict[str, list[int]] = {}
        for word, symbol in self.symbols.items():
            if word.lower() != word and word.lower() in self.symbols:
                same.setdefault(word.lower(), []).append(symbol)
        return same

    def walk(self, symbols: Ints) -> Found:
        """Every phrase found in the symbols, wherever it begins."""
        symbols = np.append(symbols, np.int32(HARD))
        start = np.flatnonzero(self._roots[symbols])
        state, at = np.zeros(len(start), dtype=np.int64), start
        found: list[tuple[Longs, Longs, Longs]] = []
        while len(start):
            symbol = symbols[at]
            index, parent = _spread(self._keys, self._first, self._counts, state * self._width + symbol)
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

    def _finished(self, state: Longs, start: Longs, end: Longs) -> tuple[Longs, Longs, Longs]:
        low = np.searchsorted(self._end_states, state, side="left")
        count = np.searchsorted(self._end_states, state, side="right") - low
        index, parent = _ranges(low, count)
        return self._end_phrases[index], start[parent], end[parent]


def _spread(keys: Longs, first: Longs, counts: Longs, wanted: Longs) -> tuple[Longs, Longs]:
    """For each wanted key that is there, the rows it owns, and the place in `wanted` each row belongs to."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    here = np.flatnonzero(keys[at] == wanted)
    index, parent = _ranges(first[at[here]], counts[at[here]])
    return index, here[parent]


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
