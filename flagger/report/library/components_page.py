"""`docs/components.md`: what flagger is built on: `python -m flagger.report.library.components_page` writes it.

From `pyproject.toml` (so it needs the sources) and from what each component is for, below. What stands behind these
components, and in which version, differs between machines; `--installed` prints it for this one.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from flagger.report.library.audits_page import cell

COMPONENTS_PAGE = Path("docs") / "components.md"
PROJECT_FILE = Path("pyproject.toml")
_NAME, _EXTRA = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*"), re.compile(r"extra\s*==")
_HEAD = """\
# Components and licences

What `pip install` fetches for flagger when it runs. Nothing else is needed, and none of these is asked to use a
network. This page is generated from `pyproject.toml`; do not edit it. Tests and measurements use further packages,
which are not installed with flagger."""
_TAIL = """\
Each brings what it needs itself, in versions that differ between machines. All of it, with versions and licences, on
the machine where it is asked:

    python -m flagger.report.library.components_page --installed"""


@dataclass(frozen=True)
class Component:
    """Something flagger asks for: in which versions, on which machines or with which extra ("": always)."""

    name: str
    versions: str
    where: str


@dataclass(frozen=True)
class About:
    """The licence of a component, and what flagger uses it for."""

    licence: str
    used_for: str


ABOUT = {
    "click": About("BSD-3-Clause", "the commands"),
    "durable-rules": About("MIT", "joining rules; where it is missing, flagger's own fixpoint does the same"),
    "jinja2": About("BSD-3-Clause", "the page, from a template that escapes every word"),
    "lxml": About("BSD-3-Clause", "the XML inside Word and Excel files, and tables of web pages"),
    "numpy": About("BSD-3-Clause", "working the rules out on sorted arrays"),
    "pandas": About("BSD-3-Clause", "rows and codes as frames"),
    "pyarrow": About("Apache-2.0", "reading Parquet, where it is asked for"),
    "pydantic": About("MIT", "reading rules and packs strictly"),
    "python-calamine": About("MIT", "values of cells of spreadsheets"),
    "python-dateutil": About("Apache-2.0 or BSD-3-Clause", "what pandas needs of it; its parser of dates is not used"),
    "python-docx": About("MIT", "writing Word papers from templates"),
    "pyyaml": About("MIT", "rules, codebook, packs and coverage"),
    "resvg-py": About("MIT", "the picture of the timeline, from its drawing"),
    "xlsxwriter": About("BSD-2-Clause", "writing workbooks"),
}


def components(project: Mapping[str, Any]) -> list[Component]:
    """What a parsed `pyproject.toml` asks for when flagger runs, in order of name; extras come last."""
    own = project["project"]
    asked = [_component(text, "") for text in own["dependencies"]]
    extras = own.get("optional-dependencies", {})
    further = [_component(text, f"with the extra `{extra}`") for extra, texts in extras.items() for text in texts]
    return [*sorted(asked, key=_by_name), *sorted(further, key=_by_name)]


def components_page(project: Mapping[str, Any]) -> str:
    """The page as Markdown. Raises KeyError for a component of which ABOUT says nothing."""
    rows = ["| component | versions | licence | for |", "|---|---|---|---|"]
    for of in components(project):
        about = ABOUT[of.name.lower()]
        used_for = f"{about.used_for} ({of.where})" if of.where else about.used_for
        rows.append(f"| {of.name} | {cell(of.versions)} | {about.licence} | {cell(used_for)} |")
    return "\n\n".join([_HEAD, "\n".join(rows), _TAIL]) + "\n"


def installed() -> list[tuple[str, str, str]]:
    """Everything that flagger needs and that is here: names, versions and licences, in order of name."""
    found: dict[str, tuple[str, str, str]] = {}
    waiting = _needs("flagger")
    while waiting:
        asked = waiting.pop()
        try:
            own = distribution(asked)
        except PackageNotFoundError:
            continue  # not needed on this machine
        if own.name.lower() not in found:
            found[own.name.lower()] = own.name, own.version, licence_of(own.name)
            waiting += _needs(own.name)
    return [found[key] for key in sorted(found)]


def licence_of(name: str) -> str:
    """What an installed package says of its licence, in its own words; "see its files" when only a file does."""
    said = distribution(name).metadata
    classifiers = [text.rpartition(":: ")[2] for text in said.get_all("Classifier") or () if text.startswith("License")]
    stated = said["License-Expression"] or ", ".join(classifiers) or (said["License"] or "").partition("\n")[0]
    return stated or "see its files"


def _needs(name: str) -> list[str]:
    """What an installed package asks for without extras, by name."""
    asked = distribution(name).requires or []
    return [_component(text, "").name for text in asked if not _EXTRA.search(text)]


def _component(text: str, where: str) -> Component:
    """One requirement as pip reads it: a name, versions, and perhaps a marker after a semicolon."""
    asked, _, marker = (part.strip() for part in text.partition(";"))
    named = _NAME.match(asked)
    if named is None:
        raise ValueError(f"{text!r}: expected a requirement that begins with a name")
    return Component(named[0], asked[named.end() :].strip() or "any", marker or where)


def _by_name(of: Component) -> str:
    return of.name.lower()


def main(arguments: Sequence[str]) -> None:
    """Write the page, or print what is installed."""
    if "--installed" in arguments:
        print(*map("\t".join, installed()), sep="\n")
    else:
        project = tomllib.loads(PROJECT_FILE.read_text(encoding="utf-8"))
        COMPONENTS_PAGE.write_text(components_page(project), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
