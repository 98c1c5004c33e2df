"""What a cell of a workbook can hold: clean text in pieces, cut where a cell ends and never lost.

A cell holds text, a number or a date. Text is never a formula, also when it begins like one.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence

from flagger.report.pieces import Piece

Cell = str | int | dt.date | Sequence[Piece] | None

LONGEST = 32_767  # UTF-16 units that a cell holds
HIGHEST = 409.0  # points that a row can have
_LINE_HEIGHT, _ROOM = 12.75, 3.0
_TO_A_WIDTH = 1.05  # characters of prose, broken between words, to a unit of width: that of a digit
FORMULA = ("=", "+", "-", "@", "\t")
_FIRST_DATE = dt.date(1900, 3, 1)  # before it, spreadsheets do not agree on which day a number is
_LINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with every break of a line as one character, and what XML cannot hold shown as "�"."""
    return _UNWRITABLE.sub("�", _LINE.sub("\n", text))


def pieces_of(cell: str | Sequence[Piece]) -> list[Piece]:
    """Text as pieces (words, what they are about), clean, none of them empty."""
    pieces = [(cell, "")] if isinstance(cell, str) else cell
    return [(clean(text), about) for text, about in pieces if text]


def parts(cell: str | Sequence[Piece], goes_on: str) -> list[list[Piece]]:
    """Text in as many parts as cells are needed. The first ends with `goes_on` where there are others."""
    whole = pieces_of(cell)
    if _size(whole) <= LONGEST:
        return [whole]
    first, rest = _cut(whole, LONGEST - len(goes_on))
    found = [[*first, (goes_on, "")]]
    while rest:
        first, rest = _cut(rest, LONGEST)
        found.append(first)
    return found


def day(iso: str | None) -> dt.date | str | None:
    """An ISO day as a date that every spreadsheet takes for the same day; one too early for that stays text."""
    if iso is None:
        return None
    date = dt.date.fromisoformat(iso)
    return date if date >= _FIRST_DATE else iso


def height(cell: Cell, width: int) -> float:
    """The points that a cell needs in a column so many characters wide, at most what a row can have.

    Reckoned by length, rather too high than too low: not every program fits rows to their text when it opens a file.
    """
    if not cell or isinstance(cell, (int, dt.date)):
        return _LINE_HEIGHT
    text = cell if isinstance(cell, str) else "".join(words for words, _ in cell)
    lines = sum(max(1, math.ceil(len(line) / (width * _TO_A_WIDTH))) for line in text.split("\n"))
    return min(lines * _LINE_HEIGHT + _ROOM, HIGHEST)


def _size(pieces: Sequence[Piece]) -> int:
    return sum(map(_units, (text for text, _ in pieces)))


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _cut(pieces: Sequence[Piece], room: int) -> tuple[list[Piece], list[Piece]]:
    """The pieces that fit, the last of them perhaps in part, and the rest."""
    fits: list[Piece] = []
    for at, (text, about) in enumerate(pieces):
        end = min(len(text), room)
        while _units(text[:end]) > room:
            end -= (_units(text[:end]) - room + 1) // 2
        if end:
            fits.append((text[:end], about))
        if end < len(text):
            return fits, [(text[end:], about), *pieces[at + 1 :]]
        room -= _units(text)
    return fits, []
