"""The work of `flagger read`, step by step. Imported only when the command runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from flagger.chronology.coverage import COVERAGE_FILE
from flagger.chronology.coverage_draft import draft
from flagger.cli.asked import read_asked
from flagger.cli.done import Done, exit_code
from flagger.cli.options import Asked
from flagger.cli.progress import Progress
from flagger.coding.corrections import write_codes
from flagger.contract.build import of_reading
from flagger.errors import UsageFault
from flagger.report.reading import account
from flagger.report.tables import events_csv, people_csv, problems_csv
from flagger.report.write import outside_of, replacing, write_all
from flagger.rulebook.load import Rulebook, load_rulebook
from flagger.rulebook.shapes import Absence
from flagger.rulebook.where import rules_root
from flagger.screen import load_names


def run(
    asked: Asked, codes: Path | None, out: Path | None, coverage: str | None, area: str | None, rules_dir: Path | None
) -> Done:
    """Read, code and write. `coverage` names the file of a draft ("": beside what is read). Raises FlaggerError."""
    if out is not None:
        outside_of(out, asked.paths)
    root = rules_dir or rules_root()
    drafted = None if coverage is None else _place_of_draft(coverage, asked.paths)
    with Progress(2).running() as progress:
        progress.step("reading and coding")
        names = load_names(root, area)
        reading = read_asked(asked, names.codebook, names.agencies)
        progress.step("writing")
        document, people = of_reading(reading), reading.chronology.people
        written: list[Path] = []
        if codes is not None:
            with replacing(codes) as part:
                write_codes(reading.codings, reading.chronology.events, part)
            written.append(codes)
        if drafted is not None:
            text = draft(reading.chronology.events, names.agencies, _looked_in(load_rulebook(root)))
            with replacing(drafted) as part:
                part.write_text(text, encoding="utf-8", newline="\n")
            written.append(drafted)
        if out is not None:
            tables = {
                "events.csv": events_csv(document.events),
                "people.csv": people_csv(people),
                "problems.csv": problems_csv(document.problems),
            }
            written += write_all(out, tables)
    text = account(document, reading.people, names.codebook, [str(path) for path in written])
    return Done(text, exit_code(reading.chronology.files))


def _place_of_draft(named: str, paths: Sequence[Path]) -> Path:
    """The file named, else coverage.yaml where a screening would find it; never one that is there already."""
    folders = sorted({path.resolve() if path.is_dir() else path.resolve().parent for path in paths})
    if not named and len(folders) > 1:
        raise UsageFault("--coverage: several folders are read; expected the name of a file after it")
    place = Path(named) if named else folders[0] / COVERAGE_FILE
    if place.exists():
        what = "a folder" if place.is_dir() else "there already, and may hold what somebody confirmed"
        raise UsageFault(f"--coverage {place}: it is {what}; expected the name of a new file")
    return place


def _looked_in(rulebook: Rulebook) -> Mapping[str, Sequence[str]]:
    """The agencies whose rows rules search for what is missing, with the ids of these rules."""
    found: Mapping[str, list[str]] = defaultdict(list)
    for rule in rulebook.rules.values():
        if isinstance(rule.matcher, Absence) and rule.status != "deprecated":
            for agency in rule.matcher.recorded_by:
                found[agency].append(rule.id)
    return found
