"""The words that fill a rule's sentences (docs/rule-language.md lists them): facts of the rows, never a judgement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from flagger.dates.say import say
from flagger.dates.spans import Span
from flagger.rulebook.model import Needs, Rule

_AGENCIES = {
    "csc": "children's social care",
    "ed": "the emergency department",
    "edt": "the emergency duty team",
    "gp": "the GP",
    "idva": "the IDVA service",
    "da_service": "the domestic abuse service",
    "other_la": "another local authority",
    "yjs": "the youth justice service",
}


def agency_words(agency: str) -> str:
    """An agency's key as a reader knows it."""
    return _AGENCIES.get(agency, agency.replace("_", " "))


_CODE_WORDS = {
    "appt": "appointment",
    "asb": "antisocial behaviour",
    "cce": "child criminal exploitation",
    "cin": "child in need",
    "cla": "looked-after child",
    "closing": "a closing or step-down",
    "cp": "child protection",
    "cse": "child sexual exploitation",
    "da": "domestic abuse",
    "dapo": "DAPO",
    "dara": "DARA",
    "dash": "DASH",
    "dvds": "DVDS",
    "dvpn": "DVPN",
    "dvpo": "DVPO",
    "ed": "emergency department",
    "edt": "emergency duty team",
    "epo": "emergency protection order",
    "icpc": "initial child protection conference",
    "idva": "IDVA",
    "kept": "an appointment or visit kept",
    "marac": "MARAC",
    "mh": "mental health",
    "missed": "an appointment or visit missed",
    "perp": "perpetrator",
    "plo": "pre-proceedings",
    "rcpc": "review child protection conference",
    "s47": "section 47 enquiry",
    "taf": "team around the family",
}


def code_words(name: str) -> str:
    """A code or family as words."""
    return " ".join(_CODE_WORDS.get(part, part) for part in name.split("_"))


def listed(items: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    *rest, end = list(items) or [""]
    return f"{', '.join(rest)} {last} {end}" if rest else end


def value_words(value: object) -> str:
    """A parameter's value as it is said: "12 months", "75%", "3"."""
    if isinstance(value, Span):
        return value.words
    return f"{value:.0%}" if isinstance(value, float) else str(value)


def parameter_words(rule: Rule) -> dict[str, str]:
    return {name: value_words(param.value) for name, param in rule.params.items()}


def who_words(per: str, subject: str) -> dict[str, str]:
    """`who` in a sentence: the child, person, pair, agency or service that a match stays inside."""
    if per == "case":
        return {}
    return {"who": agency_words(subject) if per in ("agency", "service") else subject}


_ROLES = {
    "adult": "a named adult",
    "alleged_perpetrator": "a person said to have caused harm",
    "child": "a named child",
    "other_male_unspecified": "a man not named",
    "present": "somebody who was there",
    "victim": "a person said to have been harmed",
}


def role_words(role: str) -> str:
    """A role as a reader knows it: who is shown."""
    return _ROLES.get(role, f"a {role.replace('_', ' ')}")


def unmet(needs: Needs | None) -> str:
    """Why a rule was not assessed: what the rows would have to hold, of which something is missing."""
    if needs is None:
        return "no dated row"
    said = []
    if needs.codes:
        said.append(f"no dated row is about {listed([code_words(code) for code in needs.codes], 'or')}")
    if needs.fields:
        columns = listed([name.replace("_", " ") for name in needs.fields], "or")
        said.append(f"the rows have no column for {columns} that anybody filled")
    if needs.who:
        said.append(f"no dated row shows {listed([role_words(role) for role in needs.who], 'or')}")
    if needs.born:
        said.append("no child's date of birth is written down")
    return ", or ".join(said)


def days_between(first: tuple[int, int], last: tuple[int, int]) -> str:
    """The days from one interval to another: "12", or "3 to 40"."""
    least, most = max(0, last[0] - first[1]), last[1] - first[0]
    return str(most) if least == most else f"{least} to {most}"


def fill(sentence: str, words: Mapping[str, str]) -> str:
    """Put the words in. The linter has refused any that the matcher does not give."""
    said = re.sub(r"\{(\w+)\}", lambda found: words[found[1]], sentence).strip()
    return re.sub(r"\b1 (day|row|pattern)s\b", r"1 \1", said)


def extent(days: list[tuple[int, int]]) -> dict[str, str]:
    """`first`, `last` and `span_days` of the evidence; an approximate date is said as the days that it can mean."""
    first, last = min(days), max(days, key=lambda day: (day[1], day[0]))
    ends = (first[0], min(hi for _, hi in days)), (max(lo for lo, _ in days), last[1])
    span = days_between(*ends) if len(days) > 1 else "0"
    return {"first": say(*first), "last": say(*last), "span_days": span}
