"""Checks of what makes a good rule, apart from reading it: each a function that yields what it found.

The list of checks is written out by hand. A rulebook that loads can be linted; nothing here changes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from flagger.codebook.book import Codebook
from flagger.rulebook.lint import beside, form, logic, names, numbers, prose
from flagger.rulebook.lint.issue import Check, Context, Issue, Severity
from flagger.rulebook.load import Rulebook, named_codes
from flagger.rulebook.model import Rule
from flagger.rulebook.words import Word

__all__ = ["CHECKS", "Issue", "Severity", "broken", "lint"]

CHECKS: tuple[Check, ...] = (
    form.file_name,
    form.key_order,
    form.own_title,
    form.report_policy,
    form.grades_fit,
    form.deprecated_says_why,
    form.reviewed,
    form.doubts_said,
    form.tests_cover,
    form.tests_named,
    form.tests_in_past,
    names.names_used,
    names.codes_known,
    names.agencies_known,
    names.findings_known,
    names.rules_in_use,
    numbers.bounds_hold,
    numbers.bounds_pin,
    numbers.basis_given,
    numbers.dates_hold,
    numbers.numbers_named,
    prose.because_complete,
    prose.placeholders_known,
    prose.area_words_known,
    prose.words_differ,
    prose.questions_ask,
    prose.words_kind,
    prose.still_to_write,
    logic.enough_values,
    logic.part_in_whole,
    logic.can_go_unanswered,
    logic.enough_rules,
    logic.selectors_choose,
    logic.rate_moves,
    logic.agencies_fit,
)

_OF_A_RUN: tuple[Check, ...] = (
    form.grades_fit,
    names.findings_known,
    names.rules_in_use,
    prose.because_complete,
    prose.placeholders_known,
    logic.enough_values,
    logic.part_in_whole,
    logic.can_go_unanswered,
    logic.enough_rules,
    logic.selectors_choose,
    logic.rate_moves,
    logic.agencies_fit,
)


def broken(rulebook: Rulebook, codebook: Codebook) -> list[Issue]:
    """The errors with which a rule would say nothing, or could not be said: no run starts with one. In order."""
    context = Context(rulebook, dt.date.min, codebook, None, ())
    return sorted({i for check in _OF_A_RUN for rule in rulebook.rules.values() for i in _of(rule, check, context)})


def lint(
    rulebook: Rulebook,
    as_at: dt.date,
    codebook: Codebook | None = None,
    agencies: Collection[str] | None = None,
    words: tuple[Word, ...] = (),
) -> list[Issue]:
    """Every issue of every rule, in order of file and line. `as_at` is the day taken as today.

    Without `codebook` and `agencies` those names are not checked; `words` are those to avoid (`load_words`).
    """
    context = Context(rulebook, as_at, codebook, agencies, words)
    issues = {*beside.findings_placed(context), *beside.words_kind(context), *_of_codebook(context)}
    for rule in rulebook.rules.values():
        for check in CHECKS:
            issues.update(_of(rule, check, context))
    return sorted(issues)


def _of(rule: Rule, check: Check, context: Context) -> Iterator[Issue]:
    name = check.__name__.replace("_", "-")
    for place, message, severity in check(rule, context):
        yield Issue(rule.document.file, rule.document.line(place), name, message, severity)


def _of_codebook(context: Context) -> Iterator[Issue]:
    """Codes that no rule uses, by their own name or by a family's."""
    used: set[str] = set()
    for rule in context.rulebook.rules.values():
        used |= context.codes(name for _, names in named_codes(rule.document) for name in names)
    for name, (file, line) in context.codebook.places.items() if context.codebook else ():
        if name not in used:
            said = f"no rule uses `{name}`; expected a rule or none; found none"
            yield Issue(f"codebook/{file}", line, "codes-used", said, "note")
