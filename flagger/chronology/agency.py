"""Agencies by one name: words of a cell, a sheet's or a file's name → the keys that rules use.

Never guesses between two agencies: a name that could be either is kept as written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flagger.documents.document import read_document
from flagger.errors import RulesFault
from flagger.rulebook.where import rules_root

OF_ALL_HEALTH = "other_health"
PARTS_OF_HEALTH = frozenset({"gp", "health_visitor", "school_nurse", "midwifery", "mental_health", "ambulance", "ed"})
_PARTS = re.compile(r"[/,;&+|]|\s-\s|\band\b", re.IGNORECASE)


@dataclass(frozen=True)
class Agencies:
    """The table of names: `alone` for whole names, `words` for words inside one (both as tuples of words → key)."""

    alone: Mapping[tuple[str, ...], str]
    words: Mapping[tuple[str, ...], str]
    longest: int

    @property
    def keys(self) -> frozenset[str]:
        """Every agency that rules know."""
        return frozenset({*self.alone.values(), *self.words.values()})

    def find(self, name: str) -> str:
        """The key that `name` means, or "" when it means none or could mean two."""
        tokens = _tokens(name)
        if not tokens:
            return ""
        key = self.alone.get(tokens) or self.words.get(tokens)
        if key:
            return key
        found = self._inside(tokens)
        # "Police / ASC": the parts of a list are whole names.
        found |= {key for part in _PARTS.split(name) if (key := self.alone.get(_tokens(part)))}
        return found.pop() if len(found) == 1 else ""

    def with_names(self, names: Mapping[str, Sequence[str]]) -> Agencies:
        """The table with an area's names, each of which means its agency wherever it stands, whatever it meant."""
        local = {_tokens(name): key for key, found in names.items() for name in found if _tokens(name)}
        if not local:
            return self
        alone = {tokens: key for tokens, key in self.alone.items() if tokens not in local}
        return Agencies(alone, {**self.words, **local}, max(self.longest, *map(len, local)))

    def named_in(self, text: str) -> set[str]:
        """The agencies whose words stand in a text. Words that mean one only as a whole name are not looked for."""
        return self._inside(_tokens(text))

    def _inside(self, tokens: tuple[str, ...]) -> set[str]:
        """Keys whose words stand inside, longest first, each word used once."""
        found: set[str] = set()
        i = 0
        while i < len(tokens):
            for n in range(min(self.longest, len(tokens) - i), 0, -1):
                if key := self.words.get(tokens[i : i + n]):
                    found.add(key)
                    i += n - 1
                    break
            i += 1
        return found


def _tokens(name: str) -> tuple[str, ...]:
    text = name.casefold().replace("'", "").replace("’", "").replace("&", " and ")
    return tuple(re.findall(r"[^\W_]+", text))


_NOT_AGENCY = frozenset(
    {
        "chronology",
        "chron",
        "chronologies",
        "record",
        "records",
        "extract",
        "export",
        "log",
        "events",
        "final",
        "draft",
        "copy",
        "v1",
        "v2",
        "agency",
    }
)


def agency_of_file(agencies: Agencies, stem: str) -> str:
    """The agency that a file's or sheet's name says, or "" ("police_2024", "Chronology - HV")."""
    tokens = [t for t in _tokens(stem) if t not in _NOT_AGENCY and not t.isdigit()]
    return agencies.find(" ".join(tokens)) if tokens else ""


def as_key(name: str) -> str:
    """An unknown name in the form of a key: lower case, words joined by underscores."""
    return "_".join(_tokens(name))


def read_agencies(path: Path) -> Agencies:
    """Read the table of names from `rules/codebook/agencies.yaml`. Raises RulesFault with every fault and its line."""
    document = read_document(path, path.name)
    faults: list[str] = []
    tables: dict[str, dict[tuple[str, ...], str]] = {"alone": {}, "words": {}}
    agencies = document.data.get("agencies")
    if set(document.data) != {"agencies"} or not isinstance(agencies, dict):
        raise RulesFault([document.fault((), "expected one key `agencies` with a mapping under it")])
    for key, entry in agencies.items():
        tables["alone"][_tokens(key)] = key
        if not isinstance(entry, dict) or set(entry) - set(tables):
            faults.append(
                document.fault(("agencies", key), f"agency `{key}`; expected `words: [...]` and `alone: [...]` only")
            )
            continue
        for kind, names in entry.items():
            for i, name in enumerate(names if isinstance(names, tuple) else (None,)):
                tokens = _tokens(name) if isinstance(name, str) else ()
                holder = tables["alone"].get(tokens, tables["words"].get(tokens, key))
                if not tokens or holder != key:
                    why = f"also under `{holder}`; expected it once" if tokens else "expected a list of names"
                    faults.append(document.fault(("agencies", key, kind, i), f"`{key}: {kind}`: {why}"))
                else:
                    tables[kind][tokens] = key
    if faults:
        raise RulesFault(faults)
    return Agencies(tables["alone"], tables["words"], max(map(len, tables["words"]), default=0))


@lru_cache(maxsize=1)
def shipped_agencies() -> Agencies:
    """The table that comes with this copy of the program. Raises RulesFault when it is not there or faulty."""
    return read_agencies(rules_root() / "codebook" / "agencies.yaml")
