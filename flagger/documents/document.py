"""A YAML file as plain values and the line each of them stands on. Knows nothing of rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flagger.documents.nodes import Fault, Node, read_nodes, scalar
from flagger.errors import RulesFault

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """One file: `data` of plain mappings, tuples and scalars; `lines` from a place in it to its line, from 1."""

    file: str
    data: dict[str, Any]
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it that stands in the file."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str) -> str:
        return f"{self.file}:{self.line(place)}: {message}"


def walk(node: object, place: Place = ()) -> Iterator[tuple[Place, object]]:
    """Every value below a node with its place, parents first."""
    yield place, node
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from walk(value, (*place, key))
    elif isinstance(node, tuple):
        for i, value in enumerate(node):
            yield from walk(value, (*place, i))


def read_document(path: Path, shown: str, without: Collection[str] = ()) -> Document:
    """Read one YAML file whose top is a mapping; `shown` is its name in messages; `without` are keys to leave out.

    `no` and `12:30` stay text and `010` is ten, as in YAML 1.2. Raises RulesFault with every fault of form: bytes that
    are not UTF-8, YAML that cannot be read, a top that is no mapping, a key written twice, an alias, a tag, a key
    without a value.
    """
    top, faults = read_nodes(path, without)
    lines: dict[Place, int] = {(): 1}
    data: dict[str, Any] = {}
    if top is not None and isinstance(top.value, dict):
        data = _plain(top, (), lines, faults)
    elif top is not None or not faults:
        found = "nothing" if top is None else "one value" if isinstance(top.value, str) else "a list"
        said = f"the file holds no keys; expected a mapping (`key: value` lines); found {found}"
        faults.append((1, said))
    if faults:
        raise RulesFault([f"{shown}:{line}: {said}" for line, said in sorted(faults)])
    return Document(shown, data, lines)


def _plain(node: Node, place: Place, lines: dict[Place, int], faults: list[Fault]) -> Any:
    """The plain value of a node, with the line of everything below it noted in `lines`."""
    if isinstance(node.value, str):
        try:
            value = scalar(node)
            found = "nothing" if value is None else ""
        except ValueError:
            value, found = None, "a date that does not exist, or a number too long to read"
        if found:
            said = f"`{place[-1]}` has no plain value; expected one, or the key left out; found {found}"
            faults.append((node.line, said))
        return value
    below = node.value.items() if isinstance(node.value, dict) else enumerate(node.value)
    out = {}
    for key, item in below:
        lines[(*place, key)] = item.line
        out[key] = _plain(item, (*place, key), lines, faults)
    return out if isinstance(node.value, dict) else tuple(out.values())
