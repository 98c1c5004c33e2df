"""The words and measures of one match, for each kind of matcher (docs/rule-language.md, "Words for sentences")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from flagger.dates.say import say
from flagger.detect.evidence import members_of
from flagger.flags.words import agency_words, code_words, days_between, listed
from flagger.matchers.record import Matches
from flagger.matchers.selection import Ints
from flagger.model import Status
from flagger.rulebook.model import Rule
from flagger.rulebook.shapes import Absence, Combine, Conflict, Count, Measure, Rate, Sequence
from flagger.timeline.arrays import Timeline

Words = dict[str, str]
Measures = dict[str, int | str]


@dataclass(frozen=True)
class Found:
    """One match with what is needed to speak of it."""

    line: Timeline
    rules: Mapping[str, Rule]
    matches: Mapping[str, Matches]
    rule: Rule
    number: int
    evidence: Ints
    agencies: tuple[str, ...]

    @property
    def own(self) -> Matches:
        return self.matches[self.rule.id]

    def days(self, pos: int) -> tuple[int, int]:
        return int(self.line.lo[pos]), int(self.line.hi[pos])

    def measure(self, name: str) -> int:
        return int(self.own.measures[name][self.number])

    def by_role(self, role: str) -> list[int]:
        rows = slice(self.own.offsets[self.number], self.own.offsets[self.number + 1])
        number = self.own.roles.index(role)
        return [int(p) for p, r in zip(self.own.evidence[rows], self.own.role[rows], strict=True) if r == number]


def words_and_measures(found: Found) -> tuple[Words, Measures]:
    """What fills the sentence beyond dates and parameters, and the arithmetic shown beside it."""
    matcher = found.rule.matcher
    if isinstance(matcher, Combine):
        return _combine(found)
    if isinstance(matcher, Count):
        return _count(found, matcher)
    if isinstance(matcher, Sequence):
        return _sequence(found, matcher)
    if isinstance(matcher, Absence):
        return _absence(found, matcher)
    if isinstance(matcher, Rate):
        return _tallies(found, "before", "after")
    if isinstance(matcher, Conflict):
        return _tallies(found, "n", "one", "other")
    return _measure(found, matcher)


def _tallies(found: Found, *names: str) -> tuple[Words, Measures]:
    measures: Measures = {name: found.measure(name) for name in names}
    return {name: str(value) for name, value in measures.items()}, measures


def _count(found: Found, matcher: Count) -> tuple[Words, Measures]:
    own = found.own
    n, peak = found.measure("n"), found.measure("peak")
    met = say(int(own.met_lo[found.number]), int(own.met_hi[found.number]))
    words = {"n": str(n), "peak": str(peak), "at_least": str(matcher.at_least), "first_met": met, "values": ""}
    measures: Measures = {"n": n, "peak": peak, "at_least": matcher.at_least}
    if isinstance(matcher.distinct, tuple):
        held = [name for v, name in enumerate(matcher.distinct) if own.measures[f"value {v}"][found.number]]
        words["values"] = listed(code_words(name) for name in held)
        measures["values"] = len(held)
    elif matcher.distinct == "agency":
        named = {found.line.agencies[found.line.agency[p]] for p in found.evidence} - {""}
        words["values"] = listed(sorted(agency_words(agency) for agency in named))
        measures["values"] = len(named)
    return words, measures


def _sequence(found: Found, matcher: Sequence) -> tuple[Words, Measures]:
    at = {step.as_: found.by_role(step.as_)[0] for step in matcher.steps}
    words = {name: say(*found.days(pos)) for name, pos in at.items()}
    days = days_between(found.days(at[matcher.steps[0].as_]), found.days(at[matcher.steps[-1].as_]))
    return words | {"days": days}, {"days": days}


def _absence(found: Found, matcher: Absence) -> tuple[Words, Measures]:
    anchor = found.days(found.by_role("anchor")[0])
    deadline, start = found.measure("deadline"), found.measure("searched_from")
    until = min(deadline, found.line.as_at)
    searched = f"Searched: the rows of {listed(agency_words(a) for a in found.agencies)}, {say(start)} to {say(until)}."
    if not found.agencies:
        searched = f"Searched: the rows supplied, {say(start)} to {say(until)}."
    nearest = "None was found at any other time either." if matcher.every is None else "No later one was found."
    if found.own.status[found.number] != Status.CONFIRMED:  # one of a rough date may lie in that time, or outside it
        nearest = "None is dated surely at any other time." if matcher.every is None else "None is surely dated later."
    for pos in found.by_role("nearest"):
        when = "after that time" if found.days(pos)[0] > deadline else "before that time"
        nearest = f"The nearest found is dated {say(*found.days(pos))}, {when}."
        if matcher.every is not None:
            nearest = f"The next one found is dated {say(*found.days(pos))}."
    words = {"anchor": say(*anchor), "deadline": say(deadline), "searched": searched, "nearest": nearest}
    return words, {"deadline": say(deadline)}


def _measure(found: Found, matcher: Measure) -> tuple[Words, Measures]:
    names = ("part", "whole") if matcher.fall is None else ("before_part", "before_whole", "after_part", "after_whole")
    words, measures = _tallies(found, *names)
    if matcher.fall is None:
        words["percent"] = f"{found.measure('part') / found.measure('whole'):.0%}"
    return words, measures


def _combine(found: Found) -> tuple[Words, Measures]:
    members = list(members_of(found.matches, found.rule.id, found.number))
    rules = list(dict.fromkeys(name for name, _ in members))
    families = list(dict.fromkeys(found.rules[name].family for name in rules))
    words = {
        "n": str(len(members)),
        "families": listed(code_words(name) for name in families),
        "rules": listed(f"“{found.rules[name].title}”" for name in rules),
    }
    return words, {"n": len(members), "families": len(families)}


def grades(found: Found, measures: Measures) -> tuple[str, ...]:
    """The names of the rule's grades that hold for this match: facts said beside the flag."""
    held = []
    for grade in found.rule.grades:
        when = grade.when
        if when.peak_at_least is not None and found.measure("sure_peak") < when.peak_at_least:
            continue
        if when.n_at_least is not None and int(measures.get("n", 0)) < when.n_at_least:
            continue
        if when.days_at_most is not None and int(str(measures.get("days", "0")).split()[-1]) > when.days_at_most:
            continue
        if when.shortening and not _shortening(found):
            continue
        held.append(grade.name)
    return tuple(held)


def _shortening(found: Found) -> bool:
    """Whether each of the last three gaps between days of evidence is shorter than the one before; exact dates only."""
    days = [found.days(int(pos)) for pos in found.evidence]
    if any(lo != hi for lo, hi in days):
        return False
    seen = sorted({lo for lo, _ in days})
    gaps = [b - a for a, b in pairwise(seen)][-3:]
    return len(gaps) == 3 and gaps[0] > gaps[1] > gaps[2]
