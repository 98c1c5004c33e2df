"""The trace of the audits as text: each finding in our words, and the rules, prompts or reasons in which it ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from flagger.report.console import para
from flagger.report.say import count
from flagger.rulebook.audits import Audit
from flagger.rulebook.load import Rulebook
from flagger.rulebook.trace import AuditTrace, Traced


def trace_text(book: Rulebook, audits: Sequence[AuditTrace]) -> str:
    """Audit by audit in the order of their texts; at the end the reasons that they name, and counts."""
    lines = [line for audit in audits for line in _audit(book, audit)]
    lines += [*_reasons(book, audits), ""]
    for audit in audits:
        lines += para(f"Audit {audit.audit}: {parts_words([audit])} {ends_words([audit])}", 0, 2)
    if len(audits) > 1:
        lines += para(f"{count(len(audits), 'audit')}: {parts_words(audits)} {ends_words(audits)}", 0, 2)
    return "\n".join(lines) + "\n"


def audit_words(audit: Audit) -> str:
    """Whose it is, and when."""
    return f"{audit.body}, {'year not stated' if audit.year == 'not stated' else audit.year}"


def parts_words(audits: Iterable[AuditTrace]) -> str:
    """How many headings, bullets, sentences and lists the texts have, and whether all are placed."""
    total = {kind: 0 for audit in audits for kind in audit.counted}
    placed = 0
    for audit in audits:
        for kind, (there, found) in audit.counted.items():
            total[kind] += there
            placed += found
    kinds = {"headings": "heading", "bullets": "bullet", "sentences": "other sentence", "lists": "list of reading"}
    lists = "lists of reading" if total["lists"] != 1 else ""
    said = [count(n, kinds[kind], lists if kind == "lists" else "") for kind, n in total.items() if n]
    whole = sum(total.values())
    return f"{', '.join(said)}: {f'all {whole}' if placed == whole else f'{placed} of {whole}'} placed."


def ends_words(audits: Iterable[AuditTrace]) -> str:
    """How many findings end in a rule, else in a prompt, else only in the list of what cannot be shown."""
    found = [traced for audit in audits for traced in audit.findings]
    rules = sum(bool(traced.rules) for traced in found)
    prompts = sum(bool(traced.prompts) and not traced.rules for traced in found)
    reasons = sum(bool(traced.reasons) and not (traced.rules or traced.prompts) for traced in found)
    nowhere = sum(not traced.placed for traced in found)
    said = f"{count(len(found), 'finding')}: {rules} with a rule, {prompts} with a prompt and no rule, "
    return f"{said}{reasons} on the list of what cannot be shown alone{f', {nowhere} nowhere' if nowhere else ''}."


def reason_words(book: Rulebook, name: str) -> str:
    """What cannot be shown, or which rule was held back."""
    listed = book.not_shown
    return listed.not_shown[name].what if name in listed.not_shown else f"{name}, held back"


def _audit(book: Rulebook, audit: AuditTrace) -> Iterator[str]:
    about = book.audits.audits[audit.audit]
    yield from para(f"AUDIT {audit.audit} {about.title} ({audit_words(about)})")
    for heading, findings in groupby(audit.findings, lambda traced: traced.finding.heading):
        yield from ("", *para(heading, 2))
        for traced in findings:
            yield from para(f"{', '.join(traced.finding.place)}: {traced.finding.says}", 4, 2)
            yield from _ends(book, traced)
    yield ""


def _reasons(book: Rulebook, audits: Iterable[AuditTrace]) -> Iterator[str]:
    """Each reason that was named above, once."""
    named = {name for audit in audits for traced in audit.findings for name in traced.reasons}
    why = {name: reason.reason for name, reason in book.not_shown.not_shown.items()}
    why |= {name: f"{held.would} {held.reason}" for name, held in book.not_shown.held_back.items()}
    if named:
        yield "Why these cannot be shown"
    for name, reason in why.items():
        if name in named:
            yield from para(f"{reason_words(book, name)}: {reason}", 2, 2)


def _ends(book: Rulebook, traced: Traced) -> Iterator[str]:
    for name in traced.rules:
        yield from para(f"rule {name}: {book.rules[name].title}", 8, 2)
    for name in traced.prompts:
        yield from para(f"prompt {name}: {book.prompts.prompts[name].asks}", 8, 2)
    for name in traced.reasons:
        yield from para(f"cannot be shown: {reason_words(book, name)}", 8, 2)
    if not traced.placed:
        yield from para(f"NOWHERE ({traced.id})", 8)
