"""The page matchers.md: what was measured, in tables, and in plain sentences what of the goals is met and missed."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from statistics import median
from typing import TYPE_CHECKING

from by_hand import PANDAS, ByHand
from timing import Took, cpu, ratio, wall
from whole import PARTS, Run

if TYPE_CHECKING:
    from bench_matchers import WholeSet

RATIO_GOAL = 2.0
MEMORY_GOAL = 100
_PACKAGES = ("numpy", "pyarrow", "duckdb", "polars", "pandas", "eql", "durable-rules")
_SLOWEST = 15
_SHARE = 25  # rules, as many as the first library had

_OF_ALL = """From the same Parquet: rows in no order; case, two dates, code, agency, whom the row shows and what it
fills, as whole numbers; one date in fifty known only to the month; two children and two adults a case; every agency
declared to have given everything, so that every absence is looked for. DuckDB sorts the rows by all seven columns and
hands them over as Arrow. Ratios are medians of the ratio of neighbouring runs. Loading the rules does not grow with the
events and is not in the times; reading the Parquet is. *Per 25 rules*: reading and the timeline once, and of the rules
and combined rules the share of 25, so that the figure keeps its meaning as rules are added."""

_OF_HAND = """Dates made exact, so that all must find the same cases; the run stops if they do not. *Loaded*: our
timeline; a DuckDB table and a Polars frame, both already sorted by case and day; a pandas frame. *From Parquet*:
reading included, and for us the sorting of the whole timeline, which a run of many rules does once. The others say
only in which cases the pattern is; ours gives each match with its rows. DuckDB and Polars use both cores, we use one.
Seconds; the ratio is ours to DuckDB's, loaded."""


def page(
    sets: Sequence[WholeSet],
    by_hand: Sequence[ByHand],
    eql: ByHand,
    rules: int,
    seed: int,
    repeats: int,
    machine: str,
) -> str:
    """The whole page as Markdown."""
    sections = [
        "# The rules over millions of events",
        f"Written by `bench_matchers.py` on {dt.date.today().isoformat()}; seed {seed}; medians of {repeats} turns, in "
        "each of which every way runs once. " + _place(machine),
        "## Met and missed",
        "\n".join(f"- {said}" for said in _verdicts(sets, by_hand)),
        f"## All {rules} rules, with their evidence",
        _OF_ALL,
        _whole_table(sets),
        "Where the time goes:",
        _parts_table(sets),
        f"The {_SLOWEST} slowest rules, and the mean of all:",
        _rules_table(sets),
        "## Three patterns by hand",
        _OF_HAND,
        _hand_table(by_hand),
        _pandas_words(by_hand),
        _eql_words(eql),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _place(machine: str) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    busy = f"{os.getloadavg()[1]:.1f} processes wanted to run on average in the last five minutes"
    return f"Machine: {machine or f'{os.cpu_count()} cores'}; {busy}. Python {platform.python_version()}, {versions}."


def _verdicts(sets: Sequence[WholeSet], by_hand: Sequence[ByHand]) -> Iterable[str]:
    for each in sets:
        ours = [run.total for run in each.ours]
        found, single, most = ratio(ours, each.duckdb), ratio(ours, each.duckdb_single), _peak(each)
        yield (
            f"{_verdict(found < RATIO_GOAL)}: {each.events:,} events, all rules in {found:.1f} times DuckDB's read and "
            f"sort ({single:.1f} times with one thread); the goal is under {RATIO_GOAL:g}. "
            f"For {_SHARE} rules it is {ratio(_for_some(each), each.duckdb):.1f}."
        )
        yield (
            f"{_verdict(most < MEMORY_GOAL)}: {each.events:,} events, {most:.0f} bytes an event beyond the input "
            f"at the peak; the goal is under {MEMORY_GOAL}."
        )
    for hand in by_hand:
        times = ratio(hand.times["flagger"], hand.times["DuckDB SQL"])
        yield (
            f"{_verdict(times <= 1)}: {hand.events:,} events, {hand.pattern.words}: {times:.2f} times the hand-written "
            "SQL on loaded rows; the goal is no slower."
        )


def _for_some(each: WholeSet) -> list[Took]:
    """What reading and building took, and of the rules the share of 25."""
    rules = len(each.ours[0].by_rule)
    return [_of_parts(run, min(1.0, _SHARE / rules)) for run in each.ours]


def _of_parts(run: Run, share: float) -> Took:
    once = run.parts[PARTS[0]] + run.parts[PARTS[1]]
    more = run.parts[PARTS[2]] + run.parts[PARTS[3]]
    return once + Took(more.wall * share, more.cpu * share)


def _peak(each: WholeSet) -> float:
    return float(max(each.memory["timeline"], each.memory["rules"]))


def _verdict(met: bool) -> str:
    return "Met" if met else "**Missed**"


def _whole_table(sets: Sequence[WholeSet]) -> str:
    head = (
        "events",
        "cases",
        "rules that found any",
        "matches",
        "rows of evidence",
        "ours",
        "DuckDB",
        "DuckDB, 1 thread",
        "ratio",
        "ratio, 1 thread",
        "per 25 rules",
        "ratio of processor time",
        "peak beyond input",
    )
    rows = []
    for each in sets:
        ours = [run.total for run in each.ours]
        rows.append(
            (
                f"{each.events:,}",
                f"{each.cases:,}",
                f"{each.finding}",
                f"{each.matches:,}",
                f"{each.evidence:,}",
                f"{wall(ours):.2f} s",
                f"{wall(each.duckdb):.2f} s",
                f"{wall(each.duckdb_single):.2f} s",
                f"**{ratio(ours, each.duckdb):.2f}**",
                f"{ratio(ours, each.duckdb_single):.2f}",
                f"{ratio(_for_some(each), each.duckdb):.2f}",
                f"{cpu(ours) / cpu(each.duckdb):.2f}",
                f"{_peak(each):.0f} bytes an event",
            )
        )
    return _table(head, rows)


def _parts_table(sets: Sequence[WholeSet]) -> str:
    rows = []
    for part in PARTS:
        rows.append((part, *(f"{wall([run.parts[part] for run in each.ours]):.2f} s" for each in sets)))
    for name, words in (("timeline", "peak, timeline"), ("rules", "peak, rules"), ("kept", "timeline, once built")):
        rows.append((f"{words} (bytes an event)", *(f"{each.memory[name]:.0f}" for each in sets)))
    return _table(("", *(f"{each.events:,}" for each in sets)), rows)


def _rules_table(sets: Sequence[WholeSet]) -> str:
    """Seconds of the slowest rules at the smallest size, and beside them at the others."""
    first = sets[0].ours
    slowest = sorted(first[0].by_rule, key=lambda rule: -wall([run.by_rule[rule] for run in first]))[:_SLOWEST]
    rows = [(rule, *(f"{wall([run.by_rule[rule] for run in each.ours]):.3f}" for each in sets)) for rule in slowest]
    means = (median(run.parts[PARTS[2]].wall for run in each.ours) / len(each.ours[0].by_rule) for each in sets)
    rows.append((f"mean of {len(first[0].by_rule)}", *(f"{mean:.3f}" for mean in means)))
    return _table(("rule", *(f"seconds, {each.events:,}" for each in sets)), rows)


def _hand_table(by_hand: Sequence[ByHand]) -> str:
    head = ("pattern", "events", "cases", "ours", "DuckDB", "Polars", "ratio", "", "ours", "DuckDB", "Polars")
    loaded = ("flagger", "DuckDB SQL", "Polars")
    rows = []
    for found in by_hand:
        seconds = [_seconds(found.times[name]) for name in loaded]
        read = [_seconds(found.times[f"{name}, from Parquet"]) for name in loaded]
        times = ratio(found.times["flagger"], found.times["DuckDB SQL"])
        rows.append(
            (
                found.pattern.words,
                f"{found.events:,}",
                f"{found.cases:,}",
                *seconds,
                f"**{times:.2f}**",
                "Parquet:",
                *read,
            )
        )
    return _table(head, rows)


def _pandas_words(by_hand: Sequence[ByHand]) -> str:
    ran = [hand for hand in by_hand if PANDAS in hand.times]
    largest = [hand for hand in ran if hand.events == max(each.events for each in ran)]
    if not largest:
        return ""
    said = [f"{hand.pattern.words}, {_beside_ours(hand, PANDAS)}" for hand in largest]
    return f"`{PANDAS}`, {largest[0].events:,} events, loaded, run once: {'; '.join(said)}."


def _eql_words(eql: ByHand) -> str:
    return (
        f"The Python `eql` engine, {eql.events:,} events made into its objects beforehand: {eql.pattern.words}, "
        f"{_beside_ours(eql, 'eql')}, the same {eql.cases:,} cases."
    )


def _beside_ours(hand: ByHand, name: str) -> str:
    theirs, ours = wall(hand.times[name]), wall(hand.times["flagger"])
    return f"{theirs:.2f} s ({theirs / ours:,.0f} times ours)"


def _seconds(times: list[Took]) -> str:
    return f"{median(took.wall for took in times):.3f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])
