"""One rule in one case, explained: `explain` puts together the steps, each match or near miss, and the margins."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from flagger.detect.run import Outcome
from flagger.explain import absence, count, sequence, tallies
from flagger.explain.margins import margins, without_each
from flagger.explain.record import NOT_ASSESSED, NOT_FLAGGED, Branch, Explanation, Fact, Margin, Member
from flagger.explain.rows import LeftOut, steps_of
from flagger.explain.scene import Mark, Met, Scene
from flagger.flags.build import Flagged, flagged
from flagger.flags.record import Flag
from flagger.rulebook.shapes import Absence, Combine, Conflict, Count, Measure, Rate, Sequence


def explain(scene: Scene, flag: str = "", left_out: Collection[LeftOut] = ()) -> Explanation:
    """Why the rule came to what it came to in the case; with the id of a flag, only that match.

    `left_out` are the rows of the case that no rule sees.
    """
    rules = {rule.id: rule for rule in scene.rules}
    said = flagged(scene.line, scene.ids, rules, scene.detection, scene.setting)
    name, case = scene.rule.id, scene.line.cases[scene.case]
    outcome = next(o for o in said.outcomes if (o.rule, o.case) == (name, case))
    return Explanation(
        name,
        case,
        outcome.outcome,
        outcome.reason,
        tuple(ask.says for ask in said.asks if ask.case == case and name in ask.rules),
        steps_of(scene, left_out),
        tuple(_branches(scene, said, outcome.outcome, flag)),
        tuple(_members(scene, said, case)),
    )


def _branches(scene: Scene, said: Flagged, outcome: str, flag: str) -> Iterator[Branch]:
    flags = {one.id: one for one in said.flags}
    of_match = {number: flags[said.of_match[scene.rule.id, number]] for number in range(len(scene.result.met))}
    wanted = [met for met in scene.result.met if not flag or of_match[met.number].id == flag]
    if isinstance(scene.rule.matcher, Absence):
        if scene.result.outcome <= Outcome.NO_COVERAGE and scene.result.outcome is not Outcome.NO_ROWS:
            only = _mark(wanted[0]) if flag and wanted else None
            yield from (_with_flag(scene, branch, of_match) for branch in absence.branches(scene, only))
    elif wanted:
        for met in wanted:
            yield _found(scene, met, of_match[met.number])
    elif outcome != NOT_ASSESSED:
        near = margins(scene, None)
        tried, without = without_each(scene, None, _blockers(scene))
        yield Branch(NOT_FLAGGED, "", None, (), _facts(scene, None, None, near), near, tried, without)


def _mark(met: Met) -> Mark:
    return Mark(met.subject, frozenset(met.events))


def _found(scene: Scene, met: Met, flag: Flag) -> Branch:
    mark = _mark(met)
    near = margins(scene, mark)
    tried, without = without_each(scene, mark, (*met.events, *_blockers(scene)))
    return Branch(met.status, met.subject, flag, met.rows, _facts(scene, met, mark, near), near, tried, without)


def _with_flag(scene: Scene, branch: Branch, flags: Mapping[int, Flag]) -> Branch:
    mark = Mark(branch.subject, frozenset(event for event, _ in branch.rows))
    found = scene.result.same(mark)
    return replace(branch, flag=flags[found[0].number]) if found else branch


def _facts(scene: Scene, met: Met | None, mark: Mark | None, near: tuple[Margin, ...]) -> tuple[Fact, ...]:
    matcher = scene.rule.matcher
    if isinstance(matcher, Count | Combine):
        return count.facts(scene, met, mark, near)
    if isinstance(matcher, Sequence):
        return sequence.facts(scene, met)
    if isinstance(matcher, Measure):
        return tuple(tallies.measure(scene, met))
    if isinstance(matcher, Rate):
        return tuple(tallies.rate(scene, met))
    assert isinstance(matcher, Conflict), "an absence has branches of its own"
    return tuple(tallies.conflict(scene, met, mark))


def _blockers(scene: Scene) -> Iterator[str]:
    """The rows that a sequence must not have between its steps."""
    matcher = scene.rule.matcher
    if isinstance(matcher, Sequence):
        for step in matcher.steps:
            if step.without is not None:
                for pos in scene.chooser.choose(step.without, scene.rule.per).pos:
                    yield scene.ids[pos]


def _members(scene: Scene, said: Flagged, case: str) -> Iterator[Member]:
    matcher = scene.rule.matcher
    names: tuple[str, ...] = ()
    if isinstance(matcher, Combine):
        names = matcher.of
    elif isinstance(matcher, Count) and matcher.of[0].rule is not None:
        names = (matcher.of[0].rule,)
    wanted = matcher.status if isinstance(matcher, Combine) else ("confirmed", "possible")
    titles = {rule.id: rule.title for rule in scene.rules}
    for name in names:
        outcome = next(o for o in said.outcomes if (o.rule, o.case) == (name, case))
        statuses = tuple(flag.status for flag in said.flags if (flag.rule, flag.case) == (name, case))
        counts = bool(set(statuses) & set(wanted))
        yield Member(name, titles[name], outcome.outcome, outcome.reason, statuses, counts)
