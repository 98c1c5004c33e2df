"""Reading what the command line asks to be read: one way for every command. Imported only when a command runs."""

from __future__ import annotations

from collections.abc import Callable

from flagger.chronology.agency import Agencies
from flagger.cli.options import Asked
from flagger.codebook import Codebook
from flagger.model import Chronology
from flagger.screen import Reading, read


def read_asked(
    asked: Asked,
    codebook: Codebook,
    agencies: Agencies | None,
    change: Callable[[Chronology], Chronology] | None = None,
) -> Reading:
    """Read and code as the options say; `change` is made before anything is coded. Raises FlaggerError."""
    return read(
        asked.paths,
        codebook,
        case=asked.case,
        agency=asked.agency,
        overrides=asked.overrides(),
        corrections=asked.corrections,
        agencies=agencies,
        change=change,
    )
