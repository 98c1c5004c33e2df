"""What a case must hold for a rule to be assessed there. Meaning: docs/semantics.md section 6."""

from __future__ import annotations

import numpy as np

from flagger.matchers.select import Expand
from flagger.matchers.selection import Bools
from flagger.rulebook.model import Needs
from flagger.timeline.arrays import NO_COLUMN, Timeline
from flagger.timeline.people import UNKNOWN


def meets(needs: Needs, line: Timeline, expand: Expand) -> Bools:
    """For each case, whether it meets everything that the rule needs."""
    met = np.ones(len(line.cases), dtype=bool)
    if needs.codes is not None:
        met &= line.cases_with(expand(needs.codes))
    for name in needs.fields or ():
        column = line.columns.get(name)
        met &= _having(line, line.case[:0] if column is None else line.case[column != NO_COLUMN])
    if needs.who is not None:
        met &= _having(line, line.case[:0] if line.people is None else line.case[line.people.shown(needs.who)[0]])
    if needs.born is not None:
        people = line.people
        known = line.case[:0] if people is None else people.case[people.child & (people.born_lo != UNKNOWN)]
        met &= _having(line, known)
    return met


def _having(line: Timeline, cases: np.ndarray[tuple[int], np.dtype[np.int32]]) -> Bools:
    found = np.zeros(len(line.cases), dtype=bool)
    found[cases] = True
    return found
