"""Each row after which something was expected: by when, from whom, and what answered it or did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flagger.dates.spans import Span
from flagger.explain.margins import MOST_ROWS, margins, without_each
from flagger.explain.record import NOT_ASSESSED, NOT_FLAGGED, POSSIBLE, Branch, Due, Margin
from flagger.explain.scene import Mark, Met, Scene, number_of, reshaped
from flagger.rulebook.shapes import Absence

_NEVER = 50_000  # a day that no row has
ANSWERED, EXCUSED, NOT_YET = "answered", "excused", "not yet due"


def branches(scene: Scene, only: Mark | None = None) -> Iterator[Branch]:
    """One for each row after which something was expected, in order of date; `only` that of one match."""
    matcher = scene.rule.matcher
    assert isinstance(matcher, Absence)
    for met in _anchors(scene, matcher):
        mark = Mark(met.subject, frozenset(met.events))
        if only is None or only.of(met):
            yield _Anchor(scene, matcher, met, mark).branch()


def _anchors(scene: Scene, m: Absence) -> tuple[Met, ...]:
    """Everything after which something is expected: the engine's matches when nothing can answer and all was seen."""
    if m.every is not None:
        shape = reshaped(scene.rule, every=Span(0, "d"), unless=None)
    else:
        never = (m.expect[0].model_copy(update={"since": _NEVER}),)
        shape = reshaped(scene.rule, expect=never, unless=None)
    found = scene.covered.run(shape).met
    return tuple(sorted(found, key=lambda met: scene.place[met.events[0]]))


@dataclass(frozen=True)
class _Anchor:
    scene: Scene
    matcher: Absence
    met: Met
    mark: Mark

    def branch(self) -> Branch:
        state = self._state()
        near = margins(self.scene, self.mark)
        found = self.scene.result.same(self.mark)
        due = self._due(state, near, found[0] if found else None)
        unsure = [row for row in self._might_answer(due) if row != due.anchor] if state == POSSIBLE else ()
        tried, without = without_each(self.scene, self.mark, unsure)
        return Branch(state, self.met.subject, None, self.met.rows, (due,), near, tried, without)

    def _state(self) -> str:
        """A flag's status, or why there is none: each asked of the engine with one more thing granted."""
        scene, mark, covered = self.scene, self.mark, self.scene.covered
        if found := scene.result.same(mark):
            return found[0].status
        if covered.result.same(mark):
            return NOT_ASSESSED
        shape = reshaped(scene.rule, unless=None)
        if covered.run(shape).same(mark):
            return EXCUSED
        return NOT_YET if covered.later.run(shape).same(mark) else ANSWERED

    def _due(self, state: str, near: Sequence[Margin], found: Met | None) -> Due:
        m, line = self.matcher, self.scene.line
        anchor = self.met.events[0]
        deadline = self.met.measures["deadline"]
        if m.every is not None:
            deadline = int(m.every.add(line.hi[[self.scene.place[anchor]]], self.scene.setting.calendar)[0])
        due = Due(anchor, state, self.met.measures["searched_from"], deadline)
        name = number_of(self.scene.rule, "within" if m.within is not None else "every")
        if found is not None:
            after = found.nearest is not None and line.lo[self.scene.place[found.nearest]] > deadline
            longer = [one for one in near if one.name == name and not one.below and one.becomes == NOT_FLAGGED]
            return replace(due, nearest=found.nearest, late=_longer(longer[0]) if after and longer else None)
        if state != ANSWERED:
            return due
        least = next((margin.holds for margin in near if margin.name == name and margin.below), None)
        return replace(due, answers=tuple(self._answers(due)), least=least)

    def _might_answer(self, due: Due) -> list[str]:
        """Rows that may be what was expected, or that end the episode, and can lie in the time."""
        m, chooser = self.matcher, self.scene.chooser
        pos = chooser.choose(m.expect, self.scene.rule.per).pos.tolist()
        if m.during is not None:
            pos += chooser.choose(m.during.closes).pos.tolist()
        line = self.scene.line
        start = min(due.searched_from, int(line.lo[self.scene.place[due.anchor]]))
        inside = [p for p in sorted(set(pos)) if line.lo[p] <= due.deadline and line.hi[p] >= start]
        return [self.scene.ids[p] for p in inside][:MOST_ROWS]

    def _answers(self, due: Due) -> Iterator[str]:
        """The rows each of which is answer enough when none of the others is there."""
        rows = self._might_answer(due)
        for row in rows:
            others = set(rows) - {row, due.anchor}
            if not others or not self.scene.without(others).covered.result.same(self.mark):
                yield row


def _longer(margin: Margin) -> Span | None:
    """By how much longer a time is the nearest at which the outcome is another."""
    now, then = margin.value, margin.changes
    return Span(then.n - now.n, now.unit) if isinstance(now, Span) and isinstance(then, Span) else None
