"""What an explanation holds: facts without words. Days are since 1970-01-01; events stand by their ids."""

from __future__ import annotations

from dataclasses import dataclass

from flagger.flags.record import Flag
from flagger.rulebook.fields import Value, size
from flagger.rulebook.selectors import Selector

CONFIRMED, POSSIBLE, PENDING = "confirmed", "possible", "pending"
NOT_FLAGGED, NOT_ASSESSED = "not flagged", "not assessed"


@dataclass(frozen=True)
class Reason:
    """Why a row is unsure, or is not counted.

    `kind`: `doubted` (its date), `key` (what `selector` asks besides codes; `maybe` for what may hold), `no group`
    (it names nobody, or nobody knows whose row it is), `any child` (it names no child), `coding` (`by` is its status),
    `told again` and `collapsed` (`by` is the row that stands for it), `after as at`, `undated`.
    """

    kind: str
    selector: Selector | None = None
    by: str = ""


@dataclass(frozen=True)
class Row:
    """A row that a step looks at; `sure`, `unsure`, or set aside (`counted` is False); with the reasons."""

    event: str
    counted: bool
    sure: bool
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Step:
    """One thing that the rule asks for: its part in the matcher (`of`, a step's name ...), and the rows looked at."""

    name: str
    selectors: tuple[Selector, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Margin:
    """The value of a number nearest to its own at which the outcome is another: `becomes`; at `holds` it is the same.

    `rows` are behind it then.
    """

    name: str
    value: Value
    holds: Value
    changes: Value
    becomes: str
    rows: tuple[str, ...]

    @property
    def below(self) -> bool:
        """Whether it lies below the number."""
        return size(self.changes) < size(self.value)


@dataclass(frozen=True)
class Without:
    """What it would be if this row were not there."""

    event: str
    becomes: str


@dataclass(frozen=True)
class Condition:
    """One condition of a match by itself: `true`, `maybe` or `false` of this branch."""

    name: str
    truth: str


@dataclass(frozen=True)
class Most:
    """The most (rows, or different things) that one window can hold, of so many asked for; `surely`, where known.

    `late`: by how many days the last of the rows asked for comes after the window that begins with the first of them.
    """

    name: str
    n: int
    asked: int
    surely: int | None = None
    rows: tuple[str, ...] = ()
    late: tuple[int, str] | None = None


@dataclass(frozen=True)
class Chain:
    """How far a sequence got: rows by step; of each later step, the least and most days after the one before (`spare`).

    `broke` is the step that nothing could take, `cause` why: `late` (`needs` is the least span that would do, `over` by
    how many days), `between` (rows that must not stand there), `agency`, `same day`, `several`, `none` (no row).
    """

    rows: tuple[tuple[str, str], ...]
    spare: tuple[tuple[str, int, int], ...] = ()
    broke: str = ""
    cause: str = ""
    needs: Value | None = None
    over: int | None = None
    between: tuple[str, ...] = ()


@dataclass(frozen=True)
class Due:
    """What was expected after one row: `state` is a flag's, or `answered`, `excused`, `not assessed`, `not yet due`.

    `deadline` and `searched_from` are days; `least` is the shortest time in which it is still answered, by `answers`;
    `late` is how much longer the time would have to be for the `nearest` to be in it.
    """

    anchor: str
    state: str
    searched_from: int
    deadline: int
    answers: tuple[str, ...] = ()
    least: Value | None = None
    nearest: str | None = None
    late: Value | None = None


@dataclass(frozen=True)
class Share:
    """The best window of a share: `part` of `whole`; `name` says which (`share`, `high`, `low`)."""

    name: str
    part: int
    whole: int
    asked: float
    whole_asked: int
    at_most: bool
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Tally:
    """How many rows in two windows, one after the other."""

    before: int
    after: int


@dataclass(frozen=True)
class Member:
    """A rule whose matches a combined one brings together, and what it came to in the case."""

    rule: str
    title: str
    outcome: str
    reason: str
    statuses: tuple[str, ...]
    counts: bool


Fact = Condition | Most | Chain | Due | Share | Tally


@dataclass(frozen=True)
class Branch:
    """One match, or what was no match: its state, about whom, its rows with their parts, the arithmetic, the margins.

    `tried` is how many rows were left out one at a time; `without` are those that matter.
    """

    state: str
    subject: str = ""
    flag: Flag | None = None
    rows: tuple[tuple[str, str], ...] = ()
    facts: tuple[Fact, ...] = ()
    margins: tuple[Margin, ...] = ()
    tried: int = 0
    without: tuple[Without, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """One rule in one case."""

    rule: str
    case: str
    outcome: str
    reason: str
    asks: tuple[str, ...]
    steps: tuple[Step, ...]
    branches: tuple[Branch, ...]
    members: tuple[Member, ...] = ()
