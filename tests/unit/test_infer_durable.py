"""What durable-rules 2.0.28 does badly (docs/decisions/0004), and that the adapter never comes near it."""

from __future__ import annotations

import inspect
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from flagger.infer.closure import Composite, Fact, InferenceFault
from flagger.infer.durable import DurableRules, fnv1a, ruleset

pytest.importorskip("durable.engine", exc_type=ImportError)

FEW = Composite("C1", "combined", ("R01", "R02", "R03"), 2, "family")
ABOVE = Composite("C2", "top", ("C1", "R04"), 2, "rule", ("C1",))
COMPOSITES = (FEW, ABOVE)
COLLIDING = ("CASE-0724246", "CASE-1465780")


def facts(*rules: str) -> list[Fact]:
    return [Fact(f"f{n}", rule, f"family of {rule}") for n, rule in enumerate(rules)]


class Recorder:
    """Stands between the adapter and its host, and keeps what is asked of the host."""

    def __init__(self, engine: DurableRules) -> None:
        self._host: Any = engine._host
        self.calls: list[tuple[str, Any]] = []
        engine._host = self

    def __getattr__(self, name: str) -> Any:
        def call(_: str, value: Any) -> Any:
            self.calls.append((name, value))
            return getattr(self._host, name)("flagger", value)

        return call

    @property
    def told(self) -> list[dict[str, str]]:
        return [value for name, value in self.calls if name == "assert_fact"]


@pytest.fixture
def engine() -> DurableRules:
    return DurableRules(COMPOSITES)


@pytest.fixture
def recorder(engine: DurableRules) -> Recorder:
    return Recorder(engine)


def conditions(composites: tuple[Composite, ...] = COMPOSITES) -> list[Any]:
    return [rule["all"] for rule in ruleset(composites, lambda c: lambda c: None).values()]


def test_every_rule_is_one_condition_of_two_constants() -> None:
    """Rows 1, 2, 11, 12, 13: no inequality, join, negation, count, any, or, timer, arithmetic or regex can be told."""
    members = ["R01", "R02", "R03", "C1", "R04"]
    assert conditions() == [[{"fact": {"$and": [{"kind": "match"}, {"rule": member}]}}] for member in members]
    assert {key for rule in ruleset(COMPOSITES, lambda c: lambda c: None).values() for key in rule} == {"all", "run"}


def test_cases_whose_ids_collide_are_not_mixed(engine: DurableRules, recorder: Recorder) -> None:
    """Row 3: a session is found by 32 bits of its name. Only one session is ever used, and no case is named in it."""
    assert fnv1a(COLLIDING[0]) == fnv1a(COLLIDING[1])
    first, second = (Fact(f"{case}:1", rule, rule) for case, rule in zip(COLLIDING, ("R01", "R02"), strict=True))
    assert [engine.closure([first]), engine.closure([second]), engine.closure([first, second])] == [
        set(),
        set(),
        {"C1"},
    ]
    assert {told["sid"] for told in recorder.told} == {"case"}


def test_facts_whose_ids_collide_are_both_told(engine: DurableRules, recorder: Recorder) -> None:
    """Row 4: a fact is known by 32 bits of its id, so a second one would be taken for the first."""
    both = [Fact(name, rule, rule) for name, rule in zip(COLLIDING, ("R01", "R02"), strict=True)]
    assert engine.closure(both) == {"C1"}
    assert [told["id"] for told in recorder.told] == [COLLIDING[0], f"{COLLIDING[1]}+"]


def test_a_match_under_the_id_of_a_composite_is_told_apart_from_it(engine: DurableRules) -> None:
    named = [Fact("C1", "R01", "a"), Fact("C2", "R04", "b"), Fact("D", "R02", "c")]
    assert engine.closure(named) == {"C1", "C2"}


def test_more_cases_than_there_are_sessions_are_answered(engine: DurableRules) -> None:
    """Row 5: the engine holds 1,024 sessions."""
    assert all(engine.closure(facts("R01", "R02")) == {"C1"} for _ in range(1_100))


def test_memory_stays_flat_over_two_thousand_cases() -> None:
    """Row 6: sessions that are kept cost half a megabyte each. Asked of a process of its own."""
    program = """
import resource, warnings
warnings.simplefilter("ignore")
from flagger.infer.closure import Composite, Fact
from flagger.infer.durable import DurableRules
engine = DurableRules([Composite("C1", "combined", ("R01", "R02", "R03"), 2, "family")])
facts = [Fact(f"f{n}", f"R0{n}", f"{n}") for n in (1, 2, 3)]
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for _ in range(100):
    engine.closure(facts)
before = peak()
for _ in range(2000):
    engine.closure(facts)
print(peak() - before)
"""
    grown = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    kilobytes = int(grown) / (1024 if sys.platform == "darwin" else 1)
    assert kilobytes < 8_000


def test_two_hundred_rules_are_taken_and_one_more_is_refused() -> None:
    """Row 7: beyond some 250 rules the engine fails, and then hangs."""
    wide = Composite("C1", "combined", tuple(f"R{n}" for n in range(200)), 200, "rule")
    assert DurableRules([wide]).closure(facts(*wide.of)) == {"C1"}
    with pytest.raises(InferenceFault, match="201 pairs of a combined rule and a member; expected at most 200"):
        DurableRules([wide, Composite("C2", "combined", ("R1",), 1, "rule")])


def test_no_thread_is_started_and_actions_run_on_the_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 8: the engine's own host starts two timers, on whose threads actions may run."""
    ran: set[int] = set()
    noted = DurableRules._note
    monkeypatch.setattr(DurableRules, "_note", lambda *a: (ran.add(threading.get_ident()), noted(*a)))
    before = threading.active_count()
    assert DurableRules(COMPOSITES).closure(facts("R01", "R02")) == {"C1"}
    time.sleep(0.3)  # the host's timers would fire after a quarter of a second
    assert threading.active_count() == before
    assert ran == {threading.get_ident()}


def test_callers_on_several_threads_each_get_their_own_answer(engine: DurableRules) -> None:
    asked = [facts("R01"), facts("R01", "R02"), facts("R01", "R02", "R04"), facts("R03", "R04")] * 50
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(engine.closure, asked))
    assert answers == [set(), {"C1"}, {"C1", "C2"}, set()] * 50


def test_an_error_in_an_action_is_raised_and_nothing_is_answered_after_it(
    engine: DurableRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 9: the engine swallows what an action raises."""
    monkeypatch.setattr(engine, "_note", lambda composite, c: 1 / 0)
    with pytest.raises(InferenceFault, match=r"failed on a match of R01 \(ZeroDivisionError\)") as raised:
        engine.closure(facts("R01"))
    assert isinstance(raised.value.__cause__, ZeroDivisionError)
    monkeypatch.undo()
    with pytest.raises(InferenceFault, match="failed on an earlier case"):
        engine.closure(facts("R01"))


def test_a_person_who_stops_the_run_during_an_action_stops_it(
    engine: DurableRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(composite: Composite, c: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "_note", stop)
    with pytest.raises(KeyboardInterrupt):
        engine.closure(facts("R01"))


def test_a_fact_that_the_engine_says_it_has_seen_is_an_error(
    engine: DurableRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows 4 and 10: never taken as "seen already"."""
    message = {"id": "same", "sid": "case", "kind": "match", "rule": "R01"}
    monkeypatch.setattr(engine, "_message", lambda fact: engine._kind_of.update(same=("R01", "a")) or dict(message))
    with pytest.raises(InferenceFault, match="MessageObservedException"):
        engine.closure(facts("R01", "R02"))


def test_a_fact_that_no_rule_reads_is_an_error(engine: DurableRules, monkeypatch: pytest.MonkeyPatch) -> None:
    message = {"id": "f", "sid": "case", "kind": "match", "rule": "R99"}
    monkeypatch.setattr(engine, "_message", lambda fact: dict(message))
    with pytest.raises(InferenceFault, match="MessageNotHandledException"):
        engine.closure(facts("R01"))


def test_only_what_some_rule_reads_is_told_and_one_at_a_time(engine: DurableRules, recorder: Recorder) -> None:
    """Rows 9 and 10: an unread fact fails, and after one `delete_state` may crash; in a batch good ones are lost."""
    assert engine.closure(facts("R99", "R01", "R02", "R04")) == {"C1", "C2"}
    assert [told["rule"] for told in recorder.told] == ["R01", "R02", "R04"]
    assert [name for name, _ in recorder.calls] == ["assert_fact"] * 3 + ["delete_state"]
    assert engine.closure(facts("R99")) == set()
    assert len(recorder.calls) == 4


def test_each_fact_fires_once_for_each_composite_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows 12 and 13: joins fire for every permutation, and alternatives more than once."""
    fired: list[tuple[str, str]] = []
    noted = DurableRules._note

    def note(self: DurableRules, composite: Composite, c: Any) -> None:
        fired.append((composite.id, c.fact.rule))
        noted(self, composite, c)

    monkeypatch.setattr(DurableRules, "_note", note)
    engine = DurableRules([FEW, Composite("C3", "combined", ("R01", "R02"), 2, "rule")])
    engine.closure(facts("R01", "R02", "R03", "R01"))
    assert sorted(fired) == [("C1", "R01"), ("C1", "R02"), ("C1", "R03"), ("C3", "R01"), ("C3", "R02")]


@pytest.mark.parametrize("name", ["3", "1.0", "", "R 01", 'R"01', "R\\01", "R01\n", "2024-01-10"])
def test_a_name_that_may_be_read_as_something_else_is_refused(name: str) -> None:
    """Rows 14 and 16: "3" is 3 to the engine, and quotes cannot be read back."""
    with pytest.raises(InferenceFault, match="cannot be given to durable-rules"):
        DurableRules([replace(FEW, of=("R01", name))])
    with pytest.raises(InferenceFault, match="cannot be given to durable-rules"):
        DurableRules([replace(FEW, id=name)])


@pytest.mark.parametrize("name", ["", "f 1", 'f"1', "f\\1", "f" * 201, "Mum said"])
def test_an_id_that_is_no_short_plain_name_is_refused_and_the_engine_stays_usable(
    engine: DurableRules, name: str
) -> None:
    """Rows 4, 15, 16: long text is hashed in part only; the engine must never be given narrative."""
    with pytest.raises(InferenceFault, match="a match of R01: expected an id"):
        engine.closure([Fact(name, "R01", "a")])
    assert engine.closure(facts("R01", "R02")) == {"C1"}


def test_a_fact_is_four_short_texts(engine: DurableRules, recorder: Recorder) -> None:
    """Rows 14 and 15."""
    engine.closure([Fact("f1", "R01", 'a family with "quotes", which stays in Python')])
    assert recorder.told == [{"id": "f1", "sid": "case", "kind": "match", "rule": "R01"}]


def test_the_answer_and_what_is_told_do_not_hang_on_the_order_of_the_facts(
    engine: DurableRules, recorder: Recorder
) -> None:
    """Rows 11 and 17: the engine fires in the order in which it is told."""
    these = facts("R01", "R02", "R03", "R04")
    told = []
    for seed in range(20):
        random.Random(seed).shuffle(these)
        recorder.calls.clear()
        assert engine.closure(these) == {"C1", "C2"}
        told.append(recorder.told)
    assert all(one == told[0] for one in told)


def test_a_late_fact_does_not_take_back_what_holds(engine: DurableRules) -> None:
    """Row 11: without negation more facts never mean fewer composites."""
    held: frozenset[str] = frozenset()
    for n in range(5):
        more = engine.closure(facts("R04", "R01", "R02", "R03")[:n])
        assert held <= more
        held = more


def test_an_action_takes_far_less_than_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 18: an action of more than ten seconds counts as done."""
    longest = 0.0
    noted = DurableRules._note

    def timed(*args: Any) -> None:
        nonlocal longest
        start = time.perf_counter()
        noted(*args)
        longest = max(longest, time.perf_counter() - start)

    monkeypatch.setattr(DurableRules, "_note", timed)
    wide = Composite("C1", "combined", tuple(f"R{n}" for n in range(200)), 200, "rule")
    assert DurableRules([wide]).closure(facts(*wide.of)) == {"C1"}
    assert longest < 1


def test_the_engine_changes_only_what_was_made_for_it() -> None:
    """Row 19: the rules it is given lose their actions, so they are made anew for each host."""
    made = ruleset(COMPOSITES, lambda c: lambda c: None)
    assert [DurableRules(COMPOSITES).closure(facts("R01", "R02")) for _ in range(2)] == [{"C1"}, {"C1"}]
    assert all("run" in rule for rule in made.values())


def test_an_action_has_exactly_one_parameter(engine: DurableRules) -> None:
    """With two the engine takes it as asynchronous and never calls it done."""
    assert all(len(inspect.signature(r["run"]).parameters) == 1 for r in ruleset(COMPOSITES, engine._noting).values())


def test_composites_that_cannot_be_told_apart_or_always_hold_are_refused() -> None:
    with pytest.raises(InferenceFault, match="one id stands twice"):
        DurableRules([FEW, replace(ABOVE, id="C1")])
    with pytest.raises(InferenceFault, match="C1: at_least is 0; expected 1 or more"):
        DurableRules([replace(FEW, at_least=0)])
