"""Columns named by a person: `--column date="When it happened"`, or `columns.yaml` beside the files.

They win over every synonym.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flagger.chronology.fields import FIELDS, PEOPLE_ONLY
from flagger.documents.document import read_document
from flagger.errors import RulesFault, UsageFault

COLUMNS_FILE = "columns.yaml"
_KNOWN = tuple(name for name in FIELDS if name not in PEOPLE_ONLY)


@dataclass(frozen=True)
class Overrides:
    """`columns`: field → heading as it stands in the file (case, spacing and punctuation do not matter).

    Raises UsageFault for a field that does not exist or a heading given twice.
    """

    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = _faults(self.columns)
        if faults:
            raise UsageFault("; ".join(faults.values()))

    @classmethod
    def parse(cls, pairs: Iterable[str]) -> Overrides:
        """From `date=When it happened` pairs. Raises UsageFault."""
        columns: dict[str, str] = {}
        for pair in pairs:
            name, equals, heading = pair.partition("=")
            if not equals or not heading.strip() or name.strip() in columns:
                raise UsageFault(f'--column "{pair}": expected each field once, as FIELD="heading in the file"')
            columns[name.strip()] = heading.strip()
        return cls(columns)

    def over(self, other: Overrides | None) -> Overrides:
        """These columns, and the other's where these say nothing."""
        return self if other is None else Overrides({**other.columns, **self.columns})


def read_overrides(path: Path) -> Overrides:
    """Read `columns.yaml`: one key `columns`, a mapping from field to heading.

    Raises RulesFault with every fault and its line.
    """
    document = read_document(path, str(path))
    columns = document.data.get("columns")
    faults = [
        document.fault((key,), f"key `{key}` is not known; expected `columns`")
        for key in document.data
        if key != "columns"
    ]
    if not isinstance(columns, dict):
        raise RulesFault(
            [*faults, document.fault(("columns",), "expected `columns:` with lines `field: heading` under it")]
        )
    words = {name: heading for name, heading in columns.items() if isinstance(heading, str) and heading.strip()}
    faults += [
        document.fault(("columns", name), f"`{name}`: expected the heading of one column, in words")
        for name in columns
        if name not in words
    ]
    faults += [document.fault(("columns", name), said) for name, said in _faults(words).items()]
    if faults:
        raise RulesFault(faults)
    return Overrides(words)


def _faults(columns: Mapping[str, str]) -> dict[str, str]:
    faults = {
        name: f"no field is called `{name}`; expected one of {', '.join(_KNOWN)}"
        for name in columns
        if name not in _KNOWN
    }
    seen: dict[str, str] = {}
    for name, heading in columns.items():
        other = seen.setdefault(" ".join(heading.casefold().split()), name)
        if other != name:
            faults.setdefault(name, f'"{heading}" is given for `{other}` and for `{name}`; expected each column once')
    return faults
