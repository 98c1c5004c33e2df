"""The work of `flagger screen`, step by step. Imported only when the command runs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from flagger.cli.as_at import as_at_of
from flagger.cli.asked import read_asked
from flagger.cli.options import Asked
from flagger.cli.progress import Progress
from flagger.contract.build import as_json, of_screening
from flagger.contract.records import Document
from flagger.errors import EXIT_DONE, EXIT_SOME_FILES_UNREAD, RulesFault
from flagger.infer.engines import Engine
from flagger.model import FileRead
from flagger.report.console import summary
from flagger.report.page.page import page
from flagger.report.tables import events_csv, flags_csv, outcomes_csv, problems_csv
from flagger.report.write import outside_of, write_all
from flagger.rulebook.lint import broken
from flagger.rulebook.where import rules_root
from flagger.screen import find_coverage, load_library, screen

_EPOCH = dt.date(1970, 1, 1)
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


def run(
    asked: Asked,
    as_at: str | None,
    out: Path | None,
    coverage: Path | None,
    area: str | None,
    rules_dir: Path | None,
    engine: str | None,
) -> Done:
    """Read, screen and write. Raises FlaggerError."""
    if out is not None:
        outside_of(out, asked.paths)
    with Progress(4).running() as progress:
        progress.step("loading the rules")
        library = load_library(rules_dir or rules_root(), area, tests=False)
        if faults := broken(library.rulebook, library.codebook):
            raise RulesFault([str(fault) for fault in faults])
        progress.step("reading and coding")
        reading = read_asked(asked, library.codebook, library.agencies)
        declared = find_coverage(asked.paths, coverage, reading.chronology, library.agencies)
        day = as_at_of(as_at, reading.chronology.events, today())
        progress.step("looking for patterns")
        joined = None if engine is None else _ENGINES[engine]
        screening = screen(reading, library, as_at=day.day, coverage=declared, engine=joined)
        progress.step("writing")
        document = of_screening(screening, day.source)
        written = write_all(out, _contents(document)) if out else []
    return Done(document, tuple(written), exit_code(reading.chronology.files))


def today() -> int:
    """Days since 1970-01-01; the clock is read here and nowhere below."""
    return (dt.date.today() - _EPOCH).days


def exit_code(files: tuple[FileRead, ...]) -> int:
    return EXIT_SOME_FILES_UNREAD if any(file.error for file in files) else EXIT_DONE


def _contents(document: Document) -> dict[str, bytes]:
    return {
        "report.html": page(document),
        "flags.json": as_json(document),
        "flags.csv": flags_csv(document),
        "events.csv": events_csv(document.events, document),
        "outcomes.csv": outcomes_csv(document),
        "problems.csv": problems_csv(document.problems),
    }
