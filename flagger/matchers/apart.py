"""Whether two rows show different people. Nobody is compared by name: a person is a number."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from flagger.matchers.groups import linked
from flagger.matchers.selection import Bools, Ints, key, member
from flagger.timeline.people import People


class Apart:
    """The people that a row shows in some roles, and whether those of another row are all others."""

    def __init__(self, people: People | None, one: Collection[str], other: Collection[str]) -> None:
        self._people, self._one, self._other = people, one, other

    def differ(self, a: Ints, b: Ints) -> Bools:
        """For each two rows: both show somebody, and nobody is in both."""
        if self._people is None:
            return np.zeros(len(a), dtype=bool)
        event, person = self._people.shown(self._one)
        other_event, other_person = self._people.shown(self._other)
        rows, shown, _ = linked(a, event, person)
        shared = np.zeros(len(a), dtype=bool)
        in_both = member(key(b[rows].astype(np.int64), shown), np.sort(key(other_event.astype(np.int64), other_person)))
        shared[rows[in_both]] = True
        return member(a, event) & member(b, other_event) & ~shared
