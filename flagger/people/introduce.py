"""A role said beside a name in narrative: "partner Sam Poole", "Lee (mother's partner)", "baby Wren", "her ex, Dan,".

So a role is asserted of somebody known, or somebody new comes into the case. Only where nothing else can be meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flagger.coding.tokens import FIRST_FREE, Tokens
from flagger.people.cast import Name

_BLANKS = " \t\r\n\xa0\"“”„‘’'*_•…-‐‑"
_LONGEST_NAME = 2
_SAID_TO_BE = frozenset({"is", "was", "as", "named", "given", "recorded"})
_MOST_SAID = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """A role word (its place among `spans`) and the name beside it: pieces `start` to `end`; `drop`: pieces that only
    join the two."""

    role: int
    start: int
    end: int
    drop: tuple[int, ...]


def beside(
    tokens: Tokens, spans: Sequence[tuple[int, int]], names: dict[int, int], ordinary: frozenset[str]
) -> Iterator[Beside]:
    """The names beside role words; `spans` are the pieces of those, `names` the known names: first piece to past.

    A name not yet known is one or two words in capitals that stand nowhere in small letters. After "father is" or
    "father was recorded as" only a known name counts: "father is Polish" names nobody.
    """
    reader = _Reader(tokens, names, ordinary)
    for i, (start, end) in enumerate(spans):
        after, ahead = tokens.pieces[end][0], tokens.pieces[start - 1][0]
        if (past := reader.past_said(end)) > end:
            if past in names:
                yield Beside(i, past, names[past], tuple(range(start, past)))
            continue
        if not (after.isupper() or after in "(," or ahead in "(,") or reader.word(end - 1).endswith(("'s", "’s")):
            continue
        mark, before = reader.mark(end), reader.mark(start - 1)
        joined = end - start > 1 and mark in (",", ".", ")")
        if name := reader.name_from(end):
            yield Beside(i, *name, tuple(range(start, end)))
        elif mark == "(" and (name := reader.name_from(end + 1)) and reader.mark(name[1]) == ")":
            yield Beside(i, *name, (*range(start, end + 1), name[1]))
        elif (before == "(" and mark == ")") or (before == "," and joined):
            if name := reader.name_until(start - 1):
                yield Beside(i, *name, (start - 1, *range(start, end), end) if before == "(" else ())
        elif (
            end - start > 1
            and mark == ","
            and (name := reader.name_from(end + 1))
            and reader.mark(name[1]) in (",", ".", ")")
        ):
            yield Beside(i, *name, ())


class _Reader:
    def __init__(self, tokens: Tokens, names: dict[int, int], ordinary: frozenset[str]) -> None:
        self.tokens, self.names, self.ordinary = tokens, names, ordinary
        self.starts = {past: first for first, past in names.items()}
        self._small: frozenset[str] | None = None

    def word(self, at: int) -> str:
        return self.tokens.pieces[at].strip(_BLANKS) if 0 <= at < len(self.tokens.pieces) else ""

    def mark(self, at: int) -> str:
        return self.word(at)[:1] or "."

    def past_said(self, at: int) -> int:
        """Past the words between a role and a name: "is", "was recorded as"; `at`, where there are none."""
        past = at
        while past - at < _MOST_SAID and self.word(past) in _SAID_TO_BE:
            past += 1
        return past

    def name_from(self, at: int) -> tuple[int, int] | None:
        if at in self.names:
            return at, self.names[at]
        end = at
        while end - at < _LONGEST_NAME and self._may_be_name(end):
            end += 1
        return (at, end) if end > at else None

    def name_until(self, past: int) -> tuple[int, int] | None:
        if past in self.starts:
            return self.starts[past], past
        at = past
        while past - at < _LONGEST_NAME and self._may_be_name(at - 1):
            at -= 1
        return (at, past) if at < past else None

    def _may_be_name(self, at: int) -> bool:
        word = self.word(at).removesuffix("'s").removesuffix("’s")
        if len(word) < 3 or not word[0].isupper() or not word.replace("'", "").replace("’", "").isalpha():
            return False
        if (word.isupper() and len(word) < 5) or int(self.tokens.symbols[at]) >= FIRST_FREE:
            return False
        return word.casefold() not in self.ordinary and word.casefold() not in self._in_small_letters()

    def _in_small_letters(self) -> frozenset[str]:
        if self._small is None:
            self._small = frozenset(w for piece in set(self.tokens.pieces) if (w := piece.strip(_BLANKS)).islower())
        return self._small


def name_of(tokens: Tokens, found: Beside) -> Name:
    """The words of a name, without 's."""
    words = (tokens.pieces[at].strip(_BLANKS) for at in range(found.start, found.end))
    return tuple(word.removesuffix("'s").removesuffix("’s") for word in words)
