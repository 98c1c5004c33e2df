"""A trial of a rule as text: what its other numbers gain and lose, with the rows behind each match.

It shows words of the rows, so it belongs on standard output and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flagger.contract.records import Event
from flagger.flags.record import Flag
from flagger.report.console import para
from flagger.report.say import Places, agency, count, plain
from flagger.rule_trial import Change, Set, Trial

_WIDTH = 100
_BOTH, _GAINED, _LOST = " ", "+", "-"


def trial_text(trial: Trial, events: Iterable[Event]) -> str:
    """The whole text; `events` are those of the reading."""
    by_id = {event.id: event for event in events}
    rows = _Rows(by_id, Places(by_id.values()))
    lines = [*para(f"{trial.rule.id} {trial.rule.title}"), *(line for one in trial.sets for line in _set(one))]
    if trial.sets:
        lines += [line for heading, part in _parts(trial.changes) for line in _part(heading, part, rows)]
        lines += ["", f"As before: {count(len(trial.same), 'match', 'matches')}"]
    else:
        lines += _part("Found", [Change((), (flag,)) for flag in trial.same], rows)
    for outcome in trial.not_assessed:
        lines += para(f"Not assessed in {outcome.case}: {outcome.reason}", 0, 2)
    return "\n".join(lines) + "\n"


def _set(one: Set) -> Iterator[str]:
    beyond = f"; outside the author's bounds ({one.outside})" if one.outside else ""
    yield from para(f"{one.name}: {one.now} instead of {one.before}{beyond}", 2, 2)


def _parts(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    yield "Gained", [change for change in changes if not change.before]
    yield "Lost", [change for change in changes if not change.after]
    yield "Changed", [change for change in changes if change.before and change.after]


class _Rows:
    """The lines of rows."""

    def __init__(self, events: dict[str, Event], places: Places) -> None:
        self._events, self._places = events, places

    def lines(self, change: Change) -> Iterator[str]:
        """The rows of both sides in order of date: those of one side are marked."""
        before, after = (_roles(flags) for flags in (change.before, change.after))
        for name in sorted({**before, **after}, key=self._order):
            mark = _BOTH if name in before and name in after else _LOST if name in before else _GAINED
            role = after.get(name) or before[name]
            event = self._events[name]
            part = "" if role == "evidence" else f" ({role})"
            said = f"{self._places.row(event)}, {event.date_text}, {agency(event.agency)}{part}: {event.text}"
            yield _cut(f"    {mark} {plain(said)}")

    def _order(self, name: str) -> tuple[str, str, str]:
        event = self._events[name]
        return event.earliest or "", event.latest or "", name


def _cut(line: str) -> str:
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 3]}..."


def _roles(flags: Iterable[Flag]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in (row for flag in flags for row in flag.evidence):
        found[row.event] = row.role
    return found


def _part(heading: str, changes: Sequence[Change], rows: _Rows) -> Iterator[str]:
    yield from ("", f"{heading}: {len(changes) or 'none'}")
    for change in changes:
        for flag in change.after or change.before:
            whose = f", {agency(flag.agency)}" if flag.agency else ""
            yield from para(f"{flag.case}, {_status(change, flag)}{whose}: {flag.says}", 2, 2)
        yield from rows.lines(change)


def _status(change: Change, flag: Flag) -> str:
    was = {other.status for other in change.before}
    if not change.after or was <= {flag.status}:
        return flag.status
    return f"{flag.status}, before {' and '.join(sorted(was))}"
