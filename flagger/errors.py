"""Errors that a person sees as one clear sentence. They never carry the text of an event."""

from __future__ import annotations


class FlaggerError(Exception):
    """Base of all errors shown without a traceback; `exit_code` is what the command ends with."""

    exit_code = 2


class UsageFault(FlaggerError):
    """The command or its arguments are wrong."""


class RulesFault(FlaggerError):
    """A rule file, codebook, calendar or area pack is wrong; `faults` holds one sentence each, with its place."""

    exit_code = 10

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class NothingRead(FlaggerError):
    """No chronology could be read from any of the files."""

    exit_code = 11


EXIT_DONE = 0
EXIT_SOME_FILES_UNREAD = 12
