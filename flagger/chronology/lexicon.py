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

_LISTS = (
    "everybody", "not_of_children", "children", "not_children", "ordinary", "before_letter", "before_time",
    "not_recorded",
)  # fmt: skip
_GRAMMAR = (
    "harm_noun", "harmful", "undergoes", "arrested", "say", "heard", "before_eyes", "have", "be", "adverb", "article",
    "of", "by", "from", "to", "towards", "at", "with", "and", "other_word", "conjunction", "named_as", "that", "who",
    "self", "subject_pronoun", "object_pronoun", "possessive_pronoun", "body", "but", "not", "deny", "perhaps",
    "report_noun", "seen", "there", "not_there", "speak_to", "attendees",
)  # fmt: skip
_VERBS = ("harm_verbs", "throw_verbs")
_SAYS = {"sex": ("", "f", "m"), "side": ("", "mother", "father")}
_ROLE_WORDS = ("words", "cells", "not_in", "before_name")
_ROLE_KEYS = (*_SAYS, *_ROLE_WORDS)


@dataclass(frozen=True)
class RoleWords:
    """One person of a role when nobody is named: as shown, and the words.

    `sex` ("f", "m") and `side` ("mother", "father") are what the words say, "" when nothing.
    """

    role: str
    shown: str
    sex: str
    side: str
    words: tuple[str, ...]
    cells: tuple[str, ...]
    not_in: tuple[str, ...]
    before_name: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All words for people.

    `of_cell`: the role that a whole cell means, by its words as `plain` gives them. `grammar`: words by kind; `verbs`:
    of harm and of throwing, each plain, with s, with ing, and its past forms.
    """

    roles: tuple[RoleWords, ...]
    everybody: frozenset[str]
    not_of_children: frozenset[str]
    children: tuple[str, ...]
    not_children: tuple[str, ...]
    ordinary: frozenset[str]
    before_letter: frozenset[str]
    before_time: frozenset[str]
    not_recorded: frozenset[str]
    of_cell: Mapping[str, RoleWords]
    grammar: Mapping[str, tuple[str, ...]]
    verbs: Mapping[str, tuple[tuple[str, ...], ...]]


@lru_cache(maxsize=8192)
def plain(words: str) -> str:
    """Words as they are compared in a cell: no case, apostrophes or other marks."""
    return " ".join(re.findall(r"[^\W_]+", words.casefold().replace("'", "").replace("’", "")))


def read_lexicon(path: Path) -> Lexicon:
    """Read the words for people. Raises RulesFault with every fault and its line."""
    document = read_document(path, path.name)
    known = ("roles", *_LISTS, *_VERBS, "grammar")
    faults = [document.fault((key,), f"`{key}` is no key here") for key in document.data if key not in known]
    roles = tuple(_roles(document, faults))
    of_cell: dict[str, RoleWords] = {}
    for entry in roles:
        for words in (*entry.words, *entry.cells):
            if of_cell.setdefault(plain(words), entry) is not entry:
                place = ("roles", entry.role, entry.shown)
                faults.append(document.fault(place, f"`{words}` also means another person; expected it once"))
    lists = {key: _words(document, (key,), faults) for key in _LISTS}
    grammar = _grammar(document, faults)
    verbs = {key: tuple(tuple(verb.split()) for verb in _words(document, (key,), faults)) for key in _VERBS}
    faults += [
        document.fault((key,), f"`{' '.join(verb)}`: expected a verb plain, with s, with ing, and its past forms")
        for key, found in verbs.items()
        for verb in found
        if len(verb) not in (4, 5)
    ]
    if faults:
        raise RulesFault(faults)
    sets = {key: frozenset(map(plain, words)) for key, words in lists.items()}
    return Lexicon(
        roles,
        sets["everybody"],
        sets["not_of_children"],
        lists["children"],
        lists["not_children"],
        sets["ordinary"],
        sets["before_letter"],
        sets["before_time"],
        frozenset(map(str.casefold, lists["not_recorded"])),
        of_cell,
        grammar,
        verbs,
    )


def _grammar(document: Document, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """The words of the grammar by their kind; each word is of one kind."""
    keys = _mapping(document, ("grammar",), faults)
    faults += [document.fault(("grammar", key), f"`{key}` is no key here") for key in keys if key not in _GRAMMAR]
    found = {key: _words(document, ("grammar", key), faults) for key in _GRAMMAR}
    kinds: dict[str, str] = {}
    for key, words in found.items():
        for word in words:
            if kinds.setdefault(word, key) != key:
                said = f"`{word}` is also under `{kinds[word]}`; expected it once"
                faults.append(document.fault(("grammar", key), said))
    return found


def _roles(document: Document, faults: list[str]) -> Iterator[RoleWords]:
    for role, persons in _mapping(document, ("roles",), faults).items():
        for shown in _mapping(document, ("roles", role), faults) if persons else ():
            place = ("roles", role, shown)
            keys = _mapping(document, place, faults)
            faults += [document.fault((*place, k), f"`{k}` is no key here") for k in keys if k not in _ROLE_KEYS]
            sex, side = (str(keys.get(key, "")) for key in _SAYS)
            for key, allowed in _SAYS.items():
                if keys.get(key, "") not in allowed:
                    faults.append(document.fault((*place, key), f"expected {' or '.join(allowed[1:])}"))
            words = (_words(document, (*place, key), faults) if key in keys else () for key in _ROLE_WORDS)
            yield RoleWords(role, shown, sex, side, *words)


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
