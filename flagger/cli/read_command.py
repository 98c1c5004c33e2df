"""`flagger read`: what was read and how it was coded, before any rule; and the codes for a person to correct."""

from __future__ import annotations

from pathlib import Path

import click

from flagger.cli.options import NEW_FILE, NEW_FOLDER, Asked, area_option, reading_options, rules_option


@click.command("read")
@reading_options
@click.option("--codes", type=NEW_FILE, help="Write every code with its words into this CSV file, for correction.")
@click.option("--out", type=NEW_FOLDER, help="Write events.csv, people.csv and problems.csv into this folder.")
@click.option(
    "--coverage",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Last of all: write a draft of coverage.yaml, for a person to confirm (else into the folder that is read).",
)
@area_option
@rules_option
def read_command(
    asked: Asked, codes: Path | None, out: Path | None, coverage: str | None, area: str | None, rules_dir: Path | None
) -> None:
    """Show what is read from chronologies: columns, rows, dates, people, codes and problems.

    Ends with 0 when done; 12 when some files could not be read; 11 when none could; 2 when the command is wrong.
    """
    from flagger.cli.reading import run

    done = run(asked, codes, out, coverage, area, rules_dir)
    click.echo(done.text, nl=False)
    click.get_current_context().exit(done.exit_code)
