"""What was read, as text for the person whose files they are: columns, rows, dates, people, incidents, codes, problems.

It shows words of the rows (examples of what was coded), so it belongs on standard output and nowhere else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from flagger.codebook import Codebook
from flagger.contract.build import ReadOnly
from flagger.contract.records import Event, File
from flagger.flags.words import code_words
from flagger.people import People
from flagger.report.console import files_read, para, problems
from flagger.report.people import people_lines
from flagger.report.say import agency, count, plain, stretch

_EXAMPLES, _ROWS_A_REASON = 3, 12


def account(read: ReadOnly, people: People, codebook: Codebook, written: Sequence[str] = ()) -> str:
    """The whole text, with the names of the files written at its end."""
    parts = chain(
        files_read(read.files),
        chain.from_iterable(_file(file, read.events) for file in read.files if not file.error),
        _dates(read.events),
        people_lines(people, read.events),
        _incidents(read.events),
        _codes(read.events, codebook),
        problems(read.problems),
        ["", "Written:", *(f"  {plain(name)}" for name in written)] if written else (),
    )
    return "\n".join(parts) + "\n"


def _file(file: File, events: Sequence[Event]) -> Iterator[str]:
    yield from ("", plain(file.path))
    for heading, field in file.columns.items():
        yield from para(f"column “{heading}” read as {field.replace('_', ' ')}", 2, 4)
    if file.unmapped:
        yield from para(f"columns kept as they are: {', '.join(f'“{name}”' for name in file.unmapped)}", 2, 4)
    agencies = Counter(agency(event.agency) for event in events if event.file == file.path)
    if agencies:
        yield from para(f"agencies: {_counted(agencies)}", 2, 4)
    reasons: dict[str, list[str]] = defaultdict(list)
    for row in file.listed:
        reasons[row.reason].append(f"{row.sheet + ' ' if row.sheet else ''}{row.row}")
    for reason, rows in reasons.items():
        more = f" and {len(rows) - _ROWS_A_REASON} more" if len(rows) > _ROWS_A_REASON else ""
        places = ", ".join(rows[:_ROWS_A_REASON])
        yield from para(f"no event ({reason}): {'row' if len(rows) == 1 else 'rows'} {places}{more}", 2, 4)


def _dates(events: Sequence[Event]) -> Iterator[str]:
    yield from ("", "Dates")
    first = min((event.earliest for event in events if event.earliest), default=None)
    last = max((event.latest for event in events if event.latest), default=None)
    if first and last:
        yield f"  {stretch(first, last)}"
    kinds = Counter("undated" if event.earliest is None else event.precision for event in events)
    yield from para(f"read as: {_counted(kinds)}", 2, 4)
    doubted = sum(event.doubted for event in events)
    if doubted:
        yield from para(f"{count(doubted, 'date')} in doubt, for their writer or in how to read them", 2, 4)


def _incidents(events: Sequence[Event]) -> Iterator[str]:
    told: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        told[event.incident].append(event)
    linked = [rows for rows in told.values() if len(rows) > 1]
    if linked:
        yield from ("", "Rows taken as one incident told more than once (rules count it once)")
    for rows in linked:
        places = "; ".join(f"{event.file}{f' {event.sheet}' if event.sheet else ''} row {event.row}" for event in rows)
        yield from para(f"{plain(rows[0].date_text)}: {places}", 2, 4)


def _codes(events: Iterable[Event], codebook: Codebook) -> Iterator[str]:
    """Codes by family; a code of several families stands in each. Statuses other than affirmed are said."""
    rows: dict[str, int] = Counter()
    statuses: dict[str, Counter[str]] = defaultdict(Counter)
    words: dict[str, Counter[str]] = defaultdict(Counter)
    uncoded = 0
    for event in events:
        uncoded += not event.codes
        for name in {coded.code for coded in event.codes}:
            rows[name] += 1
        for coded in event.codes:
            statuses[coded.code][coded.status] += 1
            words[coded.code][plain(coded.words).casefold()] += 1
    yield from ("", "What rows were taken to be about")
    families: dict[str, list[str]] = defaultdict(list)
    for name in rows:
        for family in codebook.codes[name].families or ("",):
            families[family].append(name)
    for family, names in sorted(families.items(), key=lambda item: (not item[0], item[0])):
        yield f"  {code_words(family) or 'of no family'}"
        for name in sorted(names):
            yield from para(f"{code_words(name)}: {_said(rows[name], statuses[name], words[name])}", 4, 4)
    yield f"  {count(uncoded, 'row')} with no code"


def _said(rows: int, statuses: Counter[str], words: Counter[str]) -> str:
    others = Counter({status.replace("_", " "): n for status, n in statuses.items() if status != "affirmed"})
    besides = f" ({_counted(others)})" if others else ""
    examples = ", ".join(f"“{word}”" for word, _ in sorted(words.items(), key=lambda w: (-w[1], w[0]))[:_EXAMPLES])
    return f"{count(rows, 'row')}{besides}: {examples}"


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in sorted(counter.items(), key=lambda item: (-item[1], item[0])))
