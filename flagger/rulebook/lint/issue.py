"""What a check gives, and what it may look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from flagger.codebook.book import Codebook, UnknownCode
from flagger.documents.document import Place
from flagger.rulebook.load import Rulebook
from flagger.rulebook.model import Rule
from flagger.rulebook.words import Word

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Issue:
    """One finding about a rule. An `error` makes a rule wrong, a `warning` hard to trust; a `note` asks for nothing."""

    file: str
    line: int
    check: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.message} [{self.check}]"


Found = Iterator[tuple[Place, str, Severity]]


@dataclass(frozen=True)
class Context:
    """All rules, the day taken as today, and the vocabularies (None: not checked)."""

    rulebook: Rulebook
    as_at: dt.date
    codebook: Codebook | None
    agencies: Collection[str] | None
    words: tuple[Word, ...]

    def codes(self, names: Iterable[str]) -> frozenset[str]:
        """The codes these names stand for; without a codebook, or for names not in it, the names themselves."""
        found: set[str] = set()
        for name in names:
            try:
                found |= self.codebook.expand([name]) if self.codebook else {name}
            except UnknownCode:
                found.add(name)
        return frozenset(found)


Check = Callable[[Rule, Context], Found]
