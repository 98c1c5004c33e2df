"""Small questions about the cells of one row: what stands in them, what a merge filled. Knows nothing of headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flagger.chronology.containers.grid import Cell, GridRow
from flagger.dates.written import read_date

_YEAR = re.compile(r"(?:19|20)\d\d")
# A year beside such a word is when something was written, or one end of a stretch.
_OTHER_YEAR = re.compile(
    r"\b(?:updated?|completed|version|draft|dated|printed|as (?:of|at)|since|from|until|to|before|after|onwards)\b",
    re.IGNORECASE,
)


def text_in(row: GridRow, place: int | None) -> str:
    """The text in a column, also when filled from a merge downwards; a merge across counts for its first one."""
    if place is None or place >= len(row.cells) or filled_across(row, place):
        return ""
    return row.cells[place].text.strip()


def filled_across(row: GridRow, i: int) -> bool:
    """Whether a cell is filled from a merge that goes across, from the cell on its left."""
    return i > 0 and row.cells[i].merged and row.cells[i - 1].text == row.cells[i].text


def own_places(row: GridRow) -> set[int]:
    """Places of the cells that hold text of their own, not filled from a merge."""
    return {i for i, cell in enumerate(row.cells) if not cell.merged and cell.text.strip()}


def stands_alone(row: GridRow) -> bool:
    """Whether one text stands alone in the row, be it across several columns."""
    found = False
    for i, cell in enumerate(row.cells):
        if cell.text and cell.text.strip() and not filled_across(row, i):
            if found:
                return False
            found = True
    return found


def only_text(row: GridRow) -> tuple[int, Cell, bool]:
    """Place and cell of the one text of a row, and whether it goes across columns."""
    filled = [i for i, cell in enumerate(row.cells) if cell.text.strip()]
    return filled[0], row.cells[filled[0]], len(filled) > 1


def year_in(text: str) -> int | None:
    """The year that a heading gives the rows below it: its only number, and nothing that makes it another year."""
    numbers = re.findall(r"\d+", text)
    only = len(numbers) == 1 and bool(_YEAR.fullmatch(numbers[0])) and not _OTHER_YEAR.search(text)
    return int(numbers[0]) if only else None


def lacks_only_year(text: str) -> bool:
    """Whether a heading is a month, season or term without its year."""
    stretches = ("month", "season", "term", "quarter")
    return any(map(str.isalpha, text)) and read_date(f"{text} 2000").precision in stretches


def mean_lengths(rows: Sequence[GridRow]) -> list[float]:
    """Mean length of the texts in each column, over the first rows."""
    totals: dict[int, list[int]] = {}
    for row in rows[:200]:
        for i, cell in enumerate(row.cells):
            if cell.text and not cell.merged:
                totals.setdefault(i, []).append(len(cell.text))
    return [sum(totals.get(i, [0])) / len(totals.get(i, [0])) for i in range(max(totals, default=-1) + 1)]
