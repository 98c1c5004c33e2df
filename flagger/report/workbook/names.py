"""How the sheets of the workbook name rows and flags to one another: a number for a row, a line for a flag."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from flagger.contract.records import Document, Event
from flagger.flags.record import Flag
from flagger.report.say import Places, agency, stretch
from flagger.report.view import CaseView, Shown, cases_of


@dataclass(frozen=True)
class Names:
    """A document and its cases, with the names that all sheets use.

    `events` stand as the chronology shows them; `numbers` are theirs, by id, from 1. `flags` are in the order of the
    sheet: case by case, strengths first; `labels` are theirs, by id, no two alike. `touching` are the flags of a row.
    """

    document: Document
    cases: tuple[CaseView, ...]
    places: Places
    events: tuple[Event, ...]
    numbers: dict[str, int]
    flags: tuple[Shown, ...]
    labels: dict[str, str]
    touching: dict[str, list[tuple[Flag, str]]]

    @classmethod
    def of(cls, document: Document) -> Names:
        cases = tuple(cases_of(document))
        events = tuple(sorted(document.events, key=_when))
        flags = tuple(shown for case in cases for shown in case.flags)
        touching: dict[str, list[tuple[Flag, str]]] = defaultdict(list)
        for shown in flags:
            for item in shown.flag.evidence:
                touching[item.event].append((shown.flag, item.role))
        return cls(
            document,
            cases,
            Places(document.events),
            events,
            {event.id: number for number, event in enumerate(events, 1)},
            flags,
            _labels([shown.flag for shown in flags], len(cases) > 1),
            touching,
        )

    def row(self, event: Event) -> str:
        """A row by its number here and where it stands: "No. 12 (gp.csv row 3)"."""
        return f"No. {self.numbers[event.id]} ({self.places.row(event)})"


def _when(event: Event) -> tuple[str, bool, str, str, str]:
    """Case by case in order of date, and of time where it is the same day; rows without a date last."""
    return event.case, event.earliest is None, event.earliest or "", event.latest or "", event.time or ""


def _labels(flags: list[Flag], several: bool) -> dict[str, str]:
    met: Counter[str] = Counter()
    labels = {}
    for flag in flags:
        whose = f", {agency(flag.agency)}" if flag.agency else ""
        case = f" ({flag.case})" if several else ""
        label = f"{flag.rule} {flag.title}, {stretch(flag.first, flag.last)}{whose}{case}"
        met[label] += 1
        labels[flag.id] = label if met[label] == 1 else f"{label} [{met[label]}]"
    return labels
