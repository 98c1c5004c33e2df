"""One case drawn on an axis of time: one drawing for the page, for Word and for print."""

from flagger.report.timeline.topics import topic_of

__all__ = ["topic_of"]
