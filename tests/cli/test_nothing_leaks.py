"""What rows say never reaches standard error, a file's name or a failure; and nothing ever reaches a network."""

from __future__ import annotations

import socket
import warnings
from pathlib import Path
from typing import Any, NoReturn

import pytest
from cli_sample import flagger, write_case

from flagger.cli import asked, papers, reading, screening

MARKER = "Zyxwvut"
EVENTS = f"""Date,Details,Child,Agency
12/01/2022,{MARKER} was not brought to clinic,{MARKER},GP
40/01/2022,{MARKER} rang,{MARKER},GP
,{MARKER} rang again,{MARKER},GP
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "hartley"
    folder.mkdir()
    (folder / "gp.csv").write_text(EVENTS, encoding="utf-8")
    return folder


def _fails(*arguments: object, **named: object) -> NoReturn:
    """An error as a library would raise it, quoting the rows."""
    try:
        raise KeyError(MARKER)
    except KeyError as error:
        raise ValueError(f"cannot take {MARKER}") from error


def _warns_and_fails(*arguments: object, **named: object) -> NoReturn:
    warnings.warn(f"odd value {MARKER}", stacklevel=1)
    _fails()


def _disk_full(path: Path, content: bytes) -> int:
    raise OSError(28, "No space left on device")


FAILING: dict[str, tuple[object, str, object]] = {
    "a fault in the page": (papers, "page", _fails),
    "a fault with a warning": (screening, "screen", _warns_and_fails),
    "a fault in coding": (asked, "read", _fails),
    "a full disk": (Path, "write_bytes", _disk_full),
    "a fault in the tables": (papers, "events_csv", _fails),
}


@pytest.mark.parametrize("debug", [[], ["--debug"]], ids=["plain", "debug"])
@pytest.mark.parametrize("fail", FAILING)
def test_a_failing_run_says_nothing_of_what_rows_say(
    tmp_path: Path, case: Path, monkeypatch: pytest.MonkeyPatch, fail: str, debug: list[str]
) -> None:
    monkeypatch.setattr(*FAILING[fail])
    with warnings.catch_warnings(record=True) as warned:
        result = flagger(*debug, "screen", case, "--out", tmp_path / "out")
    assert warned == []
    assert result.exit_code not in (0, 12)
    assert result.stderr and MARKER not in result.stderr
    assert result.stdout == "" and "Traceback" not in result.stderr
    names = [str(path) for path in tmp_path.rglob("*")]
    assert not [name for name in names if MARKER in name or name.endswith(".part")]


def test_a_good_run_says_it_only_where_it_was_asked_for(tmp_path: Path, case: Path) -> None:
    result = flagger("screen", case, "--out", tmp_path / "out")
    assert result.stderr == ""
    assert MARKER in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert MARKER not in (tmp_path / "out" / "problems.csv").read_text(encoding="utf-8")
    assert not [path for path in tmp_path.rglob("*") if MARKER in path.name]


def test_an_unexpected_error_says_its_kind_and_place(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "account", _fails)
    result = flagger("read", case)
    assert result.exit_code == 1
    assert "ValueError at test_nothing_leaks.py" in result.stderr or "ValueError at reading.py" in result.stderr


def test_nothing_is_left_half_written(tmp_path: Path, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    flagger("screen", case, "--out", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", _disk_full)
        result = flagger("screen", case, "--out", out, "--as-at", "2022-01-20")
    assert result.exit_code == 2 and "No space left on device" in result.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_no_network_is_ever_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any, **named: Any) -> NoReturn:
        raise AssertionError("asked for the network")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    case = write_case(tmp_path / "hartley", coverage=True)
    for arguments in (["screen", case, "--out", tmp_path / "out"], ["read", case], ["rules", "show", "R22"]):
        result = flagger(*arguments)
        assert result.exit_code == 0, result.output


def test_only_the_files_asked_for_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = write_case(tmp_path / "hartley")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    flagger("screen", case)
    flagger("read", case)
    assert list(elsewhere.iterdir()) == []
    assert {path.name for path in case.iterdir()} == {"police.csv", "health visitor.csv"}
