"""The shape of each kind of mark, around 0,0 and at most 18 wide: told apart by outline alone, also in grey."""

from __future__ import annotations

_TOPICS = (
    "M-8 0L0-8 8 0 0 8z",  # diamond
    "M0-8L8 6H-8z",  # triangle
    "M-3-8H3V-3H8V3H3V8H-3V3H-8V-3H-3z",  # plus
    "M-8-6H2L8 0 2 6H-8z",  # pointer
    "M-6-6H6V6H-6z",  # square
    "M-8-5L-5-8 0-3 5-8 8-5 3 0 8 5 5 8 0 3-5 8-8 5-3 0z",  # cross
    "M-7 0A7 7 0 1 1 7 0 7 7 0 1 1-7 0z",  # disc
    "M-7-7H7L2 0 7 7H-7L-2 0z",  # hourglass
    "M-8-3H8V3H-8z",  # dash
    "M0 8L8-6H-8z",  # triangle, point down
    "M0-9L2-3H8L3 1 5 8 0 4-5 8-3 1-8-3H-2z",  # star
    "M-3-8H3V8H-3z",  # post
)
_SEVERAL = "M-7-8H7V-4H-7zM-7-2H7V2H-7zM-7 4H7V8H-7z"
OPEN = "M0-7L9 0 0 7z"


def kind(topic: int | None) -> str:
    """The short name of a topic's shape and colour, by its number. With more than twelve topics, shapes come again."""
    return "x" if topic is None else str(topic % len(_TOPICS))


def shape(topic: int | None) -> str:
    """The outline of a mark of that topic; None: of rows of several topics."""
    return _SEVERAL if topic is None else _TOPICS[topic % len(_TOPICS)]
