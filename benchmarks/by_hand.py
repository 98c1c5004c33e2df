"""Times the three patterns in each engine in turn, and stops if two engines find different cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow.parquet as pq
import synthetic
import whole
from patterns import EQL_PATTERN, PATTERNS, Found, Pattern, by_eql, eql_events, write_exact
from timing import Took, timed

from flagger.detect.run import Detection, Setting, run_rule
from flagger.timeline.arrays import Timeline

PANDAS = "pandas groupby().apply"
_PANDAS_MOST = 2_000_000  # events; more would take minutes a pattern

Ways = dict[str, Callable[[], Found]]


class Disagreement(Exception):
    """Two engines find different cases: then their times say nothing."""


@dataclass
class ByHand:
    """Times of one pattern by engine, from rows already loaded and from the Parquet; `cases` were found by all."""

    pattern: Pattern
    events: int
    cases: int
    times: dict[str, list[Took]]


@dataclass
class _Rows:
    """One extract with exact dates, as each engine likes to have it."""

    path: Path
    cases: list[str]
    timeline: Timeline
    database: duckdb.DuckDBPyConnection
    frame: pl.DataFrame

    @classmethod
    def load(cls, path: Path, cases: list[str]) -> _Rows:
        database = duckdb.connect()
        database.execute(f"CREATE TABLE rows AS SELECT * FROM read_parquet('{path}') ORDER BY \"case\", day")
        timeline = whole.build(whole.read_exact(path), cases)
        return cls(path, cases, timeline, database, pl.read_parquet(path).sort("case", "day"))

    def ways(self, pattern: Pattern, setting: Setting) -> Ways:
        """The pattern in flagger, DuckDB and Polars, each from loaded rows and from the Parquet."""
        numbers, ours = pattern.numbers(setting.expand), _ours(pattern, setting)
        return {
            "flagger": lambda: ours(self.timeline),
            "DuckDB SQL": lambda: pattern.by_duckdb(self.database, "rows", numbers),
            "Polars": lambda: pattern.by_polars(self.frame.lazy(), numbers),
            "flagger, from Parquet": lambda: ours(whole.build(whole.read_exact(self.path), self.cases)),
            "DuckDB SQL, from Parquet": lambda: pattern.by_duckdb(
                self.database, f"read_parquet('{self.path}')", numbers
            ),
            "Polars, from Parquet": lambda: pattern.by_polars(pl.scan_parquet(self.path), numbers),
        }


def measure_by_hand(events: int, seed: int, repeats: int, folder: Path, setting: Setting) -> list[ByHand]:
    """Every pattern in every engine; pandas once, and only where it is bearable."""
    path = folder / "exact.parquet"
    made = synthetic.extract(events, seed)
    write_exact(made, path)
    rows = _Rows.load(path, whole.names_of(made.cases))
    results = []
    for pattern in PATTERNS:
        times, cases = _in_turn(rows.ways(pattern, setting), repeats)
        if events <= _PANDAS_MOST:
            frame = pq.read_table(path).to_pandas().astype({"day": "datetime64[s]"})
            numbers = pattern.numbers(setting.expand)
            took, found = timed(lambda: pattern.by_pandas(frame, numbers))  # noqa: B023 - called at once
            times[PANDAS] = [took]
            _agree("pandas", found, cases)
        results.append(ByHand(pattern, len(made.case), len(cases), times))
    return results


def measure_eql(events: int, seed: int, repeats: int, setting: Setting) -> ByHand:
    """The sequence in the Python eql engine, over events that already are its objects, beside ours."""
    made = synthetic.extract(events, seed)
    pattern = PATTERNS[EQL_PATTERN]
    ours = _ours(pattern, setting)
    columns = {"case": made.case, "lo": made.lo, "hi": made.lo, "code": made.code, "agency": made.agency}
    timeline = whole.build(columns, whole.names_of(made.cases))
    ready = eql_events(made)
    times, cases = _in_turn({"flagger": lambda: ours(timeline), "eql": lambda: by_eql(ready)}, repeats)
    return ByHand(pattern, len(made.case), len(cases), times)


def _ours(pattern: Pattern, setting: Setting) -> Callable[[Timeline], Found]:
    """The pattern as a rule, run as every rule is, with its evidence and outcomes."""
    rule = pattern.rule()

    def run(timeline: Timeline) -> Found:
        found = Detection({}, {})
        run_rule(timeline, rule, setting, found)
        return np.unique(found.matches[rule.id].case)

    return run


def _in_turn(ways: Ways, repeats: int) -> tuple[dict[str, list[Took]], Found]:
    """Every way once a turn, so that a busy spell meets them all; the first turn is not counted."""
    times: dict[str, list[Took]] = {name: [] for name in ways}
    cases = ways["flagger"]()
    for turn in range(repeats + 1):
        for name, way in ways.items():
            took, found = timed(way)
            _agree(name, found, cases)
            if turn:
                times[name].append(took)
    return times, cases


def _agree(name: str, found: Found, expected: Found) -> None:
    if not np.array_equal(found, expected):
        raise Disagreement(f"{name} finds {len(found)} cases, flagger {len(expected)}; expected the same ones")
