"""The small chronologies and coverage lines inside rule files, as plain records. Running them is not done here.

An event is one line: `id date code+code key=value`, with `-` for no code. A date is a day, a month, a year, an interval
`a..b` of those, or `undated`. Keys: `agency=`, `incident=`, `status=` (of its codings, if not affirmed), `doubted=yes`,
`who=ann,ben:victim` (with roles), `together=yes`, `blank=` and `filled=` (columns), `service=`, `involved=` (agencies).
A person is one line: `name child born=2015-03 unrecorded=ethnicity`; all but the name may be left out.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, get_args

from flagger.dates.say import to_day
from flagger.documents.document import Document, Place
from flagger.errors import FlaggerError
from flagger.model import CODING_STATUSES, Coverage
from flagger.rulebook.faults import did_you_mean
from flagger.rulebook.model import RuleTest
from flagger.rulebook.selectors import Column, Role

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_KEYS = ("agency", "incident", "status", "doubted", "who", "together", "blank", "filled", "service", "involved")
_PERSON_KEYS = ("born", "unrecorded")
_KINDS = {"everything": True, "significant": False}
_T = TypeVar("_T")
NAMED = "named"


class LineFault(FlaggerError):
    """A line that cannot be read: what was expected, what was found."""


@dataclass(frozen=True)
class ExampleEvent:
    """One invented event: days since 1970-01-01 (None when undated), codes with the status of their coding."""

    id: str
    lo: int | None
    hi: int | None
    codes: tuple[tuple[str, str], ...]
    agency: str = ""
    incident: str = ""
    doubted: bool = False
    who: tuple[tuple[str, str], ...] = ()
    together: bool = False
    blank: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    service: str = ""
    involved: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExamplePerson:
    """One invented person; `born` in days since 1970-01-01 when known."""

    name: str
    child: bool = False
    born: tuple[int, int] | None = None
    unrecorded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Example:
    """A test of a rule with its lines read; `as_at` in days since 1970-01-01, `coverage` None when none is declared."""

    test: RuleTest
    as_at: int
    events: tuple[ExampleEvent, ...]
    people: tuple[ExamplePerson, ...]
    coverage: tuple[Coverage, ...] | None


def read_example(test: RuleTest) -> Example:
    """The records of a test. Raises LineFault at the first line that cannot be read, or an id used twice."""
    events = tuple(read_event(line) for line in test.events.splitlines() if line.strip())
    ids = [event.id for event in events]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise LineFault(f"an id is used twice; expected a different one for each event; found {', '.join(twice)}")
    if unknown := sorted({name for e in test.expect or () for name in e.evidence} - set(ids)):
        raise LineFault(f"`evidence` names no event; expected ids of `events`; found {', '.join(unknown)}")
    coverage = None if test.coverage is None else tuple(read_coverage(line) for line in test.coverage)
    people = tuple(read_person(line) for line in (test.people or "").splitlines() if line.strip())
    listed = {person.name for person in people}
    others = sorted({name for event in events for name, _ in event.who} - listed)
    people = (*people, *(ExamplePerson(name) for name in others))
    return Example(test, to_day(test.as_at), events, people, coverage)


def line_faults(test: RuleTest, document: Document, place: Place, known: Collection[str] | None = None) -> list[str]:
    """Every fault of a test's lines, each with its line in the file; also codes that are not among `known`."""
    faults: list[str] = []
    first = document.line((*place, "events"))
    shift = 1 if "\n" in test.events else 0  # the lines of a block begin below its key; quoted text stands on it
    for i, line in enumerate(test.events.splitlines()):
        if line.strip() and (fault := _fault(lambda text: _known(read_event(text), known), line)):
            faults.append(f"{document.file}:{first + i + shift}: {fault}")
    for line in (test.people or "").splitlines():
        if line.strip() and (fault := _fault(read_person, line)):
            faults.append(document.fault((*place, "people"), fault))
    for i, line in enumerate(test.coverage or ()):
        if fault := _fault(read_coverage, line):
            faults.append(document.fault((*place, "coverage", i), fault))
    if not faults and (fault := _fault(read_example, test)):
        faults.append(document.fault(place, fault))
    return faults


def _known(event: ExampleEvent, known: Collection[str] | None) -> None:
    for code, _ in event.codes:
        if known is not None and code not in known:
            hint = did_you_mean(code, known)
            raise LineFault(f"no code `{code}`; expected one of the codebook{hint}; found `{code}`")


def _fault(read: Callable[[_T], object], given: _T) -> str:
    try:
        read(given)
    except LineFault as fault:
        return str(fault)
    return ""


def read_event(line: str) -> ExampleEvent:
    """Read `id date code+code key=value ...`. Raises LineFault."""
    name, date, codes, *pairs = [*line.split(), "", "", ""][: max(3, len(line.split()))]
    if not codes:
        raise LineFault(f"an event is too short; expected `id date code key=value`; found `{line.strip()}`")
    lo, hi = (None, None) if date == "undated" else read_days(date)
    given: dict[str, str] = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        if key not in _KEYS or not value or key in given:
            hint = did_you_mean(key, _KEYS)
            raise LineFault(f"an event's field; expected one each of {'=, '.join(_KEYS)}={hint}; found `{pair}`")
        given[key] = value
    status = given.get("status", "affirmed")
    if status not in CODING_STATUSES:
        hint = did_you_mean(status, CODING_STATUSES)
        raise LineFault(f"a coding's status; expected one of {', '.join(CODING_STATUSES)}{hint}; found `{status}`")
    if codes != "-" and not all(codes.split("+")):
        raise LineFault(f"an event's codes; expected `code`, `code+code` or `-`; found `{codes}`")
    coded = () if codes == "-" else tuple((code, status) for code in codes.split("+"))
    who = tuple((person, role or NAMED) for person, _, role in (w.partition(":") for w in _several(given, "who")))
    _known_words({role for _, role in who}, (NAMED, *get_args(Role)), "a role")
    _known_words({*_several(given, "blank"), *_several(given, "filled")}, get_args(Column), "a column")
    return ExampleEvent(
        name,
        lo,
        hi,
        coded,
        given.get("agency", ""),
        given.get("incident", ""),
        given.get("doubted") == "yes",
        who,
        given.get("together") == "yes",
        _several(given, "blank"),
        _several(given, "filled"),
        given.get("service", ""),
        _several(given, "involved"),
    )


def _known_words(words: Collection[str], known: Sequence[str], what: str) -> None:
    for word in sorted(set(words) - set(known)):
        hint = did_you_mean(word, known)
        raise LineFault(f"{what}; expected one of {', '.join(known)}{hint}; found `{word}`")


def _several(given: Mapping[str, str], key: str) -> tuple[str, ...]:
    return tuple(part for part in given.get(key, "").split(",") if part)


def read_person(line: str) -> ExamplePerson:
    """Read `name child born=2015-03-01 unrecorded=ethnicity,disability`. Raises LineFault."""
    name, *rest = line.split()
    given = {key: value for key, _, value in (part.partition("=") for part in rest if part != "child")}
    if wrong := sorted(key for key, value in given.items() if key not in _PERSON_KEYS or not value):
        raise LineFault(f"a person; expected `name child born=date unrecorded=ethnicity`; found `{wrong[0]}`")
    born = read_days(given["born"]) if "born" in given else None
    return ExamplePerson(name, "child" in rest, born, _several(given, "unrecorded"))


def read_coverage(line: str) -> Coverage:
    """Read `agency from to everything`, or `significant` for significant events only. Raises LineFault."""
    parts = line.split()
    if len(parts) != 4 or parts[3] not in _KINDS:
        raise LineFault(f"coverage; expected `agency from to everything` or `... significant`; found `{line}`")
    return Coverage(parts[0], *read_days(f"{parts[1]}..{parts[2]}"), _KINDS[parts[3]])


def read_days(text: str) -> tuple[int, int]:
    """The first and last day, since 1970-01-01, of a day, month, year or interval `a..b`. Raises LineFault."""
    first, dots, last = text.partition("..")
    lo, hi = _first_day(text, first), _last_day(text, last if dots else first)
    if lo > hi:
        raise LineFault(f"an interval; expected its first day before its last; found `{text}`")
    return lo, hi


def _parts(text: str, part: str) -> tuple[int, int | None, int | None]:
    found = _DATE.fullmatch(part)
    if not found:
        raise LineFault(f"a date; expected 2024-01-31, 2024-01, 2024, an interval a..b or undated; found `{text}`")
    year, month, day = (int(number) if number else None for number in found.groups())
    assert year is not None, "the form of a date begins with its year"
    return year, month, day


def _first_day(text: str, part: str) -> int:
    year, month, day = _parts(text, part)
    return _ordinal(text, year, 1 if month is None else month, 1 if day is None else day)


def _last_day(text: str, part: str) -> int:
    year, month, day = _parts(text, part)
    month = 12 if month is None else month
    if day is None and 1 <= month <= 12:
        day = calendar.monthrange(year, month)[1]
    return _ordinal(text, year, month, 1 if day is None else day)


def _ordinal(text: str, year: int, month: int, day: int) -> int:
    try:
        return to_day(dt.date(year, month, day))
    except ValueError:
        raise LineFault(f"a date; expected a day that exists; found `{text}`") from None
