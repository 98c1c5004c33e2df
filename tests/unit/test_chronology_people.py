"""Who a cell names, and the role said beside a name."""

from __future__ import annotations

import pytest

from flagger.chronology.people import people_of, role_of


@pytest.mark.parametrize(
    ("cell", "persons", "collective"),
    [
        ("Wren", ("Wren",), False),
        ("Wren & Jay", ("Wren", "Jay"), False),
        ("Wren and Jay", ("Wren", "Jay"), False),
        ("Mum, Wren", ("Mum", "Wren"), False),
        ("Wren/Jay\nLark", ("Wren", "Jay", "Lark"), False),
        ("All", (), True),
        ("the children", (), True),
        ("All three children", (), True),
        ("Both of the Poole children", (), True),
        ("Mum and children", ("Mum",), True),
        ("Mum and the children", ("Mum",), True),
        ("Anderson", ("Anderson",), False),
        ("Wren (7, twin)", ("Wren",), False),
        ("Wren, Wren", ("Wren",), False),
        ("Wren Y4, Jay YR", ("Wren", "Jay"), False),
        ("Wren Poole (Year 10)", ("Wren Poole",), False),
        ("Wren Yr 3", ("Wren",), False),
        ("Child Y", ("Child Y",), False),
        ("Child Y2", ("Child Y2",), False),
        ("", (), False),
    ],
)
def test_a_cell_names_one_several_or_everybody(cell: str, persons: tuple[str, ...], collective: bool) -> None:
    named = people_of(cell)
    assert (named.persons, named.collective) == (persons, collective)


@pytest.mark.parametrize(
    ("cell", "claim"),
    [
        ("Sam Poole (step-father)", ("Sam Poole", "step_parent")),
        ("Mother: Kim", ("Kim", "mother")),
        ("Kim Ash - mum", ("Kim Ash", "mother")),
        ("Mum", ("Mum", "mother")),
        ("Mum's ex-partner", ("Mum's ex-partner", "partner_ex")),
        ("Lee (alleged perpetrator)", ("Lee", "alleged_perpetrator")),
    ],
)
def test_a_role_said_beside_a_name_is_asserted_of_it(cell: str, claim: tuple[str, str]) -> None:
    assert [found[:2] for found in people_of(cell).claims] == [claim]


def test_a_plain_father_is_not_made_a_birth_or_legal_one() -> None:
    assert (role_of("Dad"), role_of("Birth father"), role_of("Legal Father")) == (
        "father",
        "father_birth",
        "father_legal",
    )


def test_an_unknown_relationship_is_kept_in_its_own_words() -> None:
    assert role_of("Mum's  lodger's brother") == "mum's lodger's brother"
