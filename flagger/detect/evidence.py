"""From a match to the events behind it, through matches of matches; and the rows that only support it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from flagger.matchers.record import Matches
from flagger.matchers.selection import Ints


def events_of(matches: Mapping[str, Matches], rule: str, number: int) -> Ints:
    """Timeline positions of the events behind one match, through the matches that it is made of.

    In the order of the matcher (of a sequence: of its steps), of matches together: ascending. The nearest expected
    event of an absence is no evidence for it; it is not among them.
    """
    found = matches[rule]
    if found.of_matches:
        parts = [events_of(matches, name, at) for name, at in members_of(matches, rule, number)]
        return np.unique(np.concatenate(parts)).astype(np.int32)
    rows = slice(found.offsets[number], found.offsets[number + 1])
    evidence = found.evidence[rows]
    if "nearest" in found.roles:
        evidence = evidence[found.role[rows] != found.roles.index("nearest")]
    return evidence


def members_of(matches: Mapping[str, Matches], rule: str, number: int) -> Iterator[tuple[str, int]]:
    """The (rule, number) of the matches that a match of matches is made of, in order of first met."""
    found = matches[rule]
    for at in found.of(number):
        for name in found.of_matches:
            if at < len(matches[name]):
                yield name, int(at)
                break
            at -= len(matches[name])
