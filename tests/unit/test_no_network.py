"""The tool never reaches for the network: with every socket refused whole runs still end well, and try none."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner, Result

from flagger.cli import main

CHRONOLOGY = """\
Date,Agency,Event
10/01/2024,School,Referral made to children's social care by the head teacher
March 2024,Health visitor,Was not brought to the clinic
12/04/2024,School,A second referral to children's social care
"""
REFUSED = ("socket", "create_connection", "getaddrinfo", "gethostbyname", "socketpair")
REACHING = (
    "socket.",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "urllib.",
    "http.",
    "ftplib.",
    "smtplib.",
)
WATCHED: list[list[str]] = []  # Python's own record of such things goes into the last; a hook cannot be taken off again


def _hear(event: str, _: object) -> None:
    if WATCHED and event.startswith(REACHING):
        WATCHED[-1].append(event)


sys.addaudithook(_hear)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was tried: by name, and by what Python itself says it was asked for."""
    reached: list[str] = []

    def refuse(*_: Any, **__: Any) -> NoReturn:
        reached.append("a socket")
        raise AssertionError("the network was asked for")

    for name in REFUSED:
        monkeypatch.setattr(socket, name, refuse)
    WATCHED.append(reached)
    yield reached
    WATCHED.pop()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.csv"
    path.write_text(CHRONOLOGY)
    return path


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_watch_hears_a_socket(tried: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    socket.socket().close()
    assert tried == ["socket.__new__"]


def test_a_whole_screen_with_every_paper_tries_no_socket(tmp_path: Path, case: Path, tried: list[str]) -> None:
    done = _run("screen", case, "--for", "all", "--out", tmp_path / "out")
    assert (done.exit_code, tried) == (0, [])
    assert "R01" in done.output
    assert {path.suffix for path in (tmp_path / "out").iterdir()} >= {".html", ".docx", ".xlsx", ".json", ".csv"}


@pytest.mark.parametrize("name", ["merged.docx", "merged.xlsx", "merged.csv"])
def test_nor_does_a_merge(tmp_path: Path, case: Path, tried: list[str], name: str) -> None:
    assert (_run("merge", case, "--out", tmp_path / name).exit_code, tried) == (0, [])


def test_nor_does_a_copy_for_somebody_else(tmp_path: Path, case: Path, tried: list[str]) -> None:
    copy = ("--pseudonyms", tmp_path / "glossary.csv", "--shift-dates", "--only", "agency=School")
    assert (_run("screen", case, "--out", tmp_path / "out", *copy).exit_code, tried) == (0, [])


def test_the_page_names_no_other_place(tmp_path: Path, case: Path) -> None:
    _run("screen", case, "--out", tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert re.findall(r"(?:https?:|//)[\w.-]+\.\w+", page.replace("http://www.w3.org", "")) == []
