"""Rules as text for a terminal of 80 columns: a list of them, and one as a practitioner would read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from flagger.report.console import para
from flagger.report.library.parts import came_to, day, findings, life, numbers, prompts, sentences, theme_of, together
from flagger.report.library.words import looks_for
from flagger.report.say import count
from flagger.rulebook.load import Rulebook
from flagger.rulebook.model import Rule

_WIDTH = 80


def rules_list(rules: Iterable[Rule]) -> str:
    """One line a rule, by theme, kind and status; last how many there are."""
    ordered = sorted(rules, key=lambda rule: (theme_of(rule), rule.kind, rule.status, rule.id))
    wide = max((len(rule.id) for rule in ordered), default=0)
    lines: list[str] = []
    for (theme, kind, _), group in groupby(ordered, key=lambda rule: (theme_of(rule), rule.kind, rule.status)):
        alike = list(group)
        lines.append(f"{theme.replace('_', ' ')}: {kind}, {life(alike[0])}")
        for rule in alike:
            lines += _beside(rule.id, rule.title, wide)
        lines.append("")
    kinds = Counter(rule.kind for rule in ordered)
    said = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    return "\n".join([*lines, f"{count(len(ordered), 'rule')}: {said}"]) + "\n"


def rule_text(rule: Rule, book: Rulebook, off: str = "") -> str:
    """Everything a rule says of itself, in words; `off` says why it is not run here."""
    return "\n".join(_lines(rule, book, off)) + "\n"


def _lines(rule: Rule, book: Rulebook, off: str) -> Iterator[str]:
    yield from _para(f"{rule.id} {rule.title}")
    reviewed = f", reviewed {day(rule)}" if day(rule) else ""
    about = f"{rule.kind}, {life(rule)}, version {rule.version}, family {rule.family}, theme {theme_of(rule)}"
    yield from _para(f"{about}, owner {rule.owner}{reviewed}".replace("_", " "))
    if rule.deprecated_reason:
        yield from _para(f"No longer used: {rule.deprecated_reason} Use {rule.replaced_by or 'no other'} instead.")
    if rule.off_because:
        yield from _para(f"Off unless an area switches it on: {rule.off_because}")
    if off and not (rule.off_because and rule.off_because.rstrip(".") in off):
        yield from _para(f"Not run here: {off}.")
    yield from ("", *_para(rule.summary), "", *_para(rule.why))
    yield from _list("What it looks for", looks_for(rule))
    yield from _together(rule, book)
    yield from _numbers(rule)
    yield from _list("What it says", (f"{status}: {said}" for status, said in sentences(rule)))
    yield from _list("Said beside it", (grade.name for grade in rule.grades))
    yield from _list("Questions", rule.ask)
    yield from _list("Also worth reflecting on", prompts(rule, book))
    yield from _list("What else might explain it", rule.consider)
    yield from _list("What it cannot see", [rule.does_not_see] if rule.does_not_see else [])
    answers = findings(rule, book.audits)
    if answers:
        yield from ("", "What audits found, in our words")
    for audit, found in answers:
        yield from _para(audit, 2, 2)
        for said in found:
            yield from _para(f"- {said}", 4, 2)
    yield from _tests(rule)


def _together(rule: Rule, book: Rulebook) -> Iterator[str]:
    used, users = together(rule, book.rules.values())
    for heading, names in (("It takes what these rules find", used), ("What it finds is taken by", users)):
        yield from _list(heading, (f"{name} {book.rules[name].title}" for name in names))


def _numbers(rule: Rule) -> Iterator[str]:
    if rule.params:
        yield from ("", "Numbers")
    for number in numbers(rule):
        days = f", in force {number.days}" if number.days else ""
        yield from _para(f"- {number.name}: {number.value} ({number.limits}{days})", 2, 2)
        yield from _para(number.basis, 4)


def _tests(rule: Rule) -> Iterator[str]:
    """One line a test: what is expected, and of what."""
    if rule.tests:
        yield from ("", f"Tests (flagger rules test {rule.id})")
    wide = max((len(came_to(test)) for test in rule.tests), default=0)
    for test in rule.tests:
        yield from _beside(came_to(test), test.name, wide)


def _list(heading: str, items: Iterable[str]) -> Iterator[str]:
    lines = [line for item in items for line in _para(f"- {item}", 2, 2)]
    if lines:
        yield from ("", heading, *lines)


def _beside(head: str, text: str, wide: int) -> Iterator[str]:
    """A short word in a column of its own, and text beside it."""
    for n, line in enumerate(_para(text, wide + 4)):
        yield line if n else f"  {head.ljust(wide)}  {line.lstrip()}"


def _para(text: str, indent: int = 0, hang: int = 0) -> list[str]:
    return para(text, indent, hang, _WIDTH)
