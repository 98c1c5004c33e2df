"""What `explain` finds for each matcher: flagged, not flagged, possible, pending, not assessed; and why rows count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine_sample import CALENDAR, day, expand, timeline
from rulebook_sample import ABSENCE, COMBINE, COUNT, FALL, MEASURE, SEQUENCE, change, read

from flagger.dates.spans import Span
from flagger.detect.run import Setting
from flagger.explain.explain import explain
from flagger.explain.record import (
    Branch,
    Chain,
    Condition,
    Due,
    Explanation,
    Margin,
    Most,
    Reason,
    Share,
    Step,
    Tally,
)
from flagger.explain.rows import LeftOut
from flagger.explain.scene import Scene
from flagger.model import Coverage

SEEN = {"*": (Coverage("csc", day("2023-01-01"), day("2025-12-31"), True),)}
PLAIN = change(COUNT, ", collapse: {within: 1d, same: [agency]}", "")
WORKING = change(ABSENCE, "within: {value: 180d, min: 30d, max: 12mo", "within: {value: 10wd, min: 5wd, max: 20wd")
CONFLICT = change(
    PLAIN,
    "match:\n  count: {of: missed, at_least: $n, within: $within}",
    "match:\n  conflict: {one: missed, other: {code: [appt_attended]}, within: $within}",
    ("  n: {value: 3, min: 2, max: 10, unit: times, basis: inference, source: ours}\n", ""),
    ("grades:\n  - {name: five or more, when: {peak_at_least: 5}}\n", ""),
    ("{n} missed between {first} and {last}; {at_least} or more within {within}.", "{n} rows."),
)
RATE = change(
    CONFLICT,
    "conflict: {one: missed, other: {code: [appt_attended]}, within: $within}",
    "rate: {of: missed, within: $within, rise: {from_at_most: 0, to_at_least: $n}}",
    ("params:\n", "params:\n  n: {value: 3, min: 2, max: 10, basis: inference, source: ours}\n"),
    ("report: maximal", "report: non_overlapping"),
    ("{n} rows.", "{before} and {after} rows."),
)


def explained(
    root: Path,
    texts: Sequence[str] | str,
    events: str,
    as_at: str = "2024-12-31",
    coverage: Mapping[str, Sequence[Coverage]] | None = None,
    left_out: Sequence[LeftOut] = (),
) -> Explanation:
    """The last of these rules, in the one case of the events."""
    rules = [read(root, text) for text in ([texts] if isinstance(texts, str) else texts)]
    line, ids = timeline(events, as_at)
    scene = Scene.of_case(line, ids, rules, Setting(expand, CALENDAR, coverage or {}), 0)
    return explain(scene, left_out=left_out)


def only(found: Explanation) -> Branch:
    (branch,) = found.branches
    return branch


def margin(branch: Branch, name: str, below: bool) -> Margin | None:
    return next((one for one in branch.margins if (one.name, one.below) == (name, below)), None)


def counted(step: Step) -> dict[str, bool]:
    return {row.event: row.sure for row in step.rows if row.counted}


def aside(step: Step) -> dict[str, list[str]]:
    return {row.event: [reason.kind for reason in row.why] for row in step.rows if not row.counted}


def test_a_flag_says_how_far_its_numbers_may_move_either_way(tmp_path: Path) -> None:
    branch = only(
        explained(
            tmp_path,
            PLAIN,
            """
            a1 2024-01-01 was_not_brought
            a2 2024-02-01 was_not_brought
            a3 2024-03-01 was_not_brought
            a4 2024-03-31 was_not_brought
            """,
        )
    )
    assert branch.state == "confirmed" and branch.facts == (Most("at_least", 4, 3, 4),)
    times, within = margin(branch, "n", False), margin(branch, "within", True)
    assert times and (times.holds, times.changes, times.becomes) == (4, 5, "not flagged")
    assert within and (within.holds, within.changes) == (Span(59, "d"), Span(58, "d"))
    assert margin(branch, "within", False) is None
    assert branch.tried == 4 and branch.without == ()


def test_without_a_row_of_three_there_is_no_flag(tmp_path: Path) -> None:
    rows = "a1 2024-01-01 was_not_brought\na2 2024-02-01 was_not_brought\na3 2024-03-01 was_not_brought"
    branch = only(explained(tmp_path, PLAIN, rows))
    assert [(one.event, one.becomes) for one in branch.without] == [(e, "not flagged") for e in ("a1", "a2", "a3")]


def test_a_third_that_came_too_late_is_named_with_its_days(tmp_path: Path) -> None:
    found = explained(
        tmp_path, PLAIN, "a1 2024-01-01 was_not_brought\na2 2024-05-01 was_not_brought\na3 2024-08-09 was_not_brought"
    )
    branch = only(found)
    assert (found.outcome, branch.state, branch.flag) == ("not flagged", "not flagged", None)
    (most,) = branch.facts
    assert isinstance(most, Most) and (most.n, most.asked, most.late) == (2, 3, (41, "a3"))
    wider = margin(branch, "within", False)
    assert wider and (wider.holds, wider.changes) == (Span(220, "d"), Span(221, "d"))
    assert (wider.becomes, wider.rows) == ("confirmed", ("a1", "a2", "a3"))


def test_a_rough_date_makes_a_flag_possible_and_a_wider_window_sure(tmp_path: Path) -> None:
    rows = "a1 2024-01-15 was_not_brought\na2 2024-03-01 was_not_brought\na3 2024-07 was_not_brought"
    branch = only(explained(tmp_path, PLAIN, rows))
    assert branch.state == "possible" and branch.facts == (Most("at_least", 3, 3, 2),)
    wider, narrower = margin(branch, "within", False), margin(branch, "within", True)
    assert wider and (wider.changes, wider.becomes) == (Span(198, "d"), "confirmed")
    assert narrower and (narrower.changes, narrower.becomes) == (Span(167, "d"), "not flagged")


def test_rows_that_do_not_count_are_said_with_the_reason(tmp_path: Path) -> None:
    text = change(
        COUNT,
        "missed: {code: [was_not_brought]}",
        "missed: {code: [was_not_brought], not_during: {opens: {code: [case_opened]}, closes: {code: [case_closed]}}}",
        ("within: 1d, same: [agency]", "within: 1d"),
    )
    (step,) = explained(
        tmp_path,
        text,
        """
        a1 2024-01-01 was_not_brought incident=i
        a2 2024-01-01 was_not_brought incident=i
        a3 2024-01-02 was_not_brought
        a4 2024-02-01 was_not_brought status=negated
        o1 2024-03-01 case_opened
        a5 2024-03-05 was_not_brought
        c1 2024-04-01 case_closed
        a6 2024-05-05? was_not_brought
        """,
        left_out=[LeftOut("a7", "undated", frozenset({"was_not_brought"})), LeftOut("a8", "undated", frozenset())],
    ).steps
    assert counted(step) == {"a1": True, "a6": False}
    why = {"a2": ["told again"], "a3": ["collapsed"], "a4": ["coding"], "a5": ["key"], "a7": ["undated"]}
    assert aside(step) == why
    by_event = {row.event: row.why for row in step.rows}
    assert by_event["a6"] == (Reason("doubted"),)
    assert by_event["a4"] == (Reason("coding", by="negated"),) and by_event["a3"] == (Reason("collapsed", by="a1"),)
    (key,) = by_event["a5"]
    assert key.selector is not None and key.selector.not_during is not None


def test_not_assessed_says_why_and_shows_no_margin(tmp_path: Path) -> None:
    found = explained(tmp_path, PLAIN, "a1 2024-01-01 referral")
    assert (found.outcome, found.branches) == ("not assessed", ())
    assert found.reason == "no dated row is about was not brought"


def test_a_chain_says_how_many_days_lie_between_its_steps(tmp_path: Path) -> None:
    branch = only(
        explained(tmp_path, SEQUENCE, "w 2023-01-01 was_not_brought\nc 2024-01-01 case_closed\nr 2024-03-01 referral")
    )
    (chain,) = branch.facts
    assert isinstance(chain, Chain) and chain.rows == (("c", "closed"), ("r", "back"))
    assert chain.spare == (("back", 60, 60),)
    nearer = margin(branch, "within", True)
    assert nearer and nearer.holds == Span(60, "d")


def broken(root: Path, rows: str) -> tuple[Chain, Branch]:
    branch = only(explained(root, SEQUENCE, "w 2023-01-01 was_not_brought\n" + rows))
    (chain,) = branch.facts
    assert isinstance(chain, Chain)
    return chain, branch


def test_a_chain_that_broke_says_where_and_why(tmp_path: Path) -> None:
    late, _ = broken(tmp_path, "c 2024-01-01 case_closed\nr 2024-07-01 referral")
    assert (late.broke, late.cause, late.needs, late.over) == ("back", "late", Span(182, "d"), 2)
    between, branch = broken(tmp_path, "c 2024-01-01 case_closed\no 2024-01-20 case_opened\nr 2024-03-01 referral")
    assert (between.cause, between.between) == ("between", ("o",))
    assert [(one.event, one.becomes) for one in branch.without] == [("o", "confirmed")]
    same_day, _ = broken(tmp_path, "c 2024-01-01 case_closed\nr 2024-01-01 referral")
    assert same_day.cause == "same day"
    none, _ = broken(tmp_path, "c 2024-01-01 case_closed")
    assert (none.broke, none.cause) == ("back", "none")
    first, _ = broken(tmp_path, "r 2024-01-01 referral")
    assert (first.broke, first.cause) == ("closed", "none")


NEEDED = "w 2023-01-01 was_not_brought\n"  # what the sample rules need in a case


def due(root: Path, rows: str, as_at: str = "2024-12-31", seen: bool = True, text: str = WORKING) -> tuple[Branch, Due]:
    branch = only(explained(root, text, NEEDED + rows, as_at, SEEN if seen else None))
    (fact,) = branch.facts
    assert isinstance(fact, Due)
    return branch, fact


def test_what_was_answered_says_on_which_working_day_and_by_which_row(tmp_path: Path) -> None:
    branch, fact = due(
        tmp_path, "a 2024-06-03 police_incident\nv 2024-06-14 cp_visit agency=csc\nx 2024-06-17 cp_visit"
    )
    assert (branch.state, fact.answers, fact.least) == ("answered", ("v", "x"), Span(9, "wd"))
    shorter = margin(branch, "within", True)
    assert shorter and (shorter.changes, shorter.becomes) == (Span(8, "wd"), "confirmed")


def test_the_nearest_after_the_deadline_is_so_many_working_days_late(tmp_path: Path) -> None:
    branch, fact = due(tmp_path, "a 2024-06-03 police_incident\nv 2024-06-20 cp_visit agency=csc")
    assert (branch.state, fact.deadline) == ("confirmed", day("2024-06-17"))
    assert (fact.nearest, fact.late) == ("v", Span(3, "wd"))
    longer = margin(branch, "within", False)
    assert longer and (longer.holds, longer.changes, longer.becomes) == (Span(12, "wd"), Span(13, "wd"), "not flagged")


def test_a_row_that_may_lie_in_the_time_leaves_it_possible_and_is_named(tmp_path: Path) -> None:
    branch, _ = due(tmp_path, "a 2024-06-03 police_incident\nv 2024-06 cp_visit agency=csc")
    assert branch.state == "possible"
    assert [(one.event, one.becomes) for one in branch.without] == [("v", "confirmed")]


def test_pending_excused_and_unseen_are_told_apart(tmp_path: Path) -> None:
    rows = "a 2024-06-03 police_incident"
    assert due(tmp_path, rows, as_at="2024-06-10")[0].state == "pending"
    assert due(tmp_path, "p 2024-01-01 cp_plan_start\n" + rows)[0].state == "excused"
    assert due(tmp_path, rows, seen=False)[0].state == "not assessed"
    found = explained(tmp_path, WORKING, NEEDED + rows)
    assert found.outcome == "not assessed" and found.asks[0].startswith("To tell whether there is a row about")


def test_a_time_longer_than_anybody_is_known_to_have_covered_would_not_be_assessed(tmp_path: Path) -> None:
    seen = {"*": (Coverage("csc", day("2023-01-01"), day("2024-06-20"), True),)}
    branch = only(explained(tmp_path, WORKING, NEEDED + "a 2024-06-03 police_incident", coverage=seen))
    longer = margin(branch, "within", False)
    assert branch.state == "confirmed" and longer
    assert (longer.holds, longer.changes, longer.becomes) == (Span(13, "wd"), Span(14, "wd"), "not assessed")


def test_again_and_again_each_row_starts_the_time_anew(tmp_path: Path) -> None:
    text = change(
        WORKING,
        "after: incident, expect:",
        "every: $within, during: open_plan, expect:",
        (", within: $within, recorded_by: [csc], unless: {open: open_plan}", ", recorded_by: [csc]"),
        ("  incident: {code: [police_incident]}\n", "  unused: {code: [police_incident]}\n"),
    )
    found = explained(
        tmp_path,
        text,
        NEEDED + "p 2024-06-03 cp_plan_start\nv 2024-06-10 cp_visit agency=csc\nx 2024-07-10 cp_visit agency=csc",
        as_at="2024-07-12",
        coverage=SEEN,
    )
    assert [(b.rows[0][0], b.state) for b in found.branches] == [
        ("p", "answered"),
        ("v", "confirmed"),
        ("x", "not yet due"),
    ]


def test_a_share_says_its_best_window_and_by_how_much_it_misses(tmp_path: Path) -> None:
    rows = "a1 2024-01-01 was_not_brought\na2 2024-01-02 was_not_brought\nk 2024-01-03 appt_attended"
    held = only(explained(tmp_path, change(MEASURE, "value: 0.75", "value: 0.6"), rows))
    assert held.facts == (Share("share", 2, 3, 0.6, 3, False, ()),)
    up = margin(held, "share", False)
    assert up and (up.holds, up.changes) == (0.66, 0.67)
    missed = only(explained(tmp_path, MEASURE, rows))
    (share,) = missed.facts
    assert isinstance(share, Share) and (share.part, share.whole, share.asked) == (2, 3, 0.75)
    few = only(explained(tmp_path, MEASURE, "a1 2024-01-01 was_not_brought\nk 2024-01-03 appt_attended"))
    (most,) = few.facts
    assert isinstance(most, Most) and (most.name, most.n, most.asked) == ("whole", 2, 3)


def test_a_fall_says_each_of_its_two_windows(tmp_path: Path) -> None:
    high = "\n".join(f"a{n} 2024-01-0{n} was_not_brought" for n in range(1, 5))
    low = "\n".join(f"b{n} 2024-09-0{n} appt_attended" for n in range(1, 5))
    held = only(explained(tmp_path, FALL, f"{high}\n{low}"))
    assert [(f.name, f.part, f.whole) for f in held.facts if isinstance(f, Share)] == [("high", 4, 4), ("low", 0, 3)]
    missed = only(explained(tmp_path, FALL, high))
    assert [(f.name, f.part, f.whole) for f in missed.facts if isinstance(f, Share)] == [("high", 4, 4), ("low", 4, 4)]


def test_a_rate_and_a_conflict_say_how_many_rows_stand_against_each_other(tmp_path: Path) -> None:
    rows = "x 2023-06-01 referral\n" + "\n".join(f"a{n} 2024-06-0{n} was_not_brought" for n in range(1, 4))
    assert only(explained(tmp_path, RATE, rows)).facts == (Tally(0, 3),)
    few = only(explained(tmp_path, RATE, rows.replace("a3 2024-06-03 was_not_brought", "a3 2024-06-03 referral")))
    (most,) = few.facts
    assert isinstance(most, Most) and (most.name, most.n, most.asked) == ("many", 2, 3)
    near = only(explained(tmp_path, CONFLICT, "a 2024-01-01 was_not_brought\nb 2024-01-01 appt_attended"))
    assert near.facts == (Tally(1, 1),)
    far = only(explained(tmp_path, CONFLICT, "a 2024-01-01 was_not_brought\nb 2024-08-01 appt_attended"))
    assert far.facts == (Condition("within", "false"),)
    alone = only(explained(tmp_path, CONFLICT, "a 2024-01-01 was_not_brought"))
    assert alone.facts == (Condition("pair", "false"),)


def test_a_combined_rule_says_what_each_member_came_to(tmp_path: Path) -> None:
    missed = "\n".join(f"a{n} 2024-01-1{n} was_not_brought agency=x{n}" for n in range(1, 4))
    found = explained(tmp_path, [COUNT, SEQUENCE, COMBINE], missed + "\nc 2024-02-01 case_closed")
    assert [(m.rule, m.outcome, m.statuses, m.counts) for m in found.members] == [
        ("T01", "flagged", ("confirmed",), True),
        ("T02", "not flagged", (), False),
    ]
    most = only(found).facts[0]
    assert isinstance(most, Most) and (most.n, most.asked) == (1, 2)
    both = explained(tmp_path, [COUNT, SEQUENCE, COMBINE], missed + "\nc 2024-02-01 case_closed\nr 2024-03-01 referral")
    assert only(both).state == "confirmed" and Condition("must_include", "true") in only(both).facts
