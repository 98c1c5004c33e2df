"""A page for each rule and an index of them, as Markdown: what `flagger rules docs` writes into docs/rules/.

Made from the rule files alone, whatever the day and the area, so that the same rules give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flagger.report.library.drawing import LEGEND, drawn
from flagger.report.library.parts import (
    Number,
    audit_title,
    day,
    findings,
    life,
    numbers,
    prompts,
    sentences,
    theme_of,
    together,
)
from flagger.report.library.words import looks_for
from flagger.report.say import count
from flagger.rulebook.examples import read_example
from flagger.rulebook.load import Rulebook
from flagger.rulebook.model import Rule

INDEX = "README.md"
MARK = "<!-- Written by `flagger rules docs`: change the rule's own file instead. -->"
_ABOUT = """\
Each page says what one rule looks for, which numbers it uses and where they come from, which findings of published
audits it answers to, what it says, what to ask, what else might explain it, what it cannot see, and its tests, drawn. A
flag is a pattern in the record, not a finding about a family. Which rule answers to which finding:
[audits.md](../audits.md); how rules are written: [rule-language.md](../rule-language.md)."""


def rule_pages(book: Rulebook) -> dict[str, str]:
    """The text of every page by its file name. The texts of the rules are as they hold where no area says otherwise."""
    return {INDEX: _index(book)} | {f"{rule.id}.md": _page(rule, book) for rule in book.rules.values()}


def _page(rule: Rule, book: Rulebook) -> str:
    parts = [MARK, f"# {rule.id} {_md(rule.title)}", _md(rule.summary), *_life(rule), "## Why it is worth a look"]
    parts += [_md(rule.why), "## What it looks for", _bullets(looks_for(rule)), *_together(rule, book), *_numbers(rule)]
    parts += ["## What audits found", "In our words."]
    for audit, found in findings(rule, book.audits):
        parts += [f"**{_md(audit)}**", _bullets(found)]
    said = [(status, _md(text)) for status, text in sentences(rule)]
    parts += ["## What it says", "What only a chronology can fill stands in brackets."]
    parts.append(_table(("when", "sentence"), said))
    for heading, items in (
        ("Said beside it", [grade.name for grade in rule.grades]),
        ("Questions", rule.ask),
        ("Also worth reflecting on", prompts(rule, book)),
        ("What else might explain it", rule.consider),
        ("What it cannot see", [rule.does_not_see] if rule.does_not_see else []),
    ):
        if items:
            parts += [f"## {heading}", _bullets(items)]
    return "\n\n".join([*parts, *_tests(rule)]) + "\n"


def _life(rule: Rule) -> Iterator[str]:
    file = f"rules/{rule.document.file}"
    about = {
        "kind": rule.kind,
        "theme": theme_of(rule),
        "family": rule.family,
        "status": life(rule),
        "version": rule.version,
        "owner": rule.owner,
        "reviewed": day(rule),
    }
    there = {name: _md(value.replace("_", " ")) for name, value in about.items() if value}
    there["file"] = f"[{file}](../../{file})"
    yield _table(tuple(there), [tuple(there.values())])
    if rule.deprecated_reason:
        instead = _link(rule.replaced_by) if rule.replaced_by else "no other"
        yield f"**No longer used.** {_md(rule.deprecated_reason)} Use {instead} instead."
    if rule.off_because:
        yield f"**Off unless an area switches it on.** {_md(rule.off_because)}"


def _together(rule: Rule, book: Rulebook) -> Iterator[str]:
    used, users = together(rule, book.rules.values())
    for said, names in (("It takes what these rules find", used), ("What it finds is taken by", users)):
        if names:
            yield f"{said}:"
            yield "\n".join(f"- {_link(name)} {_md(book.rules[name].title)}" for name in names)


def _numbers(rule: Rule) -> Iterator[str]:
    if rule.params:
        yield "## Numbers"
        rows = [tuple(map(_md, (n.name, n.value, _may(n), n.basis))) for n in numbers(rule)]
        yield _table(("number", "value", "what an area may set", "basis and source"), rows)


def _may(number: Number) -> str:
    limits = number.limits.replace("an area may set ", "")
    return f"{limits}; in force {number.days}" if number.days else limits


def _tests(rule: Rule) -> Iterator[str]:
    if rule.tests:
        yield "## Tests"
        yield f"Invented chronologies, and what the rule must make of each (`flagger rules test {rule.id}`). {LEGEND}"
    for test in rule.tests:
        yield f"### {_md(test.name)}"
        yield "\n".join(["```text", *drawn(read_example(test)), "```"])


def _index(book: Rulebook) -> str:
    rules = sorted(book.rules.values(), key=lambda rule: (theme_of(rule), rule.id))
    kinds = {kind: sum(rule.kind == kind for rule in rules) for kind in ("concern", "strength", "record")}
    said = ", ".join(f"{n} of kind {kind}" for kind, n in kinds.items() if n)
    parts = [MARK.replace("rule's own file", "rules' own files"), "# The rules", _ABOUT]
    parts += [f"{count(len(rules), 'rule')}: {said}.", "## By theme"]
    for theme in dict.fromkeys(map(theme_of, rules)):
        rows = [(_link(r.id), _md(r.title), r.kind, life(r)) for r in rules if theme_of(r) == theme]
        parts += [
            f"### {theme.replace('_', ' ').capitalize()}",
            _table(("rule", "what", "kind", "status"), rows),
        ]
    return "\n\n".join([*parts, "## By audit", *_by_audit(book, rules)]) + "\n"


def _by_audit(book: Rulebook, rules: Sequence[Rule]) -> Iterator[str]:
    """Each audit with its findings that a rule rests on."""
    resting: Mapping[str, list[str]] = {name: [] for name in book.audits.findings}
    for rule in rules:
        for name in rule.findings:
            resting.get(name, []).append(_link(rule.id))
    for audit in sorted(book.audits.audits):
        found = {name: f for name, f in book.audits.findings.items() if f.audit == audit and resting[name]}
        if found:
            yield f"### {_md(audit_title(book.audits, audit))}"
            rows = [(_md(finding.says), ", ".join(resting[name])) for name, finding in found.items()]
            yield _table(("in our words", "rules"), rows)


def _link(rule_id: str) -> str:
    return f"[{rule_id}]({rule_id}.md)"


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {_md(item)}" for item in items)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, ["---"] * len(heads), *rows))


def _md(text: str) -> str:
    """Text as one line that Markdown shows as it is."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", " ".join(text.split()))
