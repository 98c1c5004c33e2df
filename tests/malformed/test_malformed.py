"""Every broken or awkward file gives its one sentence or its events, and never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from make import FILES, make

from flagger.chronology.containers import read_grids


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("malformed")
    make(made)
    return made


@pytest.mark.parametrize("name", FILES)
def test_each_file_gives_what_the_table_says(folder: Path, name: str) -> None:
    expected = FILES[name][1]
    read = read_grids(folder / name)
    assert read.kind == expected.kind
    assert tuple(problem.kind for problem in read.problems) == expected.problems
    if expected.events is None:
        assert read.error.endswith(".")
        assert not read.grids
    else:
        assert not read.error
        assert sum(len(grid.rows) - 1 for grid in read.grids) == expected.events


@pytest.mark.parametrize("name", FILES)
def test_cutting_or_flipping_a_file_never_raises(tmp_path: Path, name: str) -> None:
    data = FILES[name][0]()
    flipped = bytes(byte ^ 1 for byte in data[:5000]) + data[5000:]
    for part in (data[: len(data) // 2], data[len(data) // 3 :], data[:-1], flipped):
        path = tmp_path / "changed"
        path.write_bytes(part)
        read = read_grids(path)
        assert read.error or read.grids


def test_a_sentence_of_a_refusal_or_problem_never_holds_words_of_the_file(folder: Path) -> None:
    for name in FILES:
        read = read_grids(folder / name)
        said = " ".join([read.error, *(problem.message for problem in read.problems)])
        assert not any(word in said for word in ("Wren", "Attended", "café", "Never closed", "noise"))
