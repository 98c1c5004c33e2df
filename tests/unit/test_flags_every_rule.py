"""Every sentence of every shipped rule, filled from the rule's own tests: as they are, and with every date doubted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from flagger.dates.say import say
from flagger.detect.run import Setting, detect
from flagger.flags.build import Flagged, flagged
from flagger.flags.record import Flag
from flagger.flags.support import AFTER, BEFORE, TOLD_AGAIN
from flagger.infer.combined import infer
from flagger.rulebook.examples import Example, read_example
from flagger.rulebook.load import with_what_it_uses
from flagger.rulebook.model import Rule, RuleTest
from flagger.rulebook.where import rules_root
from flagger.screen import Library, load_library
from flagger.timeline.example import CASE, timeline_of_example

LIBRARY = load_library(rules_root())
RULES = LIBRARY.rulebook.rules
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = re.compile(rf"\b(\d{{1,2}} (?:{MONTHS}) \d{{4}})\b")


@dataclass(frozen=True)
class Told:
    """What a test of a rule gives as flags, with the example that gave it."""

    rule: Rule
    test: RuleTest
    example: Example
    flagged: Flagged

    @property
    def flags(self) -> list[Flag]:
        return [flag for flag in self.flagged.flags if flag.rule == self.rule.id]


def tell(library: Library, rule: Rule, test: RuleTest, doubted: bool) -> Told:
    example = read_example(test)
    example = replace(example, events=tuple(replace(e, doubted=doubted or e.doubted) for e in example.events))
    line, ids = timeline_of_example(example, sorted(library.codebook.codes))
    setting = Setting(library.codebook.expand, library.calendar, {CASE: example.coverage or ()})
    used = with_what_it_uses(library.rulebook, rule)
    detection = detect(line, used, setting)
    infer(line, used, detection, None, setting)
    return Told(rule, test, example, flagged(line, ids, RULES, detection, setting))


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return [
        tell(LIBRARY, rule, test, doubted)
        for rule in RULES.values()
        for test in rule.tests
        for doubted in (False, True)
    ]


def flags_of(told: list[Told]) -> Iterator[tuple[Told, Flag]]:
    return ((one, flag) for one in told for flag in one.flags)


def own(flag: Flag) -> list[str]:
    """The events of the evidence itself."""
    aside = {TOLD_AGAIN, BEFORE, AFTER, "nearest"}
    return sorted(evidence.event for evidence in flag.evidence if evidence.role not in aside)


def test_every_sentence_of_every_rule_is_reached(told: list[Told]) -> None:
    reached = {(flag.rule, flag.status) for _, flag in flags_of(told)}
    written = {(rule.id, status) for rule in RULES.values() for status, text in rule.because if text is not None}
    assert reached == written


def test_every_sentence_is_a_sentence(told: list[Told]) -> None:
    wrong = {
        (flag.rule, flag.status, flag.says)
        for _, flag in flags_of(told)
        if re.search(r"[{}\n]|  | [.,;:]|, and\.|\b(nan|None,|a None)\b|\.\.", flag.says)
        or not re.fullmatch(r"([A-Z0-9“]|[a-z]+ and |[a-z]+: |[a-z]+[ ’']).*\.", flag.says)
    }
    assert wrong == set()


def test_every_day_in_a_sentence_is_one_of_the_evidence_or_of_the_search(told: list[Told]) -> None:
    for one, flag in flags_of(told):
        ends = {day for e in one.example.events for day in (e.lo, e.hi) if e.id in {x.event for x in flag.evidence}}
        known = {say(min(day, one.example.as_at)) for day in ends if day is not None} | set(
            DAY.findall(str(flag.measures))
        )
        for absent in flag.absent:
            known |= {
                say((dt.date.fromisoformat(day) - dt.date(1970, 1, 1)).days) for day in (absent.first, absent.last)
            }
        known |= set(DAY.findall(str(one.rule.because)))  # such as the day on which a duty began
        spoken = set(DAY.findall(flag.says))
        # "3 to 9 March 2024" ends with a day; the other end has no year of its own, and is not looked at here.
        assert spoken <= known, (flag.rule, one.test.name, spoken - known)


def test_first_and_last_are_the_days_of_the_evidence(told: list[Told]) -> None:
    for one, flag in flags_of(told):
        dated = {e.id: (e.lo or 0, min(e.hi or 0, one.example.as_at)) for e in one.example.events}
        days = [dated[event] for event in own(flag)]
        first, last = (dt.date(1970, 1, 1) + dt.timedelta(n) for n in (min(days)[0], max(hi for _, hi in days)))
        assert (flag.first, flag.last) == (first.isoformat(), last.isoformat())


def test_frames_give_what_the_tests_of_the_rules_say(told: list[Told]) -> None:
    for one in told[::2]:
        if one.test.expect is not None:
            found = sorted((flag.status, own(flag)) for flag in one.flags)
            assert found == sorted((e.status, sorted(e.evidence)) for e in one.test.expect), (
                one.rule.id,
                one.test.name,
            )


def test_nothing_is_confirmed_where_every_date_is_doubted(told: list[Told]) -> None:
    assert {flag.status for one in told[1::2] for flag in one.flags} == {"possible", "pending"}


def test_no_two_flags_of_a_case_share_an_identity(told: list[Told]) -> None:
    for one in told:
        ids = [flag.id for flag in one.flagged.flags]
        assert len(ids) == len(set(ids))
        assert {member for flag in one.flagged.flags for member in flag.members} <= set(ids)


def test_every_reason_reads_as_a_part_of_a_sentence(told: list[Told]) -> None:
    reasons = {outcome.reason for one in told for outcome in one.flagged.outcomes if outcome.outcome == "not assessed"}
    assert len(reasons) > 10
    assert [
        r for r in reasons if not re.fullmatch(r"[a-z][^{}_]*[a-zA-Z]", r.replace("coverage.yaml", "x")) or "  " in r
    ] == []
