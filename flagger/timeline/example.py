"""The timeline of a test inside a rule file: one case, its events, and its people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from flagger.rulebook.examples import Example, ExampleEvent, ExamplePerson
from flagger.timeline.arrays import AFFIRMED, BLANK, FILLED, NO_COLUMN, Bytes, Ints, Timeline, index_codes
from flagger.timeline.build import ROUGH
from flagger.timeline.people import NAMED, UNKNOWN, People

CASE = "example"


def timeline_of_example(example: Example, codes: Sequence[str]) -> tuple[Timeline, list[str]]:
    """The one case of a test, and the ids of its events by position."""
    as_at = example.as_at
    dated = [e for e in example.events if e.lo is not None and e.hi is not None and e.lo <= as_at]
    spans = {e.id: (e.lo or 0, min(e.hi or 0, as_at)) for e in dated}
    dated.sort(key=lambda e: (*spans[e.id], e.id))
    agencies = sorted({e.agency for e in example.events} | {name for e in example.events for name in e.involved})
    incidents = sorted({e.incident or f"only {e.id}" for e in dated})
    services = sorted({e.service or e.agency for e in dated})
    number = {code: n for n, code in enumerate(codes)}
    pairs = [(n, number[code], status) for n, e in enumerate(dated) for code, status in e.codes]
    codings = {
        status: index_codes(
            _ints(n for n, _, s in pairs if s == status), _ints(c for _, c, s in pairs if s == status), len(codes)
        )
        for status in {AFFIRMED, *(status for _, _, status in pairs)}
    }
    taking_part = sorted((n, agencies.index(name)) for n, e in enumerate(dated) for name in e.involved)
    line = Timeline(
        [CASE],
        agencies,
        codes,
        _ints([0] * len(dated)),
        _ints(spans[e.id][0] for e in dated),
        _ints(spans[e.id][1] for e in dated),
        _ints(agencies.index(e.agency) for e in dated),
        as_at,
        codings,
        incident=_ints(incidents.index(e.incident or f"only {e.id}") for e in dated),
        doubted=np.array([e.doubted for e in dated], dtype=bool),
        rough=np.array([(e.hi or 0) - (e.lo or 0) >= ROUGH for e in dated], dtype=bool),
        columns=_columns(dated),
        services=services,
        service=_ints(services.index(e.service or e.agency) for e in dated),
        involved=(_ints(n for n, _ in taking_part), _ints(a for _, a in taking_part)),
        people=_people(dated, example.people),
    )
    return line, [e.id for e in dated]


def _columns(events: Sequence[ExampleEvent]) -> dict[str, Bytes]:
    names = sorted({name for e in events for name in (*e.blank, *e.filled)})

    def state(event: ExampleEvent, name: str) -> np.int8:
        return BLANK if name in event.blank else FILLED if name in event.filled else NO_COLUMN

    return {name: np.array([state(e, name) for e in events], dtype=np.int8) for name in names}


def _people(events: Sequence[ExampleEvent], people: Sequence[ExamplePerson]) -> People:
    number = {person.name: n for n, person in enumerate(people)}
    shown = {(n, number[name], role) for n, e in enumerate(events) for name, role in e.who}
    shown |= {(n, person, NAMED) for n, person, _ in shown}
    roles = sorted({role for _, _, role in shown} | {NAMED})
    links = sorted((n, person, roles.index(role)) for n, person, role in shown)
    characteristics = sorted({name for person in people for name in person.unrecorded})
    return People(
        [person.name for person in people],
        _ints([0] * len(people)),
        np.array([person.child for person in people], dtype=bool),
        _ints(person.born[0] if person.born else int(UNKNOWN) for person in people),
        _ints(person.born[1] if person.born else int(UNKNOWN) for person in people),
        _ints(n for n, _, _ in links),
        _ints(person for _, person, _ in links),
        _ints(role for _, _, role in links),
        roles,
        np.array([e.together for e in events], dtype=bool),
        {name: np.array([name in p.unrecorded for p in people], dtype=bool) for name in characteristics},
    )


def _ints(values: Iterable[int] | Collection[int]) -> Ints:
    return np.array(list(values), dtype=np.int32)
