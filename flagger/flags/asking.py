"""What one would have to ask which agency, to be able to tell what was not assessed for want of coverage.

Says only whom to ask for which days; what the answer would be is nobody's guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from flagger.dates.say import say, to_date
from flagger.detect.run import Detection, Outcome, Setting
from flagger.detect.watch import Watch
from flagger.flags.record import Ask
from flagger.flags.words import agency_words, code_words, listed
from flagger.rulebook.model import Rule
from flagger.rulebook.selectors import Selector
from flagger.rulebook.shapes import Absence
from flagger.timeline.arrays import Timeline


@dataclass
class _Wanted:
    """What is to be asked of one agency: for which rules, about what, and the days (since 1970-01-01)."""

    rules: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0

    def add(self, rule: str, about: Sequence[str], first: int, last: int) -> None:
        self.first = min(self.first, first) if self.rules else first
        self.last = max(self.last, last) if self.rules else last
        self.rules.append(rule)
        self.about += [words for words in about if words not in self.about]


def asks(line: Timeline, rules: Mapping[str, Rule], detection: Detection, setting: Setting) -> tuple[Ask, ...]:
    """One for each case and agency, in their order; agency "" where a rule would take any agency's rows.

    An agency is asked only for days that were to be searched and that it is not known to have covered.
    """
    wanted: dict[tuple[int, str], _Wanted] = defaultdict(_Wanted)
    for name in sorted(detection.matches):
        unobserved, matcher = detection.matches[name].unobserved, rules[name].matcher
        if not isinstance(matcher, Absence) or not len(unobserved.case):
            continue
        open_ = detection.outcomes[name][unobserved.case] == Outcome.NO_COVERAGE
        about = _about(matcher.expect)
        for agency in matcher.recorded_by or ("",):
            watch = Watch(line.cases, setting.coverage, (agency,) if agency else ())
            seen, _ = watch.sees(unobserved.case, unobserved.first, unobserved.last)
            here = open_ & ~seen
            order = np.argsort(unobserved.case[here], kind="stable")
            cases, starts = np.unique(unobserved.case[here][order], return_index=True)
            if not len(cases):
                continue
            first = np.minimum.reduceat(unobserved.first[here][order], starts)
            last = np.maximum.reduceat(unobserved.last[here][order], starts)
            for case, lo, hi in zip(cases.tolist(), first.tolist(), last.tolist(), strict=True):
                wanted[case, agency].add(name, about, lo, hi)
    ordered = sorted(wanted.items(), key=lambda item: (line.cases[item[0][0]], item[0][1]))
    return tuple(_ask(line.cases[case], agency, of) for (case, agency), of in ordered)


def _about(expect: Sequence[Selector]) -> list[str]:
    return [code_words(code) for selector in expect for code in selector.code or ()]


def _ask(case: str, agency: str, of: _Wanted) -> Ask:
    days = f"from {say(of.first)} to {say(of.last)}"
    whom = f"ask {agency_words(agency)} for everything they hold" if agency else "ask who holds rows of this case"
    says = f"To tell whether there is a row about {listed(of.about, 'or')} ({', '.join(of.rules)}): {whom} {days}."
    return Ask(case, agency, tuple(of.rules), to_date(of.first).isoformat(), to_date(of.last).isoformat(), says)
