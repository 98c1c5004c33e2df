"""The one record that every matcher gives: matches as columns, so that ten million events need no object a match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from flagger.matchers.collapse import NOTHING_FOLDED, Folded
from flagger.matchers.selection import Ints, Longs, Selection
from flagger.model import Status


@dataclass(frozen=True)
class Unobserved:
    """What was due and nobody could have seen: for each, its case and the days that were to be searched."""

    case: Ints = field(default_factory=lambda: np.empty(0, np.int32))
    first: Ints = field(default_factory=lambda: np.empty(0, np.int32))
    last: Ints = field(default_factory=lambda: np.empty(0, np.int32))


@dataclass(frozen=True)
class Matches:
    """Matches of one rule, in order of (case, group, start).

    `case` and `group` number what each match was found in; `status` holds model.Status values; `met_lo`..`met_hi` the
    days on which it was first met. Match i has the evidence `evidence[offsets[i]:offsets[i + 1]]`: timeline positions
    in canonical order (of a sequence: in the order of its steps), or numbers of the matches it is made of, if
    `of_matches`; each with a number into `roles`. `measures` holds one value a match under the names of
    docs/rule-language.md. `folded` are the rows that stand behind others. `unobserved` (absence only) is
    what was due that nobody could have seen.
    """

    case: Ints
    group: Longs
    status: npt.NDArray[np.int8]
    met_lo: Ints
    met_hi: Ints
    offsets: Longs
    evidence: Ints
    role: npt.NDArray[np.int8]
    roles: tuple[str, ...] = ("evidence",)
    measures: Mapping[str, npt.NDArray[np.generic]] = field(default_factory=dict)
    folded: Folded = NOTHING_FOLDED
    of_matches: tuple[str, ...] = ()
    unobserved: Unobserved = field(default_factory=Unobserved)

    def __len__(self) -> int:
        return len(self.case)

    def of(self, match: int) -> Ints:
        """The evidence of one match."""
        return self.evidence[self.offsets[match] : self.offsets[match + 1]]

    def as_events(self) -> Selection:
        """The matches as events, on the days on which each was first met; sure when confirmed.

        `pos` is the number of the match. One that is pending is no event.
        """
        number = np.flatnonzero(self.status != Status.PENDING).astype(np.int32)
        sure = self.status[number] == Status.CONFIRMED
        events = Selection(number, self.case[number].astype(np.int64), self.met_lo[number], self.met_hi[number], sure)
        return events.ordered()


def no_matches(roles: tuple[str, ...] = ("evidence",)) -> Matches:
    none = np.empty(0, np.int32)
    return Matches(
        none,
        np.empty(0, np.int64),
        np.empty(0, np.int8),
        none,
        none,
        np.zeros(1, np.int64),
        none,
        np.empty(0, np.int8),
        roles,
    )


def one_after_another(parts: Sequence[Matches], roles: tuple[str, ...]) -> Matches:
    """The matches of groups that were looked at apart, in the order of the parts; none of them is made of matches."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return no_matches(roles)
    case, group, status, met_lo, met_hi, evidence, role = (
        np.concatenate(column)
        for column in zip(
            *((p.case, p.group, p.status, p.met_lo, p.met_hi, p.evidence, p.role) for p in parts), strict=True
        )
    )
    many = np.concatenate([np.diff(part.offsets) for part in parts])
    offsets = np.concatenate(([0], np.cumsum(many)))
    measures = {name: np.concatenate([part.measures[name] for part in parts]) for name in parts[0].measures}
    return Matches(case, group, status, met_lo, met_hi, offsets, evidence, role, roles, measures)


def offsets_of(match: npt.NDArray[np.integer], n: int) -> Longs:
    """Where each of n matches begins among rows that ascend by match number, with the end of the last."""
    return np.searchsorted(match, np.arange(n + 1))
