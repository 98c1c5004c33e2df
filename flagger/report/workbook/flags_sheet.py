"""The flags as one table: what each says, the rows behind it, and room for what agencies answer and what is agreed."""

from __future__ import annotations

from collections.abc import Iterable

from flagger.flags.record import Absent
from flagger.flags.words import code_words, listed
from flagger.report.say import agency, counted, plays, stretch
from flagger.report.view import Shown
from flagger.report.workbook.book import A3, Column, Table
from flagger.report.workbook.cells import Cell, day
from flagger.report.workbook.names import Names

NAME = "Flags"
_KINDS = {"strength": "strength", "concern": "concern", "record": "the record itself"}
_COLUMNS = (
    Column("Flag", 26),
    Column("Case", 11),
    Column("Kind", 9),
    Column("Heading", 12),
    Column("What it says", 50),
    Column("Status", 10),
    Column("Rows behind it", 30),
    Column("Questions", 36),
    Column("What else might explain it", 30),
    Column("Agency response", 30),
    Column("Agreed view", 30),
    Column("Theme", 20, printed=False),
    Column("First row", 11, printed=False),
    Column("Last row", 11, printed=False),
    Column("Looked for and not found", 60, optional=True, printed=False),
    Column("Counted", 24, optional=True, printed=False),
    Column("What audits found", 80, optional=True, printed=False),
    Column("Also worth reflecting on", 60, optional=True, printed=False),
    Column("What it does not see", 40, optional=True, printed=False),
    Column("Rule", 7, printed=False),
    Column("Version", 8, printed=False),
    Column("Flag id", 18, printed=False),
)


def flags(names: Names) -> Table:
    """One row a flag: case by case, strengths first. Two columns are empty, to be filled in by people."""
    return Table(NAME, _COLUMNS, [_row(names, shown) for shown in names.flags], paper=A3)


def _row(names: Names, shown: Shown) -> list[Cell]:
    flag, rule = shown.flag, names.document.rules[shown.flag.rule]
    theme = names.document.themes.get(rule.theme)
    behind = [names.row(of.event) + ("" if of.role == "evidence" else f", {plays(of.role)}") for of in shown.rows]
    made_of = [f"made of: {names.labels[member.id]}" for member in shown.members]
    findings = [f"{of.audit}, {of.body}, {of.year}, {of.heading}: {of.says}" for of in shown.findings]
    return [
        names.labels[flag.id],
        flag.case,
        _KINDS[flag.kind],
        names.document.headings.get(rule.heading, ""),
        "\n".join([flag.says, *flag.grades]),
        flag.status,
        "\n".join([*made_of, *behind]),
        _points(flag.ask),
        _points(flag.consider),
        "",
        "",
        theme.title if theme else "",
        day(flag.first),
        day(flag.last),
        "\n".join(_looked_for(names, absent) for absent in flag.absent),
        counted(flag.measures),
        _points(findings),
        _points(names.document.prompts[name].asks for name in flag.prompts),
        flag.does_not_see,
        flag.rule,
        flag.version,
        flag.id,
    ]


def _points(lines: Iterable[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def _looked_for(names: Names, absent: Absent) -> str:
    of = f" of {listed(map(agency, absent.agencies))}" if absent.agencies else ""
    days = stretch(absent.first, absent.last)
    near = f" The nearest outside those days: No. {names.numbers[absent.nearest]}." if absent.nearest else ""
    about = listed(map(code_words, absent.expected), "or")
    return f"A row about {about}, in the rows{of}, {days}: not found there.{near}"
