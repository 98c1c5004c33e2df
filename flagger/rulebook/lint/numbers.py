"""Checks of parameters: where a number comes from and how far it may be moved."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from flagger.dates.spans import Span
from flagger.documents.document import walk
from flagger.rulebook.fields import read_value, size
from flagger.rulebook.lint.issue import Context, Found
from flagger.rulebook.model import Rule


def bounds_hold(rule: Rule, context: Context) -> Found:
    """The least is not above the most, and the value lies between."""
    for name, param in rule.params.items():
        if param.min is not None and param.max is not None and size(param.min) > size(param.max):
            said = f"`min` is above `max`; expected min at most {param.max}; found {param.min}"
            yield ("params", name, "min"), said, "error"
        elif not param.allows(param.value):
            said = f"the value is outside its bounds; expected {param.bounds_words}; found {param.value}"
            yield ("params", name, "value"), said, "error"


def bounds_pin(rule: Rule, context: Context) -> Found:
    """Bounds say how far an area may move a number. A number with none is fixed."""
    for name, param in rule.params.items():
        if param.min is None and param.max is None:
            continue
        if param.min is None or param.max is None:
            missing = "min" if param.min is None else "max"
            yield ("params", name), f"`{name}` has one bound; expected `{missing}` too; found none", "error"
        elif param.kind == "share" and size(param.min) <= 0 and size(param.max) >= 1:
            yield ("params", name), f"the bounds of `{name}` pin nothing; expected some; found 0 to 1", "error"
        elif param.kind == "count" and size(param.min) < 1:
            said = f"the bounds of `{name}` pin nothing; expected at least 1; found {param.min}"
            yield ("params", name, "min"), said, "error"


def basis_given(rule: Rule, context: Context) -> Found:
    """Every number says what it rests on and where that is written."""
    for name, param in rule.params.items():
        for key in ("basis", "source"):
            if getattr(param, key) is None:
                said = f"`{name}` does not say what it rests on; expected `{key}`; found none"
                yield ("params", name), said, "error"


def dates_hold(rule: Rule, context: Context) -> Found:
    """A number is in force on some day."""
    for name, param in rule.params.items():
        if param.valid_from and param.valid_to and param.valid_from > param.valid_to:
            said = f"`{name}` is never in force; expected `valid_to` on or after {param.valid_from}"
            yield ("params", name, "valid_to"), f"{said}; found {param.valid_to}", "error"


def numbers_named(rule: Rule, context: Context) -> Found:
    """Thresholds are parameters, with a basis, that can be set. `collapse` says what one thing is: no threshold."""
    for section in ("events", "episodes", "match"):
        for place, value in walk(rule.document.data.get(section), (section,)):
            if "collapse" in place or not _is_number(value):
                continue
            said = f"a number stands in `{place[-1]}`; expected a parameter (`$name`); found {value}"
            yield place, said, "warning"


def _is_number(value: object) -> bool:
    try:
        return isinstance(read_value(value), int | float | Span)
    except PydanticCustomError:
        return False
