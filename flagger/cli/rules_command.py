"""`flagger rules`: the rules listed, shown, checked, and tested."""

from __future__ import annotations

from pathlib import Path

import click

from flagger.cli.options import rules_option

_KINDS = click.Choice(["concern", "strength", "record"])
_STATUSES = click.Choice(["draft", "test", "stable", "deprecated"])


@click.group("rules")
def rules_group() -> None:
    """List, show, check and test the rules."""


@rules_group.command("list")
@click.option("--theme", help="Only rules of this folder, such as engagement.")
@click.option("--kind", type=_KINDS, help="Only rules of this kind.")
@click.option("--status", type=_STATUSES, help="Only rules of this status.")
@rules_option
def list_command(theme: str | None, kind: str | None, status: str | None, rules_dir: Path | None) -> None:
    """One line a rule."""
    from flagger.cli.ruling import listed

    click.echo(listed(theme, kind, status, rules_dir), nl=False)


@rules_group.command("show")
@click.argument("rule_id", metavar="ID")
@rules_option
def show_command(rule_id: str, rules_dir: Path | None) -> None:
    """One rule in words: what it looks for, its numbers, questions, other explanations, tests."""
    from flagger.cli.ruling import shown

    click.echo(shown(rule_id, rules_dir), nl=False)


@rules_group.command("check")
@rules_option
def check_command(rules_dir: Path | None) -> None:
    """Look for faults in every rule file. Ends with 10 when there is an error."""
    from flagger.cli.ruling import checked

    _end(*checked(rules_dir))


@rules_group.command("test")
@click.argument("rule_ids", metavar="[ID]...", nargs=-1)
@click.option("--mutate", is_flag=True, help="Also move each number a little: some test of the rule must notice.")
@rules_option
def test_command(rule_ids: tuple[str, ...], mutate: bool, rules_dir: Path | None) -> None:
    """Run the tests inside the rule files. Ends with 10 when one fails."""
    from flagger.cli.ruling import tested

    _end(*tested(rule_ids, mutate, rules_dir))


def _end(text: str, exit_code: int) -> None:
    click.echo(text, nl=False)
    click.get_current_context().exit(exit_code)
