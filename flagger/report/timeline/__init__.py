"""One case drawn on an axis of time: one drawing for the page, for Word and for print."""

from flagger.report.timeline.picture import as_png
from flagger.report.timeline.svg import draw
from flagger.report.timeline.topics import topic_of
from flagger.report.timeline.words import alt_text

__all__ = ["alt_text", "as_png", "draw", "topic_of"]
