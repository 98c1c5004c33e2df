"""Naive oracles, written from docs/semantics.md alone: slow, obvious, and independent of flagger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .absence import absence
from .combine import evaluate_combine
from .count import count
from .measure import measure
from .records import Case, Chosen, Event, Match, Member, Result, Selector, canonical
from .select import choose, collapse, one_of_each_incident
from .sequence import sequence

__all__ = ["Event", "Match", "Member", "Result", "cases_of", "evaluate", "evaluate_combine", "groups_of", "matched_on"]


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
    ):
        found: list[Match] = []
        unobserved = False
        for group in groups_of(case, per):
            in_group, not_seen = _in_group(match, case, group, per)
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
            )
        )
    return found


def groups_of(case: Case, per: str) -> list[str]:
    """The groups that matching stays inside: one for the case, or one for each agency as written."""
    if per == "case":
        return [""]
    return sorted({event.agency for event in case.events} | ({""} if case.members else set()))


def in_group(selector: Selector, case: Case, group: str, per: str) -> list[Chosen]:
    """What a selector chooses in one group. Neighbours and episodes are looked for in the whole case."""
    return [item for item in choose(selector, case) if per == "case" or item.event.agency == group]


def matched_on(selector: Selector, spec: Mapping[str, Any] | None, case: Case, group: str, per: str) -> list[Chosen]:
    """The events that a matcher counts, orders or starts from: incidents told once, then collapsed by `spec`."""
    return collapse(one_of_each_incident(in_group(selector, case, group, per)), spec, case)


def _in_group(match: Mapping[str, Any], case: Case, group: str, per: str) -> tuple[list[Match], bool]:
    (kind, spec) = next(iter(match.items()))
    collapsing = spec.get("collapse")
    if kind == "count":
        return count(spec, matched_on(spec["of"], collapsing, case, group, per), case, group), False
    if kind == "sequence":
        chosen = [
            matched_on(step["of"], collapsing if place == 0 else None, case, group, per)
            for place, step in enumerate(spec["steps"])
        ]
        without = [in_group(step.get("without", []), case, group, per) for step in spec["steps"]]
        return sequence(spec["steps"], chosen, without, case, group), False
    if kind == "absence":
        after = matched_on(spec["after"], collapsing, case, group, per)
        return absence(spec, after, in_group(spec["expect"], case, group, per), case, group)
    if kind == "measure":
        whole = matched_on(spec["share"]["whole"], collapsing, case, group, per)
        part = {item.event.id: item.sure for item in in_group(spec["share"]["part"], case, group, per)}
        return measure(spec, whole, part, case, group), False
    raise ValueError(f"no oracle for {kind}")
