"""A new rule to begin from: a file that loads, whose tests pass, with comments that teach and words still to write.

What is to be written begins with TO_WRITE, which the linter finds. The codes in it are examples.
"""

from __future__ import annotations

from collections.abc import Sequence

TO_WRITE = "(to write)"

_HEAD = """\
# What each key means: docs/rule-language.md. What is still to be written: flagger rules check.
id: @ID                  # also the name of this file; it never changes
title: "(to write) what the record shows, as a heading (@ID)"
summary: "(to write) one sentence that a practitioner could read aloud to the family"
kind: @KIND            # concern, strength (good practice) or record (the record itself)
status: draft            # draft, then test while it is tried, then stable; deprecated before it goes
version: 0.1.0           # raise it whenever the meaning changes: flagger rules lock
family: @FAMILY      # rules of one family are one kind of pattern when several come together
per: case                # case, or agency: each agency's rows by themselves
findings: ["(to write) an id from audits.yaml that this rule answers to"]
why: "(to write) why this is worth a look, and what it may mean for a child"
# The only numbers. An area may set each between `min` and `max`; without both, the number is fixed.
# `basis`: statute, guidance, published practice, local, or inference (ours: the flag says so).
# Spans: 28d, 6w, 12mo, 2y, 10wd (England working days).
"""
_SOURCE = 'basis: inference, source: "(to write) who says so, or that nobody has published a number"'
_WITHIN = f"  within: {{value: 28d, min: 7d, max: 90d, {_SOURCE}}}\n"
_TIMES = f"  times:  {{value: 3, min: 2, max: 10, unit: times, {_SOURCE}}}\n"
_DOUBTS = """\
ask:                     # questions for supervision; each ends with a question mark
  - "(to write) what would one ask the family?"
  - "(to write) what would one ask another agency?"
consider:                # what else might explain it
  - "(to write) an ordinary reason"
does_not_see: "(to write) what leaves no dated row"
"""
_NEEDS = """\
# Without a row about one of these the rule is not assessed, which is not the same as nothing found.
needs: {codes: [@NEEDED]}
"""
_TESTS = """\
# Invented events, one a line: id, date, codes (`-`: none), agency=, incident=, status=. A date: 2024-01-31, 2024-01
# (some day of it), 2024, 2024-01-03..2024-01-09, undated.
# Tests stand on both sides of every number: flagger rules test @ID --mutate
tests:
"""
_TAIL = """\
owner: "(to write) who answers for it"
"""
_BECAUSE = """\
# One sentence for each status that can be reached. Words in braces are filled in; which: docs/rule-language.md.
because:
"""

_COUNT = f"""\
params:
{_TIMES}{_WITHIN}\
# Names for kinds of rows. A selector may also ask: with, not_with, agency, follows, precedes, during, ...
events:
  things: {{code: [@A]}}
match:
  count: {{of: things, at_least: $times, within: $within}}
report: maximal
{_BECAUSE}\
  confirmed: "(to write) {{n}} rows between {{first}} and {{last}}; {{times}} or more within {{within}} are looked for."
  possible: "(to write) {{n}} rows that may lie within {{within}}, if the rough dates fall so."
"""
_COUNT_TESTS = """\
  - name: "(to write) three within the span, the last on its last day"
    as_at: 2024-12-31
    events: |
      a1 2024-01-01 @A agency=school
      a2 2024-01-10 @A agency=school
      a3 2024-01-29 @A agency=gp
    expect: [{status: confirmed, evidence: [a1, a2, a3]}]
  - name: "(to write) the third a day later"
    as_at: 2024-12-31
    events: |
      a1 2024-01-01 @A agency=school
      a2 2024-01-10 @A agency=school
      a3 2024-01-30 @A agency=gp
    expect: []
  - name: "(to write) a rough date that may lie inside or outside"
    as_at: 2024-12-31
    events: |
      a1 2024-01-15 @A agency=school
      a2 2024-01-20 @A agency=school
      a3 2024-02    @A agency=gp
    expect: [{status: possible, evidence: [a1, a2, a3]}]
  - name: "(to write) two are not enough"
    as_at: 2024-12-31
    events: |
      a1 2024-01-01 @A agency=school
      a2 2024-01-10 @A agency=school
    expect: []
"""
_SEQUENCE = f"""\
params:
{_WITHIN}\
events:
  earlier: {{code: [@A]}}
  later: {{code: [@B]}}
match:
  sequence:
    steps:               # a step's name (`as`) is also a word of the sentences: its date
      - {{as: begun, of: earlier}}
      - {{as: then, of: later, within: $within, same_day: deny}}
report: non_overlapping
{_BECAUSE}\
  confirmed: "(to write) this is dated {{begun}}, and that {{then}}, {{days}} days later; {{within}} is looked for."
  possible: "(to write) this is dated {{begun}}, and that {{then}}; the dates leave open whether within {{within}}."
"""
_SEQUENCE_TESTS = """\
  - name: "(to write) on the last day of the span"
    as_at: 2024-12-31
    events: |
      a1 2024-01-01 @A agency=csc
      b1 2024-01-29 @B agency=school
    expect: [{status: confirmed, evidence: [a1, b1]}]
  - name: "(to write) a day later"
    as_at: 2024-12-31
    events: |
      a1 2024-01-01 @A agency=csc
      b1 2024-01-30 @B agency=school
    expect: []
  - name: "(to write) a rough date that may lie inside or outside"
    as_at: 2024-12-31
    events: |
      a1 2024-01-15 @A agency=csc
      b1 2024-02    @B agency=school
    expect: [{status: possible, evidence: [a1, b1]}]
"""
_ABSENCE = f"""\
params:
{_WITHIN}\
events:
  happened: {{code: [@A]}}
  expected: {{code: [@B]}}
match:
  absence:
    after: happened
    expect: expected
    within: $within
    recorded_by: [csc]   # whose rows must cover the days; a chronology without them is not assessed
report: each
{_BECAUSE}\
  confirmed: >-
    (to write) this is dated {{anchor}}; that was not found in the rows supplied until {{deadline}}, {{within}} later.
    {{searched}} {{nearest}}
  possible: >-
    (to write) this is dated {{anchor}}; that was not found for certain until {{deadline}}. {{searched}} {{nearest}}
  pending: "(to write) this is dated {{anchor}}; that is not due until {{deadline}}."
"""
_ABSENCE_TESTS = """\
  - name: "(to write) nothing until the deadline"
    as_at: 2024-12-31
    coverage: ["csc 2024-01-01 2024-12-31 everything"]
    events: |
      a1 2024-01-01 @A agency=csc
    expect: [{status: confirmed, evidence: [a1]}]
  - name: "(to write) it comes on the last day"
    as_at: 2024-12-31
    coverage: ["csc 2024-01-01 2024-12-31 everything"]
    events: |
      a1 2024-01-01 @A agency=csc
      b1 2024-01-29 @B agency=csc
    expect: []
  - name: "(to write) it comes a day late"
    as_at: 2024-12-31
    coverage: ["csc 2024-01-01 2024-12-31 everything"]
    events: |
      a1 2024-01-01 @A agency=csc
      b1 2024-01-30 @B agency=csc
    expect: [{status: confirmed, evidence: [a1]}]
  - name: "(to write) a rough date that may be in time or late"
    as_at: 2024-12-31
    coverage: ["csc 2024-01-01 2024-12-31 everything"]
    events: |
      a1 2024-01-15 @A agency=csc
      b1 2024-02    @B agency=csc
    expect: [{status: possible, evidence: [a1]}]
  - name: "(to write) not due yet"
    as_at: 2024-01-28
    coverage: ["csc 2024-01-01 2024-01-28 everything"]
    events: |
      a1 2024-01-01 @A agency=csc
    expect: [{status: pending, evidence: [a1]}]
  - name: "(to write) nobody said that the rows are complete"
    as_at: 2024-12-31
    events: |
      a1 2024-01-01 @A agency=csc
    outcome: not assessed
"""
_MEASURE = f"""\
params:
  share:  {{value: 0.75, min: 0.5, max: 0.9, {_SOURCE}}}
{_TIMES.replace("times: ", "least: ").replace("unit: times", "unit: rows").replace("value: 3", "value: 4")}{_WITHIN}\
events:
  part: {{code: [@A]}}
  whole: {{code: [@A, @B]}}
match:
  measure:
    share: {{part: part, whole: whole}}
    within: $within
    when: {{share_at_least: $share, whole_at_least: $least}}
report: densest
{_BECAUSE}\
  confirmed: >-
    (to write) {{part}} of {{whole}} rows ({{percent}}) between {{first}} and {{last}}; {{share}} or more is looked for.
  possible: "(to write) {{part}} of {{whole}} rows, if the rough dates fall so."
"""
_MEASURE_TESTS = """\
  - name: "(to write) three of four, the last on the last day of the span"
    as_at: 2024-12-31
    events: |
      a1 2024-01-01 @A agency=gp
      a2 2024-01-08 @A agency=gp
      b1 2024-01-15 @B agency=gp
      a3 2024-01-29 @A agency=gp
    expect: [{status: confirmed, evidence: [a1, a2, b1, a3]}]
  - name: "(to write) the last a day later"
    as_at: 2024-12-31
    events: |
      a1 2024-01-01 @A agency=gp
      a2 2024-01-08 @A agency=gp
      b1 2024-01-15 @B agency=gp
      a3 2024-01-30 @A agency=gp
    expect: []
  - name: "(to write) four of six is less"
    as_at: 2024-12-31
    events: |
      a1 2024-01-01 @A agency=gp
      a2 2024-01-02 @A agency=gp
      b1 2024-01-03 @B agency=gp
      b2 2024-01-04 @B agency=gp
      a3 2024-01-05 @A agency=gp
      a4 2024-01-08 @A agency=gp
    expect: []
  - name: "(to write) three rows are too few"
    as_at: 2024-12-31
    events: |
      a1 2024-01-01 @A agency=gp
      a2 2024-01-08 @A agency=gp
      a3 2024-01-15 @A agency=gp
    expect: []
  - name: "(to write) a rough date that may lie inside or outside"
    as_at: 2024-12-31
    events: |
      a1 2024-01-15 @A agency=gp
      a2 2024-01-16 @A agency=gp
      b1 2024-01-17 @B agency=gp
      a3 2024-02    @A agency=gp
    expect: [{status: possible, evidence: [a1, a2, b1, a3]}]
"""
_COMBINE = f"""\
params:
  kinds:  {{value: 2, min: 2, max: 6, unit: kinds of pattern, {_SOURCE}}}
{_WITHIN.replace("28d, min: 7d, max: 90d", "12mo, min: 3mo, max: 36mo")}\
match:
  combine:
    of: [@RULES]
    at_least: $kinds
    distinct: family     # or `rule`: several rules of one family then count as several
    within: $within
    status: [confirmed]  # [confirmed, possible]: possible patterns count too
report: maximal
{_BECAUSE}\
  confirmed: >-
    (to write) {{kinds}} or more kinds of pattern come together within {{within}}: {{rules}}, of {{families}}.
  possible: "(to write) {{kinds}} or more kinds of pattern may come together within {{within}}: {{rules}}."
"""
_COMBINE_TESTS = """\
  - name: "(to write) rows for which the rules above are flagged, close together"
    as_at: 2024-12-31
    events: |
      a1 2024-01-01 - agency=school
    expect: []
"""
_BODIES = {
    "count": (_COUNT, _COUNT_TESTS),
    "sequence": (_SEQUENCE, _SEQUENCE_TESTS),
    "absence": (_ABSENCE, _ABSENCE_TESTS),
    "measure": (_MEASURE, _MEASURE_TESTS),
    "combine": (_COMBINE, _COMBINE_TESTS),
}
MATCHERS = tuple(_BODIES)


def skeleton(rule_id: str, theme: str, matcher: str, codes: tuple[str, str], rules: Sequence[str]) -> str:
    """The text of a new rule file.

    `theme` is a folder of `themes`, or `strengths` or `combined`. `codes` stand for what is looked for, and for what is
    expected or counted beside it; `rules` are those that `combine` joins: at least two, of different families.
    """
    body, tests = _BODIES[matcher]
    needs = "" if matcher == "combine" else _NEEDS
    words = {
        "@ID": rule_id,
        "@KIND": "strength" if theme == "strengths" else "concern",
        "@FAMILY": theme,
        "@NEEDED": ", ".join(codes) if matcher == "measure" else codes[0],
        "@RULES": ", ".join(rules),
        "@A": codes[0],
        "@B": codes[1],
    }
    text = "".join([_HEAD, body, _DOUBTS, needs, _TESTS, tests, _TAIL])
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text
