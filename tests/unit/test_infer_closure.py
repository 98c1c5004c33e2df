"""What holds by kinds alone, asked of both engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from flagger.infer.closure import Composite, Fact
from flagger.infer.engines import choose

Ask = Callable[[Sequence[Composite], Sequence[Fact]], frozenset[str]]

REPEAT = Fact("f1", "R01", "repetition")
RETURN = Fact("f2", "R05", "repetition")
MISSED = Fact("f3", "R22", "engagement")
ALL = ("R01", "R05", "R22")


@pytest.fixture(params=["durable", "fixpoint"])
def ask(request: pytest.FixtureRequest) -> Ask:
    if request.param == "durable":
        pytest.importorskip("durable.engine", exc_type=ImportError)
    return lambda composites, facts: choose(composites, request.param).closure(facts)


def test_two_families_hold_and_two_rules_of_one_family_do_not(ask: Ask) -> None:
    kinds = Composite("C1", "combined", ALL, 2, "family")
    assert ask([kinds], [REPEAT, MISSED]) == {"C1"}
    assert ask([kinds], [REPEAT, RETURN]) == set()


def test_two_rules_of_one_family_hold_where_rules_are_counted(ask: Ask) -> None:
    assert ask([Composite("C1", "combined", ALL, 2, "rule")], [REPEAT, RETURN]) == {"C1"}


def test_many_matches_of_one_rule_are_one_kind(ask: Ask) -> None:
    facts = [Fact(f"f{n}", "R01", "repetition") for n in range(20)]
    assert ask([Composite("C1", "combined", ALL, 2, "rule")], facts) == set()


def test_one_of_those_that_must_be_included_is_enough(ask: Ask) -> None:
    chosen = Composite("C1", "combined", ALL, 1, "rule", ("R01", "R05"))
    assert ask([chosen], [MISSED]) == set()
    assert ask([chosen], [MISSED, RETURN]) == {"C1"}


def test_a_composite_that_holds_is_a_fact_for_those_above_it(ask: Ask) -> None:
    tower = [
        Composite("C4", "top", ("C3", "R22"), 2, "rule", ("C3",)),
        Composite("C3", "upper", ("C2",), 1, "rule"),
        Composite("C2", "combined", ("C1", "R22"), 2, "family"),
        Composite("C1", "combined", ("R01", "R05"), 2, "rule"),
    ]
    assert ask(tower, [REPEAT, RETURN, MISSED]) == {"C1", "C2", "C3", "C4"}
    assert ask(tower, [REPEAT, RETURN]) == {"C1"}


def test_a_composite_counts_by_its_own_family(ask: Ask) -> None:
    below = Composite("C1", "repetition", ("R05",), 1, "rule")
    assert ask([below, Composite("C2", "combined", ("R01", "C1"), 2, "family")], [REPEAT, RETURN]) == {"C1"}


def test_matches_of_rules_that_no_composite_names_change_nothing(ask: Ask) -> None:
    assert ask([Composite("C1", "combined", ALL, 1, "rule")], [Fact("f1", "R99", "other")]) == set()


def test_no_facts_and_no_composites_give_nothing(ask: Ask) -> None:
    assert ask([Composite("C1", "combined", ALL, 1, "rule")], []) == set()
    assert ask([], [REPEAT]) == set()


def test_each_case_is_answered_by_itself(ask: Ask) -> None:
    kinds = [Composite("C1", "combined", ALL, 2, "family")]
    assert [ask(kinds, facts) for facts in ([REPEAT], [MISSED], [REPEAT, MISSED], [RETURN])] == [
        set(),
        set(),
        {"C1"},
        set(),
    ]
