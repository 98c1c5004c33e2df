"""The command line: options in, files and text out. The only place that prints, exits or reads the clock."""

from flagger.cli.group import main

__all__ = ["main"]
