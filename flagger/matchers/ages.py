"""How old the children are on the day of a row. Meaning: docs/semantics.md section 3a, `age`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from flagger.matchers.groups import Groups
from flagger.matchers.selection import Bools, Ints, Selection
from flagger.matchers.truth import NO, YES, Truth, truth
from flagger.rulebook.selectors import Age
from flagger.timeline.arrays import Timeline
from flagger.timeline.people import UNKNOWN, People


def of_child(events: Selection, age: Age, people: People | None) -> Truth:
    """Whether the child of each event's group is of that age on its day."""
    if people is None:
        return np.full(len(events), NO, dtype=np.int8)
    born = people.born_lo[events.group], people.born_hi[events.group]
    return np.minimum(_at_least(events, age, *born), _under(events, age, *born))


def of_any_child(events: Selection, age: Age, line: Timeline) -> Truth:
    """Whether some child that the row is about is of that age; all children of the case, where it names none."""
    held = np.full(len(events), NO, dtype=np.int8)
    rows, child, _ = Groups(line, "child").rows(events)
    of_each = of_child(
        Selection(events.pos[rows], child, events.lo[rows], events.hi[rows], events.sure[rows]), age, line.people
    )
    np.maximum.at(held, rows, of_each)
    return held


def born_by_then(opens: Selection, per: str, line: Timeline) -> Selection:
    """What opens an episode, for each child: for one born later, or perhaps later, the birth stands for it.

    A birth is no row: its position is that of the opening behind the last of the timeline's, where nothing is itself.
    """
    if per != "child" or line.people is None or not len(opens):
        return opens
    lo = np.maximum(opens.lo, line.people.born_lo[opens.group])
    hi = np.maximum(opens.hi, line.people.born_hi[opens.group])
    pos = np.where((lo != opens.lo) | (hi != opens.hi), opens.pos + len(line), opens.pos)
    return replace(opens, pos=pos.astype(np.int32), lo=lo, hi=hi).ordered()


def _at_least(events: Selection, age: Age, born_lo: Ints, born_hi: Ints) -> Truth:
    if age.at_least is None:
        return _where(born_lo != UNKNOWN)
    known, lo, hi = _known(born_lo, born_hi)
    certain = events.lo >= age.at_least.add(hi)
    return truth(known & certain, known & (events.hi >= age.at_least.add(lo)))


def _under(events: Selection, age: Age, born_lo: Ints, born_hi: Ints) -> Truth:
    if age.under is None:
        return _where(born_lo != UNKNOWN)
    known, lo, hi = _known(born_lo, born_hi)
    certain = events.hi < age.under.add(lo)
    return truth(known & certain, known & (events.lo < age.under.add(hi)))


def _known(born_lo: Ints, born_hi: Ints) -> tuple[Bools, Ints, Ints]:
    known = born_lo != UNKNOWN
    return known, np.where(known, born_lo, 0).astype(np.int32), np.where(known, born_hi, 0).astype(np.int32)


def _where(known: Bools) -> Truth:
    return np.where(known, YES, NO).astype(np.int8)
