"""One sound rule of each matcher as text, and small ways to change and load it. Used by the tests of the rulebook."""

from __future__ import annotations

from pathlib import Path

from flagger.documents.document import read_document
from flagger.rulebook.load import Rulebook, load_rulebook
from flagger.rulebook.model import Rule

AUDITS = """\
audits:
  "900":
    {title: An invented audit, body: an invented partnership, year: "2020", sample: 3 invented children,
     headings_and_bullets: {headings: 1, bullets: 0, sentences: 0, lists: 0}}
findings:
  900-missed: {audit: "900", heading: We found, place: [heading], kind: worry, says: Missed appointments went unasked.}
"""

OTHER_FINDING = """\
  900-other: {audit: "900", heading: We found, place: [heading], kind: good, says: Nobody was blamed.}
"""

PROMPTS = """\
prompts:
  blame: {asks: Who was blamed?, stage: reflection, findings: [900-other], rules: [T01]}
"""

NOT_SHOWN = """\
not_shown:
  feelings: {what: Feelings, reason: Nobody wrote them down., findings: [900-other]}
held_back:
  R27: {would: Look for more., reason: It would be unjust., findings: [900-missed]}
"""

COUNT = """\
id: T01
title: Missed appointments
summary: Several appointments missed close together.
kind: concern
status: test
version: 1.0.0
family: engagement
findings: [900-missed]
why: Each one is small; together they are a question.
params:
  n: {value: 3, min: 2, max: 10, unit: times, basis: inference, source: ours}
  within: {value: 180d, min: 30d, max: 12mo, basis: inference, source: ours}
events:
  missed: {code: [was_not_brought]}
match:
  count: {of: missed, at_least: $n, within: $within, collapse: {within: 1d, same: [agency]}}
report: maximal
grades:
  - {name: five or more, when: {peak_at_least: 5}}
because:
  confirmed: "{n} missed between {first} and {last}; {at_least} or more within {within}."
  possible: "{n} missed, if the approximate dates fall so."
ask: [What stood in the way?]
consider: [Letters to an old address.]
does_not_see: Appointments that nobody wrote down.
needs: {codes: [was_not_brought]}
tests:
  - name: three in six months
    as_at: 2024-12-31
    events: |
      a1 2024-01-10 was_not_brought agency=gp
      a2 2024-03    was_not_brought agency=school
      a3 2024-05-01 was_not_brought agency=gp
    expect: [{status: confirmed, evidence: [a1, a2, a3]}]
  - {name: one only, as_at: 2024-12-31, events: "a1 2024-01-10 was_not_brought", expect: []}
owner: flagger
reviewed_on: 2026-11-22
"""

_MATCH = COUNT[COUNT.index("events:\n  missed") : COUNT.index("report:")]
_BECAUSE = COUNT[COUNT.index("because:") : COUNT.index("ask:")]
_NEEDS = "needs: {codes: [was_not_brought]}\n"
_GRADES = COUNT[COUNT.index("grades:") : COUNT.index("because:")]


def _variant(rule_id: str, match: str, because: str, *edits: tuple[str, str]) -> str:
    text = COUNT.replace(_MATCH, match).replace(_BECAUSE, because).replace(_GRADES, "").replace(_NEEDS, "")
    return change(change(text, "id: T01", f"id: {rule_id}"), "title: Missed", f"title: {rule_id} missed", *edits)


def change(text: str, old: str, new: str, *more: tuple[str, str]) -> str:
    """The text with one passage replaced, which must be there."""
    for before, after in ((old, new), *more):
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


_SENTENCES = "because:\n  confirmed: From {first} to {last}.\n  possible: Perhaps from {first}.\n"
_N = "  n: {value: 3, min: 2, max: 10, unit: times, basis: inference, source: ours}\n"

SEQUENCE = _variant(
    "T02",
    """\
match:
  sequence:
    steps:
      - {as: closed, of: {code: [case_closed]}}
      - {as: back, of: {code: [referral]}, within: $within, same_day: deny, without: {code: [case_opened]}}
""",
    "because:\n  confirmed: Closed on {closed}, back on {back}, {days} days later.\n  possible: Perhaps by {last}.\n",
    ("report: maximal", "report: non_overlapping"),
    (_N, ""),
)
ABSENCE = _variant(
    "T03",
    """\
events:
  incident: {code: [police_incident]}
episodes:
  open_plan: {opens: {code: [cp_plan_start]}, closes: {code: [cp_plan_end]}}
match:
  absence: {after: incident, expect: {code: [visit]}, within: $within, recorded_by: [csc], unless: {open: open_plan}}
""",
    _SENTENCES + '  pending: "Due by {deadline}."\n',
    ("report: maximal", "report: each"),
    (_N, ""),
    (
        "owner:",
        '  - {name: not due, as_at: 2024-02-01, events: "a1 2024-01-10 referral",'
        "\n     expect: [{status: pending, evidence: [a1]}]}\nowner:",
    ),
)
MEASURE = _variant(
    "T04",
    """\
match:
  measure:
    share: {part: {code: [was_not_brought]}, whole: {code: [was_not_brought, appt_attended]}}
    within: $within
    when: {share_at_least: $share, whole_at_least: $n}
""",
    "because:\n  confirmed: '{part} of {whole} ({percent})'\n  possible: Perhaps {part}.\n",
    ("report: maximal", "report: densest"),
    (_N, _N + "  share: {value: 0.75, min: 0.5, max: 0.9, basis: inference, source: ours}\n"),
)
COMBINE = _variant(
    "T05",
    "match:\n  combine: {of: [T01, T02], at_least: $n, distinct: rule, within: $within, must_include: [T01]}\n",
    "because:\n  confirmed: '{n} of {rules}, in {families}'\n  possible: Perhaps {n}.\n",
    ("value: 3, min: 2", "value: 2, min: 1"),
)
FALL = change(
    MEASURE,
    "when: {share_at_least: $share, whole_at_least: $n}",
    "when: {whole_at_least: $n}\n    fall: {from_at_least: $share, to_at_most: $low}",
    ("id: T04", "id: T06"),
    ("T04 missed", "T06 missed"),
    ("report: densest", "report: non_overlapping"),
    ("  share: {", "  low: {value: 0.34, min: 0.1, max: 0.5, basis: inference, source: ours}\n  share: {"),
    ("{part} of {whole} ({percent})", "{before_part} of {before_whole}, then {after_part} of {after_whole}"),
    ("Perhaps {part}.", "Perhaps."),
)
RULES = {"T01": COUNT, "T02": SEQUENCE, "T03": ABSENCE, "T04": MEASURE, "T05": COMBINE, "T06": FALL}


def write_rules(root: Path, rules: dict[str, str], audits: str = AUDITS) -> Path:
    """A folder of rules: each text as themes/<name>.yaml, and audits.yaml."""
    (root / "themes").mkdir(parents=True, exist_ok=True)
    for name, text in rules.items():
        (root / "themes" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (root / "audits.yaml").write_text(audits, encoding="utf-8")
    return root


def load(root: Path, rules: dict[str, str], audits: str = AUDITS) -> Rulebook:
    return load_rulebook(write_rules(root, rules, audits))


def read(root: Path, text: str) -> Rule:
    path = root / "rule.yaml"
    path.write_text(text, encoding="utf-8")
    return Rule.read(read_document(path, "rule.yaml"))
