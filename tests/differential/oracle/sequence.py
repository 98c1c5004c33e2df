"""The oracle of `sequence`: every choice of events in every placement. Section 5 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from .records import Case, Chosen, Match, placements
from .time import add


@dataclass(frozen=True)
class Witness:
    """One event for each step, all different; certain, or only possible."""

    events: tuple[Chosen, ...]
    certain: bool

    @property
    def start(self) -> int:
        return self.events[0].event.lo

    @property
    def finish(self) -> int:
        return self.events[-1].event.hi


def sequence(
    steps: Sequence[Mapping[str, Any]],
    chosen: Sequence[Sequence[Chosen]],
    without: Sequence[Sequence[Chosen]],
    case: Case,
    group: str,
) -> list[Match]:
    """The matches of one group. `chosen` and `without` are the selections of each step."""
    found = []
    for events in product(*chosen):
        if len({item.event.id for item in events}) == len(events):
            witness = judge(steps, events, without, case)
            if witness is not None:
                found.append(witness)
    taken = take([w for w in found if w.certain], [])
    taken = take([w for w in found if not w.certain], taken)
    return [_match(steps, witness, case, group) for witness in taken]


def judge(
    steps: Sequence[Mapping[str, Any]], events: Sequence[Chosen], without: Sequence[Sequence[Chosen]], case: Case
) -> Witness | None:
    """Whether these events, one for each step, are a certain witness, a possible one, or none."""
    for step, before, here in zip(steps[1:], events, events[1:], strict=False):
        for name in step.get("same_as", []):
            if getattr(here.event, name) != getattr(before.event, name):
                return None
        for name in step.get("differs_from", []):
            if getattr(here.event, name) == getattr(before.event, name):
                return None
    own = {item.event.id for item in events}
    blockers = [[item for item in step if item.event.id not in own] for step in without]
    sure_blockers = [[item for item in step if item.sure] for step in blockers]
    if all(item.sure for item in events) and _outcomes(steps, events, blockers, case) == {"holds"}:
        return Witness(tuple(events), True)
    if _outcomes(steps, events, sure_blockers, case) & {"holds", "may hold"}:
        return Witness(tuple(events), False)
    return None


def _outcomes(
    steps: Sequence[Mapping[str, Any]], events: Sequence[Chosen], blockers: Sequence[Sequence[Chosen]], case: Case
) -> set[str]:
    """What becomes of the witness over all placements of its events and of those that can block it."""
    mentioned = [item.event for item in events] + [item.event for step in blockers for item in step]
    outcomes = set()
    for placed in placements(mentioned):
        at = [placed[item.event.id] for item in events]
        blocked_at = [[placed[item.event.id] for item in step] for step in blockers]
        outcomes.add(in_placement(steps, at, blocked_at, case.holidays))
    return outcomes


def in_placement(
    steps: Sequence[Mapping[str, Any]],
    at: Sequence[int],
    blocked_at: Sequence[Sequence[int]],
    holidays: frozenset[int],
) -> str:
    """`holds`, `may hold` or `fails` for steps on exact days, with the exact days of each step's `without` events."""
    outcome = "holds"
    for step, before, here, blockers in zip(steps[1:], at, at[1:], blocked_at[1:], strict=False):
        denied = step.get("same_day", "allow") == "deny" and here == before
        if here < before or denied:
            return "fails"
        if "within" in step and here > add(before, step["within"], holidays):
            return "fails"
        if any(before < day < here for day in blockers):
            return "fails"
        if any(day in (before, here) for day in blockers):
            outcome = "may hold"
    return outcome


def take(candidates: Sequence[Witness], taken: Sequence[Witness]) -> list[Witness]:
    """Those taken already, and after them the witnesses left standing: earliest finish, then latest start."""
    result = list(taken)
    left = [w for w in candidates if not any(_clash(w, other) for other in result)]
    while left:
        best = min(left, key=_finish)
        finished = [w for w in left if _finish(w) == _finish(best)]
        best = max(finished, key=lambda w: (w.start, [item.order for item in w.events]))
        result.append(best)
        left = [w for w in left if w is not best and not _clash(w, best)]
    return result


def _finish(witness: Witness) -> tuple[int, tuple[int, int, str]]:
    return witness.finish, witness.events[-1].order


def _clash(a: Witness, b: Witness) -> bool:
    shared = {item.event.id for item in a.events} & {item.event.id for item in b.events}
    return bool(shared) or not (a.start >= b.finish or b.start >= a.finish)


def _match(steps: Sequence[Mapping[str, Any]], witness: Witness, case: Case, group: str) -> Match:
    last = witness.events[-1].event
    return Match(
        case=case.name,
        group=group,
        status="confirmed" if witness.certain else "possible",
        evidence=frozenset(item.event.id for item in witness.events),
        roles=tuple((step["as"], item.event.id) for step, item in zip(steps, witness.events, strict=True)),
        first_met=(last.lo, last.hi),
    )
