"""What a command that has read something prints and ends with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flagger.errors import EXIT_DONE, EXIT_SOME_FILES_UNREAD
from flagger.model import FileRead


@dataclass(frozen=True)
class Done:
    """What is printed, and the exit code."""

    text: str
    exit_code: int


def exit_code(files: Iterable[FileRead]) -> int:
    """Whether some of the files could not be read."""
    return EXIT_SOME_FILES_UNREAD if any(file.error for file in files) else EXIT_DONE
