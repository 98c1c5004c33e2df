"""The drawing as SVG. How it looks is timeline.css alone, for the page, for print and for pictures.

Made as a tree, never as joined text. A mark is as short as can be: timeline.js names it from its row of the table.
What stands at a day has that day in `data-d`, counted from the first day of the axis, so that timeline.js can move it;
a mark has the days of its rows. A mark of several has their names in `data-e` (one alone is what the mark links to),
and in `data-k` how each of them looks where they do not look alike.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from flagger.contract.records import Document
from flagger.dates.say import say, to_date
from flagger.report.letters import writable
from flagger.report.timeline.legend import SYMBOL, legend
from flagger.report.timeline.marks import Mark
from flagger.report.timeline.scene import LINE, MARGIN, TOP, AgencyLane, Bar, Lane, Scene, scene_of
from flagger.report.timeline.shapes import OPEN, kind, shape
from flagger.report.timeline.words import in_words, title_of, undated
from flagger.report.view import CaseView

_BAR = 14


def draw(
    case: CaseView,
    document: Document,
    anchors: Mapping[str, str],
    *,
    links: bool = True,
    width: int = 1200,
) -> str:
    """One case as SVG text, `width` wide and as high as it needs.

    `anchors` gives the short name of every event. `links=False` leaves out what only a page needs.
    The ids in it begin with the number of the case.
    """
    return _Drawing(case, scene_of(case, document, width), document, anchors, links).text()


class _Drawing:
    """A scene on its way into a tree."""

    def __init__(
        self,
        case: CaseView,
        scene: Scene,
        document: Document,
        anchors: Mapping[str, str],
        links: bool,
    ) -> None:
        self.scene, self.axis, self.document = scene, scene.axis, document
        self.anchors, self.links = anchors, links
        self.prefix = f"c{case.number}-"
        self.root = etree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "tl", "role": "img"})
        self.root.set("aria-labelledby", f"{self.prefix}t")
        self.root.set("aria-describedby", f"{self.prefix}d")
        _add(self.root, "title", text=title_of(case), id=f"{self.prefix}t")
        _add(self.root, "desc", text=in_words(scene), id=f"{self.prefix}d")

    def text(self) -> str:
        scene = self.scene
        if self.links:
            self.root.set("data-first", to_date(self.axis.first).isoformat())
            self.root.set("data-days", str(self.axis.last - self.axis.first))
            self.root.set("data-left", str(self.axis.left))
            self.root.set("data-right", str(self.axis.right))
        self._shapes()
        self._gaps()
        self._scale()
        for lane in scene.bars:
            self._name(lane)
            for bar in lane.bars:
                self._bar(bar, lane.y(bar.level) - _BAR // 2)
        for tie in scene.ties:
            self._path("tie", tie.places, tie.days)
        below = self._now()
        for agency_lane in scene.lanes:
            self._lane(agency_lane)
        _add(self.root, "path", "edge", d=f"M0 {scene.bottom}H{scene.width}")
        bottom = self._legend(below)
        self.root.set("viewBox", f"0 0 {scene.width} {bottom}")
        return etree.tostring(self.root, encoding="unicode")

    def _shapes(self) -> None:
        defs = _add(self.root, "defs")
        marks = [mark for lane in self.scene.lanes for mark in lane.marks]
        topics = {row.topic for mark in marks for row in mark.rows} | {mark.topic for mark in marks}
        for topic in sorted(topics, key=kind):
            _add(defs, "path", id=f"{self.prefix}{kind(topic)}", d=shape(topic))
        _add(defs, "path", id=f"{self.prefix}o", d=OPEN)

    def _gaps(self) -> None:
        for first, last in self.scene.gaps:
            self._box("gap", first, min(last, self.axis.last), TOP, self.scene.bottom - TOP)

    def _scale(self) -> None:
        scale = _add(self.root, "g", "scale")
        ticks = self.axis.ticks()
        for look, top, major in (("minor", 26, False), ("major", 4, True)):
            places = (self.axis.x(tick.day) for tick in ticks if tick.major is major)
            _add(scale, "path", look, d="".join(f"M{x} {top}V{self.scene.bottom}" for x in places))
        for tick in ticks:
            for look, words, y in (("", tick.label, 37), ("year", tick.above, 17)):
                if words:
                    _add(scale, "text", look, words, x=self.axis.x(tick.day) + 4, y=y)

    def _name(self, lane: Lane) -> None:
        """A lane's name in the gutter, and the line over the lane."""
        _add(self.root, "path", "edge", d=f"M0 {lane.top}H{self.scene.width}")
        y = lane.top + (lane.height - LINE * len(lane.words)) // 2 + 13
        for n, line in enumerate(lane.words):
            _add(self.root, "text", text=line, x=4, y=y + n * LINE)

    def _bar(self, bar: Bar, y: int) -> None:
        """Surely open from the last day on which it can have begun to the first on which it can have ended."""
        end = max(bar.began[1], min(self.scene.as_at, self.axis.last))
        ended = bar.ended or (end, end)
        if bar.rough:
            self._box("rough", bar.began[0], ended[1], y, _BAR)
        if bar.began[1] <= ended[0]:
            self._box("bar", bar.began[1], ended[0], y, _BAR)
        if bar.ended is None:
            x, middle = self.axis.x(end), y + _BAR // 2
            _add(self.root, "use", "open", href=f"#{self.prefix}o", x=x, y=middle, data_d=self._days(end))

    def _lane(self, lane: AgencyLane) -> None:
        self._name(lane)
        group = _add(self.root, "g", "lane", data_a=lane.name)
        for mark in lane.marks:
            self._mark(group, mark, lane.y(mark.level))

    def _mark(self, lane: etree._Element, mark: Mark, y: int) -> None:
        element = _add(lane, "a" if self.links else "g", f"m {_look(mark.topic, mark.struck)}")
        if self.links:
            for name, value in self._for_a_page(mark):
                element.set(name, value)
        if mark.rough:
            _add(element, "path", d=f"M{mark.since} {y}H{mark.until}")
        _add(element, "use", href=f"#{self.prefix}{kind(mark.topic)}", x=mark.x, y=y)
        if len(mark.rows) > 1:
            _add(element, "text", text=str(len(mark.rows)), x=mark.x + 10, y=y + 5)

    def _for_a_page(self, mark: Mark) -> Iterator[tuple[str, str]]:
        names, first = [self.anchors[row.id] for row in mark.rows], self.axis.first
        if len(names) > 1:
            yield "data-e", " ".join(names)
        yield "data-d", " ".join(f"{row.lo - first}" + f"-{row.hi - first}" * (row.lo < row.hi) for row in mark.rows)
        looks = [_look(row.topic, row.struck) for row in mark.rows]
        if len(set(looks)) > 1:
            yield "data-k", ",".join(looks)
        yield "href", f"#e-{names[0]}"
        yield "tabindex", "-1"

    def _now(self) -> int:
        """The day taken as today, and where its words end."""
        as_at, bottom = self.scene.as_at, self.scene.bottom
        words = f"as at {say(as_at)}"
        if self.axis.first <= as_at <= self.axis.last:
            x = self.axis.x(as_at)
            self._path("now", [(x, TOP - 4), (x, bottom + 6)], (as_at, as_at))
            _add(self.root, "text", "end", words, x=x, y=bottom + 20, data_d=self._days(as_at))
        else:
            _add(self.root, "text", "end", f"{words}, which is not on this drawing", x=self.axis.right, y=bottom + 20)
        return bottom + 30

    def _legend(self, top: int) -> int:
        """The undated rows and what all shapes mean; gives where it ends."""
        if said := undated(self.scene):
            for line in textwrap.wrap(said, self.scene.width // 8):
                top += LINE
                _add(self.root, "text", text=line, x=MARGIN, y=top)
        entries = legend(self.scene, self.document, top + 6)
        group = _add(self.root, "g", "key")
        for entry in entries:
            place = f"translate({entry.x + 12} {entry.y - 5})"
            if entry.shape.startswith("M"):
                _add(group, "path", entry.look, d=entry.shape, transform=place)
            else:
                _add(group, "text", text=entry.shape, x=entry.x + 4, y=entry.y)
            _add(group, "text", text=entry.words, x=entry.x + SYMBOL, y=entry.y)
        return max([top, *(entry.y for entry in entries)]) + 10

    def _box(self, look: str, first: int, last: int, top: int, height: int) -> None:
        """A rectangle over some days."""
        left, right, bottom = self.axis.x(first), self.axis.x(last), top + height
        places = [(left, top), (right, top), (right, bottom), (left, bottom)]
        self._path(look, places, (first, last, last, first), closed=True)

    def _path(self, look: str, places: Iterable[tuple[int, int]], days: Iterable[int], closed: bool = False) -> None:
        """A line through places, one for each of the days."""
        line = "L".join(f"{x} {y}" for x, y in places)
        _add(self.root, "path", look, d=f"M{line}{'z' * closed}", data_d=self._days(*days))

    def _days(self, *days: int) -> str:
        return " ".join(str(day - self.axis.first) for day in days) if self.links else ""


def _look(topic: int | None, struck: bool) -> str:
    """The classes of a row of a topic."""
    return f"s{kind(topic)}{' struck' if struck else ''}"


def _add(parent: etree._Element, tag: str, look: str = "", text: str = "", **attributes: str | int) -> etree._Element:
    """A new element of the class `look`, without the characters that XML cannot hold and without empty attributes."""
    given = {"class": look} | {name.replace("_", "-"): str(value) for name, value in attributes.items()}
    held = {name: writable(value) for name, value in given.items() if value}
    element = etree.SubElement(parent, tag, held)
    if text:
        element.text = writable(text)
    return element
