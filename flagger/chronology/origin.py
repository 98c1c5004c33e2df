"""Where a row of a merged chronology was read first, in words that say its file and table again. Knows no pandas."""

from __future__ import annotations

_ROW = ", row "


def origin_of(file: str, sheet: str | None, row: int) -> str:
    """ "police.xlsx, Sheet1, row 12"."""
    return f"{', '.join(' '.join(part.split()) for part in (file, sheet) if part)}{_ROW}{row}"


def table_of(file: str, sheet: str | None, origin: str) -> str:
    """The table under whose headings a row stood where it was read first: "police.xlsx, Sheet1".

    Rows that were read from their own file (`origin` is "") stood in its sheet.
    """
    return origin.rpartition(_ROW)[0] or origin or f"{file}, {sheet or ''}"
