"""What a reviewer is given: flags and outcomes, in the words of docs/output.md. Frozen, and ready for JSON."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Evidence:
    """An event behind a flag and the part it plays: `evidence`, a step's name, `told again`, `just before` ..."""

    event: str
    role: str


@dataclass(frozen=True)
class Absent:
    """What was looked for and not found: the codes, the days (ISO), whose rows, and the nearest event outside them."""

    expected: tuple[str, ...]
    first: str
    last: str
    agencies: tuple[str, ...]
    nearest: str | None


@dataclass(frozen=True)
class Parameter:
    """A number in force: its value in words, on what basis and from which source; who set it (`rule`, or the title of
    an area); and the rule's own value, where an area has set another."""

    value: str
    basis: str
    source: str
    set_by: str = "rule"
    instead_of: str | None = None


@dataclass(frozen=True)
class Flag:
    """A match put before a reviewer. `first`, `last` are the ISO days of its evidence, both inside."""

    id: str
    evidence_hash: str
    rule: str
    version: str
    title: str
    kind: str
    family: str
    case: str
    child: str | None
    agency: str | None
    first: str
    last: str
    first_met: tuple[str, str]
    status: str
    says: str
    grades: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    absent: tuple[Absent, ...]
    measures: dict[str, int | str]
    parameters: dict[str, Parameter]
    findings: tuple[str, ...]
    ask: tuple[str, ...]
    consider: tuple[str, ...]
    does_not_see: str
    prompts: tuple[str, ...] = field(default=())
    members: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class RuleOutcome:
    """What one rule came to in one case: `flagged`, `not flagged`, or `not assessed` with the reason."""

    case: str
    rule: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True)
class Ask:
    """Whom to ask for which days (ISO, both inside) to be able to tell what these rules look for; agency "": anyone."""

    case: str
    agency: str
    rules: tuple[str, ...]
    first: str
    last: str
    says: str
