"""The shipped rules and codes are read once for all tests of the command."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from flagger.cli import reading, ruling, screening, trying


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> None:
    patch = pytest.MonkeyPatch()
    library, names = cache(screening.load_library), cache(reading.load_names)
    patch.setattr(screening, "load_library", library)
    patch.setattr(ruling, "load_library", library)
    patch.setattr(trying, "load_library", library)
    patch.setattr(reading, "load_names", names)


@pytest.fixture
def rules_copy(tmp_path: Path) -> Path:
    """A folder of rules to break."""
    from shutil import copytree

    from flagger.rulebook.where import rules_root

    return Path(copytree(rules_root(), tmp_path / "my rules"))
