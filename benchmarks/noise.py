"""Ordinary noise on the rows of a life: told twice, roughly dated, doubted, entered late, endings left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from lives import EPOCH, PLANTED, Life, Row

_EVERY_AGENCY_HEARS = frozenset(
    [
        "referral",
        "contact",
        "police_notification",
        "da_incident",
        "police_incident",
        "strategy_discussion",
        "icpc",
        "rcpc",
        "core_group",
        "cin_review",
        "taf_meeting",
        "multi_agency_meeting",
        "ed_attendance",
    ]
)
_SAYS_HOW_IT_ENDED = frozenset(
    [
        "no_further_action",
        "advice_given",
        "case_closed",
        "assessment_end",
        "cin_plan_end",
        "cp_plan_end",
        "s47_end",
        "early_help_end",
    ]
)
_MEETINGS = frozenset(
    ["icpc", "rcpc", "core_group", "cin_review", "taf_meeting", "multi_agency_meeting", "strategy_discussion"]
)


def noisy(life: Life, rows: list[Row]) -> list[Row]:
    """The rows with ordinary noise. Planted rows are told twice, doubted and roughly dated too, never lost or moved."""
    rng, rate, made = life.rng, life.rate, []
    incident = 0
    for row in rows:
        own = row.plant != PLANTED
        if own and rng.random() < rate["outcome_missing"] and not _SAYS_HOW_IT_ENDED.isdisjoint(row.codes):
            row = replace(row, codes=tuple(code for code in row.codes if code not in _SAYS_HOW_IT_ENDED))
            if not row.codes:
                continue
        if own and rng.random() < rate["entered_late"]:
            row = replace(row, lo=row.lo + (late := rng.randint(1, 10)), hi=row.hi + late)
        if row.lo == row.hi:
            row = _roughly(rng, rate["approximate_exported" if row.agency == "csc" else "approximate"], row)
        if rng.random() < rate["doubted"]:
            row = replace(row, doubted=True)
        if not row.incident and rng.random() < rate["told_twice"] and not _EVERY_AGENCY_HEARS.isdisjoint(row.codes):
            incident -= 1
            row = replace(row, incident=incident if rng.random() < rate["linked"] else 0)
            other = rng.choice([a for a in ("csc", "school", "health_visitor", "gp") if a != row.agency])
            later = 0 if not _MEETINGS.isdisjoint(row.codes) else rng.randint(0, 2)
            made.append(replace(row, agency=other, lo=row.lo + later, hi=row.hi + later))
        made.append(row)
    return made


def _roughly(rng: Random, share: float, row: Row) -> Row:
    if rng.random() >= share:
        return row
    if rng.random() < 0.4:
        monday = row.lo - (row.lo + 3) % 7
        return replace(row, lo=monday, hi=monday + 6)
    first = dt.date.fromordinal(row.lo + EPOCH).replace(day=1)
    after = (first + dt.timedelta(days=31)).replace(day=1)
    return replace(row, lo=first.toordinal() - EPOCH, hi=after.toordinal() - EPOCH - 1)
