"""Lets the container tests use the builders of tests/malformed, and reads bytes as a file."""

from __future__ import annotations

import sys
from pathlib import Path

from flagger.chronology.containers import Cell, GridsRead, read_grids

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "malformed"))


def read(folder: Path, data: bytes) -> GridsRead:
    path = folder / "file.bin"
    path.write_bytes(data)
    return read_grids(path)


def texts(got: GridsRead, grid: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in got.grids[grid].rows]


def only(got: GridsRead) -> Cell:
    """The first cell of the first row of the first grid."""
    return got.grids[0].rows[0].cells[0]
