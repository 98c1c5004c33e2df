"""Which events a rule means: selectors with all their keys, and episodes. docs/semantics.md sections 3 and 4.

Parameters and local names are already in place. Refuses keys that do not fit together; judges nothing else.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from flagger.rulebook.fields import (
    BY_NAME,
    ONE_OR_MORE,
    AnySpan,
    Codes,
    Day,
    RuleId,
    Strict,
    misfit,
    size,
)

CodingStatus = Literal["affirmed", "negated", "hedged", "historical", "conditional", "other_person"]
Field_ = Literal["agency"]
Per = Literal["case", "agency", "service", "child", "person", "pair"]
Same = Literal["agency", "service", "child", "person", "pair"]
Column = Literal["agency", "source", "person", "outcome", "impact", "analysis", "child_seen", "text"]
Characteristic = Literal["ethnicity", "first_language", "disability", "religion", "immigration"]
Role = Literal[
    "child",
    "adult",
    "victim",
    "alleged_perpetrator",
    "present",
    "mother",
    "father",
    "father_birth",
    "father_legal",
    "step_parent",
    "partner_current",
    "partner_ex",
    "grandparent",
    "carer_kinship",
    "other_household",
    "other_male_unspecified",
    "sibling",
    "unborn",
]
Roles = Annotated[tuple[Role, ...], Field(min_length=1)]
Columns = Annotated[tuple[Column, ...], Field(min_length=1)]


class Near(Strict):
    """Neighbours of a selection, how far off they may lie, and what they must have in common with the event."""

    of: Selectors
    within: AnySpan
    beyond: AnySpan | None = None
    same: Annotated[tuple[Same | Literal["involved"], ...], Field(min_length=1, max_length=1)] | None = None

    @model_validator(mode="after")
    def _reaches(self) -> Near:
        if self.beyond is not None and size(self.beyond) >= size(self.within):
            raise misfit("`beyond` shorter than `within`", "no day between them")
        return self


class Age(Strict):
    """How old a child is on the day: at least this, and younger than that."""

    at_least: AnySpan | None = None
    under: AnySpan | None = None

    @model_validator(mode="after")
    def _something(self) -> Age:
        if not self.model_fields_set:
            raise misfit("`at_least`, `under`, or both", "neither")
        if any(span is not None and span.unit == "wd" for span in (self.at_least, self.under)):
            raise misfit("an age in days, weeks, months or years", "working days")
        return self


class Selector(Strict):
    """Chooses events; all keys must hold. With `rule`, the matches of that rule stand as events."""

    code: Codes | None = None
    with_: Codes | None = Field(None, alias="with")
    not_with: Codes | None = None
    agency: Codes | None = None
    coding: Annotated[tuple[CodingStatus, ...], Field(min_length=1)] = ("affirmed",)
    who: Roles | None = None
    not_who: Roles | None = None
    collective: bool | None = None
    age: Age | None = None
    blank: Columns | None = None
    filled: Columns | None = None
    dated: Annotated[tuple[Literal["doubted", "rough"], ...], Field(min_length=1)] | None = None
    unrecorded: Annotated[tuple[Characteristic, ...], Field(min_length=1)] | None = None
    since: Day | None = None
    until: Day | None = None
    follows: Near | None = None
    precedes: Near | None = None
    not_follows: Near | None = None
    not_precedes: Near | None = None
    during: Annotated[Episode, BY_NAME] | None = None
    not_during: Annotated[Episode, BY_NAME] | None = None
    rule: RuleId | None = None

    @model_validator(mode="after")
    def _fits(self) -> Selector:
        given = self.model_fields_set
        if not given:
            raise misfit("at least one key, such as `code`", "none")
        if "rule" in given and len(given) > 1:
            raise misfit("`rule` alone: the matches of a rule are taken as they are", "other keys beside it")
        if "coding" in given and self.code is None:
            raise misfit("`coding` only beside `code`", "it alone")
        return self


def _events(selectors: tuple[Selector, ...]) -> tuple[Selector, ...]:
    if any(selector.rule is not None for selector in selectors):
        raise misfit("events chosen by code; `rule` stands only in `of` of count", "`rule`")
    return selectors


Counted = Annotated[tuple[Selector, ...], *ONE_OR_MORE]
Selectors = Annotated[tuple[Selector, ...], *ONE_OR_MORE, AfterValidator(_events)]


class Episode(Strict):
    """What opens and what closes an interval of the case.

    `before_record`: what a closing says whose opening is not in the record: the case may have been open, or nothing.
    """

    opens: Selectors
    closes: Selectors
    before_record: Literal["maybe", "ignore"] = "maybe"


Near.model_rebuild()
Selector.model_rebuild()
