"""YAML read strictly into values that know their line, so that a fault can say where it is. No meaning here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode


@dataclass(frozen=True)
class Placed:
    """A value (str, list of Placed, or dict of str to Placed) and the line it begins on."""

    value: str | list[Placed] | dict[str, Placed]
    line: int
    block: bool = False


class Faults(list[str]):
    """The faults found so far, one sentence each."""

    def at(self, path: Path, line: int, sentence: str) -> None:
        self.append(f"{path.name}:{line}: {sentence}")


def read_yaml(path: Path, faults: Faults) -> dict[str, Placed]:
    """The top mapping of a file; empty, with the fault noted, when it has none."""
    try:
        node = YAML(typ="safe", pure=True).compose(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.at(path, mark.line + 1 if mark else 1, f"not readable as YAML: {error.problem}")
        return {}
    except (OSError, UnicodeDecodeError) as error:
        faults.at(path, 1, f"not readable: {type(error).__name__}")
        return {}
    if not isinstance(node, MappingNode):
        faults.at(path, 1, "expected keys and values")
        return {}
    return mapping(_placed(node, path, faults), path, faults)


def mapping(placed: Placed, path: Path, faults: Faults) -> dict[str, Placed]:
    """The value as a mapping, or an empty one with the fault noted."""
    if isinstance(placed.value, dict):
        return placed.value
    faults.at(path, placed.line, "expected keys and values")
    return {}


def words(placed: Placed, path: Path, faults: Faults) -> tuple[str, ...]:
    """The value as a list of strings."""
    if isinstance(placed.value, list) and all(isinstance(item.value, str) for item in placed.value):
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
    first = placed.line + 1 if placed.block else placed.line
    rows = ((row.strip(), first + number) for number, row in enumerate(placed.value.splitlines()))
    return [(row, line) for row, line in rows if row]


def _placed(node: Node, path: Path, faults: Faults) -> Placed:
    line = node.start_mark.line + 1
    if isinstance(node, ScalarNode):
        return Placed(node.value, line, block=node.style == "|")
    if isinstance(node, SequenceNode):
        return Placed([_placed(item, path, faults) for item in node.value], line)
    found: dict[str, Placed] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            faults.at(path, key.start_mark.line + 1, "expected a plain word as the key")
        elif key.value in found:
            faults.at(path, key.start_mark.line + 1, f"the key {key.value!r} stands twice")
        else:
            found[key.value] = _placed(value, path, faults)
    return Placed(found, line)
