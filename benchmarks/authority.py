"""A synthetic authority: the lives of some thousand families with planted patterns, as one timeline of coded rows.

The same families stand twice: as they are (dull), and with the plants on top. Truth is what was planted. Not for
training,
and no picture of any real place: base rates are those of `authority/rates.yaml`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
import yaml
from lives import (
    CHARACTERISTICS,
    EPOCH,
    OWN,
    PLANTED,
    SILENCED,
    YEAR,
    Life,
    Person,
    Row,
    family,
    story,
)
from noise import noisy
from planting import Plant, put, read_plants
from routine import routine

from flagger.dates.calendars import WorkingDays
from flagger.dates.spans import Span
from flagger.model import Coverage
from flagger.timeline.arrays import (
    AFFIRMED,
    BLANK,
    FILLED,
    NO_COLUMN,
    Bools,
    Bytes,
    CodeIndex,
    Ints,
    Timeline,
    index_codes,
)
from flagger.timeline.build import ROUGH
from flagger.timeline.people import NAMED, UNKNOWN, People
from flagger.timeline.rows import COLUMNS

FOLDER = Path(__file__).parent / "authority"
AS_AT = dt.date(2026, 9, 30).toordinal() - EPOCH
AS_THEY_ARE, WITH_PLANTS, PLANTS_ALONE = (OWN, SILENCED), (OWN, PLANTED), (PLANTED,)
DECOYS_FOR_EACH = 11
PLANTS_FOR_EACH = 21
# How often a row of an agency fills what its file has a column for; [ours].
_FILLED = {"agency": 0.995, "source": 0.9, "person": 0.7, "outcome": 0.85, "impact": 0.3, "analysis": 0.25, "text": 1.0}
_FILE_HAS = {"agency": 1.0, "source": 0.6, "person": 0.7, "outcome": 0.6, "impact": 0.25, "analysis": 0.2, "text": 1.0}


@dataclass(frozen=True)
class Case:
    """One family: its people, rows, what was declared of them, and its plant, if it carries one."""

    people: Sequence[Person]
    rows: Sequence[Row]
    coverage: Sequence[Coverage]
    plant: Plant | None
    has_table: bool


@dataclass(frozen=True)
class Authority:
    """All cases; case number n is named `case n`."""

    cases: Sequence[Case]
    names: Sequence[str]

    def coverage(self) -> dict[str, Sequence[Coverage]]:
        return {name: case.coverage for name, case in zip(self.names, self.cases, strict=True)}


def rates() -> tuple[dict[str, float], dict[str, float]]:
    """Shares of kinds of families, and all other rates."""
    read = yaml.safe_load((FOLDER / "rates.yaml").read_text(encoding="utf-8"))
    kinds, others = ({name: entry["value"] for name, entry in read[part].items()} for part in ("kinds", "rates"))
    return kinds, others


def build(
    cases: int, agencies: Collection[str], calendar: WorkingDays, seed: int = 1, rules: Collection[str] | None = None
) -> Authority:
    """So many families; each rule with a plant (or of `rules`) stands in about as many of them.

    The same arguments give the same rows. Raises PlantFault.
    """
    kinds, rate = rates()
    plants, _ = read_plants(FOLDER / "plants")
    chosen = _assigned(cases, [plants[rule] for rule in sorted(plants) if rules is None or rule in rules], seed)
    made = []
    for number in range(cases):
        rng = Random(f"{seed}/{number}")
        kind = rng.choices(list(kinds), list(kinds.values()))[0]
        made.append(_case(rng, kind, chosen.get(number), rate, sorted(agencies), calendar))
    return Authority(made, [f"case {number}" for number in range(cases)])


def _assigned(cases: int, plants: Sequence[Sequence[Plant]], seed: int) -> dict[int, Plant]:
    """Which case carries which plant: at most one each, spread at random; fewer of each when there are few cases."""
    wanted: list[Plant] = []
    for turn in range(PLANTS_FOR_EACH):
        for first, *decoys in plants:
            wanted.append(first)
            if decoys and turn < DECOYS_FOR_EACH:
                wanted.append(decoys[turn % len(decoys)])
    places = list(range(cases))
    Random(f"{seed}/places").shuffle(places)
    return dict(zip(places, wanted, strict=False))


def _case(
    rng: Random,
    kind: str,
    plant: Plant | None,
    rate: Mapping[str, float],
    agencies: Sequence[str],
    calendar: WorkingDays,
) -> Case:
    length, late = rng.randint(1, 5) * YEAR, 0 if rng.random() < 0.5 else rng.randint(0, 400)
    tail = 0 if plant is None else int(Span.parse(plant.tail).add([0])[0])
    room = 0 if plant is None else plant.room + tail
    begin, state = AS_AT - late - room - length, rng.getstate()
    while True:  # a life whose story leaves too little room begins so much earlier
        rng.setstate(state)
        life = Life(rng, rate, calendar, begin)
        family(life, _age(rng, plant, AS_AT - late - room - begin), None if plant is None else plant.children)
        ended = story(life, kind)
        start = max(ended + rng.randint(380, 450), AS_AT - late - room)
        if plant is None:
            start = max(ended, begin + length)
        elif plant.since:
            start = max(start, plant.since + rng.randint(0, 15))
        if start + room <= AS_AT:
            break
        begin -= start + room - AS_AT
    end = start if plant is None else min(AS_AT, put(life, plant, start) + tail)
    routine(life, kind, end, plant is None or plant.children is None)
    rows = [row for row in noisy(life, _silenced(life.rows, plant, start)) if row.lo <= AS_AT]
    has = frozenset(name for name, share in _FILE_HAS.items() if rng.random() < share)
    rows = [_with_columns(rng, row, has) for row in rows]
    return Case(life.people, rows, _coverage(rng, rate, agencies, begin, end), plant, life.has_table)


def _age(rng: Random, plant: Plant | None, until: int) -> int | None:
    """How old the eldest child is when the life begins, in days, to have the age asked for when the plant does."""
    if plant is None or plant.ages is None:
        return None
    return int(rng.uniform(plant.ages[0] + 0.2, plant.ages[1] + 0.8) * YEAR) - until


def _silenced(rows: Sequence[Row], plant: Plant | None, start: int) -> list[Row]:
    """The family's own rows marked that stand in the silence a plant asks for."""
    if plant is None or not plant.quiet:
        return list(rows)
    stretch = range(start + 1, start + plant.quiet)
    return [replace(row, plant=SILENCED) if row.plant == OWN and row.lo in stretch else row for row in rows]


def _with_columns(rng: Random, row: Row, has: frozenset[str]) -> Row:
    """What of the file's columns the row fills; a planted row may say so itself."""
    said = {*row.blank, *row.filled}
    drawn = {name: rng.random() < _FILLED[name] for name in sorted(has - said)}
    return replace(
        row,
        blank=(*row.blank, *(name for name, filled in drawn.items() if not filled)),
        filled=(*row.filled, *(name for name, filled in drawn.items() if filled)),
    )


def _coverage(
    rng: Random, rate: Mapping[str, float], agencies: Sequence[str], begin: int, end: int
) -> tuple[Coverage, ...]:
    """For most families everything of every agency; for some two agencies, or significant events; for some nothing."""
    drawn = rng.random()
    if drawn < rate["coverage_full"]:
        return tuple(Coverage(agency, begin, end, True) for agency in agencies)
    if drawn >= rate["coverage_full"] + rate["coverage_partial"]:
        return ()
    if rng.random() < 0.5:
        return tuple(Coverage(agency, begin, end, True) for agency in ("csc", "police"))
    return tuple(Coverage(agency, begin, end, False) for agency in agencies)


def timeline(
    authority: Authority, codes: Sequence[str], service_of: Mapping[str, str], shown: Collection[int]
) -> tuple[Timeline, Bools]:
    """All families as one timeline of these kinds of rows (AS_THEY_ARE, ...), and which positions are planted."""
    rows = [(n, row) for n, case in enumerate(authority.cases) for row in case.rows if row.plant in shown]
    rows.sort(key=lambda pair: (pair[0], pair[1].lo, pair[1].hi))
    agencies = sorted({row.agency for _, row in rows} | {name for _, row in rows for name in row.involved})
    place = {name: n for n, name in enumerate(agencies)}
    services = sorted({*agencies, *service_of.values()})
    service_place = {name: n for n, name in enumerate(services)}
    taking_part = sorted((n, place[name]) for n, (_, row) in enumerate(rows) for name in row.involved)
    line = Timeline(
        authority.names,
        agencies,
        codes,
        _ints(case for case, _ in rows),
        _ints(row.lo for _, row in rows),
        _ints(min(row.hi, AS_AT) for _, row in rows),
        _ints(place[row.agency] for _, row in rows),
        AS_AT,
        _codings([row for _, row in rows], codes),
        incident=_incidents(rows),
        doubted=np.array([row.doubted for _, row in rows], dtype=bool),
        rough=np.array([row.hi - row.lo >= ROUGH for _, row in rows], dtype=bool),
        columns=_columns([row for _, row in rows]),
        services=services,
        service=_ints(service_place[_service(row, service_of)] for _, row in rows),
        involved=(_ints(n for n, _ in taking_part), _ints(agency for _, agency in taking_part)),
        people=_people(authority.cases, rows),
    )
    return line, np.array([row.plant == PLANTED for _, row in rows], dtype=bool)


def _service(row: Row, service_of: Mapping[str, str]) -> str:
    about = {service_of[code] for code in row.codes if code in service_of}
    return row.service or (next(iter(about)) if len(about) == 1 else row.agency)


def _codings(rows: Sequence[Row], codes: Sequence[str]) -> dict[str, CodeIndex]:
    number = {code: n for n, code in enumerate(codes)}
    pairs: dict[str, list[tuple[int, int]]] = {AFFIRMED: []}
    for n, row in enumerate(rows):
        pairs.setdefault(row.status, []).extend((n, number[code]) for code in row.codes)
    return {
        status: index_codes(_ints(n for n, _ in found), _ints(code for _, code in found), len(codes))
        for status, found in pairs.items()
    }


def _incidents(rows: Sequence[tuple[int, Row]]) -> Ints:
    """One number an incident; rows that stand alone have one of their own."""
    seen: dict[tuple[int, int], int] = {}
    return _ints(seen.setdefault((case, row.incident), n) if row.incident else n for n, (case, row) in enumerate(rows))


def _columns(rows: Sequence[Row]) -> dict[str, Bytes]:
    states = {name: np.full(len(rows), NO_COLUMN, dtype=np.int8) for name in COLUMNS}
    for n, row in enumerate(rows):
        for name in row.blank:
            states[name][n] = BLANK
        for name in row.filled:
            states[name][n] = FILLED
    return states


def _people(cases: Sequence[Case], rows: Sequence[tuple[int, Row]]) -> People:
    persons = [(n, person) for n, case in enumerate(cases) for person in case.people]
    first = np.cumsum([0, *(len(case.people) for case in cases)])
    shown = {(n, int(first[case]) + place, role) for n, (case, row) in enumerate(rows) for place, role in row.who}
    shown |= {(n, person, NAMED) for n, person, _ in shown}
    roles = sorted({role for _, _, role in shown} | {NAMED})
    number = {role: n for n, role in enumerate(roles)}
    event, person, role = (
        np.array(sorted((n, person, number[role]) for n, person, role in shown), dtype=np.int32).reshape(-1, 3).T
    )
    born = _ints(p.born if p.told else int(UNKNOWN) for _, p in persons)
    return People(
        [p.name for _, p in persons],
        _ints(n for n, _ in persons),
        np.array([p.child for _, p in persons], dtype=bool),
        born,
        born,
        event,
        person,
        role,
        roles,
        np.array([row.together for _, row in rows], dtype=bool),
        {
            name: np.array([cases[n].has_table and name in p.unrecorded for n, p in persons], dtype=bool)
            for name in CHARACTERISTICS
        },
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int32)
