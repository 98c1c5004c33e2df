"""Which topic a row is drawn as. What topics there are, and in which order, the document says."""

from __future__ import annotations

from collections.abc import Mapping

from flagger.contract.records import Event, Topic

OTHER = "other"


def topic_of(event: Event, topics: Mapping[str, Topic]) -> str:
    """The first topic that an affirmed code of the event is in, else OTHER."""
    codes = {coded.code for coded in event.codes if coded.status == "affirmed"}
    return next((name for name, topic in topics.items() if not codes.isdisjoint(topic.codes)), OTHER)
