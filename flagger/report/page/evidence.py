"""The rows behind flags as the page says them: enough to know the row, and no more of it than is needed there.

The whole of every row stands in the table, one link away. Which rows there are, and their order, is the flag's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from flagger.report.page.words import short
from flagger.report.view import Found, Row, Shown

TOLD = 25  # rows of one rule; more than these are to be looked over in the timeline and the table, and here only found


@dataclass(frozen=True)
class Behind:
    """Rows behind a flag that stand in one line: of one agency and with one part.

    `says` is what the row says, "" where it is said before, None where only the days are given.
    """

    agency: str
    role: str
    supporting: bool
    rows: tuple[Row, ...]
    says: Markup | None


def told(found: Found) -> Iterator[tuple[Shown, list[Behind]]]:
    """Each flag of a rule with its rows.

    What they say stands with them until as many as TOLD have said it; a flag that would go beyond has the rows of an
    agency in one line. Nothing is said twice in a rule, and of a flag that is made of others only the rows that are
    none of theirs stand here.
    """
    said: set[str] = set()
    for shown in found.shown:
        those = said | {row.event.id for row in shown.rows}
        if shown.members or len(those) > TOLD:
            theirs = {item.event for member in shown.members for item in member.evidence}
            yield shown, _together(row for row in shown.rows if row.event.id not in theirs)
        else:
            yield shown, [_alone(row, row.event.id in said) for row in shown.rows]
            said = those


def _alone(row: Row, said: bool) -> Behind:
    return Behind(row.event.agency, row.role, row.supporting, (row,), Markup() if said else short(row.event))


def _together(rows: Iterable[Row]) -> list[Behind]:
    of: Mapping[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        of[row.event.agency, row.role].append(row)
    return [
        Behind(agency, role, those[0].supporting, tuple(those), None)
        for (agency, role), those in sorted(of.items(), key=lambda each: each[1][0].supporting)
    ]
