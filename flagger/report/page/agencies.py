"""What the rows of a case call each agency, where a column of theirs was read as the agency.

A name that all rows of an agency share need be said only once, and not with every row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from flagger.contract.records import Document, Event
from flagger.report.say import agency
from flagger.report.view import CaseView


class AsWritten:
    """The names of agencies as one case writes them."""

    def __init__(self, case: CaseView, document: Document) -> None:
        self._headings = {
            file.path: {heading for heading, read_as in file.columns.items() if read_as == "agency"}
            for file in document.files
        }
        names: Mapping[str, dict[str, None]] = defaultdict(dict)
        for event in case.events:
            for heading in self._headings.get(event.file, ()):
                names[event.agency][event.other.get(heading, "")] = None
        self._names = {key: tuple(written) for key, written in names.items()}

    def of(self, key: str) -> str:
        """What all rows of an agency call it, unless that is how it is called here; else ""."""
        names = self._names.get(key, ())
        return names[0] if len(names) == 1 and not _same(names[0], key) else ""

    def beside(self, event: Event) -> dict[str, str]:
        """The columns of a row that no rule reads, without what only says again which agency it is."""
        said = {name for name in self._headings.get(event.file, ()) if len(self._names[event.agency]) == 1}
        return {name: text for name, text in event.other.items() if name not in said and not _same(text, event.agency)}


def _same(text: str, key: str) -> bool:
    return text.strip().lower().removeprefix("the ") == agency(key).lower().removeprefix("the ")
