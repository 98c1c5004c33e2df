"""A small invented case as files, and one way to run the command on it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from flagger.cli import main

POLICE = """Date,Event,Person
10/01/2022,Police called to a domestic abuse incident at the home.,Kim Hartley
14/02/2022,Domestic abuse incident; Mr Hartley arrested.,Kim Hartley
March 2022,Domestic abuse incident reported by a neighbour.,Kim Hartley
12/11/2022,Domestic abuse incident. No further action,Kim Hartley
"""
HEALTH_VISITOR = """Date,Details,Child
12/01/2022,Ava was not brought to her development check,Ava
02/03/2022,Was not brought to clinic,Ava
20/05/2022,Was not brought to clinic,Ava
not known,A sunny afternoon,Ava
"""
COVERAGE = """agencies:
  - {agency: police, from: 2022-01-01, to: 2022-12-31, rows: everything}
"""


def write_case(folder: Path, coverage: bool = False) -> Path:
    """A folder with two agencies' files; the folder's name is the case."""
    folder.mkdir(parents=True)
    (folder / "police.csv").write_text(POLICE, encoding="utf-8")
    (folder / "health visitor.csv").write_text(HEALTH_VISITOR, encoding="utf-8")
    if coverage:
        (folder / "coverage.yaml").write_text(COVERAGE, encoding="utf-8")
    return folder


def flagger(*arguments: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])
