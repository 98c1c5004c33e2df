"""The script in the page is the one that people read in its two sources."""

from __future__ import annotations

from importlib.resources import files

from flagger.report.page.assets import SQUEEZED, made_from, script


def test_the_squeezed_script_was_made_from_its_sources() -> None:
    """When this is red: `make script`."""
    squeezed = files("flagger.report.page").joinpath("templates", SQUEEZED).read_text(encoding="utf-8")
    assert squeezed.splitlines()[0] == made_from()


def test_no_tag_in_it_ends_it_early() -> None:
    assert "</" not in script() and "<!--" not in script()
