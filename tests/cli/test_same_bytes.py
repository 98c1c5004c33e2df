"""The same input gives the same bytes: on a second run, in another process, from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from cli_sample import flagger, write_case


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_file_is_the_same_on_a_second_run(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hartley", coverage=True)
    for out in ("one", "two"):
        flagger("screen", case, "--for", "all", "--out", tmp_path / out)
    assert _contents(tmp_path / "one") == _contents(tmp_path / "two")


def test_every_file_is_the_same_in_a_process_with_other_hashes_in_another_folder(tmp_path: Path) -> None:
    write_case(tmp_path / "hartley", coverage=True)
    flagger("screen", tmp_path / "hartley", "--for", "all", "--out", tmp_path / "here")
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C", "COLUMNS": "40"}
    command = [sys.executable, "-m", "flagger", "screen", "hartley", "--for", "all", "--out", "there"]
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert _contents(tmp_path / "here") == _contents(tmp_path / "there")
