"""Planted patterns: what a rule should find, and what only looks like it, as rows with offsets in `authority/plants/`.

    R00:
      says: "what an auditor would point at"        # `decoys` say why each must not flag
      plant: |
        0        referral agency=school|police
        +10..40 *3  school_concern agency=school who=child
        2..4wd   no_further_action agency=csc
        30 @child_in_need for=200..300d without=cin_review
      decoys:
        - says: "..."
          rows: |
            ...
      ages: 5..10          # of the eldest child when the plant begins, in years (optional)
      children: 1          # how many the family has when its life begins (optional)
      tail: 6mo            # how long the record goes on after the last row (default 240d)
      quiet: 300           # nothing else is recorded in so many days from the first row on (optional)
      since: 2025-11-10    # the plant begins on or after that day (optional)
    R99: {not_planted: "why not"}

An offset is counted from the first day of the plant; with `+` from the row before; `a..b` is drawn at random; units
d, wd, w and
mo. `*3` repeats a line. `@name` is a chapter of lives.py, with its length (`for=`) and codes left out of it. `a|b` is
drawn (of `a+b|c` either
a and b or a and c).
`rough=month` makes a date known to the month. All else is as in the tests inside rule files. People: `child`,
`mother`, `father`,
`partner` and `baby` are those of the family; any other name joins it; `born=` beside a name is an offset.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from lives import CHAPTERS, EPOCH, PLANTED, YEAR, Life, Person, Row

from flagger.dates.spans import Span

_OFFSET = re.compile(r"(\+?)(\d+)(?:\.\.(\d+))?(d|wd|w|mo)?")
_CODES = re.compile(r"-|@[a-z_]+|[a-z0-9_]+([+|][a-z0-9_]+)*")
_REPEAT = re.compile(r"\*(\d+)(?:\.\.(\d+))?")
_KEYS = frozenset(
    [
        "agency",
        "who",
        "together",
        "status",
        "incident",
        "doubted",
        "blank",
        "filled",
        "service",
        "involved",
        "rough",
        "for",
        "without",
    ]
)
TAIL = "240d"
_DAYS = {"d": 1, "wd": 2, "w": 7, "mo": 31}  # at most


class PlantFault(ValueError):
    """A plant that cannot be read: which rule, which line, what was expected."""


@dataclass(frozen=True)
class Line:
    """One line of a plant, read: offsets in their unit, times, codes or the name of a chapter, keys."""

    after_last: bool
    low: int
    high: int
    unit: str
    times: tuple[int, int]
    codes: str
    keys: dict[str, str]


@dataclass(frozen=True)
class Plant:
    """Rows to plant for one rule; `decoy` numbers those that must not flag, from 1 (0: must flag)."""

    rule: str
    says: str
    lines: tuple[Line, ...]
    decoy: int = 0
    ages: tuple[int, int] | None = None
    children: int | None = None
    tail: str = TAIL
    quiet: int = 0
    since: int = 0
    people: tuple[str, ...] = ()

    @property
    def room(self) -> int:
        """The most days that its rows can take, tail left out."""
        last = furthest = 0
        for line in self.lines:
            most = line.high * _DAYS[line.unit]
            last = last + most * line.times[1] if line.after_last else most
            lasts = int(line.keys.get("for", "0").rstrip("d").split("..")[-1]) + 60 if line.codes[0] == "@" else 0
            furthest = max(furthest, last + lasts)
        return furthest


def read_plants(folder: Path) -> tuple[dict[str, list[Plant]], dict[str, str]]:
    """Plants and decoys by rule, and the reasons of rules that have none. Raises PlantFault."""
    plants: dict[str, list[Plant]] = {}
    reasons: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        for rule, entry in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
            if rule in plants or rule in reasons:
                raise PlantFault(f"{path.name}: {rule} is planted twice; expected one entry a rule")
            if "not_planted" in entry:
                reasons[rule] = entry["not_planted"]
            else:
                plants[rule] = _plants_of(rule, entry)
    return plants, reasons


def _plants_of(rule: str, entry: dict[str, Any]) -> list[Plant]:
    if unknown := set(entry) - {"says", "plant", "decoys", "ages", "children", "tail", "quiet", "since", "people"}:
        raise PlantFault(f"{rule}: expected the keys of the form above; found {', '.join(sorted(unknown))}")
    ages = entry.get("ages")
    first = Plant(
        rule,
        entry["says"],
        _lines(rule, entry["plant"]),
        ages=None if ages is None else (int(str(ages).split("..")[0]), int(str(ages).split("..")[-1])),
        children=entry.get("children"),
        tail=entry.get("tail", TAIL),
        quiet=entry.get("quiet", 0),
        since=entry["since"].toordinal() - EPOCH if "since" in entry else 0,
        people=tuple((entry.get("people") or "").splitlines()),
    )
    decoys = [
        replace(
            first,
            says=decoy["says"],
            lines=_lines(rule, decoy["rows"]),
            decoy=number,
            quiet=decoy.get("quiet", first.quiet),
            people=tuple(decoy["people"].splitlines()) if "people" in decoy else first.people,
        )
        for number, decoy in enumerate(entry.get("decoys") or (), 1)
    ]
    return [first, *decoys]


def _lines(rule: str, text: str) -> tuple[Line, ...]:
    return tuple(_line(rule, line) for line in text.splitlines() if line.strip())


def _line(rule: str, text: str) -> Line:
    words = text.split("#")[0].split()
    offset = _OFFSET.fullmatch(words[0])
    times = _REPEAT.fullmatch(words[1]) if len(words) > 1 else None
    rest = words[2:] if times else words[1:]
    keys = dict(word.partition("=")[::2] for word in rest[1:])
    if not offset or not rest or not _CODES.fullmatch(rest[0]) or not set(keys) <= _KEYS or not all(keys.values()):
        raise PlantFault(
            f"{rule}: expected `offset [*n] codes key=value`, keys {', '.join(sorted(_KEYS))}; found `{text}`"
        )
    plus, low, high, unit = offset.groups()
    repeat = (int(times[1]), int(times[2] or times[1])) if times else (1, 1)
    return Line(bool(plus), int(low), int(high or low), unit or "d", repeat, rest[0], keys)


def put(life: Life, plant: Plant, start: int) -> int:
    """Plant the rows in a life from day `start` on. Gives the last day of them."""
    for line in plant.people:
        _join(life, line, start)
    last, before = start, len(life.rows)
    incidents: dict[str, int] = {}
    for line in plant.lines:
        for _ in range(life.rng.randint(*line.times)):
            day = _after(life, last if line.after_last else start, line)
            last = day
            _put_line(life, line, day, incidents)
    ends = [row.hi for row in life.rows[before:]]
    life.rows[before:] = [replace(row, plant=PLANTED) for row in life.rows[before:]]
    return max(ends, default=start)


def _after(life: Life, day: int, line: Line) -> int:
    n = life.rng.randint(line.low, line.high)
    if not n:
        return day
    return int(Span.parse(f"{n}{line.unit}").add([day], life.calendar)[0])


def _put_line(life: Life, line: Line, day: int, incidents: dict[str, int]) -> None:
    keys = {key: life.rng.choice(value.split("|")) for key, value in line.keys.items() if key not in ("for", "without")}
    if line.codes.startswith("@"):
        low, _, high = line.keys.get("for", "0").rstrip("d").partition("..")
        before = len(life.rows)
        CHAPTERS[line.codes[1:]](life, day, life.rng.randint(int(low), int(high or low)))
        drop = set(line.keys.get("without", "").split(","))
        kept = [replace(r, codes=tuple(c for c in r.codes if c not in drop)) for r in life.rows[before:]]
        life.rows[before:] = [row for row in kept if row.codes]
        return
    codes = tuple(life.rng.choice(part.split("|")) for part in line.codes.split("+") if part != "-")
    lo, hi = day, day
    if keys.get("rough") == "month":
        first = dt.date.fromordinal(day + EPOCH).replace(day=1)
        lo = first.toordinal() - EPOCH
        hi = (first + dt.timedelta(days=31)).replace(day=1).toordinal() - EPOCH - 1
    name = keys.get("incident", "")
    incident = incidents.setdefault(name, 10**6 + len(incidents)) if name else 0
    who = tuple(
        (life.person(person), role or "named")
        for person, _, role in (word.partition(":") for word in keys.get("who", "").split(",") if word)
    )
    life.rows.append(
        Row(
            lo,
            hi,
            keys.get("agency", "csc"),
            codes,
            who,
            keys.get("together") == "yes",
            keys.get("status", "affirmed"),
            incident,
            keys.get("doubted") == "yes",
            tuple(word for word in keys.get("blank", "").split(",") if word),
            tuple(word for word in keys.get("filled", "").split(",") if word),
            keys.get("service", ""),
            tuple(word for word in keys.get("involved", "").split(",") if word),
        )
    )


def _join(life: Life, line: str, start: int) -> None:
    """A person of the plant: `name child born=200 unrecorded=ethnicity`; `born` is an offset in days, or `unknown`."""
    name, *rest = line.split()
    given = {key: value for key, _, value in (word.partition("=") for word in rest)}
    place = life.person(name)
    known: Person = life.people[place]
    known.child = "child" in rest or known.child
    if "born" in given:
        known.told = given["born"] != "unknown"
        known.born = start + int(given["born"]) if known.told else start - 5 * YEAR
    if "unrecorded" in given:
        known.unrecorded = frozenset(word for word in given["unrecorded"].split(",") if word != "nothing")
        life.has_table = True
