"""The work of `flagger rules`. Imported only when one of its commands runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from flagger.cli.screening import today
from flagger.errors import EXIT_DONE, RulesFault, UsageFault
from flagger.report.library.parts import theme_of
from flagger.report.library.text import rule_text, rules_list
from flagger.report.say import count
from flagger.rule_tests import Result, RuleTests
from flagger.rulebook.faults import did_you_mean
from flagger.rulebook.load import Rulebook, load_rulebook
from flagger.rulebook.model import Rule
from flagger.rulebook.mutants import mutations
from flagger.rulebook.settle import in_force
from flagger.rulebook.where import rules_root
from flagger.screen import load_library

_WRONG = RulesFault.exit_code


def listed(theme: str | None, kind: str | None, status: str | None, audit: str | None, rules_dir: Path | None) -> str:
    """The rules asked for; with `audit`, those that rest on a finding of it.

    Raises UsageFault for a theme or an audit that there is not.
    """
    book = _rulebook(rules_dir)
    _known("theme", theme, {theme_of(rule) for rule in book.rules.values()})
    _known("audit", audit, book.audits.audits)
    asked = (("kind", kind), ("status", status))
    rules = [rule for rule in book.rules.values() if all(v is None or getattr(rule, k) == v for k, v in asked)]
    rules = [rule for rule in rules if theme in (None, theme_of(rule))]
    rules = [rule for rule in rules if audit is None or any(f.startswith(f"{audit}-") for f in rule.findings)]
    return rules_list(rules) if rules else "No rule is all that was asked for.\n"


def _known(what: str, name: str | None, known: Collection[str]) -> None:
    if name is not None and name not in known:
        names = sorted(known)
        raise UsageFault(f"no {what} `{name}`; expected one of {', '.join(names)}{did_you_mean(name, names)}")


def shown(rule_id: str, area: str | None, rules_dir: Path | None) -> str:
    """A rule as it holds today, in the area if one is named."""
    library = load_library(rules_dir or rules_root(), area)
    here = in_force(library.rulebook, library.areas, today())
    rule = _named(here.rulebook, rule_id)
    return rule_text(rule, here.rulebook, here.off.get(rule.id, ""))


def tested(rule_ids: Sequence[str], mutate: bool, rules_dir: Path | None) -> tuple[str, int]:
    """Every test that failed (and every mutant that none noticed), and the exit code."""
    library = load_library(rules_dir or rules_root())
    tests = RuleTests(library.rulebook, library.codebook, library.calendar)
    rules = [_named(library.rulebook, name) for name in rule_ids] or list(library.rulebook.rules.values())
    results = [tests.run(rule, test) for rule in rules for test in rule.tests]
    faults = [f'{r.rule} "{r.test}": {fault}' for r in results for fault in r.faults]
    lines = [*faults, f"{count(len(results), 'test')} of {count(len(rules), 'rule')}: {len(faults)} failed"]
    if mutate:
        moved = [(rule, name, _noticed(tests, rule, values)) for rule in rules for name, values in mutations(rule)]
        unseen = [f"{rule.id}: no test notices {name}" for rule, name, noticed in moved if not noticed]
        lines += [*unseen, f"{count(len(moved), 'number')} moved: {len(unseen)} not noticed"]
        faults += unseen
    return "\n".join(lines) + "\n", _WRONG if faults else EXIT_DONE


def _noticed(tests: RuleTests, rule: Rule, values: Mapping[str, object]) -> bool:
    """Whether some test comes to something else when the rule has these numbers."""
    other = rule.resolved(values, bounded=False)
    return any(_differs(tests.run(rule, test), tests.run(other, test)) for test in rule.tests)


def _differs(one: Result, other: Result) -> bool:
    return (one.found, one.outcome) != (other.found, other.outcome)


def _rulebook(rules_dir: Path | None) -> Rulebook:
    """The rules with the words that hold where no area says otherwise."""
    return in_force(load_rulebook(rules_dir or rules_root()), (), today()).rulebook


def _named(book: Rulebook, rule_id: str) -> Rule:
    if rule_id not in book.rules:
        raise UsageFault(f"no rule `{rule_id}`; `flagger rules list` shows all{did_you_mean(rule_id, book.rules)}")
    return book.rules[rule_id]
