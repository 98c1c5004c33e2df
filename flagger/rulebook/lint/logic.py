"""Checks for a rule that can never match: its conditions leave nothing."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from flagger.documents.document import walk
from flagger.rulebook.expand import expand
from flagger.rulebook.fields import read_span, size
from flagger.rulebook.lint.issue import Context, Found
from flagger.rulebook.model import Absence, Combine, Count, Measure, Rule, Selectors, Sequence
from flagger.rulebook.shapes import Conflict, Rate


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
    if whole is not None and _all_affirmed(measure.share.whole) and whole <= _plain(measure.share.part, context):
        said = "this is no share: every row of the whole is a part; expected other rows in `whole`; found none"
        yield ("match", "measure", "share", "whole"), said, "error"
    if measure.fall and measure.fall.to_at_most >= measure.fall.from_at_least:
        said = f"no fall; expected `to_at_most` below {measure.fall.from_at_least}; found {measure.fall.to_at_most}"
        yield ("match", "measure", "fall", "to_at_most"), said, "error"


def can_go_unanswered(rule: Rule, context: Context) -> Found:
    """An anchor does not always answer itself: some code of `after` is not among those expected."""
    if not isinstance(absence := rule.matcher, Absence) or absence.after is None:
        return
    anchors = _codes(absence.after, context)
    if anchors is not None and _all_affirmed(absence.after) and anchors <= _plain(absence.expect, context):
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
    """No selector, however deep, shuts out all that it asks for."""
    expanded = expand(rule.document, {}, rule.shared)
    for section in ("events", "episodes", "match"):
        for place, node in walk(expanded.data.get(section), (section,)):
            if isinstance(node, Mapping) and (what := _shut_out(node, context)):
                said = f"this can never match: {what}; expected something left; found none"
                yield expanded.origin.get(place, place), said, "error"


def _shut_out(selector: Mapping[str, Any], context: Context) -> str:
    """What leaves nothing to choose; `not_with` looks at affirmed codings only."""
    asked = [selector["with"]] if "with" in selector else []
    if "code" in selector and selector.get("coding", ("affirmed",)) == ("affirmed",):
        asked.append(selector["code"])
    if "not_with" in selector and any(context.codes(a) <= context.codes(selector["not_with"]) for a in asked):
        return "`not_with` shuts out all of it"
    for key in ("follows", "precedes", "during"):
        if key in selector and selector[key] == selector.get(f"not_{key}"):
            return f"`not_{key}` shuts out what `{key}` asks for"
    if "who" in selector and set(selector["who"]) <= set(selector.get("not_who", ())):
        return "`not_who` shuts out what `who` asks for"
    age = selector.get("age", {})
    if {"at_least", "under"} <= set(age) and size(read_span(age["at_least"])) >= size(read_span(age["under"])):
        return "nobody is of such an `age`"
    return ""


def rate_moves(rule: Rule, context: Context) -> Found:
    """What rises comes to more than it was, and what falls to less."""
    if not isinstance(rate := rule.matcher, Rate):
        return
    if rate.rise and rate.rise.to_at_least <= rate.rise.from_at_most:
        said = f"no rise; expected `to_at_least` above {rate.rise.from_at_most}; found {rate.rise.to_at_least}"
        yield ("match", "rate", "rise", "to_at_least"), said, "error"
    if rate.fall and rate.fall.to_at_most >= rate.fall.from_at_least:
        said = f"no fall; expected `to_at_most` below {rate.fall.from_at_least}; found {rate.fall.to_at_most}"
        yield ("match", "rate", "fall", "to_at_most"), said, "error"


def agencies_fit(rule: Rule, context: Context) -> Found:
    """Rows of the agencies that are asked for can be of one agency, or of several, as the rule wants them."""
    matcher, alone = rule.matcher, rule.per == "agency"
    if isinstance(matcher, Count):
        of = _agencies(matcher.of)
        most = 1 if alone else None if of is None else len(of)
        for place, part in (("count",), matcher), (("count", "also"), matcher.also):
            if part is not None and part.distinct == "agency" and most is not None and part.at_least > most:
                said = f"this can never match: too few agencies; expected {part.at_least}; found {most}"
                yield ("match", *place, "distinct"), said, "error"
    elif isinstance(matcher, Sequence):
        for i, (before, step) in enumerate(pairwise(matcher.steps), 1):
            here, there = _agencies(before.of), _agencies(step.of)
            apart = here is not None and there is not None and not here & there
            same = alone or (here is not None and here == there and len(here) == 1)
            other = "another agency than that of the step before"
            for key, never, what in (("same_as", apart, "an agency of both steps"), ("differs_from", same, other)):
                if never and "agency" in getattr(step, key):
                    said = f"this can never match; expected {what}; found none"
                    yield ("match", "sequence", "steps", i, key), said, "error"
    elif isinstance(matcher, Conflict) and matcher.differs == ("agency",):
        here, there = _agencies(matcher.one), _agencies(matcher.other)
        if alone or (here is not None and here == there and len(here) == 1):
            said = "this can never match; expected rows of two agencies; found those of one"
            yield ("match", "conflict", "differs"), said, "error"


def _agencies(selectors: Selectors) -> frozenset[str] | None:
    """The agencies whose rows can be chosen; None when they can be anybody's."""
    if any(selector.agency is None for selector in selectors):
        return None
    return frozenset(name for selector in selectors for name in selector.agency or ())


def _all_affirmed(selectors: Selectors) -> bool:
    return all(selector.coding == ("affirmed",) for selector in selectors)


def _plain(selectors: Selectors, context: Context) -> frozenset[str]:
    """The codes of the selectors that ask for nothing else."""
    return context.codes(name for s in selectors if s.model_fields_set == {"code"} for name in s.code or ())


def _codes(selectors: Selectors, context: Context) -> frozenset[str] | None:
    """The codes a selection can be chosen for; None when some selector does not choose by code."""
    if any(selector.code is None for selector in selectors):
        return None
    return context.codes(name for selector in selectors for name in selector.code or ())
