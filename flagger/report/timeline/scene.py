"""Where everything of one case stands in its drawing, as plain records: bars, lanes of marks, ties, gaps.

Nothing is left out: a row is in one mark of its agency's lane, or it has no date and is among `undated`.
"""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flagger.contract.records import Document, Event, Span
from flagger.report import say
from flagger.report.timeline.axis import Axis, axis, gaps, least_gap
from flagger.report.timeline.marks import Mark, Row, marks
from flagger.report.timeline.topics import topic_of
from flagger.report.view import CaseView

GUTTER = 184  # for the names of lanes
MARGIN = 16
TOP = 44  # for the scale
PITCH = 24  # from one level of a lane to the next: as much as a finger or an unsteady hand needs
LINE = 17
_LETTERS = 24  # of a line in the gutter
_LINES = 2
_PAD = 4


@dataclass(frozen=True)
class Bar:
    """A stretch in which something was open: the days on which it can have begun and ended (None: no row says)."""

    began: tuple[int, int]
    ended: tuple[int, int] | None
    level: int

    @property
    def rough(self) -> bool:
        """Whether it began or ended on one of several days."""
        return self.began[0] < self.began[1] or (self.ended is not None and self.ended[0] < self.ended[1])


@dataclass(frozen=True)
class Lane:
    """A strip of the drawing: so many levels, from `top` down. `words` are the lines of its name in the gutter."""

    name: str
    words: tuple[str, ...]
    top: int
    levels: int

    @property
    def height(self) -> int:
        return max(self.levels * PITCH, len(self.words) * LINE) + 2 * _PAD

    @property
    def bottom(self) -> int:
        return self.top + self.height

    def y(self, level: int) -> int:
        """The middle of a level."""
        return self.top + (self.height - self.levels * PITCH) // 2 + level * PITCH + PITCH // 2


@dataclass(frozen=True)
class BarLane(Lane):
    """All bars of one title."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class AgencyLane(Lane):
    """One agency's rows; `name` is its key."""

    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Tie:
    """One incident in the lanes of several agencies: the day, and the place, of each, from the top down."""

    days: tuple[int, ...]
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Scene:
    """The whole drawing, `width` wide; `bottom` is where the lowest lane ends. Days are since 1970-01-01.

    A gap may go on beyond the axis, to the day taken as today.
    """

    width: int
    bottom: int
    axis: Axis
    as_at: int
    bars: tuple[BarLane, ...]
    lanes: tuple[AgencyLane, ...]
    ties: tuple[Tie, ...]
    gaps: tuple[tuple[int, int], ...]
    least_gap: int
    undated: Mapping[str, int]


def scene_of(case: CaseView, document: Document, width: int) -> Scene:
    """Everything of one case in its place. `undated` counts rows by agency."""
    as_at = say.day_of(document.as_at)
    rows = _rows(case.events, document)
    days = [(row.lo, row.hi) for those in rows.values() for row in those]
    on = axis(days, as_at, GUTTER, width - MARGIN)
    bars = tuple(_bars((span for span in document.spans if span.case == case.name), on.last))
    lanes = tuple(_lanes(rows, on, bars[-1].bottom if bars else TOP))
    least = least_gap(on)
    first = min((lo for lo, _ in days), default=as_at + 1)
    return Scene(
        width=width,
        bottom=lanes[-1].bottom if lanes else TOP + PITCH,
        axis=on,
        as_at=as_at,
        bars=bars,
        lanes=lanes,
        ties=tuple(_ties(case.events, lanes)),
        gaps=tuple(gaps(days, first, as_at, least)),
        least_gap=least,
        undated=Counter(event.agency for event in case.events if event.earliest is None),
    )


def _rows(events: Iterable[Event], document: Document) -> dict[str, list[Row]]:
    """The dated rows by agency, with the numbers of their topics."""
    numbers = {name: number for number, name in enumerate(document.topics)}
    rows: dict[str, list[Row]] = defaultdict(list)
    for event in events:
        if event.earliest is not None and event.latest is not None:
            topic = numbers.get(topic_of(event, document.topics), len(numbers))
            lo, hi = say.day_of(event.earliest), say.day_of(event.latest)
            rows[event.agency].append(Row(event.id, lo, hi, topic, "struck" in event.marks))
    return rows


def _bars(spans: Iterable[Span], end: int) -> Iterator[BarLane]:
    """A lane for every title, in order of what began first; bars that can overlap stand under one another."""
    by_title: dict[str, list[Span]] = defaultdict(list)
    for span in sorted(spans, key=lambda span: (span.began_first, span.began_last)):
        by_title[span.title].append(span)
    top = TOP
    for title, those in by_title.items():
        taken: list[int] = []
        bars = []
        for span in those:
            began = say.day_of(span.began_first), say.day_of(span.began_last)
            ended = (
                (say.day_of(span.ended_first), say.day_of(span.ended_last))
                if span.ended_first and span.ended_last
                else None
            )
            level = next((n for n, until in enumerate(taken) if until < began[0]), len(taken))
            taken[level : level + 1] = [ended[1] if ended else end]
            bars.append(Bar(began, ended, level))
        lane = BarLane(title, _words(title), top, len(taken), tuple(bars))
        yield lane
        top = lane.bottom


def _lanes(rows: Mapping[str, Iterable[Row]], on: Axis, top: int) -> Iterator[AgencyLane]:
    """A lane for every agency, in order of what can have been first, as high as its marks need."""
    for agency in sorted(rows, key=lambda name: (min((row.lo, row.hi) for row in rows[name]), name)):
        those = tuple(marks(rows[agency], on))
        said = say.agency(agency).removeprefix("the ")
        lane = AgencyLane(
            agency, _words(said[:1].upper() + said[1:]), top, 1 + max(mark.level for mark in those), those
        )
        yield lane
        top = lane.bottom


def _words(name: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(say.plain(name), _LETTERS, max_lines=_LINES, placeholder="…"))


def _ties(events: Iterable[Event], lanes: Iterable[AgencyLane]) -> Iterator[Tie]:
    """Every incident of which several agencies have a dated row, through the first such row of each."""
    incident = {event.id: event.incident for event in events}
    told: dict[str, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    for lane in lanes:
        of_lane: dict[str, tuple[int, tuple[int, int]]] = {}
        for mark in lane.marks:
            for row in mark.rows:
                of_lane.setdefault(incident[row.id], (row.middle, (mark.x, lane.y(mark.level))))
        for name, point in of_lane.items():
            told[name].append(point)
    for points in told.values():
        if len(points) > 1:
            days, places = zip(*points, strict=True)
            yield Tie(days, places)
