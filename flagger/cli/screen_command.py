"""`flagger screen`: chronologies in; a summary, or the JSON, out; and the files of the report."""

from __future__ import annotations

from pathlib import Path

import click

from flagger.cli.options import (
    FILE,
    NEW_FOLDER,
    Asked,
    CopyFor,
    Wanted,
    area_option,
    copy_options,
    paper_options,
    reading_options,
    rules_option,
)


@click.command("screen")
@reading_options
@click.option("--as-at", help="The day to take as today, such as 30/06/2024 (else the last day in the rows).")
@click.option("--out", type=NEW_FOLDER, help="Write report.html, flags.json and tables into this folder.")
@paper_options
@copy_options
@click.option("--fictional", is_flag=True, help="Nobody in it is real: say so on every page.")
@click.option("--coverage", type=FILE, help="What each agency gave (else coverage.yaml in the folder that is read).")
@area_option
@rules_option
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", help="What is printed.")
@click.option("--engine", type=click.Choice(["durable", "plain"]), help="What joins rules (else whichever works here).")
def screen_command(
    asked: Asked,
    wanted: Wanted,
    copy: CopyFor,
    fictional: bool,
    as_at: str | None,
    out: Path | None,
    coverage: Path | None,
    area: str | None,
    rules_dir: Path | None,
    output: str,
    engine: str | None,
) -> None:
    """Look for patterns in chronologies: files, or a folder a case.

    Ends with 0 when done, flags or none; 12 when some files could not be read; 11 when none could; 10 when a rule,
    area or coverage file is wrong; 2 when the command is.
    """
    from flagger.cli.screening import Request, run

    done = run(Request(asked, wanted, copy, fictional, as_at, out, coverage, area, rules_dir, engine))
    click.echo(done.printed(output), nl=False)
    click.get_current_context().exit(done.exit_code)
