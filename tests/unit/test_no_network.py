"""The tool never reaches for the network: with every socket refused a whole screen still runs, and tries none."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner

from flagger.cli import main

CHRONOLOGY = """\
Date,Agency,Event
10/01/2024,School,Referral made to children's social care by the head teacher
March 2024,Health visitor,Was not brought to the clinic
12/04/2024,School,A second referral to children's social care
"""


def test_a_whole_screen_runs_with_every_socket_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def refuse(*_: Any, **__: Any) -> NoReturn:
        tried.append("a socket")
        raise AssertionError("the network was asked for")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, name, refuse)
    chronology = tmp_path / "case.csv"
    chronology.write_text(CHRONOLOGY)
    done = CliRunner().invoke(main, ["screen", str(chronology), "--out", str(tmp_path / "out")])
    assert (done.exit_code, tried) == (0, [])
    assert "R01" in done.output
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
