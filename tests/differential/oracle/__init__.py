"""Naive oracles, written from docs/semantics.md alone: slow, obvious, and independent of flagger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .absence import absence
from .combine import evaluate_combine
from .conflict import conflict
from .count import count
from .every import every
from .groups import groups_of
from .measure import measure
from .needs import lacks
from .rate import rate
from .records import Case, Chosen, Event, Group, Match, Member, Person, Result, Selector, canonical
from .select import choose, collapse, one_of_each_incident
from .sequence import sequence

__all__ = ["Event", "Match", "Member", "Person", "Result", "cases_of", "evaluate", "evaluate_combine", "groups_of"]

ROUGH = 28  # days


def evaluate(
    match: Mapping[str, Any],
    events: Sequence[Event],
    *,
    as_at: int,
    per: str = "case",
    episodes: Mapping[str, Mapping[str, Selector]] | None = None,
    coverage: Sequence[tuple[str, int, int, bool]] = (),
    holidays: frozenset[int] = frozenset(),
    values: Mapping[str, frozenset[str]] | None = None,
    members: Sequence[Member] = (),
    people: Sequence[Person] = (),
    needs: Mapping[str, Any] | None = None,
) -> Result:
    """What one rule finds. `match` is `{"count": {...}}` and so on; coverage rows: (agency, lo, hi, everything)."""
    matches: set[Match] = set()
    not_assessed: set[str] = set()
    for case in cases_of(
        events,
        as_at=as_at,
        episodes=episodes,
        coverage=coverage,
        holidays=holidays,
        values=values,
        members=members,
        people=people,
    ):
        if lacks(needs or {}, case):
            not_assessed.add(case.name)
            continue
        found: list[Match] = []
        unobserved = False
        for group in groups_of(case, per):
            in_group, not_seen = _in_group(match, case, group)
            found += in_group
            unobserved = unobserved or not_seen
        matches.update(found)
        if unobserved and not found:
            not_assessed.add(case.name)
    return Result(frozenset(matches), frozenset(not_assessed))


def cases_of(
    events: Sequence[Event],
    *,
    as_at: int,
    episodes: Mapping[str, Mapping[str, Selector]] | None = None,
    coverage: Sequence[tuple[str, int, int, bool]] = (),
    holidays: frozenset[int] = frozenset(),
    values: Mapping[str, frozenset[str]] | None = None,
    members: Sequence[Member] = (),
    people: Sequence[Person] = (),
) -> list[Case]:
    """One record a case, with the events known by `as_at`: later ones left out, later ends cut back, then ordered."""
    found = []
    for name in sorted({event.case for event in events} | {member.case for member in members}):
        known = [replace(e, hi=min(e.hi, as_at)) for e in events if e.case == name and e.lo <= as_at]
        known_members = [
            replace(m, met_hi=min(m.met_hi, as_at)) for m in members if m.case == name and m.met_lo <= as_at
        ]
        found.append(
            Case(
                name=name,
                events=tuple(sorted(known, key=canonical)),
                episodes=episodes or {},
                holidays=holidays,
                values=values or {},
                members=tuple(known_members),
                as_at=as_at,
                coverage=tuple(coverage),
                people=tuple(person for person in people if person.case == name),
                rough=frozenset(event.id for event in events if event.hi - event.lo + 1 >= ROUGH),
            )
        )
    return found


def matched_on(selector: Selector, spec: Mapping[str, Any] | None, case: Case, group: Group) -> list[Chosen]:
    """The events that a matcher counts, orders or starts from: incidents told once, then collapsed by `spec`."""
    return collapse(one_of_each_incident(choose(selector, case, group)), spec, case)


def _in_group(match: Mapping[str, Any], case: Case, group: Group) -> tuple[list[Match], bool]:
    (kind, spec) = next(iter(match.items()))
    collapsing = spec.get("collapse")
    if kind == "count":
        return count(spec, matched_on(spec["of"], collapsing, case, group), case, group.name), False
    if kind == "sequence":
        chosen = [
            matched_on(step["of"], collapsing if place == 0 else None, case, group)
            for place, step in enumerate(spec["steps"])
        ]
        without = [choose(step.get("without", []), case, group) for step in spec["steps"]]
        return sequence(spec["steps"], chosen, without, case, group.name), False
    if kind == "absence":
        if "every" in spec:
            return every(spec, case, group)
        after = matched_on(spec["after"], collapsing, case, group)
        return absence(spec, after, choose(spec["expect"], case, group), case, group.name)
    if kind == "conflict":
        one, other = choose(spec["one"], case, group), choose(spec["other"], case, group)
        return conflict(spec, one, other, case, group.name), False
    if kind == "rate":
        return rate(spec, matched_on(spec["of"], collapsing, case, group), case, group.name), False
    if kind == "measure":
        whole = matched_on(spec["share"]["whole"], collapsing, case, group)
        part = {item.event.id: item.sure for item in choose(spec["share"]["part"], case, group)}
        return measure(spec, whole, part, case, group.name), False
    raise ValueError(f"no oracle for {kind}")
