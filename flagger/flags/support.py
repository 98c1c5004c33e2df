"""The rows that only support a flag: neighbours that a selector asked for, and rows told again.

Meaning: docs/semantics.md section 3.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from flagger.matchers.neighbours import Reach
from flagger.matchers.record import Matches
from flagger.matchers.select import Chooser
from flagger.matchers.selection import Ints, Selection
from flagger.rulebook.model import Rule
from flagger.rulebook.selectors import Near, Selector
from flagger.rulebook.shapes import Absence, Conflict, Count, Measure, Rate, Sequence

TOLD_AGAIN, BEFORE, AFTER = "told again", "just before", "soon after"
SUPPORTING = (TOLD_AGAIN, BEFORE, AFTER, "nearest")


def supporting(chooser: Chooser, rule: Rule, matches: Matches, evidence: Ints) -> list[tuple[int, str]]:
    """(position, role) of the rows that support this evidence, in canonical order, none of them evidence itself."""
    found = {int(pos): TOLD_AGAIN for pos in matches.folded.of(evidence)}
    for selector in _selectors(rule):
        for near, role in ((selector.follows, BEFORE), (selector.precedes, AFTER)):
            if near is not None:
                of = evidence[np.isin(evidence, chooser.choose((selector,)).pos)]
                for pos in _neighbours(chooser, of, near, role):
                    found.setdefault(pos, role)
    return sorted((pos, role) for pos, role in found.items() if pos not in set(evidence.tolist()))


def _selectors(rule: Rule) -> Iterator[Selector]:
    """The selectors whose chosen events are a match's evidence."""
    matcher = rule.matcher
    if isinstance(matcher, Count):
        yield from matcher.of
    elif isinstance(matcher, Absence):
        yield from matcher.after or matcher.expect
    elif isinstance(matcher, Measure):
        yield from (*matcher.share.whole, *matcher.share.part)
    elif isinstance(matcher, Rate):
        yield from matcher.of
    elif isinstance(matcher, Conflict):
        yield from (*matcher.one, *matcher.other)
    elif isinstance(matcher, Sequence):
        for step in matcher.steps:
            yield from step.of


def _neighbours(chooser: Chooser, evidence: Ints, near: Near, role: str) -> Iterator[int]:
    line, of = chooser.timeline, chooser.choose(near.of)
    reach = Reach(near.within, near.beyond, chooser.calendar)
    for pos in evidence:
        here = _of_case(of, int(line.case[pos]))
        lo, hi = line.lo[pos], line.hi[pos]
        if role == BEFORE:
            close = (reach.begin(here.lo) <= hi) & (reach.end(here.hi) >= lo)
        else:
            first, last = reach.begin(lo[None])[0], reach.end(hi[None])[0]
            close = (here.hi >= first) & (here.lo <= last)
        yield from here.pos[close].tolist()


def _of_case(events: Selection, case: int) -> Selection:
    first, last = np.searchsorted(events.group, [case, case + 1])
    return events.take(np.arange(first, last))
