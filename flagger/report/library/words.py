"""What a rule looks for, in words: each matcher, selector and episode as a practitioner would say it.

The words follow docs/semantics.md; a rule's own summary and sentences are its author's and are not made here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flagger.dates.say import say
from flagger.dates.spans import Span
from flagger.flags.words import agency_words, code_words, listed, role_words, value_words
from flagger.rulebook.fields import Distinct
from flagger.rulebook.model import Rule
from flagger.rulebook.selectors import Episode, Near, Selector
from flagger.rulebook.shapes import (
    Absence,
    Also,
    Collapse,
    Combine,
    Conflict,
    Count,
    Fall,
    Matcher,
    Measure,
    Rate,
    When,
)
from flagger.rulebook.shapes import Sequence as Steps

_PER = {
    "agency": ("Each agency's rows are looked at by themselves.",),
    "service": ("The rows about each service are looked at by themselves.",),
    "child": ("The rows about each child are looked at by themselves.",),
    "person": ("The rows about each person are looked at by themselves.",),
    "pair": ("The rows about each two people, one said to have harmed the other, are looked at by themselves.",),
}
_SAME = {
    "agency": "of the same agency",
    "service": "of the same service",
    "child": "about the same child",
    "person": "about the same person",
    "pair": "between the same two people",
    "involved": "that the agency recorded, or that names it as taking part",
}


def looks_for(rule: Rule) -> list[str]:
    """Sentences that say what the rule's matcher asks for."""
    return [*_matcher(rule.matcher), *_PER.get(rule.per, ()), *_needs(rule)]


def _matcher(matcher: Matcher) -> Iterator[str]:
    if isinstance(matcher, Count):
        yield from _count(matcher)
    elif isinstance(matcher, Steps):
        yield from _steps(matcher)
    elif isinstance(matcher, Absence):
        yield from _absence(matcher)
    elif isinstance(matcher, Measure):
        yield from _measure(matcher)
    elif isinstance(matcher, Rate):
        yield from _rate(matcher)
    elif isinstance(matcher, Conflict):
        yield from _conflict(matcher)
    else:
        yield from _combine(matcher)


def _needs(rule: Rule) -> Iterator[str]:
    if rule.needs is not None:
        needs = rule.needs
        if needs.codes:
            yield f"It is assessed only where some row is about {either(needs.codes)}."
        if needs.fields:
            yield f"It is assessed only where the rows have {listed([column_words(name) for name in needs.fields])}."
        if needs.who:
            yield f"It is assessed only where some row shows {listed([role_words(name) for name in needs.who], 'or')}."
        if needs.born:
            yield "It is assessed only where a child's date of birth is written down."


def _count(m: Count) -> Iterator[str]:
    apart = ", not all in one row" if m.apart else ""
    things = f"{m.at_least} patterns" if m.of[0].rule else _things(m.at_least, m.distinct)
    yield f"At least {things} within {m.within.words}{apart}, each {selected(m.of)}."
    if m.also is not None:
        yield f"In the same time also at least {_also(m.also)}."
    yield from _collapsed(m.collapse)


def _things(n: int, distinct: Distinct | None) -> str:
    if distinct is None:
        return f"{n} rows"
    if isinstance(distinct, tuple):
        return f"{n} different ones of {either(distinct)}"
    return f"{n} different agencies"


def _also(also: Also) -> str:
    return _things(also.at_least, also.distinct)


def _steps(m: Steps) -> Iterator[str]:
    first, *later = m.steps
    yield f"First ({code_words(first.as_)}): {selected(first.of)}."
    for step in later:
        day = ", on a later day" if step.same_day == "deny" else ""
        within = f" within {step.within.words}" if step.within else ""
        same = ", at the same agency" if step.same_as else ""
        other = ", at another agency" if step.differs_from else ""
        without = f", with none of these between them: {selected(step.without)}" if step.without else ""
        yield f"Then{within}{day}{same}{other} ({code_words(step.as_)}): {selected(step.of)}{without}."
    yield from _collapsed(m.collapse)


def _absence(m: Absence) -> Iterator[str]:
    before = f", or in the {m.or_before.words} before" if m.or_before else ""
    if m.after is not None and m.within is not None:
        yield f"It starts from {selected(m.after)}."
        yield f"Within {m.within.words} after that{before}, it expects {selected(m.expect)}."
    elif m.every is not None and m.during is not None:
        yield f"While this is under way ({episode(m.during)}), expects every {m.every.words}: {selected(m.expect)}."
    if m.unless is not None:
        yield f"Not where this is under way: {episode(m.unless.open)}."
    whose = listed(agency_words(name) for name in m.recorded_by) or "at least one agency"
    yield f"It is assessed only where coverage is declared for these days of {whose}."
    yield from _collapsed(m.collapse)


def _measure(m: Measure) -> Iterator[str]:
    yield f"The whole: {selected(m.share.whole)}."
    yield f"The part, among the whole: {selected(m.share.part)}."
    share = _fall(m.fall) if m.fall else _when(m.when)
    yield f"Within {m.within.words} the part is {share}; the whole is at least {m.when.whole_at_least} rows."
    yield from _collapsed(m.collapse)


def _rate(m: Rate) -> Iterator[str]:
    if m.rise is not None:
        few, many = m.rise.from_at_most, m.rise.to_at_least
        yield f"At most {few} rows in {m.within.words}, and at least {many} in the {m.within.words} that follow."
    elif m.fall is not None:
        many, few = m.fall.from_at_least, m.fall.to_at_most
        yield f"At least {many} rows in {m.within.words}, and at most {few} in the {m.within.words} that follow."
    yield f"Each row is {selected(m.of)}."
    yield from _collapsed(m.collapse)


def _conflict(m: Conflict) -> Iterator[str]:
    near = f" within {m.within.words} of each other" if m.within else ""
    yield f"Two rows{near} that do not agree: {selected(m.one)}; and {selected(m.other)}."
    if m.differs is not None:
        yield f"They {'show different people' if m.differs == ('person',) else 'come from different agencies'}."


def _fall(fall: Fall) -> str:
    return f"{fall.from_at_least:.0%} or more in one such stretch, and {fall.to_at_most:.0%} or less in a later one"


def _when(when: When) -> str:
    if when.share_at_most is not None:
        return f"{when.share_at_most:.0%} or less"
    part = f", and at least {when.part_at_least} of them" if when.part_at_least else ""
    return f"{when.share_at_least or 0:.0%} or more{part}"


def _combine(m: Combine) -> Iterator[str]:
    kinds = "kinds of pattern" if m.distinct == "family" else "patterns"
    yield f"At least {m.at_least} different {kinds} within {m.within.words}, among the rules {listed(m.of)}."
    if m.must_include:
        yield f"One of them is {listed(m.must_include, 'or')}."
    yield f"Patterns count that are {listed(m.status, 'or')}."


def _collapsed(collapse: Collapse | None) -> Iterator[str]:
    if collapse is not None:
        same = " of one agency" if collapse.same else ""
        yield f"Rows{same} that are {collapse.within.words} or less apart count once."


def selected(selectors: Sequence[Selector]) -> str:
    """What the selectors choose, as one phrase."""
    return "; or ".join(_selector(selector) for selector in selectors)


def _selector(s: Selector) -> str:
    words = [f"a pattern found by rule {s.rule}"] if s.rule else [_about(s)]
    words += _besides(s)
    if s.agency:
        words.append(f"of {listed([agency_words(name) for name in s.agency], 'or')}")
    return " ".join([*words, ", and ".join(_clauses(s))]).rstrip()


def _clauses(s: Selector) -> Iterator[str]:
    """What is asked of the rows around it, and of what was under way."""
    for near, said in (
        (s.follows, "that comes {} after {}"),
        (s.not_follows, "that does not come {} after {}"),
        (s.precedes, "that comes {} before {}"),
        (s.not_precedes, "that does not come {} before {}"),
    ):
        if near is not None:
            yield said.format(distance(near), neighbours(near))
    if s.during is not None:
        yield f"while this is under way ({episode(s.during)})"
    if s.not_during is not None:
        yield f"while this is not under way ({episode(s.not_during)})"


def _besides(s: Selector) -> Iterator[str]:
    """What is asked of the people, the columns and the date of a row."""
    if s.who:
        yield f"that shows {listed([role_words(name) for name in s.who], 'or')}"
    if s.not_who:
        yield f"that does not show {listed([role_words(name) for name in s.not_who], 'or')}"
    if s.collective is not None:
        yield f"that {'speaks' if s.collective else 'does not speak'} of the children together"
    if s.age is not None:
        least = [f"at least {s.age.at_least.words} old"] if s.age.at_least else []
        under = [f"under {s.age.under.words} old"] if s.age.under else []
        yield f"about a child {' and '.join(least + under)}"
    if s.blank:
        yield f"with nothing under {listed([column_words(name) for name in s.blank])}"
    if s.filled:
        yield f"with something under {listed([column_words(name) for name in s.filled])}"
    if s.dated:
        words = {"doubted": "its writer doubted", "rough": "known only to four weeks or longer"}
        yield f"with a date {listed([words[way] for way in s.dated], 'or')}"
    for day, side in ((s.since, "dated on or after"), (s.until, "dated on or before")):
        if day is not None:
            yield f"{side} {say(day)}"
    if s.unrecorded:
        yield f"naming somebody whose {listed([column_words(name) for name in s.unrecorded], 'or')} was left empty"


def column_words(name: str) -> str:
    return f"“{name.replace('_', ' ')}”"


def _about(s: Selector) -> str:
    about = "any row" if s.code is None else f"a row about {either(s.code)}"
    if s.coding != ("affirmed",):
        about += f" (said as {listed([status.replace('_', ' ') for status in s.coding], 'or')})"
    if s.with_:
        about += f" and also about {either(s.with_)}"
    if s.not_with:
        about += f" and not about {either(s.not_with)}"
    return about


def either(codes: Sequence[str]) -> str:
    return listed([f"“{code_words(code)}”" for code in codes], "or")


def distance(near: Near) -> str:
    beyond = f"more than {near.beyond.words} and " if near.beyond else ""
    return f"{beyond}within {near.within.words}"


def neighbours(near: Near) -> str:
    """In brackets where more follows that could be taken for the row's own."""
    same = f" {_SAME[near.same[0]]}" if near.same else ""
    said = f"{selected(near.of)}{same}"
    return f"[{said}]" if len(near.of) > 1 or any(any(_clauses(s)) for s in near.of) else said


def episode(of: Episode) -> str:
    """An episode by what opens and what closes it."""
    return f"from {selected(of.opens)}, until {selected(of.closes)}"


def bounds(rule: Rule) -> Iterator[tuple[str, str, str, str]]:
    """Each number of a rule: its name, value, limits, and the basis with its source."""
    for name, param in rule.params.items():
        low, high = (value_words(v) for v in (param.min, param.max))
        limits = "fixed" if param.min is None and param.max is None else f"an area may set {_limits(low, high)}"
        basis = "Our own inference" if param.basis == "inference" else (param.basis or "no basis given").capitalize()
        value = value_words(param.value)
        if (area := rule.set_by.get(name)) is not None:
            limits = f"set by {area} instead of {value_words(rule.authors(name))}; {limits}"
        unit = "" if isinstance(param.value, Span) or not param.unit else f" {param.unit}"
        yield name.replace("_", " "), f"{value}{unit}", limits, f"{basis}. {param.source or ''}".strip()


def _limits(low: str, high: str) -> str:
    return " ".join(
        part for part in (f"from {low}" if low != "None" else "", f"to {high}" if high != "None" else "") if part
    )
