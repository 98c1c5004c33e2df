"""One area's pack: its numbers inside the bounds of each rule's author, its names for things, and what it switches.

Reads `rules/areas/*.yaml` strictly, every fault at once. What of a pack is in force on a day is `settle`'s matter.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PrivateAttr, ValidationError, model_validator

from flagger.codebook.book import type_key
from flagger.codebook.phrases import Lexicon, PhraseFault, read_phrase
from flagger.documents.document import Place, read_document
from flagger.errors import RulesFault, UsageFault
from flagger.rulebook.faults import did_you_mean, worded
from flagger.rulebook.fields import AnyValue, Name, RuleId, Strict, Text, misfit
from flagger.rulebook.model import Rule

AREAS = "areas"
NATIONAL = "england"
Tier = Literal["universal", "early_help", "child_in_need", "child_protection", "pre_proceedings", "care"]
TOOLS = ("dash", "dara")


def _something(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    if not entries:
        raise misfit("at least one in the list", "none")
    return entries


_SOME = AfterValidator(_something)  # unlike a least length, says nothing more of a list whose items are at fault


class Dated(Strict):
    """Something an area says: where it is written, and the days on which it holds, both ends inside."""

    source: Text
    from_: dt.date = Field(alias="from")
    to: dt.date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Dated:
        if self.to is not None and self.to < self.from_:
            raise misfit("`to` on or after `from`", f"{self.from_} to {self.to}")
        return self

    def holds(self, day: dt.date) -> bool:
        return self.from_ <= day and (self.to is None or day <= self.to)


class Number(Dated):
    """A value for a parameter of a rule."""

    value: AnyValue


class TierName(Dated):
    """What the area calls a level of help."""

    name: Text


class Tool(Dated):
    """The checklist that the area's police force uses after domestic abuse."""

    tool: Literal["dash", "dara"]


class Names(Dated):
    """Names that mean an agency here."""

    names: Annotated[tuple[Text, ...], _SOME]


class Phrases(Dated):
    """Phrases that mean a code here, in the notation of docs/codebook.md."""

    phrases: Annotated[tuple[Text, ...], _SOME]


class Switch(Dated):
    """Why a rule is switched off, or on."""

    reason: Text


class Area(Strict):
    """One pack. Every entry stands once or, for days that do not meet, several times."""

    title: Text
    about: Text | None = None
    rules: dict[RuleId, dict[Name, Annotated[tuple[Number, ...], _SOME]]] = Field(default_factory=dict)
    tiers: dict[Tier, Annotated[tuple[TierName, ...], _SOME]] = Field(default_factory=dict)
    risk_tool: tuple[Tool, ...] = ()
    agencies: dict[Name, Annotated[tuple[Names, ...], _SOME]] = Field(default_factory=dict)
    codes: dict[Name, Annotated[tuple[Phrases, ...], _SOME]] = Field(default_factory=dict)
    off: dict[RuleId, Annotated[tuple[Switch, ...], _SOME]] = Field(default_factory=dict)
    on: dict[RuleId, Annotated[tuple[Switch, ...], _SOME]] = Field(default_factory=dict)

    _file: str = PrivateAttr("")
    _sha256: str = PrivateAttr("")

    @property
    def file(self) -> str:
        return self._file

    @property
    def sha256(self) -> str:
        return self._sha256

    @property
    def agency_names(self) -> dict[str, tuple[str, ...]]:
        """Every name of every agency, of whatever day: old rows tell of old teams."""
        return {key: tuple(name for entry in entries for name in entry.names) for key, entries in self.agencies.items()}

    @property
    def code_phrases(self) -> dict[str, tuple[str, ...]]:
        """Every phrase of every code, of whatever day."""
        return {key: tuple(p for entry in entries for p in entry.phrases) for key, entries in self.codes.items()}


@dataclass(frozen=True)
class Known:
    """What a pack may name. With `rules` None, rules are not looked at: reading alone asks for none."""

    codes: Collection[str]
    agencies: Collection[str]
    lexicon: Lexicon
    rules: Mapping[str, Rule] | None = None


def area_files(root: Path, area: str | None) -> list[Path]:
    """The packs in use, the widest first: the country's, if the rules hold it, and that of an area.

    `area` is the name of a pack beside it, or the path of one. Raises UsageFault when there is none.
    """
    here = {path.stem: path for path in sorted((root / AREAS).glob("*.yaml"))}
    files = [here[NATIONAL]] if NATIONAL in here else []
    if area is None or area == NATIONAL:
        return files
    asked = here.get(area, Path(area))
    if not asked.is_file():
        raise UsageFault(
            f"no area `{area}`; expected the path of a pack or one of {', '.join(here) or 'none'}"
            f"{did_you_mean(area, here)}"
        )
    return files if files and asked.samefile(files[0]) else [*files, asked]


def read_area(path: Path, known: Known) -> Area:
    """Read one pack. Raises RulesFault with every fault: of form, unknown names, values outside their bounds."""
    ours = path.parent.name == AREAS
    document = read_document(path, f"{AREAS}/{path.name}" if ours else str(path))
    data, origin = _entries_listed(document.data)
    faults: list[str] = []
    area = None
    try:
        area = Area.model_validate(data)
    except ValidationError as error:
        faults += worded(error, Area, document, _Origin(origin, set()))
    faults += [document.fault(place, said) for place, said in _misnamed(document.data, known)]
    entries = list(_entries(document.data))
    if known.rules is not None:
        faults += [document.fault(place, said) for place, said in _numbers(entries, known.rules)]
    faults += [document.fault(place, said) for place, said in _phrases(entries, known.lexicon)]
    if area is None or faults:
        raise RulesFault(list(dict.fromkeys(faults)))
    if met := [document.fault(place, said) for place, said in _meeting(area)]:
        raise RulesFault(met)
    area._file = document.file if ours else path.name
    area._sha256 = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    return area


@dataclass
class _Origin:
    origin: dict[Place, Place]
    broken: set[Place]


_WORDS = {"codes": "phrases", "agencies": "names"}
_DEPTH = {"rules": 2, "tiers": 1, "agencies": 1, "codes": 1, "off": 1, "on": 1, "risk_tool": 0}


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    """Every entry with its place, one at a time, whether it stands alone or in a list."""
    for key, depth in _DEPTH.items():
        found: list[tuple[Place, Any]] = [((key,), data[key])] if key in data else []
        for _ in range(depth):
            found = [((*place, k), v) for place, node in found if isinstance(node, dict) for k, v in node.items()]
        for place, node in found:
            if isinstance(node, tuple):
                yield from (((*place, i), item) for i, item in enumerate(node))
            else:
                yield place, node


def _entries_listed(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[Place, Place]]:
    """The data with an entry that stands alone as a list of one, and from each new place the one in the file."""
    origin: dict[Place, Place] = {}

    def listed(node: Any, place: Place, depth: int) -> Any:
        if depth and isinstance(node, dict):
            return {key: listed(item, (*place, key), depth - 1) for key, item in node.items()}
        if not depth and isinstance(node, dict):
            origin[(*place, 0)] = place
            return (node,)
        return node

    return {key: listed(node, (key,), _DEPTH[key]) if key in _DEPTH else node for key, node in data.items()}, origin


def _misnamed(data: Mapping[str, Any], known: Known) -> Iterator[tuple[Place, str]]:
    """Names of rules, parameters, codes and agencies that are not there."""
    kinds = [("codes", "code", known.codes), ("agencies", "agency", known.agencies)]
    if known.rules is not None:
        kinds += [(key, "rule", known.rules) for key in ("rules", "off", "on")]
    for key, kind, names in kinds:
        section = found if isinstance(found := data.get(key), dict) else {}
        for name in section:
            if name not in names:
                where = "the codebook" if kind == "code" else "the library"
                hint = did_you_mean(name, names)
                yield (key, name), f"no {kind} `{name}`; expected one of {where}{hint}; found `{name}`"
            elif kind == "rule" and key == "rules" and known.rules is not None and isinstance(section[name], dict):
                params = known.rules[name].params
                for param in section[name]:
                    if param not in params:
                        told = f"expected one of {', '.join(params) or 'none'}{did_you_mean(param, params)}"
                        yield (key, name, param), f"{name} has no parameter `{param}`; {told}; found `{param}`"


def _numbers(entries: Sequence[tuple[Place, Any]], rules: Mapping[str, Rule]) -> Iterator[tuple[Place, str]]:
    """Values of another kind than the rule's, outside its bounds, or with which it would be no rule."""
    for place, entry in entries:
        if place[0] != "rules" or not isinstance(entry, dict) or "value" not in entry:
            continue
        rule, param = rules.get(str(place[1])), str(place[2])
        if rule is None or param not in rule.params:
            continue
        fault, value = rule.fitting(param, entry["value"])
        if fault:
            yield (*place, "value"), f"{rule.id}: {fault}"
        elif value is not None:
            try:
                rule.resolved({param: value})
            except RulesFault as broken:
                yield (*place, "value"), f"{rule.id} cannot run with {value}: {'; '.join(broken.faults)}"


def _phrases(entries: Sequence[tuple[Place, Any]], lexicon: Lexicon) -> Iterator[tuple[Place, str]]:
    """Phrases that cannot be read, and one name for two agencies."""
    means: dict[str, str] = {}
    for place, entry in entries:
        key = _WORDS.get(str(place[0]), "")
        listed = entry.get(key) if isinstance(entry, dict) else ()
        for i, text in enumerate(listed if isinstance(listed, tuple) else ()):
            if not isinstance(text, str):
                continue
            if place[0] == "codes":
                try:
                    read_phrase(text, lexicon)
                except PhraseFault as fault:
                    yield (*place, key, i), str(fault)
            elif (other := means.setdefault(type_key(text), str(place[1]))) != place[1]:
                yield (*place, key, i), f'"{text}" is also a name of `{other}`; expected it for one agency'


def _meeting(area: Area) -> Iterator[tuple[Place, str]]:
    """Entries of one thing whose days meet; and a rule that is switched off and on at once."""
    groups: list[tuple[Place, Sequence[Dated]]] = [(("risk_tool",), area.risk_tool)]
    groups += [(("rules", r, p), entries) for r, params in area.rules.items() for p, entries in params.items()]
    groups += [(("tiers", name), entries) for name, entries in area.tiers.items()]
    groups += [((key, name), entries) for key in ("off", "on") for name, entries in getattr(area, key).items()]
    groups += [(("on", name), (*area.off[name], *area.on[name])) for name in area.on if name in area.off]
    for place, entries in groups:
        for one, two in combinations(entries, 2):
            if max(one.from_, two.from_) <= min(one.to or dt.date.max, two.to or dt.date.max):
                said = f"{one.from_} to {one.to or 'now'} and {two.from_} to {two.to or 'now'}"
                what = f"`{'.'.join(map(str, place))}`"
                yield place, f"{what} says two things of the same days; expected days that do not meet; found {said}"
                break
