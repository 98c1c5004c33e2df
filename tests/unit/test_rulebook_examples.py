"""The small chronologies inside rule files: every form of a line, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from rulebook_sample import COUNT, change, read

from flagger.model import Coverage
from flagger.rulebook.examples import (
    ExampleEvent,
    LineFault,
    line_faults,
    read_coverage,
    read_days,
    read_event,
    read_example,
)


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("1970-01-01", "1970-01-01", "1970-01-01"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-05-01..2024-05-09", "2024-05-01", "2024-05-09"),
        ("2024-02..2024-03", "2024-02-01", "2024-03-31"),
        ("2023..2024-01-05", "2023-01-01", "2024-01-05"),
        ("2024-05-01..2024-05-01", "2024-05-01", "2024-05-01"),
    ],
)
def test_a_date_is_all_the_days_it_can_mean(written: str, first: str, last: str) -> None:
    assert read_days(written) == (day(first), day(last))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2023-02-29", "expected a day that exists"),
        ("2024-13", "expected a day that exists"),
        ("2024-00", "expected a day that exists"),
        ("2024-05-02..2024-05-01", "expected its first day before its last"),
        ("24-05-01", "expected 2024-01-31"),
        ("2024-05-01..", "expected 2024-01-31"),
        ("2024-5-1", "expected 2024-01-31"),
        ("01/05/2024", "expected 2024-01-31"),
    ],
)
def test_a_date_that_is_none_is_refused(written: str, said: str) -> None:
    with pytest.raises(LineFault, match=said):
        read_days(written)


def test_a_line_is_an_event() -> None:
    assert read_event("a3 2024-05-01..2024-05-09 x+y agency=school incident=i1 status=hedged") == ExampleEvent(
        "a3", day("2024-05-01"), day("2024-05-09"), (("x", "hedged"), ("y", "hedged")), "school", "i1"
    )


def test_codings_are_affirmed_unless_said_otherwise() -> None:
    assert read_event("a 2024 x").codes == (("x", "affirmed"),)


def test_a_row_may_be_undated_or_carry_no_code() -> None:
    assert read_event("a undated -") == ExampleEvent("a", None, None, ())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a 2024", "an event is too short"),
        ("a", "an event is too short"),
        ("a 2024 x agency", "an event's field"),
        ("a 2024 x agency=", "an event's field"),
        ("a 2024 x agency=gp agency=csc", "an event's field"),
        ("a 2024 x y", "an event's field"),
        ("a 2024 x status=negate", r"did you mean `negated`\?\); found `negate`"),
        ("a 2024 x++y", "an event's codes"),
    ],
)
def test_a_line_that_is_no_event_is_refused(line: str, said: str) -> None:
    with pytest.raises(LineFault, match=said):
        read_event(line)


def test_coverage_is_of_everything_or_of_significant_events_only() -> None:
    assert read_coverage("gp 2023-01-01 2024-12 everything") == Coverage(
        "gp", day("2023-01-01"), day("2024-12-31"), True
    )
    assert read_coverage("gp 2023 2024 significant") == Coverage("gp", day("2023-01-01"), day("2024-12-31"), False)


@pytest.mark.parametrize(
    "line", ["gp 2023 2024", "gp 2023 2024 all", "gp 2024 2023 everything", "gp 2023 2024 everything x"]
)
def test_coverage_that_cannot_be_read_is_refused(line: str) -> None:
    with pytest.raises(LineFault, match="expected"):
        read_coverage(line)


def test_a_test_is_read_whole(tmp_path: Path) -> None:
    text = change(COUNT, "    as_at: 2024-12-31\n", "    as_at: 1970-02-01\n    coverage: [gp 2023 2024 everything]\n")
    example = read_example(read(tmp_path, text).tests[0])
    assert example.as_at == 31
    assert [event.id for event in example.events] == ["a1", "a2", "a3"]
    assert example.coverage == (Coverage("gp", day("2023-01-01"), day("2024-12-31"), True),)


def test_without_coverage_none_is_declared(tmp_path: Path) -> None:
    assert read_example(read(tmp_path, COUNT).tests[0]).coverage is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("      a2 ", "      a1 ", "an id is used twice; expected a different one for each event; found a1"),
        ("[a1, a2, a3]", "[a1, a9]", "`evidence` names no event; expected ids of `events`; found a9"),
    ],
)
def test_ids_of_a_test_must_fit(tmp_path: Path, old: str, new: str, said: str) -> None:
    test = read(tmp_path, change(COUNT, old, new)).tests[0]
    with pytest.raises(LineFault) as caught:
        read_example(test)
    assert str(caught.value) == said


def test_every_line_that_cannot_be_read_is_told_with_its_place(tmp_path: Path) -> None:
    text = change(
        COUNT, "a1 2024-01-10 was", "a1 2024-01-32 was", ("a3 2024", "a3 20x24"), ('"a1 2024-01-10', '"a1 2024-14')
    )
    text = change(text, "as_at: 2024-12-31\n", "as_at: 2024-12-31\n    coverage: [gp 2023 2024]\n")
    rule = read(tmp_path, text)
    lines = {int(f.split(":")[1]) for i in (0, 1) for f in line_faults(rule.tests[i], rule.document, ("tests", i))}
    expected = ("2024-01-32", "20x24", "coverage", "2024-14")
    assert lines == {i for i, line in enumerate(text.splitlines(), 1) if any(part in line for part in expected)}
