"""`flagger restore`: the names again in a copy that was made with codes."""

from __future__ import annotations

from pathlib import Path

import click

from flagger.cli.options import FILE, NEW_FILE


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--pseudonyms", type=FILE, required=True, help="The file kept apart, that tells which code is whose.")
@click.option("--out", type=NEW_FILE, required=True, help="The new file, of the same kind.")
def restore_command(file: Path, pseudonyms: Path, out: Path) -> None:
    """Put names for codes in a Word, Excel or CSV FILE of a copy, also when people have written in it since.

    Dates that were moved stay moved. Ends with 0 when done, 2 when the command or a file is wrong.
    """
    from flagger.audience.glossary import read_glossary
    from flagger.audience.switching import restored_file
    from flagger.errors import UsageFault
    from flagger.report.write import replacing

    if out.exists():
        raise UsageFault(f"--out {out}: it is there already; expected a new name")
    content = restored_file(file, read_glossary(pseudonyms))
    with replacing(out) as part:
        part.write_bytes(content)
    click.echo(f"Written: {out}")
