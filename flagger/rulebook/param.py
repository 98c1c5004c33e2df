"""A number that a rule turns on: its value, the bounds an area may set it in, and what it rests on."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import model_validator

from flagger.rulebook.fields import AnyValue, Strict, Text, Value, misfit, size

Basis = Literal["statute", "guidance", "published practice", "local", "inference"]


class Param(Strict):
    """A number that the rule turns on. Without `min` and `max` it is fixed: an area may not set it."""

    value: AnyValue
    min: AnyValue | None = None
    max: AnyValue | None = None
    unit: Text | None = None
    basis: Basis | None = None
    source: Text | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @model_validator(mode="after")
    def _of_one_kind(self) -> Param:
        if len({_kind(v) for v in (self.value, self.min, self.max) if v is not None}) > 1:
            raise misfit("value, min and max all whole numbers, all shares or all spans", "a mixture")
        return self

    @property
    def kind(self) -> str:
        """`count`, `share` or `span`."""
        return _kind(self.value)

    @property
    def bounds_words(self) -> str:
        if self.min is None and self.max is None:
            return f"{self.value}, which is fixed"
        low = "" if self.min is None else f"at least {self.min}"
        high = "" if self.max is None else f"at most {self.max}"
        return " and ".join(words for words in (low, high) if words)

    def allows(self, value: Value) -> bool:
        """Whether a value lies inside the bounds; without bounds, whether it is the value itself."""
        if self.min is None and self.max is None:
            return size(value) == size(self.value)
        above = self.min is None or size(value) >= size(self.min)
        return above and (self.max is None or size(value) <= size(self.max))


def _kind(value: Value) -> str:
    return "count" if isinstance(value, int) else "share" if isinstance(value, float) else "span"
