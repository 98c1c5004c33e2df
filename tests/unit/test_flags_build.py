"""A flag keeps its identity when rows are added, says what its rows say, and shows what stands beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_sample import Run, day, rules, run
from rulebook_sample import ABSENCE, COMBINE, COUNT, FALL, MEASURE, SEQUENCE, change

from flagger.flags.record import Absent, Flag
from flagger.model import Coverage

DAYS = ("2024-01-10", "2024-03-05", "2024-05-01")
MISSED = "".join(f"a{n} {date} was_not_brought agency=gp\n" for n, date in enumerate(DAYS, 1))
SEEN = {"*": [Coverage("csc", day("2022-01-01"), day("2024-12-31"), True), Coverage("gp", 0, 30_000, True)]}


def only(got: Run, rule: str = "T01") -> Flag:
    (flag,) = [flag for flag in got.flagged.flags if flag.rule == rule]
    return flag


def roles(flag: Flag) -> list[tuple[str, str]]:
    return [(evidence.event, evidence.role) for evidence in flag.evidence]


def test_a_later_row_changes_the_evidence_and_not_the_identity(tmp_path: Path) -> None:
    t01 = rules(tmp_path, COUNT)
    before, after = only(run(t01, MISSED)), only(run(t01, MISSED + "a4 2024-05-20 was_not_brought agency=gp"))
    assert before.id == after.id and before.evidence_hash != after.evidence_hash
    again = only(run(t01, MISSED + "b 2024-02-01 referral\nc 2024-06-01 appt_attended"))
    assert (again.id, again.evidence_hash) == (before.id, before.evidence_hash)


def test_a_status_that_changes_is_seen_in_the_evidence_hash(tmp_path: Path) -> None:
    sure, rough = (
        only(run(rules(tmp_path, COUNT), text)) for text in (MISSED, MISSED.replace("2024-01-10", "?2024-01-10"))
    )
    assert (sure.status, rough.status) == ("confirmed", "possible")
    assert sure.id == rough.id and sure.evidence_hash != rough.evidence_hash


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (("version: 1.0.0", "version: 2.0.0"), MISSED),
        (("id: T01", "id: T09"), MISSED),
        (None, MISSED.replace("a", "J/a", 1).replace("\na", "\nJ/a")),
        (None, MISSED.replace("a1", "a0")),
    ],
)
def test_another_major_version_rule_case_or_first_event_is_another_flag(
    tmp_path: Path, edit: tuple[str, str] | None, text: str
) -> None:
    base = only(run(rules(tmp_path, COUNT), MISSED))
    (other,) = run(rules(tmp_path, change(COUNT, *edit) if edit else COUNT), text).flagged.flags
    assert other.id != base.id


def test_a_minor_version_is_the_same_flag(tmp_path: Path) -> None:
    minor = change(COUNT, "version: 1.0.0", "version: 1.4.2")
    assert only(run(rules(tmp_path, minor), MISSED)).id == only(run(rules(tmp_path, COUNT), MISSED)).id


def test_a_share_has_one_identity_a_case_wherever_its_window_lies(tmp_path: Path) -> None:
    rule = rules(tmp_path, MEASURE)
    before, after = (only(run(rule, text), "T04") for text in (MISSED, "a0 2023-12-30 was_not_brought\n" + MISSED))
    assert before.first != after.first
    assert before.id == after.id != only(run(rule, MISSED.replace("a", "J/a", 1).replace("\na", "\nJ/a")), "T04").id


def test_a_share_of_one_agency_is_not_that_of_another(tmp_path: Path) -> None:
    rule = rules(tmp_path, change(MEASURE, "family: engagement", "family: engagement\nper: agency"))
    school = "".join(f"b{n} {date} was_not_brought agency=school\n" for n, date in enumerate(DAYS))
    both = run(rule, MISSED + school)
    alone = only(run(rule, MISSED), "T04")
    assert [flag.id for flag in both.flagged.flags if flag.agency == "gp"] == [alone.id]
    assert [flag.id.endswith("-2") for flag in both.flagged.flags] == [False, False]


def test_a_fall_is_known_by_its_first_event(tmp_path: Path) -> None:
    kept = "".join(f"k{n} 2024-1{n}-01 appt_attended agency=gp\n" for n in range(3))
    rule = rules(tmp_path, FALL)
    before, after = (only(run(rule, text), "T06") for text in (MISSED + kept, MISSED.replace("a1", "a0") + kept))
    assert before.says == "3 of 3, then 0 of 3" and before.id != after.id


def test_per_agency_each_agency_has_its_flag(tmp_path: Path) -> None:
    per = change(
        COUNT, "family: engagement", "family: engagement\nper: agency", ("value: 3, min: 2", "value: 2, min: 2")
    )
    text = MISSED + "s1 2024-01-11 was_not_brought agency=school\ns2 2024-01-20 was_not_brought agency=school\n"
    got = run(rules(tmp_path, per), text + "n1 2024-01-11 was_not_brought\nn2 2024-01-20 was_not_brought")
    assert [(flag.agency, flag.first) for flag in got.flagged.flags] == [("gp", "2024-01-10"), ("school", "2024-01-11")]
    assert len({flag.id for flag in got.flagged.flags}) == 2


def test_two_flags_that_begin_with_one_event_are_told_apart(tmp_path: Path) -> None:
    combine = change(
        COMBINE,
        "of: [T01, T02], at_least: $n, distinct: rule",
        "of: [T01, T02], at_least: 1, distinct: rule",
        ("value: 180d, min: 30d", "value: 30d, min: 30d"),
    )
    text = MISSED.replace("was_not_brought", "was_not_brought+case_closed", 1) + "r 2024-02-20 referral"
    got = run(rules(tmp_path, COUNT, SEQUENCE, change(combine, "must_include: [T01]", "must_include: []")), text)
    combined = [flag for flag in got.flagged.flags if flag.rule == "T05"]
    assert len(combined) == 2 and len({flag.id for flag in combined}) == 2
    assert {flag.members for flag in combined} == {
        (flag.id,) for flag in got.flagged.flags if flag.rule in ("T01", "T02")
    }


def test_flags_stand_by_case_then_first_day_then_rule(tmp_path: Path) -> None:
    text = (
        MISSED
        + "J/j1 2024-06-01 case_closed\nJ/j2 2024-06-20 referral\nc 2024-01-10 case_closed\nr 2024-02-20 referral"
    )
    got = run(rules(tmp_path, SEQUENCE, MEASURE, COUNT), text).flagged
    assert [(f.case, f.first, f.rule) for f in got.flags] == [
        ("J", "2024-06-01", "T02"),
        ("K", "2024-01-10", "T01"),
        ("K", "2024-01-10", "T02"),
        ("K", "2024-01-10", "T04"),
    ]
    assert [(o.case, o.rule) for o in got.outcomes] == [(c, r) for c in "JK" for r in ("T01", "T02", "T04")]


def test_rows_of_one_incident_and_rows_close_together_are_told_again(tmp_path: Path) -> None:
    text = MISSED + "a0 2024-03-05 was_not_brought agency=school incident=i\nb0 2024-03-06 was_not_brought agency=gp\n"
    text += "c0 2024-03-06 was_not_brought agency=school incident=j\n"
    got = run(
        rules(tmp_path, COUNT),
        text.replace("a2 2024-03-05 was_not_brought agency=gp", "a2 2024-03-05 was_not_brought agency=gp incident=j"),
    )
    assert roles(only(got)) == [
        ("a1", "evidence"),
        ("a0", "evidence"),
        ("a2", "evidence"),
        ("b0", "told again"),
        ("c0", "told again"),
        ("a3", "evidence"),
    ]


def test_a_row_told_again_by_a_row_that_is_itself_folded_is_shown(tmp_path: Path) -> None:
    """The school's row tells of the incident of a9; a9 is a day after a2 and collapses into it."""
    text = MISSED + "a9 2024-03-06 was_not_brought agency=gp incident=i\n"
    text += "c0 2024-03-09 was_not_brought agency=school incident=i\n"
    got = only(run(rules(tmp_path, COUNT), text))
    assert ("c0", "told again") in roles(got) and got.measures["n"] == 3


def test_the_neighbours_that_a_selector_asked_for_are_shown_with_their_place(tmp_path: Path) -> None:
    near = "follows: {of: {code: [referral]}, within: 5d}, precedes: {of: {code: [alcohol]}, within: 5d}"
    before = ("2024-01-05", "2024-03-05", "2024-05-01")
    text = MISSED + "".join(f"r{n} {date} referral\n" for n, date in enumerate(before))
    text += "".join(f"x{n} {date} alcohol\n" for n, date in enumerate(DAYS))
    text += "far 2024-01-04 referral\nlate 2024-01-16 alcohol\n"
    other = "\n".join(f"J/J{line}" for line in text.splitlines())
    rule = change(COUNT, "{code: [was_not_brought]}", f"{{code: [was_not_brought], {near}}}")
    _, got = run(rules(tmp_path, rule), text + other).flagged.flags
    assert set(roles(got)) == {
        *((f"a{n}", "evidence") for n in (1, 2, 3)),
        *((f"r{n}", "just before") for n in range(3)),
        *((f"x{n}", "soon after") for n in range(3)),
    }


def test_an_absence_says_what_was_searched_and_what_lies_nearest(tmp_path: Path) -> None:
    text = "p 2022-01-10 police_incident\nv 2022-07-10 cp_visit\n"
    flag = only(run(rules(tmp_path, ABSENCE), text, coverage=SEEN), "T03")
    assert roles(flag) == [("p", "anchor"), ("v", "nearest")] and flag.first == flag.last == "2022-01-10"
    assert flag.absent == (Absent(("visit",), "2022-01-10", "2022-07-09", ("csc",), "v"),)
    assert flag.measures == {"deadline": "9 July 2022"} and flag.first_met == ("2022-07-09", "2022-07-09")


def test_a_row_that_is_nearest_and_just_before_is_shown_once(tmp_path: Path) -> None:
    rule = change(
        ABSENCE, "{code: [police_incident]}", ("{code: [police_incident], follows: {of: {code: [visit]}, within: 5d}}")
    )
    text = "v 2022-01-08 cp_visit\np 2022-01-10 police_incident\n"
    assert roles(only(run(rules(tmp_path, rule), text, coverage=SEEN), "T03")) == [("v", "nearest"), ("p", "anchor")]


def test_an_absence_not_yet_due_was_searched_until_as_at(tmp_path: Path) -> None:
    flag = only(run(rules(tmp_path, ABSENCE), "p 2022-01-10 police_incident", as_at="2022-02-01"), "T03")
    assert flag.status == "pending" and flag.says == "Due by 9 July 2022."
    assert flag.absent == (Absent(("visit",), "2022-01-10", "2022-02-01", (), None),)


def test_parameters_are_said_with_their_basis_and_source(tmp_path: Path) -> None:
    found = only(run(rules(tmp_path, COUNT), MISSED)).parameters
    assert {name: (p.value, p.basis, p.source, p.set_by) for name, p in found.items()} == {
        "n": ("3", "inference", "ours", "rule"),
        "within": ("180 days", "inference", "ours", "rule"),
    }


@pytest.mark.parametrize(("days", "held"), [(5, True), (4, False)])
def test_a_grade_needs_so_many_surely_in_one_window(tmp_path: Path, days: int, held: bool) -> None:
    text = "".join(f"a{n} 2024-01-{10 + 2 * n} was_not_brought\n" for n in range(days)) + "x 2024-01 was_not_brought\n"
    text += "y ?2024-01-10 was_not_brought\nfar 2024-07-20 was_not_brought\n"
    text = text.replace("x 2024-01 ", "x 2023-07..2024-01 ")
    assert only(run(rules(tmp_path, change(COUNT, ", collapse: {within: 1d, same: [agency]}", "")), text)).grades == (
        ("five or more",) if held else ()
    )


@pytest.mark.parametrize(
    ("days", "shortening"),
    [
        ((1, 11, 20, 28), True),
        ((1, 11, 20, 29), False),
        ((1, 11, 20), False),
        ((1, 2, 12, 21, 29), True),
        ((1, 11, 20, 28, 28), True),
        ((1, 11, 21, 29), False),
    ],
)
def test_gaps_shorten_when_each_of_the_last_three_is_shorter_than_the_one_before(
    tmp_path: Path, days: tuple[int, ...], shortening: bool
) -> None:
    rule = change(COUNT, "{peak_at_least: 5}", "{shortening: true}", (", collapse: {within: 1d, same: [agency]}", ""))
    text = "".join(f"a{n} 2024-01-{d:02} was_not_brought\n" for n, d in enumerate(days))
    assert only(run(rules(tmp_path, rule), text)).grades == (("five or more",) if shortening else ())
    assert only(run(rules(tmp_path, rule), text + "z 2024-02 was_not_brought")).grades == ()


@pytest.mark.parametrize(
    ("back", "held"), [("2024-01-15", True), ("2024-01-16", False), ("2024-01-14..2024-01-16", False)]
)
def test_a_grade_of_days_holds_only_if_the_most_days_that_it_may_be_are_few_enough(
    tmp_path: Path, back: str, held: bool
) -> None:
    grade = "grades:\n  - {name: soon, when: {days_at_most: 5}}\nbecause:"
    rule = rules(tmp_path, change(SEQUENCE, "because:", grade))
    flag = only(run(rule, f"c 2024-01-10 case_closed\nr {back} referral"), "T02")
    assert flag.grades == (("soon",) if held else ())
