"""Stretches in which an episode was open, for drawing."""

from __future__ import annotations

from engine_sample import CALENDAR, expand, timeline

from flagger.detect.spans import open_spans
from flagger.matchers.select import Chooser
from flagger.rulebook.selectors import Episode

PLAN = Episode.model_validate(
    {"opens": {"code": ("cp_plan_start",)}, "closes": {"code": ("cp_plan_end", "case_closed")}}
)


def spans(text: str) -> list[tuple[str, str, str | None]]:
    line, ids = timeline(text)
    found = open_spans(line, Chooser(line, expand, CALENDAR), PLAN)
    return [(line.cases[s.case], ids[s.opened], None if s.closed is None else ids[s.closed]) for s in found]


def test_a_plan_runs_from_its_start_to_what_ends_it() -> None:
    assert spans("a 2024-01-10 cp_plan_start\nb 2024-05-01 cp_plan_end\nc 2024-06-01 cp_plan_end") == [("K", "a", "b")]


def test_a_second_start_while_it_is_open_changes_nothing() -> None:
    assert spans("a 2024-01-10 cp_plan_start\nb 2024-02-01 cp_plan_start\nc 2024-06-01 case_closed") == [
        ("K", "a", "c")
    ]


def test_a_plan_that_no_row_ends_is_open() -> None:
    assert spans("a 2024-01-10 cp_plan_start\nb 2024-02-01 case_closed\nc 2024-06-01 cp_plan_start") == [
        ("K", "a", "b"),
        ("K", "c", None),
    ]


def test_an_end_without_a_start_draws_nothing() -> None:
    """`case_closed` ends whatever is open, and mostly that is no plan."""
    assert spans("a 2024-01-10 case_closed\nb 2024-02-01 cp_plan_end") == []


def test_one_case_does_not_close_another() -> None:
    assert spans("k/a 2024-01-10 cp_plan_start\nl/b 2024-02-01 cp_plan_end\nl/c 2024-03-01 cp_plan_start") == [
        ("k", "a", None),
        ("l", "c", None),
    ]
