"""A timeline without some of its events; cases, agencies, codes and people keep their numbers. No file, no clock."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from flagger.timeline.arrays import Bools, CodeIndex, Ints, Timeline
from flagger.timeline.people import People


def subset(line: Timeline, keep: Bools) -> Timeline:
    """The events marked, in their order, at the positions that they then have."""
    place = (np.cumsum(keep) - 1).astype(np.int32)
    involved = None
    if line.involved is not None:
        event, agency = line.involved
        involved = place[event[keep[event]]], agency[keep[event]]
    return replace(
        line,
        case=line.case[keep],
        lo=line.lo[keep],
        hi=line.hi[keep],
        agency=line.agency[keep],
        codings={status: _codes(index, keep, place) for status, index in line.codings.items()},
        incident=None if line.incident is None else line.incident[keep],
        doubted=None if line.doubted is None else line.doubted[keep],
        rough=None if line.rough is None else line.rough[keep],
        columns={name: state[keep] for name, state in line.columns.items()},
        service=None if line.service is None else line.service[keep],
        involved=involved,
        people=None if line.people is None else _people(line.people, keep, place),
    )


def _codes(index: CodeIndex, keep: Bools, place: Ints) -> CodeIndex:
    kept = keep[index.positions]
    before = np.concatenate(([0], np.cumsum(kept)))
    return CodeIndex(before[index.starts], place[index.positions[kept]])


def _people(people: People, keep: Bools, place: Ints) -> People:
    kept = keep[people.event]
    return replace(
        people,
        event=place[people.event[kept]],
        person=people.person[kept],
        role=people.role[kept],
        together=people.together[keep],
    )
