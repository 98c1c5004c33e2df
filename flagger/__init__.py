"""Patterns in safeguarding chronologies, with the rows that made each one. Never a score, never a verdict."""

__version__ = "0.1.0"
