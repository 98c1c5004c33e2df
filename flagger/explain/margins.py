"""How near to the edge an outcome is: the nearest value of each number, and each row left out, that changes it.

Found by asking the engine again, galloping away from the value and then halving. Inside sensible limits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from flagger.dates.spans import Span
from flagger.explain.record import Margin, Without
from flagger.explain.scene import Mark, Scene
from flagger.rulebook.fields import Value

_FARTHEST = {"d": 3653, "w": 522, "mo": 120, "y": 10, "wd": 120}
MOST_ROWS = 40
_MORE = 50  # so many above a count, and no further


def margins(scene: Scene, mark: Mark | None) -> tuple[Margin, ...]:
    """For each number of the rule, below and above it, the nearest value with another outcome, if there is one."""
    return tuple(found for name in scene.rule.params for up in (False, True) if (found := _edge(scene, name, up, mark)))


def _edge(scene: Scene, name: str, up: bool, mark: Mark | None) -> Margin | None:
    value = scene.rule.params[name].value
    found = nearest(value, up, lambda other: scene.state(mark, (name, other)), scene.state(mark))
    if found is None:
        return None
    holds, changes = found
    result, becomes = scene.at(name, changes), scene.state(mark, (name, changes))
    assert result is not None and becomes is not None, "the engine has just said so"
    rows = tuple(dict.fromkeys(event for met in result.same(mark) for event in met.events))
    return Margin(name, value, holds, changes, becomes, rows)


def nearest(
    value: Value, up: bool, state: Callable[[Value], str | None], now: str | None
) -> tuple[Value, Value] | None:
    """Two neighbouring values above (or below) one: at the first the state is as now, at the second it is not.

    None where no value inside the limits changes it. A state of None is the limit itself: no rule, or no calendar.
    """
    values = Values(value, up)
    last, same, step = len(values), 0, 1
    while same < last:
        k = min(same + step, last)
        found = state(values[k])
        if found is None:
            last, step = k - 1, max(1, step // 2)
        elif found == now:
            same, step = k, 4 * step
        else:
            return _between(values, same, k, lambda other: state(other) == now)
    return None


def _between(values: Values, same: int, other: int, as_now: Callable[[Value], bool]) -> tuple[Value, Value]:
    while other - same > 1:
        middle = (same + other) // 2
        same, other = (middle, other) if as_now(values[middle]) else (same, middle)
    return values[same], values[other]


class Values:
    """A value (at 0) and those below or above it, the nearest first: whole numbers, spans of its unit, percents."""

    def __init__(self, value: Value, up: bool) -> None:
        self._value = value
        if isinstance(value, Span):
            self._beyond = range(value.n + 1, farthest(value).n + 1) if up else _down(value.n, value.unit == "wd")
        elif isinstance(value, int):
            self._beyond = range(value + 1, value + _MORE + 1) if up else _down(value, 0)
        else:
            percent = value * 100
            first = math.floor(percent + 1e-9) + 1 if up else math.ceil(percent - 1e-9)
            self._beyond = range(first, 101) if up else _down(first, 0)

    def __len__(self) -> int:
        """How many there are beside the value itself."""
        return len(self._beyond)

    def __getitem__(self, k: int) -> Value:
        if k == 0:
            return self._value
        n = self._beyond[k - 1]
        if isinstance(self._value, Span):
            return Span(n, self._value.unit)
        return n if isinstance(self._value, int) else n / 100


def farthest(span: Span) -> Span:
    """The longest span that is tried instead of one."""
    return Span(max(_FARTHEST[span.unit], 2 * span.n), span.unit)


def _down(value: int, least: int) -> range:
    return range(value - 1, least - 1, -1)


def without_each(scene: Scene, mark: Mark | None, events: Iterable[str]) -> tuple[int, tuple[Without, ...]]:
    """How many rows were left out one at a time, and those without which it would be something else."""
    tried = list(dict.fromkeys(events))[:MOST_ROWS]
    states = [(event, scene.without((event,)).state(mark)) for event in tried]
    now = scene.state(mark)
    return len(tried), tuple(Without(event, state) for event, state in states if state is not None and state != now)
