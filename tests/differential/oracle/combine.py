"""The oracle of `combine`: a count over the matches of other rules. Section 5 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .count import Carried, Condition, maximal
from .records import Case, Chosen, Event, Match, Member, canonical


def evaluate_combine(
    combine: Mapping[str, Any], members: Sequence[Member], *, holidays: frozenset[int] = frozenset()
) -> frozenset[Match]:
    """The matches of a combined rule in every case; their evidence is ids of members."""
    found: set[Match] = set()
    for name in sorted({member.case for member in members}):
        found.update(_in_case(combine, name, members, holidays))
    return frozenset(found)


def _in_case(combine: Mapping[str, Any], name: str, members: Sequence[Member], holidays: frozenset[int]) -> list[Match]:
    statuses = set(combine.get("status", ["confirmed", "possible"])) - {"pending"}
    used = {m.id: m for m in members if m.case == name and m.rule in combine["of"] and m.status in statuses}
    chosen = []
    for member in used.values():
        event = Event(id=member.id, case=name, lo=member.met_lo, hi=member.met_hi)
        chosen.append(Chosen(event, member.status == "confirmed", canonical(event)))
    conditions = [Condition(_carrier(combine.get("distinct"), used), combine["at_least"])]
    must = combine.get("must_include", [])
    if must:
        conditions.append(
            Condition(lambda item: frozenset({"included"} if used[item.event.id].rule in must else ()), 1)
        )
    case = Case(name, (), {}, holidays, {}, (), as_at=0)
    return [match for match, _ in maximal(chosen, conditions, combine["within"], case, "")]


def _carrier(distinct: str | None, used: Mapping[str, Member]) -> Carried:
    if distinct == "family":
        return lambda item: frozenset({used[item.event.id].family})
    if distinct == "rule":
        return lambda item: frozenset({used[item.event.id].rule})
    return lambda item: frozenset({item.event.id})
