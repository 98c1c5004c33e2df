"""YAML files as nodes that know their line, read strictly: the one reader for rules, codes, calendars and coverage.

Composes the events of libyaml (or of PyYAML's own parser where a build has no libyaml) itself, because a loader would
keep no lines, take a repeated key's last value, and read `no`, `12:30` and `010` as YAML 1.1 does. Gives no meaning.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

try:
    from yaml import CSafeLoader as _Loader
except ImportError:
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Scalar = str | int | float | bool | dt.date | None
Fault = tuple[int, str]

_DEEPEST = 50
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Node:
    """A text, a list of nodes, or nodes by key.

    `line` (from 1) is that of its key, or its own in a list; `first` that on which the value itself begins.
    `plain`: a text without quotes, which `scalar` may read as a number; `block`: one written under `|`.
    """

    value: str | tuple[Node, ...] | dict[str, Node]
    line: int
    first: int
    plain: bool = False
    block: bool = False


class _TooDeep(Exception):
    def __init__(self, line: int) -> None:
        self.line = line


def read_nodes(path: Path, without: Collection[str] = ()) -> tuple[Node | None, list[Fault]]:
    """The top of a file, and its faults as line and sentence.

    None when it cannot be read or is empty. A key written twice, an alias, a tag and a key that is no plain word are
    faults; the node then lacks them. The keys of the top in `without` are left out: what is below them is parsed, so
    that the rest keeps its lines, and no more. Raises OSError.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [(1, f"cannot be read as text; expected UTF-8; found byte {error.start} not in it")]
    if odd := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        return None, [(line, f"cannot be read; expected printable text; found the character U+{ord(odd[0]):04X}")]
    reading = _Reading(frozenset(without))
    try:
        return reading.top(_events(text)), reading.faults
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(str(error.problem or error.context).split())
        return None, [(mark.line + 1 if mark else 1, f"cannot be read; expected YAML; found a fault: {said}")]
    except _TooDeep as error:
        return None, [(error.line, f"cannot be read; expected at most {_DEEPEST} levels; found more")]


def scalar(node: Node) -> Scalar:
    """The value of a text by the rules of YAML 1.2 (`no` and `12:30` stay text, `010` is ten), and dates.

    `.inf` and `.nan` stay text: neither is a number that anything here could mean. Raises ValueError for a date that
    does not exist and a number of thousands of figures.
    """
    text = node.value
    assert isinstance(text, str), "only a text has a scalar"
    if not node.plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _DATE.fullmatch(text):
        return dt.date.fromisoformat(text)
    return int(text, 0) if _OTHER_BASE.fullmatch(text) else text


def _events(text: str) -> Iterator[Event]:
    loader = _Loader(text)
    try:
        while event := loader.get_event():
            yield event
    finally:
        loader.dispose()


def _line(event: Event) -> int:
    assert event.start_mark is not None, "the parser marks every event"
    return event.start_mark.line + 1


def _pass_over(events: Iterator[Event]) -> None:
    """One value, whatever is below it."""
    depth = 0
    for event in events:
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if not depth:
            return


class _Reading:
    """Nodes out of events. What is refused is noted, read past and left out."""

    def __init__(self, without: frozenset[str]) -> None:
        self.faults: list[Fault] = []
        self._without = without

    def top(self, events: Iterator[Event]) -> Node | None:
        found = None
        for event in events:
            if isinstance(event, NodeEvent):
                node = self._node(event, events, _line(event), 1)
                if found:
                    said = "a second document (`---`); expected one in a file; found another"
                    self.faults.append((_line(event), said))
                found = found or node
        return found

    def _node(self, event: Event, events: Iterator[Event], line: int, depth: int) -> Node | None:
        first = _line(event)
        if isinstance(event, AliasEvent):
            said = "an alias (`*name`); expected the value written out; found a reference to another place"
            self.faults.append((first, said))
            return None
        assert isinstance(event, ScalarEvent | CollectionStartEvent)
        if event.tag is not None:
            self.faults.append((first, "a tag (`!`); expected a plain value without one; found a tag"))
        if isinstance(event, ScalarEvent):
            return Node(event.value, line, first, event.implicit[0], event.style == "|")
        if depth > _DEEPEST:
            raise _TooDeep(first)
        if isinstance(event, MappingStartEvent):
            return Node(self._mapping(events, depth), line, first)
        return Node(tuple(self._items(events, depth)), line, first)

    def _items(self, events: Iterator[Event], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(events), SequenceEndEvent):
            if node := self._node(event, events, _line(event), depth + 1):
                yield node

    def _mapping(self, events: Iterator[Event], depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            line, noted = _line(event), len(self.faults)
            key = self._node(event, events, line, depth + 1)
            if depth == 1 and self._without and key is not None and key.value in self._without:
                _pass_over(events)
                continue
            value = self._node(next(events), events, line, depth + 1)
            if key is None or not isinstance(key.value, str) or (key.plain and key.value == "<<"):
                del self.faults[noted:]  # nothing under such a key counts
                said = "a key that is no word (`?` or `<<`); expected a plain word; found another"
                self.faults.append((line, said))
            elif key.value in found:
                self.faults.append((line, f"key `{key.value}` is written twice; expected it once; found it again"))
            elif value:
                found[key.value] = value
        return found
