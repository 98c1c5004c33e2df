"""Stretches in which an episode was open, for drawing: each opening with the closing that ended it.

For the eye only: where dates are rough, rows are taken in canonical order. What a rule makes of an episode is
`neighbours`' matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from flagger.matchers.select import Chooser
from flagger.matchers.selection import Selection
from flagger.rulebook.selectors import Episode
from flagger.timeline.arrays import Timeline


@dataclass(frozen=True)
class OpenSpan:
    """Positions of the events that opened and closed an episode in a case; `closed` None: no row says that it ended."""

    case: int
    opened: int
    closed: int | None


def open_spans(line: Timeline, chooser: Chooser, episode: Episode) -> Iterator[OpenSpan]:
    """The stretches of one episode in all cases, in order of case and date.

    A row that opens what is open, or closes what is not, changes nothing: a row that closes may close much else.
    """
    opens, closes = _positions(chooser.choose(episode.opens)), _positions(chooser.choose(episode.closes))
    opened: int | None = None
    for pos in sorted(opens | closes):
        if opened is not None and line.case[pos] != line.case[opened]:
            yield OpenSpan(int(line.case[opened]), opened, None)
            opened = None
        if pos in opens:
            opened = pos if opened is None else opened
        elif opened is not None:
            yield OpenSpan(int(line.case[pos]), opened, pos)
            opened = None
    if opened is not None:
        yield OpenSpan(int(line.case[opened]), opened, None)


def _positions(chosen: Selection) -> set[int]:
    return set(np.unique(chosen.pos).tolist())
