"""Puts parameters' values and local names in place: the document of a rule becomes one without `$name` or local names.

Works on plain data before it is checked, so that the checked records hold plain numbers, and remembers where each place
came from. Names that do not exist, and names that lead back to themselves, are faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flagger.documents.document import Document, Place
from flagger.rulebook.faults import did_you_mean
from flagger.rulebook.fields import Value

_SELECTOR_KEYS = frozenset({"of", "without", "after", "expect", "part", "whole", "opens", "closes", "one", "other"})
_EPISODE_KEYS = frozenset({"during", "not_during", "open"})
SUBSTITUTED = ("events", "episodes", "match", "grades")


@dataclass
class Expanded:
    """The data with everything in place; `origin` leads from a place in it to the place in the file.

    `faults` hold places in the file, `broken` the places in the data that they left without a value;
    `used` what was called by name: `$n`, `event missed`, `episode plan`.
    """

    data: dict[str, Any]
    origin: dict[Place, Place] = field(default_factory=dict)
    faults: list[tuple[Place, str]] = field(default_factory=list)
    broken: set[Place] = field(default_factory=set)
    used: set[str] = field(default_factory=set)


def expand(document: Document, values: Mapping[str, Value], shared: Mapping[str, Any] | None = None) -> Expanded:
    """Expand a rule's document, with `values` instead of the parameters' own where given. Faults are in the result.

    `shared` are episodes that every rule may name; one of its own with the same name goes before.
    """
    source = document.data
    out = Expanded({})
    params = _section(source, "params")
    in_force = {name: values.get(name, p.get("value") if isinstance(p, dict) else None) for name, p in params.items()}
    episodes = {**(shared or {}), **_section(source, "episodes")}
    walk = _Walk(out, in_force, _section(source, "events"), episodes, frozenset(_section(source, "episodes")))
    for key, node in source.items():
        if key == "events" and isinstance(node, dict):
            out.data[key] = {n: walk.selectors(s, (key, n), (key, n), (f"event {n}",)) for n, s in node.items()}
        elif key == "episodes" and isinstance(node, dict):
            out.data[key] = {n: walk.node(e, (key, n), (key, n), (f"episode {n}",)) for n, e in node.items()}
        elif key == "match" and isinstance(node, dict) and "combine" in node:
            out.data[key] = walk.node(node, (key,), (key,), (), names=False)
        elif key in SUBSTITUTED:
            out.data[key] = walk.node(node, (key,), (key,), ())
        else:
            out.data[key] = node
    if values and isinstance(out.data.get("params"), dict):
        out.data["params"] = {n: {**p, "value": values.get(n, p["value"])} for n, p in params.items()}
    return out


def _section(source: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = source.get(key)
    return found if isinstance(found, dict) else {}


@dataclass
class _Walk:
    out: Expanded
    params: Mapping[str, Any]
    events: Mapping[str, Any]
    episodes: Mapping[str, Any]
    own_episodes: frozenset[str]

    def node(self, node: Any, at: Place, came: Place, trail: tuple[str, ...], names: bool = True) -> Any:
        """`at` is where the result stands, `came` where it is written, `trail` the names being followed."""
        self.out.origin[at] = came
        if isinstance(node, dict):
            return {k: self._value(k, v, (*at, k), (*came, k), trail, names) for k, v in node.items()}
        if isinstance(node, tuple):
            return tuple(self.node(v, (*at, i), (*came, i), trail, names) for i, v in enumerate(node))
        if isinstance(node, str) and node.startswith("$"):
            if node[1:] in self.params:
                self.out.used.add(node)
                return self.params[node[1:]]
            hint = did_you_mean(node[1:], self.params)
            self._fault(at, came, f"no parameter `{node[1:]}`; expected a name from `params`{hint}; found `{node}`")
            return None
        return node

    def _value(self, key: str, node: Any, at: Place, came: Place, trail: tuple[str, ...], names: bool) -> Any:
        if names and key in _SELECTOR_KEYS:
            return self.selectors(node, at, came, trail)
        if names and key in _EPISODE_KEYS and isinstance(node, str):
            found = self._follow(node, self.episodes, "episode", (at, came), trail)
            written = ("episodes", node) if node in self.own_episodes else came
            return found and self.node(found, at, written, (*trail, f"episode {node}"))
        return self.node(node, at, came, trail, names)

    def selectors(self, node: Any, at: Place, came: Place, trail: tuple[str, ...]) -> Any:
        """A selector, a local name, or a list of both, as one flat list of selectors."""
        self.out.origin[at] = came
        if not isinstance(node, str | tuple):
            return self.node(node, at, came, trail)
        flat: list[Any] = []
        self._flatten(node, at, came, trail, flat)
        return tuple(flat)

    def _flatten(self, node: Any, at: Place, came: Place, trail: tuple[str, ...], flat: list[Any]) -> None:
        if isinstance(node, tuple):
            for i, one in enumerate(node):
                self._flatten(one, at, (*came, i), trail, flat)
        elif isinstance(node, str):
            found = self._follow(node, self.events, "event", (at, came), trail)
            if found is not None:
                self._flatten(found, at, ("events", node), (*trail, f"event {node}"), flat)
        else:
            flat.append(self.node(node, (*at, len(flat)), came, trail))

    def _follow(
        self, name: str, known: Mapping[str, Any], kind: str, places: tuple[Place, Place], trail: tuple[str, ...]
    ) -> Any:
        if f"{kind} {name}" in trail:
            steps = " -> ".join(f"`{t.split(' ', 1)[1]}`" for t in (*trail, f"{kind} {name}"))
            self._fault(*places, f"`{name}` leads back to itself; expected names that end; found {steps}")
            return None
        if name not in known:
            where = "`events`" if kind == "event" else "`episodes`, the rule's own or those of every rule"
            hint = did_you_mean(name, known)
            self._fault(*places, f"no {kind} `{name}`; expected a name from {where}{hint}; found `{name}`")
            return None
        self.out.used.add(f"{kind} {name}")
        return known[name]

    def _fault(self, at: Place, came: Place, message: str) -> None:
        self.out.faults.append((came, message))
        self.out.broken.add(at)
