"""One rule on one timeline: from its shape to the matcher that answers it, and its matches with their cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from flagger.dates.spans import Span
from flagger.detect.watch import Watch
from flagger.matchers import absence as absent
from flagger.matchers import conflict, fall, measure, rate
from flagger.matchers.ages import born_by_then
from flagger.matchers.apart import Apart
from flagger.matchers.collapse import NOTHING_FOLDED, Folded
from flagger.matchers.count import Threshold, count
from flagger.matchers.record import Matches
from flagger.matchers.select import Chooser, where
from flagger.matchers.selection import Bools, Selection
from flagger.matchers.sequence import sequence
from flagger.matchers.steps import Step
from flagger.matchers.truth import NO, Truth
from flagger.matchers.windows import Test, needed
from flagger.model import Coverage
from flagger.rulebook.model import Rule
from flagger.rulebook.selectors import Selector
from flagger.rulebook.shapes import Absence, Conflict, Count, Measure, Rate, Rise
from flagger.rulebook.shapes import Sequence as SequenceRule
from flagger.timeline.arrays import Timeline

_DATELESS = frozenset(Selector.model_fields) - {
    "age",
    "since",
    "until",
    "follows",
    "precedes",
    "not_follows",
    "not_precedes",
    "during",
    "not_during",
    "rule",
}


@dataclass(frozen=True)
class RuleRun:
    """One rule on one timeline."""

    chooser: Chooser
    rule: Rule
    coverage: Mapping[str, Sequence[Coverage]]
    found: Mapping[str, Matches]

    def matches(self) -> Matches:
        matcher = self.rule.matcher
        if isinstance(matcher, Count):
            return self._count(matcher)
        if isinstance(matcher, SequenceRule):
            return self._sequence(matcher)
        if isinstance(matcher, Absence):
            return self._absence(matcher)
        if isinstance(matcher, Rate):
            return self._rate(matcher)
        if isinstance(matcher, Conflict):
            return self._conflict(matcher)
        assert isinstance(matcher, Measure)
        return self._measure(matcher)

    def _count(self, rule: Count) -> Matches:
        calendar, chooser = self.chooser.calendar, self.chooser
        (first, *_) = rule.of
        if first.rule is not None:
            events = chooser.of_its_cases(self.found[first.rule].as_events())
            matches = count(events, (Threshold(rule.at_least),), rule.within, calendar)
            return replace(matches, of_matches=(first.rule,))
        chooser = chooser.narrowed(rule.of, rule.at_least if rule.distinct is None else 1)
        for name in rule.distinct if isinstance(rule.distinct, tuple) and rule.at_least == len(rule.distinct) else ():
            chooser = chooser.narrowed((Selector.model_validate({"code": (name,)}),))
        events, folded = chooser.counted(rule.of, self.rule.per, rule.collapse)
        thresholds = [Threshold(rule.at_least, self._values(events, rule.distinct))]
        if rule.also is not None:
            thresholds.append(Threshold(rule.also.at_least, self._values(events, rule.also.distinct)))
        matches = count(events, tuple(thresholds), rule.within, calendar, rule.apart)
        return self._finished(matches, folded)

    def _values(self, events: Selection, distinct: Sequence[str] | str | None) -> tuple[Bools, ...] | None:
        if distinct is None:
            return None
        if distinct == "agency":
            agency = self.chooser.timeline.agency[events.pos]
            named = [n for n in np.unique(agency) if self.chooser.timeline.agencies[n]]
            return tuple(agency == number for number in named) or (np.zeros(len(events), dtype=bool),)
        return tuple(self.chooser.carries(events, name) for name in distinct)

    def _sequence(self, rule: SequenceRule) -> Matches:
        chooser, per = self.chooser, self.rule.per
        for step in sorted(rule.steps, key=lambda step: chooser.how_many(step.of)):
            chooser = chooser.narrowed(step.of)
        (first, *later) = rule.steps
        events, folded = chooser.counted(first.of, per, rule.collapse)
        steps = [Step(first.as_, events)]
        for step in later:
            events, more = chooser.counted(step.of, per)
            folded = folded.plus(more)
            without = None if step.without is None else chooser.choose(step.without, per)
            agency = True if step.same_as else False if step.differs_from else None
            steps.append(Step(step.as_, events, step.within, step.same_day == "allow", agency, without))
        matches = sequence(tuple(steps), chooser.timeline.agency, chooser.calendar)
        return self._finished(matches, folded)

    def _absence(self, rule: Absence) -> Matches:
        if rule.every is not None:
            return self._again(rule, rule.every)
        assert rule.after is not None and rule.within is not None, "the shape asks for both"
        chooser, per = self.chooser.narrowed(rule.after), self.rule.per
        anchors, folded = chooser.counted(rule.after, per, rule.collapse)
        case, excused, seen = self._of_anchors(rule, anchors, chooser)
        matches = absent.absence(
            anchors,
            chooser.choose(rule.expect, per),
            rule.within,
            seen,
            self._as_at,
            case,
            excused,
            rule.or_before,
            chooser.calendar,
        )
        return replace(matches, folded=folded)

    def _again(self, rule: Absence, every: Span) -> Matches:
        """Something expected again and again while an episode is open."""
        assert rule.during is not None, "the shape asks for it"
        either_end = (*rule.during.opens, *rule.during.closes)  # a closing may end what began before the record
        chooser, per = self.chooser.narrowed(either_end), self.rule.per
        expected = chooser.choose(rule.expect, per)
        closes = chooser.everybody(chooser.choose(rule.during.closes), per)
        opens = born_by_then(chooser.everybody(chooser.choose(rule.during.opens), per), per, chooser.timeline)
        born = opens.pos >= len(chooser.timeline)
        found = expected.take(expected.sure)  # a row that only may be one of them begins no new stretch
        births, visits = (where(at, chooser.open_at(at, rule.during)) for at in (opens.take(born), found))
        anchors, opening = absent.anchors_of(opens.take(~born), births, visits)
        case, excused, seen = self._of_anchors(rule, anchors, chooser)
        again = absent.Again(closes, opening)
        matches = absent.absence_again(
            anchors, expected, again, every, seen, self._as_at, case, excused, chooser.calendar
        )
        return replace(matches, evidence=matches.evidence % max(len(chooser.timeline), 1))

    @property
    def _as_at(self) -> int:
        return self.chooser.timeline.as_at

    def _of_anchors(
        self, rule: Absence, anchors: Selection, chooser: Chooser
    ) -> tuple[npt.NDArray[np.int32], Truth, absent.Sees]:
        """The case of each anchor, the truth of `unless` there, and who contributed."""
        case = self.chooser.case_of(anchors.group, self.rule.per)
        excused = np.full(len(anchors), NO, dtype=np.int8)
        if rule.unless is not None:
            excused = chooser.open_at(anchors, rule.unless.open)
        return case, excused, Watch(self.chooser.timeline.cases, self.coverage, rule.recorded_by).sees

    def _measure(self, rule: Measure) -> Matches:
        chooser, per, when = self._shared(rule), self.rule.per, rule.when
        whole, folded = chooser.counted(rule.share.whole, per, rule.collapse)
        part = chooser.choose(rule.share.part, per)
        if rule.fall is not None:
            high = Test(rule.fall.from_at_least, when.whole_at_least)
            low = Test(rule.fall.to_at_most, when.whole_at_least, at_most=True)
            matches = fall.fall(whole, part, rule.within, high, low, chooser.calendar)
        else:
            at_most = when.share_at_most is not None
            limit = when.share_at_most if when.share_at_most is not None else when.share_at_least
            assert limit is not None
            test = Test(limit, when.whole_at_least, when.part_at_least or 0, at_most)
            matches = measure.share(whole, part, rule.within, test, chooser.calendar)
        return self._finished(matches, folded)

    def _rate(self, rule: Rate) -> Matches:
        turn = rule.rise or rule.fall
        assert turn is not None, "the shape asks for one"
        few, many = (
            (turn.from_at_most, turn.to_at_least) if isinstance(turn, Rise) else (turn.to_at_most, turn.from_at_least)
        )
        chooser = self.chooser.narrowed(rule.of, many)
        events, folded = chooser.counted(rule.of, self.rule.per, rule.collapse)
        first, last = _record(chooser.timeline)
        case = chooser.case_of(events.group, self.rule.per)
        change = rate.Change(few, many, rise=rule.rise is not None)
        matches = rate.rate(events, (first[case], last[case]), rule.within, change, chooser.calendar)
        return self._finished(matches, folded)

    def _conflict(self, rule: Conflict) -> Matches:
        chooser = self.chooser.narrowed(rule.one).narrowed(rule.other)
        one, other = (chooser.choose(side, self.rule.per) for side in (rule.one, rule.other))
        differs = None if rule.differs is None else self._differing(rule, rule.differs[0])
        return self._finished(conflict.conflict(one, other, rule.within, differs, chooser.calendar), NOTHING_FOLDED)

    def _differing(self, rule: Conflict, by: str) -> conflict.Differs:
        line = self.chooser.timeline
        if by == "person":
            roles = [tuple(role for s in side for role in s.who or ()) for side in (rule.one, rule.other)]
            return Apart(line.people, roles[0], roles[1]).differ

        def recorded_apart(a: npt.NDArray[np.int32], b: npt.NDArray[np.int32]) -> Bools:
            nobody = list(line.agencies).index("") if "" in line.agencies else -1
            one, other = line.agency[a], line.agency[b]
            return np.asarray((one != other) & (one != nobody) & (other != nobody))

        return recorded_apart

    def _shared(self, rule: Measure) -> Chooser:
        """Only cases with enough of the part, and of the rest, for the share that is asked."""
        part = rule.share.part if self._surely(rule.share.part) else ()
        rest = tuple(selector for selector in rule.share.whole if selector not in part)
        most = rule.fall.to_at_most if rule.fall is not None else rule.when.share_at_most
        least = rule.fall.from_at_least if rule.fall is not None else rule.when.share_at_least
        chooser = self.chooser
        if most is not None and rest and len(rest) < len(rule.share.whole):
            chooser = chooser.narrowed(rest, needed(1 - most, rule.when.whole_at_least))
        if least is not None:
            chooser = chooser.narrowed(rule.share.part, needed(least, rule.when.whole_at_least))
        return chooser

    def _surely(self, selectors: Sequence[Selector]) -> bool:
        """Whether all that these choose is sure: no date was doubted, and they ask nothing of dates."""
        doubted = self.chooser.timeline.doubted
        known = (doubted is None or not doubted.any()) and self.rule.per != "child"
        return known and all(s.model_fields_set <= _DATELESS for s in selectors)

    def _finished(self, matches: Matches, folded: Folded) -> Matches:
        """With what a matcher that knows only groups cannot say: the case of each match, and the rows folded before."""
        return replace(matches, case=self.chooser.case_of(matches.group, self.rule.per), folded=folded)


def _record(timeline: Timeline) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The first and the last day of each case's rows."""
    first = np.full(len(timeline.cases), np.iinfo(np.int32).max, dtype=np.int32)
    last = np.full(len(timeline.cases), np.iinfo(np.int32).min, dtype=np.int32)
    np.minimum.at(first, timeline.case, timeline.lo)
    np.maximum.at(last, timeline.case, timeline.hi)
    return first, last
