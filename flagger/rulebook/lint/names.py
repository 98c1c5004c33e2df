"""Checks of names: local names and parameters that nothing uses, agencies, findings."""

from __future__ import annotations

from collections.abc import Collection

from flagger.documents.document import walk
from flagger.rulebook.examples import read_example
from flagger.rulebook.expand import expand
from flagger.rulebook.faults import did_you_mean
from flagger.rulebook.lint.issue import Context, Found
from flagger.rulebook.load import references, unknown_codes
from flagger.rulebook.model import Rule

_AGENCY_KEYS = frozenset({"agency", "recorded_by"})


def names_used(rule: Rule, context: Context) -> Found:
    """Every local name and every parameter is used."""
    used = expand(rule.document, {}, rule.shared).used
    for section, called in (("events", "event {}"), ("episodes", "episode {}"), ("params", "${}")):
        for name in getattr(rule, section):
            if called.format(name) not in used:
                yield (section, name), f"nothing uses `{name}`; expected a use or no `{name}`; found none", "error"


def codes_known(rule: Rule, context: Context) -> Found:
    """Every code and family is in the codebook; in tests, every code."""
    if context.codebook is None:
        return
    known = {*context.codebook.codes, *context.codebook.families}
    for place, said in unknown_codes(rule.document, known):
        yield place, said, "error"
    for i, test in enumerate(rule.tests):
        for event in read_example(test).events:
            for code, _ in event.codes:
                if code not in context.codebook.codes:
                    hint = did_you_mean(code, context.codebook.codes)
                    said = f"no code `{code}`; expected one of the codebook{hint}; found `{code}` in {event.id}"
                    yield ("tests", i, "events"), said, "error"


def agencies_known(rule: Rule, context: Context) -> Found:
    """Every agency is one of the list, in tests too."""
    if context.agencies is None:
        return
    for section in ("events", "episodes", "match"):
        for place, names in walk(rule.document.data.get(section), (section,)):
            if place[-1] in _AGENCY_KEYS and isinstance(names, tuple):
                for i, name in enumerate(names):
                    if name not in context.agencies:
                        yield (*place, i), _no_agency(str(name), context.agencies), "error"
    for t, test in enumerate(rule.tests):
        example = read_example(test)
        named = {event.agency for event in example.events} | {c.agency for c in example.coverage or ()}
        for name in sorted(named - {""} - set(context.agencies)):
            yield ("tests", t), _no_agency(name, context.agencies), "error"


def _no_agency(name: str, known: Collection[str]) -> str:
    return f"no agency `{name}`; expected one of the list{did_you_mean(name, known)}; found `{name}`"


def rules_in_use(rule: Rule, context: Context) -> Found:
    """Nothing uses a rule that is deprecated."""
    if rule.status == "deprecated":
        others = (other for other in context.rulebook.rules.values() if other.status != "deprecated")
        for name in sorted(other.id for other in others if rule.id in dict(references(other)).values()):
            yield ("status",), f"a deprecated rule never runs; expected no rule to use it; found {name}", "error"


def findings_known(rule: Rule, context: Context) -> Found:
    """Every finding a rule rests on is in audits.yaml."""
    known = context.rulebook.audits.findings
    for i, name in enumerate(rule.findings):
        if name not in known:
            said = f"no finding `{name}`; expected one of audits.yaml{did_you_mean(name, known)}; found `{name}`"
            yield ("findings", i), said, "error"
