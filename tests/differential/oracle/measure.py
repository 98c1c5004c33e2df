"""The oracle of `measure`: every reading of every window. Section 5 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from .count import Window, windows
from .records import FALSE, MAYBE, TRUE, Case, Chosen, Match
from .time import add

OUT, WHOLE_ONLY, PART = (0, 0), (1, 0), (1, 1)  # how much an event adds to (whole, part)


def measure(
    spec: Mapping[str, Any], whole: Sequence[Chosen], part: Mapping[str, bool], case: Case, group: str
) -> list[Match]:
    """The matches of one group. `part` says for each event id chosen as part whether it is sure."""
    seen = windows(whole, spec["within"], case.holidays)
    if "fall" in spec:
        return _falls(spec, seen, part, case, group)
    return _densest(spec["when"], seen, part, case, group)


def readings(window: Window, part: Mapping[str, bool]) -> Iterator[tuple[int, int]]:
    """(whole, part) of every reading of a window."""
    options = []
    for item in window.possibly:
        sure_in = item in window.surely
        as_part = part.get(item.event.id)
        option = [] if sure_in else [OUT]
        option += {None: [WHOLE_ONLY], True: [PART], False: [WHOLE_ONLY, PART]}[as_part]
        options.append(option)
    for reading in product(*options):
        yield sum(w for w, _ in reading), sum(p for _, p in reading)


def satisfies(when: Mapping[str, Any], whole: int, part: int) -> bool:
    """Whether one reading has everything that `when` asks."""
    if whole == 0 or whole < when.get("whole_at_least", 0) or part < when.get("part_at_least", 0):
        return False
    share = Fraction(part, whole)
    return share >= _exact(when.get("share_at_least", 0)) and share <= _exact(when.get("share_at_most", 1))


def _exact(number: Any) -> Fraction:
    return Fraction(str(number))


def value_of(when: Mapping[str, Any], window: Window, part: Mapping[str, bool]) -> int:
    """Whether every, some or no reading of the window satisfies `when`."""
    held = {satisfies(when, w, p) for w, p in readings(window, part)}
    return TRUE if held == {True} else MAYBE if True in held else FALSE


def _densest(
    when: Mapping[str, Any], seen: Sequence[Window], part: Mapping[str, bool], case: Case, group: str
) -> list[Match]:
    ranked = []
    for window in seen:
        value = value_of(when, window, part)
        if value == FALSE:
            continue
        shares = [Fraction(p, w) for w, p in readings(window, part) if satisfies(when, w, p)]
        if "share_at_most" in when:
            rank = -(max(shares) if value == TRUE else min(shares))
        else:
            rank = min(shares) if value == TRUE else max(shares)
        ranked.append(((value, rank, len(window.possibly), -window.start), window))
    if not ranked:
        return []
    (value, _, _, _), best = max(ranked, key=lambda entry: entry[0])
    status = "confirmed" if value == TRUE else "possible"
    ids = frozenset(item.event.id for item in best.possibly)
    return [Match(case.name, group, status, ids, first_met=_last(best.possibly))]


def _falls(
    spec: Mapping[str, Any], seen: Sequence[Window], part: Mapping[str, bool], case: Case, group: str
) -> list[Match]:
    whole_at_least = spec["when"]["whole_at_least"]
    high = {"share_at_least": spec["fall"]["from_at_least"], "whole_at_least": whole_at_least}
    low = {"share_at_most": spec["fall"]["to_at_most"], "whole_at_least": whole_at_least}
    before = [(window, value_of(high, window, part)) for window in seen]
    after = [(window, value_of(low, window, part)) for window in seen]
    pairs = []
    for first, first_value in before:
        for second, second_value in after:
            value = min(first_value, second_value)
            if value != FALSE and second.start > add(first.start, spec["within"], case.holidays):
                pairs.append((value, first, second))
    found: list[Match] = []
    taken: list[tuple[Window, Window]] = []
    for wanted, status in ((TRUE, "confirmed"), (MAYBE, "possible")):
        left = [(a, b) for value, a, b in pairs if value == wanted and not any(_meet((a, b), t) for t in taken)]
        while left:
            best = min(left, key=lambda pair: (pair[1].start, -pair[0].start))
            taken.append(best)
            found.append(_fall_match(best, status, case, group))
            left = [pair for pair in left if not _meet(pair, best)]
    return found


def _meet(a: tuple[Window, Window], b: tuple[Window, Window]) -> bool:
    return a[0].start <= b[1].end and b[0].start <= a[1].end


def _fall_match(pair: tuple[Window, Window], status: str, case: Case, group: str) -> Match:
    first, second = pair
    role = dict.fromkeys(first.possibly, "before")
    role.update(dict.fromkeys(second.possibly, "after"))
    ordered = sorted(role, key=lambda item: item.order)
    return Match(
        case=case.name,
        group=group,
        status=status,
        evidence=frozenset(item.event.id for item in ordered),
        roles=tuple((role[item], item.event.id) for item in ordered),
        first_met=_last(second.possibly),
    )


def _last(items: Sequence[Chosen]) -> tuple[int, int]:
    """When the last of these events was: the greatest `lo` and the greatest `hi`."""
    return max(item.event.lo for item in items), max(item.event.hi for item in items)
