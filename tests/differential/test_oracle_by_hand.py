"""Worked by hand: each table of dates beside the answer that the page gives. A bare number is a day of January 2024.

1 January 2024 is a Monday and a bank holiday. A row: id, day or first..last day, codes joined by +, agency, incident.
"""

from __future__ import annotations

from typing import Any

from .oracle import Event, Member, evaluate, evaluate_combine
from .oracle.select import open_on
from .oracle.time import add, earliest_start, number

JANUARY = number("2023-12-31")
NEW_YEAR = frozenset({JANUARY + 1})
EVERYTHING = (("gp", JANUARY - 100, JANUARY + 100, True),)
A = {"code": ["a"]}
B = {"code": ["b"]}
PLAN = {"plan": {"opens": {"code": ["opened"]}, "closes": {"code": ["closed"]}}}


def table(text: str) -> list[Event]:
    """The rows of a table as events of one case."""
    events = []
    for line in text.strip().splitlines():
        event_id, days, codes, *rest = line.split()
        first, _, last = days.partition("..")
        lo, hi = _day(first), _day(last or first)
        agency = rest[0] if rest else "gp"
        incident = rest[1] if len(rest) > 1 else ""
        events.append(Event(event_id, "K", lo, hi, frozenset(codes.split("+")), agency, incident))
    return events


def _day(text: str) -> int:
    return number(text) if "-" in text else JANUARY + int(text)


def found(match: dict[str, Any], rows: str, as_at: int = 90, **setting: Any) -> set[str]:
    """Each match as `status evidence`, with roles if it has any; and `not assessed`."""
    result = evaluate(match, table(rows), as_at=JANUARY + as_at, **setting)
    said = {f"{m.status} {_evidence(m)}" for m in result.matches}
    return said | ({"not assessed"} if result.not_assessed else set())


def _evidence(match: Any) -> str:
    if match.roles:
        return " ".join(f"{role}={event}" for role, event in match.roles)
    return " ".join(sorted(match.evidence))


def count(at_least: int, within: str, of: Any = A, **more: Any) -> dict[str, Any]:
    return {"count": {"of": of, "at_least": at_least, "within": within, **more}}


def then(within: str, **more: Any) -> dict[str, Any]:
    return {"sequence": {"steps": [{"as": "from", "of": A}, {"as": "to", "of": B, "within": within, **more}]}}


def missing(within: str, **more: Any) -> dict[str, Any]:
    return {"absence": {"after": A, "expect": B, "within": within, **more}}


def share(within: str, **when: Any) -> dict[str, Any]:
    return {"measure": {"share": {"part": A, "whole": {"code": ["a", "b"]}}, "within": within, "when": when}}


# spans


def test_a_month_is_clamped_to_the_last_day_of_a_short_one() -> None:
    assert add(number("2024-01-31"), "1mo") == number("2024-02-29")
    assert add(number("2023-01-31"), "1mo") == number("2023-02-28")
    assert add(number("2024-02-29"), "1y") == number("2025-02-28")
    assert add(number("2023-11-30"), "3mo") == number("2024-02-29")


def test_the_first_working_day_is_after_the_anchor_even_from_a_weekend() -> None:
    assert add(number("2023-12-29"), "1wd", NEW_YEAR) == number("2024-01-02")
    assert add(number("2023-12-30"), "1wd", NEW_YEAR) == number("2024-01-02")
    assert add(number("2024-01-02"), "4wd", NEW_YEAR) == number("2024-01-08")


def test_the_earliest_start_of_a_clamped_month_is_the_least_day_that_reaches() -> None:
    assert earliest_start(number("2023-02-28"), "1mo") == number("2023-01-28")
    assert earliest_start(number("2023-03-01"), "1mo") == number("2023-02-01")
    assert earliest_start(number("2024-01-08"), "1wd") == number("2024-01-05")


# count


def test_the_tenth_day_after_is_inside_ten_days() -> None:
    assert found(count(3, "10d"), "x 1 a\ny 6 a\nz 11 a") == {"confirmed x y z"}


def test_the_eleventh_day_after_is_outside_ten_days() -> None:
    assert found(count(3, "10d"), "x 1 a\ny 6 a\nz 12 a") == set()


def test_an_event_that_may_be_outside_makes_it_possible() -> None:
    assert found(count(3, "10d"), "x 1 a\ny 6 a\nz 10..12 a") == {"possible x y z"}


def test_an_approximate_event_that_lies_inside_wherever_it_falls_is_confirmed() -> None:
    assert found(count(3, "10d"), "x 1 a\ny 6 a\nz 9..11 a") == {"confirmed x y z"}


def test_confirmed_may_need_a_window_that_starts_on_a_first_possible_day() -> None:
    # Only the window 1 to 3 holds both surely; the window from 3, the last possible day of both, does not.
    assert found(count(2, "2d"), "x 1..3 a\ny 3 a") == {"confirmed x y"}


def test_one_event_wider_than_the_window_is_only_possible() -> None:
    assert found(count(1, "5d"), "x 1..10 a") == {"possible x"}


def test_windows_that_share_an_event_are_one_match() -> None:
    rows = "w 1 a\nx 3 a\ny 6 a\nz 8 a"
    assert found(count(2, "3d"), rows) == {"confirmed w x y z"}
    (match,) = evaluate(count(2, "3d"), table(rows), as_at=JANUARY + 90).matches
    assert match.peak == 2
    assert match.first_met == (JANUARY + 3, JANUARY + 3)


def test_windows_that_share_no_event_are_two_matches() -> None:
    assert found(count(2, "3d"), "w 1 a\nx 3 a\ny 10 a\nz 12 a") == {"confirmed w x", "confirmed y z"}


def test_the_same_day_counts_twice_if_there_are_two_rows() -> None:
    assert found(count(2, "1d"), "x 5 a\ny 5 a") == {"confirmed x y"}


def test_distinct_values_are_counted_once_each() -> None:
    named = count(3, "10d", of={"code": ["a", "b", "c"]}, distinct=["a", "b", "c"])
    assert found(named, "x 1 a\ny 2 a\nz 3 b") == set()
    assert found(named, "x 1 a\ny 2 a\nz 3 b+c") == {"confirmed x y z"}


def test_an_event_carries_every_family_that_one_of_its_codes_belongs_to() -> None:
    families = {"f": frozenset({"a", "b"}), "g": frozenset({"b", "c"})}
    named = count(2, "10d", of={"code": ["a", "b"]}, distinct=["f", "g"])
    assert found(named, "x 1 a\ny 2 a", values=families) == set()
    assert found(named, "x 1 b", values=families) == {"confirmed x"}
    apart = count(2, "10d", of={"code": ["a", "b"]}, distinct=["f", "g"], apart=True)
    assert found(apart, "x 1 b", values=families) == set()


def test_distinct_agencies_are_counted_as_written_and_a_blank_is_none() -> None:
    agencies = count(2, "10d", distinct="agency")
    assert found(agencies, "x 1 a gp\ny 2 a gp") == set()
    assert found(agencies, "x 1 a gp\ny 2 a police") == {"confirmed x y"}
    blank = [Event("x", "K", 1, 1, frozenset({"a"}), "gp"), Event("y", "K", 2, 2, frozenset({"a"}), "")]
    assert evaluate(agencies, blank, as_at=50).matches == frozenset()


def test_a_second_condition_must_hold_in_the_same_window() -> None:
    both = count(2, "3d", also={"distinct": "agency", "at_least": 2})
    assert found(both, "x 1 a gp\ny 3 a gp\nz 9 a police") == set()
    assert found(both, "x 1 a gp\ny 3 a police") == {"confirmed x y"}
    assert found(both, "x 1 a gp\ny 3 a gp\nz 4..5 a police") == {"confirmed x y z"}
    assert found(both, "x 1 a gp\ny 3 a gp\nz 6..7 a police") == {"possible y z"}


def test_what_comes_after_as_at_is_left_out_and_a_later_end_is_cut_back() -> None:
    assert found(count(2, "10d"), "x 1 a\ny 8 a", as_at=7) == set()
    assert found(count(2, "5d"), "x 1 a\ny 5..30 a", as_at=6) == {"confirmed x y"}


def test_with_per_agency_each_agency_is_counted_alone() -> None:
    rows = "x 1 a gp\ny 2 a police\nz 3 a gp"
    assert found(count(3, "10d"), rows, per="agency") == set()
    assert found(count(2, "10d"), rows, per="agency") == {"confirmed x z"}


def test_rows_that_tell_one_incident_count_once() -> None:
    rows = "x 1 a gp i\ny 1 a police i\nz 3 a gp"
    assert found(count(3, "10d"), rows) == set()
    assert found(count(2, "10d"), rows) == {"confirmed x z"}


def test_with_per_agency_an_incident_stays_one_row_for_each_agency() -> None:
    rows = "x 1 a gp i\ny 1 a police i\nz 3 a police"
    assert found(count(2, "10d"), rows, per="agency") == {"confirmed y z"}


def test_coding_of_another_status_counts_only_where_the_rule_asks() -> None:
    hedged = [Event("x", "K", 1, 1, others=frozenset({("a", "hedged")}))]
    assert not evaluate(count(1, "1d"), hedged, as_at=50).matches
    asked = count(1, "1d", of={"code": ["a"], "coding": ["affirmed", "hedged"]})
    assert len(evaluate(asked, hedged, as_at=50).matches) == 1


def test_an_event_whose_date_was_doubted_is_never_sure() -> None:
    doubted = Event("x", "K", 1, 1, frozenset({"a"}), approx=True)
    sure = Event("y", "K", 2, 2, frozenset({"a"}))
    assert {m.status for m in evaluate(count(2, "5d"), [doubted, sure], as_at=50).matches} == {"possible"}
    assert {m.status for m in evaluate(count(1, "5d"), [doubted, sure], as_at=50).matches} == {"confirmed"}
    beside = count(1, "1d", of={"code": ["b"], "follows": {"of": A, "within": "5d"}})
    after = Event("z", "K", 3, 3, frozenset({"b"}))
    assert {m.status for m in evaluate(beside, [doubted, after], as_at=50).matches} == {"possible"}


# collapse


def test_collapse_keeps_the_first_of_a_chain() -> None:
    one_day = {"within": "1d"}
    assert found(count(2, "10d", collapse=one_day), "w 1 a\nx 2 a\ny 3 a\nz 6 a") == {"confirmed w z"}
    assert found(count(3, "10d", collapse=one_day), "w 1 a\nx 2 a\ny 3 a\nz 6 a") == set()


def test_collapse_within_the_same_agency_leaves_other_agencies_alone() -> None:
    rows = "x 1 a gp\ny 1 a police"
    assert found(count(2, "10d", collapse={"within": "1d"}), rows) == set()
    assert found(count(2, "10d", collapse={"within": "1d", "same": ["agency"]}), rows) == {"confirmed x y"}


def test_two_rows_of_one_day_never_collapse_each_other_away() -> None:
    # w may be too early to reach 5, so one of x and y opens a cluster in some placement: two may count.
    rows = "w 1..2 a\nx 5 a\ny 5 a"
    assert found(count(2, "10d", collapse={"within": "3d"}), rows) == {"possible w x"}


def test_a_row_that_is_only_perhaps_within_reach_stays_as_unsure() -> None:
    assert found(count(2, "10d", collapse={"within": "1d"}), "x 1 a\ny 2..3 a") == {"possible x y"}


def test_of_two_sure_rows_the_one_that_must_be_over_first_stays() -> None:
    # Wherever f falls, the first of f and g is on the 1st or the 2nd: within four days of 29 December.
    rows = "z 2023-12-29 a\nf 1..6 a\ng 2 a"
    assert found(count(2, "4d", collapse={"within": "1d"}), rows) == {"confirmed f g z"}


def test_an_unsure_first_row_does_not_lend_its_date_to_a_sure_count() -> None:
    # If the move (m) was on the 4th, u does not count, and h and s are six days apart: not confirmed.
    of = {"code": ["a"], "not_follows": {"of": {"code": ["move"]}, "within": "1d"}}
    rows = "h 1 a\nm 2..4 move\nu 5 a\ns 7 a"
    assert found(count(2, "4d", of=of, collapse={"within": "2d"}), rows) == {"possible h s u"}


def test_a_first_row_keeps_its_later_days_beside_the_row_that_it_may_belong_to() -> None:
    # With f on the 5th, the rows 5, 8 and 10 are three within five days.
    rows = "f 1..6 a\ng 2 a\nh 8 a\ni 10 a"
    assert found(count(3, "5d", collapse={"within": "1d"}), rows) == {"possible f h i"}


# semi-joins and episodes


def test_a_neighbour_on_the_same_day_counts_and_the_last_day_is_inside() -> None:
    of = {"code": ["a"], "follows": {"of": B, "within": "3d"}}
    assert found(count(1, "1d", of=of), "b 5 b\nx 5 a") == {"confirmed x"}
    assert found(count(1, "1d", of=of), "b 5 b\nx 8 a") == {"confirmed x"}
    assert found(count(1, "1d", of=of), "b 5 b\nx 9 a") == set()
    assert found(count(1, "1d", of=of), "b 5 b\nx 4 a") == set()
    assert found(count(1, "1d", of=of), "b 5..6 b\nx 9 a") == {"possible x"}


def test_a_neighbour_that_is_itself_unsure_never_makes_sure() -> None:
    of = {
        "code": ["a"],
        "follows": {"of": {"code": ["b"], "follows": {"of": {"code": ["c"]}, "within": "1d"}}, "within": "3d"},
    }
    assert found(count(1, "1d", of=of), "c 1..2 c\nb 3 b\nx 4 a") == {"possible x"}
    assert found(count(1, "1d", of=of), "c 2 c\nb 3 b\nx 4 a") == {"confirmed x"}


def test_precedes_looks_forward_and_its_negation_turns_the_answer_over() -> None:
    ahead = {"code": ["a"], "precedes": {"of": B, "within": "3d"}}
    alone = {"code": ["a"], "not_precedes": {"of": B, "within": "3d"}}
    assert found(count(1, "1d", of=ahead), "x 5 a\nb 8 b") == {"confirmed x"}
    assert found(count(1, "1d", of=alone), "x 5 a\nb 8 b") == set()
    assert found(count(1, "1d", of=alone), "x 5 a\nb 9 b") == {"confirmed x"}
    assert found(count(1, "1d", of=alone), "x 5 a\nb 8..9 b") == {"possible x"}


def test_an_event_is_not_its_own_neighbour() -> None:
    of = {"code": ["a"], "follows": {"of": A, "within": "3d"}}
    assert found(count(1, "1d", of=of), "x 5 a") == set()
    assert found(count(2, "1d", of=of), "x 5 a\ny 5 a") == {"confirmed x y"}


def test_an_or_is_sure_if_one_alternative_is_sure() -> None:
    either = [{"code": ["a"], "follows": {"of": B, "within": "3d"}}, {"code": ["c"]}]
    assert found(count(1, "1d", of=either), "b 5..6 b\nx 9 a") == {"possible x"}
    assert found(count(1, "1d", of=either), "b 5..6 b\nx 9 a+c") == {"confirmed x"}


def test_an_episode_is_open_between_its_opening_and_its_closing_and_perhaps_on_those_days() -> None:
    assert [open_on(day, [1], [5]) for day in range(7)] == [0, 1, 2, 2, 2, 1, 0]


def test_an_episode_closed_and_opened_on_one_day_is_perhaps_open_after_it() -> None:
    assert open_on(2, [1], [1]) == 1
    assert open_on(2, [], [1]) == 0


def test_a_closing_without_an_opening_was_perhaps_open_before() -> None:
    assert open_on(3, [], [5], looks_back=True) == 1
    assert open_on(3, [], [5], looks_back=False) == 0
    assert open_on(3, [4], [5], looks_back=True) == 0
    assert open_on(3, [5], [5], looks_back=True) == 1
    assert open_on(5, [], [5], looks_back=True) == 0


def test_an_event_that_opens_the_episode_explains_the_closing_after_it() -> None:
    of = {"code": ["a"], "during": "plan"}
    assert found(count(1, "1d", of=of), "x 3 a\nc 5 closed", episodes=PLAN) == {"possible x"}
    assert found(count(1, "1d", of=of), "x 3 a+opened\nc 5 closed", episodes=PLAN) == set()
    ignoring = {"plan": {**PLAN["plan"], "before_record": "ignore"}}
    assert found(count(1, "1d", of=of), "x 3 a\nc 5 closed", episodes=ignoring) == set()


def test_during_has_three_values() -> None:
    of = {"code": ["a"], "during": "plan"}
    assert found(count(1, "1d", of=of), "o 1 opened\nx 3 a\nc 5 closed", episodes=PLAN) == {"confirmed x"}
    assert found(count(1, "1d", of=of), "o 1..4 opened\nx 3 a", episodes=PLAN) == {"possible x"}
    assert found(count(1, "1d", of=of), "o 1 opened\nc 2..5 closed\nx 3 a", episodes=PLAN) == {"possible x"}
    assert found(count(1, "1d", of=of), "o 1 opened\nc 2 closed\nx 3 a", episodes=PLAN) == set()


def test_the_row_that_closes_does_not_close_the_episode_for_itself() -> None:
    of = {"code": ["a"], "during": "plan"}
    assert found(count(1, "5d", of=of), "o 1 opened\nx 3..6 a+closed", episodes=PLAN) == {"confirmed x"}


def test_an_unsure_closing_later_on_may_have_closed_something_open_now() -> None:
    closing = {"code": ["closed"], "follows": {"of": B, "within": "1d"}}
    doubtful = {"plan": {"opens": {"code": ["opened"]}, "closes": closing}}
    rows = "x 3 a\nb 4..5 b\nc 6 closed"
    assert found(count(1, "1d", of={"code": ["a"], "not_during": "plan"}), rows, episodes=doubtful) == {"possible x"}


def test_the_matches_of_a_rule_are_events_from_the_day_first_met() -> None:
    for status in ("confirmed", "possible"):
        known = (Member("R1", "f", "K", status, 5, 6, "p"),)
        (match,) = evaluate(count(1, "1d", of={"rule": "R1"}), [], as_at=50, members=known).matches
        assert match.status == status
    pending = (Member("R1", "f", "K", "pending", 5, 6, "p"),)
    assert not evaluate(count(1, "1d", of={"rule": "R1"}), [], as_at=50, members=pending).matches


# sequence


def test_a_step_on_the_last_day_of_its_span_follows_and_the_day_after_does_not() -> None:
    assert found(then("10d"), "x 1 a\ny 11 b") == {"confirmed from=x to=y"}
    assert found(then("10d"), "x 1 a\ny 12 b") == set()
    assert found(then("10d"), "x 1 a\ny 11..12 b") == {"possible from=x to=y"}


def test_the_same_day_follows_unless_denied() -> None:
    assert found(then("10d"), "x 1 a\ny 1 b") == {"confirmed from=x to=y"}
    assert found(then("10d", same_day="deny"), "x 1 a\ny 1 b") == set()
    assert found(then("10d", same_day="deny"), "x 1 a\ny 1..2 b") == {"possible from=x to=y"}


def test_an_order_that_the_dates_leave_open_is_possible() -> None:
    assert found(then("10d"), "x 1..5 a\ny 3 b") == {"possible from=x to=y"}


def test_the_witness_taken_starts_last_and_finishes_first() -> None:
    assert found(then("10d"), "w 1 a\nx 3 a\ny 5 b\nz 6 b") == {"confirmed from=x to=y"}
    assert found(then("10d"), "w 1 a\nx 3 b\ny 3 a\nz 6 b") == {"confirmed from=y to=x"}


def test_a_witness_may_start_on_the_day_another_ends() -> None:
    rows = "w 1 a\nx 3 b\ny 3 a\nz 6 b"
    assert found(then("10d", same_day="deny"), rows) == {"confirmed from=w to=x", "confirmed from=y to=z"}


def test_of_two_first_steps_on_one_day_the_canonically_later_is_taken() -> None:
    assert found(then("10d"), "w 1 a\nx 1 a\ny 5 b") == {"confirmed from=x to=y"}


def test_a_certain_witness_is_taken_before_a_possible_one_that_finishes_earlier() -> None:
    # Alone, y to p would be possible and end first, on the 6th.
    assert found(then("2d"), "x 3 a\np 4..6 b\ny 5 a\nz 7 b") == {"confirmed from=y to=z"}


def test_one_row_with_both_codes_is_not_two_steps() -> None:
    assert found(then("10d"), "x 1 a+b") == set()


def test_a_row_strictly_between_blocks_and_one_on_an_edge_leaves_it_possible() -> None:
    rule = then("10d", without={"code": ["c"]})
    assert found(rule, "x 1 a\ny 5 b\nc 3 c") == set()
    assert found(rule, "x 1 a\ny 5 b\nc 5 c") == {"possible from=x to=y"}
    assert found(rule, "x 1 a\ny 5 b\nc 1 c") == {"possible from=x to=y"}
    assert found(rule, "x 1 a\ny 5 b\nc 6 c") == {"confirmed from=x to=y"}
    assert found(rule, "x 1 a\ny 5 b\nc 4..6 c") == {"possible from=x to=y"}
    assert found(rule, "x 1 a\ny 5 b\nc 2..4 c") == set()


def test_an_unsure_blocker_counts_as_present_for_certain_and_as_absent_for_possible() -> None:
    rule = then("10d", without={"code": ["c"], "follows": {"of": {"code": ["d"]}, "within": "1d"}})
    assert found(rule, "x 1 a\nd 1..2 d\nc 3 c\ny 5 b") == {"possible from=x to=y"}


def test_the_rows_of_a_witness_never_block_it() -> None:
    assert found(then("10d", without=B), "x 1 a\ny 5 b") == {"confirmed from=x to=y"}
    assert found(then("10d", without=A), "x 1 a\nz 3 a\ny 5 b") == {"confirmed from=z to=y"}


def test_steps_may_have_to_be_of_one_agency_or_of_different_ones() -> None:
    assert found(then("10d", same_as=["agency"]), "x 1 a gp\ny 5 b police") == set()
    assert found(then("10d", differs_from=["agency"]), "x 1 a gp\ny 5 b police") == {"confirmed from=x to=y"}


# absence


def test_an_answer_on_the_day_of_the_deadline_is_in_time() -> None:
    assert found(missing("5d"), "x 1 a\ny 6 b", coverage=EVERYTHING) == set()
    assert found(missing("5d"), "x 1 a\ny 7 b", coverage=EVERYTHING) == {"confirmed anchor=x"}
    assert found(missing("5d"), "x 1 a\ny 6..7 b", coverage=EVERYTHING) == {"possible anchor=x"}


def test_an_answer_before_the_anchor_counts_only_with_or_before() -> None:
    assert found(missing("5d"), "y 4 b\nx 5 a", coverage=EVERYTHING) == {"confirmed anchor=x"}
    assert found(missing("5d", or_before="1d"), "y 4 b\nx 5 a", coverage=EVERYTHING) == set()
    assert found(missing("5d", or_before="1d"), "y 3 b\nx 5 a", coverage=EVERYTHING) == {"confirmed anchor=x"}


def test_before_the_deadline_it_is_pending_and_on_it_no_longer() -> None:
    assert found(missing("5d"), "x 1 a", as_at=5, coverage=EVERYTHING) == {"pending anchor=x"}
    assert found(missing("5d"), "x 1 a", as_at=6, coverage=EVERYTHING) == {"confirmed anchor=x"}


def test_the_deadline_counts_from_the_last_day_the_anchor_can_be() -> None:
    assert found(missing("5d"), "x 1..4 a\ny 9 b", coverage=EVERYTHING) == set()
    assert found(missing("5d"), "x 1..4 a\ny 2 b", coverage=EVERYTHING) == {"possible anchor=x"}


def test_silence_without_coverage_is_not_assessed() -> None:
    assert found(missing("5d"), "x 1 a") == {"not assessed"}
    short = (("gp", JANUARY, JANUARY + 5, True),)
    assert found(missing("5d"), "x 1 a", coverage=short) == {"not assessed"}
    assert found(missing("5d", recorded_by=["police"]), "x 1 a", coverage=EVERYTHING) == {"not assessed"}


def test_another_anchor_that_is_flagged_leaves_nothing_to_assess() -> None:
    covered = (("gp", JANUARY, JANUARY + 8, True),)
    assert found(missing("5d"), "x 1 a\nz 20 a", coverage=covered) == {"confirmed anchor=x"}


def test_significant_events_only_never_confirms() -> None:
    thin = (("gp", JANUARY, JANUARY + 90, False),)
    assert found(missing("5d"), "x 1 a", coverage=thin) == {"possible anchor=x"}


def test_the_anchor_answers_itself_if_it_carries_what_is_expected() -> None:
    assert found(missing("5d"), "x 1..4 a+b", coverage=EVERYTHING) == set()


def test_an_open_plan_excuses_and_a_perhaps_open_one_makes_it_possible() -> None:
    rule = missing("5d", unless={"open": "plan"})
    assert found(rule, "o 1 opened\nx 3 a", coverage=EVERYTHING, episodes=PLAN) == set()
    assert found(rule, "o 1..4 opened\nx 3 a", coverage=EVERYTHING, episodes=PLAN) == {"possible anchor=x"}
    assert found(rule, "o 4 opened\nx 3 a", coverage=EVERYTHING, episodes=PLAN) == {"confirmed anchor=x"}


def test_two_answers_of_which_each_may_be_in_time_do_not_settle_it() -> None:
    assert found(missing("5d"), "x 1 a\ny 6..7 b\nz 5..8 b", coverage=EVERYTHING) == {"possible anchor=x"}


def test_a_deadline_in_working_days_passes_over_weekend_and_bank_holiday() -> None:
    rows = "x 2023-12-29 a\ny 3 b"
    assert found(missing("2wd"), rows, coverage=EVERYTHING, holidays=NEW_YEAR) == set()
    assert found(missing("1wd"), rows, coverage=EVERYTHING, holidays=NEW_YEAR) == {"confirmed anchor=x"}


# measure


def test_the_share_is_met_at_its_threshold() -> None:
    rows = "w 1 a\nx 2 a\ny 3 a\nz 4 b"
    assert found(share("5d", share_at_least=0.75, whole_at_least=4), rows) == {"confirmed w x y z"}
    assert found(share("5d", share_at_least=0.76, whole_at_least=4), rows) == set()
    assert found(share("5d", share_at_least=0.75, whole_at_least=5), rows) == set()


def test_the_densest_window_has_the_highest_share_then_the_most_events() -> None:
    rows = "v 1 b\nw 2 a\nx 3 a\ny 4 a\nz 5 b"
    assert found(share("2d", share_at_least=0.5, whole_at_least=2), rows) == {"confirmed w x y"}


def test_an_event_that_may_be_outside_is_read_both_ways() -> None:
    # With z in, 2 of 3; without it, 2 of 2. From the 1st, every reading has a half; only some have all.
    rows = "x 1 a\ny 2 a\nz 3..9 b"
    assert found(share("3d", share_at_least=0.6, whole_at_least=2), rows) == {"confirmed x y"}
    assert found(share("3d", share_at_least=0.6, whole_at_least=3), rows) == {"possible x y z"}


def test_an_event_that_is_perhaps_part_is_read_both_ways() -> None:
    part = {"code": ["a"], "follows": {"of": {"code": ["c"]}, "within": "1d"}}
    rule = {"measure": {"share": {"part": part, "whole": A}, "within": "2d", "when": {"share_at_least": 1.0}}}
    assert found(rule, "c 1..2 c\nx 3 a") == {"possible x"}
    assert found(rule, "c 2 c\nx 3 a") == {"confirmed x"}


def test_a_low_share_prefers_the_lowest_and_a_whole_of_nothing_is_none() -> None:
    rows = "x 1 a\ny 2 b\nz 9 b"
    assert found(share("2d", share_at_most=0.5, whole_at_least=1), rows) == {"confirmed y"}
    assert found(share("2d", share_at_most=0.5, whole_at_least=1), "c 1 c") == set()


def test_a_fall_is_a_high_window_and_a_low_one_wholly_after_it() -> None:
    rule = share("3d", whole_at_least=2)
    rule["measure"]["fall"] = {"from_at_least": 1.0, "to_at_most": 0.5}
    rows = "w 1 a\nx 2 a\ny 6 b\nz 7 b"
    assert found(rule, rows) == {"confirmed before=w before=x after=y after=z"}
    assert found(rule, "w 1 b\nx 2 b\ny 6 a\nz 7 a") == set()
    # A window that starts on the last day of the first would count that day twice.
    assert found(rule, "w 1 a\nx 4 a\ny 7 b\nz 8 b") == {"confirmed before=w before=x after=y after=z"}
    assert found(rule, "w 1 a\nx 4 a\ny 7 b") == set()


# combine


def members(*rows: str) -> list[Member]:
    """Each row: rule, family, status, day or first..last, id."""
    made = []
    for row in rows:
        rule, family, status, when, member_id = row.split()
        first, _, last = when.partition("..")
        made.append(Member(rule, family, "K", status, int(first), int(last or first), member_id))
    return made


def combined(rows: list[Member], **more: Any) -> set[str]:
    spec = {"of": ["R1", "R2", "R3"], "at_least": 2, "distinct": "family", "within": "10d", **more}
    return {f"{m.status} {' '.join(sorted(m.evidence))}" for m in evaluate_combine(spec, rows)}


def test_matches_of_one_family_count_once() -> None:
    assert combined(members("R1 f confirmed 1 p", "R3 f confirmed 5 q")) == set()
    assert combined(members("R1 f confirmed 1 p", "R3 f confirmed 5 q"), distinct="rule") == {"confirmed p q"}
    assert combined(members("R1 f confirmed 1 p", "R2 g confirmed 11 q")) == {"confirmed p q"}
    assert combined(members("R1 f confirmed 1 p", "R2 g confirmed 12 q")) == set()


def test_a_possible_member_makes_a_possible_combination_unless_only_confirmed_count() -> None:
    rows = members("R1 f confirmed 1 p", "R2 g possible 5 q")
    assert combined(rows) == {"possible p q"}
    assert combined(rows, status=["confirmed"]) == set()


def test_a_rule_that_must_be_included_must_be_in_the_window() -> None:
    rows = members("R1 f confirmed 1 p", "R2 g confirmed 5 q")
    assert combined(rows, must_include=["R3"]) == set()
    assert combined(rows, must_include=["R2", "R3"]) == {"confirmed p q"}
    late = members("R3 f confirmed 12..17 r")
    assert combined([*rows, *late], must_include=["R3"]) == {"possible q r"}
