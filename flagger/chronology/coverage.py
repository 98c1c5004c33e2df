"""`coverage.yaml`: which agencies gave their records, for which days, and whether everything or significant events.

Read strictly: silence is only ever weighed against what is declared here, so a fault is an error and never a guess.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flagger.chronology.agency import Agencies, as_key, shipped_agencies
from flagger.dates.say import to_day
from flagger.dates.written import read_date
from flagger.documents.document import Document, Place, read_document
from flagger.errors import RulesFault
from flagger.model import EVERY_CASE, Coverage

COVERAGE_FILE = "coverage.yaml"
TO_ASK = "ask"  # stands for `rows` in a draft, until a person has asked
_KEYS = ("agency", "from", "to", "rows")
_ROWS = {"everything": True, "significant": False}
_CONFIRMED = {"yes": True, "no": False}


def read_coverage(path: Path, agencies: Agencies | None = None) -> dict[str, tuple[Coverage, ...]]:
    """Coverage by case name; "*" holds what is declared for every case.

    Dates are ISO or as written in the UK (`2022-01-31`, `31/01/2022`), both ends inside; agencies by their key or any
    known name (`agencies`: else those shipped). A file that says `confirmed: no` is a draft, and nothing in it is
    confirmed. Raises RulesFault with every fault, each with its file and line.
    """
    document = read_document(path, str(path))
    said = document.data.get("confirmed", "yes")
    faults = [
        document.fault((key,), f"key `{key}` is not known; expected `confirmed`, `agencies` or `cases`")
        for key in document.data
        if key not in ("confirmed", "agencies", "cases")
    ]
    if said not in _CONFIRMED:
        faults.append(
            document.fault(("confirmed",), "`confirmed`: expected yes, or no while nobody has looked it over")
        )
    reading = _Reading(document, faults, agencies or shipped_agencies(), _CONFIRMED.get(said, False))
    out: dict[str, tuple[Coverage, ...]] = {}
    if "agencies" in document.data:
        out[EVERY_CASE] = reading.entries(("agencies",), document.data["agencies"])
    cases = document.data.get("cases", {})
    if not isinstance(cases, dict):
        faults.append(document.fault(("cases",), "`cases`: expected the name of each case with a list under it"))
        cases = {}
    for name, entries in cases.items():
        out[name] = reading.entries(("cases", name), entries)
    if not faults and not out:
        faults.append(document.fault((), "nothing is declared; expected `agencies:` with a list under it"))
    if faults:
        raise RulesFault(faults)
    return out


@dataclass(frozen=True)
class _Reading:
    """One file while it is read. `faults` gathers what is wrong."""

    document: Document
    faults: list[str]
    agencies: Agencies
    confirmed: bool

    def entries(self, place: Place, entries: Any) -> tuple[Coverage, ...]:
        if not isinstance(entries, tuple):
            form = "`- {agency: police, from: ..., to: ..., rows: everything}`"
            self.faults.append(self.document.fault(place, f"expected a list, one line an agency: {form}"))
            return ()
        read = (self.entry((*place, i), entry) for i, entry in enumerate(entries))
        return tuple(entry for entry in read if entry is not None)

    def entry(self, place: Place, entry: Any) -> Coverage | None:
        fault = self.document.fault
        if not isinstance(entry, dict):
            self.faults.append(fault(place, f"expected the keys {', '.join(_KEYS)}"))
            return None
        found = [
            fault((*place, key), f"key `{key}` is not known; expected {', '.join(_KEYS)}")
            for key in entry
            if key not in _KEYS
        ]
        found += [fault(place, f"key `{key}` is missing") for key in _KEYS if key not in entry]
        agency = entry.get("agency", "")
        if "agency" in entry and not (isinstance(agency, str) and as_key(agency)):
            found.append(fault((*place, "agency"), "`agency`: expected the name of an agency"))
        days = [self.day((*place, key), key, entry[key], found) for key in ("from", "to") if key in entry]
        if "rows" in entry and (wrong := self.rows_wrong(entry["rows"])):
            found.append(fault((*place, "rows"), wrong))
        if len(days) == 2 and None not in days and days[0] > days[1]:  # type: ignore[operator]
            found.append(fault((*place, "to"), "`to` is before `from`; expected the last day of the records given"))
        self.faults.extend(found)
        if found or days[0] is None or days[1] is None:
            return None
        key, everything = self.agencies.find(agency) or as_key(agency), _ROWS.get(str(entry["rows"]), False)
        return Coverage(key, days[0], days[1], everything, self.confirmed)

    def rows_wrong(self, rows: Any) -> str:
        if isinstance(rows, str) and (rows in _ROWS or (rows == TO_ASK and not self.confirmed)):
            return ""
        if rows == TO_ASK:
            return (
                "`rows` is still to be asked, so the file is not confirmed yet; expected `everything` or `significant`"
            )
        return "`rows`: expected `everything` or `significant`"

    def day(self, place: Place, key: str, value: Any, faults: list[str]) -> int | None:
        """Days since 1970-01-01 of one exact day."""
        if isinstance(value, dt.date):
            return to_day(value)
        read = read_date(value) if isinstance(value, str) else None
        if read is None or read.lo is None or read.lo != read.hi or read.approx:
            said = f"`{key}`: expected one exact day, such as 2022-01-31 or 31/01/2022"
            faults.append(self.document.fault(place, said))
            return None
        return read.lo
