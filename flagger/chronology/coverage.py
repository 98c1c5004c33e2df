"""`coverage.yaml`: which agencies gave their records, for which days, and whether everything or significant events.

Read strictly: silence is only ever weighed against what is declared here, so a fault is an error and never a guess.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from flagger.chronology.agency import as_key, shipped_agencies
from flagger.dates.written import read_date
from flagger.documents.document import Document, Place, read_document
from flagger.errors import RulesFault
from flagger.model import EVERY_CASE, Coverage

COVERAGE_FILE = "coverage.yaml"
_KEYS = ("agency", "from", "to", "rows")
_ROWS = {"everything": True, "significant": False}
_EPOCH = dt.date(1970, 1, 1)


def read_coverage(path: Path) -> dict[str, tuple[Coverage, ...]]:
    """Coverage by case name; "*" holds what is declared for every case.

    Dates are ISO or as written in the UK (`2022-01-31`, `31/01/2022`), both ends inside; agencies by their key or any
    known name.
    Raises RulesFault with every fault, each with its file and line.
    """
    document = read_document(path, str(path))
    faults: list[str] = []
    for key in document.data:
        if key not in ("agencies", "cases"):
            faults.append(document.fault((key,), f"key `{key}` is not known; expected `agencies` or `cases`"))
    out: dict[str, tuple[Coverage, ...]] = {}
    if "agencies" in document.data:
        out[EVERY_CASE] = _entries(document, ("agencies",), document.data["agencies"], faults)
    cases = document.data.get("cases", {})
    if not isinstance(cases, dict):
        faults.append(document.fault(("cases",), "`cases`: expected the name of each case with a list under it"))
        cases = {}
    for name, entries in cases.items():
        out[name] = _entries(document, ("cases", name), entries, faults)
    if not faults and not out:
        faults.append(document.fault((), "nothing is declared; expected `agencies:` with a list under it"))
    if faults:
        raise RulesFault(faults)
    return out


def _entries(document: Document, place: Place, entries: Any, faults: list[str]) -> tuple[Coverage, ...]:
    if not isinstance(entries, tuple):
        faults.append(
            document.fault(
                place, "expected a list, one line an agency: `- {agency: police, from: ..., to: ..., rows: everything}`"
            )
        )
        return ()
    read = (_entry(document, (*place, i), entry, faults) for i, entry in enumerate(entries))
    return tuple(entry for entry in read if entry is not None)


def _entry(document: Document, place: Place, entry: Any, faults: list[str]) -> Coverage | None:
    if not isinstance(entry, dict):
        faults.append(document.fault(place, f"expected the keys {', '.join(_KEYS)}"))
        return None
    found = [
        document.fault((*place, key), f"key `{key}` is not known; expected {', '.join(_KEYS)}")
        for key in entry
        if key not in _KEYS
    ]
    found += [document.fault(place, f"key `{key}` is missing") for key in _KEYS if key not in entry]
    agency = entry.get("agency", "")
    if "agency" in entry and not (isinstance(agency, str) and as_key(agency)):
        found.append(document.fault((*place, "agency"), "`agency`: expected the name of an agency"))
    days = [_day(document, (*place, key), key, entry[key], found) for key in ("from", "to") if key in entry]
    rows = entry.get("rows")
    if "rows" in entry and not (isinstance(rows, str) and rows in _ROWS):
        found.append(document.fault((*place, "rows"), "`rows`: expected `everything` or `significant`"))
    if len(days) == 2 and None not in days and days[0] > days[1]:  # type: ignore[operator]
        found.append(
            document.fault((*place, "to"), "`to` is before `from`; expected the last day of the records given")
        )
    faults += found
    if found or days[0] is None or days[1] is None:
        return None
    return Coverage(shipped_agencies().find(agency) or as_key(agency), days[0], days[1], _ROWS[str(rows)])


def _day(document: Document, place: Place, key: str, value: Any, faults: list[str]) -> int | None:
    """Days since 1970-01-01 of one exact day."""
    if isinstance(value, dt.date):
        return (value - _EPOCH).days
    read = read_date(value) if isinstance(value, str) else None
    if read is None or read.lo is None or read.lo != read.hi or read.approx:
        faults.append(document.fault(place, f"`{key}`: expected one exact day, such as 2022-01-31 or 31/01/2022"))
        return None
    return read.lo
