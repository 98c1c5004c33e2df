"""Checks for a rule that can never match: its conditions leave nothing."""

from __future__ import annotations

from flagger.rulebook.lint.issue import Context, Found
from flagger.rulebook.model import Absence, Combine, Count, Measure, Rule, Selector, Selectors


def enough_values(rule: Rule, context: Context) -> Found:
    """`at_least` asks for no more values than are named, and each named value can occur."""
    if not isinstance(count := rule.matcher, Count):
        return
    for place, part in (("count",), count), (("count", "also"), count.also):
        if part is None or not isinstance(part.distinct, tuple):
            continue
        if part.at_least > len(set(part.distinct)):
            said = f"this can never match: too few values; expected {part.at_least}; found {len(set(part.distinct))}"
            yield ("match", *place, "distinct"), said, "error"
        chosen = _codes(count.of, context)
        for i, name in enumerate(part.distinct):
            if chosen is not None and not context.codes([name]) & chosen:
                said = f"`{name}` can never occur; expected a family or code of what `of` chooses; found none of it"
                yield ("match", *place, "distinct", i), said, "error"


def part_in_whole(rule: Rule, context: Context) -> Found:
    """What is counted as part can be in the whole; and a fall falls."""
    if not isinstance(measure := rule.matcher, Measure):
        return
    part, whole = _codes(measure.share.part, context), _codes(measure.share.whole, context)
    if part is not None and whole is not None and not part & whole:
        said = "this can never match: no part is in the whole; expected a code in both; found none"
        yield ("match", "measure", "share", "part"), said, "error"
    if measure.fall and measure.fall.to_at_most >= measure.fall.from_at_least:
        said = f"no fall; expected `to_at_most` below {measure.fall.from_at_least}; found {measure.fall.to_at_most}"
        yield ("match", "measure", "fall", "to_at_most"), said, "error"


def can_go_unanswered(rule: Rule, context: Context) -> Found:
    """An anchor does not always answer itself: some code of `after` is not among those expected."""
    if not isinstance(absence := rule.matcher, Absence) or absence.after is None:
        return
    anchors = _codes(absence.after, context)
    plain = [s for s in absence.expect if s.model_fields_set == {"code"}]
    expected = context.codes(name for s in plain for name in s.code or ())
    if anchors is not None and anchors <= expected:
        said = "this can never match: every anchor is what is expected; expected another code in `after`; found none"
        yield ("match", "absence", "expect"), said, "error"


def enough_rules(rule: Rule, context: Context) -> Found:
    """`combine` asks for no more rules, or families, than it names."""
    if not isinstance(combine := rule.matcher, Combine):
        return
    rules = context.rulebook.rules
    values = set(combine.of) if combine.distinct == "rule" else {rules[name].family for name in combine.of}
    if combine.at_least > len(values):
        word = "rules" if combine.distinct == "rule" else "families"
        said = f"this can never match: too few {word}; expected {combine.at_least}; found {len(values)}"
        yield ("match", "combine", "of"), said, "error"


def selectors_choose(rule: Rule, context: Context) -> Found:
    """No selector shuts out with `not_with` all that it asks for with `code` or `with`."""
    for name, selectors in rule.events.items():
        for selector in selectors:
            if selector.not_with and any(
                context.codes(names) <= context.codes(selector.not_with)
                for names in (_affirmed(selector), selector.with_)
                if names
            ):
                said = "this can never match: `not_with` shuts out all of it; expected codes left; found none"
                yield ("events", name), said, "error"


def _affirmed(selector: Selector) -> tuple[str, ...] | None:
    """The codes asked for, if they must be affirmed: `not_with` looks at affirmed codings only."""
    return selector.code if selector.coding == ("affirmed",) else None


def _codes(selectors: Selectors, context: Context) -> frozenset[str] | None:
    """The codes a selection can be chosen for; None when some selector does not choose by code."""
    if any(selector.code is None for selector in selectors):
        return None
    return context.codes(name for selector in selectors for name in selector.code or ())
