"""The rows of a case that a rule looks at, step by step: which count, which are unsure, which are set aside and why.

What a selector chooses is asked of the engine's own `Chooser`, one key of it at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from flagger.explain.record import Reason, Row, Step
from flagger.explain.scene import Scene
from flagger.matchers.selection import Selection
from flagger.model import CODING_STATUSES
from flagger.rulebook.selectors import Episode, Selector
from flagger.rulebook.shapes import Absence, Collapse, Conflict, Count, Measure, Rate, Sequence

_KEYS = tuple(name for name in Selector.model_fields if name not in ("code", "coding", "rule"))
_UNSET = {name: Selector.model_fields[name].default for name in _KEYS}


@dataclass(frozen=True)
class LeftOut:
    """A row of the case that no rule sees: `why` is `undated` or `after as at`; `codes` those it affirms."""

    event: str
    why: str
    codes: frozenset[str]


def steps_of(scene: Scene, left_out: Collection[LeftOut] = ()) -> tuple[Step, ...]:
    """What the rule's matcher asks for, part by part, with the rows."""
    return tuple(_step(scene, *part, left_out) for part in _parts(scene))


def _parts(scene: Scene) -> Iterator[tuple[str, tuple[Selector, ...], bool, Collapse | None]]:
    """Name, selectors, whether one row an incident counts, and what is collapsed."""
    m = scene.rule.matcher
    if isinstance(m, Count) and m.of[0].rule is None:
        yield "of", m.of, True, m.collapse
    elif isinstance(m, Sequence):
        for n, step in enumerate(m.steps):
            yield step.as_, step.of, True, None if n else m.collapse
            if step.without is not None:
                yield f"not before {step.as_}", step.without, False, None
    elif isinstance(m, Absence):
        if m.after is not None:
            yield "after", m.after, True, m.collapse
        yield from _episode("while", m.during)
        yield "expect", m.expect, False, None
        yield from _episode("unless", None if m.unless is None else m.unless.open)
    elif isinstance(m, Measure):
        yield "whole", m.share.whole, True, m.collapse
        yield "part", m.share.part, False, None
    elif isinstance(m, Rate):
        yield "of", m.of, True, m.collapse
    elif isinstance(m, Conflict):
        yield "one", m.one, False, None
        yield "other", m.other, False, None


def _episode(name: str, episode: Episode | None) -> Iterator[tuple[str, tuple[Selector, ...], bool, None]]:
    if episode is not None:
        yield f"{name}: opens", episode.opens, False, None
        yield f"{name}: closes", episode.closes, False, None


def _step(
    scene: Scene,
    name: str,
    selectors: tuple[Selector, ...],
    counted: bool,
    fold: Collapse | None,
    left_out: Collection[LeftOut],
) -> Step:
    per = "case" if ":" in name else scene.rule.per
    looked = _Looked(scene, selectors, per)
    folded = looked.folded(fold) if counted else {}
    rows = [Row(event, True, sure, why) for event, sure, why in looked.chosen(folded)]
    rows += [Row(event, False, False, (why,)) for event, why in folded.items()]
    rows += [Row(event, False, False, why) for event, why in looked.shut_out()]
    rows.sort(key=lambda row: scene.place[row.event])
    wanted = {code for s in selectors for code in scene.setting.expand(s.code or ())}
    rows += [Row(of.event, False, False, (Reason(of.why),)) for of in left_out if of.codes & wanted]
    return Step(name, selectors, tuple(rows))


@dataclass(frozen=True)
class _Looked:
    """The rows that some selectors look at, in the groups of `per`."""

    scene: Scene
    selectors: tuple[Selector, ...]
    per: str

    def folded(self, fold: Collapse | None) -> Mapping[str, Reason]:
        """The rows that another stands for."""
        chooser, ids = self.scene.chooser, self.scene.ids
        told, all_ = (chooser.counted(self.selectors, self.per, how)[1] for how in (None, fold))
        again = set(told.pos.tolist())
        pairs = zip(all_.pos.tolist(), all_.into.tolist(), strict=True)
        return {
            ids[pos]: Reason("told again" if pos in again else "collapsed", by=ids[into])
            for pos, into in pairs
            if pos != into
        }

    def chosen(self, folded: Collection[str]) -> Iterator[tuple[str, bool, tuple[Reason, ...]]]:
        """The rows that count, whether surely, and why not."""
        found = _truth(self.scene.chooser.choose(self.selectors, self.per))
        for pos, sure in found.items():
            event = self.scene.ids[pos]
            if event not in folded:
                yield event, sure, () if sure else tuple(dict.fromkeys(self._unsure(pos)))

    def _unsure(self, pos: int) -> Iterator[Reason]:
        doubted = self.scene.line.doubted
        if doubted is not None and doubted[pos]:
            yield Reason("doubted")
        for selector in self.selectors:
            base = _only(selector)
            own = self._of(base, self.per)
            if self._of(base, "case").get(pos) and own.get(pos) is False:
                yield Reason("any child")
            for one in _each_key(selector):
                if self._of(one, "case").get(pos) is False and self._of(base, "case").get(pos):
                    yield Reason("key", one)

    def shut_out(self) -> Iterator[tuple[str, tuple[Reason, ...]]]:
        """The rows about these codes that do not count, and what of the selectors keeps each out."""
        chosen = set(_truth(self.scene.chooser.choose(self.selectors, self.per)))
        why: dict[int, list[Reason]] = {}
        for selector in self.selectors:
            if selector.code is None or selector.rule is not None:
                continue
            for pos, reason in self._kept_out(selector):
                if pos not in chosen and reason not in why.setdefault(pos, []):
                    why[pos].append(reason)
        for pos in sorted(why):
            yield self.scene.ids[pos], tuple(why[pos])

    def _kept_out(self, selector: Selector) -> Iterator[tuple[int, Reason]]:
        base = self._of(_only(selector), "case")
        for one in _each_key(selector):
            meets = self._of(one, self.per)
            grouped = self._of(_only(selector), self.per)
            yield from ((pos, Reason("key", one)) for pos in base if pos in grouped and pos not in meets)
        yield from ((pos, Reason("no group")) for pos in base if pos not in self._of(_only(selector), self.per))
        for status in CODING_STATUSES:
            if status not in selector.coding:
                others = self._of(_only(selector).model_copy(update={"coding": (status,)}), "case")
                yield from ((pos, Reason("coding", by=status)) for pos in others if pos not in base)

    def _of(self, selector: Selector, per: str) -> Mapping[int, bool]:
        return _truth(self.scene.chooser.choose((selector,), per))


def _truth(events: Selection) -> dict[int, bool]:
    """For each position whether it is sure, in one of its groups at least."""
    found: dict[int, bool] = {}
    for pos, sure in zip(events.pos.tolist(), events.sure.tolist(), strict=True):
        found[pos] = found.get(pos, False) or sure
    return found


def _only(selector: Selector) -> Selector:
    """The selector with its codes alone."""
    return selector.model_copy(update=_UNSET)


def _each_key(selector: Selector) -> Iterator[Selector]:
    """The selector once for each of its keys besides its codes, with that key alone."""
    for name in _KEYS:
        value = getattr(selector, name)
        if value is not None:
            yield selector.model_copy(update={**_UNSET, name: value})
