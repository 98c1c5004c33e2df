"""What a codebook is once read: codes in families, their phrases and type values, and the context that changes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flagger.codebook.phrases import Sequence
from flagger.errors import FlaggerError


class UnknownCode(FlaggerError, KeyError):
    """A name is neither a code nor a family of this codebook."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Phrase:
    """One phrase as written, and every sequence of words it stands for."""

    text: str
    sequences: tuple[Sequence, ...]


@dataclass(frozen=True)
class Code:
    """One thing an event can be about.

    `source_codes` name the same thing in published code sets. `not_in` are longer phrases in which the words mean
    something else. `if_child` / `if_adult`: the code instead of this one when the person is a child / an adult.
    `service`: the agency whose service the event is about, whoever recorded it.
    """

    name: str
    definition: str
    families: tuple[str, ...]
    source_codes: Mapping[str, tuple[str, ...]]
    phrases: tuple[Phrase, ...]
    not_in: tuple[Phrase, ...]
    types: tuple[str, ...]
    if_child: str = ""
    if_adult: str = ""
    service: str = ""


@dataclass(frozen=True)
class Trigger:
    """Words that give the codes near them a status other than affirmed.

    `side`: where the trigger stands, `before` the code, `after` it, or `either`;
    `row`: anywhere, for the whole row. `reach`: how many words may lie
    between. `commas`: whether the reach passes a comma. `codes`: the codes it can change; empty = all.
    """

    status: str
    side: str
    reach: int
    commas: bool
    codes: frozenset[str]
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class Context:
    """Triggers; `pseudo` phrases that look like a trigger and are none; `stops` that end a reach; person words.

    `chain`: after a code it has changed, a trigger reaches this many words on to the next one of a list.
    `unskipped`: words a gap in a phrase never passes over.
    """

    chain: int
    triggers: tuple[Trigger, ...]
    pseudo: tuple[Phrase, ...]
    stops: tuple[Phrase, ...]
    child: tuple[Phrase, ...]
    adult: tuple[Phrase, ...]
    unskipped: frozenset[str]


@dataclass(frozen=True, eq=False)
class Codebook:
    """Codes by name, families with what each is about, the context of phrases, and a hash of the files read.

    `places` are the file (in the codebook's folder) and line of each code.
    """

    codes: Mapping[str, Code]
    families: Mapping[str, str]
    context: Context
    sha256: str
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def expand(self, names: Iterable[str]) -> frozenset[str]:
        """The codes that these codes and families stand for. Raises UnknownCode."""
        found: set[str] = set()
        for name in names:
            if name in self.codes:
                found.add(name)
            if name in self.families:
                found.update(code for code, entry in self.codes.items() if name in entry.families)
            elif name not in self.codes:
                raise UnknownCode(f"{name!r} is neither a code nor a family of the codebook")
        return frozenset(found)

    def families_of(self, code: str) -> frozenset[str]:
        """The families that hold this code. Raises UnknownCode."""
        if code not in self.codes:
            raise UnknownCode(f"{code!r} is no code of the codebook")
        return frozenset(self.codes[code].families)


def type_key(value: str) -> str:
    """A type value as it is compared: without case, punctuation and doubled spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in value.casefold()).split())
