"""People in cells: one name or several, everybody at once, and the part each is said to play.

A role is what a row asserts and stays so: two rows that disagree both stand. Never decides who someone is.
The words are data: `rules/people.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flagger.chronology.containers.grid import Cell
from flagger.chronology.lexicon import plain, shipped_lexicon
from flagger.dates.written import read_date
from flagger.model import DateInterval

_SEVERAL = re.compile(r"(?:(?:all|both|the|of) )*(?:\w+ )?(?:children|siblings|kids)")
_BRACKETED = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*")
# The class that a pupil was in is no part of the name: "Toby Y4", "Clem YR", "Ava, Year 10".
_CLASS = re.compile(r"(?<!child)[\s,]+(?:y|yr\s?|year\s)(?:1[0-4]|\d|r)$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;&\n|+]|/|\band\b|\bwith\b)\s*", re.IGNORECASE)
_BESIDE_BIRTH = re.compile(
    r"^(?:edd|dob|d\.o\.b\.|due|expected|born|est\.?)\s*:?\s*|[,-]?\s*aged? \d+.*$", re.IGNORECASE
)
_ROLE_THEN_NAME = re.compile(r"\s*(?:[-–—:=])\s+|\s*:\s*")


@dataclass(frozen=True, slots=True)
class PeopleNamed:
    """The people of one cell: `persons` as ordered there, whether everybody is meant, and claims as asserted.

    A claim is a name, a role and the words that say it.
    """

    persons: tuple[str, ...] = ()
    collective: bool = False
    claims: tuple[tuple[str, str, str], ...] = ()


def role_of(words: str) -> str:
    """The role that words assert ("Mum" → mother); unknown words in lower case as written; "" for none."""
    return _role(words) or " ".join(words.split()).casefold()


@lru_cache(maxsize=8192)
def people_of(cell: str) -> PeopleNamed:
    """Who a person cell names: "Ava & Leo", "Sam Poole (step-father)", "Mother: Kim", "All", "the children"."""
    if not cell.strip():
        return PeopleNamed()
    if is_everybody(cell):
        return PeopleNamed(collective=True)
    persons: list[str] = []
    claims: list[tuple[str, str, str]] = []
    collective = False
    for part in _parts(cell):
        if is_everybody(part):
            collective = True
            continue
        name, words = _name_and_role(part)
        if name not in persons:
            persons.append(name)
        if words:
            claims.append((name, _role(words), words))
    return PeopleNamed(tuple(persons), collective, tuple(dict.fromkeys(claims)))


def _role(words: str) -> str:
    entry = shipped_lexicon().of_cell.get(plain(words))
    return entry.role if entry else ""


def is_everybody(words: str) -> bool:
    """Whether words of a cell name nobody but everybody: "All", "the children", "both parents"."""
    found = plain(words)
    return found in shipped_lexicon().everybody or bool(_SEVERAL.fullmatch(found))


def _parts(cell: str) -> list[str]:
    """The cell cut at commas, "and", "&", "/", line ends, but not inside brackets."""
    held: list[str] = []

    def keep(found: re.Match[str]) -> str:
        held.append(found.group(1))
        return f" \x00{len(held) - 1}\x00 "

    parts = _BETWEEN.split(_BRACKETED.sub(keep, cell))
    filled = (re.sub(r"\x00(\d+)\x00", lambda m: f"({held[int(m.group(1))]})", part) for part in parts)
    return [_CLASS.sub("", " ".join(part.split())) for part in filled if part.strip(" .-")]


def _name_and_role(part: str) -> tuple[str, str]:
    """A name and the words for a role said beside it, "" when they are not known to be one."""
    if (found := _BRACKETED.search(part)) and (name := _BRACKETED.sub(" ", part).strip()):
        # Other words in brackets (an age, a date of birth) are no part of the name.
        return name, next((words for words in (found.group(1), name) if _role(words)), "")
    pieces = _ROLE_THEN_NAME.split(part, maxsplit=1)
    if len(pieces) == 2 and all(pieces):
        for said, name in (pieces, pieces[::-1]):
            if _role(said):
                return name.strip(), said.strip()
    return part, part if _role(part) else ""


def born_in(cell: Cell) -> DateInterval:
    """The days of birth (or expected birth) that a cell of a table of people can mean."""
    said = _BRACKETED.sub(" ", cell.text)
    return read_date(_BESIDE_BIRTH.sub("", said).strip(), day=cell.day)


def is_recorded(said: str) -> bool:
    """Whether a cell records something; refusing to say is recorded, "not known" and a dash are not."""
    words = " ".join(said.casefold().split()).strip(" .-–—")
    return bool(words) and words not in shipped_lexicon().not_recorded
