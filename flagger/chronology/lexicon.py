"""Words for people, as data: `rules/people.yaml` read strictly. Knows no case, and decides nothing about anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flagger.documents.document import Document, Place, read_document
from flagger.errors import RulesFault
from flagger.rulebook.where import rules_root

_LISTS = ("everybody", "children", "not_children", "not_recorded")
_ROLE_KEYS = ("sex", "words", "cells", "not_in")


@dataclass(frozen=True)
class RoleWords:
    """One person of a role when nobody is named: `shown`, what the words say of the sex ("f", "m", ""), the words."""

    role: str
    shown: str
    sex: str
    words: tuple[str, ...]
    cells: tuple[str, ...]
    not_in: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All words for people. `of_cell`: the role that a whole cell means, by its words as `plain` gives them."""

    roles: tuple[RoleWords, ...]
    everybody: frozenset[str]
    children: tuple[str, ...]
    not_children: tuple[str, ...]
    not_recorded: frozenset[str]
    of_cell: Mapping[str, RoleWords]


def plain(words: str) -> str:
    """Words as they are compared in a cell: no case, apostrophes or other marks."""
    return " ".join(re.findall(r"[^\W_]+", words.casefold().replace("'", "").replace("’", "")))


def read_lexicon(path: Path) -> Lexicon:
    """Read the words for people. Raises RulesFault with every fault and its line."""
    document = read_document(path, path.name)
    faults = [
        document.fault((key,), f"`{key}` is no key here") for key in document.data if key not in ("roles", *_LISTS)
    ]
    roles = tuple(_roles(document, faults))
    of_cell: dict[str, RoleWords] = {}
    for entry in roles:
        for words in (*entry.words, *entry.cells):
            if of_cell.setdefault(plain(words), entry) is not entry:
                place = ("roles", entry.role, entry.shown)
                faults.append(document.fault(place, f"`{words}` also means another person; expected it once"))
    lists = {key: _words(document, (key,), faults) for key in _LISTS}
    if faults:
        raise RulesFault(faults)
    everybody, unknown = frozenset(map(plain, lists["everybody"])), frozenset(map(str.casefold, lists["not_recorded"]))
    return Lexicon(roles, everybody, lists["children"], lists["not_children"], unknown, of_cell)


def _roles(document: Document, faults: list[str]) -> Iterator[RoleWords]:
    for role, persons in _mapping(document, ("roles",), faults).items():
        for shown in _mapping(document, ("roles", role), faults) if persons else ():
            place = ("roles", role, shown)
            keys = _mapping(document, place, faults)
            faults += [document.fault((*place, k), f"`{k}` is no key here") for k in keys if k not in _ROLE_KEYS]
            sex = str(keys.get("sex", ""))
            if sex not in ("", "f", "m"):
                faults.append(document.fault((*place, "sex"), "expected f or m"))
            words, cells, not_in = (
                _words(document, (*place, key), faults) if key in keys else () for key in ("words", "cells", "not_in")
            )
            yield RoleWords(role, shown, sex, words, cells, not_in)


def _at(document: Document, place: Place) -> object:
    found: object = document.data
    for key in place:
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _mapping(document: Document, place: Place, faults: list[str]) -> dict[str, object]:
    found = _at(document, place)
    if isinstance(found, dict):
        return found
    faults.append(document.fault(place, f"expected keys and values under `{place[-1]}`"))
    return {}


def _words(document: Document, place: Place, faults: list[str]) -> tuple[str, ...]:
    found = _at(document, place)
    if isinstance(found, str):
        return tuple(words for part in found.split(";") if (words := " ".join(part.split())))
    faults.append(document.fault(place, f"`{place[-1]}`: expected words with ; between them"))
    return ()


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """The words that come with this copy of the program. Raises RulesFault when they are not there or faulty."""
    return read_lexicon(rules_root() / "people.yaml")
