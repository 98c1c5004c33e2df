"""`flagger` itself: its commands, and how anything that goes wrong is said.

An error is one block on standard error, without a traceback and never with the text of an event.
"""

from __future__ import annotations

import gc
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any

import click

from flagger import __version__
from flagger.cli.explain_command import explain_command
from flagger.cli.merge_command import merge_command
from flagger.cli.read_command import read_command
from flagger.cli.restore_command import restore_command
from flagger.cli.rules_command import rules_group
from flagger.cli.screen_command import screen_command
from flagger.cli.templates_command import templates_command
from flagger.errors import FlaggerError

_UNEXPECTED = 1
_GARBAGE = (50_000, 20, 100)


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        gc.set_threshold(*_GARBAGE)  # what a run reads, it keeps: looking for garbage as often as usual found none
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a console that lacks a character must not stop a run
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a library's warning may quote a cell
                return super().invoke(ctx)
        except FlaggerError as error:
            click.echo(f"flagger: {error}", err=True)
            ctx.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            click.echo(_unexpected(error, bool(ctx.params.get("debug"))), err=True)
            ctx.exit(_UNEXPECTED)


def _unexpected(error: BaseException, debug: bool) -> str:
    """Its kind and place. Its message is never shown, since it may quote a row."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "flagger" in Path(frame.filename).parts] or frames
    place = f"{Path(own[-1].filename).name}, line {own[-1].lineno}, in {own[-1].name}"
    said = f"flagger: something went wrong inside flagger itself ({type(error).__name__} at {place})."
    if not debug:
        return (
            f"{said}\nPlease report it, with what `flagger --debug ...` shows; that holds nothing of what the rows say."
        )
    steps = [f"  {frame.filename}, line {frame.lineno}, in {frame.name}" for frame in frames]
    return "\n".join([said, "Steps, without what the rows say:", *steps])


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="flagger")
@click.option("--debug", is_flag=True, help="Show where in flagger an unexpected error arose (never what rows say).")
def main(debug: bool) -> None:
    """Find the patterns that audits keep finding in safeguarding chronologies, and show the rows behind each one.

    Nothing leaves this machine. Nothing is scored: a flag is a pattern in the record, not a finding about a family.
    """


main.add_command(screen_command)
main.add_command(read_command)
main.add_command(merge_command)
main.add_command(explain_command)
main.add_command(restore_command)
main.add_command(templates_command)
main.add_command(rules_group)
