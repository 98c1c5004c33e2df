"""What a rule says of itself, part by part, for the forms that show it: text in a terminal, a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flagger.dates.say import say, to_day
from flagger.flags.words import fill, parameter_words
from flagger.report.library.trace_text import audit_words
from flagger.report.library.words import bounds
from flagger.rulebook.audits import Audits
from flagger.rulebook.load import Rulebook, references
from flagger.rulebook.model import Param, Rule, RuleTest
from flagger.rulebook.settle import AREA_WORDS
from flagger.rulebook.shapes import Count

_LIFE = {"draft": "a draft", "test": "in test", "stable": "stable", "deprecated": "no longer used"}


@dataclass(frozen=True)
class Number:
    """One number: its value with its unit, what an area may make of it, its basis and source, the days it is for."""

    name: str
    value: str
    limits: str
    basis: str
    days: str


def theme_of(rule: Rule) -> str:
    """The folder of a theme, else `strengths` or `combined`."""
    first, *rest = rule.document.file.split("/")
    return rest[0] if first == "themes" and len(rest) > 1 else first


def life(rule: Rule) -> str:
    """Its status in words, and whether it waits for an area to switch it on."""
    return _LIFE[rule.status] + (", off" if rule.default == "off" else "")


def day(rule: Rule) -> str:
    """When it was last looked at, or nothing."""
    return "" if rule.reviewed_on is None else say(to_day(rule.reviewed_on))


def numbers(rule: Rule) -> list[Number]:
    said = zip(bounds(rule), rule.params.values(), strict=True)
    return [Number(*words, _in_force(param)) for words, param in said]


def _in_force(param: Param) -> str:
    ends = (("from", param.valid_from), ("to", param.valid_to))
    return " ".join(f"{word} {say(to_day(date))}" for word, date in ends if date)


def sentences(rule: Rule) -> list[tuple[str, str]]:
    """The sentence for each status with the rule's own numbers; what only a chronology can fill is in brackets."""
    least = {"at_least": str(rule.matcher.at_least)} if isinstance(rule.matcher, Count) else {}
    said = rule.because.model_dump(exclude_none=True)
    return [
        (status, fill(text, {**_brackets(text), **AREA_WORDS, **least, **parameter_words(rule)}))
        for status, text in said.items()
    ]


def _brackets(text: str) -> dict[str, str]:
    return {name: f"[{name.replace('_', ' ')}]" for name in re.findall(r"\{(\w+)\}", text)}


def findings(rule: Rule, audits: Audits) -> list[tuple[str, list[str]]]:
    """The audits a rule answers to, by title and in order of number, each with what it found, in our words."""
    by_audit: dict[str, list[str]] = {}
    for name in rule.findings:
        if name in audits.findings:
            by_audit.setdefault(audits.findings[name].audit, []).append(audits.findings[name].says)
    return [(audit_title(audits, number), by_audit[number]) for number in sorted(by_audit)]


def audit_title(audits: Audits, number: str) -> str:
    audit = audits.audits[number]
    return f"{audit.title} (audit {number}; {audit_words(audit)})"


def together(rule: Rule, rules: Iterable[Rule]) -> tuple[list[str], list[str]]:
    """The ids of the rules whose matches it takes, and of those that take its own."""
    used = sorted({name for _, name in references(rule)})
    return used, sorted(other.id for other in rules if rule.id in {name for _, name in references(other)})


def prompts(rule: Rule, book: Rulebook) -> list[str]:
    return [prompt.asks for prompt in book.prompts.of_rule(rule.id).values()]


def came_to(test: RuleTest) -> str:
    """What a test expects, in a word or two."""
    if not test.expect:
        return "nothing" if test.outcome in (None, "not flagged") else test.outcome or ""
    counted = Counter(match.status for match in test.expect)
    return ", ".join(status if n == 1 else f"{n} {status}" for status, n in counted.items())
