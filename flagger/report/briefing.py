"""A learning briefing over several cases: what came up, by theme, in words in which no case can be recognised.

It must not name or date anything, and not tell one case from another. Three things keep small numbers from being
worked out:

- A number stands only where at least `least` cases have a theme and at least `least`, or none, have not.
- It is rounded down to a multiple of `least`. One theme may hold another (whatever shows the one shows the other), and
  then the difference of two exact numbers could be a small one.
- Patterns inside a theme are not counted, because the theme is what they come to together. With twice `least` cases or
  more, a pattern that fewer than `least` show is not described either, nor is what an audit found or asks for that
  fewer stand behind. With fewer cases, where that would leave out nearly all, patterns are described in a fixed order,
  and the briefing says that it has to be read with care.

Of time nothing is said, not even the years: the first and the last day of all the rows each belong to one case. Of one
case alone nothing is said at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from operator import attrgetter

from flagger.contract.records import AuditFinding, Document
from flagger.flags.record import Flag
from flagger.flags.words import listed
from flagger.report.say import agency

_PATTERNS_A_THEME, _ACTIONS, _QUESTIONS = 2, 5, 6
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_GOOD_PRACTICE, _DEVELOPMENT = ("strength",), ("concern", "record")
_ELSEWHERE = "Other patterns"
_ONE_CASE = (
    "No more than one case was read. A briefing on one case would be about that family, so it says nothing of what was "
    "found. Give it several cases together."
)
_NOT_WRITTEN = "A chronology holds what somebody wrote down. What was done or known and not written is not in it."


@dataclass(frozen=True)
class ThemeSeen:
    """A theme, in how many cases it was seen (in words), patterns of it, and what a published audit found alike."""

    title: str
    cases: str
    patterns: tuple[str, ...]
    finding: AuditFinding | None


@dataclass(frozen=True)
class Briefing:
    """The parts of a learning briefing, each in sentences; `actions` and `questions` say what needs to happen.

    `empty` is what a part says that holds nothing.
    """

    about: tuple[str, ...]
    good_practice: tuple[ThemeSeen, ...]
    development: tuple[ThemeSeen, ...]
    actions: tuple[str, ...]
    questions: tuple[str, ...]
    not_seen: tuple[str, ...]
    made: tuple[str, ...]
    empty: str = (
        "Nothing that could be shown here was found in the rows supplied. That is no sign that there was nothing."
    )


def brief(document: Document, least: int = 5) -> Briefing:
    """The themes of all cases of a run; `least` is the smallest number of cases that may stand."""
    return _Reading(document, least).briefing()


def in_cases(number: int, of: int, least: int) -> str:
    """In how many cases something was seen: a number only where neither it nor what is left over is a small one."""
    if number == of and of >= least:
        return f"in all {of} cases"
    if number >= least and of - number >= least:
        return f"in {number - number % least} or more of the {of} cases"
    return "in some cases"


def _word(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


class _Reading:
    """The document read for what may be said."""

    def __init__(self, document: Document, least: int) -> None:
        self.document, self.least, self.few = document, least, _word(least)
        self.cases = {event.case for event in document.events}
        self.flags = [flag for flag in document.flags if flag.status != "pending"]
        self.of_rule: Mapping[str, set[str]] = defaultdict(set)
        for flag in self.flags:
            self.of_rule[flag.rule].add(flag.case)
        self.many = len(self.cases) >= 2 * least

    def briefing(self) -> Briefing:
        if len(self.cases) < 2:
            made = (self._provenance(),)
            return Briefing((_ONE_CASE,), (), (), (), (), (_NOT_WRITTEN,), made, "Nothing is said of one case.")
        rules = [rule for theme in self._titles() for rule in self._of_theme(theme, _DEVELOPMENT)]
        of_action = {name for name, of in self.document.prompts.items() if of.stage == "action"}
        questions = self._named_first(rules, attrgetter("prompts"), of_action)[:_QUESTIONS]
        actions = self._named_first(rules, attrgetter("findings"), self._kind("action"))[:_ACTIONS]
        return Briefing(
            tuple(self._about()),
            tuple(self._themes(_GOOD_PRACTICE, "good")),
            tuple(self._themes(_DEVELOPMENT, "worry")),
            tuple(self.document.findings[name].says for name in actions),
            tuple(self.document.prompts[name].asks for name in questions),
            tuple(self._not_seen()),
            tuple(self._made()),
        )

    def _in_cases(self, cases: Set[str]) -> str:
        return in_cases(len(cases), len(self.cases), self.least)

    def _kind(self, kind: str) -> set[str]:
        return {name for name, of in self.document.findings.items() if of.kind == kind}

    def _about(self) -> Iterator[str]:
        if len(self.cases) >= self.least:
            yield f"The records of {len(self.cases)} cases were read together."
        else:
            yield f"Fewer than {self.few} cases were read together, so nothing is counted here."
        yield "This briefing says what came up in them, by theme. It says nothing about any one of them."
        if named := self._named((event.agency, event.case) for event in self.document.events):
            yield f"Rows came from {named}. An agency with rows in fewer than {self.few} cases is not named."

    def _named(self, pairs: Iterable[tuple[str, str]]) -> str:
        """The agencies that stand beside at least `least` cases, listed."""
        cases: Mapping[str, set[str]] = defaultdict(set)
        for name, case in pairs:
            cases[name].add(case)
        return listed(sorted(agency(name) for name, of in cases.items() if name and len(of) >= self.least))

    def _themes(self, kinds: Collection[str], finding: str) -> Iterator[ThemeSeen]:
        used: set[str] = set()
        for theme, title in self._titles().items():
            rules = self._of_theme(theme, kinds)
            if not rules:
                continue
            shown = self._describable(rules)[:_PATTERNS_A_THEME]
            behind = self._named_first(shown or rules, attrgetter("findings"), self._kind(finding) - used)[:1]
            used.update(behind)
            yield ThemeSeen(
                title,
                self._in_cases(set[str]().union(*(self.of_rule[rule] for rule in rules))),
                tuple(self.document.rules[rule].title for rule in shown),
                self.document.findings[behind[0]] if behind else None,
            )

    def _titles(self) -> dict[str, str]:
        return {name: theme.title for name, theme in self.document.themes.items()} | {"": _ELSEWHERE}

    def _of_theme(self, theme: str, kinds: Collection[str]) -> list[str]:
        rules = self.document.rules
        return [rule for rule in sorted(self.of_rule) if rules[rule].theme == theme and rules[rule].kind in kinds]

    def _describable(self, rules: Iterable[str]) -> list[str]:
        """Those that may be described: with many cases, what is widely seen, the widest first; else all of them."""
        if not self.many:
            return list(rules)
        wide = [rule for rule in rules if len(self.of_rule[rule]) >= self.least]
        return sorted(wide, key=lambda rule: -len(self.of_rule[rule]))

    def _named_first(
        self, rules: Collection[str], names: Callable[[Flag], Sequence[str]], among: Set[str]
    ) -> list[str]:
        """What flags name first, of `among`, by how many rules do; with many cases, only what `least` are behind."""
        behind: Mapping[str, set[str]] = defaultdict(set)
        cases: Mapping[str, set[str]] = defaultdict(set)
        for flag in self.flags:
            if flag.rule in rules and (name := next((name for name in names(flag) if name in among), None)):
                behind[name].add(flag.rule)
                cases[name].add(flag.case)
        wide = [name for name, those in cases.items() if not self.many or len(those) >= self.least]
        return sorted(wide, key=lambda name: (-len(behind[name]), name))

    def _not_seen(self) -> Iterator[str]:
        assessed: Mapping[str, int] = Counter(o.rule for o in self.document.outcomes if o.outcome != "not assessed")
        if asks := self.document.asks:
            often = self._in_cases({ask.case for ask in asks})
            yield (
                f"{often[0].upper()}{often[1:]}, nobody had said for which days agencies gave all that they hold. "
                "Rows that were not found there may only not have been supplied."
            )
            if whom := self._named((ask.agency, ask.case) for ask in asks):
                yield f"Agencies to ask what they hold: {whom}."
        for theme, title in self._titles().items():
            rules = [name for name, rule in sorted(self.document.rules.items()) if rule.theme == theme]
            if rules and not any(assessed[rule] for rule in rules):
                yield f"{title}: none of it could be looked for in any of the cases."
        if any(outcome.outcome == "not assessed" for outcome in self.document.outcomes):
            yield (
                "Some patterns could not be looked for in some cases, because their rows hold nothing of the kind. "
                "That a theme was not seen in a case is no sign that all was well there."
            )
        yield _NOT_WRITTEN

    def _made(self) -> Iterator[str]:
        yield (
            "Published rules looked through the rows of each case. A theme counts once a case, also where it holds "
            "only for some of the days that a rough date can mean. The words are the rules' own; no row is quoted."
        )
        if len(self.cases) >= self.least:
            yield (
                f"A number stands only where at least {self.few} cases show a theme, and at least {self.few} or none "
                f"do not; it is rounded down to a multiple of {self.few}. Otherwise it says “some”."
            )
        if self.many:
            yield f"Of a theme, the patterns that most cases show are named, and none that fewer than {self.few} show."
        else:
            yield (
                "With so few cases, somebody who knows one of them may recognise it. Let a person who knows them all "
                "read this before it is shared."
            )
        if self.document.notes:
            yield "The rows came from a copy in which something was left out or changed; report.html says what."
        yield self._provenance()

    def _provenance(self) -> str:
        tool = self.document.tool
        return f"flagger {tool.version}, rules {tool.rules_sha256[:12]}."
