"""Every rule over an extract, part by part, and DuckDB's reading and sorting of the same Parquet.

Run as a program it measures the memory of one run in this fresh process, and prints it as JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from synthetic import (
    AGENCIES,
    AS_AT,
    CODES,
    COLUMNS,
    FILLED,
    FIRST_DAY,
    IN_EVERY_FILE,
    PERSONS,
    ROLES,
    RULES,
    SHOWN,
    TOGETHER,
    children_of,
)
from timing import Took, forget_peak, peak, resident, timed

from flagger.detect.run import Detection, Setting, run_rule
from flagger.infer.closure import Inference
from flagger.infer.combined import composites_of, infer
from flagger.infer.engines import choose
from flagger.model import EVERY_CASE, Coverage
from flagger.rulebook.model import Rule
from flagger.rulebook.shapes import Absence, Combine
from flagger.screen import load_library
from flagger.timeline.arrays import AFFIRMED, BLANK, NO_COLUMN, Bytes, Ints, Timeline, index_one_code
from flagger.timeline.arrays import FILLED as IS_FILLED
from flagger.timeline.build import ROUGH, in_order, timeline_of_arrays
from flagger.timeline.people import NAMED, UNKNOWN, People

_OF_CHILDREN = ("case", "born", "asked")
PARTS = ("read the Parquet", "timeline", "rules", "combined rules")

Columns = dict[str, npt.NDArray[np.int32]]


@dataclass(frozen=True)
class Kit:
    """What a run needs besides the rows: read once, and not timed, because it does not grow with them."""

    rules: tuple[Rule, ...]
    setting: Setting
    engine: Inference


@dataclass(frozen=True)
class Run:
    """Times of one run of everything, by part and by rule."""

    parts: dict[str, Took]
    by_rule: dict[str, Took]

    @property
    def total(self) -> Took:
        return sum(self.parts.values(), Took(0.0, 0.0))


@dataclass(frozen=True)
class Result:
    """What one run gave."""

    timeline: Timeline
    detection: Detection


def kit() -> Kit:
    """The rules as they come, with coverage declared for every agency: else no absence would ever be looked for."""
    library = load_library(RULES)
    ordered = [library.rulebook.rules[name] for name in library.rulebook.order]
    rules = tuple(rule for rule in ordered if rule.status != "deprecated")
    watching = {agency for rule in rules if isinstance(rule.matcher, Absence) for agency in rule.matcher.recorded_by}
    covered = tuple(Coverage(agency, FIRST_DAY, AS_AT, True) for agency in sorted({*AGENCIES, *watching}))
    setting = Setting(library.codebook.expand, library.calendar, {EVERY_CASE: covered})
    return Kit(rules, setting, choose(composites_of(rules)))


def read_columns(path: Path, names: tuple[str, ...] = COLUMNS) -> Columns:
    """The whole-number columns of a Parquet file."""
    table = pq.read_table(path, columns=list(names))
    return {name: table.column(name).to_numpy() for name in names}


def read_exact(path: Path) -> Columns:
    """The same columns of a file whose dates are exact: one `day` is both lo and hi."""
    columns = read_columns(path, ("case", "day", "code", "agency"))
    day = columns.pop("day").astype("datetime64[D]").astype(np.int32)
    return {**columns, "lo": day, "hi": day}


def build(columns: Columns, cases: list[str]) -> Timeline:
    """The timeline of exact rows that show nobody."""
    case, lo, hi, code, agency = (columns[name] for name in ("case", "lo", "hi", "code", "agency"))
    return timeline_of_arrays(cases, AGENCIES, CODES, case, lo, hi, agency, code, AS_AT)


def build_whole(columns: Columns, children: Columns, cases: list[str]) -> Timeline:
    """The timeline of an extract with its people and columns: one sort of all that a row holds, packed."""
    length = columns["hi"] - columns["lo"]
    in_line = (columns["case"], columns["lo"], length, *(columns[name] for name in COLUMNS[3:]))
    case, lo, length, code, agency, shown, written = in_order(*in_line)
    return Timeline(
        cases,
        AGENCIES,
        CODES,
        case,
        lo,
        lo + length,
        agency,
        AS_AT,
        {AFFIRMED: index_one_code(code, len(CODES))},
        doubted=(written >> len(FILLED)).astype(bool),
        rough=length >= ROUGH,
        columns={name: _column(written, bit, case) for bit, name in enumerate(FILLED)},
        people=_people(case, shown, children, len(cases)),
    )


def _column(written: Ints, bit: int, case: Ints) -> Bytes:
    state = np.where(written >> bit & 1, IS_FILLED, BLANK)
    return state if bit < IN_EVERY_FILE else np.where(case % 2, state, NO_COLUMN)


def _people(case: Ints, shown: Ints, children: Columns, cases: int) -> People:
    """Two children and two adults a case, and what each row shows of them."""
    links = [sorted((who, ROLES.index(role)) for who, roles in row for role in (NAMED, *roles)) for row in SHOWN]
    many = np.array([len(of_row) for of_row in links], dtype=np.int32)
    first = (np.cumsum(many) - many).astype(np.int32)
    who, role = (np.array([link[n] for of_row in links for link in of_row], dtype=np.int32) for n in (0, 1))
    event = np.repeat(np.arange(len(case), dtype=np.int32), many[shown])
    begins = (np.cumsum(many[shown]) - many[shown]).astype(np.int32)
    at = np.arange(len(event), dtype=np.int32) - begins[event] + first[shown[event]]
    child = np.tile(np.arange(PERSONS) < 2, cases)
    born, unasked = np.full(PERSONS * cases, UNKNOWN, dtype=np.int32), np.zeros(PERSONS * cases, dtype=bool)
    born[child] = np.where(children["born"], children["born"], UNKNOWN)
    unasked[child] = ~children["asked"]
    of_case = np.repeat(np.arange(cases, dtype=np.int32), PERSONS)
    names, person = ["somebody"] * len(child), case[event] * PERSONS + who[at]
    together = shown == TOGETHER
    return People(names, of_case, child, born, born, event, person, role[at], ROLES, together, {"ethnicity": unasked})


def names_of(cases: int) -> list[str]:
    return [f"case {number}" for number in range(cases)]


def run_all(path: Path, cases: list[str], given: Kit) -> tuple[Run, Result]:
    """From the Parquet to the matches of every rule, with their evidence."""
    reading, (columns, children) = timed(lambda: (read_columns(path), read_columns(children_of(path), _OF_CHILDREN)))
    building, timeline = timed(lambda: build_whole(columns, children, cases))
    run, detection = run_rules(timeline, given)
    parts = {PARTS[0]: reading, PARTS[1]: building, **run.parts}
    return Run(parts, run.by_rule), Result(timeline, detection)


def run_rules(timeline: Timeline, given: Kit) -> tuple[Run, Detection]:
    """Every rule, the combined ones last."""
    found = Detection({}, {})
    by_rule = {}
    for rule in given.rules:
        if not isinstance(rule.matcher, Combine):
            by_rule[rule.id], _ = timed(partial(run_rule, timeline, rule, given.setting, found))
    combining, _ = timed(lambda: infer(timeline, given.rules, found, given.engine, given.setting))
    return Run({PARTS[2]: sum(by_rule.values(), Took(0.0, 0.0)), PARTS[3]: combining}, by_rule), found


def connection(threads: int | None) -> duckdb.DuckDBPyConnection:
    """A database in memory; None leaves DuckDB its own number of threads."""
    made = duckdb.connect()
    if threads is not None:
        made.execute(f"SET threads = {threads}")
    return made


def read_and_sort(database: duckdb.DuckDBPyConnection, path: Path) -> pa.Table:
    """What DuckDB takes to hand over the same rows in canonical order."""
    by = ", ".join(f'"{name}"' for name in COLUMNS)
    return database.sql(f"SELECT * FROM read_parquet('{path}') ORDER BY {by}").to_arrow_table()


def check_order(timeline: Timeline, table: pa.Table) -> None:
    """Both must sort alike, or the one is no measure of the other."""
    for name in ("case", "lo", "hi"):
        if not np.array_equal(getattr(timeline, name), table.column(name).to_numpy()):
            raise AssertionError(f"the timeline and DuckDB's rows differ in {name}; expected the same order")


def memory_of(path: Path) -> dict[str, float]:
    """Bytes an event beyond the input columns, which stay in memory: at the peak of each part, and once built."""
    given = kit()
    columns, children = read_columns(path), read_columns(children_of(path), _OF_CHILDREN)
    cases = names_of(int(columns["case"].max()) + 1)
    pa.default_memory_pool().release_unused()
    loaded = resident()
    forget_peak()
    timeline = build_whole(columns, children, cases)
    of_timeline, kept = peak() - loaded, resident() - loaded
    forget_peak()
    run_rules(timeline, given)
    of_rules = peak() - loaded
    events = len(columns["case"])
    return {
        "timeline": of_timeline / events,
        "kept": kept / events,
        "rules": of_rules / events,
    }


if __name__ == "__main__":
    print(json.dumps(memory_of(Path(sys.argv[1]))))
