"""Checks of a rule's file and life: its name, the order of its keys, its review, its tests."""

from __future__ import annotations

from pathlib import PurePosixPath

from flagger.dates.say import to_day
from flagger.rulebook.examples import read_example
from flagger.rulebook.lint.issue import Context, Found
from flagger.rulebook.model import Measure, Rule

_REVIEW_YEARS = 2
_REPORTS = {
    "count": "maximal",
    "combine": "maximal",
    "conflict": "maximal",
    "sequence": "non_overlapping",
    "rate": "non_overlapping",
    "absence": "each",
}
_GRADES = {
    "peak_at_least": ("count", "combine"),
    "n_at_least": ("count", "combine", "conflict"),
    "days_at_most": ("sequence",),
    "shortening": ("count", "combine", "sequence"),
}


def file_name(rule: Rule, context: Context) -> Found:
    """The id is the file's name."""
    if (name := PurePosixPath(rule.document.file).stem) != rule.id:
        yield ("id",), f"the id is not the file's name; expected {name}; found {rule.id}", "error"


def key_order(rule: Rule, context: Context) -> Found:
    """Keys stand in the fixed order, so that every rule reads alike."""
    written = list(rule.document.data)
    ordered = [key for key in Rule.model_fields if key in rule.document.data]
    for found, expected in zip(written, ordered, strict=True):
        if found != expected:
            yield (found,), f"keys are out of order; expected `{expected}` here; found `{found}`", "error"
            return


def own_title(rule: Rule, context: Context) -> Found:
    """No two rules share a title."""
    for other in context.rulebook.rules.values():
        if other.id < rule.id and other.title.casefold() == rule.title.casefold():
            yield ("title",), f"the title is taken; expected one of its own; found that of {other.id}", "error"


def report_policy(rule: Rule, context: Context) -> Found:
    """The report policy is the one that means something for the matcher."""
    matcher = rule.matcher
    if isinstance(matcher, Measure):
        expected = "non_overlapping" if matcher.fall else "densest"
    else:
        expected = _REPORTS[matcher.key]
    if rule.report != expected:
        yield ("report",), f"this cannot be reported so; expected `{expected}`; found `{rule.report}`", "error"


def grades_fit(rule: Rule, context: Context) -> Found:
    """Grades test only what the matcher measures."""
    for i, grade in enumerate(rule.grades):
        for key in sorted(grade.when.model_fields_set):
            if rule.matcher.key not in _GRADES[key]:
                expected = f"expected it only with {' or '.join(_GRADES[key])}"
                yield ("grades", i), f"`{key}` is not measured here; {expected}; found {rule.matcher.key}", "error"


def deprecated_says_why(rule: Rule, context: Context) -> Found:
    """A deprecated rule says why and what took its place."""
    if rule.status == "deprecated":
        for key in ("replaced_by", "deprecated_reason"):
            if getattr(rule, key) is None:
                yield ("status",), f"a deprecated rule lacks `{key}`; expected it; found nothing", "error"
    if rule.replaced_by and rule.replaced_by not in context.rulebook.rules:
        said = f"`replaced_by` names no rule; expected the id of one; found {rule.replaced_by}"
        yield ("replaced_by",), said, "error"


def reviewed(rule: Rule, context: Context) -> Found:
    """A stable rule has been looked at in the last two years."""
    if rule.status != "stable":
        return
    last = context.as_at.replace(year=context.as_at.year - _REVIEW_YEARS, day=min(context.as_at.day, 28))
    if rule.reviewed_on is None or rule.reviewed_on < last:
        found = rule.reviewed_on or "nothing"
        said = f"a stable rule needs a review; expected `reviewed_on` of {last} or later; found {found}"
        yield ("reviewed_on",), said, "error"


def doubts_said(rule: Rule, context: Context) -> Found:
    """The rule says what else might explain it and what it does not see."""
    if not rule.consider:
        yield ("consider",), "`consider` is missing; expected what else might explain it; found nothing", "error"
    if not rule.does_not_see:
        yield ("does_not_see",), "`does_not_see` is missing; expected its blind spots; found nothing", "error"


def tests_cover(rule: Rule, context: Context) -> Found:
    """Tests show a match, none, a rough date and, for an absence after something, one not yet due; none differ."""
    expected = [match for test in rule.tests for match in test.expect or ()]
    shown = {
        "one that flags": any(t.expect or t.outcome == "flagged" for t in rule.tests),
        "one that does not flag": any(t.expect == () or t.outcome == "not flagged" for t in rule.tests),
        "one with an approximate date": any(e.lo != e.hi for t in rule.tests for e in read_example(t).events),
    }
    if rule.match.absence and rule.match.absence.every is None:
        shown["one that is pending"] = any(match.status == "pending" for match in expected)
    for what, there in shown.items():
        if not there:
            yield ("tests",), f"the tests leave something out; expected {what}; found none", "error"
    for i, test in enumerate(rule.tests):
        if test.outcome and test.expect is not None and (test.outcome == "flagged") != bool(test.expect):
            yield ("tests", i), "`expect` and `outcome` differ; expected the same of both; found one flag", "error"


def tests_named(rule: Rule, context: Context) -> Found:
    """Each test has a name of its own."""
    seen: set[str] = set()
    for i, test in enumerate(rule.tests):
        if test.name in seen:
            yield ("tests", i, "name"), f"a test's name is taken; expected one of its own; found {test.name}", "error"
        seen.add(test.name)


def tests_in_past(rule: Rule, context: Context) -> Found:
    """Every test has a day as at that can hold its events."""
    for i, test in enumerate(rule.tests):
        as_at = to_day(test.as_at)
        events = read_example(test).events
        if events and all(event.lo is not None and event.lo > as_at for event in events):
            yield ("tests", i, "as_at"), "every event lies after `as_at`; expected one before; found none", "error"
