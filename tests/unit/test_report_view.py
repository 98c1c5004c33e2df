"""The document as a person reads it: by theme, strengths beside concerns, and what it means that nothing is there."""

from __future__ import annotations

from dataclasses import replace

from report_sample import document, event, flag

from flagger.contract.records import Prompted, RuleInForce, Theme
from flagger.flags.record import RuleOutcome
from flagger.report.view import by_theme, cases_of


def test_a_theme_has_its_strengths_beside_its_concerns() -> None:
    whole = document()
    (theme,) = by_theme(cases_of(whole)[0], whole)
    assert (theme.title, [of.rule for of in theme.strengths], [of.rule for of in theme.concerns]) == (
        "Engagement",
        ["S1"],
        ["R1"],
    )


def test_themes_stand_in_the_order_of_the_document_also_those_without_flags() -> None:
    themes = {"transfer": Theme("Moves", "planning"), "engagement": Theme("Engagement", "planning")}
    whole = document(themes=themes)
    found = by_theme(cases_of(whole)[0], whole)
    assert [(theme.title, bool(theme.concerns)) for theme in found] == [("Moves", False), ("Engagement", True)]


def test_what_stands_under_no_theme_is_not_lost() -> None:
    whole = document(themes={})
    (theme,) = by_theme(cases_of(whole)[0], whole)
    assert theme.title == "Under no theme" and theme.strengths and theme.concerns


def test_what_is_about_the_record_itself_is_neither_strength_nor_concern() -> None:
    rules = document().rules | {"D1": RuleInForce("A blank", "", "record", "test", "f", "1.0.0", "record", "")}
    whole = document(
        rules=rules,
        flags=(flag("D1", "record", (event(1), "evidence")),),
        outcomes=(RuleOutcome("hartley", "D1", "flagged"),),
    )
    case = cases_of(whole)[0]
    assert [of.rule for of in case.found] == ["D1"]
    assert not any(theme.strengths or theme.concerns for theme in by_theme(case, whole))


def test_nothing_found_in_a_theme_is_told_from_nothing_assessed_there() -> None:
    whole = document()
    rules = whole.rules | {"R2": replace(whole.rules["R2"], theme="transfer")}
    case = cases_of(document(rules=rules, flags=()))[0]
    assert case.none_found("concern", "transfer") == "no rule found any"
    assert case.none_found("concern", "engagement") == "no rule that looks for any could be assessed"
    assert case.none_found("concern") == "no rule found any; 1 of 2 could not be assessed"
    assert case.none_found("strength", "transfer") == "no rule looks for any"


def test_a_question_for_reflection_that_several_flags_of_a_rule_carry_is_one() -> None:
    prompts = {"a-day": Prompted("What is a day like?", "experience", ()), "then": Prompted("Then?", "action", ())}
    first = flag("R1", "concern", (event(1), "evidence"), id="first")
    later = flag("R1", "concern", (event(1), "evidence"), id="later", prompts=("a-day", "then"))
    (found,) = cases_of(document(flags=(first, later), prompts=prompts))[0].found
    assert [prompt.asks for prompt in found.prompts] == ["What is a day like?", "Then?"]
