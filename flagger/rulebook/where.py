"""Where the rules are: inside an installed package, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

import flagger
from flagger.errors import RulesFault

_INSIDE = "_rules"


def rules_root() -> Path:
    """The folder of rules shipped with this copy of the program. Raises RulesFault when there is none."""
    inside = _package() / _INSIDE
    for root in (inside, _package().parent / "rules"):
        if root.is_dir():
            return root
    raise RulesFault([f"no rules are installed; expected {inside}; found nothing: install the program again"])


def shipped_inside(root: Path) -> bool:
    """Whether this folder lies inside the installed package: not a place for a person's own rules."""
    return (_package() / _INSIDE) in (root.resolve(), *root.resolve().parents)


def _package() -> Path:
    return Path(flagger.__file__).resolve().parent
