"""A YAML file as plain values and the line each of them stands on. Knows nothing of rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

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


def read_document(path: Path, shown: str) -> Document:
    """Read one YAML file whose top is a mapping; `shown` is its name in messages.

    Uses YAML 1.2 (`no` and `12:30` stay text, `010` is ten). Raises RulesFault for bytes that are not UTF-8, YAML that
    cannot be read and a top that is no mapping; else with every key written twice, alias, tag and key without a value.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        top = YAML(typ="safe", pure=True).compose(text)
    except (UnicodeDecodeError, YAMLError) as error:
        line, said = _unreadable(error)
        raise RulesFault([f"{shown}:{line}: {said}"]) from None
    if not isinstance(top, MappingNode):
        found = "nothing" if top is None else "a list" if isinstance(top, SequenceNode) else "one value"
        said = f"the file holds no keys; expected a mapping (`key: value` lines); found {found}"
        raise RulesFault([f"{shown}:1: {said}"])
    reading = _Reading()
    data = reading.mapping(top, ())
    if reading.faults:
        raise RulesFault([f"{shown}:{line}: {said}" for line, said in reading.faults])
    return Document(shown, data, {(): 1, **reading.lines})


def _unreadable(error: UnicodeDecodeError | YAMLError) -> tuple[int, str]:
    if isinstance(error, UnicodeDecodeError):
        return 1, f"cannot be read as text; expected UTF-8; found byte {error.start} not in it"
    mark = (error.problem_mark or error.context_mark) if isinstance(error, MarkedYAMLError) else None
    said = " ".join(str(error.problem or error.context if isinstance(error, MarkedYAMLError) else error).split())
    return int(mark.line) + 1 if mark else 1, f"cannot be read; expected YAML; found a fault: {said}"


class _Reading:
    """Plain values out of YAML's nodes. A loader would keep no lines, or keep comments too and be slower."""

    def __init__(self) -> None:
        self.lines: dict[Place, int] = {}
        self.faults: list[tuple[int, str]] = []
        self._seen: set[int] = set()
        self._scalars = YAML(typ="safe", pure=True).constructor

    def mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarNode) or str(key.tag).endswith(":merge"):
                self.faults.append((line, "a key that is no word (`?` or `<<`); expected a plain word; found another"))
            elif key.value in out:
                self.faults.append((line, f"key `{key.value}` is written twice; expected it once; found it again"))
            else:
                self.lines[(*place, key.value)] = line
                out[key.value] = self._value(value, (*place, key.value))
        return out

    def _value(self, node: Node, place: Place) -> Any:
        if id(node) in self._seen:
            said = "an alias (`*name`); expected the value written out; found a reference to another place"
            self.faults.append((self.lines[place], said))
            return None
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self.mapping(node, place)
        if isinstance(node, SequenceNode):
            for i, item in enumerate(node.value):
                self.lines[(*place, i)] = item.start_mark.line + 1
            return tuple(self._value(item, (*place, i)) for i, item in enumerate(node.value))
        return self._scalar(node, place)

    def _scalar(self, node: Node, place: Place) -> Any:
        kind = str(node.tag).rpartition(":")[2]
        found = "nothing" if kind == "null" else "a tag (`!`)" if str(node.tag).startswith("!") else ""
        try:
            value = None if found else self._scalars.construct_object(node)
        except ValueError:
            found = "a date that does not exist"
        if found:
            said = f"`{place[-1]}` has no plain value; expected one, or the key left out; found {found}"
            self.faults.append((self.lines[place], said))
            return None
        return str(value) if isinstance(value, dt.datetime) else value
