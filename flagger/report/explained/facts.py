"""The arithmetic of an explanation in words: how many, how far a chain got, by when, and what share."""

from __future__ import annotations

from collections.abc import Iterator

from flagger.dates.say import say
from flagger.dates.spans import Span
from flagger.explain.record import Branch, Chain, Condition, Due, Fact, Most, Share, Tally
from flagger.flags.words import code_words, listed, value_words
from flagger.report.explained.words import Said, ordinal, some_rows, state_words
from flagger.report.say import count
from flagger.rulebook.model import Rule
from flagger.rulebook.shapes import Absence, Combine, Count, Measure, Rate, Step
from flagger.rulebook.shapes import Sequence as Steps

Line = tuple[str, str | None]


def branch_says(rule: Rule, branch: Branch, said: Said) -> str:
    """One match, or what is none, in a sentence."""
    whose = f"{branch.subject}: " if branch.subject else ""
    if branch.flag is not None:
        return f"{whose}{_capital(state_words(branch.state))}: {branch.flag.says} (flag {branch.flag.id})"
    if branch.rows:
        event, _ = branch.rows[0]
        return f"{whose}{said(event)}: {state_words(branch.state)}."
    return f"{whose}{_capital(state_words(branch.state))}."


def facts_say(rule: Rule, branch: Branch, said: Said) -> Iterator[Line]:
    """Each fact as a sentence, and the truth of the condition that it speaks of."""
    for fact in branch.facts:
        yield from _fact(rule, fact, branch, said)


def _fact(rule: Rule, fact: Fact, branch: Branch, said: Said) -> Iterator[Line]:
    if isinstance(fact, Most):
        yield from _most(rule, fact, said)
    elif isinstance(fact, Condition):
        yield _condition(rule, fact), fact.truth
    elif isinstance(fact, Chain):
        yield from _chain(rule, fact, said)
    elif isinstance(fact, Due):
        yield from _due(rule, fact, said)
    elif isinstance(fact, Share):
        yield _share(rule, fact, said)
    else:
        yield _tally(rule, fact), None


def _most(rule: Rule, most: Most, said: Said) -> Iterator[Line]:
    things = _things(rule, most)
    held = f"{things} within {_within(rule)}, {most.asked} asked for"
    if most.surely is not None and most.surely < most.n:
        yield f"At most {held}; surely {most.surely}.", "true" if most.surely >= most.asked else "maybe"
    else:
        yield f"{_capital(held)}.", "true" if most.n >= most.asked else "false"
    if most.n < most.asked and most.rows and most.n:
        yield f"The nearest to it: {some_rows(most.rows, said)}.", None
    if most.late is not None:
        days, event = most.late
        last = f"the {ordinal(most.asked)} row ({said(event)})"
        yield f"{_capital(last)} comes {count(days, 'day')} after the time that begins with the first.", None


def _things(rule: Rule, most: Most) -> str:
    m = rule.matcher
    if isinstance(m, Combine):
        family = m.distinct == "family"
        return count(most.n, "kind of pattern" if family else "rule", "kinds of pattern" if family else "rules")
    if isinstance(m, Count):
        distinct = m.also.distinct if most.name == "also" and m.also is not None else m.distinct
        if distinct == "agency":
            return count(most.n, "different agency", "different agencies")
        if distinct is not None:
            return count(most.n, "different thing")
        if m.of[0].rule is not None:
            return count(most.n, "pattern")
    return count(most.n, "row")


def _within(rule: Rule) -> str:
    m = rule.matcher
    assert isinstance(m, Count | Combine | Measure | Rate), "only these have one window"
    return m.within.words


def _condition(rule: Rule, condition: Condition) -> str:
    m = rule.matcher
    said = {
        "at_least": "Enough together in the time",
        "also": "Enough different agencies in the same time",
        "apart": "Not all in one row",
        "pair": "Two different rows, one of each kind",
        "within": "Near enough to each other",
        "differs": "By different people or agencies, as asked",
    }
    if condition.name == "must_include" and isinstance(m, Combine):
        return f"One of them of {listed(m.must_include, 'or')}."
    return f"{said[condition.name]}."


def _chain(rule: Rule, chain: Chain, said: Said) -> Iterator[Line]:
    m = rule.matcher
    assert isinstance(m, Steps)
    steps = {step.as_: step for step in m.steps}
    for name, least, most in chain.spare:
        span, days = steps[name].within, str(most) if least == most else f"{least} to {most}"
        assert span is not None, "every later step has one"
        yield f"({code_words(name)}) comes {days} days after the step before it; {span.words} allowed.", None
    if chain.broke:
        yield from _broken(m, chain, said)


def _broken(m: Steps, chain: Chain, said: Said) -> Iterator[Line]:
    names = [step.as_ for step in m.steps]
    at = names.index(chain.broke)
    got = f"The chain gets to step {at} of {len(names)}" if at else "The chain does not begin"
    yield f"{got}: {_cause(m.steps[at], chain, said)}.", "false"
    if chain.rows:
        held = "; ".join(f"({code_words(step)}) {said(event)}" for event, step in chain.rows)
        yield f"The nearest to it: {held}.", None


def _cause(step: Step, chain: Chain, said: Said) -> str:
    name = f"({code_words(chain.broke)})"
    if chain.cause == "none":
        return f"no row can take the step {name}"
    if chain.cause == "between":
        return f"before {name} stands what must not: {some_rows(chain.between, said)}"
    if chain.cause == "late":
        over = "" if chain.over is None else f" by {count(chain.over, 'day')}"
        needed = "" if chain.needs is None else f", and {value_words(chain.needs)} would be needed"
        return f"{name} comes too late{over}: {value_words(step.within)} allowed{needed}"
    if chain.cause == "agency":
        return f"{name} is not of the agency asked for"
    return f"{name} is on the same day" if chain.cause == "same day" else f"more than one thing keeps {name} out"


def _due(rule: Rule, due: Due, said: Said) -> Iterator[Line]:
    m = rule.matcher
    assert isinstance(m, Absence)
    span = m.within if m.within is not None else m.every
    assert span is not None, "the shape asks for one"
    yield f"Due by {say(due.deadline)} ({span.words}); looked from {say(due.searched_from)}.", None
    if due.state == "answered":
        yield f"Answered {_when(due, span.unit, span.n)}{_by(due, said)}.", "false"
    elif due.state == "excused" and m.unless is not None:
        yield "Nothing was expected then.", "false"
    elif due.state == "not assessed":
        yield "Nobody has said that the rows cover these days, so nothing can be said of them.", None
    elif due.state in ("not yet due", "pending"):
        yield "The time is not over.", None
    else:
        yield "No row in that time is surely what was expected.", "true" if due.state == "confirmed" else "maybe"
    if due.nearest is not None:
        late = "" if due.late is None else f", {value_words(due.late)} after that time"
        yield f"The nearest outside that time{late}: {said(due.nearest)}.", None


def _when(due: Due, unit: str, n: int) -> str:
    """ "on day 9 of 10"."""
    if not isinstance(due.least, Span):
        return "in time"
    if due.least.n == 0:
        return "on the same day"
    words = {"d": "on day", "w": "in week", "mo": "in month", "y": "in year", "wd": "on working day"}[unit]
    return f"{words} {due.least.n} of {n}"


def _by(due: Due, said: Said) -> str:
    return f" by {some_rows(due.answers, said)}" if due.answers else ", by rows together"


def _share(rule: Rule, share: Share, said: Said) -> Line:
    which = {"share": "The best window", "high": "The best first window", "low": "The best later window"}[share.name]
    held = share.part / share.whole
    side = "or less" if share.at_most else "or more"
    fits = held <= share.asked if share.at_most else held >= share.asked
    asked = f"{share.asked:.0%} {side} asked for, of at least {share.whole_asked}"
    held_words = f"{share.part} of {share.whole} ({held:.0%})"
    return f"{which} of {_within(rule)} holds {held_words}; {asked}.", "true" if fits else "false"


def _tally(rule: Rule, tally: Tally) -> str:
    if isinstance(rule.matcher, Rate):
        return f"{count(tally.before, 'row')} in the first window of {_within(rule)}, {tally.after} in the next."
    if not tally.after:  # every row is of both kinds
        return f"{count(tally.before, 'row')} that do not agree."
    return f"{count(tally.before, 'row')} of the one, {tally.after} of the other."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
