"""`flagger templates`: the Word templates of the papers, to be made an area's own."""

from __future__ import annotations

from pathlib import Path

import click

from flagger.cli.options import NEW_FOLDER


@click.command("templates")
@click.option("--out", type=NEW_FOLDER, required=True, help="The folder for them; files there are not written over.")
def templates_command(out: Path) -> None:
    """Write the Word templates that papers are made from, to edit: logo, headings, order, styles.

    Then screen with --templates and the name of that folder. Ends with 0 when done, 2 when one is there already.
    """
    from flagger.errors import UsageFault
    from flagger.report.word.template import own_templates
    from flagger.report.write import write_all

    files = own_templates()
    if there := [name for name in files if (out / name).exists()]:
        raise UsageFault(f"--out {out}: {there[0]} is there already, and may be somebody's own; expected a new folder")
    for path in write_all(out, files):
        click.echo(f"Written: {path}")
    click.echo(
        "Every {{ placeholder }} has to stay, in a paragraph of its own; all else is yours. See docs/templates.md."
    )
