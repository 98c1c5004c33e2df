"""All phrases as one automaton, walked once over the symbols of all texts together with numpy.

States are shared between phrases that begin alike; a gap is a run of states that any word leads through. A step takes
every place where a phrase may still go on at once, so that the cost is that of the words, not of the phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flagger.codebook.phrases import Gap, Words
from flagger.codebook.phrases import Sequence as WordSequence
from flagger.coding.tokens import COMMA, FIRST_FREE, HARD, SOFT, Ints, Longs

_NO_WORDS: Words = frozenset()
_SIEVE = 1 << 23
_SPREAD = 40503  # odd, so that neighbouring keys fall far apart in the sieve


@dataclass(frozen=True)
class Found:
    """Phrases found, each once: number, first piece, the piece after the last; sorted by start, longest first."""

    phrase: Longs
    start: Longs
    end: Longs


class Automaton:
    """Built from (phrase number, sequences). `symbols` is the symbol of each word that a phrase uses.

    Words that stand in just the same sets of words share a symbol: "attend", "attends" and "attended" are one.
    """

    def __init__(
        self,
        phrases: Iterable[tuple[int, Sequence[WordSequence]]],
        unskipped: frozenset[str],
        vocabulary: frozenset[str] | None = None,
    ) -> None:
        """With `vocabulary`, what asks for a word outside it is left out: such texts cannot hold it."""
        self._sets: dict[frozenset[str], int] = {unskipped: 0}
        self._children: dict[tuple[int, int, int], int] = {}
        self._skips: dict[int, int] = {}
        self._edges: set[tuple[int, int, int]] = set()
        self._states = 1
        every = ((number, sequence) for number, sequences in phrases for sequence in sequences)
        found = every if vocabulary is None else self._within(every, vocabulary)
        ends = {(self._add(sequence), number) for number, sequence in found}
        of_set = self._share_symbols()
        self._freeze(of_set, np.array(sorted(ends), dtype=np.int64).reshape(-1, 2))

    def _within(
        self, found: Iterable[tuple[int, WordSequence]], vocabulary: frozenset[str]
    ) -> Iterator[tuple[int, WordSequence]]:
        """The sequences that texts of these words can hold, of these words alone.

        Marks always stay: they decide what a gap passes over.
        """
        held: dict[Words | Gap, Words | Gap] = {}
        for number, sequence in found:
            for element in sequence:
                if element not in held:
                    held[element] = element if isinstance(element, Gap) else self._left(element, vocabulary)
            left = tuple([held[element] for element in sequence])
            if _NO_WORDS not in left:
                yield number, left

    def _left(self, words: Words, vocabulary: frozenset[str]) -> Words:
        marks = [word for word in words if not word[0].isalnum()]
        for mark in marks:
            self._sets.setdefault(frozenset([mark]), len(self._sets))
        return (words & vocabulary).union(marks)

    def _new_state(self) -> int:
        self._states += 1
        return self._states - 1

    def _add(self, sequence: WordSequence) -> int:
        """Lead through the states of a sequence, making those not yet there; gives the last."""
        state, gap = 0, 0
        skipped: tuple[int, ...] = ()
        sets, children = self._sets, self._children
        for element in sequence:
            if isinstance(element, Gap):
                gap, skipped = element.most, self._skipping(state, element.most)
                continue
            words = sets.setdefault(element, len(sets))
            key = (state, gap, words)
            child = children.get(key)
            if child is None:
                child = children[key] = self._new_state()
                self._edges.add((state, words, child))
                self._edges.update((entry, words, child) for entry in skipped)
            state, skipped, gap = child, (), 0
        return state

    def _skipping(self, state: int, most: int) -> tuple[int, ...]:
        """The states after one word passed over, after two, ..."""
        passed = []
        for _ in range(most):
            if state not in self._skips:
                self._skips[state] = self._new_state()
            state = self._skips[state]
            passed.append(state)
        return tuple(passed)

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
        of_set: list[list[int]] = [[] for _ in self._sets]
        for word, sets in member.items():
            alike, fresh = frozenset(sets), FIRST_FREE + len(shared)
            symbol = COMMA if word == "," else shared.setdefault(alike, fresh)
            self.symbols[word] = symbol
            if symbol in (COMMA, fresh):
                for number in alike:
                    of_set[number].append(symbol)
        self._width = FIRST_FREE + len(shared)
        return of_set

    def _freeze(self, of_set: list[list[int]], ends: Longs) -> None:
        edges = np.array(sorted(self._edges), dtype=np.int64).reshape(-1, 3)
        symbols = _Table(
            np.repeat(np.arange(len(of_set)), [len(found) for found in of_set]),
            np.array([symbol for found in of_set for symbol in found], dtype=np.int64),
        )
        symbol, of_edge = symbols.rows(edges[:, 1])
        source, target = edges[of_edge, 0], edges[of_edge, 2]
        skips = np.array(sorted(self._skips.items()), dtype=np.int64).reshape(-1, 2)
        # The states after a first word are merged into one for each symbol, so a walk begins with one step a place.
        root = source == 0
        first, child = self._states + symbol[root], target[root]
        onward, parent = _Table(source, np.arange(len(source)), self._states).rows(child)
        keys = np.concatenate([source * self._width + symbol, first[parent] * self._width + symbol[onward]])
        targets = np.concatenate([target, target[onward]])
        self._sieve = np.zeros(_SIEVE, dtype=bool)
        self._sieve[keys * _SPREAD % _SIEVE] = True
        self._keys, number = np.unique(keys, return_inverse=True)
        self._edge_table = _Table(number, targets)
        size = self._states + self._width
        self._skip_table = self._merged(skips, first, child, size)
        self._end_table = self._merged(ends, first, child, size)
        self._passable = np.ones(self._width, dtype=bool)
        marks = [number for word, number in self.symbols.items() if not word[0].isalnum()]
        self._passable[[HARD, SOFT, COMMA, *marks, *of_set[0]]] = False
        self._roots = np.zeros(self._width, dtype=bool)
        self._roots[symbol[root]] = True

    def _merged(self, pairs: Longs, first: Longs, child: Longs, size: int) -> _Table:
        """What states hold (pairs of state and value), and for each merged first state what its children hold."""
        values, parent = _Table(pairs[:, 0], pairs[:, 1], size).rows(child)
        return _Table(np.append(pairs[:, 0], first[parent]), np.append(pairs[:, 1], values), size)

    def walk(self, symbols: Ints) -> Found:
        """Every phrase found in the symbols, wherever it begins."""
        symbols = np.append(symbols, np.int32(HARD))
        start = np.flatnonzero(self._roots[symbols])
        state, at = symbols[start].astype(np.int64) + self._states, start + 1
        phrase, parent = self._end_table.rows(state)
        found = [(phrase, start[parent], at[parent])]
        while len(start):
            symbol = symbols[at]
            reached, parent = self._next(state * self._width + symbol)
            begun, past = start[parent], at[parent] + 1
            phrase, ended = self._end_table.rows(reached)
            found.append((phrase, begun[ended], past[ended]))
            over = np.flatnonzero(self._passable[symbol])
            skipped, parent = self._skip_table.rows(state[over])
            state = np.concatenate([reached, skipped])
            start = np.concatenate([begun, start[over][parent]])
            at = np.concatenate([past, at[over][parent] + 1])
        phrase, begin, end = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.lexsort((phrase, -end, begin))
        phrase, begin, end = phrase[order], begin[order], end[order]
        new = np.ones(len(phrase), dtype=bool)  # two ways to read one phrase in the same words are one find
        new[1:] = (phrase[1:] != phrase[:-1]) | (begin[1:] != begin[:-1]) | (end[1:] != end[:-1])
        return Found(phrase[new], begin[new], end[new])

    def _next(self, wanted: Longs) -> tuple[Longs, Longs]:
        """The states reached from each wanted key (state and symbol), and the place in `wanted` of each."""
        here = np.flatnonzero(self._sieve[wanted * _SPREAD % _SIEVE])  # most are not: a sieve before the search
        at = np.minimum(np.searchsorted(self._keys, wanted[here]), len(self._keys) - 1)
        there = np.flatnonzero(self._keys[at] == wanted[here])
        reached, parent = self._edge_table.rows(at[there])
        return reached, here[there][parent]


class _Table:
    """Values by small whole keys, several to a key: sorted by key, with where each key's begin and how many."""

    def __init__(self, keys: Longs, values: Longs, size: int = 0) -> None:
        self._values = values[np.argsort(keys, kind="stable")]
        self._count = np.bincount(keys, minlength=size)
        self._first = np.cumsum(self._count) - self._count

    def rows(self, wanted: Longs) -> tuple[Longs, Longs]:
        """The values of each wanted key, and the place in `wanted` of each."""
        some = np.flatnonzero(self._count[wanted])
        index, parent = _ranges(self._first[wanted[some]], self._count[wanted[some]])
        return self._values[index], some[parent]


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
