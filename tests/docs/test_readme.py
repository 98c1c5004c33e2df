"""What the first page shows is what the program says today."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from flagger.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_paragraph_of_the_excerpt_is_in_the_summary() -> None:
    found = re.search(r"<!-- excerpt: (\S+) (\S+) -->\n```\n(.+?)\n```", README, re.DOTALL)
    assert found is not None
    family, as_at, excerpt = found.groups()
    done = CliRunner().invoke(main, ["screen", str(ROOT / "sample_chronologies" / family), "--as-at", as_at])
    missing = [part for part in excerpt.split("\n\n") if part not in done.output]
    assert done.exit_code == 0
    assert missing == []


def test_every_page_it_names_is_there() -> None:
    names = re.findall(r"\]\(([\w./-]+)\)", README)
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []
