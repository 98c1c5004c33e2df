"""The oracle of `absence`: was it due, did anything answer, could anyone have seen it? docs/semantics.md, 5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .records import FALSE, TRUE, Case, Chosen, Match, placements
from .select import during
from .time import add, earliest_start


@dataclass(frozen=True)
class Search:
    """Where an answer is looked for. `earliest` is None when the search starts on the anchor's own day."""

    anchor: Chosen
    earliest: int | None
    deadline: int

    @property
    def first_needed(self) -> int:
        """The first day that must be covered for an absence to be observable."""
        return self.anchor.event.lo if self.earliest is None else self.earliest


def search_of(spec: Mapping[str, Any], anchor: Chosen, case: Case) -> Search:
    """The deadline from the last day the anchor can be; with `or_before`, the start from the first."""
    deadline = add(anchor.event.hi, spec["within"], case.holidays)
    earliest = None
    if "or_before" in spec:
        earliest = earliest_start(anchor.event.lo, spec["or_before"], case.holidays)
    return Search(anchor, earliest, deadline)


def absence(
    spec: Mapping[str, Any], after: Sequence[Chosen], expect: Sequence[Chosen], case: Case, group: str
) -> tuple[list[Match], bool]:
    """The matches of one group, and whether nobody who would have recorded it could have observed some anchor."""
    matches, unobserved = [], False
    for anchor in after:
        verdict = judge(spec, anchor, expect, case)
        if verdict == "not observable":
            unobserved = True
        elif verdict is not None:
            deadline = search_of(spec, anchor, case).deadline
            matches.append(
                Match(
                    case=case.name,
                    group=group,
                    status=verdict,
                    evidence=frozenset({anchor.event.id}),
                    roles=(("anchor", anchor.event.id),),
                    first_met=(deadline, deadline),
                )
            )
    return matches, unobserved


def judge(spec: Mapping[str, Any], anchor: Chosen, expect: Sequence[Chosen], case: Case) -> str | None:
    """A status, `not observable`, or None for no match."""
    search = search_of(spec, anchor, case)
    seen = [(other, _answers(search, other)) for other in expect]
    if any(other.sure and outcomes == {True} for other, outcomes in seen):
        return None
    guard = during(anchor.event, spec["unless"]["open"], case) if "unless" in spec else FALSE
    if guard == TRUE:
        return None
    if search.deadline > case.as_at:
        return "pending"
    observed = observed_as(spec.get("recorded_by", []), search, case)
    if observed == "not":
        return "not observable"
    none_possible = all(outcomes == {False} for _, outcomes in seen)
    if anchor.sure and guard == FALSE and none_possible and observed == "everything":
        return "confirmed"
    return "possible"


def _answers(search: Search, other: Chosen) -> set[bool]:
    """Whether this one event answers, over all placements of it and the anchor. The anchor itself does."""
    outcomes = set()
    for placed in placements([search.anchor.event, other.event]):
        start = placed[search.anchor.event.id] if search.earliest is None else search.earliest
        outcomes.add(start <= placed[other.event.id] <= search.deadline)
    return outcomes


def observed_as(recorded_by: Sequence[str], search: Search, case: Case) -> str:
    """`everything`, `significant` or `not`: what those who would have recorded it contributed, day by day."""
    agencies = recorded_by or sorted({agency for agency, _, _, _ in case.coverage})
    if not agencies:
        return "not"
    answer = "everything"
    for agency in agencies:
        for day in range(search.first_needed, search.deadline + 1):
            held = [everything for name, lo, hi, everything in case.coverage if name == agency and lo <= day <= hi]
            if not held:
                return "not"
            if not any(held):
                answer = "significant"
    return answer
