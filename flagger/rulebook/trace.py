"""Where each finding of the audits ends: in rules that run, in prompts, or in the list of what cannot be shown.

Also whether every part of an audit's text, as counted in the text, has a finding. Words are `report`'s matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flagger.documents.document import Place
from flagger.rulebook.audits import Finding
from flagger.rulebook.load import Rulebook

_PARTS = {"heading": "headings", "bullet": "bullets", "sentence": "sentences", "list": "lists"}


@dataclass(frozen=True)
class Traced:
    """A finding and where it ends: ids of rules, of prompts, and of reasons why it cannot be shown."""

    id: str
    finding: Finding
    rules: tuple[str, ...]
    prompts: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def placed(self) -> bool:
        return bool(self.rules or self.prompts or self.reasons)


@dataclass(frozen=True)
class AuditTrace:
    """One audit's findings, in order, and for each kind of part how many the text has and how many have a finding."""

    audit: str
    findings: tuple[Traced, ...]
    counted: dict[str, tuple[int, int]]

    @property
    def parts(self) -> int:
        """How many headings, bullets, sentences and lists the text has."""
        return sum(there for there, _ in self.counted.values())


def trace(rulebook: Rulebook) -> tuple[AuditTrace, ...]:
    """Every audit, in order of number."""
    traced = [_traced(rulebook, name, finding) for name, finding in rulebook.audits.findings.items()]
    out = []
    for number, audit in sorted(rulebook.audits.audits.items()):
        own = tuple(found for found in traced if found.finding.audit == number)
        parts = {(found.finding.heading, part) for found in own for part in found.finding.place}
        placed = [_PARTS[part.split()[0]] for _, part in parts]
        there = audit.headings_and_bullets.model_dump()
        out.append(AuditTrace(number, own, {kind: (n, placed.count(kind)) for kind, n in there.items()}))
    return tuple(out)


def faults_of(audits: tuple[AuditTrace, ...]) -> Iterator[tuple[Place, str]]:
    """The findings that end nowhere, and the counts that differ, each with its place in `audits.yaml`."""
    for audit in audits:
        for kind, (there, placed) in audit.counted.items():
            if there != placed:
                said = f"not every part of the text has a finding; expected {there} {kind}; found {placed}"
                yield ("audits", audit.audit, "headings_and_bullets", kind), said
        for traced in audit.findings:
            if not traced.placed:
                said = f"`{traced.id}` ends nowhere; expected a rule, a prompt or a reason; found none"
                yield ("findings", traced.id), said


def _traced(rulebook: Rulebook, name: str, finding: Finding) -> Traced:
    rules = tuple(i for i, rule in rulebook.rules.items() if name in rule.findings and rule.status != "deprecated")
    prompts = tuple(i for i, prompt in rulebook.prompts.prompts.items() if name in prompt.findings)
    listed = rulebook.not_shown
    reasons = [i for i, reason in listed.not_shown.items() if name in reason.findings]
    reasons += [i for i, held in listed.held_back.items() if name in held.findings]
    return Traced(name, finding, rules, prompts, tuple(reasons))
