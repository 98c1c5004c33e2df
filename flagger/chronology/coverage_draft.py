"""A draft of `coverage.yaml` from the rows there are, for a person to correct and confirm.

Rows show when an agency wrote something, never what it was asked for or left out: so a draft answers nothing by itself.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from flagger.chronology.agency import Agencies
from flagger.chronology.coverage import TO_ASK
from flagger.dates.say import say, to_date

# Our own choice, for a comment that a person reads and nothing else: fewer rows or days are too little to guess from.
_FEW_ROWS, _FEW_DAYS = 5, 60
_CLOSE, _FAR = 21, 60  # days a row, on the whole

_HEAD = """\
# A draft made from the rows. Nothing rests on it until a person has looked it over:
# 1. `from` and `to`: put the days for which the agency gave its records. Here stand only its first and last dated row.
# 2. `rows`: put `everything` (all that it recorded in that time) or `significant` (significant events only).
# 3. Agencies without rows are listed as comments. Where one was asked and had nothing, that too is coverage: add it.
# 4. Then change `confirmed` to yes.
confirmed: no
"""


@dataclass
class _Rows:
    """What one agency's rows of a case show."""

    count: int = 0
    lows: list[int] = field(default_factory=list)
    highs: list[int] = field(default_factory=list)


@dataclass
class _Named:
    """How often rows name an agency that gave none, and where first."""

    count: int = 0
    place: str = ""


def draft(events: pd.DataFrame, agencies: Agencies, looked_in: Mapping[str, Sequence[str]]) -> str:
    """The text of the draft. `looked_in`: agencies whose rows some rules search, with the ids of these rules."""
    cases = sorted(set(events["case"]))
    lines = [_HEAD.rstrip("\n")]
    if len(cases) == 1:
        lines += ["agencies:", *_case(events, agencies, looked_in, "  ")]
    else:
        lines.append("cases:")
        for case in cases:
            lines += [f"  {_quoted(case)}:", *_case(events[events["case"] == case], agencies, looked_in, "    ")]
    return "\n".join(lines) + "\n"


def _case(
    events: pd.DataFrame, agencies: Agencies, looked_in: Mapping[str, Sequence[str]], indent: str
) -> Iterator[str]:
    gave, named = _gave(events), _named(events, agencies)
    dated = sorted(name for name, rows in gave.items() if name and rows.lows)
    for name in dated:
        shown = name if name in agencies.keys else _quoted(name)
        yield from (f"{indent}{line}" for line in _entry(shown, gave[name]))
    if not dated:
        yield f"{indent}[]"
    for name in sorted(set(gave) - set(dated)):
        what = f"Of {name}, without a date that could be read" if name else "Of an agency that is not said"
        yield f"{indent}# {what}: {_rows(gave[name].count)}. Ask, and add a line."
    without = sorted((set(named) | set(looked_in)) - set(gave))
    if without:
        yield f"{indent}# No rows of these. Ask each what it holds, or whether it was asked:"
    for name in without:
        why = [f"named in {_rows(named[name].count)}, first in {named[name].place}"] if name in named else []
        why += [f"its rows are searched by {', '.join(looked_in[name])}"] if name in looked_in else []
        yield f"{indent}#   {name}: {'; '.join(why)}"


def _entry(name: str, rows: _Rows) -> Iterator[str]:
    first, last = min(rows.lows), max(rows.highs)
    undated = rows.count - len(rows.lows)
    more = f", {undated} of them without a date" if undated else ""
    yield f"# {name}: {_rows(rows.count)}{more}; the first dated {say(first)}, the last {say(last)}"
    yield "# Did it give everything in that time, or significant events only? Ask, and answer in `rows`."
    yield f"# {_guess(len(rows.lows), last - first + 1)}"
    days = f"from: {to_date(first).isoformat()}, to: {to_date(last).isoformat()}"
    yield f"- {{agency: {name}, {days}, rows: {TO_ASK}}}"


def _guess(rows: int, days: int) -> str:
    if rows < _FEW_ROWS or days < _FEW_DAYS:
        return "No guess: too few rows or days to guess from."
    each = round(days / rows)
    said = f"about one row in {each} {'day' if each == 1 else 'days'}"
    if each <= _CLOSE:
        return f"A guess from nothing but how close the rows stand ({said}): everything."
    if each >= _FAR:
        return f"A guess from nothing but how far apart the rows stand ({said}): significant events only."
    return f"No guess: {said} could be either."


def _gave(events: pd.DataFrame) -> dict[str, _Rows]:
    gave: dict[str, _Rows] = defaultdict(_Rows)
    for agency, lo, hi in zip(events["agency"], events["lo"], events["hi"], strict=True):
        rows = gave[agency]
        rows.count += 1
        if not pd.isna(lo):
            rows.lows.append(int(lo))
            rows.highs.append(int(hi))
    return gave


def _named(events: pd.DataFrame, agencies: Agencies) -> dict[str, _Named]:
    """Agencies that the text or the source of rows names."""
    named: dict[str, _Named] = defaultdict(_Named)
    columns: list[Any] = [events[name] for name in ("text", "source", "file", "row")]
    for text, source, file, row in zip(*columns, strict=True):
        for agency in agencies.named_in(text) | agencies.named_in(source):
            named[agency].count += 1
            named[agency].place = named[agency].place or f"{_printable(file)} row {row}"
    return named


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _quoted(name: str) -> str:
    """A name as YAML reads it back."""
    return json.dumps(name, ensure_ascii=not name.isprintable())
