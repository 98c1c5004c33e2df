"""Times what people are given to look at: the page, in making and in a browser, and the papers for one case.

Writes report.md. Never part of the tests. Needs Chromium (on the path, or named by CHROMIUM).
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import bench_command
import click
from playwright.sync_api import Browser, sync_playwright
from report_cases import case_of, document_of
from timing import Took, cpu, timed

from flagger.contract.records import Document
from flagger.report.page.page import page
from flagger.report.word.briefing import briefing_docx
from flagger.report.word.panel import panel_docx
from flagger.report.word.supervision import supervision_docx
from flagger.report.workbook.evidence import evidence_xlsx

HERE = Path(__file__).parent
KINDS = {"ordinary": 0.1, "crowded": 1.0}
ROWS = (200, 2_000, 10_000)
SIZE_GOAL = {200: 100, 2_000: 800}  # kB of an ordinary case
READY_GOAL = {1: 600, 4: 2_000}  # ms, by how many times the processor is slowed; an ordinary case of up to 2,000 rows
GOAL_UP_TO = 2_000
PAPERS_GOAL = 3.0
PAPERS: dict[str, Callable[[Document], bytes]] = {
    "report.html": page,
    "panel.docx": panel_docx,
    "evidence.xlsx": evidence_xlsx,
    "supervision.docx": supervision_docx,
    "briefing.docx": briefing_docx,
}
_READY = """window.readyAfter = new Promise(done => addEventListener("load",
  () => requestAnimationFrame(() => setTimeout(() => done(performance.now())))))"""


@dataclass(frozen=True)
class PageOf:
    """The page of one case: what is in it, what it took to make, and ms until it was ready, by slowing and variant."""

    kind: str
    rows: int
    flags: int
    bytes: int
    made: list[Took]
    ready: dict[tuple[int, str], list[float]]

    @property
    def counts(self) -> bool:
        """Whether the goals are meant for such a case."""
        return self.kind == "ordinary" and self.rows <= GOAL_UP_TO


def pages(browser: Browser, folder: Path, repeats: int, seed: int) -> Iterator[PageOf]:
    for kind, unusual in KINDS.items():
        for rows in ROWS:
            document = case_of(rows, unusual, seed)
            whole = page(document)
            made = [timed(lambda document=document: page(document))[0] for _ in range(repeats)]
            variants = {"whole": whole, "no timeline": without_timeline(whole)}
            for name, content in variants.items():
                (folder / f"{name}.html").write_bytes(content)
            ready = {
                (slowed, name): until_ready(browser, folder / f"{name}.html", slowed, repeats)
                for slowed in READY_GOAL
                for name in variants
            }
            yield PageOf(kind, rows, len(document.flags), len(whole), made, ready)


def without_timeline(whole: bytes) -> bytes:
    """The same page without its drawings, to see what they cost."""
    return re.sub(rb"<svg .*?</svg>", b"", whole, flags=re.S)


def until_ready(browser: Browser, path: Path, slowed: int, repeats: int) -> list[float]:
    """ms from the start of opening until the page is loaded, its script has run and it is drawn; first not counted."""
    found = []
    for _ in range(repeats + 1):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        tab = context.new_page()
        tab.add_init_script(_READY)
        context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        tab.goto(path.as_uri())
        found.append(tab.evaluate("window.readyAfter"))
        context.close()
    return found[1:]


def papers(repeats: int, seed: int) -> tuple[int, dict[str, list[Took]]]:
    """How many flags a Word chronology of 300 rows has, and what each paper of it took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chronology.docx"
        bench_command.write_chronology(path, seed)
        document = document_of(path, dt.date(2024, 6, 30))
    took: dict[str, list[Took]] = {name: [] for name in PAPERS}
    for _ in range(repeats + 1):
        for name, make in PAPERS.items():
            took[name].append(timed(lambda make=make: make(document))[0])
    return len(document.flags), {name: those[1:] for name, those in took.items()}


def commands(folder: Path, repeats: int, seed: int) -> list[bench_command.Timed]:
    """Whole processes: without papers and with all of them."""
    path = folder / "chronology.docx"
    bench_command.write_chronology(path, seed)
    screen = [sys.executable, "-m", "flagger", "screen", str(path), "--out", str(folder / "out")]
    return [
        bench_command.run("`flagger screen chronology.docx --out report`", screen, None, repeats),
        bench_command.run("the same with `--for all`", [*screen, "--for", "all"], None, repeats),
    ]


def report(
    of: Sequence[PageOf],
    papers_of: tuple[int, dict[str, list[Took]]],
    whole: list[bench_command.Timed],
    chromium: str,
    seed: int,
    machine: str,
) -> str:
    """What was measured, as Markdown."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("jinja2", "python-docx", "XlsxWriter", "resvg-py"))
    return (
        "\n".join(
            [
                "# The page and the papers",
                "",
                f"Written by `bench_report.py` on {dt.date.today().isoformat()}; seed {seed}; medians of "
                f"{len(of[0].made)}, in brackets the least and the most; the first run is not counted. "
                f"{machine or f'{os.cpu_count()} cores'}. Python {platform.python_version()}, {packages}, "
                f"Chromium {chromium}.",
                "",
                *_pages(of),
                "",
                *_ready(of),
                "",
                *_papers(*papers_of, whole),
            ]
        )
        + "\n"
    )


def _pages(of: Sequence[PageOf]) -> Iterator[str]:
    yield "## The page: size, and time to make"
    yield ""
    yield (
        "In an ordinary case one row in ten is about something that rules look for; in a crowded one nearly every row "
        "is, as no family's is: it shows how far it goes. The goals are for the ordinary case."
    )
    yield ""
    yield "| case | rows | flags | size | goal | | made in |"
    yield "|---|---|---|---|---|---|---|"
    for each in of:
        goal = SIZE_GOAL.get(each.rows) if each.counts else None
        size = each.bytes / 1000
        cells = [each.kind, f"{each.rows:,}", f"{each.flags:,}", f"{size:,.0f} kB"]
        cells += ["", ""] if goal is None else [f"{goal} kB", _verdict(size <= goal)]
        yield f"| {' | '.join(cells)} | {_spread([took.wall for took in each.made], 's', 2)} |"


def _ready(of: Sequence[PageOf]) -> Iterator[str]:
    yield "## The page in Chromium"
    yield ""
    yield (
        "From the start of opening the file until it is loaded, its script has run and it is first drawn. "
        "Without timeline: the same page with its drawing taken out; the ratio is that of the medians."
    )
    yield ""
    yield "| case | rows | processor | ready | goal | | without timeline | ratio |"
    yield "|---|---|---|---|---|---|---|---|"
    for each in of:
        for slowed, goal in READY_GOAL.items():
            ready, bare = each.ready[slowed, "whole"], each.ready[slowed, "no timeline"]
            cells = [each.kind, f"{each.rows:,}", "as it is" if slowed == 1 else f"{slowed} times slower"]
            cells += [_spread(ready, "ms", 0)]
            cells += [f"{goal:,} ms", _verdict(median(ready) <= goal)] if each.counts else ["", ""]
            yield f"| {' | '.join(cells)} | {median(bare):,.0f} ms | {median(ready) / median(bare):.1f} |"


def _papers(flags: int, took: dict[str, list[Took]], whole: list[bench_command.Timed]) -> Iterator[str]:
    yield "## All papers for one case of 300 rows"
    yield ""
    yield f"The Word chronology of [command.md](command.md), crowded: {flags} flags; from the document in memory."
    yield ""
    yield "| paper | made in | processor time |"
    yield "|---|---|---|"
    for name, those in took.items():
        yield f"| `{name}` | {_spread([each.wall for each in those], 's', 2)} | {cpu(those):.2f} s |"
    together = [sum(each.wall for each in turn) for turn in zip(*took.values(), strict=True)]
    used = median(sum(each.cpu for each in turn) for turn in zip(*took.values(), strict=True))
    met = _verdict(median(together) <= PAPERS_GOAL)
    yield f"| together | {_spread(together, 's', 2)}, goal {PAPERS_GOAL:g} s: {met} | {used:.2f} s |"
    yield ""
    yield "| whole process, reading and screening included | takes | processor time |"
    yield "|---|---|---|"
    for each in whole:
        yield f"| {each.words} | {_spread(each.seconds, 's', 2)} | {median(each.processor):.2f} s |"


def _spread(values: Sequence[float], unit: str, digits: int) -> str:
    return f"{median(values):,.{digits}f} {unit} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"


def _verdict(met: bool) -> str:
    return "met" if met else "**missed**"


@click.command()
@click.option("--repeats", default=5)
@click.option("--seed", default=1)
@click.option("--machine", default="", help="What the page calls the machine.")
@click.option("--out", type=click.Path(path_type=Path), default=HERE / "report.md")
def main(repeats: int, seed: int, machine: str, out: Path) -> None:
    """Measure, and write the page."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise click.ClickException("This needs Chromium: install it, or set CHROMIUM to its path.")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        of, used = list(pages(browser, Path(name), repeats, seed)), browser.version
        browser.close()
        whole = commands(Path(name), repeats, seed)
    out.write_text(report(of, papers(repeats, seed), whole, used, seed, machine), encoding="utf-8")


if __name__ == "__main__":
    main()
