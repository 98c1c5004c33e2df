"""Nodes of the codebook's files as the values expected of them, with each fault noted at its line. No meaning here."""

from __future__ import annotations

from pathlib import Path

from flagger.documents.nodes import Node as Placed
from flagger.documents.nodes import read_nodes

__all__ = ["Faults", "Placed", "lines", "mapping", "read_yaml", "text", "words"]


class Faults(list[str]):
    """The faults found so far, one sentence each."""

    def at(self, path: Path, line: int, sentence: str) -> None:
        self.append(f"{path.name}:{line}: {sentence}")


def read_yaml(path: Path, faults: Faults) -> dict[str, Placed]:
    """The top mapping of a file; empty, with the fault noted, when it has none."""
    try:
        top, found = read_nodes(path)
    except OSError as error:
        top, found = None, [(1, f"not readable: {type(error).__name__}")]
    for line, sentence in found:
        faults.at(path, line, sentence)
    if top is None and not found:
        faults.at(path, 1, "expected keys and values")
    return mapping(top, path, faults) if top else {}


def mapping(placed: Placed, path: Path, faults: Faults) -> dict[str, Placed]:
    """The value as a mapping, or an empty one with the fault noted."""
    if isinstance(placed.value, dict):
        return placed.value
    faults.at(path, placed.line, "expected keys and values")
    return {}


def words(placed: Placed, path: Path, faults: Faults) -> tuple[str, ...]:
    """The value as a list of strings."""
    if isinstance(placed.value, tuple) and all(isinstance(item.value, str) for item in placed.value):
        return tuple(str(item.value) for item in placed.value)
    faults.at(path, placed.line, "expected a list of words in square brackets")
    return ()


def text(placed: Placed, path: Path, faults: Faults) -> str:
    """The value as one string."""
    if isinstance(placed.value, str):
        return placed.value.strip()
    faults.at(path, placed.line, "expected one piece of text")
    return ""


def lines(placed: Placed, path: Path, faults: Faults) -> list[tuple[str, int]]:
    """The lines of a block (`key: |`) that are not empty, each with its line number."""
    if not isinstance(placed.value, str):
        faults.at(path, placed.line, "expected a block of lines, begun with |")
        return []
    first = placed.first + 1 if placed.block else placed.first
    rows = ((row.strip(), first + number) for number, row in enumerate(placed.value.splitlines()))
    return [(row, line) for row, line in rows if row]
