"""The oracles against every joint placement: confirmed is never wrong, and nothing possible is left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from .oracle import cases_of, evaluate, groups_of
from .oracle.worlds import Asked, holds_in_every_world, holds_in_no_world, is_claimed
from .strategies import MATCHERS, questions

QUICK = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("kind", sorted(MATCHERS))
@QUICK
@given(data=st.data())
def test_what_is_reported_is_sound_in_every_joint_placement(kind: str, data: Any) -> None:
    question = data.draw(questions(kind, rules=True, max_placements=60, doubt=True))
    if not is_claimed(question.match):
        return
    result = evaluate(question.match, question.events, **question.setting)
    setting = {name: value for name, value in question.setting.items() if name not in ("per", "needs")}
    for case in cases_of(question.events, **setting):
        for group in groups_of(case, question.setting["per"]):
            asked = Asked(question.match, case, group)
            found = [m for m in result.matches if (m.case, m.group) == (case.name, group.name)]
            note(str(found))
            for match in found:
                if match.status == "confirmed":
                    assert holds_in_every_world(asked, match)
            assert holds_in_no_world(asked, found)
