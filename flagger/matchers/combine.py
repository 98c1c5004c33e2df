"""Matches of other rules that come together. Meaning: docs/semantics.md section 5, `combine`: a count over matches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from flagger.dates.calendars import WorkingDays
from flagger.matchers.count import Threshold, count
from flagger.matchers.record import Matches, no_matches
from flagger.matchers.selection import Selection
from flagger.model import Status
from flagger.rulebook.shapes import Combine


def combine(
    rule: Combine, families: Mapping[str, str], members: Mapping[str, Matches], calendar: WorkingDays | None = None
) -> Matches:
    """Matches whose evidence is matches: numbered through `rule.of` in its order, as `members` holds them.

    `families` names the family of each rule of `of`; `members` their matches. A possible member counts as unsure, or
    not at all where the rule asks for confirmed ones.
    """
    wanted = {Status[name.upper()] for name in rule.status}
    parts, names, begin = [], [], 0
    for name in rule.of:
        found = members[name].as_events()
        found = found.take(np.isin(members[name].status[found.pos], list(wanted)))
        parts.append(replace(found, pos=found.pos + np.int32(begin)))
        names += [name] * len(found)
        begin += len(members[name])
    events = Selection(
        *(np.concatenate([getattr(part, field) for part in parts]) for field in ("pos", "group", "lo", "hi", "sure"))
    )
    order = np.lexsort((events.pos, events.hi, events.lo, events.group))
    events, name_of = events.take(order), np.array(names, dtype=object)[order]
    kind_of = np.array([families[name] if rule.distinct == "family" else name for name in name_of], dtype=object)
    kinds = sorted(set(kind_of))
    if len(kinds) < rule.at_least:
        return no_matches()
    thresholds = [Threshold(rule.at_least, tuple(kind_of == kind for kind in kinds))]
    if rule.must_include:
        thresholds.append(Threshold(1, (np.isin(name_of, rule.must_include),)))
    return replace(count(events, tuple(thresholds), rule.within, calendar), of_matches=tuple(rule.of))
