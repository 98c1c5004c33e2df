"""Checks of a rule's sentences: one for each status, only words that will be there, questions, no blame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from flagger.documents.document import Place, walk
from flagger.rulebook.lint.issue import Context, Found
from flagger.rulebook.model import Count, Measure, Rule, Sequence
from flagger.rulebook.settle import AREA_WORDS
from flagger.rulebook.skeleton import TO_WRITE
from flagger.rulebook.words import find_words

_ALWAYS = ("first", "last", "span_days")
_BY_MATCHER = {
    "count": ("n", "peak", "at_least", "first_met"),
    "sequence": ("days",),
    "absence": ("anchor", "deadline", "searched", "nearest"),
    "measure": ("part", "whole", "percent"),
    "rate": ("before", "after"),
    "conflict": ("n", "one", "other"),
    "combine": ("n", "families", "rules"),
}
_FALL = ("before_part", "before_whole", "after_part", "after_whole")
_PROSE = (
    "title",
    "summary",
    "why",
    "grades",
    "because",
    "ask",
    "consider",
    "does_not_see",
    "deprecated_reason",
    "off_because",
)


def reachable(rule: Rule) -> tuple[str, ...]:
    """The statuses that the rule's matcher can reach."""
    absence = rule.match.absence
    waits = absence is not None and absence.every is None
    return ("confirmed", "possible", "pending") if waits else ("confirmed", "possible")


def placeholders(rule: Rule) -> tuple[str, ...]:
    """The words in braces that a rule's sentences may use. `values` are there only when distinct things are counted."""
    matcher = rule.matcher
    own = _FALL if isinstance(matcher, Measure) and matcher.fall else _BY_MATCHER[matcher.key]
    if isinstance(matcher, Count) and matcher.distinct is not None:
        own = (*own, "values")
    steps = tuple(step.as_ for step in matcher.steps) if isinstance(matcher, Sequence) else ()
    who = () if rule.per == "case" else ("who",)
    return (*_ALWAYS, *own, *steps, *who, *rule.params)


def because_complete(rule: Rule, context: Context) -> Found:
    """One sentence for each status that the matcher can reach, and none that it cannot."""
    expected, given = set(reachable(rule)), rule.because.model_fields_set
    for status in sorted(expected - given):
        yield ("because",), f"a sentence is missing; expected one for `{status}`; found none", "error"
    for status in sorted(given - expected):
        said = f"a sentence is never said; expected none for `{status}` in {rule.matcher.key}; found one"
        yield ("because", status), said, "error"


def placeholders_known(rule: Rule, context: Context) -> Found:
    """Sentences use only words that this matcher fills in."""
    known = placeholders(rule)
    for status in sorted(rule.because.model_fields_set):
        try:
            parts = list(Formatter().parse(getattr(rule.because, status)))
        except ValueError:
            yield ("because", status), "a brace is left open; expected `{word}`; found one brace", "error"
            continue
        for _, word, form, conversion in parts:
            if word is not None and (word not in {*known, *AREA_WORDS} or form or conversion):
                said = f"a word in braces is not known here; expected one of {', '.join(known)}; found {{{word}}}"
                yield ("because", status), said, "error"


def area_words_known(rule: Rule, context: Context) -> Found:
    """Texts that no match fills in use only words that an area says."""
    for name in ("title", "summary", "why", "ask", "consider", "does_not_see", "off_because"):
        for place, text in walk(rule.document.data.get(name), (name,)):
            for word in re.findall(r"\{(\w*)\}", text) if isinstance(text, str) else ():
                if word not in AREA_WORDS:
                    said = f"a word in braces is not known here; expected one of {', '.join(AREA_WORDS)}"
                    yield place, f"{said}; found {{{word}}}", "error"


def words_differ(rule: Rule, context: Context) -> Found:
    """A parameter's or step's name is a word of sentences, and so means nothing else there."""
    for name in sorted(set(_ALWAYS) & set(rule.params)):
        said = f"a parameter's name is taken by another word of sentences; expected one of its own; found `{name}`"
        yield ("params", name), said, "error"
    if not isinstance(matcher := rule.matcher, Sequence):
        return
    taken = {*_ALWAYS, *_BY_MATCHER["sequence"], *rule.params}
    for i, step in enumerate(matcher.steps):
        if step.as_ in taken:
            said = f"a step's name is taken by another word of sentences; expected one of its own; found `{step.as_}`"
            yield ("match", "sequence", "steps", i), said, "error"


def questions_ask(rule: Rule, context: Context) -> Found:
    """Every question ends as one."""
    for i, question in enumerate(rule.ask):
        if not question.rstrip().endswith("?"):
            yield ("ask", i), 'no question; expected it to end with "?"; found none', "error"


def words_kind(rule: Rule, context: Context) -> Found:
    """No word that blames, labels or claims too much, in what the rule itself says."""
    for place, text in _own_prose(rule):
        for found, word in find_words(text, context.words):
            yield place, f'a word to avoid; expected {word.instead}; found "{found}"', "error"


def still_to_write(rule: Rule, context: Context) -> Found:
    """Nothing is left as a new rule's skeleton has it."""
    for place, text in walk(rule.document.data):
        if isinstance(text, str) and text.startswith(TO_WRITE):
            wanted = " ".join(text.removeprefix(TO_WRITE).split())
            yield place, f"still to be written; expected in your words: {wanted}; found those of the skeleton", "error"


def _own_prose(rule: Rule) -> Iterator[tuple[Place, str]]:
    for section in _PROSE:
        for place, text in walk(rule.document.data.get(section), (section,)):
            if isinstance(text, str):
                yield place, text
    for i, test in enumerate(rule.tests):
        yield ("tests", i, "name"), test.name
