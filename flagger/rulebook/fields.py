"""The kinds of value that rule files hold (text, numbers, spans, selectors), and how each looks in the JSON Schema.

In a file a number or span may be written `$name` and a selector by its local name; `expand` has put the values in place
before these types see them, so only their JSON Schema speaks of names.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

from flagger.dates.spans import Span, SpanFault

Value = int | float | Span
_NOMINAL_DAYS = {"d": 1.0, "w": 7.0, "mo": 365.25 / 12, "y": 365.25, "wd": 7 / 5}
_SPAN_FORM = {"type": "string", "pattern": r"^[0-9]+(d|w|mo|y|wd)$", "examples": ["28d", "12mo", "10wd"]}
_NAME_FORM = {"type": "string", "pattern": r"^\$[a-z][a-z0-9_]*$", "description": "a parameter, by $name"}


class Strict(BaseModel):
    """A record that cannot change, takes no key it does not know, and never turns one kind of value into another."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def misfit(expected: str, found: str) -> PydanticCustomError:
    """The error for keys that do not fit together."""
    return PydanticCustomError("misfit", "expected {expected}; found {found}", {"expected": expected, "found": found})


def read_span(value: object) -> Span:
    if isinstance(value, Span):
        return value
    if isinstance(value, str):
        try:
            return Span.parse(value)
        except SpanFault:
            pass
    raise PydanticCustomError("span", "expected a span such as 28d, 6w, 12mo, 2y or 10wd")


def read_value(value: object) -> Value:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        return read_span(value)
    except PydanticCustomError:
        raise PydanticCustomError("value", "expected a number, or a span such as 28d, 6w, 12mo, 2y or 10wd") from None


def size(value: Value) -> float:
    """A number by which two values of one kind can be compared; for a span its nominal days (never used for dates)."""
    return value.n * _NOMINAL_DAYS[value.unit] if isinstance(value, Span) else float(value)


def read_distinct(value: object) -> tuple[str, ...] | str:
    if value == "agency" or (isinstance(value, tuple) and value and all(isinstance(v, str) for v in value)):
        return value
    raise PydanticCustomError("distinct", "expected `agency`, or a list of families or codes")


def read_day(value: object) -> int:
    """A date written 2025-11-07, as days since 1970-01-01."""
    try:
        if isinstance(value, str):
            return (dt.date.fromisoformat(value) - dt.date(1970, 1, 1)).days
        if isinstance(value, dt.date):
            return (value - dt.date(1970, 1, 1)).days
    except ValueError:
        pass
    raise PydanticCustomError("day", "expected a date such as 2025-11-07")


class _OrNames:
    """Says in the JSON Schema that a local name may stand for the record, or for one of a list of them."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        one = handler(core)["items"]
        name = {"type": "string", "description": "a local name from `events`"}
        return {"anyOf": [one, name, {"type": "array", "minItems": 1, "items": {"anyOf": [one, name]}}]}


class _OrName:
    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [handler(core), {"type": "string", "description": "a local name from `episodes`"}]}


def _listed(value: object) -> object:
    return (value,) if isinstance(value, dict) else value


ONE_OR_MORE = (BeforeValidator(_listed), Field(min_length=1), _OrNames())
BY_NAME = _OrName()


def _number(bounds: dict[str, Any], kind: str) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [{"type": kind, **bounds}, _NAME_FORM]})


AnySpan = Annotated[Span, PlainValidator(read_span), WithJsonSchema({"anyOf": [_SPAN_FORM, _NAME_FORM]})]
AnyValue = Annotated[Value, PlainValidator(read_value), WithJsonSchema({"anyOf": [{"type": "number"}, _SPAN_FORM]})]
Day = Annotated[int, PlainValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})]
Times = Annotated[int, Field(ge=1), _number({"minimum": 1}, "integer")]
Few = Annotated[int, Field(ge=0), _number({"minimum": 0}, "integer")]
Share = Annotated[float, Field(ge=0, le=1), _number({"minimum": 0, "maximum": 1}, "number")]
_NAMED = {"type": "array", "minItems": 1, "items": {"type": "string"}}
Distinct = Annotated[
    tuple[str, ...] | str, PlainValidator(read_distinct), WithJsonSchema({"anyOf": [{"const": "agency"}, _NAMED]})
]
Text = Annotated[str, Field(pattern=r"\S")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
RuleId = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$")]
Codes = Annotated[tuple[Name, ...], Field(min_length=1)]
