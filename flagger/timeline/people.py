"""Who the rows of a timeline speak of: persons of all cases, and which row shows whom in which role.

Roles are what each row asserts; two rows that disagree both stand. No name is compared here: persons are numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from flagger.timeline.arrays import Bools, Ints

UNKNOWN = np.int32(np.iinfo(np.int32).min)
NAMED = "named"


@dataclass(frozen=True)
class People:
    """Persons in order of case, and links (event, person, role) in ascending order.

    `case` numbers each person's case; `born_lo`, `born_hi` are days since 1970-01-01, UNKNOWN where nobody wrote them;
    `role` numbers `roles`, and every person that a row names is linked to it as `named`. `together` marks the events
    that speak of the children as one; `unrecorded` the persons of whom a table has left a characteristic empty.
    """

    names: Sequence[str]
    case: Ints
    child: Bools
    born_lo: Ints
    born_hi: Ints
    event: Ints
    person: Ints
    role: Ints
    roles: Sequence[str]
    together: Bools
    unrecorded: Mapping[str, Bools] = field(default_factory=dict)

    def shown(self, roles: Collection[str] = (NAMED,)) -> tuple[Ints, Ints]:
        """(event, person) for everybody shown in one of these roles, ascending, each pair once.

        `child` and `adult` stand for the persons named that are children, or are not.
        """
        keep = np.array([name in roles for name in self.roles], dtype=bool)[self.role]
        for word, which in (("child", self.child), ("adult", ~self.child)):
            if word in roles and NAMED in self.roles:
                keep |= (self.role == list(self.roles).index(NAMED)) & which[self.person]
        event, person = self.event[keep], self.person[keep]
        first = np.ones(len(event), dtype=bool)
        first[1:] = (event[1:] != event[:-1]) | (person[1:] != person[:-1])
        return event[first], person[first]

    def naming(self, which: Bools) -> Ints:
        """The events, ascending, that name one of the persons marked."""
        event, person = self.shown()
        return np.unique(event[which[person]])
