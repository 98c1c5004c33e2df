"""The door to inference: which combined rules hold in a case, by the kinds of pattern found there alone.

Time is not decided here. What holds by kinds may still fail its window; dates, evidence and sentences are worked out
afterwards by matchers/combine.py. What stands behind the door is named in the run's manifest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from flagger.errors import FlaggerError


class InferenceFault(FlaggerError):
    """The inference engine cannot take these combined rules, or failed."""

    exit_code = 10


@dataclass(frozen=True)
class Fact:
    """A pattern found in a case: the rule that found it and that rule's family. `id` is the fact's own in its case."""

    id: str
    rule: str
    family: str


@dataclass(frozen=True)
class Composite:
    """A combined rule: at least so many different families (or rules) among the facts of the rules in `of`.

    With `must_include`, one of these rules must be among them. `at_least` is 1 or more.
    """

    id: str
    family: str
    of: tuple[str, ...]
    at_least: int
    distinct: Literal["family", "rule"]
    must_include: tuple[str, ...] = ()

    def held_by(self, kinds: Collection[tuple[str, str]]) -> bool:
        """Whether these pairs (rule, family), all of rules in `of`, are enough."""
        rules = {rule for rule, _ in kinds}
        different = rules if self.distinct == "rule" else {family for _, family in kinds}
        return len(different) >= self.at_least and (not self.must_include or not rules.isdisjoint(self.must_include))


class Inference(Protocol):
    """An engine made for one set of composites."""

    @property
    def name(self) -> str:
        """The engine and its version, or why it is not the one expected: for the manifest."""
        ...

    def closure(self, facts: Sequence[Fact]) -> frozenset[str]:
        """The ids of the composites that hold in a case with these facts.

        A composite that holds is itself a fact (its id, its family) for those above it. Neither the order of the facts
        nor a fact told twice makes a difference. Raises InferenceFault.
        """
        ...
