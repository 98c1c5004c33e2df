"""Times and memory of this process, for benchmarks that set one way of doing a thing beside another."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Took:
    """Seconds by the clock on the wall, and of all processors together."""

    wall: float
    cpu: float

    def __add__(self, other: Took) -> Took:
        return Took(self.wall + other.wall, self.cpu + other.cpu)


def timed(work: Callable[[], T]) -> tuple[Took, T]:
    """Do the work once: how long it took, and what it gave."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu), result


def wall(times: list[Took]) -> float:
    """The median by the clock on the wall."""
    return median(took.wall for took in times)


def cpu(times: list[Took]) -> float:
    """The median of processor time."""
    return median(took.cpu for took in times)


def ratio(ours: list[Took], theirs: list[Took]) -> float:
    """The median of the ratios of runs that stood next to each other: what a busy machine disturbs least."""
    return median(a.wall / b.wall for a, b in zip(ours, theirs, strict=True))


def resident() -> int:
    """Bytes of memory this process holds now (Linux)."""
    return _status("VmRSS")


def peak() -> int:
    """The most bytes it has held since the start or the last `forget_peak` (Linux)."""
    return _status("VmHWM")


def forget_peak() -> None:
    """Begin the peak anew from what is held now, so that the loading of the input does not hide what comes after."""
    Path("/proc/self/clear_refs").write_text("5")


def _status(name: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    raise LookupError(name)
