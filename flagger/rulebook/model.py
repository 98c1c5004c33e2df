"""One rule: what it looks for, its parameters, its sentences and its tests.

Holds what the file says with parameters and local names in place; whether it is a good rule is `lint`'s matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from flagger.documents.document import Document
from flagger.errors import RulesFault
from flagger.rulebook.expand import expand
from flagger.rulebook.faults import found_words, worded
from flagger.rulebook.fields import Codes, Name, RuleId, Strict, Text, Times, Value, misfit, read_value
from flagger.rulebook.param import Param
from flagger.rulebook.selectors import Columns, Counted, Episode, Near, Per, Roles, Selector, Selectors
from flagger.rulebook.shapes import (
    Absence,
    Also,
    Collapse,
    Combine,
    Conflict,
    Count,
    Fall,
    Match,
    Matcher,
    Measure,
    PartOf,
    Rate,
    Sequence,
    Step,
    Unless,
    When,
)

__all__ = [
    "Absence",
    "Also",
    "Because",
    "Collapse",
    "Combine",
    "Conflict",
    "Count",
    "Episode",
    "Expected",
    "Fall",
    "Grade",
    "GradeWhen",
    "Match",
    "Matcher",
    "Measure",
    "Near",
    "Needs",
    "Param",
    "PartOf",
    "Rate",
    "Rule",
    "RuleTest",
    "Selector",
    "Selectors",
    "Sequence",
    "Step",
    "Unless",
    "When",
]

StatusWord = Literal["confirmed", "possible", "pending"]
Outcome = Literal["flagged", "not flagged", "not assessed"]


class GradeWhen(Strict):
    """What must hold for a grade to be said; all keys given must."""

    peak_at_least: Times | None = None
    n_at_least: Times | None = None
    shortening: Literal[True] | None = None
    days_at_most: Times | None = None

    @model_validator(mode="after")
    def _something(self) -> GradeWhen:
        if not self.model_fields_set:
            raise misfit("at least one condition", "none")
        return self


class Grade(Strict):
    """A fact said beside the flag; never a level."""

    name: Text
    when: GradeWhen


class Because(Strict):
    """The sentence for each status the matcher can reach."""

    confirmed: Text | None = None
    possible: Text | None = None
    pending: Text | None = None


class Needs(Strict):
    """What a case must hold for the rule to be assessed; each one given must be met by some row, or by some child."""

    codes: Codes | None = None
    fields: Columns | None = None
    who: Roles | None = None
    born: Literal[True] | None = None


class Expected(Strict):
    """A match that a test expects: its status, and the ids of its evidence in canonical order."""

    status: StatusWord
    evidence: tuple[Text, ...]


class RuleTest(Strict):
    """A small chronology and what the rule should say of it. `examples` reads the lines of events, people, coverage."""

    name: Text
    as_at: dt.date
    coverage: tuple[Text, ...] | None = None
    people: Text | None = None
    events: Text
    expect: tuple[Expected, ...] | None = None
    outcome: Outcome | None = None

    @model_validator(mode="after")
    def _says_something(self) -> RuleTest:
        if self.expect is None and self.outcome is None:
            raise misfit("`expect` or `outcome`", "neither")
        return self


class Rule(Strict):
    """One rule file. The order of the fields is the order of its keys."""

    id: RuleId
    title: Text
    summary: Text
    kind: Literal["concern", "strength", "record"]
    status: Literal["draft", "test", "stable", "deprecated"]
    replaced_by: RuleId | None = None
    deprecated_reason: Text | None = None
    default: Literal["off"] | None = None
    off_because: Text | None = None
    version: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
    family: Name
    per: Per = "case"
    findings: Annotated[tuple[Text, ...], Field(min_length=1)]
    why: Text
    params: dict[Name, Param] = Field(default_factory=dict)
    events: dict[Name, Counted] = Field(default_factory=dict)
    episodes: dict[Name, Episode] = Field(default_factory=dict)
    match: Match
    report: Literal["maximal", "non_overlapping", "each", "densest"]
    grades: tuple[Grade, ...] = ()
    because: Because
    ask: Annotated[tuple[Text, ...], Field(min_length=1)]
    consider: tuple[Text, ...] = ()
    does_not_see: Text | None = None
    needs: Needs | None = None
    tests: tuple[RuleTest, ...] = ()
    owner: Text
    reviewed_on: dt.date | None = None

    _document: Document = PrivateAttr()
    _shared: Mapping[str, Any] = PrivateAttr(default_factory=dict)
    _set_by: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _says_why_off(self) -> Rule:
        if (self.default is None) != (self.off_because is None):
            raise misfit("`default: off` together with `off_because`", "one without the other")
        return self

    @classmethod
    def read(
        cls, document: Document, values: Mapping[str, Value] | None = None, shared: Mapping[str, Any] | None = None
    ) -> Rule:
        """The rule of a document, with `values` instead of the parameters' own where given.

        `shared` are the episodes that every rule may name, as data (`rules/episodes.yaml`).
        Raises RulesFault with every fault of the file, each with its line.
        """
        expanded = expand(document, values or {}, shared)
        faults = [document.fault(place, message) for place, message in expanded.faults]
        try:
            rule = cls.model_validate(expanded.data)
        except ValidationError as error:
            faults += worded(error, cls, document, expanded)
        if faults:
            raise RulesFault(list(dict.fromkeys(faults)))
        rule._document = document
        rule._shared = shared or {}
        return rule

    @property
    def shared(self) -> Mapping[str, Any]:
        """The episodes that every rule may name, as data."""
        return self._shared

    @property
    def document(self) -> Document:
        """The file as written, with the line of every place: for messages about it."""
        return self._document

    @property
    def set_by(self) -> Mapping[str, str]:
        """The areas that set parameters, by parameter; the others are as the author set them."""
        return self._set_by

    def authors(self, name: str) -> Value:
        """The author's own value of a parameter, whatever an area has set."""
        return read_value(self.document.data["params"][name]["value"])

    @property
    def matcher(self) -> Matcher:
        return self.match.matcher

    def resolved(self, overrides: Mapping[str, object] | None = None, bounded: bool = True) -> Rule:
        """The rule with other values for some parameters: numbers, spans, or spans as text.

        Raises RulesFault, one sentence each, for a name the rule does not have, a value of another kind, and (unless
        `bounded` is False, as tests of the tests need) a value outside the bounds its author set.
        """
        if not overrides:
            return self
        faults: list[str] = []
        values = {name: param.value for name, param in self.params.items()}
        for name, given in overrides.items():
            fault, value = self.fitting(name, given, bounded)
            if fault:
                faults.append(self.document.fault(("params", name, "value"), f"{self.id}: {fault}"))
            elif value is not None:
                values[name] = value
        if faults:
            raise RulesFault(faults)
        return Rule.read(self.document, values, self.shared)

    def fitting(self, name: str, given: Any, bounded: bool = True) -> tuple[str, Value | None]:
        """The value that `given` is for a parameter; or, with None, what is wrong with it."""
        param = self.params.get(name)
        if param is None:
            return f"no parameter `{name}`; expected one of {', '.join(self.params) or 'none'}; found `{name}`", None
        kinds = {"count": "a whole number", "share": "a share from 0 to 1", "span": "a span such as 28d or 12mo"}
        try:
            value = read_value(given)
        except PydanticCustomError:
            return f"`{name}` cannot be that; expected {kinds[param.kind]}; found {found_words(given)}", None
        if param.kind == "share" and isinstance(value, int):
            value = float(value)
        if not isinstance(value, type(param.value)):
            return f"`{name}` cannot be that; expected {kinds[param.kind]}; found {value}", None
        if bounded and not param.allows(value):
            return f"`{name}` is outside its bounds; expected {param.bounds_words}; found {value}", None
        return "", value


Rule.model_rebuild()
