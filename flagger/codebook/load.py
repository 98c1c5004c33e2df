"""Reads `rules/codebook/*.yaml` strictly: every fault of every file at once, each with its file and line.

`words.yaml` holds lists and irregular forms, `context.yaml` the context of phrases, every other file codes and
families. `agencies.yaml` is not read here.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flagger.codebook.book import Code, Codebook, Context, Phrase, Trigger, type_key
from flagger.codebook.phrases import Gap, Lexicon, PhraseFault, Sequence, join_single_words, read_phrase
from flagger.codebook.places import Faults, Placed, lines, mapping, read_yaml, text, words
from flagger.errors import RulesFault
from flagger.model import CODING_STATUSES

_CODE_KEYS = (
    "definition",
    "families",
    "source_codes",
    "phrases",
    "not_in",
    "types",
    "if_child",
    "if_adult",
    "service",
)
_CONTEXT_KEYS = ("chain", "unskipped", "triggers", "pseudo", "stops", "child", "adult")
_TRIGGER_KEYS = ("status", "side", "reach", "commas", "for", "phrases")
_SIDES = ("before", "after", "either", "row")
_NOT_CODES = ("words.yaml", "context.yaml", "agencies.yaml")


def load_codebook(directory: Path) -> Codebook:
    """Read the codebook of a folder. Raises RulesFault with every fault found."""
    faults = Faults()
    paths = sorted(path for path in directory.glob("*.yaml") if path.name != "agencies.yaml")
    for name in ("words.yaml", "context.yaml"):
        if not (directory / name).is_file():
            faults.append(f"{directory / name}: not there; a codebook needs it")
    if faults:
        raise RulesFault(faults)
    reading = _Reading(faults, _read_words(directory / "words.yaml", faults))
    for path in paths:
        if path.name not in _NOT_CODES:
            reading.read_codes(path)
    reading.check_names()
    context = reading.read_context(directory / "context.yaml")
    if faults:
        raise RulesFault(faults)
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return Codebook(reading.codes, reading.families, context, digest.hexdigest(), reading.places)


def _read_words(path: Path, faults: Faults) -> Lexicon:
    top = read_yaml(path, faults)
    _check_keys(top, ("irregular", "lists"), "words.yaml", path, faults)
    irregular = {}
    for base, forms in mapping(top["irregular"], path, faults).items() if "irregular" in top else ():
        irregular[base] = tuple(words(forms, path, faults))
    lists: dict[str, tuple[Sequence, ...]] = {}
    for name, block in mapping(top["lists"], path, faults).items() if "lists" in top else ():
        lexicon = Lexicon(lists, irregular)  # a list may use those above it
        found = _phrases(block, lexicon, path, faults)
        lists[name] = join_single_words([sequence for phrase in found for sequence in phrase.sequences])
    return Lexicon(lists, irregular)


def _phrases(block: Placed, lexicon: Lexicon, path: Path, faults: Faults) -> tuple[Phrase, ...]:
    found = []
    for written, line in lines(block, path, faults):
        try:
            found.append(Phrase(written, read_phrase(written, lexicon)))
        except PhraseFault as fault:
            faults.at(path, line, str(fault))
    return tuple(found)


def _check_keys(found: dict[str, Placed], known: tuple[str, ...], what: str, path: Path, faults: Faults) -> None:
    for key, value in found.items():
        if key not in known:
            faults.at(path, value.line, f"{key!r} is no key of {what}; expected one of {', '.join(known)}")


class _Reading:
    """The codebook while it is read: what has been found, and where, so that names can be checked at the end."""

    def __init__(self, faults: Faults, lexicon: Lexicon) -> None:
        self.faults, self.lexicon = faults, lexicon
        self.codes: dict[str, Code] = {}
        self.places: dict[str, tuple[str, int]] = {}
        self.families: dict[str, str] = {}
        self.named: list[tuple[str, str, Path, int]] = []
        self.types: dict[str, str] = {}

    def read_codes(self, path: Path) -> None:
        top = read_yaml(path, self.faults)
        _check_keys(top, ("families", "codes"), "a file of codes", path, self.faults)
        for name, about in mapping(top["families"], path, self.faults).items() if "families" in top else ():
            if name in self.families:
                self.faults.at(path, about.line, f"the family {name!r} is already in another file")
            self.families[name] = text(about, path, self.faults)
        for name, entry in mapping(top["codes"], path, self.faults).items() if "codes" in top else ():
            if name in self.codes:
                self.faults.at(path, entry.line, f"the code {name!r} is already in another file")
            self.codes[name] = self.read_code(name, entry, path)
            self.places[name] = (path.name, entry.line)

    def read_code(self, name: str, entry: Placed, path: Path) -> Code:
        keys = mapping(entry, path, self.faults)
        _check_keys(keys, _CODE_KEYS, "a code", path, self.faults)
        if not ("definition" in keys and text(keys["definition"], path, self.faults)):
            self.faults.at(path, entry.line, f"the code {name!r} has no definition; expected one sentence")
        families = words(keys["families"], path, self.faults) if "families" in keys else ()
        self.named += [("family", family, path, keys["families"].line) for family in families]
        instead = {key: text(keys[key], path, self.faults) for key in ("if_child", "if_adult") if key in keys}
        self.named += [("code", other, path, keys[key].line) for key, other in instead.items()]
        return Code(
            name=name,
            definition=text(keys["definition"], path, self.faults) if "definition" in keys else "",
            families=families,
            source_codes=self.read_sources(keys, path),
            phrases=self.phrases(keys, "phrases", path),
            not_in=self.phrases(keys, "not_in", path),
            types=self.read_types(name, keys, path),
            service=text(keys["service"], path, self.faults) if "service" in keys else "",
            **instead,
        )

    def phrases(self, keys: dict[str, Placed], key: str, path: Path) -> tuple[Phrase, ...]:
        return _phrases(keys[key], self.lexicon, path, self.faults) if key in keys else ()

    def read_sources(self, keys: dict[str, Placed], path: Path) -> dict[str, tuple[str, ...]]:
        sources = mapping(keys["source_codes"], path, self.faults) if "source_codes" in keys else {}
        return {name: words(values, path, self.faults) for name, values in sources.items()}

    def read_types(self, name: str, keys: dict[str, Placed], path: Path) -> tuple[str, ...]:
        values = lines(keys["types"], path, self.faults) if "types" in keys else []
        for value, line in values:
            other = self.types.setdefault(type_key(value), name)
            if other != name:
                self.faults.at(path, line, f"the type {value!r} already means {other!r}; one value means one code")
        return tuple(value for value, _ in values)

    def check_names(self) -> None:
        known = {"family": self.families.keys(), "code": self.codes.keys()}
        for kind, name, path, line in self.named:
            if name not in known[kind]:
                self.faults.at(path, line, f"there is no {kind} {name!r}")

    def read_context(self, path: Path) -> Context:
        keys = read_yaml(path, self.faults)
        _check_keys(keys, _CONTEXT_KEYS, "context.yaml", path, self.faults)
        groups = keys["triggers"].value if "triggers" in keys else ()
        if not isinstance(groups, tuple):
            self.faults.at(path, keys["triggers"].line, "expected a list of groups of triggers")
            groups = ()
        unskipped = [
            form
            for phrase in self.phrases(keys, "unskipped", path)
            for sequence in phrase.sequences
            for forms in sequence
            if not isinstance(forms, Gap)
            for form in forms
        ]
        return Context(
            chain=self.number(keys, "chain", path, Placed({}, 1, 1)),
            triggers=tuple(self.read_trigger(group, path) for group in groups),
            pseudo=self.phrases(keys, "pseudo", path),
            stops=self.phrases(keys, "stops", path),
            child=self.phrases(keys, "child", path),
            adult=self.phrases(keys, "adult", path),
            unskipped=frozenset(unskipped),
        )

    def read_trigger(self, group: Placed, path: Path) -> Trigger:
        keys = mapping(group, path, self.faults)
        _check_keys(keys, _TRIGGER_KEYS, "a group of triggers", path, self.faults)
        names = words(keys["for"], path, self.faults) if "for" in keys else ()
        codes: set[str] = set()
        for name in names:
            if name not in self.codes and name not in self.families:
                self.faults.at(path, keys["for"].line, f"there is no code or family {name!r}")
            codes.update(code for code, entry in self.codes.items() if name == code or name in entry.families)
        return Trigger(
            status=self.choice(keys, "status", CODING_STATUSES[1:], path, group),
            side=self.choice(keys, "side", _SIDES, path, group),
            reach=self.number(keys, "reach", path, group),
            commas="commas" in keys and self.choice(keys, "commas", ("pass", "stop"), path, group) == "pass",
            codes=frozenset(codes),
            phrases=self.phrases(keys, "phrases", path),
        )

    def choice(self, keys: dict[str, Placed], key: str, allowed: tuple[str, ...], path: Path, around: Placed) -> str:
        found = text(keys[key], path, self.faults) if key in keys else ""
        if found not in allowed:
            line = keys[key].line if key in keys else around.line
            self.faults.at(path, line, f"{key!r} is {found!r}; expected one of {', '.join(allowed)}")
        return found

    def number(self, keys: dict[str, Placed], key: str, path: Path, around: Placed) -> int:
        found = text(keys[key], path, self.faults) if key in keys else ""
        if found.isdigit():
            return int(found)
        self.faults.at(path, keys[key].line if key in keys else around.line, f"{key!r} is {found!r}; expected a number")
        return 0
