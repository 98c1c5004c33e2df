"""Codes written for a person to correct, and a person's corrections laid over the codings. A correction always wins.

Problems with a corrections file are listed, never raised; none holds the words of an event.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pandas as pd

from flagger.chronology.spreadsheets import FORMULA
from flagger.codebook import Codebook
from flagger.model import CODING_STATUSES, Problem

HEADER = ("event_id", "case", "file", "row", "date", "code", "status", "words", "correct")
_NO = ("no", "n", "false", "wrong", "0", "remove")
_YES = ("", "yes", "y", "true", "right", "1", "ok")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\xa0": " ", "\ufeff": ""})


def write_codes(codings: pd.DataFrame, events: pd.DataFrame, path: Path) -> None:
    """Write one row a coding for correction: change `status`, write `no` under `correct`, or add rows with new codes.

    A cell that a spreadsheet would run as a formula is written as text, behind an apostrophe.
    """
    places = events.drop_duplicates("event_id").set_index("event_id")[["case", "file", "row", "date_text"]]
    rows = codings[["event_id", "code", "status", "words"]].join(places, on="event_id")
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in rows.itertuples(index=False):
        cells = (row.event_id, row.case, row.file, row.row, row.date_text, row.code, row.status, row.words, "")
        writer.writerow([_as_text(str(cell)) for cell in cells])
    path.write_text(written.getvalue(), encoding="utf-8-sig", newline="")


def apply_corrections(
    codings: pd.DataFrame, path: Path, codebook: Codebook, events: pd.DataFrame
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The codings as a person corrected them in a file as `write_codes` writes it, and what could not be used.

    `correct`: no = remove. A changed `status` is taken over. A row with a code that its event does not have adds it;
    its words, if they stand in the text, are its place. Rows left out of the file change nothing. `events` are those
    that were coded, with the columns `event_id` and `text`.
    """
    return _Corrections(codings, path, codebook, events).apply()


class _Corrections:
    def __init__(self, codings: pd.DataFrame, path: Path, codebook: Codebook, events: pd.DataFrame) -> None:
        self.codings, self.path, self.codebook = codings, path, codebook
        self.order = {event: at for at, event in enumerate(events["event_id"].tolist())}
        self.texts = dict(zip(events["event_id"].tolist(), events["text"].tolist(), strict=True))
        self.records: list[dict[Hashable, Any]] = codings.to_dict("records")
        self.of_code: dict[tuple[str, str], list[int]] = {}
        for at, record in enumerate(self.records):
            self.of_code.setdefault((str(record["event_id"]), str(record["code"])), []).append(at)
        self.taken: set[int] = set()
        self.removed: set[int] = set()
        self.added: list[dict[Hashable, Any]] = []
        self.problems: list[Problem] = []

    def apply(self) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
        for number, row in self.read():
            self.take(number, row)
        kept = [record for at, record in enumerate(self.records) if at not in self.removed] + self.added
        kept.sort(key=lambda r: (self.order[str(r["event_id"])], r["field"], r["start"], r["code"], r["status"]))
        frame = pd.DataFrame(kept, columns=self.codings.columns).astype(self.codings.dtypes.to_dict())
        return frame, tuple(self.problems)

    def read(self) -> list[tuple[int, dict[str, str]]]:
        """The rows with the line a spreadsheet shows for each; nothing, and a problem, when it is no such file."""
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            self.problem(None, "corrections-unreadable", f"the file could not be read ({type(error).__name__})")
            return []
        text = _decode(raw)
        first = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=first.count)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        header = [_plain(cell).casefold().replace(" ", "_") for cell in rows[0]] if rows else []
        lacking = [name for name in ("event_id", "code") if name not in header]
        if lacking:
            self.problem(1, "corrections-header", f"no column {' and '.join(lacking)}; expected {', '.join(HEADER)}")
            return []
        return [
            (number, dict(zip(header, map(_plain, cells), strict=False)))
            for number, cells in enumerate(rows[1:], start=2)
            if any(cell.strip() for cell in cells)
        ]

    def take(self, number: int, row: dict[str, str]) -> None:
        event, code = row.get("event_id", ""), row.get("code", "")
        status, correct = row.get("status", "").casefold(), row.get("correct", "").casefold()
        if event not in self.order:
            return self.problem(number, "unknown-event", "no event has this id; was the chronology changed since?")
        if code not in self.codebook.codes:
            return self.problem(number, "unknown-code", f"there is no code {code!r} in the codebook")
        if correct not in (*_NO, *_YES):
            return self.problem(number, "unknown-answer", f"`correct` is {correct!r}; expected yes, no or nothing")
        if status and status not in CODING_STATUSES:
            return self.problem(number, "unknown-status", f"no status {status!r}; one of {', '.join(CODING_STATUSES)}")
        meant = self.meant(event, code, row.get("words", ""))
        if correct in _NO:
            self.removed.update(() if meant is None else (meant,))
        elif meant is None:
            self.add(event, code, status or "affirmed", row.get("words", ""))
        elif status and self.records[meant]["status"] != status:
            self.records[meant] = {**self.records[meant], "status": status, "by": "correction", "because": ""}
        return None

    def meant(self, event: str, code: str, words: str) -> int | None:
        """The coding a row is about: the next not taken of its event, code and words, else of its event and code."""
        free = [at for at in self.of_code.get((event, code), ()) if at not in self.taken]
        alike = [at for at in free if str(self.records[at]["words"]).translate(_QUOTES).strip() == words]
        found = next(iter(alike or free), None)
        if found is not None:
            self.taken.add(found)
        return found

    def add(self, event: str, code: str, status: str, words: str) -> None:
        text = str(self.texts[event])
        start = max(text.translate(_QUOTES).find(words), 0) if words else 0
        end = start + len(words) if words and text.translate(_QUOTES)[start:].startswith(words) else start
        made: dict[Hashable, Any] = {"event_id": event, "code": code, "status": status, "by": "correction"}
        made |= {"words": text[start:end], "field": "text", "start": start, "end": end, "because": ""}
        self.added.append(made)

    def problem(self, row: int | None, kind: str, message: str) -> None:
        self.problems.append(Problem(file=str(self.path), kind=kind, message=message, row=row))


def _as_text(cell: str) -> str:
    return "'" + cell if cell.startswith(FORMULA) else cell


def _plain(cell: str) -> str:
    """A cell as it was before a spreadsheet changed its quotes, and without the apostrophe that made it text."""
    clean = cell.translate(_QUOTES).strip()
    return clean[1:].strip() if clean.startswith("'") and clean[1:].startswith(FORMULA) else clean


def _decode(raw: bytes) -> str:
    """Spreadsheets save as UTF-8 with or without a mark, as UTF-16, or in the Windows code page."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
