"""durable-rules and the plain fixpoint, on composites and facts drawn at random: they must give the same answer."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flagger.infer.closure import Composite, Fact
from flagger.infer.durable import DurableRules
from flagger.infer.fixpoint import Fixpoint

MEMBERS = [f"R{n:02}" for n in range(6)]
FAMILIES = ["one", "two", "three"]
DEPTH = 4


@st.composite
def towers(draw: st.DrawFn) -> tuple[Composite, ...]:
    """Composites in up to four strata, each over rules and over composites of the strata below it, in any order."""
    below = list(MEMBERS)
    drawn: list[Composite] = []
    for stratum in range(draw(st.integers(1, DEPTH))):
        these = [draw(composites(f"C{stratum}{n}", below)) for n in range(draw(st.integers(1, 2)))]
        drawn += these
        below += [composite.id for composite in these]
    return tuple(draw(st.permutations(drawn)))


@st.composite
def composites(draw: st.DrawFn, name: str, below: list[str]) -> Composite:
    of = tuple(draw(st.lists(st.sampled_from(below), min_size=1, max_size=6, unique=True)))
    must = tuple(draw(st.lists(st.sampled_from(of), max_size=2, unique=True)))
    distinct = draw(st.sampled_from(["family", "rule"]))
    return Composite(name, draw(st.sampled_from(FAMILIES)), of, draw(st.integers(1, 3)), distinct, must)


FACTS = st.lists(
    st.builds(
        Fact, st.integers(0, 99).map("f{}".format), st.sampled_from([*MEMBERS, "R99"]), st.sampled_from(FAMILIES)
    ),
    max_size=8,
)


def by_hand(tower: Sequence[Composite], facts: Sequence[Fact]) -> set[str]:
    """What holds, worked out anew from nothing as often as there are composites: no chain is longer."""
    families = {composite.id: composite.family for composite in tower}

    def follows(held: set[str]) -> set[str]:
        present = {(fact.rule, fact.family) for fact in facts} | {(name, families[name]) for name in held}
        result = set()
        for composite in tower:
            mine = [(rule, family) for rule, family in present if rule in composite.of]
            number = len({rule if composite.distinct == "rule" else family for rule, family in mine})
            included = not composite.must_include or any(rule in composite.must_include for rule, _ in mine)
            if number >= composite.at_least and included:
                result.add(composite.id)
        return result

    held: set[str] = set()
    for _ in tower:
        held = follows(held)
    assert follows(held) == held
    return held


@settings(max_examples=200, deadline=None)
@given(tower=towers(), facts=FACTS)
def test_the_fixpoint_is_the_least_set_that_explains_itself(tower: tuple[Composite, ...], facts: list[Fact]) -> None:
    assert Fixpoint(tower).closure(facts) == by_hand(tower, facts)


@settings(max_examples=60, deadline=None)
@given(tower=towers(), cases=st.lists(FACTS, min_size=1, max_size=10), seed=st.randoms(use_true_random=False))
def test_durable_rules_and_the_fixpoint_agree(
    tower: tuple[Composite, ...], cases: list[list[Fact]], seed: random.Random
) -> None:
    pytest.importorskip("durable.engine", exc_type=ImportError)
    durable, plain = DurableRules(tower), Fixpoint(tower)
    for facts in cases:
        shuffled = seed.sample(facts, len(facts))
        assert durable.closure(facts) == durable.closure(shuffled) == plain.closure(facts)


def test_three_thousand_random_cases_agree() -> None:
    pytest.importorskip("durable.engine", exc_type=ImportError)
    draw = random.Random(20_260_101)
    held = 0
    for _ in range(30):
        below, tower = list(MEMBERS), []
        for n in range(8):
            of = tuple(draw.sample(below, draw.randint(2, min(5, len(below)))))
            must = tuple(draw.sample(of, draw.randint(0, 1)))
            distinct = draw.choice(["family", "rule"])
            tower.append(Composite(f"C{n}", draw.choice(FAMILIES), of, draw.randint(1, 3), distinct, must))
            below.append(f"C{n}")
        draw.shuffle(tower)
        durable, plain = DurableRules(tower), Fixpoint(tuple(tower))
        for _ in range(100):
            facts = [Fact(f"f{n}", draw.choice(MEMBERS), draw.choice(FAMILIES)) for n in range(draw.randint(1, 5))]
            assert durable.closure(facts) == plain.closure(facts)
            held += len(plain.closure(facts))
    assert held > 3_000  # the cases are no empty ones
