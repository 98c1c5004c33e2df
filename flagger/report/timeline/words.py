"""The drawing in words: what stands in its place for whoever cannot see it, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from flagger.contract.records import Document
from flagger.dates.say import say
from flagger.flags.words import listed
from flagger.report.say import agency, count, plain
from flagger.report.timeline.scene import Scene, scene_of
from flagger.report.view import CaseView

_BARS = 4  # of one kind, that are told one by one


def title_of(case: CaseView) -> str:
    return f"Timeline of {plain(case.name)}"


def alt_text(case: CaseView, document: Document) -> str:
    """What the drawing shows, in sentences: rows, agencies, years, what was open, the longest gap, undated rows."""
    return in_words(scene_of(case, document, 1200))


def in_words(scene: Scene) -> str:
    return " ".join(_sentences(scene))


def undated(scene: Scene) -> str:
    """The rows that cannot be drawn, by agency; "" when there are none."""
    if not scene.undated:
        return ""
    n = sum(scene.undated.values())
    whose = listed([f"{plain(agency(name))} {rows}" for name, rows in sorted(scene.undated.items())])
    return f"{count(n, 'row')} without a date that could be read {'is' if n == 1 else 'are'} not drawn: {whose}."


def _sentences(scene: Scene) -> Iterator[str]:
    rows = {lane.name: [row for mark in lane.marks for row in mark.rows] for lane in scene.lanes}
    if not rows:
        yield "No row has a date that could be read, so nothing is drawn."
    else:
        every = [row for those in rows.values() for row in those]
        days = say(min(row.lo for row in every), max(row.hi for row in every))
        whose = listed([f"{plain(agency(name))} {len(those)}" for name, those in rows.items()])
        yield f"{count(len(every), 'dated row')} of {count(len(rows), 'agency', 'agencies')}, {days}: {whose}."
        if rough := sum(row.lo < row.hi for row in every):
            yield f"{count(rough, 'row has', 'rows have')} no exact day."
    for lane in scene.bars:
        shown = [
            say(*bar.began) + (f" until {say(*bar.ended)}" if bar.ended else ", no end found") for bar in lane.bars
        ]
        more = f"; and {count(len(shown) - _BARS, 'more time', 'more times')}" if len(shown) > _BARS else ""
        yield f"{plain(lane.name)}: from {'; from '.join(shown[:_BARS])}{more}."
    if scene.gaps:
        first, last = max(scene.gaps, key=lambda gap: (gap[1] - gap[0], -gap[0]))
        yield f"The longest stretch without a row of any agency is {say(first, last)}, {last - first + 1} days."
    if scene.ties:
        yield f"{count(len(scene.ties), 'incident is', 'incidents are')} told by more than one agency."
    if said := undated(scene):
        yield said
    yield f"As at {say(scene.as_at)}."
