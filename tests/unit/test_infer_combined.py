"""The matches and outcomes of combined rules, over matches made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from flagger.dates.calendars import WorkingDays
from flagger.detect.run import Detection, Outcome, Setting
from flagger.infer.closure import Composite, Fact, InferenceFault
from flagger.infer.combined import composites_of, infer
from flagger.infer.engines import choose
from flagger.matchers.record import Matches
from flagger.model import Status
from flagger.rulebook.model import Needs
from flagger.rulebook.shapes import Combine
from flagger.timeline.arrays import Timeline
from flagger.timeline.build import timeline_of_arrays

FAMILIES = {"R01": "repetition", "R05": "repetition", "R22": "engagement", "R50": "incidents"}
CALENDAR = WorkingDays("invented", 0, 1_000, np.busdaycalendar())
CASES = ("CASE-0724246", "CASE-1465780")
Rows = Sequence[tuple[int, int, Status]]


def setting() -> Setting:
    return Setting(lambda names: {"referral"} if "referral_in" in names else set(names), CALENDAR, {})


def timeline(cases: Sequence[str] = CASES) -> Timeline:
    """One row in the first case, which carries a referral."""
    zero = np.zeros(min(1, len(cases)), dtype=np.int32)
    return timeline_of_arrays(cases, ["school"], ["referral"], zero, zero, zero, zero, zero, as_at=900)


def plain(name: str) -> Any:
    return SimpleNamespace(id=name, family=FAMILIES[name], matcher=None, needs=None)


def combined(name: str, of: Sequence[str], at_least: int = 2, needs: Sequence[str] = (), **more: Any) -> Any:
    given = {"of": tuple(of), "at_least": at_least, "distinct": "family", "within": "30d", **more}
    wanted = Needs(codes=tuple(needs)) if needs else None
    return SimpleNamespace(id=name, family="combined", matcher=Combine.model_validate(given), needs=wanted)


def matches(rows: Rows) -> Matches:
    """Matches (case, day on which first met, status), each with one event of its own as evidence."""
    case, day, status = ([row[n] for row in rows] for n in range(3))
    number = np.arange(len(rows), dtype=np.int32)
    days = np.array(day, dtype=np.int32)
    return Matches(
        np.array(case, dtype=np.int32),
        np.array(case, dtype=np.int64),
        np.array(status, dtype=np.int8),
        days,
        days,
        np.arange(len(rows) + 1),
        number,
        np.zeros(len(rows), dtype=np.int8),
    )


def run(
    rules: Sequence[Any],
    found: Mapping[str, Rows],
    outcomes: Mapping[str, Sequence[Outcome]] | None = None,
    **more: Any,
) -> Detection:
    """What comes of combined rules where the others found these; unless said, they were assessed in both cases."""
    members = {name: matches(found.get(name, ())) for name in FAMILIES}
    said = {name: np.zeros(len(CASES), dtype=np.int8) for name in FAMILIES}
    for name, member in members.items():
        said[name][member.case] = Outcome.FLAGGED
    for name, codes in (outcomes or {}).items():
        said[name][:] = codes
    detection = Detection(members, said)
    every = [plain(name) for name in FAMILIES] + list(rules)
    infer(timeline(), every, detection, more.pop("inference", None), setting())
    return detection


def outcomes_of(detection: Detection, name: str) -> list[Outcome]:
    return [Outcome(code) for code in detection.outcomes[name]]


YES, NO = Outcome.FLAGGED, Outcome.NOT_FLAGGED
SURE, MAYBE, LATER = Status.CONFIRMED, Status.POSSIBLE, Status.PENDING


def test_two_kinds_within_the_window_are_flagged() -> None:
    detection = run([combined("C1", ["R01", "R22"])], {"R01": [(0, 100, SURE)], "R22": [(0, 130, SURE)]})
    assert outcomes_of(detection, "C1") == [YES, NO]
    assert detection.matches["C1"].of_matches == ("R01", "R22")
    assert list(detection.matches["C1"].status) == [SURE]


def test_what_holds_by_kinds_may_still_fail_its_window() -> None:
    detection = run([combined("C1", ["R01", "R22"])], {"R01": [(0, 100, SURE)], "R22": [(0, 131, SURE)]})
    assert outcomes_of(detection, "C1") == [NO, NO]
    assert len(detection.matches["C1"]) == 0


def test_cases_whose_ids_collide_in_the_engine_are_not_mixed() -> None:
    pytest.importorskip("durable.engine", exc_type=ImportError)
    rule = combined("C1", ["R01", "R22"])
    found = {"R01": [(0, 100, SURE)], "R22": [(1, 100, SURE)]}
    detection = run([rule], found, inference=choose(composites_of([rule]), "durable"))
    assert outcomes_of(detection, "C1") == [NO, NO]


def test_a_combined_rule_over_a_combined_rule_counts_its_matches() -> None:
    rules = [combined("C1", ["R01", "R22"]), combined("C2", ["C1", "R50"], within="60d")]
    found = {"R01": [(0, 100, SURE)], "R22": [(0, 120, SURE)], "R50": [(0, 180, SURE), (1, 180, SURE)]}
    detection = run(rules, found)
    assert outcomes_of(detection, "C1") == [YES, NO]
    assert outcomes_of(detection, "C2") == [YES, NO]
    assert detection.matches["C2"].of_matches == ("C1", "R50")


def test_a_combined_rule_dated_outside_the_window_of_the_one_above_it_does_not_count() -> None:
    rules = [combined("C1", ["R01", "R22"]), combined("C2", ["C1", "R50"], within="60d")]
    found = {"R01": [(0, 100, SURE)], "R22": [(0, 120, SURE)], "R50": [(0, 181, SURE)]}
    assert outcomes_of(run(rules, found), "C2") == [NO, NO]


def test_a_pending_match_is_no_fact() -> None:
    rule = combined("C1", ["R01", "R22"], status=("confirmed", "possible"))
    detection = run([rule], {"R01": [(0, 100, SURE)], "R22": [(0, 100, LATER)]})
    assert outcomes_of(detection, "C1") == [NO, NO]


def test_a_possible_match_counts_only_where_the_rule_asks_for_it() -> None:
    rules = [
        combined("C1", ["R01", "R22"]),
        combined("C2", ["R01", "R22"], status=("confirmed", "possible")),
        combined("C3", ["R01", "R22"], at_least=1, status=("possible",)),
    ]
    detection = run(rules, {"R01": [(0, 100, SURE)], "R22": [(0, 100, MAYBE)]})
    assert [outcomes_of(detection, name)[0] for name in ("C1", "C2", "C3")] == [NO, YES, YES]
    assert list(detection.matches["C2"].status) == [MAYBE]


def test_the_engine_is_told_only_of_matches_whose_status_counts() -> None:
    rules = [combined("C1", ["R01", "R22"], must_include=("R01",)), combined("C2", ["C1", "R01"])]
    assert composites_of([plain("R01"), *rules]) == (
        Composite("C1", "combined", ("R01:confirmed", "R22:confirmed"), 2, "family", ("R01:confirmed",)),
        Composite("C2", "combined", ("C1", "R01:confirmed"), 2, "family", ()),
    )


class Told:
    """An engine that keeps what it is asked and says that everything, or nothing, holds."""

    name = "an engine that is told"

    def __init__(self, *holds: str) -> None:
        self.holds = frozenset(holds)
        self.asked: list[list[str]] = []

    def closure(self, facts: Sequence[Fact]) -> frozenset[str]:
        self.asked.append([fact.rule for fact in facts])
        return self.holds


def test_a_match_where_the_engine_says_that_none_can_be_is_an_error() -> None:
    found = {"R01": [(0, 100, SURE)], "R22": [(0, 100, SURE)]}
    with pytest.raises(InferenceFault, match="C1: an engine that is told says it cannot hold"):
        run([combined("C1", ["R01", "R22"])], found, inference=Told())


def test_each_different_set_of_kinds_is_asked_about_once() -> None:
    told = Told("C1")
    found = {"R01": [(0, 100, SURE), (1, 200, SURE)], "R22": [(0, 100, SURE), (0, 500, SURE), (1, 900, SURE)]}
    run([combined("C1", ["R01", "R22", "R50"])], found, inference=told)
    assert told.asked == [["R01:confirmed", "R22:confirmed"]]


def test_too_few_assessed_members_to_reach_the_threshold_is_not_assessed() -> None:
    unseen = {"R22": [Outcome.NO_ROWS, NO], "R50": [Outcome.NO_COVERAGE, Outcome.NO_COVERAGE]}
    detection = run([combined("C1", ["R01", "R22", "R50"])], {}, unseen)
    assert outcomes_of(detection, "C1") == [Outcome.NO_MEMBERS, NO]


def test_assessed_members_of_one_family_are_one_kind_unless_rules_are_counted() -> None:
    unseen = {"R22": [Outcome.NO_ROWS, Outcome.NO_ROWS]}
    rules = [combined("C1", ["R01", "R05", "R22"]), combined("C2", ["R01", "R05", "R22"], distinct="rule")]
    detection = run(rules, {}, unseen)
    assert outcomes_of(detection, "C1") == [Outcome.NO_MEMBERS] * 2
    assert outcomes_of(detection, "C2") == [NO] * 2


def test_a_member_that_must_be_included_and_was_not_assessed_is_not_assessed() -> None:
    rule = combined("C1", ["R01", "R22", "R50"], must_include=("R50",))
    detection = run([rule], {}, {"R50": [Outcome.NO_ROWS, NO]})
    assert outcomes_of(detection, "C1") == [Outcome.NO_MEMBERS, NO]


def test_a_member_that_is_itself_combined_and_not_assessed_is_not_assessed_above() -> None:
    rules = [combined("C1", ["R01", "R22"]), combined("C2", ["C1", "R50"])]
    assert outcomes_of(run(rules, {}, {"R22": [Outcome.NO_ROWS, NO]}), "C2") == [Outcome.NO_MEMBERS, NO]


def test_a_case_without_the_rows_that_the_rule_needs_is_not_assessed() -> None:
    detection = run([combined("C1", ["R01", "R22"], needs=["referral_in"])], {})
    assert outcomes_of(detection, "C1") == [NO, Outcome.NO_ROWS]


def test_working_days_beyond_the_calendar_are_not_assessed_and_stop_no_other_case() -> None:
    rule = combined("C1", ["R01", "R22"], within="20wd")
    found = {"R01": [(0, 100, SURE), (1, 990, SURE)], "R22": [(0, 110, SURE), (1, 995, SURE)]}
    assert outcomes_of(run([rule], found), "C1") == [YES, Outcome.OUTSIDE_CALENDAR]


def test_evidence_numbers_the_matches_as_they_were_found() -> None:
    found = {"R01": [(0, 100, LATER), (0, 100, SURE), (1, 100, SURE)], "R22": [(0, 500, SURE), (1, 101, SURE)]}
    detection = run([combined("C1", ["R01", "R22"], within="20wd")], found)
    assert list(detection.matches["C1"].of(0)) == [2, 3 + 1]


def test_a_member_that_was_not_run_is_an_error() -> None:
    rule = combined("C1", ["R01", "R99"])
    with pytest.raises(InferenceFault, match="C1: it combines R99, not among the rules run"):
        run([rule], {})


def test_no_cases_and_no_combined_rules_are_nothing_to_do() -> None:
    detection = Detection({name: matches(()) for name in FAMILIES}, {name: np.zeros(0, np.int8) for name in FAMILIES})
    members = [plain(name) for name in FAMILIES]
    infer(timeline(()), members, detection, None, setting())
    assert set(detection.matches) == set(FAMILIES)
    infer(timeline(()), [*members, combined("C1", ["R01", "R22"])], detection, None, setting())
    assert len(detection.matches["C1"]) == len(detection.outcomes["C1"]) == 0
