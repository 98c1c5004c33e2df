"""Plain records of the oracles: events, matches, and what a condition may look at. They import nothing of flagger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

TRUE, MAYBE, FALSE = 2, 1, 0  # so that "and" is min, "or" is max, and "not" is 2 minus it

Selector = Any  # the plain form of docs/rule-language.md: a dict, or a list of dicts


@dataclass(frozen=True)
class Event:
    """One row of one case on one unknown day of `lo`..`hi` (days since 1970-01-01).

    `codes` are the affirmed ones; `others` holds (code, status) of the rest. An empty `incident` is the event's own.
    `approx`: the writer doubted the date, so the event is never sure. `who` holds (person, role) of everybody it
    names, with an empty role for a bare name; `together`: it speaks of the children as one. `blank` and `filled` are
    columns of its own file; `service` is the one its codes are about; `involved` are agencies it names as taking part.
    """

    id: str
    case: str
    lo: int
    hi: int
    codes: frozenset[str] = frozenset()
    agency: str = ""
    incident: str = ""
    others: frozenset[tuple[str, str]] = frozenset()
    approx: bool = False
    who: frozenset[tuple[str, str]] = frozenset()
    together: bool = False
    blank: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()
    service: str = ""
    involved: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Person:
    """Somebody of one case. `born` is None where nobody wrote it; `unrecorded`: what a table has left empty."""

    name: str
    case: str
    child: bool = False
    born: tuple[int, int] | None = None
    unrecorded: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Match:
    """One match. `group` names the group of `per` (see groups.py), empty for the case.

    `roles` are (role, event id) in order: the steps of a sequence, the anchor of an absence, in canonical order the
    events before and after a fall or a change of rate and those of a conflict; empty otherwise. `first_met` and `peak`
    are left out of equality: compare apart.
    """

    case: str
    group: str
    status: str
    evidence: frozenset[str]
    roles: tuple[tuple[str, str], ...] = ()
    first_met: tuple[int, int] | None = field(default=None, compare=False)
    peak: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Result:
    """All matches, and the cases without one that could not be assessed (section 6)."""

    matches: frozenset[Match]
    not_assessed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Member:
    """A match of another rule as `combine` and `rule:` see it."""

    rule: str
    family: str
    case: str
    status: str
    met_lo: int
    met_hi: int
    id: str


@dataclass(frozen=True)
class Chosen:
    """An event that a selector chose, sure or not. `order` is its canonical place, which re-dating does not change."""

    event: Event
    sure: bool
    order: tuple[int, int, str]


@dataclass(frozen=True)
class Case:
    """What the conditions of one case may look at."""

    name: str
    events: tuple[Event, ...]
    episodes: Mapping[str, Mapping[str, Selector]]
    holidays: frozenset[int]
    values: Mapping[str, frozenset[str]]
    members: tuple[Member, ...]
    as_at: int
    coverage: tuple[tuple[str, int, int, bool], ...] = ()
    people: tuple[Person, ...] = ()
    rough: frozenset[str] = frozenset()  # ids of the events that were written as four weeks or longer


@dataclass(frozen=True)
class Group:
    """One group of `per`: what kind it is and whose."""

    per: str
    name: str = ""


WHOLE_CASE = Group("case")


def canonical(event: Event) -> tuple[int, int, str]:
    """Where an event stands among those of its case."""
    return (event.lo, event.hi, event.id)


def days(event: Event) -> range:
    """The days on which the event may have been."""
    return range(event.lo, event.hi + 1)


def placements(events: Iterable[Event]) -> Iterator[dict[str, int]]:
    """Every way to put these events on days, as id -> day. An event named twice is one event, dated as first named."""
    distinct: dict[str, Event] = {}
    for event in events:
        distinct.setdefault(event.id, event)
    for chosen in product(*(days(event) for event in distinct.values())):
        yield dict(zip(distinct, chosen, strict=True))
