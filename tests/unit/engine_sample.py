"""Small chronologies as lines of text, and the engine run over them: for the tests of timeline, detect and flags."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rulebook_sample import read

from flagger.dates.calendars import WorkingDays, load_working_days
from flagger.detect.run import Detection, Setting, detect
from flagger.flags.build import Flagged, flagged
from flagger.infer.combined import infer
from flagger.model import Coverage
from flagger.rulebook.examples import read_event
from flagger.rulebook.model import Rule
from flagger.timeline.arrays import Timeline
from flagger.timeline.build import timeline_of
from flagger.timeline.rows import COLUMNS

FAMILIES = {"visit": ("cp_visit", "cin_visit"), "closing": ("case_closed", "step_down")}
CODES = sorted(
    {*FAMILIES["visit"], *FAMILIES["closing"], "appt_attended", "case_opened", "cp_plan_end", "cp_plan_start"}
    | {"police_incident", "referral", "was_not_brought", "da_incident", "alcohol"}
)
CALENDAR = load_working_days(Path(__file__).parents[2] / "rules" / "calendars" / "england.yaml")


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def expand(names: Collection[str]) -> set[str]:
    return {code for name in names for code in FAMILIES.get(name, (name,))}


def frames(text: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Events and codings. A line is that of a rule's test, its id perhaps `case/id`; a date with `?` is doubted."""
    events, codings = [], []
    for line in filter(str.strip, text.splitlines()):
        case, _, _ = line.split()[0].rpartition("/")
        event = read_event(line.replace("?", ""))
        row = {
            "event_id": event.id.rpartition("/")[2],
            "case": case or "K",
            "agency": event.agency,
            "approx": "?" in line,
        }
        events.append({**row, "lo": event.lo, "hi": event.hi, "incident": event.incident or row["event_id"]})
        codings += [{"event_id": row["event_id"], "code": code, "status": status} for code, status in event.codes]
    frame = pd.DataFrame(events, columns=["event_id", "case", "agency", "approx", "lo", "hi", "incident"])
    frame = frame.assign(file="rows.csv", sheet=None, origin="", **{name: "" for name in COLUMNS if name != "agency"})
    frame = frame.astype({"lo": "Int32", "hi": "Int32", "approx": bool})
    return frame, pd.DataFrame(codings, columns=["event_id", "code", "status"])


def timeline(text: str, as_at: str = "2024-12-31") -> tuple[Timeline, list[str]]:
    """The timeline, and the event ids of its positions."""
    events, codings = frames(text)
    line, rows = timeline_of(events, codings, CODES, day(as_at))
    return line, list(events["event_id"].to_numpy()[rows])


@dataclass(frozen=True)
class Run:
    """What came of a few rules: `found` has for each match of a rule its case, status and evidence ids."""

    line: Timeline
    ids: list[str]
    detection: Detection
    flagged: Flagged

    def found(self, rule: str) -> list[tuple[str, str, str]]:
        return [
            (flag.case, flag.status, " ".join(e.event for e in flag.evidence if e.role not in SUPPORTING))
            for flag in self.flagged.flags
            if flag.rule == rule
        ]

    def outcome(self, rule: str) -> dict[str, str]:
        return {o.case: o.reason or o.outcome for o in self.flagged.outcomes if o.rule == rule}


SUPPORTING = ("told again", "just before", "soon after")


def run(
    rules: Sequence[Rule],
    text: str,
    as_at: str = "2024-12-31",
    coverage: Mapping[str, Sequence[Coverage]] | None = None,
    calendar: WorkingDays = CALENDAR,
    off: Mapping[str, str] | None = None,
) -> Run:
    line, ids = timeline(text, as_at)
    setting = Setting(expand, calendar, coverage or {}, off or {})
    detection = detect(line, rules, setting)
    infer(line, rules, detection, None, setting)
    return Run(line, ids, detection, flagged(line, ids, {rule.id: rule for rule in rules}, detection, setting))


def rules(root: Path, *texts: str) -> list[Rule]:
    return [read(root, text) for text in texts]
