"""What a learning briefing says of several cases, and that no small number can be worked out from it."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_sample import document, event, flag

from flagger.contract.records import AuditFinding, Document, Event, Prompted, RuleInForce, Theme
from flagger.errors import UsageFault
from flagger.flags.record import Ask, RuleOutcome
from flagger.report.briefing import brief, in_cases
from flagger.report.word.briefing import briefing_docx

THEMES = {"engagement": Theme("Engagement", "planning"), "record": Theme("The record itself", "assessment")}
RULES = {
    "P1": ("Children heard", "strength", "engagement"),
    "R1": ("Appointments missed", "concern", "engagement"),
    "R2": ("Visits missed", "concern", "engagement"),
    "R3": ("Rough dates", "record", "record"),
}


def _document(cases: int, shown: dict[str, set[int]], **changes: object) -> Document:
    """So many cases of one row each; which of them show which rules."""
    rows = [event(1, case=f"hartley-{n}", id=f"e{n}", agency="gp") for n in range(cases)]
    flags = [
        flag(name, RULES[name][1], (rows[n], "evidence"), case=f"hartley-{n}") for name in shown for n in shown[name]
    ]
    rules = {
        name: RuleInForce(title, "", kind, "test", "f", "1.0.0", at, "") for name, (title, kind, at) in RULES.items()
    }
    return document(events=tuple(rows), flags=tuple(flags), rules=rules, themes=THEMES, outcomes=(), **changes)


def _with_rows_of(made: Document, agency: str, cases: int) -> Document:
    further = tuple(event(2, case=f"hartley-{n}", id=f"f{n}", agency=agency) for n in range(cases))
    return replace(made, events=(*made.events, *further))


def _words(paper: bytes) -> str:
    with ZipFile(BytesIO(paper)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    return "\n".join(re.sub("<[^>]+>", "\n", part) for part in parts)


def test_a_number_stands_where_neither_it_nor_what_is_left_over_is_small() -> None:
    assert in_cases(5, 12, 5) == "in 5 or more of the 12 cases"
    assert in_cases(7, 12, 5) == "in 5 or more of the 12 cases"
    assert in_cases(12, 12, 5) == "in all 12 cases"


@pytest.mark.parametrize(("number", "of"), [(4, 40), (36, 40), (4, 4), (8, 9), (1, 40), (39, 40)])
def test_else_it_says_some(number: int, of: int) -> None:
    assert in_cases(number, of, 5) == "in some cases"


@given(st.integers(2, 60), st.integers(3, 10), st.data())
def test_no_small_number_can_be_worked_out_of_what_is_said(of: int, least: int, data: st.DataObject) -> None:
    said = in_cases(data.draw(st.integers(1, of)), of, least)
    could_be = [number for number in range(1, of + 1) if in_cases(number, of, least) == said]
    without = [of - number for number in could_be]
    for numbers in (could_be, without):
        assert not (len(numbers) == 1 and 0 < numbers[0] < least)


@given(st.integers(10, 60), st.data())
def test_no_small_difference_can_be_worked_out_of_two_themes_one_of_which_holds_the_other(
    of: int, data: st.DataObject
) -> None:
    outer = data.draw(st.integers(1, of))
    inner = data.draw(st.integers(1, outer))
    said = in_cases(outer, of, 5), in_cases(inner, of, 5)
    could_be = {
        a - b for a in range(1, of + 1) for b in range(1, a + 1) if (in_cases(a, of, 5), in_cases(b, of, 5)) == said
    }
    assert not (len(could_be) == 1 and 0 < min(could_be) < 5)


@given(st.integers(10, 60), st.data())
def test_nor_can_how_many_do_not_show_a_theme_with_a_pattern_that_at_least_five_show(
    of: int, data: st.DataObject
) -> None:
    said = in_cases(data.draw(st.integers(5, of)), of, 5)
    without = {of - number for number in range(5, of + 1) if in_cases(number, of, 5) == said}
    assert not (len(without) == 1 and 0 < min(without) < 5)


@given(st.integers(10, 30), st.data())
def test_nor_can_how_many_show_both_where_every_case_shows_one_or_the_other(of: int, data: st.DataObject) -> None:
    one = data.draw(st.integers(1, of))
    other = data.draw(st.integers(max(1, of - one), of))
    said = in_cases(one, of, 5), in_cases(other, of, 5)
    numbers = range(1, of + 1)
    both = {
        a + b - of for a in numbers for b in numbers if a + b >= of and (in_cases(a, of, 5), in_cases(b, of, 5)) == said
    }
    assert not (len(both) == 1 and 0 < min(both) < 5)


@given(st.integers(2, 24), st.lists(st.sets(st.integers(0, 23)), min_size=4, max_size=4))
def test_no_number_below_five_stands_in_any_briefing(cases: int, shown: list[set[int]]) -> None:
    within = [{n for n in of if n < cases} for of in shown]
    said = brief(_document(cases, dict(zip(RULES, within, strict=True))))
    sentences = [*said.about, *said.not_seen, *said.actions, *said.questions, *said.made[:-1]]
    sentences += [seen.cases for seen in (*said.good_practice, *said.development)]
    assert [n for n in re.findall(r"\d+", " ".join(sentences)) if int(n) < 5] == []


def test_with_fewer_than_five_cases_nothing_is_counted_and_it_says_so() -> None:
    said = brief(_document(4, {"R1": {0, 1, 2, 3}, "P1": {0}}))
    assert "Fewer than five cases were read together" in said.about[0]
    assert [(seen.title, seen.cases) for seen in said.development] == [("Engagement", "in some cases")]
    assert said.good_practice[0].patterns == ("Children heard",)
    assert not re.search(r"\d", " ".join([*said.about, *said.not_seen, *said.made[:-1]]))


def test_of_one_case_nothing_is_said() -> None:
    said = brief(_document(1, {"R1": {0}, "P1": {0}}))
    assert (said.good_practice, said.development, said.actions, said.questions) == ((), (), (), ())
    paper = _words(briefing_docx(_document(1, {"R1": {0}})))
    assert "Appointments missed" not in paper and "was found in the rows" not in paper
    assert paper.count("Nothing is said of one case.") == 3


def test_strengths_are_good_practice_and_all_else_is_to_be_developed() -> None:
    said = brief(_document(12, {name: set(range(6)) for name in RULES}))
    assert [seen.title for seen in said.good_practice] == ["Engagement"]
    assert [seen.title for seen in said.development] == ["Engagement", "The record itself"]


def test_a_theme_counts_a_case_once_however_many_patterns_it_shows() -> None:
    said = brief(_document(20, {"R1": set(range(6)), "R2": set(range(7))}))
    assert said.development[0].cases == "in 5 or more of the 20 cases"


def test_a_pattern_that_few_of_many_cases_show_is_not_described() -> None:
    wide, narrow = set(range(6)), set(range(4))
    assert brief(_document(10, {"R1": narrow, "R2": wide})).development[0].patterns == ("Visits missed",)
    assert brief(_document(10, {"R1": narrow})).development[0].patterns == ()
    assert brief(_document(9, {"R1": narrow})).development[0].patterns == ("Appointments missed",)


def test_what_is_not_due_yet_was_not_seen() -> None:
    made = _document(12, {"R1": set(range(6))})
    made = replace(made, flags=tuple(replace(of, status="pending") for of in made.flags))
    assert brief(made).development == ()


def test_an_agency_with_rows_in_four_cases_is_not_named() -> None:
    made = _document(12, {"R1": set(range(6))})
    assert "housing and the GP" in " ".join(brief(_with_rows_of(made, "housing", 5)).about)
    assert "housing" not in " ".join(brief(_with_rows_of(made, "housing", 4)).about)


def test_an_agency_to_be_asked_in_four_cases_is_not_named_either() -> None:
    asks = [Ask(f"hartley-{n}", "housing", ("R1",), "2022-03-01", "2022-03-28", "Ask housing.") for n in range(6)]
    for some, named in ((asks[:4], False), (asks, True)):
        said = " ".join(brief(_document(12, {"R1": set(range(6))}, asks=tuple(some))).not_seen)
        assert ("housing" in said) is named
        assert "2022" not in said


def test_what_needs_to_happen_comes_from_the_patterns_that_are_described() -> None:
    findings = {
        "worry": AuditFinding("An audit", "A partnership", "2023", "Found", "Agencies worked apart.", "worry"),
        "action": AuditFinding("An audit", "A partnership", "2023", "To do", "Meet early.", "action"),
    }
    prompts = {"meet": Prompted("Who calls the meeting?", "action", ()), "day": Prompted("A day?", "experience", ())}
    made = _document(12, {"R1": set(range(6))}, findings=findings, prompts=prompts)
    carried = {"findings": ("worry", "action"), "prompts": ("day", "meet")}
    said = brief(replace(made, flags=tuple(replace(of, **carried) for of in made.flags)))
    assert (said.actions, said.questions) == (("Meet early.",), ("Who calls the meeting?",))
    assert said.development[0].finding == findings["worry"]


def test_a_theme_that_could_be_looked_for_nowhere_is_said_to_be_so() -> None:
    outcomes = [
        RuleOutcome(f"hartley-{n}", name, "not assessed", "x") for n in range(12) for name in ("R1", "R2", "P1")
    ]
    outcomes += [RuleOutcome(f"hartley-{n}", "R3", "not flagged") for n in range(12)]
    said = brief(replace(_document(12, {}), outcomes=tuple(outcomes))).not_seen
    assert "Engagement: none of it could be looked for in any of the cases." in said
    assert not any(sentence.startswith("The record itself") for sentence in said)


def test_the_paper_holds_neither_the_day_of_the_run_nor_any_word_of_a_row() -> None:
    rows: list[Event] = [event(n, "Zyxwvut rang", case=f"hartley-{n}", id=f"z{n}") for n in range(1, 13)]
    flags = tuple(flag("R1", "concern", (row, "evidence"), case=row.case, says="Zyxwvut.") for row in rows)
    paper = _words(briefing_docx(replace(_document(12, {}), events=tuple(rows), flags=flags, as_at="2022-06-30")))
    assert "Appointments missed" in paper
    assert [word for word in ("Zyxwvut", "2022-06", "hartley") if word in paper] == []


def test_an_areas_template_stands_instead_and_a_wrong_one_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "briefing.docx").write_text("no Word")
    with pytest.raises(UsageFault, match=r"briefing\.docx is no Word document"):
        briefing_docx(_document(12, {}), tmp_path)


def test_what_an_audit_found_is_said_of_a_theme_that_many_show_in_different_patterns() -> None:
    findings = {"worry": AuditFinding("An audit", "A partnership", "2023", "Found", "Agencies worked apart.", "worry")}
    made = _document(12, {"R1": {0, 1, 2}, "R2": {3, 4}}, findings=findings)
    made = replace(made, flags=tuple(replace(of, findings=("worry",)) for of in made.flags))
    assert (brief(made).development[0].patterns, brief(made).development[0].finding) == ((), findings["worry"])
    fewer = replace(made, flags=made.flags[:-1])
    assert brief(fewer).development[0].finding is None
    assert "Seen too, in various patterns, each of them in few cases: Engagement" in _words(briefing_docx(fewer))
