"""People in cells: one name or several, everybody at once, and the part each is said to play.

A role is what a row asserts and stays so: two rows that disagree both stand. Never decides who someone is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_EVERYBODY = (
    "all; all family; all family members; both; both parents; everybody; everyone; family; family group;"
    " family members; household; parents; sibling group; sibs; the boys; the family; the girls; the parents;"
    " the twins; twins; whole family; whole household; whole sibling group"
)
_COLLECTIVE = frozenset(_EVERYBODY.split("; "))
_SEVERAL = re.compile(r"(?:(?:all|both|the|of) )*(?:\w+ )?(?:children|siblings|kids)")

# Words for roles, longest read first. A plain "father" stays that: whether by birth or law is not for us to say.
_ROLES: dict[str, str] = {
    "subject_child": "subject child; subject; index child; child",
    "sibling": (
        "sibling; half sibling; brother; sister; half brother; half sister; step sibling; step brother; step"
        " sister; older sibling; younger sibling"
    ),
    "unborn": "unborn; unborn baby; unborn child",
    "mother": "mother; mum; mom; mam; mummy; m; mo; birth mother; biological mother",
    "father": "father; dad; f; fa; daddy",
    "father_birth": "birth father; biological father; natural father; putative father; bio dad",
    "father_legal": "legal father; father with parental responsibility; adoptive father",
    "step_parent": (
        "step parent; stepparent; step father; stepfather; step dad; stepdad; step mother; stepmother; step"
        " mum; stepmum"
    ),
    "partner_current": (
        "partner; current partner; mothers partner; mums partner; fathers partner; dads partner; boyfriend;"
        " mothers boyfriend; mums boyfriend; girlfriend; new partner; husband; wife; spouse; fiance"
    ),
    "partner_ex": (
        "ex partner; ex; expartner; former partner; ex husband; ex wife; ex boyfriend; ex girlfriend; mothers"
        " ex partner; mums ex partner; estranged husband"
    ),
    "alleged_perpetrator": "alleged perpetrator; perpetrator; ap; suspect; alleged perp",
    "adult_victim": "adult victim; victim; victim survivor; survivor; ip; injured party; victim/survivor",
    "carer_kinship": "kinship carer; connected carer; special guardian; carer; aunt; uncle; auntie; aunty",
    "grandparent": (
        "grandparent; grandmother; grandfather; maternal grandmother; maternal grandfather; paternal"
        " grandmother; paternal grandfather; mgm; mgf; pgm; pgf; gran; nan; nana; granny; grandad; granddad;"
        " grandma; grandpa; nanny"
    ),
    "other_household": "household member; lodger; other household member; other adult in household; cousin",
    "other_male_unspecified": "unknown male; male; unknown man; adult male; unnamed male; male friend; family friend",
    "professional": "professional; social worker; health visitor; teacher; key worker; support worker",
}
_ROLE_OF = {words: role for role, line in _ROLES.items() for words in line.split("; ")}
_BRACKETED = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*")
_BETWEEN = re.compile(r"\s*(?:[,;&\n|+]|/|\band\b|\bwith\b)\s*", re.IGNORECASE)
_ROLE_THEN_NAME = re.compile(r"\s*(?:[-–—:=])\s+|\s*:\s*")


@dataclass(frozen=True, slots=True)
class PeopleNamed:
    """The people of one cell: `persons` as ordered there, whether everybody is meant, and (name, role) as asserted."""

    persons: tuple[str, ...] = ()
    collective: bool = False
    claims: tuple[tuple[str, str], ...] = ()


def role_of(words: str) -> str:
    """The role that words assert ("Mum" → mother); unknown words in lower case as written; "" for none."""
    plain = _plain(words)
    return _ROLE_OF.get(plain, " ".join(words.split()).casefold())


@lru_cache(maxsize=8192)
def people_of(cell: str) -> PeopleNamed:
    """Who a person cell names: "Ava & Leo", "Sam Poole (step-father)", "Mother: Kim", "All", "the children"."""
    if not cell.strip():
        return PeopleNamed()
    if _everybody(cell):
        return PeopleNamed(collective=True)
    persons: list[str] = []
    claims: list[tuple[str, str]] = []
    collective = False
    for part in _parts(cell):
        if _everybody(part):
            collective = True
            continue
        name, role = _name_and_role(part)
        if name not in persons:
            persons.append(name)
        if role:
            claims.append((name, role))
    return PeopleNamed(tuple(persons), collective, tuple(dict.fromkeys(claims)))


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.casefold().replace("'", "").replace("’", "")))


def _everybody(words: str) -> bool:
    plain = _plain(words)
    return plain in _COLLECTIVE or bool(_SEVERAL.fullmatch(plain))


def _parts(cell: str) -> list[str]:
    """The cell cut at commas, "and", "&", "/", line ends, but not inside brackets."""
    held: list[str] = []

    def keep(found: re.Match[str]) -> str:
        held.append(found.group(1))
        return f" \x00{len(held) - 1}\x00 "

    parts = _BETWEEN.split(_BRACKETED.sub(keep, cell))
    filled = (re.sub(r"\x00(\d+)\x00", lambda m: f"({held[int(m.group(1))]})", part) for part in parts)
    return [" ".join(part.split()) for part in filled if part.strip(" .-")]


def _name_and_role(part: str) -> tuple[str, str]:
    """A name and the role said beside it, if the words are known to be one."""
    if (found := _BRACKETED.search(part)) and (name := _BRACKETED.sub(" ", part).strip()):
        # Other words in brackets (an age, a date of birth) are no part of the name.
        return name, _ROLE_OF.get(_plain(found.group(1)), _ROLE_OF.get(_plain(name), ""))
    pieces = _ROLE_THEN_NAME.split(part, maxsplit=1)
    if len(pieces) == 2 and all(pieces):
        for said, name in (pieces, pieces[::-1]):
            if role := _ROLE_OF.get(_plain(said)):
                return name.strip(), role
    return part, _ROLE_OF.get(_plain(part), "")
