"""Questions for reflection that no rule can answer: `rules/prompts.yaml`. A flag carries those of its rule.

A prompt belongs to one stage of the supervision cycle and, where it fits, to the practice principles of the 2022
briefing by the Child Safeguarding Practice Review Panel. It is asked, never scored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from flagger.documents.document import Document, Place
from flagger.errors import RulesFault
from flagger.rulebook.faults import did_you_mean, worded
from flagger.rulebook.fields import RuleId, Strict, Text, misfit

Stage = Literal["experience", "reflection", "analysis", "action"]
Principle = Literal["domestic_abuse_informed", "trauma_informed", "intersectional", "whole_family"]
STAGES: tuple[Stage, ...] = get_args(Stage)
PRINCIPLES: tuple[Principle, ...] = get_args(Principle)
PROMPTS_FILE = "prompts.yaml"


class When(Strict):
    """The days, both inside, that a prompt is about: a flag carries it only if its rows reach into them."""

    first: dt.date
    last: dt.date
    what: Text

    @model_validator(mode="after")
    def _in_order(self) -> When:
        if self.last < self.first:
            raise misfit("`last` on or after `first`", f"{self.last} before {self.first}")
        return self


class Prompt(Strict):
    """One question: the findings it answers to, the rules whose flags carry it, and where in reflection it helps.

    A `general` one presupposes nothing, and fits any case.
    """

    asks: Annotated[str, Field(pattern=r"\?$")]
    general: bool = False
    stage: Stage
    principles: tuple[Principle, ...] = ()
    when: When | None = None
    findings: Annotated[tuple[Text, ...], Field(min_length=1)]
    rules: tuple[RuleId, ...] = ()

    def reaches(self, first: dt.date, last: dt.date) -> bool:
        """Whether the prompt is about some day between these, both inside."""
        return self.when is None or (first <= self.when.last and self.when.first <= last)


class Prompts(Strict):
    """The prompts by id, in the order of the file."""

    prompts: dict[Text, Prompt] = Field(default_factory=dict)

    _document: Document = PrivateAttr()

    @classmethod
    def read(cls, document: Document, findings: Collection[str], rules: Collection[str] | None) -> Prompts:
        """Raises RulesFault with every fault, also for a finding or rule that there is not.

        With `rules` None, as when some rule could not be read, the names of rules are not checked.
        """
        try:
            prompts = cls.model_validate(document.data)
        except ValidationError as error:
            raise RulesFault(worded(error, cls, document)) from None
        faults: list[str] = []
        for name, prompt in prompts.prompts.items():
            place = ("prompts", name)
            faults += unknown(
                document, (*place, "findings"), prompt.findings, findings, "finding", "one of audits.yaml"
            )
            if rules is not None:
                faults += unknown(document, (*place, "rules"), prompt.rules, rules, "rule", "the id of a rule")
        if faults:
            raise RulesFault(faults)
        prompts._document = document
        return prompts

    @property
    def document(self) -> Document:
        return self._document

    def of_rule(self, rule: str) -> Mapping[str, Prompt]:
        """The prompts attached to a rule, in the order of the stages of supervision and then of the file."""
        return {
            name: prompt
            for stage in STAGES
            for name, prompt in self.prompts.items()
            if prompt.stage == stage and rule in prompt.rules
        }


def unknown(
    document: Document, place: Place, names: tuple[str, ...], known: Collection[str], kind: str, expected: str
) -> Iterator[str]:
    """A fault for each name in a list that is not known."""
    for i, name in enumerate(names):
        if name not in known:
            said = f"no {kind} `{name}`; expected {expected}{did_you_mean(name, known)}; found `{name}`"
            yield document.fault((*place, i), said)
