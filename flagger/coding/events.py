"""Codes every event: exact values of a type column first, then phrases in type, outcome and text, with their context.

Every coding keeps the exact words and where they stand. Codes nothing that is not written.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from flagger.codebook import Codebook, type_key
from flagger.coding.coder import Coder

COLUMNS = ("event_id", "code", "status", "words", "field", "start", "end", "by", "because")
FIELDS = ("event_type", "outcome", "text")
_EVENTS_AT_ONCE = 20_000

_Coding = tuple[int, str, str, str, str, int, int, str, str]


def code_events(events: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The codings of events (docs/architecture.md), in the order of the events, then field, place and code.

    Beside the columns there, `because` holds the words that made a status other than affirmed. The same code with the
    same status stands once a field.
    """
    coder = _coder(codebook)
    rows: list[_Coding] = []
    for first in range(0, len(events), _EVENTS_AT_ONCE):
        rows += _code_some(events.iloc[first : first + _EVENTS_AT_ONCE], first, coder)
    ids = events["event_id"].tolist()
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in COLUMNS]
    frame = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
    frame["event_id"] = [ids[at] for at in columns[0]]
    kinds = {name: "int64" if name in ("start", "end") else "str" for name in COLUMNS}
    return frame.astype(kinds)


@lru_cache(maxsize=2)
def _coder(codebook: Codebook) -> Coder:
    return Coder(codebook)


def _code_some(events: pd.DataFrame, first: int, coder: Coder) -> list[_Coding]:
    persons = _persons(events["person"].tolist(), coder)
    years = _years(events["lo"])
    rows: list[_Coding] = []
    texts: list[str] = []
    owner: list[tuple[int, str]] = []
    for field in FIELDS:
        for at, text in enumerate(events[field].tolist()):
            if not text:
                continue
            mapped = coder.types.get(type_key(text)) if field == "event_type" else None
            if mapped is None:
                texts.append(text)
                owner.append((at, field))
            else:
                code, value = mapped
                found = coder.instead(code, persons[at])
                rows.append((first + at, found, "affirmed", text, field, 0, len(text), f"type: {value}", ""))
    read = coder.read(texts, [years[at] for at, _ in owner], [persons[at] for at, _ in owner])
    for found in read:
        at, field = owner[found.text]
        words = texts[found.text][found.start : found.end]
        by = f"phrase: {found.phrase}"
        rows.append((first + at, found.code, found.status, words, field, found.start, found.end, by, found.because))
    rows.sort(key=lambda row: (row[0], row[4], row[5], row[1], row[6]))
    return rows


def _persons(written: list[str], coder: Coder) -> list[str]:
    different = sorted(set(written))
    kinds = dict(zip(different, coder.persons(different), strict=True))
    return [kinds[person] for person in written]


def _years(days: pd.Series[int]) -> list[int | None]:
    """The calendar year of each day since 1970-01-01; None where there is no day."""
    known = days.notna().to_numpy()
    filled = days.fillna(0).to_numpy(dtype="int64")
    years = filled.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return [year if there else None for year, there in zip(years.tolist(), known.tolist(), strict=True)]
