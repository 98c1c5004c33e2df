"""What a rule looks for, said in words, for every matcher."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulebook_sample import ABSENCE, AUDITS, COMBINE, COUNT, FALL, MEASURE, SEQUENCE, change, load, read

from flagger.report.library.text import rule_text, rules_list
from flagger.report.library.words import bounds, looks_for

SELECTOR = "missed: {code: [was_not_brought]}"
WORDS = {
    COUNT: "At least 3 rows within 180 days, each a row about “was not brought”. "
    "Rows of one agency that are 1 day or less apart count once.",
    SEQUENCE: "First (closed): a row about “case closed”. Then within 180 days, on a later day (back): a row about "
    "“referral”, with none of these between them: a row about “case opened”.",
    ABSENCE: "It starts from a row about “police incident”. Within 180 days after that, it expects a row about "
    "“visit”. Not where this is under way: from a row about “child protection plan start”, "
    "until a row about “child protection plan end”. "
    "It is assessed only where coverage is declared for these days of children's social care.",
    MEASURE: "The whole: a row about “was not brought” or “appointment attended”. "
    "The part, among the whole: a row about “was not brought”. "
    "Within 180 days the part is 75% or more; the whole is at least 3 rows.",
    FALL: "Within 180 days the part is 75% or more in one such stretch, and 34% or less in a later one; the whole is "
    "at least 3 rows.",
    COMBINE: "At least 2 different patterns within 180 days, among the rules T01 and T02. One of them is T01. Patterns "
    "count that are confirmed.",
}


@pytest.mark.parametrize(
    ("rule", "words"), WORDS.items(), ids=["count", "sequence", "absence", "measure", "fall", "combine"]
)
def test_every_matcher_is_said_in_words(tmp_path: Path, rule: str, words: str) -> None:
    assert words in " ".join(looks_for(read(tmp_path, rule)))


@pytest.mark.parametrize(
    ("selector", "words"),
    [
        ("{code: [a, b], with: [c], not_with: [d]}", "a row about “a” or “b” and also about “c” and not about “d”"),
        ("{code: [a], agency: [gp, csc]}", "a row about “a” of the GP or children's social care"),
        ("{code: [a], coding: [negated, other_person]}", "a row about “a” (said as negated or other person)"),
        (
            "{code: [a], not_follows: {of: {code: [b]}, within: 28d}}",
            "a row about “a” that does not come within 28 days after a row about “b”",
        ),
        (
            "{code: [a], precedes: {of: {code: [b]}, within: 1mo}}",
            "a row about “a” that comes within 1 month before a row about “b”",
        ),
        (
            "{code: [a], follows: {of: {code: [b]}, within: 1y}, not_precedes: {of: {code: [c]}, within: 28d}}",
            "a row about “a” that comes within 1 year after a row about “b”, and that does not come within 28 days "
            "before a row about “c”",
        ),
        (
            "{code: [a], follows: {of: [{code: [b]}, {code: [c]}], within: 1y}, not_with: [d]}",
            "a row about “a” and not about “d” that comes within 1 year after [a row about “b”; or a row about “c”]",
        ),
        ("[{code: [a]}, {code: [b]}]", "a row about “a”; or a row about “b”"),
    ],
)
def test_every_key_of_a_selector_is_said(tmp_path: Path, selector: str, words: str) -> None:
    rule = read(tmp_path, change(COUNT, SELECTOR, f"missed: {selector}"))
    assert f"each {words}." in looks_for(rule)[0]


def test_matches_of_another_rule_are_said_as_patterns(tmp_path: Path) -> None:
    edits = ((", collapse: {within: 1d, same: [agency]}", ""), ("{code: [was_not_brought]}", "{rule: T09}"))
    (_, said) = reversed(looks_for(read(tmp_path, change(COUNT, *edits[0], edits[1]))))
    assert said == "At least 3 patterns within 180 days, each a pattern found by rule T09."


def test_numbers_are_said_with_limits_basis_and_source(tmp_path: Path) -> None:
    assert next(bounds(read(tmp_path, COUNT))) == (
        "n",
        "3 times",
        "an area may set from 2 to 10",
        "Our own inference. ours",
    )


def test_a_number_without_limits_is_fixed(tmp_path: Path) -> None:
    rule = read(tmp_path, change(COUNT, "min: 2, max: 10, ", ""))
    assert next(bounds(rule))[2] == "fixed"


def test_the_sentence_is_shown_with_the_rules_own_numbers(tmp_path: Path) -> None:
    text = shown(tmp_path, {"T01": COUNT})
    assert "missed between [first] and [last]; 3 or more within 180 days." in text


def test_findings_stand_under_the_title_of_their_audit(tmp_path: Path) -> None:
    found = "An invented audit (audit 900; an invented partnership, 2020) - Missed appointments went unasked."
    assert found in shown(tmp_path, {"T01": COUNT})


def test_each_test_is_one_line_with_what_it_expects(tmp_path: Path) -> None:
    book = load(tmp_path, {"T01": COUNT}, AUDITS)
    lines = rule_text(book.rules["T01"], book).splitlines()
    assert lines[-2:] == ["  confirmed  three in six months", "  nothing    one only"]


def test_the_days_for_which_a_number_is_in_force_are_said(tmp_path: Path) -> None:
    dated = change(COUNT, "source: ours}\n  within", "source: ours, valid_from: 2026-01-02}\n  within")
    assert "3 times (an area may set from 2 to 10, in force from 2 January 2026)" in shown(tmp_path, {"T01": dated})


def test_rules_that_go_together_name_each_other(tmp_path: Path) -> None:
    rules = {"T01": COUNT, "T02": SEQUENCE, "T05": COMBINE}
    assert "It takes what these rules find - T01 Missed appointments - T02" in shown(tmp_path, rules, "T05")
    assert "What it finds is taken by - T05 T05 missed appointments" in shown(tmp_path, rules, "T01")


def test_nothing_is_wider_than_eighty_columns(tmp_path: Path) -> None:
    book = load(
        tmp_path, {"T01": COUNT, "T02": change(SEQUENCE, "title: T02 missed", f"title: {'very ' * 30}missed")}, AUDITS
    )
    for text in (rules_list(book.rules.values()), *(rule_text(rule, book) for rule in book.rules.values())):
        assert max(map(len, text.splitlines())) <= 80


def test_rules_are_listed_by_theme_kind_and_status(tmp_path: Path) -> None:
    book = load(
        tmp_path, {"T02": SEQUENCE, "T01": COUNT, "T03": change(ABSENCE, "status: test", "status: draft")}, AUDITS
    )
    assert rules_list(book.rules.values()).splitlines() == [
        "themes: concern, a draft",
        "  T03  T03 missed appointments",
        "",
        "themes: concern, in test",
        "  T01  Missed appointments",
        "  T02  T02 missed appointments",
        "",
        "3 rules: 3 concern",
    ]


def shown(root: Path, rules: dict[str, str], rule: str = "T01") -> str:
    book = load(root, rules, AUDITS)
    return " ".join(rule_text(book.rules[rule], book).split())
