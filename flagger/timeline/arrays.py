"""The dated, coded events of all cases as sorted arrays, so that a matcher is a handful of array operations.

No pandas, no file, no clock. Undated events have no place here; the caller lists them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from flagger.timeline.people import People

Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]

Number = TypeVar("Number", np.int32, np.int64)

AFFIRMED = "affirmed"
NO_COLUMN, BLANK, FILLED = np.int8(0), np.int8(1), np.int8(2)


@dataclass(frozen=True)
class CodeIndex:
    """For each code, the ascending positions of the events that carry it (one status of coding)."""

    starts: npt.NDArray[np.int64]
    positions: Ints

    def of(self, code: int) -> Ints:
        return self.positions[self.starts[code] : self.starts[code + 1]]


@dataclass(frozen=True)
class Timeline:
    """Events in canonical order (case, lo, hi, event id); position = index into these arrays.

    `case`, `agency` and `incident` are numbers (`cases` and `agencies` name the first two; events of one incident share
    its number; None when no rows were linked); `doubted` marks dates that their writer doubted. `lo`, `hi` are days
    since 1970-01-01, both inside, cut at `as_at`.
    `codings` holds a CodeIndex for each status of coding over the names in `codes`. What a run has no use for stays
    None or empty: `rough` marks dates written as four weeks or longer, `columns` says of each column whether a row's
    file has it and the row fills it, `service` numbers `services` (None: the agencies), `involved` holds pairs (event,
    agency) in ascending order of agencies that a row names as taking part, `people` who the rows speak of.
    """

    cases: Sequence[str]
    agencies: Sequence[str]
    codes: Sequence[str]
    case: Ints
    lo: Ints
    hi: Ints
    agency: Ints
    as_at: int
    codings: dict[str, CodeIndex]
    incident: Ints | None = None
    doubted: Bools | None = None
    rough: Bools | None = None
    columns: Mapping[str, Bytes] = field(default_factory=dict)
    services: Sequence[str] = ()
    service: Ints | None = None
    involved: tuple[Ints, Ints] | None = None
    people: People | None = None
    code_numbers: dict[str, int] = field(default_factory=dict)
    _cases_with: dict[tuple[frozenset[str], frozenset[str]], Bools] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.code_numbers.update((code, number) for number, code in enumerate(self.codes))

    def __len__(self) -> int:
        return len(self.case)

    def carrying(
        self, codes: Collection[str], statuses: Collection[str] = (AFFIRMED,), cases: Bools | None = None
    ) -> Ints:
        """Ascending positions of the events that carry one of these codes with one of these statuses.

        With `cases`, only events of the cases that it marks. A code that no event carries gives nothing; the rule's
        linter has checked that it exists.
        """
        numbers = [self.code_numbers[code] for code in sorted(codes) if code in self.code_numbers]
        found = [self.codings[status].of(n) for status in statuses if status in self.codings for n in numbers]
        found = [positions for positions in found if len(positions)]
        if cases is not None:
            found = [positions[cases[self.case[positions]]] for positions in found]
        if not found:
            return np.empty(0, dtype=np.int32)
        return found[0] if len(found) == 1 else distinct(np.concatenate(found))

    def cases_with(self, codes: Collection[str], statuses: Collection[str] = (AFFIRMED,)) -> Bools:
        """Which cases have an event that carries one of these codes with one of these statuses.

        Kept for whoever asks again, as many rules ask for the same families; a byte a case is little.
        """
        asked = frozenset(codes), frozenset(statuses)
        if asked not in self._cases_with:
            found = np.zeros(len(self.cases), dtype=bool)
            indexes = [self.codings[status] for status in asked[1] if status in self.codings]
            for number in [self.code_numbers[code] for code in asked[0] if code in self.code_numbers]:
                for index in indexes:
                    found[self.case[index.of(number)]] = True
            self._cases_with[asked] = found
        return self._cases_with[asked]

    @cached_property
    def cases_with_rows(self) -> Bools:
        """Which cases have any event at all."""
        found = np.zeros(len(self.cases), dtype=bool)
        found[self.case] = True
        return found


def distinct(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Sorted without repeats; quicker than np.unique on the nearly sorted."""
    values = np.sort(values)
    keep = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=keep[1:])
    return values if keep.all() else values[keep]


def index_codes(events: Ints, codes: Ints, n_codes: int) -> CodeIndex:
    """Build a CodeIndex from pairs (event position, code number) in any order; repeats are kept once."""
    pairs = distinct(codes.astype(np.int64) << 32 | events)
    starts = np.searchsorted(pairs, np.arange(n_codes + 1, dtype=np.int64) << 32)
    return CodeIndex(starts, (pairs & 0xFFFFFFFF).astype(np.int32))


def index_one_code(code: Ints, n_codes: int) -> CodeIndex:
    """The CodeIndex of events that carry one code each, given in the events' order. A radix sort on 16 bits."""
    order = np.argsort(code.astype(np.uint16), kind="stable").astype(np.int32)
    starts = np.concatenate(([0], np.cumsum(np.bincount(code, minlength=n_codes))))
    return CodeIndex(starts, order)
