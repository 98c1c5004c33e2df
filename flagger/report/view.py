"""The document arranged as a person reads it: case by case, what was covered, then strengths, concerns and the rest.

An arrangement only: nothing is counted up, ranked or left out. Flags stay in order of date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flagger.contract.records import AuditFinding, Declared, Document, Event, Prompted
from flagger.flags.record import Ask, Flag, RuleOutcome
from flagger.flags.support import SUPPORTING
from flagger.model import EVERY_CASE
from flagger.report.say import Places


@dataclass(frozen=True)
class Row:
    """A row behind a flag, the part it plays, and where it stands."""

    event: Event
    role: str
    place: str

    @property
    def supporting(self) -> bool:
        return self.role in SUPPORTING


@dataclass(frozen=True)
class Shown:
    """A flag with its rows, the audit findings it answers to, and the flags it is made of."""

    flag: Flag
    rows: tuple[Row, ...]
    findings: tuple[AuditFinding, ...]
    members: tuple[Flag, ...]


@dataclass(frozen=True)
class Found:
    """All that one rule found in a case, in order of date, and where it stands in a report ("": nowhere said).

    `prompts` are the questions for reflection of all its flags, each once.
    """

    rule: str
    title: str
    kind: str
    theme: str
    heading: str
    shown: tuple[Shown, ...]
    prompts: tuple[Prompted, ...]


@dataclass(frozen=True)
class Named:
    """A rule by id, title and kind, and its theme ("": none given)."""

    id: str
    title: str
    kind: str
    theme: str


@dataclass(frozen=True)
class Themed:
    """What rules of one theme found in a case: strengths and concerns, side by side."""

    theme: str
    title: str
    strengths: tuple[Found, ...]
    concerns: tuple[Found, ...]


@dataclass(frozen=True)
class NotAssessed:
    """A reason, and the rules that it kept from being assessed."""

    reason: str
    rules: tuple[Named, ...]


@dataclass(frozen=True)
class Contribution:
    """What one agency's rows hold of a case, and what was declared of them."""

    agency: str
    rows: int
    first: str | None
    last: str | None
    declared: tuple[Declared, ...]


@dataclass(frozen=True)
class CaseView:
    """One case. `number` tells cases apart in links; `found` holds all flags once more, by rule."""

    name: str
    number: int
    events: tuple[Event, ...]
    contributions: tuple[Contribution, ...]
    strengths: tuple[Shown, ...]
    concerns: tuple[Shown, ...]
    records: tuple[Shown, ...]
    found: tuple[Found, ...]
    not_assessed: tuple[NotAssessed, ...]
    asks: tuple[Ask, ...]
    nothing_found: tuple[Named, ...]

    @property
    def flags(self) -> tuple[Shown, ...]:
        """All flags: strengths first, then concerns and the record."""
        return (*self.strengths, *self.concerns, *self.records)

    def none_found(self, kind: str, theme: str | None = None) -> str:
        """What it means that no flag of a kind is shown: that nothing was found, or that nothing could be assessed.

        With a theme, of its rules only.
        """

        def asked(rule: Named) -> bool:
            return rule.kind == kind and theme in (None, rule.theme)

        ran = sum(map(asked, self.nothing_found))
        could_not = sum(asked(rule) for group in self.not_assessed for rule in group.rules)
        if not ran:
            return "no rule that looks for any could be assessed" if could_not else "no rule looks for any"
        besides = f"; {could_not} of {ran + could_not} could not be assessed" if could_not else ""
        return f"no rule found any{besides}"


def cases_of(document: Document) -> list[CaseView]:
    """Every case that has a row, in order of name.

    What is declared for a case stands instead of what is declared for all, as it does for the rules.
    """
    events: dict[str, list[Event]] = defaultdict(list)
    for event in document.events:
        events[event.case].append(event)
    flags: dict[str, list[Shown]] = defaultdict(list)
    for shown in _shown(document):
        flags[shown.flag.case].append(shown)
    outcomes: dict[str, list[RuleOutcome]] = defaultdict(list)
    for outcome in document.outcomes:
        outcomes[outcome.case].append(outcome)
    declared: dict[str, list[Declared]] = defaultdict(list)
    for row in document.coverage:
        declared[row.case].append(row)
    coverage = {name: declared.get(name, declared[EVERY_CASE]) for name in events}
    return [
        _case(document, name, number, events[name], coverage[name], flags[name], outcomes[name])
        for number, name in enumerate(sorted(events), 1)
    ]


def _case(
    document: Document,
    name: str,
    number: int,
    events: Sequence[Event],
    declared: Sequence[Declared],
    flags: Iterable[Shown],
    outcomes: Iterable[RuleOutcome],
) -> CaseView:
    of_kind: dict[str, list[Shown]] = defaultdict(list)
    for shown in flags:
        of_kind[shown.flag.kind].append(shown)
    reasons: dict[str, list[Named]] = defaultdict(list)
    nothing: list[Named] = []
    for outcome in outcomes:
        rule = document.rules[outcome.rule]
        named = Named(outcome.rule, rule.title, rule.kind, rule.theme)
        if outcome.outcome == "not assessed":
            reasons[outcome.reason].append(named)
        elif outcome.outcome == "not flagged":
            nothing.append(named)
    return CaseView(
        name,
        number,
        tuple(events),
        tuple(_contributions(events, declared)),
        tuple(of_kind["strength"]),
        tuple(of_kind["concern"]),
        tuple(of_kind["record"]),
        tuple(_found(document, [*of_kind["strength"], *of_kind["concern"], *of_kind["record"]])),
        tuple(NotAssessed(reason, tuple(rules)) for reason, rules in reasons.items()),
        tuple(ask for ask in document.asks if ask.case == name),
        tuple(nothing),
    )


def by_theme(case: CaseView, document: Document) -> tuple[Themed, ...]:
    """Strengths and concerns of a case under every theme, in the document's order; those of no theme come last."""
    titles = {name: theme.title for name, theme in document.themes.items()}
    unplaced = {of.theme: "Under no theme" for of in case.found if of.theme not in titles and of.kind != "record"}

    def of(theme: str, kind: str) -> tuple[Found, ...]:
        return tuple(found for found in case.found if (found.theme, found.kind) == (theme, kind))

    return tuple(
        Themed(theme, title, of(theme, "strength"), of(theme, "concern"))
        for theme, title in (titles | unplaced).items()
    )


def _found(document: Document, flags: Iterable[Shown]) -> Iterable[Found]:
    """Flags by rule, the rules in the order in which they are met."""
    by_rule: dict[str, list[Shown]] = defaultdict(list)
    for shown in flags:
        by_rule[shown.flag.rule].append(shown)
    for name, those in by_rule.items():
        rule = document.rules[name]
        asked = dict.fromkeys(prompt for shown in those for prompt in shown.flag.prompts)
        prompts = tuple(document.prompts[prompt] for prompt in asked)
        yield Found(name, rule.title, rule.kind, rule.theme, rule.heading, tuple(those), prompts)


def _shown(document: Document) -> Iterable[Shown]:
    events = {event.id: event for event in document.events}
    flags = {flag.id: flag for flag in document.flags}
    places = Places(document.events)
    for flag in document.flags:
        behind = ((events[item.event], item.role) for item in flag.evidence)
        yield Shown(
            flag,
            tuple(Row(event, role, places.row(event)) for event, role in behind),
            tuple(document.findings[name] for name in flag.findings),
            tuple(flags[member] for member in flag.members),
        )


def _contributions(events: Sequence[Event], declared: Sequence[Declared]) -> Iterable[Contribution]:
    """Every agency with rows or with a declaration."""
    for agency in sorted({event.agency for event in events} | {row.agency for row in declared}):
        rows = [event for event in events if event.agency == agency]
        first = min((event.earliest for event in rows if event.earliest), default=None)
        last = max((event.latest for event in rows if event.latest), default=None)
        yield Contribution(agency, len(rows), first, last, tuple(row for row in declared if row.agency == agency))
