"""Large exact chronologies: the ways that serve all cases at once, against a few lines of Python a case."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest

from flagger.dates.spans import Span
from flagger.matchers.absence import absence
from flagger.matchers.count import Threshold, count
from flagger.matchers.selection import Bools, Ints, Selection
from flagger.matchers.sequence import sequence
from flagger.matchers.steps import Step
from flagger.model import Status

BASE = 19_700


def everyone(case: Ints, start: Ints, end: Ints) -> tuple[Bools, Bools]:
    return np.ones(len(case), bool), np.ones(len(case), bool)


@pytest.fixture(scope="module")
def large() -> dict[str, Selection]:
    """A thousand small cases and a few of hundreds of events; what may lie between only on odd days, steps on even."""
    dice = random.Random(20_240_131)
    sizes = [*(dice.choice((0, 1, 2, 5, 12, 30)) for _ in range(1_500)), 300, 500, 700]
    rows = sorted(
        (case, BASE + 2 * dice.randrange(size * 6 + 8) + (kind == "x"), kind)
        for case, size in enumerate(sizes)
        for kind in dice.choices("abcx", (5, 5, 4, 2), k=size)
    )

    def chosen(kinds: str) -> Selection:
        which = [(n, case, day) for n, (case, day, kind) in enumerate(rows) if kind in kinds]
        pos, case, day = (np.array(column, np.int32) for column in zip(*which, strict=True))
        return Selection(pos, case.astype(np.int64), day, day, np.ones(len(pos), bool))

    return {kinds: chosen(kinds) for kinds in ("a", "b", "c", "x", "abc")}


def by_case(events: Selection) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """(case, [(day, position)]) of each case."""
    found: dict[int, list[tuple[int, int]]] = {}
    for case, day, pos in zip(events.group.tolist(), events.lo.tolist(), events.pos.tolist(), strict=True):
        found.setdefault(case, []).append((day, pos))
    return iter(found.items())


@pytest.mark.parametrize(("n", "days"), [(2, 6), (3, 14), (5, 40), (9, 60)])
def test_counts_of_a_thousand_cases(large: dict[str, Selection], n: int, days: int) -> None:
    expected = []
    for case, events in by_case(large["abc"]):
        runs: list[tuple[set[int], int]] = []
        for start, _ in events:
            inside = {pos for day, pos in events if start <= day <= start + days}
            if len(inside) < n:
                continue
            if runs and runs[-1][0] & inside:
                runs[-1] = runs[-1][0] | inside, max(runs[-1][1], len(inside))
            else:
                runs.append((inside, len(inside)))
        expected += [(case, evidence, peak) for evidence, peak in runs]
    matches = count(large["abc"], (Threshold(n),), Span(days, "d"))
    found = [
        (int(g), set(matches.of(m).tolist()), int(matches.measures["peak"][m])) for m, g in enumerate(matches.group)
    ]
    assert found == expected and len(found) > 20
    assert (matches.status == Status.CONFIRMED).all()


@pytest.mark.parametrize("without", [False, True])
@pytest.mark.parametrize("same_day", [False, True])
@pytest.mark.parametrize("letters", ["ab", "abc"])
def test_sequences_of_a_thousand_cases(
    large: dict[str, Selection], letters: str, same_day: bool, without: bool
) -> None:
    days, events = 10, {letter: dict(by_case(large[letter])) for letter in "abcx"}
    expected = []
    for case, firsts in events["a"].items():
        blocks = [day for day, _ in events["x"].get(case, ())] if without else []
        chains = [[first] for first in firsts]
        for letter in letters[1:]:
            chains = [
                [*chain, event]
                for chain in chains
                for event in events[letter].get(case, ())
                if (event[0] >= chain[-1][0] if same_day else event[0] > chain[-1][0])
                and event[0] <= chain[-1][0] + days
                and not any(chain[-1][0] <= day <= event[0] for day in blocks)
            ]
        chains.sort(key=lambda chain: (*chain[-1], -chain[0][0], *(-pos for _, pos in chain)))
        taken: list[list[tuple[int, int]]] = []
        for chain in chains:
            if not any(
                (chain[0][0] < other[-1][0] and other[0][0] < chain[-1][0]) or set(chain) & set(other)
                for other in taken[-40:]
            ):
                taken.append(chain)
        expected += [(case, [pos for _, pos in chain]) for chain in taken]
    later = [Step(k, large[k], Span(days, "d"), same_day, None, large["x"] if without else None) for k in letters[1:]]
    matches = sequence(
        (Step("a", large["a"]), *later), np.zeros(sum(len(large[kind]) for kind in ("abc", "x")), np.int32)
    )
    assert [(int(g), matches.of(m).tolist()) for m, g in enumerate(matches.group)] == sorted(expected)
    assert len(expected) > 50


@pytest.mark.parametrize(("days", "before"), [(0, None), (6, None), (20, None), (6, 4)])
def test_absences_of_a_thousand_cases(large: dict[str, Selection], days: int, before: int | None) -> None:
    as_at, expected = BASE + 90, []
    answers = dict(by_case(large["b"]))
    for case, anchors in by_case(large["a"]):
        for day, pos in anchors:
            if not any(day - (before or 0) <= other <= day + days for other, _ in answers.get(case, ())):
                after = [at for at in answers.get(case, ()) if at[0] > day + days]
                earlier = [at for at in answers.get(case, ()) if at[0] < day - (before or 0)]
                nearest = after[:1] or earlier[-1:]
                status = Status.PENDING if day + days > as_at else Status.CONFIRMED
                expected.append((case, int(status), [pos, *(at for _, at in nearest)]))
    anchors = large["a"]
    or_before = None if before is None else Span(before, "d")
    case, excused = anchors.group.astype(np.int32), np.zeros(len(anchors), np.int8)
    matches = absence(anchors, large["b"], Span(days, "d"), everyone, as_at, case, excused, or_before)
    assert [(int(g), int(matches.status[m]), matches.of(m).tolist()) for m, g in enumerate(matches.group)] == expected
    assert len(expected) > 50
