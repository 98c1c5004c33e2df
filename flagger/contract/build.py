"""From a screening to the document of `records.py`, and the document as JSON. Adds nothing to what the run said."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import flagger
from flagger.contract.records import (
    FORMAT,
    NOT_A_FINDING,
    AreaSays,
    AuditFinding,
    Coded,
    Declared,
    Document,
    Event,
    File,
    Listed,
    Noted,
    Pack,
    Person,
    Prompted,
    RuleInForce,
    Span,
    Theme,
    Tool,
    Topic,
)
from flagger.dates.say import to_date
from flagger.flags.words import value_words
from flagger.model import FileRead, Problem
from flagger.people.record import NAMED, People
from flagger.rulebook.arrangement import Arrangement
from flagger.rulebook.audits import Audits
from flagger.rulebook.model import Rule
from flagger.rulebook.prompts import Prompt
from flagger.rulebook.settle import Said
from flagger.screen import Reading, Screening

if TYPE_CHECKING:
    import pandas as pd

_CODED = ("code", "status", "words", "field", "start", "end", "by", "because")


@dataclass(frozen=True)
class ReadOnly:
    """What reading alone gives: the files, the problems and the coded events."""

    files: tuple[File, ...]
    problems: tuple[Noted, ...]
    events: tuple[Event, ...]


def of_reading(reading: Reading, problems: Iterable[Problem] | None = None) -> ReadOnly:
    """The files, problems (those of the reading, unless others are given) and events of the contract."""
    noted = sorted(map(_noted, reading.problems if problems is None else problems), key=_place_of)
    events = tuple(_events(reading.chronology.events, reading.codings, _who(reading.people)))
    return ReadOnly(tuple(map(_file, reading.chronology.files)), tuple(noted), events)


def of_screening(screening: Screening, as_at_from: str, fictional: bool = False, notes: Sequence[str] = ()) -> Document:
    """The whole document. `as_at_from`: where the day taken as today came from, in a few words.

    `fictional`: nobody in it is real; `notes`: what was left out or changed before the rows were screened.
    """
    library, rulebook = screening.library, screening.here.rulebook
    read = of_reading(screening.reading, screening.problems)
    ran = sorted({outcome.rule for outcome in screening.outcomes} | {flag.rule for flag in screening.flags})
    cited = sorted({name for flag in screening.flags for name in flag.findings})
    bank = rulebook.prompts.prompts
    asked = sorted({n for flag in screening.flags for n in flag.prompts} | {n for n in bank if bank[n].general})
    tool = Tool(flagger.__version__, rulebook.sha256, library.codebook.sha256, screening.inference)
    return Document(
        format=FORMAT,
        notice=NOT_A_FINDING,
        as_at=to_date(screening.as_at).isoformat(),
        as_at_from=as_at_from,
        fictional=fictional,
        notes=tuple(notes),
        tool=tool,
        areas=tuple(Pack(area.title, area.file, area.sha256) for area in library.areas),
        area_says=tuple(map(_area_says, screening.here.said)),
        coverage=tuple(_coverage(screening)),
        files=read.files,
        problems=read.problems,
        events=read.events,
        flags=screening.flags,
        outcomes=screening.outcomes,
        asks=screening.asks,
        rules={name: _rule(rulebook.rules[name], rulebook.arrangement) for name in ran},
        findings={name: _finding(rulebook.audits, name) for name in cited},
        prompts={name: _prompted(bank[name]) for name in asked},
        people=tuple(_people(screening.reading.people)),
        spans=tuple(_spans(screening, {event.id: event for event in read.events})),
        headings=dict(rulebook.arrangement.headings),
        themes={name: Theme(of.title, of.heading) for name, of in rulebook.arrangement.themes.items()},
        topics={
            name: Topic(of.title, tuple(sorted(library.codebook.expand(of.codes))))
            for name, of in rulebook.arrangement.topics.items()
        },
    )


def as_json(document: object) -> bytes:
    """UTF-8, keys in the contract's order, the same bytes for the same document.

    Half characters that a spreadsheet may hold become JSON escapes.
    """
    text = json.dumps(document, default=vars, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8", errors="backslashreplace")


def _events(frame: pd.DataFrame, codings: pd.DataFrame, who: Mapping[str, tuple[str, ...]]) -> Iterable[Event]:
    codes: Mapping[str, list[Coded]] = defaultdict(list)
    for event, *coded in codings[["event_id", *_CODED]].itertuples(index=False, name=None):
        codes[event].append(Coded(*coded))
    plain = frame.astype(object).where(frame.notna(), None)
    for row in plain.to_dict("records"):
        event = str(row["event_id"])
        yield _event({str(name): value for name, value in row.items()}, who.get(event, ()), tuple(codes.get(event, ())))


def _who(people: People) -> dict[str, tuple[str, ...]]:
    """The persons that each event shows, in order of their numbers."""
    shown = people.mentions.loc[people.mentions["event_id"] != "", ["event_id", "person"]].drop_duplicates()
    shown = shown.sort_values(["event_id", "person"], kind="stable")
    who: dict[str, list[str]] = defaultdict(list)
    for event, person in shown.itertuples(index=False, name=None):
        who[event].append(_person_id(person))
    return {event: tuple(persons) for event, persons in who.items()}


def _event(row: Mapping[str, Any], who: tuple[str, ...], codes: tuple[Coded, ...]) -> Event:
    minutes = row["time"]
    named = {"impact": row["impact"], "analysis": row["analysis"], "rag": row["rag"], "seq": row["seq"]}
    named |= {"age": row["age"], "child_seen": row["child_seen"]}
    return Event(
        id=row["event_id"],
        case=row["case"],
        file=row["file"],
        sheet=row["sheet"],
        row=int(row["row"]),
        date_text=row["date_text"],
        earliest=_iso(row["lo"]),
        latest=_iso(row["hi"]),
        precision=row["precision"],
        doubted=bool(row["approx"]),
        time=None if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}",
        recorded_earliest=_iso(row["recorded_lo"]),
        recorded_latest=_iso(row["recorded_hi"]),
        agency=row["agency"],
        source=row["source"],
        person=row["person"],
        text=row["text"],
        event_type=row["event_type"],
        outcome=row["outcome"],
        other={name: text for name, text in named.items() if text} | row["extra"],
        marks=tuple(row["marks"]),
        incident=row["incident"],
        who=who,
        codes=codes,
    )


def _iso(day: int | None) -> str | None:
    return None if day is None else to_date(int(day)).isoformat()


def _file(file: FileRead) -> File:
    listed = tuple(Listed(row.sheet, row.row, row.reason) for row in file.listed)
    return File(file.path, file.sha256, file.rows, file.events, listed, file.columns, file.unmapped, file.error)


def _noted(problem: Problem) -> Noted:
    return Noted(problem.file, problem.sheet, problem.row, problem.column, problem.kind, problem.message)


def _place_of(problem: Noted) -> tuple[str, str, int, str, str, str]:
    sheet, column = problem.sheet or "", problem.column or ""
    return problem.file, sheet, problem.row or 0, column, problem.kind, problem.message


def _coverage(screening: Screening) -> Iterable[Declared]:
    for case, rows in sorted(screening.coverage.items()):
        for row in sorted(rows, key=lambda row: (row.agency, row.lo, row.hi)):
            first, last = to_date(row.lo).isoformat(), to_date(row.hi).isoformat()
            held = "everything" if row.everything else "significant events only"
            yield Declared(case, row.agency, first, last, held, row.confirmed)


def _area_says(said: Said) -> AreaSays:
    return AreaSays(
        area=said.area,
        kind=said.kind,
        about=said.about,
        value=value_words(said.value),
        instead_of=None if said.instead_of is None else value_words(said.instead_of),
        source=said.source,
        first=to_date(said.from_).isoformat(),
        last=None if said.to is None else to_date(said.to).isoformat(),
        applied=not said.why_not,
        why_not=said.why_not,
    )


def _rule(rule: Rule, arrangement: Arrangement) -> RuleInForce:
    place = arrangement.place(rule)
    return RuleInForce(rule.title, rule.summary, rule.kind, rule.status, rule.family, rule.version, *place)


def _person_id(person: int) -> str:
    return f"p{person + 1}"


def _people(people: People) -> Iterable[Person]:
    """Everybody of every case; what each is asserted to be, in order of name."""
    named = people.mentions[people.mentions["role"] != NAMED]
    roles: dict[int, set[str]] = defaultdict(set)
    for person, role in named[["person", "role"]].itertuples(index=False, name=None):
        roles[person].add(role)
    plain = people.persons.astype(object).where(people.persons.notna(), None)
    for of in plain.to_dict("records"):
        number = int(of["person"])
        born = _iso(of["born_lo"]), _iso(of["born_hi"])
        yield Person(_person_id(number), of["case"], of["name"], bool(of["child"]), *born, tuple(sorted(roles[number])))


def _spans(screening: Screening, events: Mapping[str, Event]) -> Iterable[Span]:
    titles = screening.here.rulebook.arrangement.episodes
    for span in screening.spans:
        first, last = events[span.began], None if span.ended is None else events[span.ended]
        yield Span(
            case=span.case,
            kind=span.kind,
            title=titles[span.kind][:1].upper() + titles[span.kind][1:],
            began_first=first.earliest or "",
            began_last=first.latest or "",
            ended_first=None if last is None else last.earliest,
            ended_last=None if last is None else last.latest,
            opened_by=span.began,
            closed_by=span.ended,
        )


def _prompted(prompt: Prompt) -> Prompted:
    return Prompted(prompt.asks, prompt.stage, prompt.principles, prompt.general)


def _finding(audits: Audits, name: str) -> AuditFinding:
    finding = audits.findings[name]
    audit = audits.audits[finding.audit]
    return AuditFinding(audit.title, audit.body, audit.year, finding.heading, finding.says, finding.kind)
