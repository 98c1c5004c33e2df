"""One line on a terminal's standard error while work takes more than a second; nothing when piped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer

_AFTER_SECONDS = 1.0
_WIDTH = 20


class Progress:
    """Which of so many steps is under way. `step` says what is being done; never what a row says."""

    def __init__(self, steps: int) -> None:
        self._steps, self._done, self._label = steps, 0, ""
        self._lock = Lock()
        self._shown = False
        self._timer = Timer(_AFTER_SECONDS, self._show)
        self._timer.daemon = True

    @contextmanager
    def running(self) -> Iterator[Progress]:
        """Shows itself after a second of work, and takes its line away at the end."""
        if not sys.stderr.isatty():
            yield self
            return
        self._timer.start()
        try:
            yield self
        finally:
            self._timer.cancel()
            with self._lock:
                if self._shown:
                    sys.stderr.write("\r\x1b[K")
                    sys.stderr.flush()

    def step(self, label: str) -> None:
        with self._lock:
            self._done, self._label = self._done + 1, label
            if self._shown:
                self._draw()

    def _show(self) -> None:
        with self._lock:
            self._shown = True
            self._draw()

    def _draw(self) -> None:
        filled = _WIDTH * (self._done - 1) // self._steps
        bar = "#" * filled + "-" * (_WIDTH - filled)
        sys.stderr.write(f"\r\x1b[K[{bar}] {self._done} of {self._steps}: {self._label}")
        sys.stderr.flush()
