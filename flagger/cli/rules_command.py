"""`flagger rules`: the rules listed, shown, checked, and tested."""

from __future__ import annotations

from pathlib import Path

import click

from flagger.cli.options import FILE, NEW_FOLDER, Asked, area_option, reading_options, rules_option

_KINDS = click.Choice(["concern", "strength", "record"])
_STATUSES = click.Choice(["draft", "test", "stable", "deprecated"])
_MATCHERS = click.Choice(["count", "sequence", "absence", "measure", "rate", "conflict", "combine"])


@click.group("rules")
def rules_group() -> None:
    """List, show, check and test the rules."""


@rules_group.command("list")
@click.option("--theme", help="Only rules of this folder, such as engagement.")
@click.option("--kind", type=_KINDS, help="Only rules of this kind.")
@click.option("--status", type=_STATUSES, help="Only rules of this status.")
@click.option("--audit", metavar="NUMBER", help="Only rules that rest on a finding of this audit, such as 001.")
@rules_option
def list_command(
    theme: str | None, kind: str | None, status: str | None, audit: str | None, rules_dir: Path | None
) -> None:
    """One line a rule, by theme, kind and status."""
    from flagger.cli.ruling import listed

    click.echo(listed(theme, kind, status, audit, rules_dir), nl=False)


@rules_group.command("show")
@click.argument("rule_id", metavar="ID")
@area_option
@rules_option
def show_command(rule_id: str, area: str | None, rules_dir: Path | None) -> None:
    """One rule in words, as it holds today: what it looks for, its numbers, questions, other explanations, tests."""
    from flagger.cli.ruling import shown

    click.echo(shown(rule_id, area, rules_dir), nl=False)


@rules_group.command("check")
@click.option("--verbose", is_flag=True, help="Show every note, also those that are otherwise counted.")
@area_option
@rules_option
def check_command(verbose: bool, area: str | None, rules_dir: Path | None) -> None:
    """Look for faults in every rule file and area pack. Ends with 10 when there is an error."""
    from flagger.cli.checking import checked

    _end(*checked(rules_dir, verbose, area))


@rules_group.command("test")
@click.argument("rule_ids", metavar="[ID]...", nargs=-1)
@click.option("--mutate", is_flag=True, help="Also move each number a little: some test of the rule must notice.")
@rules_option
def test_command(rule_ids: tuple[str, ...], mutate: bool, rules_dir: Path | None) -> None:
    """Run the tests inside the rule files. Ends with 10 when one fails."""
    from flagger.cli.ruling import tested

    _end(*tested(rule_ids, mutate, rules_dir))


@rules_group.command("try")
@click.argument("rule_id", metavar="ID")
@reading_options
@click.option("--set", "sets", multiple=True, metavar="NUMBER=VALUE", help="As in within=6mo. Repeat it.")
@click.option("--as-at", help="The day to take as today, such as 30/06/2024 (else the last day in the rows).")
@click.option("--coverage", type=FILE, help="What each agency gave (else coverage.yaml in the folder that is read).")
@area_option
@rules_option
def try_command(
    rule_id: str,
    asked: Asked,
    sets: tuple[str, ...],
    as_at: str | None,
    coverage: Path | None,
    area: str | None,
    rules_dir: Path | None,
) -> None:
    """Run one rule on chronologies with other numbers: what it then finds, and finds no more, with the rows.

    Numbers may lie outside the author's bounds. No file is changed.
    """
    from flagger.cli.trying import run

    _end(*run(rule_id, asked, sets, as_at, coverage, area, rules_dir))


@rules_group.command("trace")
@click.option("--audit", metavar="NUMBER", help="Only this audit, such as 001.")
@rules_option
def trace_command(audit: str | None, rules_dir: Path | None) -> None:
    """Where each finding of the audits ends: rules, prompts, or why not. Ends with 10 when one ends nowhere."""
    from flagger.cli.tracing import traced

    _end(*traced(audit, rules_dir))


@rules_group.command("lock")
@rules_option
def lock_command(rules_dir: Path | None) -> None:
    """Write lock.yaml: what each rule means at its version. Refused where a rule changed and its version did not."""
    from flagger.cli.authoring import locked

    click.echo(locked(rules_dir), nl=False)


@rules_group.command("docs")
@click.option("--out", type=NEW_FOLDER, default=Path("docs", "rules"), show_default=True, help="Where to.")
@rules_option
def docs_command(out: Path, rules_dir: Path | None) -> None:
    """Write a page for each rule, with its tests drawn, and an index by theme and by audit."""
    from flagger.cli.authoring import pages_written

    click.echo(pages_written(out, rules_dir), nl=False)


@rules_group.command("new")
@click.argument("rule_id", metavar="ID")
@click.option("--theme", required=True, help="The folder it goes to, such as engagement; or strengths, or combined.")
@click.option("--matcher", type=_MATCHERS, required=True, help="The shape it looks for.")
@rules_option
def new_command(rule_id: str, theme: str, matcher: str, rules_dir: Path | None) -> None:
    """Begin a new rule: a file that loads, with comments that teach and words still to write."""
    from flagger.cli.authoring import made

    click.echo(made(rule_id, theme, matcher, rules_dir), nl=False)


def _end(text: str, exit_code: int) -> None:
    click.echo(text, nl=False)
    click.get_current_context().exit(exit_code)
