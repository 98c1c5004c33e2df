"""The rows of one lane as marks that do not lie on one another; rows too close together share a mark.

A mark stands at the middle of the days that its rows can mean. Every row is in exactly one mark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flagger.report.timeline.axis import Axis

REACH = 24  # marks nearer to each other than this are dealt with together
_ALONE = 3  # how many of those still get a mark each
_LEVELS = 3  # and how many marks the rest get
_HALF = 11
_DIGIT = 8


@dataclass(frozen=True)
class Row:
    """A dated row: the days `lo` to `hi` since 1970-01-01, the number of its topic, whether it was struck through."""

    id: str
    lo: int
    hi: int
    topic: int
    struck: bool

    @property
    def middle(self) -> int:
        return (self.lo + self.hi) // 2


@dataclass(frozen=True)
class Mark:
    """One mark at `x` on a level of its lane (0: the highest). `topic` is None when its rows are of several topics.

    `since` and `until` are where the days that its rows can mean begin and end.
    """

    rows: tuple[Row, ...]
    topic: int | None
    struck: bool
    x: int
    since: int
    until: int
    level: int = 0

    @property
    def rough(self) -> bool:
        """Whether its days reach out from under the mark itself, so that a line has to show them."""
        return self.until - self.since >= REACH

    @property
    def left(self) -> int:
        return min(self.since, self.x - _HALF)

    @property
    def right(self) -> int:
        number = _DIGIT * len(str(len(self.rows))) if len(self.rows) > 1 else 0
        return max(self.until, self.x + _HALF + number)


def marks(rows: Iterable[Row], axis: Axis) -> list[Mark]:
    """The marks of one lane, in order of where they begin."""
    wide: list[Row] = []
    narrow: list[Row] = []
    for row in sorted(rows, key=lambda row: (row.middle, row.lo, row.id)):
        (wide if axis.x(row.hi) - axis.x(row.lo) > REACH else narrow).append(row)
    groups = [group for those in (wide, narrow) for pile in _piles(those, axis) for group in _shared(pile)]
    return list(_levelled(sorted((_mark(group, axis) for group in groups), key=lambda mark: (mark.left, mark.x))))


def _piles(rows: Sequence[Row], axis: Axis) -> Iterator[list[Row]]:
    """Rows in order, taken together as long as they are near the first of them."""
    pile: list[Row] = []
    for row in rows:
        if pile and axis.x(row.middle) - axis.x(pile[0].middle) >= REACH:
            yield pile
            pile = []
        pile.append(row)
    if pile:
        yield pile


def _shared(pile: list[Row]) -> list[list[Row]]:
    """A mark for each row of a pile; when they are many, one for each topic; the smallest together if still many."""
    if len(pile) <= _ALONE:
        return [[row] for row in pile]
    alike: dict[tuple[int, bool], list[Row]] = defaultdict(list)
    for row in pile:
        alike[row.topic, row.struck].append(row)
    if len(alike) <= _LEVELS:
        return [alike[kind] for kind in sorted(alike)]
    kinds = sorted(alike, key=lambda kind: (-len(alike[kind]), kind))
    apart, together = kinds[: _LEVELS - 1], set(kinds[_LEVELS - 1 :])
    rest = [row for row in pile if (row.topic, row.struck) in together]
    return [*(alike[kind] for kind in sorted(apart)), rest]


def _mark(rows: list[Row], axis: Axis) -> Mark:
    topics = {row.topic for row in rows}
    x = (axis.x(rows[0].middle) + axis.x(rows[-1].middle)) // 2
    since, until = axis.x(min(row.lo for row in rows)), axis.x(max(row.hi for row in rows))
    topic = topics.pop() if len(topics) == 1 else None
    return Mark(tuple(rows), topic, all(row.struck for row in rows), x, since, until)


def _levelled(these: Iterable[Mark]) -> Iterator[Mark]:
    """Each on the first level on which nothing before it reaches so far."""
    taken: list[int] = []
    for mark in these:
        level = next((n for n, right in enumerate(taken) if right <= mark.left), len(taken))
        taken[level : level + 1] = [mark.right]
        yield replace(mark, level=level)
