"""What `flagger explain` says of every rule and each of its own tests is what the engine says; every margin is true."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest

from flagger.detect.evidence import events_of
from flagger.detect.run import Setting, detect
from flagger.explain.explain import explain
from flagger.explain.record import Branch
from flagger.explain.scene import Scene
from flagger.infer.combined import infer
from flagger.matchers.select import Chooser
from flagger.model import Status
from flagger.rule_tests import RuleTests
from flagger.rulebook.examples import read_example
from flagger.rulebook.load import with_what_it_uses
from flagger.rulebook.model import Rule, RuleTest
from flagger.rulebook.where import rules_root
from flagger.screen import Library, load_library
from flagger.timeline.example import CASE, timeline_of_example

RULES = load_library(rules_root()).rulebook.rules
Met = tuple[str, str, frozenset[str]]
FLAGGED = ("confirmed", "possible", "pending")
SUREST = ("pending", "possible", "confirmed")


class _Run:
    """One embedded test, run through `detect` and `infer` alone, perhaps with another rule or without a row."""

    def __init__(self, library: Library, rule: Rule, test: RuleTest) -> None:
        self.example = read_example(test)
        self.library, self.rule = library, rule
        self.line, self.ids = timeline_of_example(self.example, sorted(library.codebook.codes))
        coverage = {CASE: self.example.coverage or ()}
        self.setting = Setting(library.codebook.expand, library.calendar, coverage)

    def scene(self) -> Scene:
        return Scene.of_case(self.line, self.ids, with_what_it_uses(self.library.rulebook, self.rule), self.setting, 0)

    def matches(self, rule: Rule, without: Collection[str] = ()) -> list[Met]:
        """The status, about whom it is, and the rows of every match."""
        line, ids = self.line, self.ids
        if without:
            left = tuple(event for event in self.example.events if event.id not in without)
            line, ids = timeline_of_example(replace(self.example, events=left), sorted(self.library.codebook.codes))
        rules = with_what_it_uses(self.library.rulebook, rule)
        found = detect(line, rules, self.setting)
        infer(line, rules, found, None, self.setting)
        own, groups = found.matches[rule.id], Chooser(line, self.setting.expand).groups(rule.per)
        return [
            (
                Status(int(own.status[n])).word,
                "" if rule.per == "case" else groups.name_of(int(own.group[n])),
                frozenset(ids[p] for p in events_of(found.matches, rule.id, n)),
            )
            for n in range(len(own))
        ]


def surest(matches: Sequence[Met], branch: Branch) -> str:
    """The surest status of the matches about the same that share a row; of all, for no match; "" without one."""
    rows = {event for event, _ in branch.rows}
    found = [status for status, whom, held in matches if not rows or (held & rows and whom == branch.subject)]
    return max(found, key=SUREST.index, default="")


def said(state: str) -> str:
    return state if state in FLAGGED else ""


@pytest.mark.parametrize("name", sorted(RULES))
def test_explain_says_what_the_engine_says_and_every_margin_is_true(
    library: Library, rule_tests: RuleTests, name: str
) -> None:
    """Every third test of a rule: margins are many runs each, and the whole of them takes minutes."""
    rule = library.rulebook.rules[name]
    for test in rule.tests[::3]:
        run = _Run(library, rule, test)
        if not len(run.line):
            continue
        found, result = explain(run.scene()), rule_tests.run(rule, test)
        assert found.outcome == result.outcome, test.name
        branches = [branch for branch in found.branches if branch.flag is not None]
        told = sorted((branch.state, sorted(event for event, _ in branch.rows)) for branch in branches)
        assert told == sorted((status, sorted(rows)) for status, rows in result.found), test.name
        for branch in found.branches:
            _check(run, branch, f"{name} {test.name}")


def _check(run: _Run, branch: Branch, where: str) -> None:
    now = said(branch.state)
    for margin in branch.margins:
        holds = run.rule.resolved({margin.name: margin.holds}, bounded=False)
        changes = run.rule.resolved({margin.name: margin.changes}, bounded=False)
        assert surest(run.matches(holds), branch) == now, (where, margin)
        becomes = surest(run.matches(changes), branch)
        assert becomes == said(margin.becomes), (where, margin)
        assert becomes != now or "not assessed" in (branch.state, margin.becomes), (where, margin)
    for one in branch.without:
        becomes = surest(run.matches(run.rule, {one.event}), branch)
        assert becomes == said(one.becomes), (where, one)
        assert becomes != now or one.becomes == "not assessed", (where, one)
