"""What a trial gained, lost and changed: matches that share rows belong together, however long the chain."""

from __future__ import annotations

from report_sample import event, flag

from flagger.flags.record import Flag
from flagger.rule_trial import Change, changes

EVENTS = {number: event(number) for number in range(1, 10)}


def match(*rows: int, beside: int = 0) -> Flag:
    """A match with these rows behind it, and perhaps one that only supports it."""
    evidence = [(EVENTS[row], "evidence") for row in rows] + ([(EVENTS[beside], "told again")] if beside else [])
    name = "-".join(map(str, rows))
    return flag("T01", "concern", *evidence, id=name, evidence_hash=name)


def test_the_same_match_is_no_change() -> None:
    assert list(changes([match(1, 2)], [match(1, 2)])) == []


def test_matches_that_share_no_row_are_gained_and_lost() -> None:
    old, new = match(1, 2), match(3, 4)
    assert list(changes([old], [new])) == [Change((old,), ()), Change((), (new,))]


def test_matches_that_share_a_row_are_one_change_along_a_chain() -> None:
    first, second, third = match(1, 2), match(3, 4), match(5, 6)
    left, right = match(2, 3), match(4, 5)
    assert list(changes([first, second, third], [left, right])) == [Change((first, second, third), (left, right))]


def test_a_row_that_only_supports_joins_nothing() -> None:
    old, new = match(1, 2, beside=3), match(3, 4, beside=1)
    assert list(changes([old], [new])) == [Change((old,), ()), Change((), (new,))]
