"""What the shapes and lines of a drawing mean: only those that it holds, in lines as wide as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flagger.contract.records import Document
from flagger.report.say import plain
from flagger.report.timeline.scene import LINE, MARGIN, Scene
from flagger.report.timeline.shapes import OPEN, kind, shape

SYMBOL = 30
_LETTER = 7.2
_APART = 18
_BOX = "M-11-6H11V6H-11z"
_LINE = "M-12 0H12"
_UPRIGHT = "M0-8V8"


@dataclass(frozen=True)
class Entry:
    """One thing drawn and its meaning, from `x` on; `shape` is an outline around 0,0 in the look of `look`."""

    look: str
    shape: str
    words: str
    x: int
    y: int


def legend(scene: Scene, document: Document, top: int) -> list[Entry]:
    """Entries from the left, in as many lines as they need; the first begins at `top`."""
    entries: list[Entry] = []
    x, y = MARGIN, top + LINE
    for look, outline, words in _means(scene, document):
        wide = SYMBOL + round(len(words) * _LETTER)
        if entries and x + wide > scene.width - MARGIN:
            x, y = MARGIN, y + LINE + 7
        entries.append(Entry(look, outline, words, x, y))
        x += wide + _APART
    return entries


def _means(scene: Scene, document: Document) -> Iterator[tuple[str, str, str]]:
    marks = [mark for lane in scene.lanes for mark in lane.marks]
    titles = [topic.title for topic in document.topics.values()]
    for topic in sorted({row.topic for mark in marks for row in mark.rows}):
        yield f"s{kind(topic)}", shape(topic), plain(titles[topic]) if topic < len(titles) else "Anything else"
    if any(mark.topic is None for mark in marks):
        yield f"s{kind(None)}", shape(None), "Rows about several of these"
    if any(len(mark.rows) > 1 for mark in marks):
        yield "line", "12", "So many rows, too close together to draw each"
    if any(mark.struck for mark in marks):
        yield "s6 struck", shape(6), "Struck through in the file"
    if any(mark.rough for mark in marks):
        yield "line", _LINE, "No exact day: somewhere along the line"
    if scene.ties:
        yield "tie", _UPRIGHT, "One incident, told by several agencies"
    yield from _of_bars(scene)
    if scene.gaps:
        yield "gap", _BOX, f"No row of any agency for {scene.least_gap} days or more"


def _of_bars(scene: Scene) -> Iterator[tuple[str, str, str]]:
    bars = [bar for lane in scene.bars for bar in lane.bars]
    if bars:
        yield "bar", _BOX, "Open, as rows tell it"
    if any(bar.rough for bar in bars):
        yield "rough", _BOX, "Perhaps open"
    if any(bar.ended is None for bar in bars):
        yield "open", OPEN, "No row says that it ended"
