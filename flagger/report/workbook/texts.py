"""Text written into a sheet as it stands: never run, linked, turned into a number or taken for a file's own signs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flagger.report.pieces import Piece

AS_TEXT = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}  # options of a workbook
_CHARACTER = re.compile("(?<=_)(?=x[0-9A-Fa-f]{4}_)")


def write_text(
    sheet: Worksheet, row: int, place: int, pieces: Sequence[Piece], look: Format, plain: Format, strong: Format
) -> None:
    """Write clean pieces, none empty, into a cell; those about something look `strong`, the others `plain`."""
    text = "".join(words for words, _ in pieces)
    rich = any(about for _, about in pieces)
    # Text that begins and ends as a run of rich text does would be taken for one, and not be escaped.
    if len(text) > 1 and (rich or text.startswith("<r>")):
        runs = [of for words, about in _runs(pieces) for of in (strong if about else plain, words)]
        sheet.write_rich_string(row, place, *runs, look)
    else:
        sheet.write_string(row, place, text, look)


def _runs(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces as runs of rich text: two or more, where there are two letters.

    What looks like the file's own code of a character ("_x0041_") is parted, or it would be read as that character.
    """
    (first, about), *rest = pieces
    parted = [(first[:1], about), (first[1:], about), *rest]
    return [(run, about) for words, about in parted for run in _CHARACTER.split(words) if run]
