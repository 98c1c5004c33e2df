"""The records of `flags.json`, in the order of its keys: the contract that docs/output.md explains.

Every other form of the output is a rendering of this document. Days are ISO dates; both ends of every stretch are
inside.
"""

from __future__ import annotations

from dataclasses import dataclass

from flagger.flags.record import Ask, Flag, RuleOutcome

FORMAT = 3
AS_GIVEN = "as given"
NOT_A_FINDING = "This is a pattern in the record, not a finding about a family."


@dataclass(frozen=True)
class Tool:
    """What made the document: with the same files and the same of these, the same bytes."""

    version: str
    rules_sha256: str
    codebook_sha256: str
    inference: str


@dataclass(frozen=True)
class Declared:
    """One line of coverage: days for which an agency gave its rows of a case ("*": of every case).

    Not `confirmed`: it stands in a draft, and nothing rests on it.
    """

    case: str
    agency: str
    first: str
    last: str
    rows: str
    confirmed: bool


@dataclass(frozen=True)
class Pack:
    """An area's pack in use: its title, file and hash."""

    title: str
    file: str
    sha256: str


@dataclass(frozen=True)
class AreaSays:
    """One thing that a pack says: of what kind, about what, from which source and for which days.

    `instead_of` is the author's own number. `applied`: whether it holds in this run; `why_not` when it does not.
    """

    area: str
    kind: str
    about: tuple[str, ...]
    value: str
    instead_of: str | None
    source: str
    first: str
    last: str | None
    applied: bool
    why_not: str


@dataclass(frozen=True)
class Listed:
    """A row that is no event, and why."""

    sheet: str | None
    row: int
    reason: str


@dataclass(frozen=True)
class File:
    """One file: `rows` = `events` + the rows listed. `columns` are headings and what they were read as."""

    path: str
    sha256: str
    rows: int
    events: int
    listed: tuple[Listed, ...]
    columns: dict[str, str]
    unmapped: tuple[str, ...]
    error: str


@dataclass(frozen=True)
class Noted:
    """Something a person should look at, with its place. Never the text of an event."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    kind: str
    message: str


@dataclass(frozen=True)
class Coded:
    """One code on one event: the words that made it, where they stand in `field`, and what gave it its status."""

    code: str
    status: str
    words: str
    field: str
    start: int
    end: int
    by: str
    because: str


@dataclass(frozen=True)
class Event:
    """One dated row as recorded, where it stands, the days its date can mean, and its codes."""

    id: str
    case: str
    file: str
    sheet: str | None
    row: int
    date_text: str
    earliest: str | None
    latest: str | None
    precision: str
    doubted: bool
    time: str | None
    recorded_earliest: str | None
    recorded_latest: str | None
    agency: str
    source: str
    person: str
    text: str
    event_type: str
    outcome: str
    other: dict[str, str]
    marks: tuple[str, ...]
    incident: str
    who: tuple[str, ...]
    codes: tuple[Coded, ...]


@dataclass(frozen=True)
class Person:
    """Somebody whom the rows of a case speak of, by the fullest name found, with every role asserted of them.

    `born_first`, `born_last`: the days between which they were born, where a row says. Events name persons by `id`.
    """

    id: str
    case: str
    name: str
    child: bool
    born_first: str | None
    born_last: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Span:
    """A stretch of a case in which something was open, such as a plan: the days on which it can have begun and ended.

    Without `ended_*` no row says that it ended. A stretch whose beginning no row tells of is not here.
    """

    case: str
    kind: str
    title: str
    began_first: str
    began_last: str
    ended_first: str | None
    ended_last: str | None
    opened_by: str
    closed_by: str | None


@dataclass(frozen=True)
class Theme:
    """A theme of rules, and the heading under which a panel talks about it."""

    title: str
    heading: str


@dataclass(frozen=True)
class Topic:
    """What one kind of mark on a timeline stands for. An event is drawn as the first topic that a code of it is in."""

    title: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class RuleInForce:
    """A rule that ran, enough to name it, and where it stands in a report: its theme and heading ("": none given)."""

    title: str
    summary: str
    kind: str
    status: str
    family: str
    version: str
    theme: str
    heading: str


@dataclass(frozen=True)
class AuditFinding:
    """What a published audit found, in our words, and which audit it was."""

    audit: str
    body: str
    year: str
    heading: str
    says: str
    kind: str


@dataclass(frozen=True)
class Prompted:
    """A question for reflection, its stage of the supervision cycle, and the practice principles it belongs to.

    A `general` one fits any case, also one none of whose flags carries it.
    """

    asks: str
    stage: str
    principles: tuple[str, ...]
    general: bool = False


@dataclass(frozen=True)
class Document:
    """A whole run. `as_at_from` says where the day taken as today came from; `areas` stand with the widest first.

    `notes` say what this copy leaves out or says otherwise than the files do; `fictional`: nobody in it is real.
    `headings` are titles by id; these, `themes` and `topics` stand in the order in which a report shows them.
    """

    format: int
    notice: str
    as_at: str
    as_at_from: str
    fictional: bool
    notes: tuple[str, ...]
    tool: Tool
    areas: tuple[Pack, ...]
    area_says: tuple[AreaSays, ...]
    coverage: tuple[Declared, ...]
    files: tuple[File, ...]
    problems: tuple[Noted, ...]
    events: tuple[Event, ...]
    flags: tuple[Flag, ...]
    outcomes: tuple[RuleOutcome, ...]
    asks: tuple[Ask, ...]
    rules: dict[str, RuleInForce]
    findings: dict[str, AuditFinding]
    prompts: dict[str, Prompted]
    people: tuple[Person, ...]
    spans: tuple[Span, ...]
    headings: dict[str, str]
    themes: dict[str, Theme]
    topics: dict[str, Topic]
