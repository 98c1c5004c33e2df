"""The merged chronology as CSV: UTF-8 with the mark that spreadsheets look for, no cell that runs as a formula."""

from __future__ import annotations

import csv
import io

from flagger.chronology.composite.columns import PEOPLE_HEADINGS, TABLE_HEADINGS, safe
from flagger.report.merged.flat import flat, simple
from flagger.report.merged.gather import gather
from flagger.screen import Reading


def merged_csv(reading: Reading) -> bytes:
    """The chronology; after an empty line the people, and where the rows come from."""
    merged = gather(reading)
    tables = [flat(merged), simple(PEOPLE_HEADINGS, merged.people), simple(TABLE_HEADINGS, merged.tables)]
    width = max(len(table.headings) for table in tables)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for number, table in enumerate(tables):
        lines = [[""], table.headings, *table.rows] if number else [table.headings, *table.rows]
        for cells in lines:
            texts = [safe(str(cell)) for cell in cells]
            writer.writerow(texts + [""] * (width - len(texts)))
    return out.getvalue().encode("utf-8-sig")
