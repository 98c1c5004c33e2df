"""What each rule meant at its version: `rules/lock.yaml`, so that no rule changes while its version stays.

The meaning is everything a rule file says but its tests, its owner, the day of its review and its comments; and the
shared episodes that it names. A folder without a lock file is fine: then nothing is compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from flagger.documents.document import Document, Place, read_document
from flagger.errors import RulesFault
from flagger.rulebook.expand import expand
from flagger.rulebook.faults import worded
from flagger.rulebook.fields import RuleId, Strict
from flagger.rulebook.lint.issue import Issue
from flagger.rulebook.load import Rulebook
from flagger.rulebook.model import Rule

LOCK_FILE = "lock.yaml"
_NOT_MEANING = frozenset({"tests", "owner", "reviewed_on"})
_HEAD = "# What each rule meant at its version. Written by `flagger rules lock`; `flagger rules check` compares.\n"


class Locked(Strict):
    """One rule as it was locked. `deprecated`: it may go."""

    version: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
    sha256: Annotated[str, Field(pattern=r"\S")]
    deprecated: bool = False


class _Rules(Strict):
    rules: dict[RuleId, Locked] = Field(default_factory=dict)


@dataclass(frozen=True)
class Lock:
    """The rules as they were locked, and the file that says so."""

    rules: Mapping[str, Locked]
    document: Document


def read_lock(root: Path) -> Lock | None:
    """The lock of a rules folder; None when it has none. Raises RulesFault with every fault."""
    path = root / LOCK_FILE
    if not path.is_file():
        return None
    document = read_document(path, LOCK_FILE)
    try:
        return Lock(_Rules.model_validate(document.data).rules, document)
    except ValidationError as error:
        raise RulesFault(worded(error, _Rules, document)) from None


def meaning(rule: Rule) -> str:
    """The sha256 (hexadecimal) of what a rule means, with the shared episodes that it names.

    The order of keys and the layout of the file say nothing.
    """
    data = {key: value for key, value in rule.document.data.items() if key not in _NOT_MEANING}
    used = expand(rule.document, {}, rule.shared).used
    if named := {n: of for n, of in rule.shared.items() if f"episode {n}" in used and n not in rule.episodes}:
        data["shared episodes"] = named
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()


def lock_text(rulebook: Rulebook) -> str:
    """The lock file of these rules, one line a rule."""
    lines = (_line(rule) for _, rule in sorted(rulebook.rules.items()))
    return "".join([_HEAD, "rules:\n", *lines]) if rulebook.rules else _HEAD + "rules: {}\n"


def _line(rule: Rule) -> str:
    deprecated = ", deprecated: true" if rule.status == "deprecated" else ""
    return f"  {rule.id}: {{version: {rule.version}, sha256: {meaning(rule)}{deprecated}}}\n"


def lock_issues(rulebook: Rulebook, lock: Lock) -> list[Issue]:
    """Where rules and lock differ: `version` (the version must be raised) or `locked` (the lock must be written)."""
    found = [issue for rule in rulebook.rules.values() for issue in _of_rule(rule, lock.rules.get(rule.id))]
    return sorted([*found, *_gone(rulebook, lock)])


def _of_rule(rule: Rule, locked: Locked | None) -> Iterator[Issue]:
    if locked is None:
        yield _issue(rule, ("id",), "locked", f"expected {rule.id} in {LOCK_FILE} (flagger rules lock); found none")
    elif _parts(rule.version) < _parts(locked.version):
        yield _issue(rule, ("version",), "version", f"expected {locked.version} or above; found {rule.version}")
    elif meaning(rule) == locked.sha256:
        return
    elif rule.version == locked.version:
        said = f"expected a version above {locked.version}, since the meaning changed; found {rule.version}"
        yield _issue(rule, ("version",), "version", said)
    else:
        said = f"expected {rule.version} in {LOCK_FILE} (flagger rules lock); found {locked.version}"
        yield _issue(rule, ("version",), "locked", said)


def _gone(rulebook: Rulebook, lock: Lock) -> Iterator[Issue]:
    for name, locked in lock.rules.items():
        if name in rulebook.rules:
            continue
        line = lock.document.line(("rules", name))
        if locked.deprecated:
            said = f"{name} was deprecated and is gone; `flagger rules lock` takes it out of the lock"
            yield Issue(LOCK_FILE, line, "locked", said, "note")
        else:
            said = f"no rule {name}; expected its file, `deprecated` and locked so before it goes; found none"
            yield Issue(LOCK_FILE, line, "version", said)


def _issue(rule: Rule, place: Place, check: str, said: str) -> Issue:
    about = "the meaning and the version part ways" if check == "version" else "not in the lock"
    return Issue(rule.document.file, rule.document.line(place), check, f"{about}; {said}")


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
