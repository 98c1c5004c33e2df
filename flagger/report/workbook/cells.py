"""What a cell of a workbook can hold: clean text in pieces, cut where a cell ends and never lost.

A cell holds text, a number or a date. Text is never a formula, also when it begins like one.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from flagger.chronology.spreadsheets import LONGEST, beginning, units
from flagger.report.letters import writable
from flagger.report.pieces import Piece

Cell = str | int | dt.date | Sequence[Piece] | None

HIGHEST = 409.0  # points that a row can have
_LINE_HEIGHT, _ROOM = 12.75, 3.0
_TO_A_WIDTH = 1.05  # characters of prose, broken between words, to a unit of width: that of a digit
FIRST_DATE = dt.date(1900, 3, 1)  # before it, spreadsheets do not agree on which day a number is


def pieces_of(cell: str | Sequence[Piece]) -> list[Piece]:
    """Text as pieces (words, what they are about), clean, none of them empty."""
    pieces = [(cell, "")] if isinstance(cell, str) else cell
    return [(writable(text), about) for text, about in pieces if text]


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
    return date if date >= FIRST_DATE else iso


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
    return sum(map(units, (text for text, _ in pieces)))


def _cut(pieces: Sequence[Piece], room: int) -> tuple[list[Piece], list[Piece]]:
    """The pieces that fit, the last of them perhaps in part, and the rest."""
    fits: list[Piece] = []
    for at, (text, about) in enumerate(pieces):
        begun = beginning(text, room)
        if begun:
            fits.append((begun, about))
        if len(begun) < len(text):
            return fits, [(text[len(begun) :], about), *pieces[at + 1 :]]
        room -= units(text)
    return fits, []
