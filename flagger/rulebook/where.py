"""Where the rules are: inside an installed package, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

import flagger
from flagger.errors import RulesFault


def rules_root() -> Path:
    """The folder of rules shipped with this copy of the program. Raises RulesFault when there is none."""
    package = Path(flagger.__file__).resolve().parent
    for root in (package / "_rules", package.parent / "rules"):
        if root.is_dir():
            return root
    raise RulesFault(
        [f"no rules are installed; expected {package / '_rules'}; found nothing: install the program again"]
    )
