"""Words by which names are told from other words: `rules/names.yaml` read strictly, and the words the rules use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flagger.chronology.agency import shipped_agencies
from flagger.chronology.lexicon import shipped_lexicon
from flagger.documents.document import Document, read_document
from flagger.errors import RulesFault
from flagger.rulebook.where import rules_root

FILE = "names.yaml"
_LISTS = (
    "titles_of_workers", "titles", "after_place", "person_verbs", "weak_verbs", "before_person", "weak_before",
    "before_place", "articles", "not_names", "ordinary", "given_names", "headed_number", "headed_birth",
    "headed_worker", "headed_address",
)  # fmt: skip
KINDS_OF_ORGANISATION = ("school", "surgery", "hospital", "organisation")
_SMALL, _CAPITALS = re.compile(r"\b[a-z]{2,}\b"), re.compile(r"\b[A-Z]{2,}s?\b")
_FRIENDLY = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, eq=False)
class NameWords:
    """`lists`: the words of each list of the file; `organisations`: words after a name by kind.

    `ordinary`: words that are no names by themselves; `capitals`: abbreviations of the field; `never`: what is no name
    in capitals either (months, tools, roles, agencies).
    """

    lists: Mapping[str, frozenset[str]]
    organisations: Mapping[str, tuple[str, ...]]
    ordinary: frozenset[str]
    capitals: frozenset[str]
    never: frozenset[str]


def read_words(path: Path, of_rules: str) -> NameWords:
    """Read the words; `of_rules` is all that the rules say. Raises RulesFault with every fault and its line."""
    document = read_document(path, path.name)
    faults = [
        document.fault((key,), f"`{key}` is no key here")
        for key in document.data
        if key not in (*_LISTS, "organisations")
    ]
    lists = {key: frozenset(_words(document, document.data.get(key), key, faults)) for key in _LISTS}
    kinds = document.data.get("organisations")
    if not isinstance(kinds, dict) or set(kinds) != set(KINDS_OF_ORGANISATION):
        faults.append(document.fault(("organisations",), f"expected words under {', '.join(KINDS_OF_ORGANISATION)}"))
        kinds = {}
    organisations = {kind: _words(document, words, kind, faults) for kind, words in kinds.items()}
    if faults:
        raise RulesFault(faults)
    ordinary = lists["ordinary"] | lists["articles"] | frozenset(_SMALL.findall(of_rules))
    capitals, never = frozenset(_CAPITALS.findall(of_rules)), lists["not_names"] | _roles_and_agencies()
    return NameWords(lists, organisations, ordinary, capitals, never)


def _words(document: Document, said: object, key: str, faults: list[str]) -> tuple[str, ...]:
    if isinstance(said, str):
        return tuple(words for part in said.split(";") if (words := " ".join(part.split())))
    faults.append(document.fault((), f"`{key}`: expected words with ; between them"))
    return ()


def _roles_and_agencies() -> frozenset[str]:
    """Single words for roles ("mum", "MGM") and agencies ("police", "HV")."""
    lexicon, agencies = shipped_lexicon(), shipped_agencies()
    roles = {word for entry in lexicon.roles for words in (*entry.words, *entry.cells) for word in _split(words)}
    names = {word for tokens in (*agencies.words, *agencies.alone) for word in tokens}
    return frozenset(roles | {word for word in names if len(word) > 1 and not word.isdigit()})


def _split(words: str) -> list[str]:
    return _FRIENDLY.findall(words.casefold())


@lru_cache(maxsize=1)
def shipped_words() -> NameWords:
    """The words that come with this copy of the program. Raises RulesFault when they are not there or faulty."""
    root = rules_root()
    of_rules = "\n".join(path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.yaml")) if path.name != FILE)
    return read_words(root / FILE, of_rules)
