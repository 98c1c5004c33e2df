"""Each check finds its fault, with its place, and nothing in sound rules."""

# ruff: noqa: E501 - the table of faults has one row a line

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from rulebook_sample import (
    ABSENCE,
    AUDITS,
    COMBINE,
    COUNT,
    FALL,
    MEASURE,
    NOT_SHOWN,
    OTHER_FINDING,
    PROMPTS,
    RULES,
    SEQUENCE,
    change,
    load,
)

from flagger.codebook.book import Code, Codebook, Context
from flagger.rulebook.lint import CHECKS, Issue, lint
from flagger.rulebook.load import load_rulebook
from flagger.rulebook.where import rules_root
from flagger.rulebook.words import load_words

AS_AT = dt.date(2026, 11, 22)
FAMILIES = {
    "missed": ["was_not_brought", "did_not_attend"],
    "kept": ["appt_attended"],
    "case": ["case_opened", "case_closed"],
    "visit": ["cp_visit"],
    "incident": ["police_incident"],
    "plan": ["cp_plan_start", "cp_plan_end"],
    "referral_in": ["referral"],
}
AGENCIES = ("csc", "gp", "school")


def codebook() -> Codebook:
    codes = {
        code: Code(code, "", tuple(f for f, held in FAMILIES.items() if code in held), {}, (), (), ())
        for held in FAMILIES.values()
        for code in held
    }
    return Codebook(codes, dict.fromkeys(FAMILIES, ""), Context(0, (), (), (), (), (), frozenset()), "")


def issues_of(root: Path, rules: dict[str, str], audits: str = AUDITS) -> list[Issue]:
    return lint(load(root, rules, audits), AS_AT, codebook(), AGENCIES, load_words(rules_root()))


def test_sound_rules_have_no_issues(tmp_path: Path) -> None:
    assert issues_of(tmp_path, RULES) == []


NAMED = ("of: missed, at_least: $n", "of: [missed, {code: [appt_attended]}], distinct: [missed, kept], at_least: $n")
STEPS = "of: {code: [case_closed]}}\n      - {as: back, of: {code: [referral]}, "


def two_steps(first: str, second: str, relation: str) -> str:
    """The steps of SEQUENCE by these agencies, related by `relation`."""
    held = STEPS.replace("[case_closed]", f"[case_closed], agency: [{first}]")
    return held.replace("[referral]", f"[referral], agency: [{second}]") + f"{relation}: [agency], "


_NOT_DUE = ABSENCE[ABSENCE.index("  - {name: not due") : ABSENCE.index("owner:")]
FOUND = [
    ("file-name", COUNT, "id: T01", "id: T77", "id:", "the id is not the file's name; expected X; found T77"),
    ("key-order", COUNT, "title: Missed appointments\n", "", "summary:", None),
    ("own-title", MEASURE, "title: T04 missed", "title: MISSED", "title:", "the title is taken; expected one of its own; found that of T01"),
    ("report-policy", COUNT, "report: maximal", "report: densest", "report:", "this cannot be reported so; expected `maximal`; found `densest`"),
    ("report-policy", FALL, "report: non_overlapping", "report: densest", "report:", "this cannot be reported so; expected `non_overlapping`; found `densest`"),
    ("grades-fit", COUNT, "peak_at_least: 5", "days_at_most: 5", "five or more", "`days_at_most` is not measured here; expected it only with sequence; found count"),
    ("deprecated-says-why", COUNT, "status: test", "status: deprecated\nreplaced_by: T05", "status:", "a deprecated rule lacks `deprecated_reason`; expected it; found nothing"),
    ("deprecated-says-why", COUNT, "status: test", "status: test\nreplaced_by: T78", "replaced_by:", "`replaced_by` names no rule; expected the id of one; found T78"),
    ("reviewed", COUNT, "status: test", "status: stable", "reviewed_on:", "a stable rule needs a review; expected `reviewed_on` of 2024-11-22 or later; found 2024-11-21"),
    ("doubts-said", COUNT, "consider: [Letters to an old address.]\n", "", "id:", "`consider` is missing; expected what else might explain it; found nothing"),
    ("doubts-said", COUNT, "does_not_see: Appointments that nobody wrote down.\n", "", "id:", "`does_not_see` is missing; expected its blind spots; found nothing"),
    ("tests-cover", COUNT, "a2 2024-03 ", "a2 2024-03-01 ", "tests:", "the tests leave something out; expected one with an approximate date; found none"),
    ("tests-cover", COUNT, "expect: []}", "outcome: not assessed}", "tests:", "the tests leave something out; expected one that does not flag; found none"),
    ("tests-cover", COUNT, "expect: [{status: confirmed, evidence: [a1, a2, a3]}]", "expect: []", "tests:", "the tests leave something out; expected one that flags; found none"),
    ("tests-cover", ABSENCE, _NOT_DUE, "", "tests:", "the tests leave something out; expected one that is pending; found none"),
    ("tests-cover", COUNT, "expect: []}", "expect: [], outcome: flagged}", "one only", "`expect` and `outcome` differ; expected the same of both; found one flag"),
    ("tests-named", COUNT, "name: one only", "name: three in six months", "{name: three", "a test's name is taken; expected one of its own; found three in six months"),
    ("tests-in-past", COUNT, "one only, as_at: 2024-12-31", "one only, as_at: 2023-12-31", "one only", "every event lies after `as_at`; expected one before; found none"),
    ("names-used", COUNT, "events:\n  missed", "events:\n  other: {code: [case_opened]}\n  missed", "other:", "nothing uses `other`; expected a use or no `other`; found none"),
    ("names-used", COUNT, "at_least: $n", "at_least: 3", "n: {value", "nothing uses `n`; expected a use or no `n`; found none"),
    ("codes-known", COUNT, "code: [was_not_brought]}\nm", "code: [was_not_brought, kepd]}\nm", "kepd", "no code or family `kepd`; expected one of the codebook (did you mean `kept`?); found `kepd`"),
    ("codes-known", COUNT, '"a1 2024-01-10 was', '"a1 2024-01-10 missed+was', "one only", "no code `missed`; expected one of the codebook; found `missed` in a1"),
    ("agencies-known", ABSENCE, "recorded_by: [csc]", "recorded_by: [cscs]", "cscs", "no agency `cscs`; expected one of the list (did you mean `csc`?); found `cscs`"),
    ("agencies-known", COUNT, "agency=school", "agency=scool", "three in six", "no agency `scool`; expected one of the list (did you mean `school`?); found `scool`"),
    ("findings-known", COUNT, "[900-missed]", "[900-mised]", "findings:", "no finding `900-mised`; expected one of audits.yaml (did you mean `900-missed`?); found `900-mised`"),
    ("bounds-hold", COUNT, "min: 2, max: 10", "min: 2, max: 1", "n: {value", "`min` is above `max`; expected min at most 1; found 2"),
    ("bounds-hold", COUNT, "value: 180d", "value: 13mo", "value: 13mo", "the value is outside its bounds; expected at least 30d and at most 12mo; found 13mo"),
    ("bounds-pin", COUNT, "min: 2, max: 10", "min: 2", "n: {value", "`n` has one bound; expected `max` too; found none"),
    ("bounds-pin", COUNT, "min: 2, max: 10", "min: 0, max: 10", "n: {value", "the bounds of `n` pin nothing; expected at least 1; found 0"),
    ("bounds-pin", MEASURE, "min: 0.5, max: 0.9", "min: 0.0, max: 1.0", "share: {value", "the bounds of `share` pin nothing; expected some; found 0 to 1"),
    ("basis-given", COUNT, "unit: times, basis: inference, ", "", "n: {value", "`n` does not say what it rests on; expected `basis`; found none"),
    ("basis-given", COUNT, "unit: times, basis: inference, source: ours", "unit: times, basis: inference", "n: {value", "`n` does not say what it rests on; expected `source`; found none"),
    ("numbers-named", COUNT, "within: $within,", "within: 3mo,", "count:", "a number stands in `within`; expected a parameter (`$name`); found 3mo"),
    ("because-complete", COUNT, "  possible: ", "  pending: ", "because:", "a sentence is missing; expected one for `possible`; found none"),
    ("because-complete", COUNT, "  possible: ", "  pending: ", "  pending:", "a sentence is never said; expected none for `pending` in count; found one"),
    ("placeholders-known", COUNT, "{n} missed between", "{nn} missed between", "  confirmed:", "a word in braces is not known here; expected one of first, last, span_days, n, peak, at_least, first_met, n, within; found {nn}"),
    ("placeholders-known", COUNT, "{n} missed between", "{n missed between", "  confirmed:", "a brace is left open; expected `{word}`; found one brace"),
    ("placeholders-known", SEQUENCE, "back on {back}", "back on {again}", "  confirmed:", "a word in braces is not known here; expected one of first, last, span_days, days, closed, back, within; found {again}"),
    ("placeholders-known", COUNT, "{n} missed between", "{values} missed between", "  confirmed:", "a word in braces is not known here; expected one of first, last, span_days, n, peak, at_least, first_met, n, within; found {values}"),
    ("placeholders-known", FALL, "{before_part} of", "{part} of", "  confirmed:", "a word in braces is not known here; expected one of first, last, span_days, before_part, before_whole, after_part, after_whole, n, low, share, within; found {part}"),
    ("words-differ", SEQUENCE, "as: closed", "as: first", "as: first", "a step's name is taken by another word of sentences; expected one of its own; found `first`"),
    ("words-differ", COUNT, "params:\n", "params:\n  last: {value: 2}\n", "  last:", "a parameter's name is taken by another word of sentences; expected one of its own; found `last`"),
    ("area-words-known", COUNT, "[What stood in the way?]", '["What of {risk_cheklist}?"]', "ask:", "a word in braces is not known here; expected one of risk_checklist, tier_universal, tier_early_help, tier_child_in_need, tier_child_protection, tier_pre_proceedings, tier_care; found {risk_cheklist}"),
    ("questions-ask", COUNT, "[What stood in the way?]", "[Think about it.]", "ask:", 'no question; expected it to end with "?"; found none'),
    ("words-kind", COUNT, "What stood in the way?", "Was this Disguised-compliance?", "ask:", 'a word to avoid; expected what was agreed, and what the record shows of it; found "Disguised-compliance"'),
    ("enough-values", COUNT, *NAMED, "count:", "this can never match: too few values; expected 3; found 2"),
    ("enough-values", COUNT, "of: missed, at_least: $n", "of: missed, distinct: [missed, kept, case], at_least: $n", "count:", "`case` can never occur; expected a family or code of what `of` chooses; found none of it"),
    ("part-in-whole", MEASURE, "part: {code: [was_not_brought]}", "part: {code: [case]}", "share: {part", "this can never match: no part is in the whole; expected a code in both; found none"),
    ("part-in-whole", FALL, "low: {value: 0.34, min: 0.1, max: 0.5", "low: {value: 0.75, min: 0.1, max: 0.8", "fall:", "no fall; expected `to_at_most` below 0.75; found 0.75"),
    ("can-go-unanswered", ABSENCE, "expect: {code: [visit]}", "expect: {code: [incident]}", "absence:", "this can never match: every anchor is what is expected; expected another code in `after`; found none"),
    ("enough-rules", COMBINE, "value: 2, min: 1", "value: 3, min: 1", "combine:", "this can never match: too few rules; expected 3; found 2"),
    ("enough-rules", COMBINE, "distinct: rule", "distinct: family", "combine:", "this can never match: too few families; expected 2; found 1"),
    ("selectors-choose", COUNT, "  missed: {code: [was_not_brought]", "  missed: {code: [was_not_brought], not_with: [missed]", "  missed:", "this can never match: `not_with` shuts out all of it; expected something left; found none"),
    ("selectors-choose", SEQUENCE, "of: {code: [referral]}", "of: {code: [referral], not_with: [referral_in]}", "as: back", "this can never match: `not_with` shuts out all of it; expected something left; found none"),
    ("selectors-choose", COUNT, "[was_not_brought]}\nm", "[was_not_brought], precedes: {of: {code: [cp_visit], with: [visit], not_with: [cp_visit]}, within: $within}}\nm", "  missed:", "this can never match: `not_with` shuts out all of it; expected something left; found none"),
    ("selectors-choose", COUNT, "[was_not_brought]}\nm", "[was_not_brought], follows: {of: {code: [cp_visit]}, within: $within}, not_follows: {of: {code: [cp_visit]}, within: $within}}\nm", "  missed:", "this can never match: `not_follows` shuts out what `follows` asks for; expected something left; found none"),
    ("agencies-fit", COUNT, "of: missed, at_least: $n", "of: {code: [was_not_brought], agency: [gp, school]}, distinct: agency, at_least: $n", "count:", "this can never match: too few agencies; expected 3; found 2"),
    ("agencies-fit", SEQUENCE, STEPS, two_steps("csc", "csc", "differs_from"), "as: back", "this can never match; expected another agency than that of the step before; found none"),
    ("agencies-fit", SEQUENCE, STEPS, two_steps("csc", "school", "same_as"), "as: back", "this can never match; expected an agency of both steps; found none"),
    ("part-in-whole", MEASURE, "code: [was_not_brought, appt_attended]", "code: [was_not_brought], with: [kept]", "share: {part", "this is no share: every row of the whole is a part; expected other rows in `whole`; found none"),
    ("rules-in-use", COUNT, "status: test", "status: deprecated", "status:", "a deprecated rule never runs; expected no rule to use it; found T05"),
    ("dates-hold", COUNT, "source: ours}\n  within", "source: ours, valid_from: 2026-01-02, valid_to: 2026-01-01}\n  within", "n: {value", "`n` is never in force; expected `valid_to` on or after 2026-01-02; found 2026-01-01"),
    ("still-to-write", COUNT, "[What stood in the way?]", '["(to write) What would help?"]', "ask:", "still to be written; expected in your words: What would help?; found those of the skeleton"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "text", "old", "new", "place", "said"), FOUND)
def test_a_check_finds_its_fault(
    tmp_path: Path, check: str, text: str, old: str, new: str, place: str, said: str | None
) -> None:
    broken = change(text, old, new)
    if check == "reviewed":
        broken = change(broken, "reviewed_on: 2026-11-22", "reviewed_on: 2024-11-21")
    if check == "key-order":
        broken = change(broken, "kind: concern\n", "kind: concern\ntitle: Missed appointments\n")
        said = "keys are out of order; expected `title` here; found `summary`"
    rule_id = next(name for name, sound in RULES.items() if sound == text)
    name = "X" if check == "file-name" else rule_id
    rules = {k: v for k, v in RULES.items() if k != rule_id and (check != "file-name" or k != "T05")}
    line = next(i for i, row in enumerate(broken.splitlines(), 1) if place in row)
    severity = "warning" if check == "numbers-named" else "error"
    assert said is not None
    assert Issue(f"themes/{name}.yaml", line, check, said, severity) in issues_of(tmp_path, {**rules, name: broken})


def test_every_check_is_shown_to_find_something() -> None:
    shown = {row[0] for row in FOUND} | {"rate-moves"}
    assert {check.__name__.replace("_", "-") for check in CHECKS} == shown


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ("rise: {from_at_most: $n, to_at_least: $n}", "no rise; expected `to_at_least` above 3; found 3"),
        ("fall: {from_at_least: $n, to_at_most: $n}", "no fall; expected `to_at_most` below 3; found 3"),
    ],
)
def test_a_rate_that_does_not_move_is_an_error(tmp_path: Path, rate: str, said: str) -> None:
    matcher = f"rate: {{of: missed, within: $within, {rate}}}\nreport: non_overlapping\nbecause:"
    rest = COUNT[COUNT.index("because:") + len("because:") :]
    text = (
        COUNT[: COUNT.index("count:")]
        + matcher
        + change(rest, "{n} missed", "{before}, {after} missed", ("{at_least}", ""))
    )
    found = [i.message for i in issues_of(tmp_path, {"T01": change(text, "{n} missed,", "{after} missed,")})]
    assert found == [said]


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        ("who: [victim], not_who: [victim, present]", "`not_who` shuts out what `who` asks for"),
        ("age: {at_least: 5y, under: 60mo}", "nobody is of such an `age`"),
    ],
)
def test_nobody_is_chosen_who_is_shut_out_again(tmp_path: Path, selector: str, said: str) -> None:
    text = change(COUNT, "[was_not_brought]}\nm", f"[was_not_brought], {selector}}}\nm")
    found = [issue.message for issue in issues_of(tmp_path, {"T01": text}) if issue.check == "selectors-choose"]
    assert found == [f"this can never match: {said}; expected something left; found none"]


@pytest.mark.parametrize(("agency", "per"), [(", agency: [gp]", "case"), ("", "agency")])
def test_rows_of_one_agency_do_not_differ_in_it(tmp_path: Path, agency: str, per: str) -> None:
    start, end = COUNT.index("events:\n  missed"), COUNT.index("because:")
    rows = f"{{code: [was_not_brought]{agency}}}"
    match = f"match:\n  conflict: {{one: {rows}, other: {rows}, within: $within, differs: [agency]}}\nreport: maximal\n"
    text = change(COUNT[:start] + match + COUNT[end:], "findings:", f"per: {per}\nfindings:")
    messages = [issue.message for issue in issues_of(tmp_path, {"T01": text}) if issue.check == "agencies-fit"]
    assert messages == ["this can never match; expected rows of two agencies; found those of one"]


def test_a_review_on_the_day_two_years_ago_is_still_one(tmp_path: Path) -> None:
    text = change(COUNT, "status: test", "status: stable", ("reviewed_on: 2026-11-22", "reviewed_on: 2024-11-22"))
    assert issues_of(tmp_path, {**RULES, "T01": text}) == []
    leap = lint(load(tmp_path, {**RULES, "T01": text}), dt.date(2028, 2, 29))
    assert [issue.check for issue in leap] == ["reviewed"]


def test_a_collapse_and_a_grade_may_hold_numbers(tmp_path: Path) -> None:
    assert "collapse: {within: 1d" in COUNT
    assert "peak_at_least: 5" in COUNT
    assert issues_of(tmp_path, {"T01": COUNT}) == []


def test_not_with_may_shut_out_what_another_status_of_coding_lets_in(tmp_path: Path) -> None:
    text = change(
        COUNT, "code: [was_not_brought]}\nm", "code: [was_not_brought], coding: [negated], not_with: [missed]}\nm"
    )
    assert issues_of(tmp_path, {"T01": text}) == []


def test_what_is_negated_does_not_answer_itself(tmp_path: Path) -> None:
    text = change(ABSENCE, "incident: {code: [police_incident]}", "incident: {code: [cp_visit], coding: [negated]}")
    assert issues_of(tmp_path, {"T03": text}) == []


@pytest.mark.parametrize(
    "condition", ["distinct: agency, at_least: $n,", "at_least: $n, also: {distinct: agency, at_least: $n},"]
)
def test_one_agencys_rows_alone_are_never_of_several(tmp_path: Path, condition: str) -> None:
    text = change(COUNT, "at_least: $n,", condition, ("findings:", "per: agency\nfindings:"))
    said = "this can never match: too few agencies; expected 3; found 1"
    assert [issue.message for issue in issues_of(tmp_path, {"T01": text})] == [said]


def test_one_agencys_rows_alone_never_change_agency(tmp_path: Path) -> None:
    text = change(
        SEQUENCE, "same_day: deny", "same_day: deny, differs_from: [agency]", ("findings:", "per: agency\nfindings:")
    )
    assert [issue.check for issue in issues_of(tmp_path, {"T02": text})] == ["agencies-fit"]


def test_a_code_that_no_rule_uses_is_a_note(tmp_path: Path) -> None:
    book = replace(codebook(), places={"cp_plan_start": ("plans.yaml", 7), "did_not_attend": ("visits.yaml", 3)})
    issues = lint(load(tmp_path, {"T01": COUNT}), AS_AT, book, AGENCIES)
    said = "no rule uses `cp_plan_start`; expected a rule or none; found none"
    assert Issue("codebook/plans.yaml", 7, "codes-used", said, "note") in issues
    (tmp_path / "themes" / "T03.yaml").write_text(change(ABSENCE, "[police_incident]", "[missed]"), encoding="utf-8")
    assert lint(load_rulebook(tmp_path), AS_AT, book, AGENCIES) == [], "one is of a family, the other in an episode"


def test_a_finding_that_ends_nowhere_is_an_error(tmp_path: Path) -> None:
    audits = AUDITS + OTHER_FINDING
    said = "`900-other` ends nowhere; expected a rule, a prompt or a reason; found none"
    assert issues_of(tmp_path, RULES, audits) == [Issue("audits.yaml", 7, "findings-placed", said, "error")]
    (tmp_path / "prompts.yaml").write_text(PROMPTS, encoding="utf-8")
    assert issues_of(tmp_path, RULES, audits) == []


def test_our_paraphrases_prompts_and_reasons_avoid_the_words_too(tmp_path: Path) -> None:
    audits = change(AUDITS, "went unasked", "of a chaotic family")
    (tmp_path / "prompts.yaml").write_text(PROMPTS.replace("Who was", "Which client was"), encoding="utf-8")
    (tmp_path / "not_shown.yaml").write_text(NOT_SHOWN.replace("Nobody", "No patient"), encoding="utf-8")
    issues = issues_of(tmp_path, RULES, audits + OTHER_FINDING)
    assert [(issue.file, issue.line, issue.check) for issue in issues] == [
        ("audits.yaml", 6, "words-kind"),
        ("not_shown.yaml", 2, "words-kind"),
        ("prompts.yaml", 2, "words-kind"),
    ]


def test_without_vocabularies_names_are_not_checked(tmp_path: Path) -> None:
    text = change(COUNT, "code: [was_not_brought]}\nm", "code: [anything]}\nm", ("agency=school", "agency=anyone"))
    assert lint(load(tmp_path, {"T01": text}), AS_AT) == []


def test_an_issue_reads_as_one_line() -> None:
    assert (
        str(Issue("a.yaml", 3, "own-title", "it is taken", "warning")) == "a.yaml:3: warning: it is taken [own-title]"
    )
