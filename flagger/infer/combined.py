"""The matches and outcomes of the combined rules: which hold by kinds is asked of an engine, then dates are worked out.

Pure: no file, no clock. Meaning: docs/semantics.md section 5, `combine`, and section 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from flagger.dates.calendars import WorkingDays
from flagger.detect.needs import meets
from flagger.detect.run import Detection, Outcome, Setting
from flagger.infer.closure import Composite, Fact, Inference, InferenceFault
from flagger.infer.fixpoint import Fixpoint
from flagger.matchers.combine import combine
from flagger.matchers.record import Matches, no_matches
from flagger.matchers.selection import Bools
from flagger.model import Status
from flagger.rulebook.model import Rule
from flagger.rulebook.shapes import Combine
from flagger.timeline.arrays import Timeline

_EITHER = frozenset({"confirmed", "possible"})


def composites_of(rules: Iterable[Rule]) -> tuple[Composite, ...]:
    """The combined rules as the engines take them.

    A member stands by its id, and where only confirmed (or only possible) matches of it count, also by that:
    "R01:confirmed".
    """
    combined = _combined(rules)
    return tuple(
        Composite(
            rule.id,
            rule.family,
            tuple(dict.fromkeys(_kind(name, matcher, combined) for name in matcher.of)),
            matcher.at_least,
            matcher.distinct,
            tuple(_kind(name, matcher, combined) for name in matcher.must_include),
        )
        for rule, matcher in combined.values()
    )


def infer(
    timeline: Timeline, rules: Sequence[Rule], detection: Detection, inference: Inference | None, setting: Setting
) -> None:
    """Add the matches and outcomes of the combined rules to what `detect` found for the others.

    `rules` come in order of dependence, with every rule that a combined one names. `inference` was made for
    `composites_of(rules)`; None is the plain fixpoint. Raises InferenceFault for a member that was not run, and for a
    match where by kinds there can be none.

    Outcomes: *flagged* with a match; *not assessed* (NO_MEMBERS) where the members that were themselves assessed, had
    they all been flagged, would be of fewer different families (or rules) than `at_least`, or include none of
    `must_include`; or as for any rule, for what it `needs` and for working days; else *not flagged*.
    """
    combined = _combined(rules)
    if not combined:
        return
    families = {rule.id: rule.family for rule in rules}
    for rule, matcher in combined.values():
        if absent := sorted(set(matcher.of) - set(families)):
            raise InferenceFault(
                f"{rule.id}: it combines {', '.join(absent)}, not among the rules run; expected all of `of` (is one "
                "deprecated?); take it out of `of`, or run it too"
            )
    asked = inference or Fixpoint(composites_of(rules))
    holds = _holding(len(timeline.cases), families, combined, detection.matches, asked)
    for rule, matcher in combined.values():
        members = {name: detection.matches[name] for name in matcher.of}
        outside = _outside_calendar(len(timeline.cases), matcher, members, setting.calendar)
        lacking = np.zeros(len(timeline.cases), dtype=bool)
        if rule.needs is not None:
            lacking = ~meets(rule.needs, timeline, setting.expand)
        inside = {name: _without(matches, outside | lacking) for name, matches in members.items()}
        matches = combine(matcher, families, inside, setting.calendar)
        if not holds[rule.id][matches.case].all():
            raise InferenceFault(
                f"{rule.id}: {asked.name} says it cannot hold in a case where its matches come together"
            )
        outcomes = np.where(_reachable(matcher, families, detection), Outcome.NOT_FLAGGED, Outcome.NO_MEMBERS)
        outcomes[lacking] = Outcome.NO_ROWS
        outcomes[outside] = Outcome.OUTSIDE_CALENDAR
        outcomes[matches.case] = Outcome.FLAGGED
        if rule.id in setting.off:
            matches, outcomes = no_matches(), np.full(len(outcomes), Outcome.SWITCHED_OFF)
        detection.matches[rule.id] = matches
        detection.outcomes[rule.id] = outcomes.astype(np.int8)


def _combined(rules: Iterable[Rule]) -> dict[str, tuple[Rule, Combine]]:
    return {rule.id: (rule, rule.matcher) for rule in rules if isinstance(rule.matcher, Combine)}


def _kind(name: str, matcher: Combine, combined: Mapping[str, object]) -> str:
    """What a member is called at the door. By kinds alone a combined rule may be either, so it has no status there."""
    statuses = frozenset(matcher.status)
    return name if name in combined or statuses == _EITHER else f"{name}:{next(iter(statuses))}"


def _holding(
    n_cases: int,
    families: Mapping[str, str],
    combined: Mapping[str, tuple[Rule, Combine]],
    found: Mapping[str, Matches],
    inference: Inference,
) -> dict[str, Bools]:
    """For each combined rule, the cases in which it holds by kinds.

    The answer depends on nothing but the kinds of a case, so each different set of kinds is asked about once.
    """
    kinds = {
        _kind(name, matcher, combined): (name, frozenset(matcher.status))
        for _, matcher in combined.values()
        for name in matcher.of
        if name not in combined
    }
    present = np.zeros((n_cases, len(kinds)), dtype=bool)
    facts = []
    for column, (kind, (name, statuses)) in enumerate(sorted(kinds.items())):
        wanted = np.isin(found[name].status, [Status[word.upper()] for word in statuses])
        present[found[name].case[wanted], column] = True
        facts.append(Fact(kind, kind, families[name]))
    sets, of_case = _different(present)
    held = [inference.closure([facts[column] for column in np.flatnonzero(kinds_here)]) for kinds_here in sets]
    return {name: np.array([name in here for here in held], dtype=bool)[of_case] for name in combined}


def _different(rows: Bools) -> tuple[Bools, npt.NDArray[np.int64]]:
    """The different rows, and for each row which of them it is."""
    packed = np.packbits(rows, axis=1)
    _, first, which = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    return rows[first], which.reshape(-1)


def _reachable(matcher: Combine, families: Mapping[str, str], detection: Detection) -> Bools:
    """The cases in which the assessed members, had all been flagged, would be enough by kinds."""
    assessed = {name: detection.outcomes[name] <= Outcome.FLAGGED for name in matcher.of}
    kinds: dict[str, Bools] = {}
    for name, here in assessed.items():
        kind = families[name] if matcher.distinct == "family" else name
        kinds[kind] = kinds[kind] | here if kind in kinds else here
    enough = np.sum(list(kinds.values()), axis=0) >= matcher.at_least
    if matcher.must_include:
        enough &= np.logical_or.reduce([assessed[name] for name in matcher.must_include])
    return np.asarray(enough)


def _outside_calendar(n_cases: int, matcher: Combine, members: Mapping[str, Matches], calendar: WorkingDays) -> Bools:
    """Cases with a member match too near the ends of the calendar, or beyond them, if the rule counts working days."""
    outside = np.zeros(n_cases, dtype=bool)
    if matcher.within.unit == "wd":
        margin = 2 * matcher.within.n + 10  # weekends and the longest run of bank holidays
        for found in members.values():
            fits = calendar.covers(found.met_lo, margin) & calendar.covers(found.met_hi, margin)
            outside[found.case[~fits]] = True
    return outside


def _without(matches: Matches, cases: Bools) -> Matches:
    """The matches with those of some cases put aside as pending, which count for nothing; their numbers stay."""
    aside = cases[matches.case]
    return replace(matches, status=np.where(aside, np.int8(Status.PENDING), matches.status)) if aside.any() else matches
