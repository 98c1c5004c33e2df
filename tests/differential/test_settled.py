"""Small chronologies about which the engine and the page once disagreed, or the page once said nothing.

A row: id, day or first..last day of January 2024, codes, then agency= who= involved=. A person: name, first..last day
of birth, or nothing.
"""

from __future__ import annotations

from typing import Any

from .oracle import Event, Person, evaluate
from .strategies import EPISODES, HOLIDAYS, VALUES, Question
from .test_agreement import engine, said
from .test_oracle_by_hand import JANUARY

EVERYTHING = (("gp", JANUARY - 100, JANUARY + 100, True),)


def days(text: str) -> tuple[int, int]:
    first, _, last = text.partition("..")
    return JANUARY + int(first), JANUARY + int(last or first)


def row(line: str) -> Event:
    name, when, codes, *rest = line.split()
    told = dict(part.split("=") for part in rest)
    who = [shown.partition(":") for shown in told.get("who", "").split(",") if shown]
    return Event(
        name,
        "K1",
        *days(when),
        frozenset(codes.split("+")),
        told.get("agency", "gp"),
        who=frozenset((person, role) for person, _, role in who),
        involved=frozenset(told.get("involved", "").split(",")) - {""},
    )


def child(line: str) -> Person:
    name, *born = line.split()
    return Person(name, "K1", child=True, born=days(born[0]) if born else None)


def found(match: dict[str, Any], rows: str, children: str = "", per: str = "case", as_at: int = 90) -> set[str]:
    """Each match of the engine, which is also the oracle's, as `status evidence`, with its group if it has one."""
    setting: dict[str, Any] = {
        "as_at": JANUARY + as_at,
        "per": per,
        "episodes": EPISODES,
        "coverage": EVERYTHING,
        "holidays": HOLIDAYS,
        "values": VALUES,
        "people": tuple(child(line) for line in children.splitlines()),
        "needs": None,
    }
    question = Question(match, tuple(row(line) for line in rows.splitlines()), setting)
    kind = next(iter(match))
    expected = evaluate(match, question.events, **setting)
    matches, not_assessed = engine(question)
    assert {said(m, kind) for m in matches} == {said(m, kind) for m in expected.matches}
    assert not_assessed == expected.not_assessed
    return {" ".join([m.group, m.status, *sorted(m.evidence)]).strip() for m in matches}


def every(span: str, **more: Any) -> dict[str, Any]:
    return {"absence": {"every": span, "during": "plain", "expect": {"code": ["a"]}, "recorded_by": ["gp"], **more}}


def test_a_row_that_names_its_own_agency_as_taking_part_does_not_follow_itself() -> None:
    near = {"of": {"code": ["a"]}, "within": "1d", "same": ["involved"]}
    rule = {"count": {"of": {"code": ["a"], "follows": near}, "at_least": 1, "within": "1d"}}
    assert found(rule, "x 1 a involved=gp") == set()
    assert found(rule, "x 1 a involved=gp\ny 2 a agency=police involved=gp,police") == set()
    assert found(rule, "x 1 a agency=police involved=gp\ny 2 a") == {"confirmed y"}


def test_a_plan_that_had_ended_before_the_birth_leaves_nothing_due_for_that_child() -> None:
    assert found(every("5d"), "o 1 opened\nc 4 closed", "wren 10", per="child") == set()
    assert found(every("5d"), "o 1 opened\nc 10 closed", "wren 10", per="child") == set()
    assert found(every("5d"), "o 1 opened\nc 20 closed", "wren 10", per="child") == {"wren confirmed o"}


def test_a_plan_that_opened_again_before_the_birth_stands_for_what_is_due() -> None:
    assert found(every("5d"), "o 1 opened\nc 4 closed\np 6 opened", "wren 10", per="child") == {"wren confirmed p"}


def test_a_birth_that_may_come_before_the_plan_leaves_what_is_due_from_it_possible() -> None:
    assert found(every("5d"), "o 10 opened", "wren 8..12", per="child") == {"wren possible o"}
    assert found(every("5d"), "o 10 opened", "wren 8..10", per="child") == {"wren confirmed o"}


def test_the_row_that_opened_a_plan_is_another_row_than_the_birth() -> None:
    excused = every("5d", unless={"open": "plain"})
    assert found(excused, "o 1 opened", "wren 10", per="child") == set()


def test_what_is_expected_before_a_closing_begins_a_stretch_though_no_opening_is_in_the_record() -> None:
    assert found(every("5d"), "x 1 a\nc 20 closed") == {"possible x"}


def test_one_rough_row_is_in_one_change_of_rate_only() -> None:
    rule = {"rate": {"of": {"code": ["a"]}, "within": "1d", "rise": {"from_at_most": 0, "to_at_least": 1}}}
    assert found(rule, "w 1 b\nx 3..8 a") == {"possible x"}


def test_a_case_with_no_row_by_the_day_is_not_assessed() -> None:
    rule = {"count": {"of": {"code": ["a"]}, "at_least": 1, "within": "1d"}}
    events = (row("x 5 a"),)
    setting: dict[str, Any] = {"as_at": JANUARY + 1, "per": "case", "coverage": (), "people": (), "needs": None}
    assert engine(Question(rule, events, setting)) == (set(), {"K1"})
    assert evaluate(rule, events, **setting).not_assessed == {"K1"}
