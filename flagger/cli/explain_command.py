"""`flagger explain`: why a flag is there, or why a rule found none, with the rows and how near to the edge it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from flagger.cli.options import EXISTING, FILE, Asked, area_option, asking, rules_option

_FLAG_OR_PATH = click.Path(path_type=Path)  # only the command knows whether the first is a flag


@click.command("explain")
@click.argument("paths", nargs=-1, required=True, type=_FLAG_OR_PATH, metavar="[FLAG] PATHS...")
@asking
@click.option("--rule", "rule_id", metavar="ID", help="The rule to explain, in the case named by --case.")
@click.option("--as-at", help="The day to take as today, such as 30/06/2024 (else the last day in the rows).")
@click.option("--coverage", type=FILE, help="What each agency gave (else coverage.yaml in the folder that is read).")
@area_option
@rules_option
@click.option("--text", is_flag=True, help="Show also what the rows say.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", help="What is printed.")
def explain_command(
    asked: Asked,
    rule_id: str | None,
    as_at: str | None,
    coverage: Path | None,
    area: str | None,
    rules_dir: Path | None,
    text: bool,
    output: str,
) -> None:
    """Say why a flag is there: FLAG is its id, or the first characters of it. Or, with --rule and --case, why not.

    Shows what the rule asks step by step, the rows that meet it and those that do not count, and how near to the edge
    it is: found by running the same rule with other numbers, or without a row.
    """
    from flagger.cli.explaining import run

    flag, given = ("", asked.paths) if rule_id else (str(asked.paths[0]), asked.paths[1:])
    context = click.get_current_context()
    paths = tuple(EXISTING.convert(path, None, context) for path in given)
    if not paths:
        raise click.UsageError("expected FLAG and then files, or --rule ID and files", context)
    printed, exit_code = run(flag, rule_id, replace(asked, paths=paths), as_at, coverage, area, rules_dir, text, output)
    click.echo(printed, nl=False)
    context.exit(exit_code)
