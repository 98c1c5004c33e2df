"""Combined rules, engine and fixpoint and matcher together, against the oracle of `combine`."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given, settings

from flagger.detect.run import Detection, Outcome, Setting
from flagger.infer.combined import infer
from flagger.matchers.record import Matches
from flagger.model import Status
from flagger.rulebook.shapes import Combine
from flagger.timeline.build import timeline_of_arrays

from .oracle import Match, Member, evaluate_combine
from .strategies import HOLIDAYS, combined
from .test_agreement import CALENDAR, shaped

CASES = ["K1", "K2"]


def matches_of(members: Sequence[Member]) -> Matches:
    def ints(values: list[int]) -> Any:
        return np.array(values, dtype=np.int32)

    case = ints([CASES.index(member.case) for member in members])
    status = np.array([Status[member.status.upper()] for member in members], dtype=np.int8)
    met = ints([member.met_lo for member in members]), ints([member.met_hi for member in members])
    n = len(members)
    return Matches(
        case, case.astype(np.int64), status, *met, np.arange(n + 1), ints(list(range(n))), np.zeros(n, np.int8)
    )


@settings(max_examples=300, deadline=None)
@given(question=combined())
def test_infer_and_the_oracle_agree(question: tuple[dict[str, Any], tuple[Member, ...]]) -> None:
    spec, members = question
    spec = {"status": ["confirmed"], **spec}
    matcher = Combine.model_validate(shaped(spec))
    by_rule = {
        name: sorted((m for m in members if m.rule == name), key=lambda m: (m.case, m.met_lo, m.met_hi))
        for name in ("R1", "R2", "R3")
    }
    rules: list[Any] = [
        SimpleNamespace(id=name, family="even" if name == "R2" else "odd", matcher=None) for name in by_rule
    ]
    rules.append(SimpleNamespace(id="C", family="combined", matcher=matcher, needs=None))
    found = Detection(
        {name: matches_of(these) for name, these in by_rule.items()},
        {name: np.zeros(len(CASES), np.int8) for name in by_rule},
    )
    none = np.empty(0, np.int32)
    line = timeline_of_arrays(CASES, [], [], none, none, none, none, none, as_at=20_000)
    infer(line, rules, found, None, Setting(set, CALENDAR, {}))
    numbered = [member for name in matcher.of for member in by_rule[name]]
    result = found.matches["C"]
    given_matches = {
        Match(
            CASES[result.case[n]],
            "",
            Status(int(result.status[n])).word,
            frozenset(numbered[at].id for at in result.of(n)),
            (),
        )
        for n in range(len(result))
    }
    expected = evaluate_combine(spec, members, holidays=HOLIDAYS)
    assert given_matches == {Match(m.case, m.group, m.status, m.evidence, ()) for m in expected}
    flagged = {case for case, code in zip(CASES, found.outcomes["C"], strict=True) if code == Outcome.FLAGGED}
    assert flagged == {match.case for match in expected}
