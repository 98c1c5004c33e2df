"""Sets the rule set beside DuckDB's read and sort, and three patterns beside hand-written queries; writes matchers.md.

    python benchmarks/bench_matchers.py [--events 1000000 --events 10000000] [--repeats 5]

Never part of the tests: times on a shared machine are no test.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
import synthetic
import whole
from by_hand import measure_by_hand, measure_eql
from matchers_page import page
from timing import Took, timed

HERE = Path(__file__).parent


@dataclass
class WholeSet:
    """Times of one size of extract: every rule, and DuckDB with its own number of threads and with one.

    `memory` is what `whole.memory_of` gives. `matches`, `evidence` and `finding` are how many matches and rows of
    evidence there were, and how many rules found any.
    """

    events: int
    cases: int
    ours: list[whole.Run] = field(default_factory=list)
    duckdb: list[Took] = field(default_factory=list)
    duckdb_single: list[Took] = field(default_factory=list)
    memory: dict[str, float] = field(default_factory=dict)
    matches: int = 0
    evidence: int = 0
    finding: int = 0


def measure_whole(events: int, seed: int, repeats: int, folder: Path, given: whole.Kit) -> WholeSet:
    """Run everything and DuckDB in turn, over the same Parquet; the first turn warms caches and is not counted."""
    path = folder / "extract.parquet"
    synthetic.write_parquet(synthetic.extract(events, seed), path)
    case = whole.read_columns(path, ("case",))["case"]
    result = WholeSet(len(case), int(case.max()) + 1)
    names = whole.names_of(result.cases)
    several, single = whole.connection(None), whole.connection(1)
    for turn in range(repeats + 1):
        took, table = timed(lambda: whole.read_and_sort(several, path))
        run, found = whole.run_all(path, names, given)
        whole.check_order(found.timeline, table)
        del table
        took_single, _ = timed(lambda: whole.read_and_sort(single, path))
        if turn:
            result.duckdb.append(took)
            result.duckdb_single.append(took_single)
            result.ours.append(run)
        by_rule = found.detection.matches.values()
        result.matches = sum(len(matches) for matches in by_rule)
        result.evidence = sum(len(matches.evidence) for matches in by_rule)
        result.finding = sum(len(matches) > 0 for matches in by_rule)
    result.memory = _memory_apart(path)
    return result


def _memory_apart(path: Path) -> dict[str, float]:
    """The memory of one run, in a fresh process."""
    command = [sys.executable, str(HERE / "whole.py"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


@click.command()
@click.option("--events", multiple=True, type=int, default=(1_000_000, 10_000_000), help="Sizes of extract.")
@click.option("--eql-events", default=1_000_000, help="Size of extract for the eql engine.")
@click.option("--repeats", default=5, help="Turns counted.")
@click.option("--seed", default=1)
@click.option("--machine", default="", help="What the page calls the machine.")
@click.option("--out", type=click.Path(path_type=Path), default=HERE / "matchers.md")
def main(events: Sequence[int], eql_events: int, repeats: int, seed: int, machine: str, out: Path) -> None:
    """Measure, and write the page."""
    given = whole.kit()
    sets, by_hand = [], []
    with tempfile.TemporaryDirectory() as folder:
        for size in events:
            click.echo(f"{size:,} events", err=True)
            sets.append(measure_whole(size, seed, repeats, Path(folder), given))
            by_hand += measure_by_hand(size, seed, repeats, Path(folder), given.setting)
    eql = measure_eql(eql_events, seed, repeats, given.setting)
    out.write_text(page(sets, by_hand, eql, len(given.rules), seed, repeats, machine), encoding="utf-8")


if __name__ == "__main__":
    main()
