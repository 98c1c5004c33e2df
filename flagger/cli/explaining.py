"""The work of `flagger explain`. Imported only when the command runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flagger.cli.as_at import as_at_of
from flagger.cli.asked import read_asked
from flagger.cli.done import exit_code
from flagger.cli.options import Asked
from flagger.cli.progress import Progress
from flagger.cli.screening import today
from flagger.contract.build import as_json, of_reading
from flagger.explain.chronology import explain_flag, explain_rule
from flagger.report.explained.text import explain_text
from flagger.report.explained.tree import tree_of
from flagger.rulebook.where import rules_root
from flagger.screen import Library, Reading, find_coverage, load_library


def run(
    flag: str,
    rule_id: str | None,
    asked: Asked,
    as_at: str | None,
    coverage: Path | None,
    area: str | None,
    rules_dir: Path | None,
    text: bool,
    output: str,
) -> tuple[str | bytes, int]:
    """The tree as text or JSON, and the exit code. `flag` counts where no rule is named. Raises FlaggerError."""
    with Progress(3).running() as progress:
        progress.step("loading the rules")
        library = load_library(rules_dir or rules_root(), area, tests=False)
        progress.step("reading and coding")
        reading = _read(asked, library)
        declared = find_coverage(asked.paths, coverage, reading.chronology, library.agencies)
        day = as_at_of(as_at, reading.chronology.events, today()).day
        progress.step("explaining")
        if rule_id is not None:
            found = explain_rule(reading, library, rule_id, asked.case, as_at=day, coverage=declared)
        else:
            found = explain_flag(reading, library, flag, as_at=day, coverage=declared)
        tree = tree_of(found, of_reading(reading).events, day, text)
    printed = as_json(tree) if output == "json" else explain_text(tree)
    return printed, exit_code(reading.chronology.files)


def _read(asked: Asked, library: Library) -> Reading:
    """What was read. `--case` names a case of the files, if there is one so called; else whose rows name none."""
    as_named = read_asked(replace(asked, case=None), library.codebook, library.agencies)
    if asked.case is None or asked.case in set(as_named.chronology.events["case"]):
        return as_named
    return read_asked(asked, library.codebook, library.agencies)
