"""Rules as text: a table of them, and one as a practitioner would read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flagger.flags.words import fill, parameter_words
from flagger.report.console import para
from flagger.report.rule_words import bounds, looks_for
from flagger.report.say import plain
from flagger.rulebook.audits import Audits
from flagger.rulebook.model import Rule
from flagger.rulebook.shapes import Count


def theme_of(rule: Rule) -> str:
    """The folder of a theme, else `strengths` or `combined`."""
    first, *rest = rule.document.file.split("/")
    return rest[0] if first == "themes" and len(rest) > 1 else first


def rules_table(rules: Iterable[Rule]) -> str:
    """One line a rule, in order of theme and id."""
    header = ("rule", "kind", "status", "theme", "title")
    ordered = sorted(rules, key=lambda rule: (theme_of(rule), rule.id))
    rows = [header, *((rule.id, rule.kind, rule.status, theme_of(rule), rule.title) for rule in ordered)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(header) - 1)]
    lines = ("  ".join([*(cell.ljust(w) for cell, w in zip(row, widths, strict=False)), row[-1]]) for row in rows)
    return "\n".join(lines) + "\n"


def rule_text(rule: Rule, audits: Audits) -> str:
    """Everything a rule says of itself, in words."""
    return "\n".join(_lines(rule, audits)) + "\n"


def _lines(rule: Rule, audits: Audits) -> Iterator[str]:
    yield from para(f"{rule.id} {rule.title}")
    yield f"{rule.kind}, {rule.status}, version {rule.version}, family {rule.family}, theme {theme_of(rule)}"
    if rule.deprecated_reason:
        yield from para(f"No longer used: {rule.deprecated_reason} Use {rule.replaced_by or 'no other'} instead.")
    yield from ("", *para(rule.summary), "", *para(rule.why))
    yield from _list("What it looks for", looks_for(rule))
    yield from _list("Numbers", (f"{name}: {value} ({limits}). {basis}" for name, value, limits, basis in bounds(rule)))
    sentences = rule.because.model_dump(exclude_none=True)
    yield from _list("What it says", (f"{status}: {_sentence(rule, said)}" for status, said in sentences.items()))
    yield from _list("Said beside it", (grade.name for grade in rule.grades))
    yield from _list("Questions", rule.ask)
    yield from _list("What else might explain it", rule.consider)
    yield from _list("What it does not see", [rule.does_not_see] if rule.does_not_see else [])
    yield from _list("Audit findings it answers to, in our words", (_finding(audits, name) for name in rule.findings))
    yield from _list(f"Tests (flagger rules test {rule.id})", (test.name for test in rule.tests))


def _list(heading: str, items: Iterable[str]) -> Iterator[str]:
    lines = [line for item in items for line in para(f"- {item}", 2, 2)]
    if lines:
        yield from ("", heading, *lines)


def _sentence(rule: Rule, said: str) -> str:
    """The sentence with the rule's own numbers in it; what only a chronology can fill stands in brackets."""
    words = {name: f"[{name.replace('_', ' ')}]" for name in re.findall(r"\{(\w+)\}", said)}
    least = {"at_least": str(rule.matcher.at_least)} if isinstance(rule.matcher, Count) else {}
    return fill(said, words | least | parameter_words(rule))


def _finding(audits: Audits, name: str) -> str:
    finding = audits.findings[name]
    audit = audits.audits[finding.audit]
    year = "" if audit.year == "not stated" else f", {audit.year}"
    return plain(f"{finding.says} ({audit.title}, {audit.body}{year})")
