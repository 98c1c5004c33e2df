"""A table without known headings, read by its shape: where dates, long texts and names of agencies stand.

Only what is plain is taken; the rest of the columns are kept as extra. Whatever is taken is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from flagger.chronology.agency import shipped_agencies
from flagger.chronology.containers.grid import Cell, GridRow
from flagger.chronology.fields import PEOPLE_ONLY, meaning
from flagger.chronology.headers import EVENTS, Header
from flagger.dates.written import read_date

_LOOKED_AT = 60
_MOSTLY = 0.6  # share of a column's cells; our own choice, so that a few unreadable dates do not hide a column of dates
_LABELS = 0.5  # share of a column's cells that makes the table a form
_LONGEST_DATE = 40


def guess_header(rows: Sequence[GridRow]) -> Header | None:
    """The columns of a table by its shape, `how` saying what was taken; None without dates and other text."""
    sample = list(islice(rows, _LOOKED_AT))
    width = max((len(row.cells) for row in sample), default=0)
    columns = [
        [row.cells[i] for row in sample if i < len(row.cells) and row.cells[i].text.strip()] for i in range(width)
    ]
    # The first row may be headings, which hold no date.
    date = next((i for i, cells in enumerate(columns) if _share(cells[1:] or cells, is_date) >= _MOSTLY), None)
    if date is None:
        return None
    others = [i for i in range(width) if i != date and columns[i]]
    if not others or any(_share(columns[i], _is_label) >= _LABELS for i in others):
        return None
    headings = _headings(sample[0], date)
    fields = {"date": date}
    for i in others:
        found = meaning(headings.get(i, ""))
        if found and found.field not in fields and found.field not in (*PEOPLE_ONLY, "end_date", "recorded"):
            fields[found.field] = i
    if "text" not in fields:
        free = [i for i in others if i not in fields.values()] or others
        fields["text"] = max(free, key=lambda i: (sum(len(c.text) for c in columns[i]) / len(columns[i]), -i))
        fields = {name: i for name, i in fields.items() if name == "text" or i != fields["text"]}
    agencies = shipped_agencies()
    for i in others:
        if (
            "agency" not in fields
            and i not in fields.values()
            and _share(columns[i], lambda c: bool(agencies.find(c.text))) >= _MOSTLY
        ):
            fields["agency"] = i
    extra = {i: headings.get(i) or f"column {i + 1}" for i in others if i not in fields.values()}
    taken = ", ".join(f"column {i + 1} as {name}" for name, i in sorted(fields.items(), key=lambda item: item[1]))
    how = f"{taken} by what stands in them; name the columns with --column if this is wrong"
    return Header(EVENTS, fields, headings, extra, how=how, first=min(fields.values()))


def is_date(cell: Cell) -> bool:
    """Whether a cell by itself is a date."""
    return cell.day is not None or (0 < len(cell.text) <= _LONGEST_DATE and read_date(cell.text).lo is not None)


def _is_label(cell: Cell) -> bool:
    """Whether a cell names what stands beside it, as in the box at the top of a form."""
    return cell.text.rstrip().endswith(":") or meaning(cell.text) is not None


def _share(cells: Sequence[Cell], holds: Callable[[Cell], bool]) -> float:
    return sum(map(holds, cells)) / len(cells) if cells else 0.0


def _headings(first: GridRow, date: int) -> dict[int, str]:
    """The first row's words if it could be headings: short, no date where the dates stand."""
    if date >= len(first.cells) or is_date(first.cells[date]) or any(len(c.text) > _LONGEST_DATE for c in first.cells):
        return {}
    return {i: " ".join(c.text.split()) for i, c in enumerate(first.cells) if c.text.strip()}
