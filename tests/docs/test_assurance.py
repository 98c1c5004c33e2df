"""What docs/assurance.md and docs/components.md state, where it can be tested and no other test holds it."""

from __future__ import annotations

import ast
import re
import tempfile
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from flagger.cli import main
from flagger.report.library.components_page import (
    ABOUT,
    COMPONENTS_PAGE,
    Component,
    components,
    components_page,
    installed,
    licence_of,
)

ROOT = Path(__file__).parents[2]
ASSURANCE = (ROOT / "docs" / "assurance.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# What could open a connection, start another program, write elsewhere, or turn data into code.
REACHING = {
    *("asyncio", "ctypes", "ftplib", "http", "httpx", "logging", "marshal", "multiprocessing", "pickle", "requests"),
    *("shelve", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "urllib", "webbrowser"),
}
MAKERS = "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "mkstemp", "mkdtemp"
RUNNING = {"eval", "exec", "compile", "__import__", "load", "unsafe_load"}


def _run(out: Path, *asked: str) -> dict[str, bytes]:
    sample = ROOT / "sample_chronologies" / "family-tallowmere"
    done = CliRunner().invoke(main, ["screen", str(sample), "--out", str(out), *asked])
    assert done.exit_code == 0, done.output
    return {path.name: path.read_bytes() for path in out.iterdir()}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return _run(tmp_path_factory.mktemp("out"), "--for", "all")


def _listed() -> dict[str, str]:
    """The files that the page lists, and when each is written."""
    rows = re.findall(r"^\| `([\w.]+)` \| (always|`--for \w+`) \|", ASSURANCE, re.MULTILINE)
    assert rows
    return dict(rows)


def test_the_files_it_lists_are_those_that_are_written(written: dict[str, bytes], tmp_path: Path) -> None:
    assert set(_listed()) == set(written)
    for asked in ("panel", "supervision", "briefing"):
        expected = {name for name, when in _listed().items() if when in ("always", f"`--for {asked}`")}
        assert set(_run(tmp_path / asked, "--for", asked)) == expected


def test_a_run_with_every_paper_makes_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a temporary file was asked for")

    for name in MAKERS:
        monkeypatch.setattr(tempfile, name, refuse)
    assert set(_run(tmp_path / "out", "--for", "all")) == set(_listed())


def test_no_paper_holds_a_macro_or_fetches_anything(written: dict[str, bytes]) -> None:
    papers = {name: content for name, content in written.items() if name.endswith((".docx", ".xlsx"))}
    assert len(papers) == 4
    for name, content in papers.items():
        with ZipFile(BytesIO(content)) as archive:
            links = b"".join(archive.read(part) for part in archive.namelist() if part.endswith(".rels"))
            assert b'TargetMode="External"' not in links, name
            assert not [part for part in archive.namelist() if re.search(r"vba|macro|activeX|\.bin$", part)], name


def test_no_module_could_open_a_connection_start_a_program_or_run_data() -> None:
    reached = {(path.name, name) for path, name in _imported() if name.partition(".")[0] in REACHING}
    assert reached == set()
    assert {name for path, name in _called() if name in RUNNING} == set()


@cache
def _trees() -> list[tuple[Path, ast.Module]]:
    paths = sorted((ROOT / "flagger").rglob("*.py"))
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def _imported() -> Iterator[tuple[Path, str]]:
    for path, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield path, node.module or ""


def _called() -> Iterator[tuple[Path, str]]:
    """Names called by themselves, and what is called of yaml."""
    for path, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield path, node.func.id
            elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("yaml."):
                yield path, ast.unparse(node.func).removeprefix("yaml.")


def test_every_test_and_page_it_names_is_there() -> None:
    named = re.findall(r"`((?:tests|\.ci)/[\w./]+)`", ASSURANCE)
    linked = re.findall(r"\]\(([\w./-]+)\)", ASSURANCE)
    assert len(named) > 10 and linked
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [name for name in linked if not (ROOT / "docs" / name).exists()] == []


def test_every_option_it_names_is_there() -> None:
    said = ""
    for command in ("screen", "read", "merge", "explain"):
        said += CliRunner().invoke(main, [command, "--help"]).output
    named = set(re.findall(r"--[a-z][a-z-]+", ASSURANCE)) - {"--debug"}
    assert {"--pseudonyms", "--only", "--shift-dates", "--templates"} <= named
    assert {name for name in named if not re.search(rf"{name}\b", said)} == set()
    assert "--debug" in CliRunner().invoke(main, ["--help"]).output


def test_the_oldest_python_it_names_is_the_one_asked_for() -> None:
    assert PROJECT["project"]["requires-python"] == ">=3.11"
    assert "Python 3.11 and later" in ASSURANCE


def test_every_component_that_is_asked_for_has_a_line_and_no_other() -> None:
    assert {of.name.lower() for of in components(PROJECT)} == set(ABOUT)


def test_the_page_of_components_is_as_it_is_generated() -> None:
    assert (ROOT / COMPONENTS_PAGE).read_text(encoding="utf-8") == components_page(PROJECT), "run: make docs"


@pytest.mark.parametrize("name", sorted(ABOUT))
def test_the_licence_of_a_component_is_what_it_says_itself(name: str) -> None:
    try:
        said = licence_of(name)
    except PackageNotFoundError:
        pytest.fail(f"{name} is not installed here") if name in _needed() else None
        return
    if said == "see its files":
        said = " ".join(file.read_text() for file in distribution(name).files or () if file.name == "LICENSE")
    granted = {"MIT": r"MIT|Permission is hereby granted, free of charge"}
    for licence in ABOUT[name].licence.split(" or "):
        family = licence.partition("-")[0]
        assert re.search(granted.get(family, family), said), f"{name}: {said[:80]}"


def _needed() -> set[str]:
    """The components that are asked for on every machine."""
    return {of.name.lower() for of in components(PROJECT) if not of.where}


def test_a_requirement_is_read_as_it_is_written() -> None:
    project = {
        "dependencies": ["Zebra>=1,<2", "ape; python_version < '3.13'"],
        "optional-dependencies": {"more": ["bee[x]==1"]},
    }
    assert components({"project": project}) == [
        Component("ape", "any", "python_version < '3.13'"),
        Component("Zebra", ">=1,<2", ""),
        Component("bee", "[x]==1", "with the extra `more`"),
    ]


def test_what_is_installed_reaches_behind_the_components_and_holds_no_tool_of_ours() -> None:
    names = {name.lower() for name, _, _ in installed()}
    assert {"pandas", "numpy", "markupsafe", "pydantic_core"} <= names
    assert not names & {"pytest", "ruff", "hypothesis", "flagger"}
