"""The rules over a synthetic authority, and how their flags compare with what was planted.

Every rule runs, also those that are off until an area sets them. A flag counts for a plant or decoy if a planted row is
behind it, or if the rule flags nothing in that family without the plant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from authority import AS_THEY_ARE, PLANTS_ALONE, WITH_PLANTS, Authority, build, timeline

from flagger.chronology.agency import shipped_agencies
from flagger.detect.evidence import events_of
from flagger.detect.run import Detection, Outcome, Setting, detect
from flagger.infer.combined import infer
from flagger.model import Status
from flagger.rulebook.model import Rule
from flagger.screen import load_library
from flagger.timeline.arrays import Bools, Timeline

RULES = Path(__file__).parent.parent / "rules"
MISSED, NOT_ASSESSED = 0, -1


@dataclass(frozen=True)
class Run:
    """One run of all rules; `planted` marks the planted rows."""

    line: Timeline
    planted: Bools
    detection: Detection


@dataclass(frozen=True)
class Made:
    """An authority and the runs over it: as it is, with the plants, and the plants without the families' own rows."""

    authority: Authority
    rules: tuple[Rule, ...]
    dull: Run
    full: Run
    alone: Run


@dataclass
class Score:
    """What one rule gave. Keys of the counters are model.Status values, MISSED and NOT_ASSESSED.

    `dull` counts families by the surest flag; `plants` and `decoys` cases by the surest flag that rests on
    planted rows;
    `decoys` counts those flagged also where the family has no other rows, `mixed` those whose flag needs other rows.
    """

    rule: Rule
    families: int
    not_assessed: int = 0
    dull: Counter[int] = field(default_factory=Counter)
    plants: Counter[int] = field(default_factory=Counter)
    decoys: Counter[int] = field(default_factory=Counter)
    mixed: int = 0
    missed: list[int] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)

    @property
    def flagged(self) -> int:
        return sum(self.dull.values())

    @property
    def of_assessed(self) -> float:
        return self.flagged / max(1, self.families - self.not_assessed)

    def recall(self, *statuses: Status) -> float | None:
        """Of the planted cases that could be assessed, the share flagged with one of these statuses."""
        assessed = self.plants.total() - self.plants[NOT_ASSESSED]
        return sum(self.plants[status] for status in statuses) / assessed if assessed else None

    @property
    def precision(self) -> float | None:
        """Of the flags on plants and on decoys together, the share on plants."""
        right, wrong = (sum(found[status] for status in Status) for found in (self.plants, self.decoys))
        return right / (right + wrong) if right + wrong else None


def run(cases: int, seed: int = 1, planted: Collection[str] | None = None) -> Made:
    """Build the authority (planting all rules that have plants, or those of `planted`) and run every rule over it."""
    library = load_library(RULES)
    rules = tuple(
        rule for name in library.rulebook.order if (rule := library.rulebook.rules[name]).status != "deprecated"
    )
    authority = build(cases, shipped_agencies().keys, library.calendar, seed, planted)
    setting = Setting(library.codebook.expand, library.calendar, authority.coverage())
    codes = sorted(library.codebook.codes)
    service_of = {name: code.service for name, code in library.codebook.codes.items() if code.service}
    runs = []
    for shown in (AS_THEY_ARE, WITH_PLANTS, PLANTS_ALONE):
        line, rows = timeline(authority, codes, service_of, shown)
        detection = detect(line, rules, setting)
        infer(line, rules, detection, None, setting)
        runs.append(Run(line, rows, detection))
    return Made(authority, rules, *runs)


def score(made: Made, rule: Rule) -> Score:
    """What one rule gave in both runs."""
    own = Score(rule, len(made.authority.cases))
    own.not_assessed = int((made.dull.detection.outcomes[rule.id] >= Outcome.NO_ROWS).sum())
    dull, alone = surest(made.dull, rule.id), surest(made.alone, rule.id)
    on_plants = {n: s for n, s in surest(made.full, rule.id).items() if n not in dull}
    own.dull.update(dull.values())
    on_plants |= _resting_on_plants(made.full, rule.id)
    outcomes = made.full.detection.outcomes[rule.id]
    for number, case in enumerate(made.authority.cases):
        if case.plant is None or case.plant.rule != rule.id:
            continue
        found = on_plants.get(number, NOT_ASSESSED if outcomes[number] >= Outcome.NO_ROWS else MISSED)
        if not case.plant.decoy:
            own.plants[found] += 1
            if found == MISSED:
                own.missed.append(number)
        elif found > 0 and number not in alone:
            own.mixed += 1
            own.decoys[MISSED] += 1
        else:
            found = max(min(found, alone.get(number, MISSED)), MISSED)
            own.decoys[found] += 1
            if found > 0:
                own.wrong.append(number)
    return own


def surest(run: Run, rule: str) -> dict[int, int]:
    """The surest status of a rule's matches in each case that has any."""
    matches = run.detection.matches[rule]
    best: dict[int, int] = {}
    for case, status in zip(matches.case.tolist(), matches.status.tolist(), strict=True):
        best[case] = max(status, best.get(case, 0))
    return best


def _resting_on_plants(run: Run, rule: str) -> dict[int, int]:
    """By case, the surest status of the matches with a planted row among their evidence, or behind it."""
    found: dict[int, int] = {}
    folded = run.detection.matches[rule].folded
    for number, case, status in matches_of(run, rule):
        if status > found.get(case, 0):
            rows = events_of(run.detection.matches, rule, number)
            if run.planted[rows].any() or run.planted[folded.of(rows)].any():
                found[case] = status
    return found


def matches_of(run: Run, rule: str) -> Iterator[tuple[int, int, int]]:
    """(number, case, status) of each match of a rule."""
    matches = run.detection.matches[rule]
    return zip(range(len(matches)), matches.case.tolist(), matches.status.tolist(), strict=False)


def rows_of(run: Run, case: int) -> list[int]:
    """The positions of a case's rows."""
    return np.flatnonzero(run.line.case == case).tolist()
