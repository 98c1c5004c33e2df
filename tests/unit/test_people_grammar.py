"""Who harmed whom and who was there, as one row's words say. Precision first: each "nobody" here matters most."""

from __future__ import annotations

from pathlib import Path

import pytest
from people_sample import TABLE, people, roles

DAY = "01/07/2024"
KIM, JOE, LEE, WREN = "Kim Ashdown", "Joe Marsh", "Lee Poole", "Wren Ashdown"


def harm(folder: Path, text: str, person: str = "", table: object = TABLE) -> tuple[set[str], set[str]]:
    """The names of (alleged perpetrators, victims) of one row."""
    found = roles(people(folder, [(DAY, person, text)], table), "victim", "alleged_perpetrator")  # type: ignore[arg-type]
    return ({n for n, role in found if role != "victim"}, {n for n, role in found if role == "victim"})


@pytest.mark.parametrize(
    ("text", "who", "whom"),
    [
        ("Dad punched mum.", JOE, KIM),
        ("Dad grabbed mum's arm.", JOE, KIM),
        ("Joe (partner) punched mum.", JOE, KIM),
        ("Mum was pushed and slapped by Lee.", LEE, KIM),
        ("Police called as Lee, who was drunk, kicked mum.", LEE, KIM),
        ("Mum disclosed to the midwife that Lee strangles her.", LEE, KIM),
        ("Threats to mum by Lee.", LEE, KIM),
        ("Wren saw dad hit mum.", JOE, KIM),
        ("Victim: Kim. Suspect: Joe.", JOE, KIM),
        ("Joe (AP) left before police came. IP Kim unhurt.", JOE, KIM),
        ("No injuries seen; dad punched mum.", JOE, KIM),
    ],
)
def test_who_harmed_whom_is_read(tmp_path: Path, text: str, who: str, whom: str) -> None:
    assert harm(tmp_path, text) == ({who}, {whom})


@pytest.mark.parametrize(
    "text",
    [
        "Dad did not punch mum.",
        "Mum denied that dad punched her.",
        "Dad punched mum, which he denies.",
        "Mum fears dad would punch her.",
        "Asked whether dad has hit mum.",
        "If dad hits mum again, call 999.",
        "It is possible that Lee hit mum.",
        "Joe is not a suspect.",
        "Dad smashed mum's phone.",
        "Mum hit her head.",
        "Mum was hit by a car.",
        "Mum and dad hit each other.",
        "Report of assault from mum.",
        "Wren hit Jay.",
        "MGM said dad and mum argued with her.",
        "Mum told Joe that Kit hit her.",
        "Dad attended the perpetrator programme.",
        "Mum has a caution for assault by beating.",
    ],
)
def test_what_is_denied_supposed_or_unclear_gives_no_part(tmp_path: Path, text: str) -> None:
    assert harm(tmp_path, text) == (set(), set())


def test_a_child_who_saw_is_there_and_no_victim_by_that(tmp_path: Path) -> None:
    found = roles(people(tmp_path, [(DAY, "", "Wren witnessed dad assault mum.")]))
    assert {role for name, role in found if name == WREN} == {"present"}


def test_a_partner_who_is_harmed_may_be_anybodys(tmp_path: Path) -> None:
    assert harm(tmp_path, "Joe punched his partner.") == ({JOE}, set())


def test_her_is_the_one_other_person_of_the_sentence_else_of_the_cell(tmp_path: Path) -> None:
    assert harm(tmp_path, "Lee punched her.", "Kim Ashdown") == ({LEE}, {KIM})
    assert harm(tmp_path, "Lee punched her.") == ({LEE}, set())
    assert harm(tmp_path, "Lee punched him.", "Mum") == ({LEE}, set())
    assert harm(tmp_path, "Wren told Kim that Lee punched her.") == ({LEE}, set())


def test_a_row_without_its_subject_is_about_the_person_of_its_cell(tmp_path: Path) -> None:
    assert harm(tmp_path, "Assaulted by her partner.", "Mum") == ({LEE}, {KIM})
    assert harm(tmp_path, "Assaulted by her partner.", "Mum, Wren") == ({LEE}, set())


@pytest.mark.parametrize(("born", "may"), [("01/07/2014", True), ("05/07/2014", False), ("", False)])
def test_what_a_child_under_ten_does_gives_no_part(tmp_path: Path, born: str, may: bool) -> None:
    table = [*TABLE[:4], ("Rowan Ashdown", "Child", born)]
    assert bool(harm(tmp_path, "Rowan kicked mum.", table=table)[1]) == may


def test_a_label_that_no_name_stands_beside_is_a_person_of_its_own(tmp_path: Path) -> None:
    assert harm(tmp_path, "Suspect left. Victim upset.") == (
        {"alleged perpetrator (not named)"},
        {"victim (not named)"},
    )
    assert harm(tmp_path, "Suspect Lee left. The suspect was drunk.") == ({LEE}, set())


@pytest.mark.parametrize(
    ("person", "text", "there"),
    [
        ("", "Mum and Wren seen at home.", {KIM, WREN}),
        ("", "In attendance: mum, HV, Lee. Apologies: dad.", {KIM, LEE}),
        ("", "Spoke to mum about dad.", {KIM}),
        ("", "Dad attended with Wren.", {JOE, WREN}),
        ("Wren", "Seen alone.", {WREN}),
        ("Wren, Jay", "Seen alone.", set()),
        ("", "Wren not seen.", set()),
        ("", "Dad did not attend; mum unable to attend.", set()),
        ("", "Dad to be seen next week.", set()),
        ("", "Mum has not seen dad.", set()),
        ("", "Neither mum nor dad attended.", set()),
    ],
)
def test_who_was_there(tmp_path: Path, person: str, text: str, there: set[str]) -> None:
    assert {name for name, _ in roles(people(tmp_path, [(DAY, person, text)]), "present")} == there
