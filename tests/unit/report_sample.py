"""A small document by hand, with whatever a test wants to be different."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flagger.contract.records import (
    AS_GIVEN,
    FORMAT,
    NOT_A_FINDING,
    AuditFinding,
    Coded,
    Declared,
    Document,
    Event,
    File,
    Listed,
    Noted,
    Person,
    Prompted,
    RuleInForce,
    Span,
    Theme,
    Tool,
    Topic,
)
from flagger.flags.record import Absent, Evidence, Flag, Parameter, RuleOutcome


def coded(code: str, start: int, end: int, status: str = "affirmed", words: str = "") -> Coded:
    return Coded(code, status, words, "text", start, end, "phrase: x", "")


def event(number: int, text: str = "Rang mum", **changes: Any) -> Event:
    whole = Event(
        id=f"{number:012x}", case="hartley", file="gp.csv", sheet=None, row=number + 1,
        date_text=f"{number:02}/03/2022", earliest=f"2022-03-{number:02}", latest=f"2022-03-{number:02}",
        precision="day", doubted=False, time=None, recorded_earliest=None, recorded_latest=None, agency="gp", source="",
        person="Ava", text=text, event_type="", outcome="", other={}, marks=(), incident=f"{number:012x}",
        who=("p1",), codes=(),
    )  # fmt: skip
    return replace(whole, **changes)


def flag(rule: str, kind: str, *evidence: tuple[Event, str], **changes: Any) -> Flag:
    behind = tuple(Evidence(of.id, role) for of, role in evidence)
    whole = Flag(
        id=f"{rule}-flag", evidence_hash="e", rule=rule, version="1.0.0", title=f"Title of {rule}", kind=kind,
        family="engagement", case="hartley", child=None, agency=None, first="2022-03-01", last="2022-03-02",
        first_met=("2022-03-02", "2022-03-02"), status="confirmed", says=f"What {rule} says.", grades=(),
        evidence=behind, absent=(), measures={"n": 2},
        parameters={"within": Parameter("28 days", "inference", "None is published.")},
        findings=("003-x",), prompts=("a-day",), ask=("What is it like?",), consider=("A letter lost.",),
        does_not_see="What is not written.",
    )  # fmt: skip
    return replace(whole, **changes)


def document(**changes: Any) -> Document:
    """One case, two rows, a strength and a concern, one rule not assessed and one that found nothing."""
    one = event(1, "Was not brought to clinic", codes=(coded("was_not_brought", 0, 15, words="Was not brought"),))
    two = event(2, "Not known", agency="", earliest=None, latest=None, date_text="")
    absent = Absent(("marac_heard",), "2022-03-01", "2022-03-28", ("police",), two.id)
    outcomes = (
        RuleOutcome("hartley", "R1", "flagged"),
        RuleOutcome("hartley", "R2", "not flagged"),
        RuleOutcome("hartley", "R3", "not assessed", "no dated row is about a move"),
        RuleOutcome("hartley", "S1", "flagged"),
    )
    kinds = {"R1": "concern", "R2": "concern", "R3": "concern", "S1": "strength"}
    whole = Document(
        format=FORMAT,
        notice=NOT_A_FINDING,
        as_at="2022-06-30",
        as_at_from=AS_GIVEN,
        fictional=False,
        notes=(),
        tool=Tool("0.1.0", "a" * 64, "b" * 64, "plain fixpoint"),
        areas=(),
        area_says=(),
        coverage=(Declared("*", "gp", "2022-01-01", "2022-06-30", "everything", True),),
        files=(File("gp.csv", "c" * 64, 3, 2, (Listed(None, 1, "headings"),), {"Date": "date"}, (), ""),),
        problems=(Noted("gp.csv", None, 3, "Date", "unreadable-date", "the date could not be read"),),
        events=(one, two),
        flags=(
            flag("R1", "concern", (one, "anchor"), (two, "nearest"), absent=(absent,)),
            flag("S1", "strength", (one, "evidence"), grades=("five or more",)),
        ),
        outcomes=outcomes,
        asks=(),
        rules={
            name: RuleInForce(f"Title of {name}", "", kind, "test", "f", "1.0.0", "engagement", "planning")
            for name, kind in kinds.items()
        },
        findings={"003-x": AuditFinding("An audit", "A partnership", "2023", "A heading", "What it found.", "worry")},
        prompts={"a-day": Prompted("What is a day like?", "experience", ("whole_family",))},
        people=(Person("p1", "hartley", "Ava Hartley", True, None, None, ("child",)),),
        spans=(Span("hartley", "any_case", "Open", "2022-03-01", "2022-03-01", None, None, one.id, None),),
        headings={"recognition": "Recognition", "planning": "Planning and intervention"},
        themes={"engagement": Theme("Engagement", "planning")},
        topics={"missed": Topic("Not brought", ("was_not_brought",)), "other": Topic("Anything else", ())},
    )
    return replace(whole, **changes)
