"""Records for cells as they stand in a file, and the one way their text is cleaned.

Knows nothing of headers or events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flagger.errors import FlaggerError
from flagger.model import Problem


@dataclass(frozen=True)
class Cell:
    """One cell as it stands.

    `day` (days since 1970-01-01) and `minutes` (after midnight) are given when the file holds a true date or time.

    `marks` are "struck", "partly struck", "inserted", "hidden text", "comment: ...", "error: #N/A" and
    "formula without a stored value". `merged` means filled from a merged range, not the range's own first cell.
    """

    text: str
    day: int | None = None
    minutes: int | None = None
    marks: tuple[str, ...] = ()
    merged: bool = False


@dataclass(frozen=True)
class GridRow:
    """One row under the number a person sees; `marks` are "hidden row" and "inserted"."""

    number: int
    cells: tuple[Cell, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """One sheet or table: rows that hold anything, in order. `heading` is the nearest paragraph before a Word table."""

    sheet: str | None
    rows: tuple[GridRow, ...]
    marks: tuple[str, ...] = ()
    heading: str = ""


@dataclass(frozen=True)
class GridsRead:
    """What one file gave. `error` is one sentence when the file could not be read at all."""

    grids: tuple[Grid, ...]
    sha256: str
    kind: str
    problems: tuple[Problem, ...] = ()
    error: str = ""


class Unreadable(FlaggerError):
    """The file cannot be read; the message says in one sentence what it is and what to do. `kind` is what it is."""

    def __init__(self, message: str, kind: str = "") -> None:
        self.kind = kind
        super().__init__(message)


_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")
_BREAKS = dict.fromkeys(map(ord, "\u2028\u2029\v\f"), "\n")
# Zero-width characters and marks of direction, which other programs paste in front of dates; and control characters.
_UNSEEN = (*map(ord, "\u200b\u2060\ufeff\u00ad\u200e\u200f"), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_NOTHING = dict.fromkeys(_UNSEEN)
# What no XML can hold either: a merged chronology must give back what was read.
_CONTROLS = dict.fromkeys([*range(9), *range(14, 32), 127, 0xFFFE, 0xFFFF])
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_CLEAN = {**_CONTROLS, **_SPACES, **_BREAKS, **_NOTHING, **_HALVES}
# Joiners carry meaning inside emoji and some scripts, and none beside a Latin letter or a space.
_JOINERS, _BESIDE = "[\u200c\u200d]+", r"[\s\x00-\u024f]"
_STRAY_JOINER = re.compile(rf"(?:^|(?<={_BESIDE})){_JOINERS}|{_JOINERS}(?={_BESIDE}|$)")
_LINE_END = re.compile(r"\r\n?")
_TRAILING = re.compile(r"[ \t]+(?=\n)")


def plain(text: str) -> str:
    """The text with plain spaces and line ends, no zero-width characters, and no spaces at the ends of lines."""
    if not (text.isascii() and text.isprintable()):
        text = _STRAY_JOINER.sub("", _LINE_END.sub("\n", text).translate(_CLEAN))
        text = _TRAILING.sub("", text)
    return text.rstrip()


def listed(numbers: Sequence[int], noun: str = "row") -> str:
    """ "row 4", "rows 4, 9 and 12", "rows 4, 9, 12, 15, 18 and 30 more"."""
    shown, rest = list(numbers[:5]), len(numbers) - 5
    if len(numbers) == 1:
        return f"{noun} {shown[0]}"
    last = f"{rest} more" if rest > 0 else str(shown.pop())
    return f"{noun}s {', '.join(map(str, shown))} and {last}"


def filled(rows: Iterable[GridRow]) -> tuple[GridRow, ...]:
    """The rows that hold any text or mark of a cell; the numbers of the others are simply missing."""
    return tuple(row for row in rows if any(cell.text or cell.marks for cell in row.cells))
