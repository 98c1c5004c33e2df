"""The work of `flagger merge`, step by step. Imported only when the command runs."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from flagger.cli.asked import read_asked
from flagger.cli.done import Done, exit_code
from flagger.cli.options import Asked
from flagger.cli.progress import Progress
from flagger.contract.build import of_reading
from flagger.errors import UsageFault
from flagger.report.console import files_read, problems
from flagger.report.merged.book import merged_xlsx
from flagger.report.merged.document import merged_docx
from flagger.report.merged.table import merged_csv
from flagger.report.say import plain
from flagger.report.write import outside_of, replacing
from flagger.rulebook.where import rules_root
from flagger.screen import Reading, load_names

_FORMS = (".docx", ".xlsx", ".csv")


def run(asked: Asked, out: Path, fictional: bool, area: str | None, rules_dir: Path | None) -> Done:
    """Read and write. Raises FlaggerError."""
    if out.suffix.casefold() not in _FORMS:
        raise UsageFault(f"--out {out}: expected a name that ends in .docx, .xlsx or .csv")
    if out.exists():
        raise UsageFault(f"--out {out}: it is there already, and somebody may work in it; expected a new name")
    outside_of(out.parent, asked.paths)
    with Progress(2).running() as progress:
        progress.step("reading")
        names = load_names(rules_dir or rules_root(), area)
        reading = read_asked(asked, names.codebook, names.agencies)
        progress.step("writing")
        with replacing(out) as part:
            part.write_bytes(_merged(reading, out.suffix.casefold(), fictional))
    read = of_reading(reading)
    parts = chain(files_read(read.files), problems(read.problems), ["", "Written:", f"  {plain(str(out))}"])
    return Done("\n".join(parts) + "\n", exit_code(reading.chronology.files))


def _merged(reading: Reading, form: str, fictional: bool) -> bytes:
    if form == ".docx":
        return merged_docx(reading, fictional)
    return merged_xlsx(reading, fictional) if form == ".xlsx" else merged_csv(reading)
