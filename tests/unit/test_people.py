"""Who a chronology speaks of: names, role words, children, the unborn, and the children as one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from people_sample import TABLE, chronology, named, people, roles

from flagger.chronology.lexicon import read_lexicon
from flagger.codebook import load_codebook
from flagger.coding import code_events
from flagger.errors import RulesFault
from flagger.people import find_people, shipped_lexicon
from flagger.rulebook.where import rules_root

DAY = "01/07/2024"


def test_a_first_name_means_the_one_person_who_has_it(tmp_path: Path) -> None:
    found = people(tmp_path, [(DAY, "", "Wren read to the class. Ashdown family well.")])
    rows = found.mentions[found.mentions["event_id"] != ""]
    assert [(words, field) for words, field in zip(rows["words"], rows["field"], strict=True)] == [("Wren", "text")]


def test_a_first_name_that_two_have_means_neither(tmp_path: Path) -> None:
    table = [*TABLE, ("Wren Poole", "Cousin", "")]
    found = people(tmp_path, [(DAY, "", "Wren read to the class.")], table)
    assert (found.mentions["event_id"] == "").all()


def test_a_table_says_what_somebody_is_called(tmp_path: Path) -> None:
    table = [
        ("Name", "Known as", "Relationship", "DOB"),
        ("Tobias Ashdown", "Toby", "Child", "01/02/2015"),
        ("Dora Ashdown", "Nan, Dot", "Maternal grandmother", ""),
    ]
    found = people(tmp_path, [(DAY, "Toby Y4", "Toby read to Nan. Dot rang later.")], table)
    assert named(found) == ["Dora Ashdown", "Tobias Ashdown"]
    assert roles(found, "grandparent", "named") >= {("Dora Ashdown", "grandparent"), ("Tobias Ashdown", "named")}


def test_a_row_filed_in_error_brings_nobody_into_the_case(tmp_path: Path) -> None:
    rows = [(DAY, "Wren", "Seen."), (DAY, "Rook Dunn", "Filed in error. Dad hit mum, another child.")]
    frames = chronology(tmp_path, rows, TABLE)
    codings = code_events(frames.events, load_codebook(rules_root() / "codebook"))
    assert "Rook Dunn" in named(find_people(frames, None, shipped_lexicon()))
    assert "Rook Dunn" not in named(find_people(frames, codings, shipped_lexicon()))


def test_what_two_are_called_joins_nobody(tmp_path: Path) -> None:
    table = [("Name", "Known as", "Relationship"), ("Samuel Ash", "Sam", "Child"), ("Samantha Poole", "Sam", "Mother")]
    found = people(tmp_path, [(DAY, "Sam", "Seen.")], table)
    assert named(found) == ["Samantha Poole", "Samuel Ash", "Sam"]


def test_a_role_word_means_the_one_named_in_that_role(tmp_path: Path) -> None:
    found = people(tmp_path, [(DAY, "", "Dad rang. Mum's partner was out.")])
    assert roles(found) == {("Joe Marsh", "father"), ("Lee Poole", "partner_current")}


def test_a_role_word_means_nobody_by_name_where_two_are_asserted_in_it(tmp_path: Path) -> None:
    table = [*TABLE, ("Sam Dunn", "Father", "")]
    found = people(tmp_path, [(DAY, "", "Dad rang.")], table)
    assert roles(found) == {("father (not named)", "father")}
    claims = found.mentions[found.mentions["role"] == "father"]
    assert len(set(claims["person"])) == 3


def test_one_person_stands_for_a_role_word_that_nobody_answers_to(tmp_path: Path) -> None:
    found = people(tmp_path, [(DAY, "", "MGM rang."), ("02/07/2024", "", "Maternal grandmother came.")], ())
    assert named(found) == ["maternal grandmother (not named)"]


def test_words_that_cannot_be_one_person_are_two(tmp_path: Path) -> None:
    found = people(tmp_path, [(DAY, "", "MGM rang, PGF did not.")], ())
    assert named(found) == ["maternal grandmother (not named)", "paternal grandfather (not named)"]


def test_a_name_beside_a_role_word_is_asserted_in_it_and_new_to_the_case(tmp_path: Path) -> None:
    rows = [
        (DAY, "", "Her partner Dan Hollis answered the door."),
        ("02/07/2024", "", "Dan rang. Mum's partner upset."),
    ]
    found = people(tmp_path, rows, ())
    assert named(found)[0] == "Dan Hollis"
    assert roles(found) == {("Dan Hollis", "partner_current")}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Notes give baby's father as Lee Poole.", {("Lee Poole", "father")}),
        ("The father was recorded as Lee Poole.", {("Lee Poole", "father")}),
        ("Father is Polish.", {("Joe Marsh", "father")}),
        ("Father is not Lee Poole.", {("Joe Marsh", "father")}),
    ],
)
def test_a_known_name_that_a_row_gives_as_father_is_asserted_so(
    tmp_path: Path, text: str, meant: set[tuple[str, str]]
) -> None:
    assert roles(people(tmp_path, [(DAY, "", text)], TABLE), "father") == meant


@pytest.mark.parametrize(
    "text", ["Dad Monday, mum after.", "Mum Advised of this. He advised her.", "Dad. Police came."]
)
def test_a_word_in_capitals_is_not_always_a_name(tmp_path: Path, text: str) -> None:
    assert all(name.endswith("(not named)") for name in named(people(tmp_path, [(DAY, "", text)], ())))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("MP said no.", {("Lee Poole", "partner_current")}),
        ("Mum wrote to her MP about damp.", {("Kim Ashdown", "mother")}),
        ("MP report closed.", set()),
        ("AP placement ended.", set()),
        ("Joint work with partner agencies.", set()),
        ("Mother and baby group.", set()),
    ],
)
def test_abbreviations_and_words_with_two_meanings(tmp_path: Path, text: str, meant: set[tuple[str, str]]) -> None:
    assert roles(people(tmp_path, [(DAY, "", text)])) == meant


def test_an_initial_is_a_child_only_where_the_chronology_uses_initials(tmp_path: Path) -> None:
    with_initials = people(
        tmp_path, [(DAY, "", "Child W came in."), (DAY, "", "W said hello. Ward W closed. w/c 4 May.")]
    )
    rows = with_initials.mentions[with_initials.mentions["field"] == "text"]
    assert sorted(rows["words"]) == ["Child W", "W"]
    without = people(tmp_path, [(DAY, "", "W said hello.")])
    assert "text" not in set(without.mentions["field"])


def test_m_and_f_are_mother_and_father_unless_a_child_has_that_initial(tmp_path: Path) -> None:
    assert roles(people(tmp_path, [(DAY, "", "F rang M at noon. 34 F seen.")])) == {
        ("Joe Marsh", "father"),
        ("Kim Ashdown", "mother"),
    }
    table = [*TABLE, ("Max Ashdown", "Child", "")]
    assert roles(people(tmp_path, [(DAY, "", "M rang.")], table)) == set()


def test_a_cell_gives_a_name_its_role_and_two_roles_stand_side_by_side(tmp_path: Path) -> None:
    rows = [(DAY, "Dan (step-father)", "Rang."), (DAY, "Dan (father)", "Rang again.")]
    assert roles(people(tmp_path, rows, ())) == {("Dan", "step_parent"), ("Dan", "father")}


@pytest.mark.parametrize(
    ("heading", "cell", "child"), [("Child", "Wren", True), ("Person", "Wren", False), ("Child/Adult", "Wren", False)]
)
def test_a_heading_says_who_is_a_child(tmp_path: Path, heading: str, cell: str, child: bool) -> None:
    assert people(tmp_path, [(DAY, cell, "Came.")], (), heading).persons["child"].tolist() == [child]


def test_somebody_under_eighteen_at_the_first_row_is_a_child_but_no_parent_is(tmp_path: Path) -> None:
    table = [("Name", "Relationship", "DOB"), ("Wren", "", "01/02/2010"), ("Kim", "Mother", "01/02/2007")]
    found = people(tmp_path, [(DAY, "", "Came.")], table)
    assert dict(zip(found.persons["name"], found.persons["child"], strict=True)) == {"Kim": False, "Wren": True}


def test_of_a_characteristic_only_whether_it_is_asked_and_recorded_is_kept(tmp_path: Path) -> None:
    table = [
        ("Name", "Relationship", "Ethnicity", "First language", "Disability"),
        ("Kim", "Mother", "refused", "Welsh", "NOBT"),
        ("Wren", "Child", "", "not known", "none"),
    ]
    persons = people(tmp_path, [(DAY, "", "Came.")], table).persons.set_index("name")
    assert persons.loc["Kim", "recorded"] == ("ethnicity", "first_language")
    assert persons.loc["Wren", "recorded"] == ("disability",)
    assert persons.loc["Kim", "asked"] == ("disability", "ethnicity", "first_language")
    assert "Welsh" not in repr(persons)


def test_births_that_two_tables_give_leave_the_days_both_allow_else_all_of_either(tmp_path: Path) -> None:
    table = [("Name", "Relationship", "DOB"), ("Wren", "Child", "2015"), ("Wren", "Child", "03/02/2015")]
    found = people(tmp_path, [(DAY, "", "Came.")], table)
    assert found.persons["born_lo"].tolist() == found.persons["born_hi"].tolist()
    table[1] = ("Wren", "Child", "2016")
    found = people(tmp_path, [(DAY, "", "Came.")], table)
    assert (found.persons["born_hi"] - found.persons["born_lo"]).tolist()[0] > 300


ONE = [("01/03/2020", "", "Unborn baby discussed."), ("01/05/2020", "", "Mum said the unborn kicks.")]


def test_an_unborn_baby_is_the_one_child_named_and_born_within_45_weeks(tmp_path: Path) -> None:
    found = people(tmp_path, ONE)  # Jay is born on 3 April 2020, after the first row
    assert ("Jay Ashdown", "unborn") in roles(found)


def test_the_last_day_of_the_45_weeks_is_inside_and_the_next_is_not(tmp_path: Path) -> None:
    for birth, became in (("10/01/2021", "Jay"), ("11/01/2021", "unborn baby (not named)")):
        table = [("Name", "Relationship", "DOB"), ("Jay", "Child", birth)]
        assert roles(people(tmp_path, ONE[:1], table)) == {(became, "unborn")}


def test_after_twins_the_unborn_baby_stays_a_person_by_itself(tmp_path: Path) -> None:
    table = [("Name", "Relationship", "DOB"), ("Jay", "Child", "01/06/2020"), ("Kit", "Child", "01/06/2020")]
    assert roles(people(tmp_path, ONE[:1], table)) == {("unborn baby (not named)", "unborn")}


def test_a_birth_told_in_a_row_is_a_birth_and_a_second_pregnancy_another_baby(tmp_path: Path) -> None:
    rows = [*ONE, ("01/07/2020", "Wren", "Wren was born at term."), ("01/02/2022", "", "Unborn baby planned for.")]
    assert roles(people(tmp_path, rows, ()), "unborn") == {("Wren", "unborn"), ("unborn baby (not named)", "unborn")}


@pytest.mark.parametrize(
    ("person", "text", "together"),
    [
        ("All", "Seen.", True),
        ("Both parents", "Seen.", False),
        ("Mum & children", "Seen.", True),
        ("Wren", "Came with mum.", False),
        ("", "The kids were upstairs.", True),
        ("", "Called children's social care.", False),
        ("", "Both boys seen.", True),
    ],
)
def test_the_children_as_one(tmp_path: Path, person: str, text: str, together: bool) -> None:
    assert bool(people(tmp_path, [(DAY, person, text)]).together) == together


def test_persons_are_numbered_by_case_and_first_appearance(tmp_path: Path) -> None:
    rows = [("02/07/2024", "Beta", "Came."), ("01/07/2024", "Zeta", "Came.")]
    assert named(people(tmp_path, rows, ())) == ["Zeta", "Beta"]


def test_words_coded_as_denied_give_nobody_a_part_in_harm(tmp_path: Path) -> None:
    import pandas as pd

    text = "Dad punched mum."
    read = chronology(tmp_path, [(DAY, "", text)], TABLE)
    codings = pd.DataFrame(
        {"event_id": read.events["event_id"], "status": ["negated"], "field": ["text"], "start": [4], "end": [11]}
    )
    assert roles(find_people(read, codings, shipped_lexicon()), "victim", "alleged_perpetrator") == set()
    assert roles(find_people(read, None, shipped_lexicon()), "victim") == {("Kim Ashdown", "victim")}


def test_every_fault_of_the_words_is_said_with_its_line(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "rules" / "people.yaml"
    text = shipped.read_text(encoding="utf-8").replace("      sex: f\n", "      sex: x\n", 1)
    text = re.sub(r"words: lodger", "words: lodger; mum", text)
    (tmp_path / "people.yaml").write_text(text.replace("not_recorded:", "unrecorded:"), encoding="utf-8")
    with pytest.raises(RulesFault) as caught:
        read_lexicon(tmp_path / "people.yaml")
    assert len(caught.value.faults) == 4
    assert all(re.match(r"people\.yaml:\d+: ", fault) for fault in caught.value.faults)
