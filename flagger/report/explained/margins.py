"""How near to the edge an outcome is, in words."""

from __future__ import annotations

from collections.abc import Iterator

from flagger.explain.margins import MOST_ROWS
from flagger.explain.record import Branch, Margin
from flagger.flags.words import value_words
from flagger.report.explained.words import Said, some_rows, state_words, would
from flagger.report.say import count
from flagger.rulebook.model import Rule


def margins_say(rule: Rule, branch: Branch, said: Said) -> Iterator[str]:
    """A sentence for each number that would change the outcome, and for rows without which it would be another."""
    for margin in branch.margins:
        yield _margin(margin, branch, said)
    if not branch.margins and rule.params:
        yield "No number of the rule, changed by itself and within reason, would change this."
    yield from _without(branch, said)


def _margin(margin: Margin, branch: Branch, said: Said) -> str:
    same = "" if margin.holds == margin.value else f"the same as far as {value_words(margin.holds)}; "
    now = {row for row, _ in branch.rows}
    more = [row for row in margin.rows if row not in now]
    rows = f", with {some_rows(more, said)}" if more and branch.flag is None else ""
    becomes = f"{value_words(margin.changes)} {would(margin.becomes)}{rows}"
    return f"{margin.name.replace('_', ' ')} is {value_words(margin.value)}: {same}at {becomes}."


def _without(branch: Branch, said: Said) -> Iterator[str]:
    if not branch.tried:
        return
    tried = f"the first {MOST_ROWS} rows" if branch.tried == MOST_ROWS else f"its {count(branch.tried, 'row')}"
    if not branch.without:
        yield f"Without any one of {tried} it would still be {state_words(branch.state)}."
    for state in sorted({one.becomes for one in branch.without}):
        rows = [one.event for one in branch.without if one.becomes == state]
        if len(rows) == branch.tried > 1:
            yield f"Without any one of {tried} {would(state)}."
        else:
            yield f"Without {' or without '.join(map(said, rows))} {would(state)}."
