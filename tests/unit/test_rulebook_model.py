"""A rule once read: names and numbers in place, and other numbers put in their place."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from pydantic import ValidationError
from rulebook_sample import ABSENCE, COUNT, FALL, RULES, change, read

from flagger.dates.spans import Span
from flagger.errors import RulesFault
from flagger.rulebook.model import Absence, Count, Measure, Selector


def count_of(root: Path, text: str) -> Count:
    matcher = read(root, text).matcher
    assert isinstance(matcher, Count)
    return matcher


def test_numbers_are_in_place(tmp_path: Path) -> None:
    count = count_of(tmp_path, COUNT)
    assert (count.at_least, count.within) == (3, Span(180, "d"))
    assert count.collapse is not None
    assert (count.collapse.within, count.collapse.same) == (Span(1, "d"), ("agency",))


def test_a_name_becomes_its_selector_and_a_list_of_names_one_flat_or(tmp_path: Path) -> None:
    text = change(
        COUNT,
        "  missed: {code: [was_not_brought]}",
        "  missed: {code: [a]}\n  both: [missed, {code: [b]}]\n  all: [both, {code: [c]}]",
    )
    count = count_of(tmp_path, change(text, "of: missed", "of: [all, {code: [d]}]"))
    assert [selector.code for selector in count.of] == [("a",), ("b",), ("c",), ("d",)]


def test_names_stand_inside_neighbours_and_episodes_too(tmp_path: Path) -> None:
    text = change(
        COUNT,
        "events:\n",
        "events:\n  near: {code: [b], follows: {of: missed, within: $within}, not_during: plan}\n"
        "  far: {code: [c], not_precedes: {of: [near], within: 2wd}}\n",
        ("match:", "episodes:\n  plan: {opens: missed, closes: {code: [z], agency: [csc]}}\nmatch:"),
        ("of: missed, at", "of: [near, far], at"),
    )
    near, far = count_of(tmp_path, text).of
    assert near.follows is not None and near.not_during is not None and far.not_precedes is not None
    assert near.follows.of == (Selector(code=("was_not_brought",)),)
    assert near.follows.within == Span(180, "d")
    assert near.not_during.opens == near.follows.of
    assert near.not_during.closes[0].agency == ("csc",)
    assert far.not_precedes.of == (near,)


def test_unless_names_an_episode(tmp_path: Path) -> None:
    matcher = read(tmp_path, ABSENCE).matcher
    assert isinstance(matcher, Absence) and matcher.unless is not None
    assert matcher.unless.open.opens == (Selector(code=("cp_plan_start",)),)


def test_defaults_are_those_of_the_page(tmp_path: Path) -> None:
    rule = read(tmp_path, FALL)
    assert rule.per == "case"
    assert isinstance(rule.matcher, Measure) and rule.matcher.when.share_at_least is None
    assert Selector(code=("a",)).coding == ("affirmed",)


def test_a_rule_of_each_matcher_is_read_and_is_of_its_kind(tmp_path: Path) -> None:
    kinds = [read(tmp_path, text).matcher.key for text in RULES.values()]
    assert kinds == ["count", "sequence", "absence", "measure", "combine", "measure"]


def test_other_values_are_put_in_place_and_the_rule_itself_stays(tmp_path: Path) -> None:
    rule = read(tmp_path, COUNT)
    other = rule.resolved({"n": 4, "within": "2mo"})
    assert isinstance(other.matcher, Count) and isinstance(rule.matcher, Count)
    assert (other.matcher.at_least, other.matcher.within) == (4, Span(2, "mo"))
    assert (other.params["n"].value, other.params["within"].value) == (4, Span(2, "mo"))
    assert rule.matcher.at_least == 3
    assert rule.resolved() is rule
    assert other.resolved({"n": 5}).params["within"].value == Span(2, "mo")


def test_a_span_may_be_given_as_a_span_and_a_share_as_a_whole_number(tmp_path: Path) -> None:
    rule = read(tmp_path, change(FALL, "min: 0.5, max: 0.9", "min: 0.5, max: 1.0"))
    assert rule.resolved({"within": Span(60, "d"), "share": 1}).params["share"].value == 1.0


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ({"m": 4}, "no parameter `m`; expected one of n, within; found `m`"),
        ({"n": 11}, "`n` is outside its bounds; expected at least 2 and at most 10; found 11"),
        ({"n": 1}, "`n` is outside its bounds; expected at least 2 and at most 10; found 1"),
        ({"n": 2.5}, "`n` cannot be that; expected a whole number; found 2.5"),
        ({"n": True}, "`n` cannot be that; expected a whole number; found true"),
        ({"within": 90}, "`within` cannot be that; expected a span such as 28d or 12mo; found 90"),
        ({"within": "13mo"}, "`within` is outside its bounds; expected at least 30d and at most 12mo; found 13mo"),
        ({"within": "soon"}, '`within` cannot be that; expected a span such as 28d or 12mo; found "soon"'),
    ],
)
def test_a_value_the_author_did_not_allow_is_refused(tmp_path: Path, overrides: dict[str, object], said: str) -> None:
    with pytest.raises(RulesFault) as caught:
        read(tmp_path, COUNT).resolved(overrides)
    assert [fault.split(": ", 2)[2] for fault in caught.value.faults] == [said]
    assert caught.value.faults[0].startswith("rule.yaml:1")


def test_the_bounds_themselves_are_allowed(tmp_path: Path) -> None:
    rule = read(tmp_path, COUNT)
    for overrides in ({"n": 2}, {"n": 10}, {"within": "30d"}, {"within": "12mo"}, {"within": "1y"}):
        rule.resolved(overrides)


def test_tests_of_the_tests_may_pass_the_bounds_but_not_make_nonsense(tmp_path: Path) -> None:
    rule = read(tmp_path, COUNT)
    assert rule.resolved({"n": 11}, bounded=False).params["n"].value == 11
    with pytest.raises(RulesFault, match="expected at least 1; found 0"):
        rule.resolved({"n": 0}, bounded=False)


def test_a_number_without_bounds_is_fixed(tmp_path: Path) -> None:
    rule = read(tmp_path, change(COUNT, "value: 3, min: 2, max: 10", "value: 3"))
    assert rule.resolved({"n": 3}).params["n"].value == 3
    with pytest.raises(RulesFault, match="expected 3, which is fixed; found 4"):
        rule.resolved({"n": 4})


def test_a_rule_cannot_change_and_travels_between_processes(tmp_path: Path) -> None:
    rule = read(tmp_path, COUNT)
    with pytest.raises(ValidationError, match="frozen"):
        rule.title = "Another"  # type: ignore[misc]
    copy = pickle.loads(pickle.dumps(rule))
    assert copy == rule
    assert copy.resolved({"n": 4}) == rule.resolved({"n": 4})
