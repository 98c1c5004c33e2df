"""Faults of rule files in a stranger's words: what is wrong, what was expected, what was found. Never a type's name."""

from __future__ import annotations

import datetime as dt
import difflib
import types
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from flagger.documents.document import Document, Place

_EXPECTED = {
    "int_type": "a whole number",
    "float_type": "a number",
    "string_type": "text (in quotes if it holds `: ` or looks like a number or date)",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping (`key: value` lines)",
    "model_type": "a mapping (`key: value` lines)",
    "model_attributes_type": "a mapping (`key: value` lines)",
    "date_type": "a date such as 2024-12-31",
    "greater_than_equal": "at least {ge:g}",
    "less_than_equal": "at most {le:g}",
    "too_short": "at least {min_length} in the list",
}
_PATTERNS = {
    r"\S": "some words",
    r"^[a-z][a-z0-9_]*$": "a name in small letters, digits and _",
    r"^[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$": "a rule's id such as R22",
    r"^[0-9]+\.[0-9]+\.[0-9]+$": "three numbers such as 1.0.0",
    r"\?$": "a question that ends with ?",
    r"^(heading|list|(bullet|sentence) [1-9][0-9]*)$": "heading, list, or such as `bullet 3` or `sentence 1`",
}


class _Expanded(Protocol):
    origin: dict[Place, Place]
    broken: set[Place]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """ " (did you mean `x`?)", or nothing when no known name is near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" (did you mean `{near[0]}`?)" if near else ""


def found_words(value: object) -> str:
    """A value as a reader of the file would call it; long text is cut."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, tuple | list):
        return "a list" if value else "an empty list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return f"the date {value}"
    if isinstance(value, str):
        return f'"{value if len(value) <= 40 else value[:37] + "..."}"' if value.strip() else "empty text"
    return str(value)


def worded(
    error: ValidationError, model: type[BaseModel], document: Document, expanded: _Expanded | None = None
) -> list[str]:
    """Every error of one validation as `file:line: ...`, but for what `expand` has already said of the same place."""
    out = []
    for detail in error.errors(include_url=False):
        place: Place = tuple(part for part in detail["loc"] if part != "[key]")
        if expanded is None or place not in expanded.broken:
            written = _origin(place, expanded)
            out.append(document.fault(written, _told(detail, written, keys_at(model, place[:-1]))))
    return out


def _origin(place: Place, expanded: _Expanded | None) -> Place:
    if expanded is None:
        return place
    for cut in range(len(place), 0, -1):
        if place[:cut] in expanded.origin:
            return (*expanded.origin[place[:cut]], *place[cut:])
    return place


def _told(detail: ErrorDetails, place: Place, known: list[str]) -> str:
    kind, found, ctx = detail["type"], found_words(detail["input"]), detail.get("ctx", {})
    key = next((str(part) for part in reversed(place) if isinstance(part, str)), "the file")
    if kind == "missing":
        return f"`{key}` is missing; expected it {_inside(place)}; found nothing"
    if kind == "extra_forbidden":
        hint = did_you_mean(key, known)
        return f"unknown key `{key}` {_inside(place)}; expected one of {', '.join(known)}{hint}; found `{key}`"
    if kind == "literal_error":
        choices = [part.strip("'") for part in str(ctx["expected"]).replace(" or ", ", ").split(", ")]
        hint = did_you_mean(str(detail["input"]), choices)
        return f"`{key}` cannot be that; expected {_either(choices)}{hint}; found {found}"
    if kind == "string_pattern_mismatch":
        return f"`{key}` cannot be that; expected {_PATTERNS[str(ctx['pattern'])]}; found {found}"
    if kind in _EXPECTED:
        return f"`{key}` cannot be that; expected {_EXPECTED[kind].format(**ctx)}; found {found}"
    if kind == "misfit":
        return f"`{key}` does not fit together; {detail['msg']}"
    return f"`{key}` cannot be that; {detail['msg']}; found {found}"


def _inside(place: Place) -> str:
    around = [str(part) for part in place[:-1] if isinstance(part, str)]
    return f"in `{'.'.join(around)}`" if around else "at the top of the file"


def _either(choices: list[str]) -> str:
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"


def keys_at(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that a mapping at this place may have, in their order."""
    models: list[type[BaseModel]] = [model]
    for part in place:
        for candidate in models:
            annotation = _fields(candidate).get(str(part))
            if annotation is not None:
                models = _models(annotation)
                break
    return [name for candidate in models for name in _fields(candidate)]


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Union, types.UnionType, tuple, dict) or get_args(annotation):
        return [model for arg in get_args(annotation) for model in _models(arg)]
    return []
