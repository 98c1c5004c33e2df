"""Sets the rule set beside DuckDB's read and sort, and three patterns beside hand-written queries; writes matchers.md.

    python benchmarks/bench_matchers.py [--events 1000000 --events 10000000] [--repeats 5]

Never part of the tests: times on a shared machine are no test. It stops if two engines find different cases.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import duckdb
import numpy as np
import polars as pl
import pyarrow.parquet as pq
import synthetic
import whole
from matchers_page import page
from patterns import EQL_PATTERN, PATTERNS, Found, Pattern, by_eql, eql_events, write_exact
from timing import Took, timed

from flagger.detect.run import Detection, run_rule

HERE = Path(__file__).parent
PANDAS_MOST = 2_000_000  # events; more would take minutes a pattern


@dataclass
class WholeSet:
    """Times of one size of extract: every rule, and DuckDB with its own number of threads and with one."""

    events: int
    cases: int
    ours: list[whole.Run] = field(default_factory=list)
    duckdb: list[Took] = field(default_factory=list)
    duckdb_single: list[Took] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)
    matches: dict[str, int] = field(default_factory=dict)
    evidence: int = 0


@dataclass
class ByHand:
    """Times of one pattern by engine, from rows already loaded and from the Parquet; `cases` found by all."""

    pattern: Pattern
    events: int
    cases: int
    times: dict[str, list[Took]]


def measure_whole(events: int, seed: int, repeats: int, folder: Path, given: whole.Kit) -> WholeSet:
    """Run everything and DuckDB in turn, over the same Parquet."""
    path = folder / "extract.parquet"
    synthetic.write_parquet(synthetic.extract(events, seed), path)
    case = whole.read_columns(path, ("case",))["case"]
    result = WholeSet(len(case), int(case.max()) + 1)
    names = whole.names_of(result.cases)
    several, single = whole.connection(None), whole.connection(1)
    for turn in range(repeats + 1):  # the first turn warms caches and is not counted
        took, table = timed(lambda: whole.read_and_sort(several, path))
        run = whole.run_all(path, names, given)
        took_single, _ = timed(lambda: whole.read_and_sort(single, path))
        if not whole.same_order(run.timeline, table):
            raise SystemExit("the timeline and DuckDB do not sort alike")
        if turn:
            result.duckdb.append(took)
            result.duckdb_single.append(took_single)
            result.matches = {rule: len(found) for rule, found in run.found.matches.items()}
            result.evidence = sum(len(found.evidence) for found in run.found.matches.values())
            result.ours.append(run.without_data())
        del run, table
    result.memory = memory_apart(path)
    return result


def memory_apart(path: Path) -> dict[str, Any]:
    """The memory of one run, in a fresh process."""
    done = subprocess.run(
        [sys.executable, str(HERE / "whole.py"), str(path)], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def measure_by_hand(events: int, seed: int, repeats: int, folder: Path, given: whole.Kit) -> list[ByHand]:
    """Each pattern in each engine in turn; an engine that finds other cases than ours stops the run."""
    path = folder / "exact.parquet"
    made = synthetic.extract(events, seed)
    write_exact(made, path)
    names = whole.names_of(made.cases)
    timeline = whole.build(whole.read_exact(path), names)
    database = duckdb.connect()
    database.execute(f"CREATE TABLE rows AS SELECT * FROM read_parquet('{path}') ORDER BY \"case\", day")
    framed = pl.read_parquet(path).sort("case", "day")
    frame = pq.read_table(path).to_pandas().astype({"day": "datetime64[s]"}) if events <= PANDAS_MOST else None
    results = []
    for pattern in PATTERNS:
        numbers, rule = pattern.numbers(given.setting.expand), pattern.rule()

        def ours(line: whole.Timeline, rule: whole.Rule = rule) -> Found:
            found = Detection({}, {})
            run_rule(line, rule, given.setting, found)
            return np.unique(found.matches[rule.id].case)

        ways: dict[str, Callable[[], Found]] = {
            "flagger": lambda ours=ours: ours(timeline),
            "DuckDB SQL": lambda p=pattern, n=numbers: p.by_duckdb(database, "rows", n),
            "Polars": lambda p=pattern, n=numbers: p.by_polars(framed.lazy(), n),
            "flagger, from Parquet": lambda ours=ours: ours(whole.build(whole.read_exact(path), names)),
            "DuckDB SQL, from Parquet": lambda p=pattern, n=numbers: p.by_duckdb(
                database, f"read_parquet('{path}')", n
            ),
            "Polars, from Parquet": lambda p=pattern, n=numbers: p.by_polars(pl.scan_parquet(path), n),
        }
        times, cases = in_turn(ways, repeats)
        if frame is not None:
            took, found = timed(lambda p=pattern, n=numbers: p.by_pandas(frame, n))
            times["pandas groupby().apply"] = [took]
            agree("pandas", found, cases)
        results.append(ByHand(pattern, len(made.case), len(cases), times))
    return results


def measure_eql(events: int, seed: int, given: whole.Kit) -> ByHand:
    """The sequence in the Python eql engine, over events that already are its objects, beside ours."""
    made = synthetic.extract(events, seed)
    pattern = PATTERNS[EQL_PATTERN]
    rule = pattern.rule()
    columns = {"case": made.case, "lo": made.lo, "hi": made.lo, "code": made.code, "agency": made.agency}
    timeline = whole.build(columns, whole.names_of(made.cases))
    ready = eql_events(made)

    def ours() -> Found:
        found = Detection({}, {})
        run_rule(timeline, rule, given.setting, found)
        return np.unique(found.matches[rule.id].case)

    times, cases = in_turn({"flagger": ours, "eql": lambda: by_eql(ready)}, 3)
    return ByHand(pattern, len(made.case), len(cases), times)


def in_turn(ways: dict[str, Callable[[], Found]], repeats: int) -> tuple[dict[str, list[Took]], Found]:
    """Every way once a turn, so that a busy spell meets them all; the first turn is not counted."""
    times: dict[str, list[Took]] = {name: [] for name in ways}
    first: Found | None = None
    for turn in range(repeats + 1):
        for name, way in ways.items():
            took, found = timed(way)
            first = found if first is None else first
            agree(name, found, first)
            if turn:
                times[name].append(took)
    assert first is not None
    return times, first


def agree(name: str, found: Found, expected: Found) -> None:
    if not np.array_equal(found, expected):
        raise SystemExit(f"{name} finds {len(found)} cases where flagger finds {len(expected)}; expected the same")


@click.command()
@click.option("--events", multiple=True, type=int, default=(1_000_000, 10_000_000), help="Sizes of extract.")
@click.option("--eql-events", default=1_000_000, help="Size of extract for the eql engine.")
@click.option("--repeats", default=5, help="Turns counted.")
@click.option("--seed", default=1)
@click.option("--machine", default="", help="What to call the machine.")
@click.option("--out", type=click.Path(path_type=Path), default=HERE / "matchers.md")
def main(events: Sequence[int], eql_events: int, repeats: int, seed: int, machine: str, out: Path) -> None:
    """Measure, and write the page."""
    given = whole.kit()
    sets, by_hand = [], []
    with tempfile.TemporaryDirectory() as name:
        for size in events:
            click.echo(f"{size:,} events: all rules", err=True)
            sets.append(measure_whole(size, seed, repeats, Path(name), given))
            click.echo(f"{size:,} events: patterns by hand", err=True)
            by_hand += measure_by_hand(size, seed, repeats, Path(name), given)
    click.echo("eql", err=True)
    eql = measure_eql(eql_events, seed, given)
    out.write_text(page(sets, by_hand, eql, len(given.rules), seed, repeats, machine), encoding="utf-8")


if __name__ == "__main__":
    main()
