"""The headings of a merged chronology, and how one cell holds several things or one thing takes several cells.

A file is flagger's own when a row of it has every heading of a marker; one alone means nothing. Must not lay out pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from flagger.chronology.spreadsheets import LONGEST, beginning, units

NUMBER, CASE, FIRST, LAST, TIME, WRITTEN, READ_AS = (
    *("No.", "Case", "Date from", "Date to", "Time", "Date as written", "Read as"),
)
AGENCY, SOURCE, PERSON, EVENT, RECORDED = "Agency", "Source", "Person", "Event", "Date recorded"
MARKS, TOLD, FROM, ROW_ID = "Marks", "Told also by", "From file", "Row id"
WORDS = {  # the other columns of the frame of events, by their headings
    "Type": "event_type",
    "Outcome": "outcome",
    "Impact": "impact",
    "Analysis": "analysis",
    "RAG": "rag",
    "Ref": "seq",
    "Age": "age",
    "Child seen": "child_seen",
}
# In Word a row has few columns: a date as a person says it, and the rest as labelled lines of two cells.
DATE, ALSO, ORIGIN = "Date", "Also recorded", "From file and row id"
CASE_LINE, UNDATED_LINE = "Case: ", "Rows without a date that could be read"

NAME, RELATIONSHIP, BORN, KNOWN_AS, ASKED = "Name", "Relationship", "Born", "Known as", "Also asked for"
LEFT_EMPTY = " (left empty)"  # after a characteristic that the table of people asks for; what it says was never kept
TABLE, EVENTS, AGENCIES, FIRST_DAY, LAST_DAY, AGENCY_HEADING, PEOPLE_ARE = (
    *("File and table", "Events", "Agencies", "First day", "Last day", "Agency is headed", "People are headed as"),
)
CHILDREN = "children"  # stands under PEOPLE_ARE where that column is headed "Child", "Pupil" ...
PEOPLE_HEADINGS = (CASE, NAME, RELATIONSHIP, BORN, KNOWN_AS, ASKED, AGENCY, FROM)
TABLE_HEADINGS = (TABLE, EVENTS, AGENCIES, FIRST_DAY, LAST_DAY, AGENCY_HEADING, PEOPLE_ARE)

FLAT_MARKER = frozenset({NUMBER, CASE, FIRST, LAST, WRITTEN, READ_AS, AGENCY, EVENT, MARKS, TOLD, FROM, ROW_ID})
WORD_MARKER = frozenset({NUMBER, DATE, AGENCY, EVENT, ALSO, ORIGIN})
PEOPLE_MARKER, TABLES_MARKER = frozenset(PEOPLE_HEADINGS), frozenset(TABLE_HEADINGS)
_OURS = frozenset({*FLAT_MARKER, *WORD_MARKER, *WORDS, TIME, SOURCE, PERSON, RECORDED})

_AS_GIVEN = " (as given)"
_CONTINUED = re.compile(r"(.+) \(continued(?: (\d+))?\)")
_INDENT = "  "
_LABEL = re.compile(r"((?:[^\\:]|\\.)*): (.*)", re.DOTALL)
_GOES_ON = "…"
_FORMULA = re.compile(r"'*[=+\-@]")


def _is_ours(heading: str) -> bool:
    while heading.endswith(_AS_GIVEN):
        heading = heading.removesuffix(_AS_GIVEN)
    return heading in _OURS or bool(_CONTINUED.fullmatch(heading))


def disguised(heading: str) -> str:
    """The heading of somebody's own column, told from ours of the same name."""
    return heading + _AS_GIVEN if _is_ours(heading) else heading


def undisguised(heading: str) -> str:
    return heading.removesuffix(_AS_GIVEN) if _is_ours(heading) else heading


def _indented(text: str) -> str:
    return text.replace("\n", f"\n{_INDENT}")


def listed(items: Iterable[str]) -> str:
    """Several texts as one, a line each; the further lines of one are indented. None begins with a space."""
    return "\n".join(map(_indented, items))


def items_of(text: str) -> list[str]:
    """The texts that `listed` made one."""
    items: list[str] = []
    for line in text.split("\n") if text else ():
        if items and (not line or line.startswith(_INDENT)):
            items[-1] += "\n" + line.removeprefix(_INDENT)
        else:
            items.append(line)
    return items


def label_of(heading: str) -> str:
    """The heading as the label of a line; a colon in it is no end of it."""
    return re.sub(r"([\\:])", r"\\\1", heading) + ": "


def labelled(text: str) -> dict[str, str]:
    """The texts of the labelled lines of a cell by heading; a line that somebody added without one goes on with the
    line above."""
    found: dict[str, str] = {}
    heading = ALSO
    for item in items_of(text):
        line = _LABEL.fullmatch(item)
        heading = re.sub(r"\\(.)", r"\1", line[1]) if line else heading
        said = line[2] if line else item
        found[heading] = f"{found[heading]}\n{said}" if heading in found else said
    return found


def parts_of(text: str) -> list[str]:
    """The text in parts that a spreadsheet's cell holds; "…" at each cut, so that no space is lost there."""
    if units(text) <= LONGEST:
        return [text]
    parts = []
    while text:
        parts.append(beginning(text, LONGEST - 2 * len(_GOES_ON)))
        text = text[len(parts[-1]) :]
    last = len(parts) - 1
    return [_GOES_ON * (n > 0) + part + _GOES_ON * (n < last) for n, part in enumerate(parts)]


def continued(heading: str, part: int) -> str:
    """The heading of the column for a part of a long text: the first is 0."""
    return (heading, f"{heading} (continued)")[part] if part < 2 else f"{heading} (continued {part})"


def joined(values: dict[str, str]) -> dict[str, str]:
    """The texts by heading, each whole. `values` are in the order of the columns."""
    whole: dict[str, str] = {}
    for heading, text in values.items():
        found = _CONTINUED.fullmatch(heading)
        if found and found[1] in values:
            if text:
                whole[found[1]] = whole[found[1]].removesuffix(_GOES_ON) + text.removeprefix(_GOES_ON)
        else:
            whole[heading] = text
    return whole


def safe(text: str) -> str:
    """The text as a cell of a CSV that no spreadsheet runs as a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unsafe(text: str) -> str:
    """What `safe` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
