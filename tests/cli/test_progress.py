"""The line of progress: only on a terminal, only after a second, and gone at the end."""

from __future__ import annotations

import io
import sys

import pytest

from flagger.cli import progress
from flagger.cli.progress import Progress


class _Terminal(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_AFTER_SECONDS", 0.0)


def _run(monkeypatch: pytest.MonkeyPatch, terminal: bool) -> str:
    stream = _Terminal(terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    bar = Progress(4)
    with bar.running():
        bar.step("loading")
        if terminal:
            bar._timer.join(timeout=5)
        bar.step("reading")
    return stream.getvalue()


def test_a_terminal_sees_which_step_is_under_way(at_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _run(monkeypatch, terminal=True)
    assert "[#####---------------] 2 of 4: reading" in shown
    assert shown.endswith("\r\x1b[K")


def test_a_pipe_sees_nothing(at_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(monkeypatch, terminal=False) == ""


def test_quick_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Terminal(True)
    monkeypatch.setattr(sys, "stderr", stream)
    bar = Progress(1)
    with bar.running():
        bar.step("loading")
    assert stream.getvalue() == ""
