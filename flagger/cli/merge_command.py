"""`flagger merge`: the chronologies of several agencies as one, in date order, before any rule."""

from __future__ import annotations

from pathlib import Path

import click

from flagger.cli.options import NEW_FILE, Asked, area_option, reading_options, rules_option


@click.command("merge")
@reading_options
@click.option(
    "--out", type=NEW_FILE, required=True, help="The new file; its ending says what it is: .docx, .xlsx or .csv."
)
@click.option("--fictional", is_flag=True, help="Nobody in it is real: say so on every page.")
@area_option
@rules_option
def merge_command(asked: Asked, out: Path, fictional: bool, area: str | None, rules_dir: Path | None) -> None:
    """Merge chronologies into one, every row with the file and row that it comes from.

    What it writes can be worked on and read again: it gives the same events as the files it was made of.

    Ends with 0 when done; 12 when some files could not be read; 11 when none could; 2 when the command is wrong.
    """
    from flagger.cli.merging import run

    done = run(asked, out, fictional, area, rules_dir)
    click.echo(done.text, nl=False)
    click.get_current_context().exit(done.exit_code)
