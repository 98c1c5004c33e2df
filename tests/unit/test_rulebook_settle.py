"""What packs come to on a day: which values hold, whose they are, the words of texts, and the rules that are off."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from area_sample import MARL, pack, rulebook
from rulebook_sample import ABSENCE, COUNT, change

from flagger.rulebook.load import Rulebook
from flagger.rulebook.settle import InForce, in_force


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def settled(root: Path, text: str, as_at: str = "2024-06-30", book: Rulebook | None = None) -> InForce:
    book = book or rulebook(root / "book")
    return in_force(book, [pack(root, text, book)], day(as_at))


TWO = (
    f"rules:\n  T01:\n    within:\n      - {{value: 90d, {MARL}, to: 2023-12-31}}\n"
    "      - {value: 60d, source: New, from: 2024-01-01, to: 2024-12-31}\n"
)


@pytest.mark.parametrize(
    ("as_at", "value"),
    [
        ("2022-12-31", "180d"),
        ("2023-01-01", "90d"),
        ("2023-12-31", "90d"),
        ("2024-01-01", "60d"),
        ("2025-01-01", "180d"),
    ],
)
def test_a_value_holds_on_its_first_and_its_last_day_and_on_no_other(tmp_path: Path, as_at: str, value: str) -> None:
    here = settled(tmp_path, TWO, as_at)
    rule = here.rulebook.rules["T01"]
    assert str(rule.params["within"].value) == str(rule.match.count.within) == value  # type: ignore[union-attr]
    assert set(rule.set_by) == ({"within"} if value != "180d" else set())
    assert str(rule.authors("within")) == "180d"


def test_a_value_that_does_not_hold_is_said_with_its_days(tmp_path: Path) -> None:
    old, new = settled(tmp_path, TWO).said
    assert old.why_not == "it holds from 1 January 2023 to 31 December 2023, which does not include 30 June 2024"
    assert new.why_not == "" and (new.area, new.source) == ("Marl", "New")


def test_a_number_of_an_area_is_local_and_of_its_source(tmp_path: Path) -> None:
    rule = settled(tmp_path, TWO).rulebook.rules["T01"]
    within, n = rule.params["within"], rule.params["n"]
    assert (within.basis, within.source, rule.set_by) == ("local", "New", {"within": "Marl"})
    assert (n.basis, n.source) == ("inference", "ours")


def test_of_two_packs_the_areas_own_says_and_the_countrys_where_it_is_silent(tmp_path: Path) -> None:
    book = rulebook(tmp_path / "book")
    wide = pack(
        tmp_path, f"rules: {{T01: {{n: {{value: 5, {MARL}}}, within: {{value: 30d, {MARL}}}}}}}\n", book, "Country"
    )
    own = pack(tmp_path, f"rules: {{T01: {{n: {{value: 4, {MARL}}}}}}}\n", book)
    here = in_force(book, [wide, own], day("2024-06-30"))
    rule = here.rulebook.rules["T01"]
    assert (rule.params["n"].value, str(rule.params["within"].value)) == (4, "30d")
    assert rule.set_by == {"n": "Marl", "within": "Country"}
    assert [(s.area, s.about[1], s.why_not) for s in here.said] == [
        ("Country", "n", "Marl says otherwise"),
        ("Country", "within", ""),
        ("Marl", "n", ""),
    ]


def test_texts_use_the_words_of_the_area_and_leave_those_of_a_match(tmp_path: Path) -> None:
    text = change(
        COUNT, "ask: [What stood in the way?]", 'ask: ["Was the {risk_checklist} seen at {tier_early_help}?"]'
    )
    text = change(text, "{n} missed, if", "{n} missed at {tier_early_help}, if")
    book = rulebook(tmp_path / "book", T01=text)
    plain = in_force(book, [], day("2024-06-30")).rulebook.rules["T01"]
    assert plain.ask == ("Was the risk checklist (DASH or DARA) seen at early help?",)
    pack_text = f"tiers: {{early_help: {{name: Early Support, {MARL}}}}}\nrisk_tool: {{tool: dara, {MARL}}}\n"
    rule = settled(tmp_path, pack_text, book=book).rulebook.rules["T01"]
    assert rule.ask == ("Was the risk checklist (here DARA) seen at Early Support?",)
    assert rule.because.possible is not None and rule.because.possible.startswith("{n} missed at Early Support, if")
    assert rule.document is plain.document


def test_a_rule_that_expects_one_checklist_takes_the_forces_own_too(tmp_path: Path) -> None:
    book = rulebook(tmp_path / "book", T03=change(ABSENCE, "expect: {code: [visit]}", "expect: {code: [dash]}"))
    here = settled(tmp_path, f"risk_tool: {{tool: dara, {MARL}}}\n", book=book)
    expected = [here.rulebook.rules["T03"].match.absence, book.rules["T03"].match.absence]
    assert [absence.expect[0].code for absence in expected if absence] == [("dash", "dara"), ("dash",)]


def off_of(root: Path, text: str, as_at: str = "2024-06-30", **changed: str) -> dict[str, str]:
    return dict(settled(root, text, as_at, rulebook(root / "book", **changed)).off)


LEFT_OFF = change(COUNT, "status: test\n", "status: test\ndefault: off\noff_because: No national number exists.\n")


def test_a_rule_is_off_only_on_the_days_of_the_area(tmp_path: Path) -> None:
    text = f"off: {{T02: {{reason: Another process looks., {MARL}, to: 2024-06-30}}}}\n"
    said = {"T02": "switched off here: Another process looks. (Marl: Invented protocol)"}
    assert off_of(tmp_path, text) == said
    assert off_of(tmp_path, text, "2024-07-01") == {}


def test_a_rule_that_counts_one_that_is_off_is_not_run_either(tmp_path: Path) -> None:
    counting = change(
        COUNT,
        "id: T01",
        "id: T07",
    )
    counting = change(counting, "missed: {code: [was_not_brought]}", "missed: {rule: T01}")
    counting = change(counting, ", collapse: {within: 1d, same: [agency]}", "")
    off = off_of(tmp_path, f"off: {{T01: {{reason: No, {MARL}}}}}\n", T07=counting)
    assert set(off) == {"T01", "T07"} and off["T07"] == "it counts the patterns of T01, which is not run here"


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("", True),
        (f"on: {{T01: {{reason: We look for it., {MARL}}}}}\n", False),
        (f"rules: {{T01: {{n: {{value: 4, {MARL}}}}}}}\n", False),
        (f"rules: {{T01: {{n: {{value: 4, {MARL}, to: 2023-12-31}}}}}}\n", True),
        (f"rules: {{T01: {{n: {{value: 4, {MARL}}}}}}}\noff: {{T01: {{reason: No, {MARL}}}}}\n", True),
    ],
)
def test_a_rule_left_off_runs_where_an_area_sets_it(tmp_path: Path, text: str, off: bool) -> None:
    assert ("T01" in off_of(tmp_path, text, T01=LEFT_OFF)) is off


def test_names_are_read_on_every_day_since_old_rows_tell_of_old_teams(tmp_path: Path) -> None:
    here = settled(tmp_path, f"agencies: {{gp: {{names: [Old Mill], {MARL}, to: 2023-02-01}}}}\n")
    assert [(s.kind, s.value, s.why_not) for s in here.said] == [("names", "Old Mill", "")]
