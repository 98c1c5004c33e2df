"""What a rule comes to in each case, calendars that end, rules that count matches, and cases left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_sample import day, rules, run
from rulebook_sample import ABSENCE, COMBINE, COUNT, FALL, MEASURE, SEQUENCE, change

from flagger.detect.evidence import events_of
from flagger.detect.run import Outcome
from flagger.model import Coverage
from flagger.rulebook.model import Rule

COUNT_OF_MATCHES = change(
    COUNT[: COUNT.index("events:\n")] + COUNT[COUNT.index("match:\n") :],
    "{of: missed, at_least: $n, within: $within, collapse: {within: 1d, same: [agency]}}",
    "{of: {rule: T01}, at_least: 1, within: 10wd}",
    ("id: T01", "id: T07"),
)
IN_WORKING_DAYS = change(ABSENCE, "{value: 180d, min: 30d, max: 12mo", "{value: 10wd, min: 1wd, max: 30wd")
SEEN = {"*": [Coverage("csc", day("1940-01-01"), day("2024-12-31"), True)]}


@pytest.fixture
def count(tmp_path: Path) -> Rule:
    return rules(tmp_path, COUNT)[0]


def three(case: str, year: int) -> str:
    return "".join(f"{case}/{case}{n} {year}-0{n}-10 was_not_brought agency=gp\n" for n in (1, 2, 3))


def test_a_case_is_flagged_or_not_or_not_assessed(count: Rule) -> None:
    text = three("A", 2024) + "B/b 2024 was_not_brought\nC/c 2024 referral\nD/d undated was_not_brought\n"
    text += "E/e 2025-01-01 was_not_brought\nF/f 2024 was_not_brought status=negated"
    no_rows = "no dated row is about was not brought"
    assert run([count], text).outcome("T01") == {
        "A": "flagged",
        "B": "not flagged",
        "C": no_rows,
        "D": "no row has a date that could be read",
        "E": "no row has a date that could be read",
        "F": no_rows,
    }


def test_a_case_that_holds_only_the_end_of_a_plan_may_have_been_in_one(tmp_path: Path) -> None:
    plan = "episodes:\n  plan: {opens: {code: [cp_plan_start]}, closes: {code: [cp_plan_end]}}\nmatch:"
    text = change(COUNT, "code: [was_not_brought]}", "code: [was_not_brought], during: plan}", ("match:", plan))
    rows = three("A", 2024) + "A/z 2024-06-01 cp_plan_end\n" + three("B", 2024) + "B/y 2024-01-01 cp_plan_start\n"
    got = run(rules(tmp_path, text), rows + three("C", 2024))
    assert [match[:2] for match in got.found("T01")] == [("A", "possible"), ("B", "confirmed")]


def test_what_lies_near_a_row_of_another_code_is_looked_for_where_that_code_is(tmp_path: Path) -> None:
    near = "code: [was_not_brought], precedes: {of: {code: [closing]}, within: 12mo}}"
    rows = three("A", 2024) + "A/z 2024-06-01 step_down\n" + three("B", 2024)
    got = run(rules(tmp_path, change(COUNT, "code: [was_not_brought]}", near)), rows)
    assert got.found("T01") == [("A", "confirmed", "A1 A2 A3")]


def test_an_anchor_that_nobody_could_have_seen_answered_leaves_the_rule_not_assessed(tmp_path: Path) -> None:
    rule = rules(tmp_path, ABSENCE)[0]
    text = "A/a 2022-01-10 police_incident+was_not_brought\nB/b 2022-01-10 police_incident+was_not_brought\n"
    text += "B/c 2022-01-12 cp_visit"
    got = run([rule], text)
    assert got.found("T03") == []
    reasons = got.outcome("T03")
    assert reasons["A"].startswith("nobody has said that the rows of children's social care cover the days")
    assert reasons["B"] == "not flagged"
    assert run([rule], text, coverage=SEEN).found("T03") == [("A", "confirmed", "a")]


def test_a_flagged_anchor_outweighs_one_that_nobody_could_have_seen(tmp_path: Path) -> None:
    text = "a 2022-01-10 police_incident+was_not_brought\nb 2024-12-10 police_incident"
    got = run(rules(tmp_path, ABSENCE), text)
    assert got.found("T03") == [("K", "pending", "b")] and got.outcome("T03") == {"K": "flagged"}


@pytest.mark.parametrize("year", [1950, 2160])
def test_working_days_outside_the_calendar_are_not_counted_and_other_cases_are(tmp_path: Path, year: int) -> None:
    text = f"A/a 2022-01-10 police_incident+was_not_brought\nB/b 2022-01-10 police_incident\nB/c {year}-01-01 referral"
    got = run(rules(tmp_path, IN_WORKING_DAYS), text, as_at="2170-01-01", coverage=SEEN)
    assert got.found("T03") == [("A", "confirmed", "a")]
    assert got.detection.outcomes["T03"].tolist() == [Outcome.FLAGGED, Outcome.OUTSIDE_CALENDAR]
    assert "bank-holiday table" in got.outcome("T03")["B"]


def test_a_neighbour_in_working_days_is_shown_while_another_case_lies_outside_the_calendar(tmp_path: Path) -> None:
    text = change(
        COUNT,
        "missed: {code: [was_not_brought]}",
        ("missed: {code: [was_not_brought], follows: {of: {code: [referral]}, within: 5wd}}"),
    )
    lines = three("A", 2024) + "".join(f"A/r{n} 2024-0{n}-09 referral\n" for n in (1, 2, 3))
    (flag,) = run(rules(tmp_path, text), lines + three("B", 1950) + "B/r 1950-01-09 referral").flagged.flags
    assert [(e.event, e.role) for e in flag.evidence][:2] == [("r1", "just before"), ("A1", "evidence")]


def test_matches_counted_in_working_days_are_left_out_where_the_calendar_ends(tmp_path: Path) -> None:
    got = run(rules(tmp_path, COUNT, COUNT_OF_MATCHES), three("A", 2024) + three("B", 1950))
    assert [case for case, *_ in got.found("T01")] == ["A", "B"]
    assert got.found("T07") == [("A", "confirmed", "A1 A2 A3")]
    assert got.detection.outcomes["T07"].tolist() == [Outcome.FLAGGED, Outcome.OUTSIDE_CALENDAR]


def test_a_deadline_beyond_the_calendar_is_not_counted_from_in_working_days(tmp_path: Path) -> None:
    late = change(ABSENCE, "{value: 180d, min: 30d, max: 12mo", "{value: 200y, min: 1y, max: 900y")
    of_late = change(COUNT_OF_MATCHES, "rule: T01", "rule: T03")
    lines = "a 2022-01-10 police_incident+was_not_brought"
    got = run(
        rules(tmp_path, late, of_late), lines, as_at="2300-01-01", coverage={"*": [Coverage("csc", 0, 200_000, True)]}
    )
    assert got.found("T03") and not got.found("T07")
    assert got.detection.outcomes["T07"].tolist() == [Outcome.OUTSIDE_CALENDAR]


def test_a_case_on_its_own_gives_what_it_gives_among_others(tmp_path: Path) -> None:
    all_rules = rules(tmp_path, COUNT, SEQUENCE, ABSENCE, MEASURE, FALL, COMBINE)
    lines = [
        three("A", 2024) + "A/p 2024-01-02 police_incident\nA/k 2023-01-10 appt_attended\n",
        three("B", 2023) + "B/b1 2023-05-01 case_closed agency=csc\nB/b2 2023-06 referral\n",
        "C/c1 2023-05-01 case_closed\nC/c2 2023-06-10 referral\nC/c3 2023-07 was_not_brought\n",
    ]
    together = run(all_rules, "".join(lines), coverage=SEEN).flagged
    apart = [run(all_rules, text, coverage=SEEN).flagged for text in lines]
    assert together.flags == tuple(flag for one in apart for flag in one.flags)
    assert together.outcomes == tuple(outcome for one in apart for outcome in one.outcomes)
    assert {flag.rule for flag in together.flags} >= {"T01", "T02", "T03", "T04", "T05"}
    assert run(all_rules, "".join(lines[::-1]), coverage=SEEN).flagged == together


def test_one_row_may_carry_as_many_kinds_as_are_asked_for(tmp_path: Path) -> None:
    kinds = "{of: {code: [was_not_brought, alcohol]}, distinct: [was_not_brought, alcohol], "
    two = change(COUNT, "{of: missed, ", kinds, ("value: 3, min: 2", "value: 2, min: 2"))
    assert run(rules(tmp_path, two), "a 2024-01-10 was_not_brought+alcohol").found("T01") == [("K", "confirmed", "a")]
    text = "a 2024-01-10 was_not_brought\nb 2024-01-12 was_not_brought"
    assert run(rules(tmp_path, two), text).found("T01") == []


def test_a_row_without_an_agency_is_no_agency_to_count(tmp_path: Path) -> None:
    two = change(COUNT, "{of: missed, ", "{of: missed, distinct: agency, ", ("value: 3, min: 2", "value: 2, min: 2"))
    assert (
        run(rules(tmp_path, two), "a 2024-01-10 was_not_brought agency=gp\nb 2024-01-12 was_not_brought").found("T01")
        == []
    )
    text = "a 2024-01-10 was_not_brought agency=gp\nb 2024-01-12 was_not_brought agency=school"
    assert run(rules(tmp_path, two), text).found("T01") == [("K", "confirmed", "a b")]


def test_a_doubted_date_makes_every_kind_of_match_only_possible(tmp_path: Path) -> None:
    all_rules = rules(tmp_path, COUNT, SEQUENCE, ABSENCE, MEASURE, FALL, COMBINE)
    sure = three("K", 2023) + "p 2023-01-02 police_incident\nc 2023-02-01 case_closed\nr 2023-03-01 referral\n"
    sure += "".join(f"k{n} 2023-1{n}-01 appt_attended agency=gp\n" for n in range(3))
    doubted = "\n".join(line.replace(line.split()[1], f"?{line.split()[1]}") for line in sure.splitlines())
    assert {(flag.rule, flag.status) for flag in run(all_rules, sure, coverage=SEEN).flagged.flags} == {
        (f"T0{n}", "confirmed") for n in range(1, 7)
    }
    # Matches that are only possible count for nothing in T05, which asks for confirmed ones.
    assert {(flag.rule, flag.status) for flag in run(all_rules, doubted, coverage=SEEN).flagged.flags} == {
        (f"T0{n}", "possible") for n in (1, 2, 3, 4, 6)
    }


def test_the_evidence_of_matches_of_matches_is_their_events_in_order(tmp_path: Path) -> None:
    lines = three("K", 2024) + "c 2024-02-01 case_closed\nr 2024-02-20 referral"
    got = run(rules(tmp_path, COUNT, SEQUENCE, COMBINE), lines)
    behind = events_of(got.detection.matches, "T05", 0)
    assert [got.ids[at] for at in behind] == ["K1", "c", "K2", "r", "K3"]


def test_a_share_at_most_counts_a_doubted_row_as_perhaps_not_part(tmp_path: Path) -> None:
    """A whole of two selectors, of which the doubted row may be no part: a reading of the window satisfies it."""
    low = change(
        MEASURE,
        "{part: {code: [was_not_brought]}, whole: {code: [was_not_brought, appt_attended]}}",
        "{part: {code: [was_not_brought]}, whole: [{code: [was_not_brought]}, {code: [appt_attended]}]}",
        ("share_at_least: $share, whole_at_least: $n", "share_at_most: 0.0, whole_at_least: 2"),
    )
    lines = "a 2024-01-10 appt_attended\nb ?2024-01-12 was_not_brought"
    assert run(rules(tmp_path, low), lines).found("T04") == [("K", "possible", "a b")]
    assert run(rules(tmp_path, low), lines.replace("?", "")).found("T04") == []


def test_a_share_at_most_counts_a_row_whose_neighbour_is_unsure_as_perhaps_not_part(tmp_path: Path) -> None:
    after = "{code: [was_not_brought], follows: {of: {code: [referral]}, within: 5d}}"
    low = change(
        MEASURE,
        "{part: {code: [was_not_brought]}, whole: {code: [was_not_brought, appt_attended]}}",
        f"{{part: {after}, whole: [{after}, {{code: [appt_attended]}}]}}",
        ("share_at_least: $share, whole_at_least: $n", "share_at_most: 0.0, whole_at_least: 2"),
    )
    lines = "a 2024-01-10 appt_attended\nr 2024-01 referral\nb 2024-01-12 was_not_brought"
    assert run(rules(tmp_path, low), lines).found("T04") == [("K", "possible", "a b")]


def test_a_rule_that_is_off_finds_nothing_and_says_why_in_every_case(count: Rule) -> None:
    got = run([count], three("A", 2024) + "B/b 2024 referral\n", off={"T01": "switched off here: for a test"})
    assert got.found("T01") == []
    assert set(got.outcome("T01").values()) == {"switched off here: for a test"}


@pytest.mark.parametrize("off", ["T01", "T05"])
def test_a_combined_rule_that_is_off_or_wants_one_that_is_off_is_not_assessed(tmp_path: Path, off: str) -> None:
    both = rules(tmp_path, COUNT, SEQUENCE, COMBINE)
    text = three("A", 2024)
    assert run(both, text).outcome("T05") != {"A": "switched off here"}
    reason = run(both, text, off={off: "switched off here"}).outcome("T05")["A"]
    assert reason == (
        "switched off here"
        if off == "T05"
        else "too many of the rules it brings together could not be assessed themselves"
    )
