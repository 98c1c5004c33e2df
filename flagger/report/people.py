"""People as the rows say, for `flagger read`: each person, every role a row gives them, and where claims differ.

Claims stand side by side; nothing here says which is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flagger.contract.records import Event
from flagger.dates.say import say
from flagger.people import People
from flagger.report.console import para
from flagger.report.say import agency, plain

_PLACES = 3
_FATHER = ("father", "father_birth", "father_legal")
# Each of these is mostly one person's; two of a pair are mostly not the same person's.
_OF_ONE = {"mother": ("mother",), "father": _FATHER, "step-parent": ("step_parent",)}
_APART = [(role, "step_parent") for role in _FATHER] + [("partner_current", "partner_ex"), ("mother", "step_parent")]
_WORDS = {
    "alleged_perpetrator": "alleged to have harmed",
    "victim": "said to be harmed",
    "present": "seen or there",
    "partner_current": "partner",
    "partner_ex": "ex-partner",
    "father_birth": "birth father",
    "father_legal": "legal father",
    "carer_kinship": "kinship carer",
    "other_male_unspecified": "a man not named",
    "subject_child": "child",
}

Said = Mapping[tuple[int, str], Sequence[str]]


def people_lines(people: People, events: Sequence[Event]) -> Iterator[str]:
    """Lines for the account: persons with roles and places, then claims that differ."""
    if people.persons.empty:
        return
    said = _said(people, events)
    yield from ("", "People, in every role that a row gives them (who is who is not settled here)")
    of_case: dict[str, dict[int, str]] = defaultdict(dict)
    persons = people.persons
    births = (persons[name].astype("float64").fillna(-1e9) for name in ("born_lo", "born_hi"))
    for case, person, name, child, lo, hi in zip(
        *(persons[c].tolist() for c in ("case", "person", "name", "child")), *births, strict=True
    ):
        of_case[case][person] = plain(name)
        born = "" if lo < -1e8 else f", born {say(int(lo), int(hi))}"
        roles = "; ".join(
            f"{_words(role)}: {_places(places)}" for (who, role), places in said.items() if who == person and role
        )
        shown = f"{plain(case)}: {plain(name)}{' (child)' if child else ''}{born}"
        yield from para(f"{shown}: {roles}" if roles else f"{shown}: role not said", 2, 4)
    differing = [line for case, names in of_case.items() for line in _differing(case, names, said)]
    if differing:
        yield from ("", "Claims about people that differ")
    for line in differing:
        yield from para(line, 2, 4)


def _said(people: People, events: Sequence[Event]) -> Said:
    """The places where each role of each person is said, in order of the mentions; "named" is left out."""
    place_of = {event.id: _place(event.agency, event.file, event.sheet, event.row) for event in events}
    tables = people.tables[["person", "role", "agency", "file", "sheet", "row"]].itertuples(index=False, name=None)
    rows = people.mentions[people.mentions["event_id"] != ""]
    said: dict[tuple[int, str], list[str]] = defaultdict(list)
    for person, role, of, file, sheet, row in tables:
        said[person, role].append(_place(of, file, sheet, row))
    for event, person, role in zip(rows["event_id"], rows["person"], rows["role"], strict=True):
        said[person, role].append(place_of[event])
    return {key: places for key, places in said.items() if key[1] != "named"}


def _place(of: str, file: str, sheet: str | None, row: int) -> str:
    return f"{agency(of) if of else plain(file)}{f' {plain(sheet)}' if sheet else ''} row {row}"


def _places(places: Sequence[str]) -> str:
    more = len(places) - _PLACES
    return ", ".join(places[:_PLACES]) + (f" and {more} more" if more > 0 else "")


def _words(role: str) -> str:
    return _WORDS.get(role, role.replace("_", " "))


def _differing(case: str, names: Mapping[int, str], said: Said) -> Iterator[str]:
    for word, roles in _OF_ONE.items():
        claims = {
            name: [place for role in roles for place in said.get((person, role), ())] for person, name in names.items()
        }
        stated = [f"{name} ({_places(places)})" for name, places in claims.items() if places]
        if len(stated) > 1:
            yield f"{plain(case)}: asserted as {word}: {', '.join(stated)}"
    for person, name in names.items():
        for one, other in [*_APART, ("victim", "alleged_perpetrator")]:
            if (person, one) in said and (person, other) in said:
                both = (f"{_words(role)} ({_places(said[person, role])})" for role in (one, other))
                yield f"{plain(case)}: {name} is {' and '.join(both)}"
