"""The finished document with every name and number replaced, in every text that it holds.

A walk over all fields of all records, so that none can be forgotten: only fields listed here as the tool's own words
are left. Pseudonyms are not anonymity: docs/copies.md says what they do not hide.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath
from typing import Any, TypeVar

from flagger.audience.folding import plain
from flagger.audience.glossary import CASE, FILE, Codes, Glossary
from flagger.audience.keys import rekeyed
from flagger.audience.names import NOT_NAMED, Finder, asked_for, forms_of, texts_of, things_of
from flagger.audience.numbers import LABELS, births_in, numbers_in, same_number
from flagger.audience.replace import Forms, Part, Replaced, replaced
from flagger.audience.shapes import headed
from flagger.audience.usage import Seen
from flagger.audience.words import NameWords, shipped_words
from flagger.chronology.agency import as_key, shipped_agencies
from flagger.chronology.coverage import COVERAGE_FILE
from flagger.contract.records import Coded, Document, Event, Person
from flagger.dates.say import to_day
from flagger.flags.record import Absent, Ask, Flag, RuleOutcome
from flagger.model import EVERY_CASE

_Record = TypeVar("_Record")

NOTE = (
    "This was made as a copy with codes for names and numbers. Such a copy is not anonymous: whoever knows the family "
    "may know it by what happened."
)
# The tool's own words, and what the rules, audits and packs say: no word of a chronology gets there.
OWN_WORDS: Mapping[str, frozenset[str]] = {
    "Document": frozenset(
        {"notice", "as_at", "as_at_from", "tool", "areas", "area_says", "rules", "findings", "prompts", "headings"}
        | {"themes", "topics"}
    ),
    "Flag": frozenset(
        {"id", "evidence_hash", "rule", "version", "title", "kind", "family", "first", "last", "first_met", "status"}
        | {"evidence", "parameters", "findings", "ask", "consider", "does_not_see", "prompts", "members"}
    ),
    "Event": frozenset(
        {"id", "earliest", "latest", "precision", "time", "recorded_earliest", "recorded_latest", "incident", "who"}
    ),
    "Coded": frozenset({"code", "status", "field", "by"}),
    "Absent": frozenset({"expected", "first", "last", "nearest"}),
    "RuleOutcome": frozenset({"rule", "outcome"}),
    "Ask": frozenset({"rules", "first", "last"}),
    "Declared": frozenset({"first", "last", "rows"}),
    "File": frozenset({"sha256"}),
    "Noted": frozenset({"kind"}),
    "Person": frozenset({"id", "roles", "born_first", "born_last"}),
    "Span": frozenset(
        {"kind", "title", "began_first", "began_last", "ended_first", "ended_last", "opened_by", "closed_by"}
    ),
}
# Made by the tool around names of a chronology: no number in them is anybody's.
_SAID_BY_TOOL = (Flag, RuleOutcome, Ask, Absent)
_KINDS_OF_FILE = (".docx", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt", ".parquet", ".yaml")
_CODED_FIELDS = ("text", "event_type", "outcome")


@dataclass(frozen=True)
class Unsure:
    """A word in capitals that was left and may be a name: how often it stands, and where."""

    case: str
    word: str
    times: int
    places: tuple[str, ...]


@dataclass(frozen=True)
class Pseudonymised:
    """The copy, the glossary with what was new, and words for a person to settle. Only the copy may be given away."""

    document: Document
    glossary: Glossary
    unsure: tuple[Unsure, ...]


def pseudonymised(document: Document, glossary: Glossary) -> Pseudonymised:
    """Replace every name and number by its code in the glossary, which grows by those that are new.

    Codes are the same within a case and differ between cases. Ids are made again with the glossary's key. Dates of
    birth are left out. Deterministic: the same document and glossary give the same copy.
    """
    words = shipped_words()
    codes = Codes(glossary, _all_texts(document))
    cases = sorted({event.case for event in document.events} | {person.case for person in document.people})
    unsure: list[Unsure] = []
    for case in cases:
        codes.thing(CASE, case, "Case {}")
    for file in document.files:
        _file(file.path, codes)
    _agencies(document.events, codes)
    of_case: dict[str, list[Event]] = defaultdict(list)
    for event in document.events:
        of_case[event.case].append(event)
    for case in cases:
        finder = Finder(case, of_case[case], codes, words)
        unsure += _unsure(case, finder.find(person for person in document.people if person.case == case))
    walk = _Walk(document, codes, words, cases)
    copy = walk.document()
    return Pseudonymised(rekeyed(copy, glossary.key), codes.made(), tuple(unsure))


def _file(path: str, codes: Codes) -> str:
    """The code of a file, or of whatever else problems give for a place; it keeps what kind of file it is."""
    suffix = PurePath(path).suffix
    return codes.thing(FILE, path, "file {}" + (suffix if suffix.lower() in _KINDS_OF_FILE else ""))


def _agencies(events: Iterable[Event], codes: Codes) -> None:
    """Agencies that no list knows: their keys are words of the chronology. Coverage may name them for every case."""
    known = shipped_agencies().keys
    for event in events:
        if event.agency and event.agency not in known:
            written = [text for text in event.other.values() if as_key(text) == event.agency]
            codes.give("", "organisation", "Organisation {}", [*written, event.agency.replace("_", " ")])


def _unsure(case: str, seen: Iterable[Seen]) -> Iterable[Unsure]:
    places: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        places[one.word].append(one)
    for word, those in sorted(places.items()):
        rows = dict.fromkeys(f"{of.said.event.file} row {of.said.event.row}" for of in those)
        yield Unsure(case, word, len(those), tuple(rows))


class _Walk:
    """Rebuilds the document, every text of it changed."""

    def __init__(self, document: Document, codes: Codes, words: NameWords, cases: list[str]) -> None:
        self.old, self.codes = document, codes
        kept = {case: frozenset(map(plain, codes.kept(case))) for case in cases}
        asked, all_kept = asked_for(codes), frozenset[str]().union(*kept.values())
        self.forms = {case: Forms(forms_of(codes, [case]), words, kept[case], asked) for case in cases}
        self.of_all = Forms(forms_of(codes, cases), words, all_kept, asked)
        self.things = Forms(things_of(codes), words)
        self.births = {case: _births(document, case) for case in cases}
        self.recorded = lru_cache(maxsize=None)(self._recorded)
        self.said = lru_cache(maxsize=None)(self._said)

    def document(self) -> Document:
        copy = self._record(self.old, EVERY_CASE)
        return replace(copy, notes=(*copy.notes, NOTE))

    def _recorded(self, text: str, case: str) -> Replaced:
        """A text of the chronology: its numbers and names."""
        births = self.births.get(case, frozenset())
        numbers = []
        for start, end, kind in numbers_in(text, births):
            of = "worker" if kind == "worker number" else kind
            code = self.codes.give(case, of, LABELS[kind], same_number(kind, text[start:end]))
            numbers.append(Part(start, end, code))
        return replaced(text, [*numbers, *self._names(text, case)])

    def _said(self, text: str, case: str) -> str:
        """A sentence of the tool: the names in it."""
        return replaced(text, self._names(text, case)).text

    def _names(self, text: str, case: str) -> list[Part]:
        return [*self.forms.get(case, self.of_all).parts(text), *self.things.parts(text)]

    def _record(self, record: _Record, case: str) -> _Record:
        """A record with its texts changed; those of a record that names its case are of that case."""
        case = str(getattr(record, "case", case))
        if isinstance(record, Event):
            return self._event(record, case)  # type: ignore[return-value]
        by_tool = isinstance(record, _SAID_BY_TOOL)
        own = OWN_WORDS.get(type(record).__name__, frozenset())
        changes: dict[str, Any] = {}
        for of in dataclasses.fields(record):  # type: ignore[arg-type]
            if of.name not in own:
                changes[of.name] = self._field(of.name, getattr(record, of.name), case, by_tool)
        if isinstance(record, Person):
            changes |= {"born_first": None, "born_last": None}
        return replace(record, **changes)  # type: ignore[type-var]

    def _field(self, name: str, value: Any, case: str, by_tool: bool) -> Any:
        if name == "case":
            return value if value == EVERY_CASE else self.codes.thing(CASE, value, "Case {}")
        if name in ("file", "path"):
            return value if value == COVERAGE_FILE else _file(value, self.codes)
        if name in ("agency", "agencies"):
            return _each(value, lambda key: as_key(self.codes.of(case, key)) or key)
        if name in ("sheet", "column", "columns", "unmapped", "message", "listed"):
            case = EVERY_CASE  # a file may hold several cases
        if name == "message":
            return self._said(value, case)
        change = (lambda text: self.said(text, case)) if by_tool else (lambda text: self.recorded(text, case).text)
        if name == "name" and isinstance(value, str) and value.endswith(NOT_NAMED):
            return value
        return _each(value, change, lambda record: self._record(record, case), keys=name in ("columns", "other"))

    def _event(self, event: Event, case: str) -> Event:
        own = OWN_WORDS["Event"] | {"codes", *_CODED_FIELDS, "other", "date_text"}
        changes: dict[str, Any] = {
            of.name: self._field(of.name, getattr(event, of.name), case, False)
            for of in dataclasses.fields(event)
            if of.name not in own
        }
        texts = {name: self.recorded(getattr(event, name), case) for name in _CODED_FIELDS}
        changes |= {name: of.text for name, of in texts.items()}
        changes["date_text"] = self._said(event.date_text, case)
        changes["other"] = {
            self.recorded(heading, EVERY_CASE).text: self._cell(heading, text, case)
            for heading, text in event.other.items()
        }
        codes = tuple(self._coded(coded, texts[coded.field], case) for coded in event.codes)
        return replace(event, codes=codes, **changes)

    def _cell(self, heading: str, text: str, case: str) -> str:
        """A cell of another column; its heading may say that it is a number of a record, or a date of birth."""
        kind = headed_kind(heading)
        if kind and any(c.isdigit() for c in text) and not (text.isdigit() and len(text) < 4):
            return self.codes.give(case, kind, LABELS[kind], same_number(kind, text))
        return self.recorded(text, case).text

    def _coded(self, coded: Coded, said: Replaced, case: str) -> Coded:
        start, end = said.place(coded.start, coded.end)
        because = self.recorded(coded.because, case).text
        return replace(coded, start=start, end=end, words=said.text[start:end], because=because)


def headed_kind(heading: str) -> str:
    """What the heading of a column says of the numbers under it, "" for nothing."""
    lists = shipped_words().lists
    for kind, name in (
        ("date of birth", "headed_birth"),
        ("address", "headed_address"),
        ("reference", "headed_number"),
    ):
        if headed(heading, lists[name]):
            return kind
    return ""


def _each(
    value: Any,
    change: Callable[[str], str],
    record: Callable[[Any], Any] = lambda record: record,
    keys: bool = False,
) -> Any:
    """Every text of a value changed, in lists and tables too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each(item, change, record, keys) for item in value)
    if isinstance(value, dict):
        return {change(key) if keys else key: _each(item, change, record, keys) for key, item in value.items()}
    return record(value) if dataclasses.is_dataclass(value) else value


def _births(document: Document, case: str) -> frozenset[int]:
    """The days on which somebody of the case was surely born: of its people, and those that a row calls so."""
    those = (of for of in document.people if of.case == case and of.born_first == of.born_last)
    of_people = {to_day(dt.date.fromisoformat(of.born_first)) for of in those if of.born_first}
    rows = (event for event in document.events if event.case == case)
    return frozenset(of_people.union(*(births_in(said) for row in rows for said in (row.person, *texts_of(row)))))


def _all_texts(document: Document) -> str:
    rows = ((e.text, e.outcome, e.person, e.source, *e.other.values()) for e in document.events)
    return "\n".join(text for row in rows for text in row)
