"""From matches to flags (identity, sentence, evidence), and from outcomes to reasons. One flag a match."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flagger.dates.say import to_date
from flagger.detect.evidence import events_of, members_of
from flagger.detect.run import Detection, Outcome, Setting
from flagger.flags.asking import asks
from flagger.flags.facts import Found, Measures, grades, words_and_measures
from flagger.flags.record import Absent, Ask, Evidence, Flag, Parameter, RuleOutcome
from flagger.flags.support import supporting
from flagger.flags.words import agency_words, extent, fill, listed, parameter_words, unmet, value_words, who_words
from flagger.matchers.select import Chooser
from flagger.matchers.selection import Ints
from flagger.model import EVERY_CASE, Coverage, Status
from flagger.rulebook.model import Rule
from flagger.rulebook.prompts import Prompt, Prompts
from flagger.rulebook.settle import AREA_WORDS
from flagger.rulebook.shapes import Absence, Combine, Measure
from flagger.timeline.arrays import Timeline


@dataclass(frozen=True)
class Flagged:
    """All flags, in order of case, first day of evidence, rule and id; every rule's outcome in every case; what to ask
    of whom, to assess what could not be; and the flag of each match (rule, number)."""

    flags: tuple[Flag, ...]
    outcomes: tuple[RuleOutcome, ...]
    asks: tuple[Ask, ...]
    of_match: Mapping[tuple[str, int], str]


def flagged(
    line: Timeline,
    event_ids: Sequence[str],
    rules: Mapping[str, Rule],
    detection: Detection,
    setting: Setting,
    prompts: Prompts | None = None,
) -> Flagged:
    """Word and identify every match. `event_ids` are those of the timeline's positions."""
    asked = {name: (prompts or Prompts()).of_rule(name) for name in rules}
    builder = _Builder(line, event_ids, rules, detection, setting, asked)
    of_match: dict[tuple[str, int], str] = {}
    flags = sorted(builder.flags(of_match), key=lambda flag: (flag.case, flag.first, flag.rule, flag.id))
    return Flagged(tuple(flags), tuple(builder.outcomes()), asks(line, rules, detection, setting), of_match)


@dataclass(frozen=True)
class _Builder:
    line: Timeline
    event_ids: Sequence[str]
    rules: Mapping[str, Rule]
    detection: Detection
    setting: Setting
    prompts: Mapping[str, Mapping[str, Prompt]]

    def flags(self, ids: dict[tuple[str, int], str]) -> Iterator[Flag]:
        """The flag of every match; its id goes into `ids`."""
        for name, matches in self.detection.matches.items():
            cases = np.zeros(len(self.line.cases), dtype=bool)
            cases[matches.case] = True  # the calendar may not reach the dates of the others
            chooser = Chooser(self.line, self.setting.expand, self.setting.calendar, cases)
            taken: dict[str, int] = {}
            for number in range(len(matches)):
                flag = self._flag(chooser, self.rules[name], number, ids, taken)
                ids[name, number] = flag.id
                yield flag

    def _flag(
        self, chooser: Chooser, rule: Rule, number: int, ids: Mapping[tuple[str, int], str], taken: dict[str, int]
    ) -> Flag:
        matches = self.detection.matches[rule.id]
        evidence = events_of(self.detection.matches, rule.id, number)
        case = self.line.cases[matches.case[number]]
        subject = "" if rule.per == "case" else chooser.groups(rule.per).name_of(int(matches.group[number]))
        found = Found(self.line, self.rules, self.detection.matches, rule, number, evidence, self._agencies(rule, case))
        status = Status(int(matches.status[number]))
        special, measures = words_and_measures(found)
        days = [found.days(int(pos)) for pos in evidence]
        sentence = getattr(rule.because, status.word) or ""
        known = {**AREA_WORDS, **extent(days), **parameter_words(rule), **special, **who_words(rule.per, subject)}
        says = fill(sentence, known)
        members = tuple(ids[m] for m in members_of(self.detection.matches, rule.id, number))
        return Flag(
            id=self._identity(rule, case, subject, evidence, taken),
            evidence_hash=_hash(rule.id, status.word, *sorted(self.event_ids[pos] for pos in evidence)),
            rule=rule.id,
            version=rule.version,
            title=rule.title,
            kind=rule.kind,
            family=rule.family,
            case=case,
            child=subject if rule.per == "child" else None,
            agency=subject if rule.per in ("agency", "service") else None,
            first=to_date(min(lo for lo, _ in days)).isoformat(),
            last=to_date(max(hi for _, hi in days)).isoformat(),
            first_met=(_iso(matches.met_lo[number]), _iso(matches.met_hi[number])),
            status=status.word,
            says=says,
            grades=grades(found, measures),
            evidence=tuple(self._evidence(chooser, found)),
            absent=tuple(self._absent(found, measures)),
            measures=measures,
            parameters=_parameters(rule),
            findings=rule.findings,
            ask=rule.ask,
            consider=rule.consider,
            does_not_see=rule.does_not_see or "",
            prompts=self._prompts(rule, days),
            members=members,
        )

    def _prompts(self, rule: Rule, days: Sequence[tuple[int, int]]) -> tuple[str, ...]:
        """Ids of the rule's prompts, but for those about other days than its rows'."""
        first, last = to_date(min(lo for lo, _ in days)), to_date(max(hi for _, hi in days))
        return tuple(name for name, prompt in self.prompts[rule.id].items() if prompt.reaches(first, last))

    def _identity(self, rule: Rule, case: str, subject: str, evidence: Ints, taken: dict[str, int]) -> str:
        """Rule, major version, case, subject and the first event: what next month's rows do not change.

        A share over a span has no first event that lasts; there is one flag a case (or group), and that is its
        identity.
        """
        lasting = isinstance(rule.matcher, Measure) and rule.matcher.fall is None
        anchor = "" if lasting else self.event_ids[evidence[0]]
        name = _hash(rule.id, rule.version.split(".")[0], case, subject, anchor)
        taken[name] = taken.get(name, 0) + 1
        return name if taken[name] == 1 else f"{name}-{taken[name]}"

    def _evidence(self, chooser: Chooser, found: Found) -> Iterator[Evidence]:
        matches, evidence = found.own, found.evidence
        if matches.of_matches:
            role_of = {int(pos): "evidence" for pos in evidence}
            extra: list[tuple[int, str]] = []
        else:
            rows = slice(matches.offsets[found.number], matches.offsets[found.number + 1])
            named = zip(matches.evidence[rows], matches.role[rows], strict=True)
            role_of = {int(pos): matches.roles[role] for pos, role in named}
            extra = supporting(chooser, found.rule, matches, evidence)
        for pos, role in sorted([*role_of.items(), *((p, r) for p, r in extra if p not in role_of)]):
            yield Evidence(self.event_ids[pos], role)

    def _absent(self, found: Found, measures: Measures) -> Iterator[Absent]:
        matcher = found.rule.matcher
        if not isinstance(matcher, Absence):
            return
        codes = sorted({code for selector in matcher.expect for code in selector.code or ()})
        nearest = [self.event_ids[pos] for pos in found.by_role("nearest")]
        first, last = found.measure("searched_from"), min(found.measure("deadline"), self.line.as_at)
        yield Absent(tuple(codes), _iso(first), _iso(last), found.agencies, nearest[0] if nearest else None)

    def _agencies(self, rule: Rule, case: str) -> tuple[str, ...]:
        """Whose rows an absence rule looked in."""
        if not isinstance(rule.matcher, Absence):
            return ()
        declared = {row.agency for row in self._declared(case) if row.confirmed}
        return tuple(sorted(declared & set(rule.matcher.recorded_by) if rule.matcher.recorded_by else declared))

    def _declared(self, case: str) -> Sequence[Coverage]:
        coverage = self.setting.coverage
        return coverage.get(case, coverage.get(EVERY_CASE, ()))

    def outcomes(self) -> Iterator[RuleOutcome]:
        dated = np.zeros(len(self.line.cases), dtype=bool)
        dated[self.line.case] = True
        for number, case in enumerate(self.line.cases):
            for name in sorted(self.detection.outcomes):
                outcome = Outcome(int(self.detection.outcomes[name][number]))
                if not dated[number]:
                    yield RuleOutcome(case, name, "not assessed", "no row has a date that could be read")
                elif outcome in (Outcome.FLAGGED, Outcome.NOT_FLAGGED):
                    yield RuleOutcome(case, name, outcome.name.lower().replace("_", " "))
                else:
                    yield RuleOutcome(case, name, "not assessed", self._reason(self.rules[name], case, outcome))

    def _reason(self, rule: Rule, case: str, outcome: Outcome) -> str:
        if outcome is Outcome.NO_ROWS:
            return unmet(rule.needs)
        if outcome is Outcome.SWITCHED_OFF:
            return self.setting.off[rule.id]
        if outcome is Outcome.NO_COVERAGE and any(not row.confirmed for row in self._declared(case)):
            return "coverage is a draft nobody confirmed: absence rules are not assessed"
        if outcome is Outcome.NO_COVERAGE:
            matcher = rule.matcher
            wanted = matcher.recorded_by if isinstance(matcher, Absence) else ()
            whose = listed(agency_words(agency) for agency in wanted) or "any agency"
            return f"nobody has said that the rows of {whose} cover the days to be searched; say so in coverage.yaml"
        if outcome is Outcome.OUTSIDE_CALENDAR:
            return (
                "some rows lie outside the years of the bank-holiday table, or near their ends, so working days cannot "
                "be counted"
            )
        assert isinstance(rule.matcher, Combine)
        return "too many of the rules it brings together could not be assessed themselves"


def _parameters(rule: Rule) -> dict[str, Parameter]:
    words = parameter_words(rule)
    return {
        name: Parameter(
            words[name],
            param.basis or "",
            param.source or "",
            rule.set_by.get(name, "rule"),
            value_words(rule.authors(name)) if name in rule.set_by else None,
        )
        for name, param in rule.params.items()
    }


def _iso(day: int | np.integer) -> str:
    return to_date(int(day)).isoformat()


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
