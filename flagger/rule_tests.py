"""Runs the tests inside rule files through the engine itself: what each should give, and what it gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flagger.codebook import Codebook
from flagger.dates.calendars import WorkingDays
from flagger.detect.evidence import events_of
from flagger.detect.run import Detection, Outcome, Setting, detect
from flagger.infer.closure import Inference
from flagger.infer.combined import infer
from flagger.model import Status
from flagger.rulebook.examples import read_example
from flagger.rulebook.load import Rulebook, with_what_it_uses
from flagger.rulebook.model import Rule, RuleTest
from flagger.timeline.example import CASE, timeline_of_example

Found = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Result:
    """What one test gave: each match's status and evidence ids, the outcome, and a sentence for each difference."""

    rule: str
    test: str
    found: Found
    outcome: str
    faults: tuple[str, ...]


class RuleTests:
    """Runs tests of rules of one rulebook."""

    def __init__(
        self, rulebook: Rulebook, codebook: Codebook, calendar: WorkingDays, inference: Inference | None = None
    ) -> None:
        self._rulebook, self._codebook, self._calendar = rulebook, codebook, calendar
        self._inference = inference

    def run(self, rule: Rule, test: RuleTest) -> Result:
        """Run one test of a rule (its own, or with other parameters). Raises LineFault if its lines cannot be read."""
        example = read_example(test)
        coverage = {CASE: example.coverage or ()}
        line, events = timeline_of_example(example, sorted(self._codebook.codes))
        rules = with_what_it_uses(self._rulebook, rule)
        setting = Setting(self._codebook.expand, self._calendar, coverage)
        detection = detect(line, rules, setting)
        infer(line, rules, detection, self._inference, setting)
        found = _found(detection, rule, events)
        code = Outcome(int(detection.outcomes[rule.id][0])) if len(line) else Outcome.NO_ROWS
        outcome = {Outcome.NOT_FLAGGED: "not flagged", Outcome.FLAGGED: "flagged"}.get(code, "not assessed")
        return Result(rule.id, test.name, found, outcome, tuple(_faults(test, found, outcome)))


def _found(detection: Detection, rule: Rule, events: Sequence[str]) -> Found:
    matches = detection.matches[rule.id]
    found = []
    for number in range(len(matches)):
        evidence = events_of(detection.matches, rule.id, number)
        found.append((Status(int(matches.status[number])).word, tuple(events[pos] for pos in evidence)))
    return tuple(sorted(found))


def _faults(test: RuleTest, found: Found, outcome: str) -> list[str]:
    faults = []
    if test.expect is not None:
        expected = tuple(sorted((e.status, e.evidence) for e in test.expect))
        if _regardless_of_order(expected) != _regardless_of_order(found):
            faults.append(f"expected {_said(expected)}; found {_said(found)}")
    if test.outcome is not None and test.outcome != outcome:
        faults.append(f"expected {test.outcome}; found {outcome}")
    return faults


def _regardless_of_order(found: Found) -> list[tuple[str, list[str]]]:
    return sorted((status, sorted(evidence)) for status, evidence in found)


def _said(found: Found) -> str:
    return ", ".join(f"{status} ({' '.join(evidence)})" for status, evidence in found) or "nothing"
