"""Options that commands share, and what they come to. Light: this module is imported to show `--help`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from flagger.chronology.overrides import Overrides

EXISTING = click.Path(exists=True, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
NEW_FOLDER = click.Path(file_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)

rules_option = click.option(
    "--rules", "rules_dir", type=FOLDER, help="A folder of rules to use instead of those that come with flagger."
)
area_option = click.option(
    "--area",
    metavar="NAME",
    help="The area whose numbers, names and switches hold: its name, or the path of its pack (else England's).",
)


PAPERS = ("panel", "supervision", "briefing", "all")


@dataclass(frozen=True)
class Wanted:
    """Papers for the room: for what, from whose templates, and which questions of supervision."""

    for_: tuple[str, ...]
    templates: Path | None
    prompts: int
    selection: int

    def wants(self, paper: str) -> bool:
        return paper in self.for_ or "all" in self.for_


@dataclass(frozen=True)
class CopyFor:
    """What makes a copy for somebody else: one agency's rows only, codes for names, moved dates."""

    only: str | None
    pseudonyms: Path | None
    shift_dates: bool


@dataclass(frozen=True)
class Asked:
    """What is to be read, and how."""

    paths: tuple[Path, ...]
    case: str | None
    agency: str | None
    column: tuple[str, ...]
    columns: Path | None
    corrections: Path | None

    def overrides(self) -> Overrides:
        """The columns a person named; those on the command line win. Raises UsageFault, RulesFault."""
        from flagger.chronology.overrides import Overrides, read_overrides

        return Overrides.parse(self.column).over(read_overrides(self.columns) if self.columns else None)


def paper_options(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command what papers are wanted, as one argument `wanted`."""

    @click.option("--for", "for_", type=click.Choice(PAPERS), multiple=True, help="Also write papers. Repeat it.")
    @click.option("--templates", type=FOLDER, help="A folder with templates of your own for them.")
    @click.option("--prompts", type=click.IntRange(4, 14), default=12, help="How many questions of supervision.")
    @click.option("--selection", type=click.IntRange(1), default=1, help="Another choice of them: 2, 3 ...")
    @wraps(command)
    def with_papers(
        *, for_: tuple[str, ...], templates: Path | None, prompts: int, selection: int, **others: Any
    ) -> None:
        command(wanted=Wanted(for_, templates, prompts, selection), **others)

    return with_papers


def copy_options(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command for whom a copy is meant, as one argument `copy`."""

    @click.option("--only", metavar="agency=NAME", help="A copy for one agency: its own rows, and what they show.")
    @click.option("--pseudonyms", type=NEW_FILE, metavar="FILE", help="Codes for names, kept in FILE, apart.")
    @click.option("--shift-dates", is_flag=True, help="Move all dates by the number of weeks that is kept in FILE.")
    @wraps(command)
    def with_copy(*, only: str | None, pseudonyms: Path | None, shift_dates: bool, **others: Any) -> None:
        command(copy=CopyFor(only, pseudonyms, shift_dates), **others)

    return with_copy


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the paths and all options of reading, as one argument `asked`."""
    return click.argument("paths", nargs=-1, required=True, type=EXISTING)(asking(command))


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """The same for a command that says itself what its `paths` are."""

    @click.option("--case", help="The case of rows that name none (else the folder's or file's name).")
    @click.option("--agency", help="The agency of rows for which nothing else says it.")
    @click.option("--column", multiple=True, metavar="FIELD=HEADING", help='As in date="When it happened". Repeat it.')
    @click.option("--columns", type=FILE, help="A columns.yaml with such pairs.")
    @click.option("--corrections", type=FILE, help="A codes.csv that a person has corrected (see flagger read).")
    @wraps(command)
    def with_asked(
        *,
        paths: tuple[Path, ...],
        case: str | None,
        agency: str | None,
        column: tuple[str, ...],
        columns: Path | None,
        corrections: Path | None,
        **others: Any,
    ) -> None:
        command(asked=Asked(paths, case, agency, column, columns, corrections), **others)

    return with_asked
