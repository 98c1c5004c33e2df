"""Letters of others in files of ours: what none of them can hold, and which way text is written."""

from __future__ import annotations

import re
import unicodedata

_LINE = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0
_RIGHT_TO_LEFT = ("R", "AL")


def writable(text: str) -> str:
    """The text with every break of a line that reading knows as one, and what XML cannot hold shown as "\ufffd"."""
    if text.isascii() and text.isprintable():
        return text
    return _UNWRITABLE.sub("\ufffd", _LINE.sub("\n", text))


def is_right_to_left(text: str) -> bool:
    """Whether most of its letters belong to a script that is written from right to left."""
    if text.isascii():
        return False
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    return sum(kind in _RIGHT_TO_LEFT for kind in kinds) > kinds.count("L")
