"""The work of `flagger rules try`. Imported only when the command runs."""

from __future__ import annotations

from pathlib import Path

from flagger.cli.as_at import as_at_of
from flagger.cli.asked import read_asked
from flagger.cli.done import exit_code
from flagger.cli.options import Asked
from flagger.cli.progress import Progress
from flagger.cli.screening import today
from flagger.contract.build import of_reading
from flagger.dates.say import say
from flagger.errors import RulesFault, UsageFault
from flagger.report.console import files_read
from flagger.report.library.trial_text import trial_text
from flagger.rule_trial import try_rule
from flagger.rulebook.lint import broken
from flagger.rulebook.load import with_what_it_uses
from flagger.rulebook.where import rules_root
from flagger.screen import Library, find_coverage, load_library


def run(
    rule_id: str,
    asked: Asked,
    sets: tuple[str, ...],
    as_at: str | None,
    coverage: Path | None,
    area: str | None,
    rules_dir: Path | None,
) -> tuple[str, int]:
    """What was gained and lost, and the exit code. Raises FlaggerError."""
    given = dict(map(_pair, sets))
    with Progress(3).running() as progress:
        progress.step("loading the rules")
        library = load_library(rules_dir or rules_root(), area, tests=False)
        if faults := _broken(library, rule_id):
            raise RulesFault(faults)
        progress.step("reading and coding")
        reading = read_asked(asked, library.codebook, library.agencies)
        declared = find_coverage(asked.paths, coverage, reading.chronology, library.agencies)
        day = as_at_of(as_at, reading.chronology.events, today())
        progress.step("trying the rule")
        trial = try_rule(reading, library, rule_id, given, as_at=day.day, coverage=declared)
    shown = of_reading(reading)
    head = [*files_read(shown.files), f"As at {say(day.day)}, {day.source}.", ""]
    return "\n".join(head) + "\n" + trial_text(trial, shown.events), exit_code(reading.chronology.files)


def _broken(library: Library, rule_id: str) -> list[str]:
    """What keeps the rule, or one that it uses, from being run; a new rule may still lack its findings."""
    rules = library.rulebook.rules
    files = {r.document.file for r in with_what_it_uses(library.rulebook, rules[rule_id])} if rule_id in rules else ()
    issues = broken(library.rulebook, library.codebook)
    return [str(issue) for issue in issues if issue.file in files and issue.check != "findings-known"]


def _pair(text: str) -> tuple[str, object]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not (name and equals and value):
        raise UsageFault(f"--set {text}: expected a number's name and its value, such as within=6mo")
    for kind in (int, float):
        try:
            return name, kind(value)
        except ValueError:
            continue
    return name, value
