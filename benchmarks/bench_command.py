"""Times the command as a person meets it, from its start to its end: the help, and one Word chronology of 300 rows.

Writes command.md. Never part of the tests. The chronology is invented: sentences of the labelled set (its tune part
only), dates drawn by a seed.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import click

HERE = Path(__file__).parent
HEADINGS = ("Date", "Agency", "Source of information", "Person", "Event", "Outcome")
ROWS = 300
HELP_GOAL = 0.3
SCREEN_GOAL = 2.0

_OUTCOMES = ("", "", "NFA", "Referral made to children's social care", "To discuss in supervision", "Visit arranged")
PEOPLE = ("Mum", "Dad", "Ellis", "Ellis and Rowan", "All")
AGENCIES = {
    "csc": "Children's Social Care",
    "health_visitor": "Health Visitor",
    "ed": "Emergency Department",
    "gp": "GP",
    "mental_health": "Mental Health",
}


@dataclass(frozen=True)
class Timed:
    """Seconds of each run of one command, and the goal it is held to (None: only for comparison)."""

    words: str
    goal: float | None
    seconds: tuple[float, ...]
    processor: tuple[float, ...]


def write_chronology(path: Path, seed: int) -> None:
    """A Word table of 300 rows in order of date, dated as people date things."""
    import docx

    dealt = random.Random(seed)
    with (HERE / "coding" / "sentences.csv").open(encoding="utf-8", newline="") as file:
        sentences = [row for row in csv.DictReader(file) if row["part"] == "tune"]
    days = sorted(dt.date(2019, 1, 7) + dt.timedelta(days=dealt.randrange(1900)) for _ in range(ROWS))
    document = docx.Document()
    document.add_paragraph("Multi-agency chronology (invented)")
    table = document.add_table(rows=ROWS + 1, cols=len(HEADINGS))
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = heading
    for row, day, chosen in zip(list(table.rows)[1:], days, dealt.sample(sentences, ROWS), strict=True):
        agency = AGENCIES.get(chosen["source"], chosen["source"].replace("_", " ").capitalize())
        values = (
            written(day, dealt),
            agency,
            f"{agency} records",
            dealt.choice(PEOPLE),
            chosen["text"],
            dealt.choice(_OUTCOMES),
        )
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    document.save(str(path))


def written(day: dt.date, dealt: random.Random) -> str:
    """A day as people write it, some only as its month."""
    forms = (f"{day:%d/%m/%Y}", f"{day:%d.%m.%y}", f"{day.day} {day:%B %Y}", f"{day:%d/%m/%Y}", f"{day:%B %Y}")
    return dealt.choices(forms, weights=(8, 2, 3, 8, 1))[0]


def run(words: str, command: list[str], goal: float | None, repeats: int) -> Timed:
    """Run a command to its end, once unmeasured and then `repeats` times."""
    seconds, processor = [], []
    for _ in range(repeats + 1):
        began, used = time.perf_counter(), _used_by_children()
        done = subprocess.run(command, capture_output=True, check=False)
        seconds.append(time.perf_counter() - began)
        processor.append(_used_by_children() - used)
        if done.returncode:
            raise SystemExit(f"{words}: ended with {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return Timed(words, goal, tuple(seconds[1:]), tuple(processor[1:]))


def _used_by_children() -> float:
    """Processor seconds of the processes that have ended: what other work on the machine disturbs least."""
    times = os.times()
    return times.children_user + times.children_system


def page(measured: list[Timed], seed: int, machine: str) -> str:
    """The page as Markdown."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("pandas", "numpy", "lxml", "pydantic", "click"))
    lines = [
        "# The command from start to end",
        "",
        f"Written by `bench_command.py` on {dt.date.today().isoformat()}; seed {seed}; whole processes, the first run "
        f"not counted, median, least and most of {len(measured[0].seconds)}. {machine or f'{os.cpu_count()} cores'}. "
        f"Python {platform.python_version()}, {packages}.",
        "",
        f"The chronology is a Word table of {ROWS} rows and {len(HEADINGS)} columns; it is read, coded and screened "
        "with every rule.",
        "",
        "| command | median | least | most | processor time | goal | |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in measured:
        middle, goal = median(each.seconds), "" if each.goal is None else f"under {each.goal:g} s"
        verdict = "" if each.goal is None else "met" if middle < each.goal else "**missed**"
        used = median(each.processor)
        least, most = min(each.seconds), max(each.seconds)
        lines.append(
            f"| {each.words} | {middle:.2f} s | {least:.2f} s | {most:.2f} s | {used:.2f} s | {goal} | {verdict} |"
        )
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--repeats", default=11)
@click.option("--seed", default=1)
@click.option("--machine", default="", help="What the page calls the machine.")
@click.option("--out", type=click.Path(path_type=Path), default=HERE / "command.md")
def main(repeats: int, seed: int, machine: str, out: Path) -> None:
    """Measure, and write the page."""
    flagger = [sys.executable, "-m", "flagger"]
    with tempfile.TemporaryDirectory() as name:
        chronology, report = Path(name) / "chronology.docx", Path(name) / "report"
        write_chronology(chronology, seed)
        screen = [*flagger, "screen", str(chronology)]
        measured = [
            run("Python alone (`python -c pass`)", [sys.executable, "-c", "pass"], None, repeats),
            run("`flagger --help`", [*flagger, "--help"], HELP_GOAL, repeats),
            run("`flagger screen chronology.docx`", screen, SCREEN_GOAL, repeats),
            run("the same with `--out report`", [*screen, "--out", str(report)], SCREEN_GOAL, repeats),
        ]
    out.write_text(page(measured, seed, machine), encoding="utf-8")


if __name__ == "__main__":
    main()
