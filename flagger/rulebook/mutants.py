"""Each number of a rule moved by the least that matters: a rule's tests should notice every one of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from flagger.dates.spans import Span
from flagger.documents.document import walk
from flagger.errors import RulesFault
from flagger.rulebook.fields import Value
from flagger.rulebook.model import Rule

_SIMPLE = 6
_FRACTIONS = sorted({Fraction(k, n) for n in range(1, _SIMPLE + 1) for k in range(n + 1)})


def mutations(rule: Rule) -> list[tuple[str, dict[str, Value]]]:
    """What to call each mutant, and the overrides that make it (apply with `rule.resolved(overrides, bounded=False)`).

    Counts and spans move by one of their unit either way. A share moves past the next fraction of up to six events that
    lies on either side: nothing nearer could be noticed by a short chronology. Mutants that are no rule are left out.
    """
    found: list[tuple[str, dict[str, Value]]] = []
    for name, param in rule.params.items():
        for value in _moved(param.value, _ceiling(rule, name)):
            try:
                rule.resolved({name: value}, bounded=False)
            except RulesFault:
                continue
            found.append((f"{name} {param.value} -> {value}", {name: value}))
    return found


def _ceiling(rule: Rule, name: str) -> bool:
    """Whether a share is the most allowed (`share_at_most`, `to_at_most`) and not the least."""
    return any(v == f"${name}" and str(place[-1]).endswith("at_most") for place, v in walk(rule.document.data["match"]))


def _moved(value: Value, ceiling: bool) -> Iterator[Value]:
    if isinstance(value, int):
        yield from (value - 1, value + 1)
    elif isinstance(value, Span):
        yield from (Span(n, value.unit) for n in (value.n - 1, value.n + 1) if n > 0)
    else:
        yield from (share for share in _shares(value, ceiling) if 0 < share < 1)


def _shares(value: float, ceiling: bool) -> Iterator[float]:
    """Stricter: just past the first fraction that satisfies the share. Laxer: to the first that does not."""
    at = Fraction(str(value))  # as it is written: 0.8 is four fifths
    if ceiling:
        inside, outside = [f for f in _FRACTIONS if f <= at], [f for f in _FRACTIONS if f > at]
        yield from (float(f) - 0.01 for f in inside[-1:])
        yield from (math.ceil(f * 10_000) / 10_000 for f in outside[:1])
    else:
        inside, outside = [f for f in _FRACTIONS if f >= at], [f for f in _FRACTIONS if f < at]
        yield from (math.floor(f * 10_000) / 10_000 for f in outside[-1:])
        yield from (float(f) + 0.01 for f in inside[:1])
