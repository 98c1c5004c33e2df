"""Comma, semicolon, tab or pipe separated text to one grid, record by record.

The standard csv module lets one unclosed quotation mark swallow the rest of a file; this reader gives up such a field
at the end of its line and says where. Must not drop a row or guess what a column means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from flagger.chronology.containers.decoding import decode
from flagger.chronology.containers.grid import Cell, Grid, GridRow, filled, listed, plain
from flagger.model import Problem

SEPARATORS = ",;\t|"
_SEP_LINE = re.compile(r'"?sep=(.)"?[,;\t|]*(?:\n|$)', re.IGNORECASE)
_SAMPLE = 200
# Longer than any cell a spreadsheet can hold (32,767); also bounds the search for a closing mark.
_LONGEST_QUOTED = 200_000


def read_delimited(data: bytes, file: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """One grid whose row numbers are those a spreadsheet program shows, and what was wrong with the text."""
    text, found = decode(data)
    problems = [Problem(file, kind, message) for kind, message in found]
    given = _SEP_LINE.match(text)
    if given:
        text, separator = text[given.end() :], given[1]
    else:
        separator = _separator(text)
    rows, unclosed = [], []
    for number, (fields, broken) in enumerate(_records(text, separator), 1):
        rows.append(GridRow(number, tuple(Cell(plain(field)) for field in fields)))
        if broken:
            unclosed.append(number)
    if unclosed:
        problems.append(_unclosed(file, unclosed))
    kept = filled(rows)
    problems += _too_long(file, kept)
    return (Grid(None, kept),), tuple(problems)


def _unclosed(file: str, numbers: list[int]) -> Problem:
    where = listed(numbers)
    message = (
        f"A quotation mark opens in {where} and does not close; the line was read by itself. Check {where} and what "
        "follows, and close the mark."
    )
    return Problem(file, "unclosed-quote", message, row=numbers[0])


def _width(row: GridRow) -> int:
    return max((place for place, cell in enumerate(row.cells, 1) if cell.text), default=0)


def _too_long(file: str, rows: tuple[GridRow, ...]) -> list[Problem]:
    """Rows wider than most and than the first row with two cells: a separator inside a text without quotation marks."""
    widths = Counter(len(row.cells) for row in rows)
    first = next((len(row.cells) for row in rows if sum(bool(cell.text) for cell in row.cells) > 1), 0)
    usual = max(first, widths.most_common(1)[0][0] if widths else 0)
    long = [row.number for row in rows if _width(row) > usual]
    if not long:
        return []
    message = (
        f"There are more cells in {listed(long)} than the {usual} that other rows have; a separator may stand inside a "
        "text without quotation marks. Check that the texts are in their columns."
    )
    return [Problem(file, "long-row", message, row=long[0])]


def _separator(text: str) -> str:
    """The separator that gives the most records the same number of fields; the comma when none gives two."""
    best, score = ",", (0.0, 0)
    for separator in SEPARATORS:
        widths: Counter[int] = Counter()
        for _, (fields, _broken) in zip(range(_SAMPLE), _records(text, separator), strict=False):
            if any(fields):
                widths[len(fields)] += 1
        several = [(count, width) for width, count in widths.items() if width > 1]
        if several:
            count, width = max(several)
            score, best = max((score, best), ((count / widths.total(), width), separator), key=lambda pair: pair[0])
    return best


def _records(text: str, separator: str) -> Iterator[tuple[list[str], bool]]:
    """The fields of each record, and whether a quotation mark in it never closed."""
    start, size = 0, len(text)
    while start < size:
        end = text.find("\n", start)
        end = size if end < 0 else end
        if text.find('"', start, end) < 0:
            yield text[start:end].split(separator), False
            start = end + 1
            continue
        quoted = _quoted_record(text, start, separator)
        if quoted:
            fields, start = quoted
            yield fields, False
        else:
            yield _split_line(text[start:end], separator), True
            start = end + 1


def _quoted_record(text: str, start: int, separator: str) -> tuple[list[str], int] | None:
    """The fields of the record at `start` and where the next begins; None when a quotation mark in it never closes."""
    fields, place, size = [], start, len(text)
    while True:
        if text.startswith('"', place):
            closed = _closing_quote(text, place + 1, separator)
            if closed < 0:
                return None
            fields.append(text[place + 1 : closed].replace('""', '"'))
            place = closed + 1
        else:
            line_end = text.find("\n", place)
            line_end = size if line_end < 0 else line_end
            stop = text.find(separator, place, line_end)
            stop = line_end if stop < 0 else stop
            fields.append(text[place:stop])
            place = stop
        if place >= size or text[place] == "\n":
            return fields, place + 1
        place += 1


def _closing_quote(text: str, start: int, separator: str) -> int:
    """Where the quotation mark that closes the field stands, or -1.

    A mark inside is text unless a separator or the end of the line follows it. On a later line, a mark that stands
    where a field begins shows that an earlier one was never closed.
    """
    place, size, later = start, len(text), False
    while True:
        mark = text.find('"', place, start + _LONGEST_QUOTED)
        if mark < 0:
            return -1
        later = later or text.find("\n", place, mark) >= 0
        follows = text[mark + 1] if mark + 1 < size else "\n"
        if follows in (separator, "\n"):
            return mark
        doubled = follows == '"'
        if later and not doubled and text[mark - 1] in (separator, "\n"):
            return -1
        place = mark + 1 + doubled


def _split_line(line: str, separator: str) -> list[str]:
    """The fields of a line with an unclosed mark: quoted ones whole where they close, the rest at each separator."""
    fields, place = [], 0
    while place <= len(line):
        opens = line.startswith('"', place)
        closed = _closing_quote(line, place + 1, separator) if opens else -1
        if closed >= 0:
            fields.append(line[place + 1 : closed].replace('""', '"'))
            place = closed + 2
            continue
        stop = line.find(separator, place)
        stop = len(line) if stop < 0 else stop
        fields.append(line[place + opens : stop])
        place = stop + 1
    return fields
