"""The oracle of `count`, and of the connected windows that `combine` shares with it. Section 5 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .records import FALSE, MAYBE, TRUE, Case, Chosen, Match, days
from .time import add, earliest_start

Carried = Callable[[Chosen], frozenset[str]]


@dataclass(frozen=True)
class Condition:
    """At least so many different values, each event bringing those that it carries."""

    carried: Carried
    at_least: int


@dataclass(frozen=True)
class Window:
    """One window with what is possibly and what is surely in it."""

    start: int
    end: int
    possibly: tuple[Chosen, ...]
    surely: tuple[Chosen, ...]


def windows(chosen: Sequence[Chosen], within: str, holidays: frozenset[int]) -> list[Window]:
    """A window from every day that can matter, from before the first event is reached to after the last."""
    if not chosen:
        return []
    first = earliest_start(min(item.event.lo for item in chosen), within, holidays)
    last = max(item.event.hi for item in chosen) + 1
    found = []
    for start in range(first, last + 1):
        end = add(start, within, holidays)
        possibly = tuple(i for i in chosen if any(start <= day <= end for day in days(i.event)))
        surely = tuple(i for i in chosen if i.sure and all(start <= day <= end for day in days(i.event)))
        found.append(Window(start, end, possibly, surely))
    return found


def values_in(items: Sequence[Chosen], carried: Carried) -> set[str]:
    """The different values that these events carry together."""
    return {value for item in items for value in carried(item)}


def value_of(condition: Condition, window: Window) -> int:
    """Whether the window holds enough: surely, possibly, or not."""
    if len(values_in(window.surely, condition.carried)) >= condition.at_least:
        return TRUE
    if len(values_in(window.possibly, condition.carried)) < condition.at_least:
        return FALSE
    return MAYBE


def maximal(
    chosen: Sequence[Chosen], conditions: Sequence[Condition], within: str, case: Case, group: str
) -> list[tuple[Match, list[Chosen]]]:
    """Every connected group of qualifying windows as one match, with its events. The first condition gives `peak`."""
    qualifying: list[tuple[Window, bool]] = []
    for window in windows(chosen, within, case.holidays):
        held = [value_of(condition, window) for condition in conditions]
        if min(held) != FALSE:
            qualifying.append((window, min(held) == TRUE))
    found = []
    for together in _connected(qualifying):
        ids = {item.event.id for window, _ in together for item in window.possibly}
        evidence = [item for item in chosen if item.event.id in ids]
        match = Match(
            case=case.name,
            group=group,
            status="confirmed" if any(sure for _, sure in together) else "possible",
            evidence=frozenset(ids),
            first_met=_first_met(evidence, conditions[0]),
            peak=max(len(values_in(window.possibly, conditions[0].carried)) for window, _ in together),
        )
        found.append((match, evidence))
    return found


def _connected(qualifying: list[tuple[Window, bool]]) -> list[list[tuple[Window, bool]]]:
    """Windows joined while some event is possibly in one of either group."""
    groups: list[list[tuple[Window, bool]]] = []
    for entry in qualifying:
        ids = {item.event.id for item in entry[0].possibly}
        touching = [g for g in groups if any(item.event.id in ids for window, _ in g for item in window.possibly)]
        groups = [g for g in groups if g not in touching]
        groups.append([entry, *(other for g in touching for other in g)])
    return groups


def _first_met(evidence: Sequence[Chosen], condition: Condition) -> tuple[int, int]:
    """The n-th least `lo` and the n-th least `hi` of the first appearances of the values."""
    values = values_in(evidence, condition.carried)
    los, his = [], []
    for value in values:
        carriers = [item.event for item in evidence if value in condition.carried(item)]
        los.append(min(event.lo for event in carriers))
        his.append(min(event.hi for event in carriers))
    return sorted(los)[condition.at_least - 1], sorted(his)[condition.at_least - 1]


def carrier(distinct: Any, values: Mapping[str, frozenset[str]]) -> Carried:
    """What an event carries: itself, its agency, or the named families and codes that its affirmed codes belong to."""
    if distinct is None:
        return lambda item: frozenset({item.event.id})
    if distinct == "agency":
        return lambda item: frozenset({item.event.agency} - {""})
    if isinstance(distinct, list):
        return lambda item: frozenset(v for v in distinct if item.event.codes & values.get(v, frozenset({v})))
    raise ValueError(f"distinct is a list of names or agency, not {distinct!r}")


def count(spec: Mapping[str, Any], of: Sequence[Chosen], case: Case, group: str) -> list[Match]:
    """The matches of one group. `of` holds what stayed after incidents and collapse."""
    conditions = [Condition(carrier(spec.get("distinct"), case.values), spec["at_least"])]
    if "also" in spec:
        also = spec["also"]
        conditions.append(Condition(carrier(also.get("distinct"), case.values), also["at_least"]))
    reported = []
    for match, evidence in maximal(of, conditions, spec["within"], case, group):
        alone = any(len(conditions[0].carried(item)) >= spec["at_least"] for item in evidence)
        if not (spec.get("apart", False) and alone):
            reported.append(match)
    return reported
