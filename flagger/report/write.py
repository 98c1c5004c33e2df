"""Files written whole or not at all: beside their place first, then moved into it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from flagger.chronology.sources import case_folders
from flagger.errors import UsageFault


def write_all(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write every file into the folder, which is made if it is not there. Raises UsageFault."""
    with _said(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        with replacing(folder / name) as part:
            part.write_bytes(content)
    return [folder / name for name in contents]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to; when all went well it becomes `path`, else nothing is left of it. Raises UsageFault."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with _said(path):
        try:
            yield part
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def outside_of(folder: Path, read: Sequence[Path]) -> None:
    """Refuse a folder that is read, or would be next time: what this run wrote would be taken for chronologies."""
    out = folder.resolve()
    for path in (path.resolve() for path in read if path.is_dir()):
        if out != path and (out.parent != path or case_folders(path) == [path]):
            continue
        raise UsageFault(f"{folder}: the files would be written among the chronologies; expected another folder")


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise UsageFault(f"{path}: could not be written ({said}); expected a place that can be written to") from None
