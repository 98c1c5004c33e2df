"""Shares, and rows of two kinds: the arithmetic of `measure`, `rate` and `conflict`."""

from __future__ import annotations

from collections.abc import Iterator

from flagger.explain.record import Condition, Fact, Most, Share, Tally
from flagger.explain.scene import Mark, Met, Scene, reshaped, truth
from flagger.rulebook.model import Rule
from flagger.rulebook.shapes import Conflict, Measure, Rate, When


def measure(scene: Scene, met: Met | None) -> Iterator[Fact]:
    """The best window: of the match, or of the nearest there is to one."""
    m = scene.rule.matcher
    assert isinstance(m, Measure)
    parts = _alone(m)
    if met is not None:
        names = {
            "share": ("part", "whole"),
            "high": ("before_part", "before_whole"),
            "low": ("after_part", "after_whole"),
        }
        for name, when in parts.items():
            part, whole = (met.measures[key] for key in names[name])
            yield _share(name, when, part, whole, ())
        return
    for name, when in parts.items():
        yield from _best(scene, name, when)


def _alone(m: Measure) -> dict[str, When]:
    """What is asked of one window, or of each of two."""
    if m.fall is None:
        return {"share": m.when}
    n = m.when.whole_at_least
    return {
        "high": When(share_at_least=m.fall.from_at_least, whole_at_least=n),
        "low": When(share_at_most=m.fall.to_at_most, whole_at_least=n),
    }


def _best(scene: Scene, name: str, when: When) -> Iterator[Fact]:
    """The window with the share nearest to what is asked, of a whole large enough; else the largest whole there is."""
    anything = {"part_at_least": None} | (
        {"share_at_most": 1.0} if when.share_at_most is not None else {"share_at_least": 0.0}
    )

    def asking(n: int) -> Rule:
        wide = when.model_copy(update={**anything, "whole_at_least": n})
        return reshaped(scene.rule, fall=None, when=wide)

    for n in range(when.whole_at_least, 0, -1):
        for met in scene.run(asking(n)).met:
            if n == when.whole_at_least:
                yield _share(name, when, met.measures["part"], met.measures["whole"], met.events)
            else:
                yield Most("whole", n, when.whole_at_least, None, met.events)
            return
    yield Most("whole", 0, when.whole_at_least)


def _share(name: str, when: When, part: int, whole: int, rows: tuple[str, ...]) -> Share:
    at_most = when.share_at_most is not None
    asked = when.share_at_most if when.share_at_most is not None else when.share_at_least
    return Share(name, part, whole, asked or 0.0, when.whole_at_least, at_most, rows)


def rate(scene: Scene, met: Met | None) -> Iterator[Fact]:
    """How many in each window; or the most that one window holds."""
    m = scene.rule.matcher
    assert isinstance(m, Rate)
    if met is not None:
        yield Tally(met.measures["before"], met.measures["after"])
        return
    key, turn = ("rise", m.rise) if m.rise is not None else ("fall", m.fall)
    assert turn is not None, "the shape asks for one"
    many = "to_at_least" if key == "rise" else "from_at_least"
    asked = int(getattr(turn, many))
    for n in range(asked, 0, -1):
        shape = reshaped(scene.rule, **{key: turn.model_copy(update={many: n})})
        for found in scene.run(shape).met:
            yield Most("many", n, asked, None, found.events)
            return
    yield Most("many", 0, asked)


def conflict(scene: Scene, met: Met | None, mark: Mark | None) -> Iterator[Fact]:
    """How many rows say the one and the other; and what keeps them from being a pair."""
    m = scene.rule.matcher
    assert isinstance(m, Conflict)
    if met is not None:
        yield Tally(met.measures["one"], met.measures["other"])
        return
    shut = [name for name in ("within", "differs") if getattr(m, name) is not None and _found(scene, mark, name)]
    yield from (Condition(name, "false") for name in shut or ["pair"])


def _found(scene: Scene, mark: Mark | None, *without: str) -> bool:
    """Whether there is a match when these are not asked."""
    return truth(scene.run(reshaped(scene.rule, **dict.fromkeys(without))), mark) != "false"
