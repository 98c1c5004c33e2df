"""The status of each code found, from the words around it: negated, hedged, historical, conditional, other person.

In the manner of ConText (Harkema, Dowling, Thornblade and Chapman 2009): a trigger reaches forwards or backwards over
a few words until something stops it. Added here: a reach goes on along a list, and a trigger may be limited to some
codes. The words themselves are data (`rules/codebook/context.yaml`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from flagger.codebook import Trigger

Span = tuple[int, int]

# Which status wins when several triggers reach one code: whose it is, then whether it is yet to be, then whether it is.
_RANK = {"other_person": 0, "conditional": 1, "negated": 2, "historical": 3, "hedged": 4}


class Hit(NamedTuple):
    """A code found: its pieces, and its name."""

    start: int
    end: int
    code: str


class Cue(NamedTuple):
    """A trigger found: its pieces, what it does, and where the words of a code end in which it stands (else 0)."""

    start: int
    end: int
    trigger: Trigger
    within: int = 0


def statuses(
    hits: Sequence[Hit], cues: Sequence[Cue], ends: Sequence[int], commas: Sequence[int], chain: int
) -> list[tuple[str, Span | None]]:
    """The status of each hit and the pieces of the trigger that set it.

    `hits` in order of place; `ends` are the pieces no reach passes, `commas` those that only some pass; both sorted.
    """
    found: list[tuple[str, Span | None]] = [("affirmed", None)] * len(hits)
    backwards = sorted(range(len(hits)), key=lambda i: -hits[i].end)
    for cue in cues:
        side = cue.trigger.side
        reached: list[int] = []
        if side != "after":
            reached += _forwards(hits, cue, ends, commas, chain)
        if side != "before":
            reached += _backwards(hits, backwards, cue, ends, commas, chain)
        for i in reached:
            if cue.trigger.codes and hits[i].code not in cue.trigger.codes:
                continue
            status, _ = found[i]
            if status == "affirmed" or _RANK[cue.trigger.status] < _RANK[status]:
                found[i] = cue.trigger.status, (cue.start, cue.end)
    return found


def _forwards(hits: Sequence[Hit], cue: Cue, ends: Sequence[int], commas: Sequence[int], chain: int) -> list[int]:
    reached: list[int] = []
    edge, reach = cue.end, cue.trigger.reach
    for i, hit in enumerate(hits):
        if hit.start <= cue.start:  # "to refer" reaches "refer to MASH"
            continue
        if cue.within and not hit.start <= cue.within < hit.end:  # "not consent to early help": refused, and not begun
            continue
        if not _passes(edge, hit.start, reach, ends, commas if not (cue.trigger.commas or reached) else ()):
            break
        reached.append(i)
        edge, reach = max(edge, hit.end), min(chain, cue.trigger.reach)
    return reached


def _backwards(
    hits: Sequence[Hit], order: Sequence[int], cue: Cue, ends: Sequence[int], commas: Sequence[int], chain: int
) -> list[int]:
    reached: list[int] = []
    edge, reach = cue.start, cue.trigger.reach
    for i in order:
        hit = hits[i]
        if hit.end >= cue.end:
            continue
        if not _passes(hit.end, edge, reach, ends, commas if not (cue.trigger.commas or reached) else ()):
            break
        reached.append(i)
        edge, reach = min(edge, hit.start), min(chain, cue.trigger.reach)
    return reached


def _passes(low: int, high: int, reach: int, ends: Sequence[int], commas: Sequence[int]) -> bool:
    """Whether a reach goes over the pieces `low .. high`: few enough of them, and nothing among them that stops it."""
    return high - low <= reach and not _holds(ends, low, high) and not _holds(commas, low, high)


def _holds(places: Sequence[int], low: int, high: int) -> bool:
    at = bisect_left(places, low)
    return at < len(places) and places[at] < high
