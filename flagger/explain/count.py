"""How many came together, and how many were asked for: `count`, and `combine`, which counts matches."""

from __future__ import annotations

from collections.abc import Sequence

from flagger.dates.spans import Span
from flagger.explain.record import Condition, Fact, Margin, Most
from flagger.explain.scene import Mark, Met, Scene, number_of, reshaped, truth
from flagger.rulebook.model import Rule
from flagger.rulebook.shapes import Combine, Count


def facts(scene: Scene, met: Met | None, mark: Mark | None, margins: Sequence[Margin]) -> tuple[Fact, ...]:
    """The most in one window, and where there are several conditions, each by itself."""
    rule, matcher = scene.rule, scene.rule.matcher
    assert isinstance(matcher, Count | Combine)
    alone = _alone(rule)
    if met is not None:
        most = Most("at_least", met.measures["peak"], matcher.at_least, met.measures["sure_peak"])
    else:
        most = _most(scene, alone["at_least"], "at_least", _late(scene, matcher.within, margins))
    said: list[Fact] = [most]
    if len(alone) > 1:
        said += [Condition(name, truth(scene.run(shape), mark)) for name, shape in alone.items()]
    if isinstance(matcher, Count) and matcher.also is not None and met is None:
        said.append(_most(scene, alone["also"], "also", None))
    return tuple(said)


def _alone(rule: Rule) -> dict[str, Rule]:
    """The rule asking for each of its conditions alone."""
    m = rule.matcher
    if isinstance(m, Combine):
        found = {"at_least": reshaped(rule, must_include=())}
        return found | ({"must_include": reshaped(rule, at_least=1)} if m.must_include else {})
    assert isinstance(m, Count)
    found = {"at_least": reshaped(rule, also=None, apart=False)}
    if m.also is not None:
        found["also"] = reshaped(rule, at_least=m.also.at_least, distinct=m.also.distinct, also=None, apart=False)
    if m.apart:
        found["apart"] = reshaped(rule, also=None)
    return found


def _most(scene: Scene, alone: Rule, name: str, late: tuple[int, str] | None) -> Most:
    """The greatest number for which the engine still finds a match."""
    matcher = alone.matcher
    assert isinstance(matcher, Count | Combine)
    for n in range(matcher.at_least, 0, -1):
        found = scene.run(reshaped(alone, at_least=n)).met
        if found:
            return Most(name, n, matcher.at_least, None, found[0].events, late)
    return Most(name, 0, matcher.at_least)


def _late(scene: Scene, within: Span, margins: Sequence[Margin]) -> tuple[int, str] | None:
    """By how many days the last row asked for comes after the window that begins with the first of them; which row."""
    m, name = scene.rule.matcher, number_of(scene.rule, "within")
    wider = next((found for found in margins if found.name == name and found.rows), None)
    if wider is None or not isinstance(m, Count) or m.distinct is not None or m.of[0].rule is not None:
        return None
    at = sorted(scene.place[event] for event in wider.rows)
    ends = within.add(scene.line.hi[at], scene.setting.calendar)
    spans = zip(ends, at[m.at_least - 1 :], strict=False)
    late = [(int(scene.line.lo[last] - end), last) for end, last in spans if scene.line.lo[last] > end]
    return (late[0][0], scene.ids[late[0][1]]) if (late := sorted(late)) else None
