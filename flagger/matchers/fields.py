"""What a selector asks of a row besides its codes: who it shows, which columns it fills, how its date was written."""

from __future__ import annotations

import numpy as np

from flagger.matchers.selection import Bools, Ints, member
from flagger.rulebook.selectors import Selector
from flagger.timeline.arrays import BLANK, FILLED, NO_COLUMN, Timeline
from flagger.timeline.people import People


def recorded(pos: Ints, selector: Selector, line: Timeline) -> Ints:
    """Of these positions, those that meet every such key of the selector; nothing here depends on dates."""
    for names, wanted in ((selector.blank, BLANK), (selector.filled, FILLED)):
        for name in names or ():
            pos = pos[_column(line, name)[pos] == wanted]
    if selector.dated is not None:
        pos = pos[_dated(line, selector.dated)[pos]]
    if selector.model_fields_set & {"who", "not_who", "collective", "unrecorded"}:
        return pos[_people(pos, selector, line.people)]
    return pos


def _column(line: Timeline, name: str) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    return line.columns.get(name, np.full(len(line), NO_COLUMN, dtype=np.int8))


def _dated(line: Timeline, ways: tuple[str, ...]) -> Bools:
    held = np.zeros(len(line), dtype=bool)
    for way, which in (("doubted", line.doubted), ("rough", line.rough)):
        if way in ways and which is not None:
            held |= which
    return held


def _people(pos: Ints, selector: Selector, people: People | None) -> Bools:
    """Where nobody is known, no row shows anybody and none speaks of the children together."""
    keep = np.ones(len(pos), dtype=bool)
    nobody = np.empty(0, dtype=np.int32)
    for roles, wanted in ((selector.who, True), (selector.not_who, False)):
        if roles is not None:
            showing = nobody if people is None else people.shown(roles)[0]
            keep &= member(pos, showing) == wanted
    if selector.collective is not None:
        together = np.zeros(len(pos), dtype=bool) if people is None else people.together[pos]
        keep &= together == selector.collective
    if selector.unrecorded is not None:
        marked = (
            [people.unrecorded[name] for name in selector.unrecorded if name in people.unrecorded] if people else []
        )
        left_empty = people.naming(np.logical_or.reduce(marked)) if people is not None and marked else nobody
        keep &= member(pos, left_empty)
    return keep
