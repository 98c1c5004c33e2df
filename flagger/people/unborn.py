"""Which child an unborn baby became: the one person of the case who is born, with a name, within 45 weeks after.

Where nobody or more than one is, the unborn baby stays a person by itself. Nothing is guessed from names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from flagger.people.cast import CaseCast, tokens_of

WEEKS_45 = 45 * 7
TERM = 40 * 7
Told = tuple[int, int | None]  # a mention's event and its day


def is_unborn(cast: CaseCast, person: int) -> bool:
    """Whether a person is known as unborn alone: "unborn baby (not named)", "Unborn Poole"."""
    name = cast.people[person].name.casefold()
    return cast.people[person].child and "unborn" in name.split()


def births(cast: CaseCast, told: Iterable[tuple[int, str]]) -> dict[int, int]:
    """The day on which each named person of a case was born: as a table says, else the day of a row "Wren born".

    `told`: day and text of the case's rows.
    """
    rows = [(day, text) for day, text in told if "born" in text]
    found: dict[int, int] = {}
    for i, group in enumerate(cast.groups):
        if is_unborn(cast, i):
            continue
        if (day := cast.people[i].born[0]) is not None:
            found[i] = day
            continue
        firsts = {tokens[0] for tokens in map(tokens_of, group.names) if tokens}
        said = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(firsts)))})(?: \w+)? (?:was |is )?born\b")
        if firsts and (days := [day for day, text in rows if said.search(text)]):
            found[i] = min(days)
    return found


def who_they_became(
    cast: CaseCast, mentions: Mapping[int, Sequence[Told]], born: Mapping[int, int]
) -> dict[tuple[int, int], int]:
    """For each (unborn person, event): the person meant. Mentions more than 45 weeks apart, or with a birth between,
    are of two pregnancies; an undated one is of the first."""
    every = sorted((day is None, day or 0, event, person) for person, told in mentions.items() for event, day in told)
    meant: dict[tuple[int, int], int] = {}
    used: set[int] = set()
    while every:
        start = every[0][1] if not every[0][0] else None
        end = _end_of_pregnancy(start, born)
        here = [one for one in every if one[0] or end is None or one[1] <= end]
        every = [one for one in every if one not in here]
        children = [] if start is None else [c for c, day in born.items() if start <= day <= start + WEEKS_45]
        child = children[0] if len(children) == 1 else _itself(cast, sorted({one[3] for one in here}), used)
        used.add(child)
        meant |= {(person, event): child for _, _, event, person in here}
    return meant


def _end_of_pregnancy(start: int | None, born: Mapping[int, int]) -> int | None:
    if start is None:
        return None
    return min([start + WEEKS_45, *(day for day in born.values() if day >= start)])


def _itself(cast: CaseCast, persons: Sequence[int], used: set[int]) -> int:
    """The unborn person of these mentions, the one with a name of its own first; another one for another pregnancy."""
    free = [person for person in persons if person not in used]
    return free[0] if free else cast.another(persons[0])
