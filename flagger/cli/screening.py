"""The work of `flagger screen`, step by step. Imported only when the command runs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from flagger.cli.asked import read_asked
from flagger.cli.copying import Covered, copying, written
from flagger.cli.done import exit_code
from flagger.cli.options import Asked, CopyFor, Wanted
from flagger.cli.papers import files_of
from flagger.cli.progress import Progress
from flagger.contract.build import as_json, of_screening
from flagger.contract.records import Document
from flagger.dates.say import to_day
from flagger.errors import RulesFault, UsageFault
from flagger.infer.engines import Engine
from flagger.report.console import summary
from flagger.report.write import outside_of, write_all
from flagger.rulebook.lint import broken
from flagger.rulebook.where import rules_root
from flagger.screen import Library, find_coverage, load_library, screen

_ENGINES: dict[str, Engine] = {"durable": "durable", "plain": "fixpoint"}


@dataclass(frozen=True)
class Done:
    """A run and the files it wrote."""

    document: Document
    written: tuple[Path, ...]
    exit_code: int

    def printed(self, output: str) -> str | bytes:
        if output == "json":
            return as_json(self.document)
        return summary(self.document, [str(path) for path in self.written])


@dataclass(frozen=True)
class Request:
    """What is screened, how, for whom, and what is written where."""

    asked: Asked
    wanted: Wanted
    copy: CopyFor
    fictional: bool
    as_at: str | None
    out: Path | None
    coverage: Path | None
    area: str | None
    rules_dir: Path | None
    engine: str | None


def run(request: Request) -> Done:
    """Read, screen and write. Raises FlaggerError."""
    asked, out = request.asked, request.out
    if out is not None:
        outside_of(out, asked.paths)
    elif request.wanted.for_:
        raise UsageFault("--for: papers need a place; expected --out with the name of a folder")
    if request.copy.pseudonyms is not None:
        outside_of(request.copy.pseudonyms.parent, asked.paths)
    copy = copying(request.copy, out)
    with Progress(4).running() as progress:
        progress.step("loading the rules")
        library = _library(request)
        progress.step("reading and coding")
        reading = read_asked(asked, library.codebook, library.agencies, copy.moved)
        declared: Covered = find_coverage(asked.paths, request.coverage, reading.chronology, library.agencies)
        files = reading.chronology.files
        reading, declared, notes = copy.own(reading, declared, library.agencies)
        day = copy.day(request.as_at, reading.chronology.events, today())
        progress.step("looking for patterns")
        joined = None if request.engine is None else _ENGINES[request.engine]
        screening = screen(reading, library, as_at=day.day, coverage=declared, engine=joined)
        progress.step("writing")
        document, apart = copy.document(of_screening(screening, day.source, request.fictional, notes))
        contents = files_of(document, request.wanted) if out else {}
        kept = written(apart)  # first, so that there is no copy whose names nobody can put back
        paths = write_all(out, contents) if out else []
    return Done(document, (*paths, *kept), exit_code(files))


def _library(request: Request) -> Library:
    library = load_library(request.rules_dir or rules_root(), request.area, tests=False)
    if faults := broken(library.rulebook, library.codebook):
        raise RulesFault([str(fault) for fault in faults])
    return library


def today() -> int:
    """Days since 1970-01-01; the clock is read here and nowhere below."""
    return to_day(dt.date.today())
