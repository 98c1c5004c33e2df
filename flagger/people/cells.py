"""A person cell once more, with places: who it names, where each stands in it, whether it means the children as one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from flagger.chronology.lexicon import Lexicon, plain
from flagger.chronology.people import is_everybody, people_of


@dataclass(frozen=True, slots=True)
class CellPart:
    """One person of a person cell: name, the words for a role ("" for none), and where the part stands in the cell."""

    name: str
    said: str
    start: int
    end: int


@dataclass(frozen=True)
class Cell:
    """A person cell once read: each person with role and place, and whether it means the children as one."""

    parts: list[tuple[int, str, int, int]]
    everybody: bool

    @cached_property
    def alone(self) -> tuple[int, tuple[int, int]] | None:
        """The one person of the cell and where they stand in it."""
        if len({person for person, *_ in self.parts}) != 1:
            return None
        person, _, start, end = self.parts[0]
        return person, (start, end)


@lru_cache(maxsize=8192)
def cell_parts(cell: str) -> tuple[CellPart, ...]:
    """The persons of a cell, each with the words that stand for them there."""
    named = people_of(cell)
    said = {name: words for name, _, words in named.claims}
    return tuple(CellPart(name, said.get(name, ""), *_place(cell, name, said.get(name, ""))) for name in named.persons)


def _place(cell: str, name: str, said: str) -> tuple[int, int]:
    """Where a name stands in a cell, with the role beside it."""
    spans = [
        found.span()
        for words in (name, said)
        if words and (found := re.search(r"\s+".join(map(re.escape, words.split())), cell))
    ]
    if not spans or len(spans) < bool(name) + bool(said):
        return len(cell) - len(cell.lstrip()), len(cell.rstrip())
    return min(start for start, _ in spans), max(end for _, end in spans)


@lru_cache(maxsize=8192)
def speaks_of_children(cell: str, lexicon: Lexicon) -> bool:
    """Whether a cell means the children as one: "All", "Mum & children"; not "both parents"."""
    parts = re.split(r"[,;&\n|+/]|\band\b", cell)
    return any(is_everybody(part) and plain(part) not in lexicon.not_of_children for part in (cell, *parts))
