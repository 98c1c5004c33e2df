"""The house the code lives in: one direction, light doors, and one place that knows durable-rules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
HEAVY = ("pandas", "numpy", "pydantic", "lxml", "jinja2", "yaml", "durable", "docx", "xlsxwriter", "resvg_py")


def test_the_layers_hold() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_asking_for_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from flagger.cli import main\n"
        "for command in ([], ['screen'], ['read'], ['explain'], ['merge'], ['restore'], ['rules'], ['templates']):\n"
        "    assert CliRunner().invoke(main, [*command, '--help']).exit_code == 0\n"
        f"print(*(name for name in {HEAVY} if name in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_only_infer_asks_for_durable_rules() -> None:
    asking = {
        path.relative_to(ROOT).parts[1]
        for path in (ROOT / "flagger").rglob("*.py")
        if '"durable.' in path.read_text(encoding="utf-8")
    }
    assert asking == {"infer"}
