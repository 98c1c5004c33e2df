"""One file, whatever it is called, to grids of cells as they stand. Never raises for what a file holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from flagger.chronology.containers.delimited import read_delimited
from flagger.chronology.containers.grid import Grid, GridsRead, Unreadable
from flagger.chronology.containers.parquet import read_parquet
from flagger.chronology.containers.sniff import kind_of
from flagger.chronology.containers.webpage import read_webpage
from flagger.chronology.containers.word import read_word
from flagger.chronology.containers.workbook import read_workbook
from flagger.model import Problem

Reader = Callable[[bytes, str], tuple[tuple[Grid, ...], tuple[Problem, ...]]]
_READERS: dict[str, Reader] = {
    "docx": read_word, "html": read_webpage, "parquet": read_parquet, "csv": read_delimited,
}  # fmt: skip
_NO_ROWS = {
    "docx": "This Word document holds no table, and a chronology is read from its table. "
    "Put the events into a table, one event a row.",
    "html": "This is a web page without a table. Ask for the Word or Excel file, or for the export as CSV.",
}
_NOTHING_HELD = "This file holds no rows. Ask for it again, or check that the right sheet was saved."


def read_grids(path: Path) -> GridsRead:
    """The grids of the file at `path`, its SHA-256, what it is, and what a person should look at.

    When it cannot be read at all, `error` is one sentence that says what it is and what to do, and there are no grids.
    """
    sha256, kind = "", "unreadable"
    try:
        if path.is_dir():
            raise Unreadable("This is a folder. Name the files in it.", "folder")
        data = path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        kind = kind_of(data)
        grids, problems = _read(data, str(path), kind)
    except Unreadable as fault:
        return GridsRead((), sha256, fault.kind or kind, error=str(fault))
    except FileNotFoundError:
        return GridsRead((), sha256, kind, error="There is no file here. Check its name and folder.")
    except OSError as fault:
        error = f"This file could not be opened ({fault.strerror}). Check that you may read it."
        return GridsRead((), sha256, kind, error=error)
    except MemoryError:
        return GridsRead((), sha256, kind, error="This file is too large to read here. Split it into several files.")
    held = tuple(grid for grid in grids if grid.rows)
    error = "" if held else _NO_ROWS.get(kind, _NOTHING_HELD)
    return GridsRead(held, sha256, kind, problems, error)


def _read(data: bytes, file: str, kind: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    reader = _READERS.get(kind)
    return reader(data, file) if reader else read_workbook(data, file, kind)
