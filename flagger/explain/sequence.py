"""How far a chain got, and where and why it broke."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flagger.dates.spans import Span
from flagger.explain.margins import farthest, nearest
from flagger.explain.record import CONFIRMED, NOT_FLAGGED, Chain, Fact
from flagger.explain.scene import Met, Result, Scene, reshaped
from flagger.rulebook.fields import Value
from flagger.rulebook.shapes import Sequence, Step


def facts(scene: Scene, met: Met | None) -> tuple[Fact, ...]:
    """The chain found, or the longest that there is and what broke it."""
    matcher = scene.rule.matcher
    assert isinstance(matcher, Sequence)
    if met is not None:
        return (Chain(met.rows, tuple(_apart(scene, met))),)
    return (_Broken(scene, matcher.steps).chain(),)


def _apart(scene: Scene, met: Met) -> Iterator[tuple[str, int, int]]:
    """For each step after the first, the least and the most days after the one before it."""
    line = scene.line
    for (before, _), (event, step) in zip(met.rows, met.rows[1:], strict=False):
        a, b = scene.place[before], scene.place[event]
        yield step, max(0, int(line.lo[b] - line.hi[a])), int(line.hi[b] - line.lo[a])


@dataclass(frozen=True)
class _Broken:
    """A sequence that no rows hold to its end."""

    scene: Scene
    steps: tuple[Step, ...]

    def chain(self) -> Chain:
        reached = next((n for n in range(len(self.steps) - 1, 1, -1) if self._found(self.steps[:n]).met), 1)
        held = self._found(self.steps[:reached]).met if reached > 1 else ()
        rows = held[0].rows if held else ()
        if not held and not len(self.scene.chooser.choose(self.steps[0].of, self.scene.rule.per)):
            return Chain((), broke=self.steps[0].as_, cause="none")
        step = self.steps[reached]
        return self._cause(reached, step, Chain(rows, broke=step.as_))

    def _cause(self, at: int, step: Step, chain: Chain) -> Chain:
        assert step.within is not None, "every later step has one"
        causes: tuple[tuple[str, dict[str, Any]], ...] = (
            ("between", {"without": None}),
            ("late", {"within": farthest(step.within)}),
            ("agency", {"same_as": (), "differs_from": ()}),
            ("same day", {"same_day": "allow"}),
        )
        for cause, change in causes:
            met = self._with(at, step, **change).met
            if not met:
                continue
            if cause == "late":
                needs, over = self._least(at, step), self._over(step.within, met[0])
                return replace(chain, cause=cause, needs=needs, over=over, rows=met[0].rows)
            between = tuple(self._between(step, met[0])) if cause == "between" else ()
            return replace(chain, cause=cause, rows=met[0].rows, between=between)
        every = {name: value for _, change in causes for name, value in change.items()}
        met = self._with(at, step, **every).met
        return replace(chain, cause="several" if met else "none", rows=met[0].rows if met else chain.rows)

    def _least(self, at: int, step: Step) -> Value | None:
        assert step.within is not None, "every later step has one"

        def state(value: Value) -> str:
            return CONFIRMED if self._with(at, step, within=value).met else NOT_FLAGGED

        found = nearest(step.within, True, state, NOT_FLAGGED)
        return None if found is None else found[1]

    def _over(self, within: Span, met: Met) -> int:
        """By how many days the last row comes after the time that the one before it starts."""
        line, (before, after) = self.scene.line, (self.scene.place[event] for event, _ in met.rows[-2:])
        return int(line.lo[after] - within.add(line.hi[[before]], self.scene.setting.calendar)[0])

    def _between(self, step: Step, met: Met) -> Iterator[str]:
        """The rows of `without` that stand between the two steps, or on their days."""
        line, (before, after) = self.scene.line, (self.scene.place[event] for event, _ in met.rows[-2:])
        assert step.without is not None, "leaving it out made the chain hold"
        for pos in dict.fromkeys(self.scene.chooser.choose(step.without, self.scene.rule.per).pos.tolist()):
            if (
                line.hi[pos] >= line.lo[before]
                and line.lo[pos] <= line.hi[after]
                and self.scene.ids[pos] not in met.events
            ):
                yield self.scene.ids[pos]

    def _with(self, at: int, step: Step, **changes: object) -> Result:
        return self._found((*self.steps[:at], step.model_copy(update=changes)))

    def _found(self, steps: tuple[Step, ...]) -> Result:
        return self.scene.run(reshaped(self.scene.rule, steps=steps))
