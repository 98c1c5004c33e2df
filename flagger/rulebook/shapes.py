"""What a rule looks for, as typed records: the matchers, each with its keys.

docs/semantics.md says what each means. Parameters and local names are already in place. Refuses keys that do not fit
together; judges nothing else.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, model_validator

from flagger.rulebook.fields import (
    BY_NAME,
    AnySpan,
    Distinct,
    Few,
    Name,
    RuleId,
    Share,
    Strict,
    Times,
    misfit,
)
from flagger.rulebook.selectors import Counted, Episode, Field_, Selectors


class Collapse(Strict):
    """Rows nearer than `within` (and of the same agency, if asked) count once."""

    within: AnySpan
    same: tuple[Field_, ...] = ()


class Also(Strict):
    """A second condition on the same window."""

    distinct: Distinct
    at_least: Times


class Count(Strict):
    """At least so many (distinct) things within a span."""

    key: ClassVar[str] = "count"
    of: Counted
    at_least: Times
    within: AnySpan
    distinct: Distinct | None = None
    also: Also | None = None
    apart: bool = False
    collapse: Collapse | None = None

    @model_validator(mode="after")
    def _fits(self) -> Count:
        if self.apart and not isinstance(self.distinct, tuple):
            raise misfit("`apart` only with `distinct: [names]`", "it without")
        of_rule = any(selector.rule is not None for selector in self.of)
        if of_rule and (len(self.of) > 1 or self.distinct or self.also or self.collapse):
            raise misfit("one `rule` alone in `of`, without distinct, also or collapse", "more")
        return self


class Step(Strict):
    """One step, and how it relates to the step before it."""

    as_: Name = Field(alias="as")
    of: Selectors
    within: AnySpan | None = None
    same_day: Literal["allow", "deny"] = "allow"
    same_as: tuple[Field_, ...] = ()
    differs_from: tuple[Field_, ...] = ()
    without: Selectors | None = None


class Sequence(Strict):
    """Things in this order within spans, without something between."""

    key: ClassVar[str] = "sequence"
    steps: Annotated[tuple[Step, ...], Field(min_length=2)]
    collapse: Collapse | None = None

    @model_validator(mode="after")
    def _fits(self) -> Sequence:
        first, *later = self.steps
        if first.model_fields_set - {"as_", "of"}:
            raise misfit("only `as` and `of` in the first step: the others relate a step to the one before", "more")
        for step in later:
            if step.within is None:
                raise misfit(f"`within` in step `{step.as_}`", "none")
        if len({step.as_ for step in self.steps}) < len(self.steps):
            raise misfit("a different name (`as`) for every step", "one name twice")
        return self


class Unless(Strict):
    """The episode that, when open, leaves nothing to expect."""

    open: Annotated[Episode, BY_NAME]


class Absence(Strict):
    """Something expected after something, or again and again during an episode, and not found in time."""

    key: ClassVar[str] = "absence"
    after: Selectors | None = None
    every: AnySpan | None = None
    during: Annotated[Episode, BY_NAME] | None = None
    expect: Selectors
    within: AnySpan | None = None
    or_before: AnySpan | None = None
    recorded_by: tuple[Name, ...] = ()
    unless: Unless | None = None
    collapse: Collapse | None = None

    @model_validator(mode="after")
    def _fits(self) -> Absence:
        given = self.model_fields_set & {"after", "every", "during", "within"}
        if given not in ({"after", "within"}, {"every", "during"}):
            raise misfit("`after` and `within`, or `every` and `during`", " and ".join(sorted(given)) or "none")
        if self.every is not None and (self.or_before is not None or self.collapse is not None):
            raise misfit("no `or_before` or `collapse` beside `every`", "one of them")
        return self


class PartOf(Strict):
    """A share: `part` counts only events that are also in `whole`."""

    part: Selectors
    whole: Selectors


class When(Strict):
    """When a share is worth showing."""

    share_at_least: Share | None = None
    share_at_most: Share | None = None
    whole_at_least: Times = 1
    part_at_least: Times | None = None


class Fall(Strict):
    """A share that was high in one window and is low in a later one."""

    from_at_least: Share
    to_at_most: Share


class Rise(Strict):
    """How often something was recorded in one window, and how often in the next."""

    from_at_most: Few
    to_at_least: Times


class Drop(Strict):
    """How often something was recorded in one window, and how seldom in the next."""

    from_at_least: Times
    to_at_most: Few


class Rate(Strict):
    """How often something is recorded: few times in one window, and many in the next; or the other way round."""

    key: ClassVar[str] = "rate"
    of: Selectors
    within: AnySpan
    rise: Rise | None = None
    fall: Drop | None = None
    collapse: Collapse | None = None

    @model_validator(mode="after")
    def _fits(self) -> Rate:
        if (self.rise is None) == (self.fall is None):
            raise misfit("one of `rise` and `fall`", "none, or both")
        return self


class Conflict(Strict):
    """Two rows that do not agree, about one case or, by `per`, one child, person or pair of people."""

    key: ClassVar[str] = "conflict"
    one: Selectors
    other: Selectors
    within: AnySpan | None = None
    differs: Annotated[tuple[Literal["person", "agency"], ...], Field(min_length=1, max_length=1)] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Conflict:
        if self.differs == ("person",) and not all(s.who for s in (*self.one, *self.other)):
            raise misfit("`who` in every selector beside `differs: [person]`", "one without")
        return self


class Measure(Strict):
    """A share that is high, low, or has fallen."""

    key: ClassVar[str] = "measure"
    share: PartOf
    within: AnySpan
    when: When
    fall: Fall | None = None
    collapse: Collapse | None = None

    @model_validator(mode="after")
    def _fits(self) -> Measure:
        given = self.when.model_fields_set - {"whole_at_least"}
        if self.fall and given:
            raise misfit("only `whole_at_least` in `when` beside `fall`", "more")
        if not self.fall and len(given & {"share_at_least", "share_at_most"}) != 1:
            raise misfit("one of `share_at_least` and `share_at_most` in `when`, or `fall`", "not one")
        if "part_at_least" in given and "share_at_least" not in given:
            raise misfit("`part_at_least` only beside `share_at_least`", "it without")
        return self


class Combine(Strict):
    """Matches of other rules that come together."""

    key: ClassVar[str] = "combine"
    of: Annotated[tuple[RuleId, ...], Field(min_length=1)]
    at_least: Times
    distinct: Literal["family", "rule"]
    within: AnySpan
    must_include: tuple[RuleId, ...] = ()
    status: Annotated[tuple[Literal["confirmed", "possible"], ...], Field(min_length=1)] = ("confirmed",)

    @model_validator(mode="after")
    def _fits(self) -> Combine:
        if other := sorted(set(self.must_include) - set(self.of)):
            raise misfit("in `must_include` only rules of `of`", ", ".join(other))
        return self


Matcher = Count | Sequence | Absence | Measure | Rate | Conflict | Combine


class Match(Strict):
    """The one matcher of a rule, under its key."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    count: Count | None = None
    sequence: Sequence | None = None
    absence: Absence | None = None
    measure: Measure | None = None
    rate: Rate | None = None
    conflict: Conflict | None = None
    combine: Combine | None = None

    @model_validator(mode="after")
    def _one(self) -> Match:
        if len(self.model_fields_set) != 1:
            raise misfit(
                "one of count, sequence, absence, measure, rate, conflict and combine", str(len(self.model_fields_set))
            )
        return self

    @property
    def matcher(self) -> Matcher:
        found = (
            self.count or self.sequence or self.absence or self.measure or self.rate or self.conflict or self.combine
        )
        assert found is not None, "a match has its one matcher"
        return found
