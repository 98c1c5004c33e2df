"""Codes every event: exact values of a type column first, then phrases in type, outcome and text, with their context.

Every coding keeps the exact words and where they stand. Codes nothing that is not written.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pandas as pd

from flagger.codebook import Codebook, type_key
from flagger.coding.coder import Coder
from flagger.coding.tokens import Longs, vocabulary

COLUMNS = ("event_id", "code", "status", "words", "field", "start", "end", "by", "because")
_WORDS = ("event_id", "code", "status", "words", "field", "by", "because")
FIELDS = ("event_type", "outcome", "text")
_EVENTS_AT_ONCE = 4_000
_FEW = 2_000  # up to here a coder for just these words is made sooner than the whole one
_MANY = 100_000  # more than there are codes
# A narrative that begins so says that what the type column names did not come about ("Visit": "No reply, card left").
_DID_NOT = re.compile(
    r"\W*(?:(?:was|were|meeting|visit) )?(?:(?:cancelled|postponed|adjourned|abandoned|rearranged|rescheduled)\b"
    r"|no (?:reply|access|answer|response)\b|(?:did not|didn't|didn’t) (?:happen|take place|go ahead)\b|not held\b)",
    re.IGNORECASE,
)
_COMES_ABOUT = ("visit", "planned", "conference")


def code_events(events: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The codings of events (docs/architecture.md), in the order of the events, then field, place and code.

    Beside the columns there, `because` holds the words that made a status other than affirmed. The same code with the
    same status stands once a field.
    """
    coder = _coder(codebook) if len(events) > _FEW else Coder(codebook, _vocabulary(events))
    come_about = frozenset(codebook.expand([name for name in _COMES_ABOUT if name in codebook.families]))
    parts = [
        _code_some(events.iloc[first : first + _EVENTS_AT_ONCE], coder, come_about)
        for first in range(0, max(len(events), 1), _EVENTS_AT_ONCE)
    ]
    return pd.concat(parts, ignore_index=True)


def _vocabulary(events: pd.DataFrame) -> frozenset[str]:
    return vocabulary(text for field in (*FIELDS, "person") for text in events[field].tolist())


@lru_cache(maxsize=2)
def _coder(codebook: Codebook) -> Coder:
    return Coder(codebook)


def _code_some(events: pd.DataFrame, coder: Coder, come_about: frozenset[str]) -> pd.DataFrame:
    persons = _persons(events["person"].tolist(), coder)
    years = _years(events["lo"])
    typed = _Rows()
    texts: list[str] = []
    owner: list[int] = []
    fields: list[str] = []
    for field in FIELDS:
        for at, text in enumerate(events[field].tolist()):
            if not text:
                continue
            mapped = coder.types.get(type_key(text)) if field == "event_type" else None
            if mapped is None:
                texts.append(text)
                owner.append(at)
                fields.append(field)
            else:
                typed.add(at, coder.instead(mapped[0], persons[at]), text, f"type: {mapped[1]}")
    read = coder.read(texts, [years[at] for at in owner], [persons[at] for at in owner])
    codes, statuses = typed.code + read.code, ["affirmed"] * len(typed.at) + read.status
    because = [""] * len(typed.at) + read.because
    of_field = ["event_type"] * len(typed.at) + [fields[text] for text in read.text]
    order = np.array([*typed.at, *(owner[text] for text in read.text)], dtype=np.int64)
    did_not = {at: found.group().strip() for at, text in enumerate(events["text"]) if (found := _DID_NOT.match(text))}
    for i, at in enumerate(order.tolist()):
        if at in did_not and of_field[i] == "event_type" and codes[i] in come_about:
            statuses[i], because[i] = "negated", did_not[at]
    rows = {owner[text]: said for text, said in read.rows.items()}
    for i in np.flatnonzero(np.isin(order, list(rows))).tolist():  # "not this family" is said of the type column too
        statuses[i], because[i] = rows[int(order[i])]
    start = np.array([0] * len(typed.at) + read.start, dtype=np.int64)
    end = np.array([len(words) for words in typed.words] + read.end, dtype=np.int64)
    keep = _in_order(order, of_field, start, codes, end, statuses)
    frame = pd.DataFrame(
        {
            "event_id": events["event_id"].to_numpy()[order],
            "code": codes,
            "status": statuses,
            "words": typed.words + [texts[t][s:e] for t, s, e in zip(read.text, read.start, read.end, strict=True)],
            "field": of_field,
            "start": start,
            "end": end,
            "by": typed.by + [f"phrase: {phrase}" for phrase in read.phrase],
            "because": because,
        }
    ).astype(dict.fromkeys(_WORDS, "str"))
    return frame.take(keep)


def _in_order(order: Longs, field: list[str], start: Longs, code: list[str], end: Longs, status: list[str]) -> Longs:
    """The places of the codings in their order, the first of each code and status of a field only."""
    fields, codes, statuses = _ranks(field), _ranks(code), _ranks(status)
    by_place = np.lexsort((end, codes, start, fields, order))
    same = ((order * len(FIELDS) + fields) * _MANY + codes) * _MANY + statuses
    _, first = np.unique(same[by_place], return_index=True)
    return np.asarray(by_place[np.sort(first)])


def _ranks(words: list[str]) -> Longs:
    """The place of each word among the different ones, in the order of the alphabet."""
    rank = {word: number for number, word in enumerate(sorted(set(words)))}
    return np.array([rank[word] for word in words], dtype=np.int64)


class _Rows:
    """Codings from the type column, as columns."""

    def __init__(self) -> None:
        self.at: list[int] = []
        self.code: list[str] = []
        self.words: list[str] = []
        self.by: list[str] = []

    def add(self, at: int, code: str, words: str, by: str) -> None:
        self.at.append(at)
        self.code.append(code)
        self.words.append(words)
        self.by.append(by)


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
