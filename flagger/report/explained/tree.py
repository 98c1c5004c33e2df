"""The tree of an explanation, in words: what `flagger explain` prints and gives as JSON (docs/output.md).

Adds nothing to what `explain` found. Says where rows stand and how they are dated; what they say only when asked to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flagger.contract.records import Event
from flagger.dates.say import to_date
from flagger.explain.chronology import Explained
from flagger.explain.record import Branch, Member, Row, Step
from flagger.report.explained.facts import branch_says, facts_say
from flagger.report.explained.margins import margins_say
from flagger.report.explained.words import maybe_words, part_words, reason_words, role_in_match
from flagger.report.library.words import looks_for, selected
from flagger.report.say import Places, agency, plain
from flagger.rulebook.model import Rule

FORMAT = 1


@dataclass(frozen=True)
class RowSaid:
    """A row: where it stands, its date as written, whose it is; `counts`: `surely`, `perhaps` or `no`, and why."""

    event: str
    place: str
    date: str
    agency: str
    counts: str
    why: tuple[str, ...]
    text: str | None


@dataclass(frozen=True)
class Node:
    """One part of the tree: a sentence, the truth of what it says where it is a condition, rows, and what is under it.

    `kind`: `rule`, `asks`, `rows`, `match`, `fact`, `margin`, `member`, `not assessed`.
    """

    kind: str
    says: str
    truth: str | None = None
    rows: tuple[RowSaid, ...] = ()
    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Tree:
    """Why one rule came to what it came to in one case; `as_at` is an ISO day."""

    format: int
    rule: str
    title: str
    case: str
    as_at: str
    outcome: str
    reason: str
    tree: tuple[Node, ...]


def tree_of(explained: Explained, events: Iterable[Event], as_at: int, text: bool = False) -> Tree:
    """The tree. `events` are those of the reading, `as_at` days since 1970-01-01; `text`: rows say what they say."""
    rule, found = explained.rule, explained.explanation
    rows = Rows({event.id: event for event in events}, text)
    nodes = (
        Node("asks", "What the rule asks", nodes=tuple(Node("asks", line) for line in looks_for(rule))),
        *_not_assessed(found.reason, found.asks),
        *(_step(rule, step, rows) for step in _different(found.steps)),
        *(_branch(rule, branch, rows) for branch in found.branches),
        *_members(found.members),
    )
    day = to_date(as_at).isoformat()
    return Tree(FORMAT, rule.id, rule.title, found.case, day, found.outcome, found.reason, nodes)


class Rows:
    """Rows in words."""

    def __init__(self, events: Mapping[str, Event], text: bool) -> None:
        self._events, self._text, self._places = events, text, Places(events.values())

    def said(self, name: str) -> str:
        """Where a row stands and its date as written."""
        event = self._events[name]
        return f"{self._places.row(event)}, {plain(event.date_text) or 'no date'}"

    def row(self, name: str, counts: str = "surely", why: tuple[str, ...] = ()) -> RowSaid:
        event = self._events[name]
        said = plain(event.text) if self._text else None
        where = self._places.row(event)
        return RowSaid(name, where, plain(event.date_text), agency(event.agency), counts, why, said)


def _not_assessed(reason: str, asks: tuple[str, ...]) -> Iterator[Node]:
    if reason:
        says = f"Not assessed: {reason}."
        yield Node("not assessed", says, nodes=tuple(Node("not assessed", one) for one in asks))


def _different(steps: Sequence[Step]) -> Iterator[Step]:
    """Without one that asks the same as the one before it: two rows of one kind that do not agree."""
    for n, step in enumerate(steps):
        if step.name != "other" or step.selectors != steps[n - 1].selectors:
            yield step


def _step(rule: Rule, step: Step, rows: Rows) -> Node:
    said = tuple(_row(rule, row, rows) for row in step.rows)
    some = [row for row in step.rows if row.counted]
    what = f"{part_words(step.name)}: {selected(step.selectors)}"
    return Node("rows", f"{what}. {_how_many(some)}", rows=said)


def _how_many(rows: list[Row]) -> str:
    unsure = sum(not row.sure for row in rows)
    if not rows:
        return "No row."
    said = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    return f"{said}." if not unsure else f"{said}, {unsure} of them perhaps."


def _row(rule: Rule, row: Row, rows: Rows) -> RowSaid:
    counts = "no" if not row.counted else "surely" if row.sure else "perhaps"
    words = maybe_words if row.counted else reason_words
    return rows.row(row.event, counts, tuple(words(rule, reason, rows.said) for reason in row.why))


def _branch(rule: Rule, branch: Branch, rows: Rows) -> Node:
    facts = tuple(Node("fact", says, truth) for says, truth in facts_say(rule, branch, rows.said))
    near = tuple(Node("margin", says) for says in margins_say(rule, branch, rows.said))
    evidence = tuple(
        rows.row(event, why=tuple(filter(None, [role_in_match(rule, role)]))) for event, role in branch.rows
    )
    shown = evidence if branch.flag is not None else ()  # else its one row is in the sentence
    return Node("match", branch_says(rule, branch, rows.said), rows=shown, nodes=(*facts, *near))


def _members(members: tuple[Member, ...]) -> Iterator[Node]:
    if members:
        yield Node("member", "The rules whose patterns it takes", nodes=tuple(map(_member, members)))


def _member(member: Member) -> Node:
    held = f"flagged ({', '.join(member.statuses)})" if member.statuses else member.outcome
    counted = "" if member.counts or not member.statuses else "; does not count here"
    reason = f": {member.reason}" if member.reason else ""
    more = f"flagger explain --rule {member.rule} says more"
    return Node("member", f"{member.rule} {member.title}: {held}{reason}{counted} ({more}).", _truth(member))


def _truth(member: Member) -> str | None:
    if member.outcome == "not assessed":
        return None
    if not member.counts:
        return "false"
    return "true" if "confirmed" in member.statuses else "maybe"
