"""The supervision sheet: what the record shows in a few words, and questions that go round."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from report_sample import document, event, flag

from flagger.contract.records import Document, Prompted, RuleInForce
from flagger.errors import UsageFault
from flagger.report.supervision import FEWEST, MOST, SHOWN, Sheet, sheet
from flagger.report.view import cases_of
from flagger.rulebook.prompts import PRINCIPLES, STAGES


def prompted(sizes: tuple[int, int, int, int]) -> dict[str, Prompted]:
    """So many questions of each stage, their principles by turns."""
    return {
        f"{stage}-{at}": Prompted(f"{stage} {at}?", stage, (PRINCIPLES[at % 4],))
        for stage, size in zip(STAGES, sizes, strict=True)
        for at in range(size)
    }


def asking(prompts: dict[str, Prompted], carried: tuple[str, ...] | None = None) -> Document:
    of = flag("R1", "concern", (event(1), "evidence"), prompts=tuple(prompts) if carried is None else carried)
    return document(flags=(of,), prompts=prompts)


def sheet_of(given: Document, *, case: int = 0, **asked: int) -> Sheet:
    return sheet(cases_of(given)[case], given, **asked)


def questions(of: Sheet) -> list[list[str]]:
    return [[one.asks for one in stage.questions] for stage in of.stages]


def with_rules(*kinds: str, **changes: Any) -> Document:
    """A flag for each kind given, of a rule and a theme of its own."""
    names = [f"K{at}" for at in range(len(kinds))]
    rules = {
        name: RuleInForce(f"Title of {name}", "", kind, "test", "f", "1.0.0", f"theme {name}", "planning")
        for name, kind in zip(names, kinds, strict=True)
    }
    flags = tuple(flag(name, rules[name].kind, (event(1), "evidence"), **changes) for name in names)
    given = document()
    return replace(given, flags=flags, rules=given.rules | rules)


def test_questions_are_spread_evenly_over_the_stages() -> None:
    assert [len(asked) for asked in questions(sheet_of(asking(prompted((9, 9, 9, 9))), prompts=12))] == [3, 3, 3, 3]


def test_a_stage_with_few_questions_leaves_its_place_to_the_others() -> None:
    assert [len(asked) for asked in questions(sheet_of(asking(prompted((1, 9, 0, 9))), prompts=12))] == [1, 6, 0, 5]


def test_a_stage_without_questions_says_so() -> None:
    stages = sheet_of(asking(prompted((0, 2, 2, 2)))).stages
    assert stages[0].none == "No question for this stage comes from what the rows show. What would you ask?"
    assert not any(stage.none for stage in stages[1:])


@pytest.mark.parametrize("sizes, prompts", [*product([(9, 5, 7, 11), (1, 2, 13, 4), (4, 4, 4, 4)], [4, 7, 12])])
def test_selections_go_round_all_questions_of_a_stage_before_any_comes_again(
    sizes: tuple[int, int, int, int], prompts: int
) -> None:
    given = asking(prompted(sizes))
    rounds = [questions(sheet_of(given, prompts=prompts, selection=n)) for n in range(1, 30)]
    for stage, size in enumerate(sizes):
        asked = [name for one in rounds for name in one[stage]]
        whole = [asked[at : at + size] for at in range(0, len(asked) - size, size)]
        assert all(len(set(turn)) == size for turn in whole)


def test_after_as_many_selections_as_it_says_every_question_has_been_asked() -> None:
    given = asking(prompted((9, 5, 7, 11)))
    needed = sheet_of(given).selections
    asked = [
        {name for n in range(1, upto + 1) for stage in questions(sheet_of(given, selection=n)) for name in stage}
        for upto in (needed - 1, needed)
    ]
    assert len(asked[0]) < 32 == len(asked[1])


def test_another_selection_asks_something_else_and_the_same_one_the_same() -> None:
    given = asking(prompted((9, 9, 9, 9)))
    one, two = sheet_of(given, selection=1), sheet_of(given, selection=2)
    assert one == sheet_of(given, selection=1)
    assert not {q for stage in questions(one) for q in stage} & {q for stage in questions(two) for q in stage}


def test_every_selection_has_questions_under_every_principle() -> None:
    given = asking(prompted((8, 8, 8, 8)))
    for selection in range(1, 5):
        under = sheet_of(given, prompts=8, selection=selection).principles
        assert all(principle.numbers for principle in under), selection


def test_a_rare_principle_does_not_come_in_all_stages_of_one_selection_at_once() -> None:
    prompts = {
        f"{stage}-{at}": Prompted(f"{stage} {at}?", stage, ("intersectional",) if at == 7 else ("whole_family",))
        for stage in STAGES
        for at in range(8)
    }
    rare = [
        len(sheet_of(asking(prompts), prompts=8, selection=selection).principles[2].numbers)
        for selection in range(1, 5)
    ]
    assert rare == [1, 1, 1, 1]


def test_questions_are_numbered_through_and_stand_under_their_principles_by_number() -> None:
    made = sheet_of(asking(prompted((2, 2, 2, 2))))
    numbered = {one.number: one.principles for stage in made.stages for one in stage.questions}
    assert list(numbered) == list(range(1, 9))
    for name, under in zip(PRINCIPLES, made.principles, strict=True):
        assert under.title == name.replace("_", " ")
        assert set(under.numbers) == {number for number, held in numbered.items() if name in held}


def test_a_question_that_no_flag_carries_fills_only_a_stage_that_is_short_of_its_own() -> None:
    prompts = prompted((1, 3, 3, 3))
    general = {f"any-{stage}": Prompted(f"Any {stage}?", stage, (), general=True) for stage in STAGES}
    made = sheet_of(asking(prompts | general, carried=tuple(prompts)), prompts=12)
    held = [one for stage in made.stages for one in stage.questions if one.general]
    assert [one.asks for one in held] == ["Any experience?"]


def test_a_question_that_no_flag_carries_fills_a_principle_that_has_none() -> None:
    prompts = {name: replace(of, principles=("whole_family",)) for name, of in prompted((3, 3, 3, 3)).items()}
    general = {"who-we-are": Prompted("Who are we to each other?", "reflection", ("intersectional",), general=True)}
    given = asking(prompts | general, carried=tuple(prompts))
    asked = {q for n in (1, 2) for stage in questions(sheet_of(given, selection=n)) for q in stage}
    assert "Who are we to each other?" in asked


def test_questions_of_another_cases_flags_are_not_asked_here() -> None:
    other = event(3, case="pickard")
    given = document()
    flags = (
        flag("R1", "concern", (event(1), "evidence"), prompts=("a-day",)),
        flag("S1", "strength", (other, "evidence"), case="pickard", prompts=("theirs",)),
    )
    prompts = given.prompts | {"theirs": Prompted("Of the others?", "experience", ())}
    both = replace(given, events=(*given.events, other), flags=flags, prompts=prompts)
    assert "Of the others?" not in [q for stage in questions(sheet_of(both)) for q in stage]
    assert "Of the others?" in [q for stage in questions(sheet_of(both, case=1)) for q in stage]


@pytest.mark.parametrize("prompts", [FEWEST - 1, MOST + 1])
def test_a_number_of_questions_that_does_not_fit_a_page_is_refused(prompts: int) -> None:
    with pytest.raises(UsageFault, match=f"^{prompts} questions on a supervision sheet: expected 4 to 14"):
        sheet_of(document(), prompts=prompts)


def test_there_is_no_selection_before_the_first() -> None:
    with pytest.raises(UsageFault, match="selection 0 of a supervision sheet"):
        sheet_of(document(), selection=0)


def test_strengths_come_first() -> None:
    assert [pattern.kind for pattern in sheet_of(document()).patterns] == ["strength", "concern"]


def test_many_strengths_do_not_push_concerns_from_the_page_nor_concerns_strengths() -> None:
    made = sheet_of(with_rules(*["strength"] * 9, *["concern"] * 9))
    assert [pattern.kind for pattern in made.patterns] == ["strength"] * 2 + ["concern"] * 4
    assert "There is more in the report" in made.more


def test_where_there_are_few_concerns_strengths_take_their_place() -> None:
    kinds = [pattern.kind for pattern in sheet_of(with_rules(*["strength"] * 9, "concern")).patterns]
    assert kinds == ["strength"] * (SHOWN - 1) + ["concern"]


def test_concerns_of_one_theme_leave_room_for_other_themes() -> None:
    given = with_rules(*["concern"] * 9)
    rules = {name: replace(of, theme="one" if name < "K8" else "other") for name, of in given.rules.items()}
    assert "Title of K8" in [pattern.title for pattern in sheet_of(replace(given, rules=rules)).patterns]


def test_a_rule_that_found_much_is_one_pattern_with_its_first_dates() -> None:
    days = [f"2022-0{month}-01" for month in (3, 4, 5)]
    flags = tuple(
        replace(flag("R1", "concern", (event(1), "evidence"), first=day, last=day, status=status), id=day)
        for day, status in zip(days, ("confirmed", "possible", "possible"), strict=True)
    )
    (pattern,) = sheet_of(document(flags=flags)).patterns
    assert (pattern.when, pattern.status) == ("1 March 2022; 1 April 2022; and later", "confirmed and possible")


def test_the_question_of_a_pattern_goes_round_too() -> None:
    given = with_rules("concern", ask=("One?", "Two?"))
    assert [sheet_of(given, selection=n).patterns[0].asks for n in (1, 2, 3)] == ["One?", "Two?", "One?"]


def test_a_case_in_which_nothing_was_found_says_what_that_means() -> None:
    made = sheet_of(document(flags=(), prompts={}))
    assert made.patterns == ()
    assert made.more.startswith("Strengths: no rule") and " Concerns: no rule found any; 1 of 2 " in made.more
    assert made.selections == 1


def test_it_says_whose_rows_these_are_and_what_they_cannot_show() -> None:
    assert sheet_of(document()).cannot_show == (
        "These are rows of the GP and agencies that are not named. What was done and not written, and what others "
        "hold, is not in them. The report says what could not be looked for, why, and whom to ask."
    )


def test_what_a_copy_leaves_out_is_said() -> None:
    assert sheet_of(document(notes=("Only the school's rows.",))).notes == ("Only the school's rows.",)


def test_no_row_is_quoted() -> None:
    assert "Was not brought to clinic" not in repr(sheet_of(document()))
