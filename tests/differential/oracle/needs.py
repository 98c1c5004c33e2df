"""What a rule needs in a case to say anything of it: section 6 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .groups import children, shown
from .records import Case


def lacks(needs: Mapping[str, Any], case: Case) -> bool:
    """Whether something that the rule needs is nowhere in the case, or the case has no dated row at all."""
    rows = case.events
    met = [bool(rows or case.members)]
    codes, fields, who = (needs.get(key, ()) for key in ("codes", "fields", "who"))
    if codes:
        met.append(any(row.codes & set(codes) for row in rows))
    if fields:
        met.append(any((row.blank | row.filled) & set(fields) for row in rows))
    if who:
        met.append(any(shown(row, who, case) for row in rows))
    if needs.get("born"):
        met.append(any(child.born is not None for child in children(case)))
    return not all(met)
