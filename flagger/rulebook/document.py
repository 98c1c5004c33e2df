"""A YAML file as plain values and the line each of them stands on. Knows nothing of rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq, TaggedScalar
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

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

    Uses YAML 1.2 (`no`, `12:30` and `1_000` stay what they look like). Raises RulesFault for bytes that are not UTF-8,
    YAML that cannot be read, a key written twice, aliases, tags, keys without a value, and a top that is no mapping.
    """
    try:
        tree = YAML(typ="rt").load(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, YAMLError) as error:
        line, said = _unreadable(error)
        raise RulesFault([f"{shown}:{line}: {said}"]) from None
    if not isinstance(tree, CommentedMap):
        said = f"the file holds no keys; expected a mapping (`key: value` lines); found {_top(tree)}"
        raise RulesFault([f"{shown}:1: {said}"])
    lines: dict[Place, int] = {(): 1}
    faults: list[str] = []
    data = _plain(tree, (), lines, set(), faults)
    if faults:
        raise RulesFault([f"{shown}:{fault}" for fault in faults])
    return Document(shown, data, lines)


def _unreadable(error: UnicodeDecodeError | YAMLError) -> tuple[int, str]:
    if isinstance(error, UnicodeDecodeError):
        return 1, f"cannot be read as text; expected UTF-8; found byte {error.start} not in it"
    mark = (error.problem_mark or error.context_mark) if isinstance(error, MarkedYAMLError) else None
    line = int(mark.line) + 1 if mark else 1
    said = " ".join(str(error.problem or error.context if isinstance(error, MarkedYAMLError) else error).split())
    if isinstance(error, DuplicateKeyError):
        return line, f"key {said.split()[3]} is written twice; expected it once; found it again"
    return line, f"cannot be read; expected YAML; found a fault: {said}"


def _top(tree: object) -> str:
    if tree is None:
        return "nothing"
    return "a list" if isinstance(tree, CommentedSeq) else "one value"


def _plain(node: Any, place: Place, lines: dict[Place, int], seen: set[int], faults: list[str]) -> Any:
    """The node without ruamel's types, its lines noted. A container met twice is an alias: refused."""
    if isinstance(node, CommentedMap | CommentedSeq):
        if id(node) in seen or getattr(node, "merge", None):
            faults.append(f"{lines[place]}: an alias (`*` or `<<`); expected the value written out; found a reference")
            return None
        seen.add(id(node))
    elif node is None or isinstance(node, TaggedScalar):
        found = "nothing" if node is None else "a tag (`!`)"
        faults.append(
            f"{lines[place]}: `{place[-1]}` has no plain value; expected one, or the key left out; found {found}"
        )
    if isinstance(node, CommentedMap):
        out: dict[str, Any] = {}
        for key, value in node.items():
            lines[(*place, str(key))] = node.lc.key(key)[0] + 1
            out[str(key)] = _plain(value, (*place, str(key)), lines, seen, faults)
        return out
    if isinstance(node, CommentedSeq):
        for i in range(len(node)):
            lines[(*place, i)] = node.lc.item(i)[0] + 1
        return tuple(_plain(value, (*place, i), lines, seen, faults) for i, value in enumerate(node))
    return _scalar(node)


def _scalar(node: Any) -> Any:
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    if isinstance(node, dt.datetime):
        return str(node)
    return node
