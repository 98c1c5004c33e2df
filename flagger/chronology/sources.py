"""Which files to read, under which names, and whose case each is when no column says so. Opens no chronology."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from os.path import commonpath
from pathlib import Path

from flagger.chronology.containers.grid import plain
from flagger.chronology.overrides import COLUMNS_FILE, Overrides, read_overrides
from flagger.model import Problem

_NOT_CHRONOLOGIES = (".md", ".yaml", ".yml", ".ini", ".db", ".py", ".pyc")
_NO_FOLDER = "case"  # files on two drives, or at the top of one, share no folder with a name
_LOCK_OR_HIDDEN = (".", "~$", "~lock")


@dataclass(frozen=True)
class Source:
    """One file: where it is, its name in everything shown, its case, and the columns a person named for it."""

    path: Path
    shown: str
    case: str
    overrides: Overrides


def find_sources(
    paths: Sequence[Path], case: str | None, overrides: Overrides | None
) -> tuple[list[Source], list[Problem]]:
    """The files to read, each once, in an order that does not depend on that of `paths`; and folders left out.

    A folder means the files in it, and its name is their case; one that holds only folders of files means each of
    these. A loose file's case is its own name, that of several loose files the folder they share.
    Raises RulesFault for a faulty `columns.yaml`.
    """
    given = overrides or Overrides()
    columns_of = {place: folder for folder in paths if folder.is_dir() for place in case_folders(folder)}
    folders = list(columns_of)
    loose = [path for path in paths if not path.is_dir()]
    given_too = {folder.resolve() for folder in folders}
    problems: list[Problem] = []
    found: dict[Path, Source] = {}
    for folder in sorted(folders, key=lambda path: path.resolve()):
        here = given
        for mapping in (folder / COLUMNS_FILE, columns_of[folder] / COLUMNS_FILE):
            here = here.over(read_overrides(mapping)) if mapping.is_file() else here
        for path in _chronologies_in(folder):
            if path.is_dir() and path.resolve() in given_too:
                continue
            if path.is_dir():
                problems.append(_not_read(path))
            else:
                found.setdefault(path.resolve(), Source(path, "", case or folder.resolve().name, here))
    for folder in dict.fromkeys(paths):
        if folder.is_dir() and folder not in columns_of:
            left = (path for path in _chronologies_in(folder) if path not in columns_of)
            problems += [_not_read(path) for path in left if any(map(_holds_files, _folders_below(path)))]
    loose_case = case or _case_of(loose)
    for path in sorted(loose, key=lambda path: path.resolve()):
        found.setdefault(path.resolve(), Source(path, "", loose_case, given))
    names = _short_names(sorted(found))
    return [
        replace(source, shown=plain(names[path]), case=" ".join(plain(source.case).split()) or _NO_FOLDER)
        for path, source in sorted(found.items())
    ], problems


def case_folders(folder: Path) -> list[Path]:
    """The folders whose files a folder means: itself, or, if it holds no chronology but folders that do, these."""
    if _holds_files(folder):
        return [folder]
    return [path for path in _chronologies_in(folder) if _holds_files(path)] or [folder]


def _holds_files(folder: Path) -> bool:
    return not all(path.is_dir() for path in _chronologies_in(folder))


def _chronologies_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        name = path.name.casefold()
        if not (name.startswith((*_LOCK_OR_HIDDEN, "readme")) or name.endswith(_NOT_CHRONOLOGIES)) or (
            path.is_dir() and not name.startswith(".")
        ):
            yield path


def _folders_below(folder: Path) -> Iterator[Path]:
    for path in _chronologies_in(folder):
        if path.is_dir():
            yield path
            yield from _folders_below(path)


def _not_read(folder: Path) -> Problem:
    message = "this folder inside a folder was not read; name it too to read it as a case of its own"
    return Problem(folder.name, "folder-not-read", message)


def _case_of(loose: Sequence[Path]) -> str:
    places = {path.resolve() for path in loose}
    if len(places) == 1:
        return places.pop().stem
    parents = sorted({place.parent for place in places})
    together = commonpath(parents) if len({parent.anchor for parent in parents}) == 1 else ""
    return Path(together).name or _NO_FOLDER


def _short_names(paths: Sequence[Path]) -> dict[Path, str]:
    """Each path by the fewest last parts that tell it from the others."""
    names = {path: path.name for path in paths}
    depth = 1
    while depth < max((len(path.parts) for path in paths), default=0):
        twice = Counter(names.values())
        if max(twice.values()) == 1:
            break
        depth += 1
        names = {path: name if twice[name] == 1 else "/".join(path.parts[-depth:]) for path, name in names.items()}
    return names
