"""Which row of a grid is the heading row and which column holds what. Never reads what an event says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flagger.chronology.containers.grid import Cell, GridRow
from flagger.chronology.fields import JOINED, PEOPLE_ONLY, Meaning, meaning, words_of

EVENTS, PEOPLE = "events", "people"
_CHOSEN = 9
_SHORT = 60
_KIND_OF_EVENT = 30
_BESIDE_TEXT = ("agency", "source", "outcome", "event_type", "person", "case", "impact")


@dataclass(frozen=True)
class Header:
    """The columns of one table.

    `fields` gives a field's column, `headings` a column's words, `extra` the columns that no field took, `first` the
    first column that one took. `doubled` holds (heading kept in extra, field, heading that won); `how` says how columns
    were taken when not by headings.
    """

    kind: str
    fields: Mapping[str, int]
    headings: Mapping[int, str]
    extra: Mapping[int, str]
    doubled: tuple[tuple[str, str, str], ...] = ()
    how: str = ""
    first: int = 0

    def same_columns(self, other: Header | None) -> bool:
        return other is not None and self.headings == other.headings


def find_header(
    rows: Sequence[GridRow], at: int, chosen: Mapping[str, str], lengths: Sequence[float] = ()
) -> tuple[Header, int] | None:
    """The header that begins at `rows[at]` and how many rows it takes (1 or 2), or None.

    `chosen` maps fields to headings a person gave; `lengths` is the mean length of text in each column, which decides
    between two columns that could both be the narrative.
    """
    cells = rows[at].cells
    if not _could_be_headings(cells):
        return None
    alone = read_headings(_across(cells), chosen, lengths)
    if at + 1 < len(rows) and _could_be_headings(rows[at + 1].cells) and _could_be_second(rows[at + 1].cells):
        below = rows[at + 1].cells
        both = read_headings(_stacked(cells, below), chosen, lengths)
        second = read_headings(_across(below), chosen, lengths)
        split = any(low.merged and low.text and low.text == up.text for up, low in zip(cells, below, strict=False))
        if both and _size(both) > _size(alone) and (split or _size(both) > _size(second)):
            return both, 2
    return (alone, 1) if alone else None


def read_headings(headings: Sequence[str], chosen: Mapping[str, str], lengths: Sequence[float] = ()) -> Header | None:
    """Map one row of headings to fields; None when it is no heading row of events or people."""
    if len({h.casefold() for h in headings if h}) < 2:
        return None
    meanings = _meanings(headings, chosen)
    fields, doubled = _best(headings, meanings, lengths)
    how = _dates_elsewhere(headings, meanings, fields)
    kind = _kind(headings, meanings, fields)
    if not kind:
        return None
    if kind == EVENTS:
        fields = {f: i for f, i in fields.items() if f not in PEOPLE_ONLY}
        how = how or _text_by_length(headings, fields, lengths)
    taken = set(fields.values())
    for i, found in sorted(meanings.items()):
        for beside in found.beside if i in taken else ():
            if beside not in PEOPLE_ONLY or kind == PEOPLE:
                fields.setdefault(beside, i)
    return Header(kind, fields, _named(headings), _extra(headings, taken), tuple(doubled), how, min(taken))


def _could_be_headings(cells: Sequence[Cell]) -> bool:
    """Cheap: no true date or number at the start of a cell, and at least one short cell that is a known heading."""
    known = False
    for cell in cells:
        if cell.day is not None or cell.text[:1].isdigit():
            return False
        known = known or bool(cell.text)
    return known


def _could_be_second(cells: Sequence[Cell]) -> bool:
    return all(len(cell.text) <= _SHORT for cell in cells)


def _across(cells: Sequence[Cell]) -> list[str]:
    """Headings, with the cells filled from a merge to the left left blank."""
    return ["" if i and c.merged and c.text == cells[i - 1].text else c.text.strip() for i, c in enumerate(cells)]


def _stacked(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[str]:
    """Headings over two rows: "Date" over "Start" and "End"."""
    out = []
    for i in range(max(len(upper), len(lower))):
        a = upper[i].text.strip() if i < len(upper) else ""
        b = lower[i].text.strip() if i < len(lower) else ""
        if not b and i and i < len(upper) and upper[i].merged and upper[i].text == upper[i - 1].text:
            a = ""
        out.append(a if a.casefold() == b.casefold() else f"{a} {b}".strip())
    return out


def _size(header: Header | None) -> int:
    return len(header.fields) if header else 0


def _meanings(headings: Sequence[str], chosen: Mapping[str, str]) -> dict[int, Meaning]:
    wanted = {words_of(words): name for name, words in chosen.items()}
    out: dict[int, Meaning] = {}
    for i, heading in enumerate(headings):
        if not heading:
            continue
        if name := wanted.get(words_of(heading)):
            out[i] = Meaning(name, _CHOSEN)
        elif found := meaning(heading):
            out[i] = found
    return out


def _best(
    headings: Sequence[str], meanings: Mapping[int, Meaning], lengths: Sequence[float]
) -> tuple[dict[str, int], list[tuple[str, str, str]]]:
    """For each field the column that fits best; between equals the longer narrative, else the first column."""

    def rank(i: int) -> tuple[float, ...]:
        length = lengths[i] if i < len(lengths) and meanings[i].field == "text" else 0.0
        return (-meanings[i].fit, -length, i)

    fields: dict[str, int] = {}
    doubled = []
    for i in sorted(meanings, key=rank):
        name = meanings[i].field
        if name not in fields:
            fields[name] = i
        elif name == "text" and "event_type" not in fields and _says_the_kind(i, fields["text"], meanings, lengths):
            fields["event_type"] = i
        elif meanings[i].fit >= JOINED:
            doubled.append((headings[i], name, headings[fields[name]]))
    return fields, doubled


def _says_the_kind(i: int, text: int, meanings: Mapping[int, Meaning], lengths: Sequence[float]) -> bool:
    """Whether a column headed as narrative ("Event") beside the narrative ("Notes") only holds the kind of event.

    So it does where its texts are a few words long and those of the narrative much longer, and no heading says "type".
    """
    if max(i, text) >= len(lengths) or any(found.field == "event_type" for found in meanings.values()):
        return False
    return 0 < lengths[i] <= _KIND_OF_EVENT and lengths[text] >= 2 * lengths[i]


def _dates_elsewhere(headings: Sequence[str], meanings: Mapping[int, Meaning], fields: dict[str, int]) -> str:
    """Where no column is the date by name: "From" beside "To" is a date, and else the date recorded is all there is."""
    if "date" in fields:
        return ""
    if "end_date" in fields and "agency" in fields and words_of(headings[fields["agency"]]) == ("from",):
        fields["date"] = fields.pop("agency")
        return ""
    if "recorded" in fields and meanings[fields["recorded"]].fit != _CHOSEN:
        fields["date"] = fields.pop("recorded")
        return f'no column is the date of the event; "{headings[fields["date"]]}" was taken for it'
    return ""


def _text_by_length(headings: Sequence[str], fields: dict[str, int], lengths: Sequence[float]) -> str:
    """Where nothing says what happened, the column of the longest texts that no field took is the narrative."""
    free = [i for i in range(min(len(headings), len(lengths))) if headings[i] and i not in fields.values()]
    if not free or "text" in fields or "event_type" in fields:
        return ""
    fields["text"] = max(free, key=lambda i: (lengths[i], -i))
    return f'no column is the event by its heading; "{headings[fields["text"]]}" holds the longest texts and was taken'


def _kind(headings: Sequence[str], meanings: Mapping[int, Meaning], fields: Mapping[str, int]) -> str:
    exact = {f for f, i in fields.items() if i in meanings and meanings[i].fit >= JOINED}
    named = {f for i in fields.values() if i in meanings for f in (meanings[i].field, *meanings[i].beside)}
    if "person" in named and named & set(PEOPLE_ONLY) and not {"date", "text"} <= set(fields):
        return PEOPLE
    if {"person", "age"} <= exact and not {"date", "text"} & set(fields):
        return PEOPLE
    if any(m.fit == _CHOSEN for m in meanings.values()):
        return EVENTS
    if "date" in fields and (len(exact) >= 2 or ("date" in exact and all(len(h) <= _SHORT for h in headings))):
        return EVENTS
    return EVENTS if "text" in exact and len(exact & set(_BESIDE_TEXT)) >= 2 else ""


def _named(headings: Sequence[str]) -> dict[int, str]:
    return {i: " ".join(h.split()) for i, h in enumerate(headings) if h}


def _extra(headings: Sequence[str], taken: set[int]) -> dict[int, str]:
    """Names of the columns that no field took: their heading, "column 3" where blank, and "(2)" where written twice."""
    out: dict[int, str] = {}
    seen: dict[str, int] = {}
    for i, heading in enumerate(headings):
        name = " ".join(heading.split()) or f"column {i + 1}"
        seen[name] = seen.get(name, 0) + 1
        if i not in taken:
            out[i] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return out
