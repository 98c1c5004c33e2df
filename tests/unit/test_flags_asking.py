"""Whom to ask for which days, worked out from what was to be searched and who would have recorded it."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_sample import Run, day, rules, run
from rulebook_sample import ABSENCE, change

from flagger.flags.record import Ask
from flagger.model import Coverage

BY_TWO = change(ABSENCE, "recorded_by: [csc]", "recorded_by: [csc, police]", ("id: T03", "id: T08"))
BY_ANY = change(ABSENCE, ", recorded_by: [csc]", "", ("id: T03", "id: T09"))
ROWS = """
a1 2022-01-01 police_incident agency=police
a2 2022-06-01 police_incident agency=police
"""


def covered(agency: str, lo: str, hi: str, confirmed: bool = True) -> dict[str, list[Coverage]]:
    return {"*": [Coverage(agency, day(lo), day(hi), True, confirmed)]}


def asked(root: Path, *texts: str, coverage: dict[str, list[Coverage]] | None = None) -> tuple[Ask, ...]:
    return result(root, *texts, coverage=coverage).flagged.asks


def result(root: Path, *texts: str, coverage: dict[str, list[Coverage]] | None = None) -> Run:
    return run(rules(root, *texts), ROWS, coverage=coverage)


def test_one_sentence_for_all_rules_of_an_agency_from_the_first_day_to_the_last(tmp_path: Path) -> None:
    csc, police = asked(tmp_path, ABSENCE, BY_TWO)
    assert (csc.agency, csc.rules, csc.first, csc.last) == ("csc", ("T03", "T08"), "2022-01-01", "2022-11-28")
    assert csc.says == (
        "To tell whether there is a row about visit (T03, T08): ask children's social care for everything they hold "
        "from 1 January 2022 to 28 November 2022."
    )
    assert (police.agency, police.rules) == ("police", ("T08",))


def test_an_agency_that_covered_the_days_is_not_asked_again(tmp_path: Path) -> None:
    (ask,) = asked(tmp_path, BY_TWO, coverage=covered("police", "2022-01-01", "2022-11-28"))
    assert ask.agency == "csc"


def test_only_days_that_nobody_covered_are_asked_for(tmp_path: Path) -> None:
    both = covered("csc", "2022-01-01", "2022-07-31")
    found = result(tmp_path, BY_TWO, coverage=both)
    first = {ask.agency: (ask.first, ask.last) for ask in found.flagged.asks}
    assert first == {"csc": ("2022-06-01", "2022-11-28"), "police": ("2022-01-01", "2022-11-28")}


def test_a_rule_that_takes_any_agencys_rows_asks_who_holds_some(tmp_path: Path) -> None:
    (ask,) = asked(tmp_path, BY_ANY)
    assert ask.agency == "" and "(T09): ask who holds rows of this case from 1 January" in ask.says


def test_a_rule_that_is_flagged_or_not_flagged_asks_nothing(tmp_path: Path) -> None:
    assert asked(tmp_path, ABSENCE, coverage=covered("csc", "2022-01-01", "2022-07-31")) == ()
    assert asked(tmp_path, ABSENCE, coverage=covered("csc", "2022-01-01", "2024-12-31")) == ()


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_draft_of_coverage_answers_nothing_and_the_reason_says_so(tmp_path: Path, confirmed: bool) -> None:
    found = result(tmp_path, ABSENCE, coverage=covered("csc", "2022-01-01", "2024-12-31", confirmed))
    draft = "coverage is a draft nobody confirmed: absence rules are not assessed"
    assert found.outcome("T03") == {"K": "flagged" if confirmed else draft}
    assert len(found.flagged.asks) == (0 if confirmed else 1)


def test_each_case_is_asked_about_by_itself(tmp_path: Path) -> None:
    text = "B/b 2022-03-01 police_incident\nA/a 2022-01-01 police_incident\nB/c 2022-02-01 police_incident\n"
    found = run(rules(tmp_path, ABSENCE), text + "C/d 2022-02-01 police_incident\nC/e 2022-02-02 cp_visit\n")
    days = [(ask.case, ask.first, ask.last) for ask in found.flagged.asks]
    assert days == [("A", "2022-01-01", "2022-06-30"), ("B", "2022-02-01", "2022-08-28")]
