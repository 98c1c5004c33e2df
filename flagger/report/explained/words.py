"""Small wordings of an explanation: parts of a rule, states, and why a row is unsure or not counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flagger.dates.say import say
from flagger.explain.record import Reason
from flagger.flags.words import agency_words, code_words, listed, role_words
from flagger.report.library.words import column_words, distance, either, episode, neighbours, selected
from flagger.rulebook.model import Rule
from flagger.rulebook.selectors import Age, Episode, Selector
from flagger.rulebook.shapes import Measure

Said = Callable[[str], str]  # where a row stands, by its id

_PARTS = {
    "of": "Rows it counts",
    "after": "What starts the time",
    "expect": "What is expected",
    "whole": "The whole",
    "part": "The part",
    "one": "The one",
    "other": "The other",
    "while: opens": "The time begins with",
    "while: closes": "The time ends with",
    "unless: opens": "Nothing is expected from",
    "unless: closes": "Nothing is expected until",
}
_ROLES = {
    "evidence": "",
    "anchor": "starts the time",
    "before": "in the first window",
    "after": "in the second window",
    "before: part": "the part, in the first window",
    "before: other": "in the first window",
    "after: part": "the part, in the second window",
    "after: other": "in the second window",
    "part": "the part",
    "one": "the one",
}
_PLAIN = {
    "doubted": "its writer doubted the date",
    "any child": "it names no child, and may be about any of them",
    "no group": "nothing in it says of whom, or whose, it is",
    "after as at": "it is dated after the day taken as today",
    "undated": "it has no date that could be read",
}
_STATES = {
    "confirmed": "flagged (confirmed)",
    "possible": "flagged (possible)",
    "pending": "flagged (pending)",
    "excused": "nothing is expected",
}


def part_words(name: str) -> str:
    """A part of a matcher, or a step of a sequence by the name that the rule gives it."""
    if name.startswith("not before "):
        return f"Not between, before ({code_words(name.removeprefix('not before '))})"
    return _PARTS.get(name, code_words(name))


def role_in_match(rule: Rule, role: str) -> str:
    """What a row is in a match, or nothing where it is only one of its rows."""
    if role == "other":
        return "" if isinstance(rule.matcher, Measure) else "the other"
    return _ROLES.get(role, code_words(role))


def state_words(state: str) -> str:
    return _STATES.get(state, state)


def would(state: str) -> str:
    """What would be said instead."""
    if state == "not flagged":
        return "it would not be flagged"
    if state == "not assessed":
        return "it would not be assessed"
    return f"it would be {state_words(state)}"


def some_rows(rows: Sequence[str], said: Said, most: int = 6) -> str:
    """The first few rows, and how many more there are."""
    more = f"; and {len(rows) - most} more" if len(rows) > most else ""
    return f"{'; '.join(map(said, rows[:most]))}{more}"


def ordinal(n: int) -> str:
    """ "third", "12th"."""
    words = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth"}
    return words.get(n, f"{n}th")


def reason_words(rule: Rule, reason: Reason, said: Said) -> str:
    """Why a row is unsure, or does not count."""
    if reason.kind == "key" and reason.selector is not None:
        return _key(rule, reason.selector)
    if reason.kind in ("told again", "collapsed"):
        other = said(reason.by)
        near = "so near to {} that they count once", "it tells again what {} tells"
        return near[reason.kind == "told again"].format(other)
    if reason.kind == "coding":
        return f"its words say it as {reason.by.replace('_', ' ')}"
    return _PLAIN[reason.kind]


def maybe_words(rule: Rule, reason: Reason, said: Said) -> str:
    """Why a row is unsure: what keeps another out may hold of this one."""
    words = reason_words(rule, reason, said)
    return f"dates leave it open whether {words}" if reason.kind == "key" else words


def _key(rule: Rule, s: Selector) -> str:
    return next(iter([*_of_row(s), *_of_people(s), *_of_days(rule, s)]), f"it is not {selected((s,))}")


def _of_row(s: Selector) -> Iterator[str]:
    if s.with_:
        yield f"it is not also about {either(s.with_)}"
    if s.not_with:
        yield f"it is also about {either(s.not_with)}"
    if s.agency:
        yield f"it is not of {listed([agency_words(name) for name in s.agency], 'or')}"
    if s.blank:
        yield f"{listed([column_words(name) for name in s.blank])} is filled, or its file has no such column"
    if s.filled:
        yield f"nothing stands under {listed([column_words(name) for name in s.filled])}"
    if s.dated:
        yield "its date is neither rough nor doubted as asked"


def _of_people(s: Selector) -> Iterator[str]:
    if s.who:
        yield f"it does not show {listed([role_words(name) for name in s.who], 'or')}"
    if s.not_who:
        yield f"it shows {listed([role_words(name) for name in s.not_who], 'or')}"
    if s.collective is not None:
        yield f"it {'does not speak' if s.collective else 'speaks'} of the children together"
    if s.age is not None:
        yield f"no child it is about is {_age(s.age)} on that day"
    if s.unrecorded:
        yield f"nobody it names has {listed([column_words(name) for name in s.unrecorded], 'or')} left empty"


def _age(age: Age) -> str:
    least = [f"at least {age.at_least.words} old"] if age.at_least else []
    return " and ".join([*least, *([f"under {age.under.words} old"] if age.under else [])])


def _of_days(rule: Rule, s: Selector) -> Iterator[str]:
    for near, words in (
        (s.follows, "it does not come {} after {}"),
        (s.not_follows, "it comes {} after {}"),
        (s.precedes, "it does not come {} before {}"),
        (s.not_precedes, "it comes {} before {}"),
    ):
        if near is not None:
            yield words.format(distance(near), neighbours(near))
    if s.during is not None:
        yield f"on that day this was not under way: {_episode(rule, s.during)}"
    if s.not_during is not None:
        yield f"on that day this was under way: {_episode(rule, s.not_during)}"
    if s.since is not None:
        yield f"it is dated before {say(s.since)}"
    if s.until is not None:
        yield f"it is dated after {say(s.until)}"


def _episode(rule: Rule, of: Episode) -> str:
    """By the name that the rule gives it, else by what opens and what closes it."""
    name = next((name for name, own in rule.episodes.items() if own == of), "")
    return f"“{name.replace('_', ' ')}”" if name else episode(of)
