"""Files are written whole or not at all, and the fault says the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from flagger.errors import UsageFault
from flagger.report.write import outside_of, replacing, write_all


def test_all_are_written_into_a_folder_that_is_made(tmp_path: Path) -> None:
    written = write_all(tmp_path / "a" / "b", {"x.csv": b"1", "y.csv": b"2"})
    assert [path.read_bytes() for path in written] == [b"1", b"2"]
    assert len(list((tmp_path / "a" / "b").iterdir())) == 2


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"old")
    with pytest.raises(ValueError), replacing(path) as part:
        part.write_bytes(b"half")
        raise ValueError
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_a_reader_of_the_old_file_keeps_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"old")
    before = path.stat().st_ino
    with replacing(path) as part:
        part.write_bytes(b"new")
    assert path.read_bytes() == b"new" and path.stat().st_ino != before


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageFault, match="could not be written"):
        write_all(tmp_path / "file" / "folder", {"x": b""})


def test_the_folder_that_is_read_is_refused_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    with pytest.raises(UsageFault):
        outside_of(tmp_path / "case" / ".." / "case", [tmp_path / "case"])
    outside_of(tmp_path / "case" / "out", [tmp_path / "case"])


@pytest.mark.parametrize("out", ["", "oldfield", "new"])
def test_a_folder_of_cases_is_refused_and_so_is_a_case_in_it_and_what_would_be_one(tmp_path: Path, out: str) -> None:
    (tmp_path / "all" / "oldfield").mkdir(parents=True)
    (tmp_path / "all" / "oldfield" / "gp.csv").write_text("Date,Event\n", encoding="utf-8")
    with pytest.raises(UsageFault):
        outside_of(tmp_path / "all" / out, [tmp_path / "all"])
    outside_of(tmp_path / "new", [tmp_path / "all"])
