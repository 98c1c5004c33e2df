"""The work of `flagger read`, step by step. Imported only when the command runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flagger.cli.options import Asked
from flagger.cli.progress import Progress
from flagger.cli.screening import exit_code
from flagger.codebook import load_codebook
from flagger.coding.corrections import write_codes
from flagger.report.document import of_reading
from flagger.report.reading import account
from flagger.report.tables import events_csv, people_csv, problems_csv
from flagger.report.write import outside_of, replacing, write_all
from flagger.rulebook.where import rules_root
from flagger.screen import read


@dataclass(frozen=True)
class Done:
    text: str
    exit_code: int


def run(asked: Asked, codes: Path | None, out: Path | None, rules_dir: Path | None) -> Done:
    """Read, code and write. Raises FlaggerError."""
    if out is not None:
        outside_of(out, asked.paths)
    with Progress(2).running() as progress:
        progress.step("reading and coding")
        codebook = load_codebook((rules_dir or rules_root()) / "codebook")
        reading = read(
            asked.paths,
            codebook,
            case=asked.case,
            agency=asked.agency,
            overrides=asked.overrides(),
            corrections=asked.corrections,
        )
        progress.step("writing")
        document, people = of_reading(reading), reading.chronology.people
        written: list[Path] = []
        if codes is not None:
            with replacing(codes) as part:
                write_codes(reading.codings, reading.chronology.events, part)
            written.append(codes)
        if out is not None:
            tables = {
                "events.csv": events_csv(document.events),
                "people.csv": people_csv(people),
                "problems.csv": problems_csv(document.problems),
            }
            written += write_all(out, tables)
    text = account(document, people, codebook, [str(path) for path in written])
    return Done(text, exit_code(reading.chronology.files))
