"""A run as plain text for a terminal: what was read and covered, strengths, concerns, what was not assessed, problems.

No colours, no totals of flags across kinds, no order but that of dates.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from flagger.contract.records import AS_GIVEN, Document, File, Noted
from flagger.report.anchors import flag_anchors
from flagger.report.say import (
    DRAFT,
    STATUS_MEANS,
    Places,
    agency,
    area_says,
    area_source,
    count,
    day,
    numbers,
    plain,
    stretch,
    where,
)
from flagger.report.view import CaseView, Contribution, Found, Named, Shown, cases_of

_WIDTH = 100
PROBLEMS_A_FILE = 20
_CHANGE = "; give --as-at to change it"


def summary(document: Document, written: Sequence[str] = ()) -> str:
    """The whole text, with the names of the files written at its end."""
    places, ids = Places(document.events), flag_anchors(document)
    parts = chain(
        files_read(document.files),
        [
            "",
            f"As at {day(document.as_at)}, {document.as_at_from}{'' if document.as_at_from == AS_GIVEN else _CHANGE}.",
        ],
        _areas(document),
        ["", *para(document.notice)],
        _statuses(document),
        chain.from_iterable(_case(case, places, ids) for case in cases_of(document)),
        problems(document.problems),
        ["", "Why a flag is there: flagger explain FLAG, and the same files."] if document.flags else (),
        ["", "Written:", *(f"  {plain(name)}" for name in written)] if written else (),
    )
    return "\n".join(parts) + "\n"


def _areas(document: Document) -> Iterator[str]:
    """Whose numbers and names are in use. What the country alone says is left to the report, since every run has it."""
    if not document.areas:
        return
    *behind, area = (plain(pack.title) for pack in document.areas)
    yield f"Area: {area}{', over ' + ', '.join(behind) if behind else ''}."
    for said in document.area_says:
        if behind and said.area == document.areas[-1].title:
            yield from para(f"{area_says(said)} ({area_source(said)})", 2, 2)


def para(text: str, indent: int = 0, hang: int = 0, width: int = _WIDTH) -> list[str]:
    """A wrapped paragraph; later lines hang by so much."""
    first, later = " " * indent, " " * (indent + hang)
    return textwrap.wrap(
        plain(text), width, initial_indent=first, subsequent_indent=later, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def files_read(files: Sequence[File]) -> Iterator[str]:
    """One line a file: its rows are its events and the rows listed."""
    good = [file for file in files if not file.error]
    rows, events = sum(file.rows for file in good), sum(file.events for file in good)
    yield f"Read {_sum('file', len(good), rows, events)}"
    for file in good:
        yield f"  {plain(file.path)}: {_sum('', 0, file.rows, file.events)}"
    for file in files:
        if file.error:
            yield from para(f"{file.path}: not read. {file.error}", 2, 4)


def _sum(name: str, n: int, rows: int, events: int) -> str:
    head = f"{count(n, name)}: " if name else ""
    return f"{head}{count(rows, 'row')} = {count(events, 'event')} + {count(rows - events, 'listed row')}"


def _case(case: CaseView, places: Places, ids: Mapping[str, str]) -> Iterator[str]:
    yield from ("", f"CASE {plain(case.name)}", "", "What the rows cover")
    for contribution in case.contributions:
        yield from para(_covered(contribution), 2, 4)
    declared = [row for contribution in case.contributions for row in contribution.declared]
    if any(not row.confirmed for row in declared):
        yield from para(DRAFT, 2, 4)
    if not declared:
        yield from para("No coverage is declared, so nothing can be said about what is missing (--coverage).", 2, 4)
    for heading, kind in (("Strengths", "strength"), ("Concerns", "concern"), ("The record itself", "record")):
        of_kind = [found for found in case.found if found.kind == kind]
        if of_kind or kind != "record":
            yield from ("", heading if of_kind else f"{heading}: {case.none_found(kind)}")
        for found in of_kind:
            yield from ("", *_found(found, places, ids))
    if case.not_assessed:
        yield from ("", "Not assessed")
        for group in case.not_assessed:
            yield from para(f"{group.reason}:", 2, 2)
            yield from para(_names(group.rules), 4)
        for ask in case.asks:
            yield from para(ask.says, 2, 2)
    if case.nothing_found:
        yield from ("", f"Looked for and not found ({count(len(case.nothing_found), 'rule')})")
        yield from para(_names(case.nothing_found), 2)


def _covered(of: Contribution) -> str:
    held = count(of.rows, "row")
    if of.first and of.last:
        held += f", {stretch(of.first, of.last)}"
    said = "; ".join(f"{stretch(row.first, row.last)}, {row.rows}" for row in of.declared)
    return f"{agency(of.agency)}: {held}; declared: {said or 'nothing'}"


def _found(found: Found, places: Places, ids: Mapping[str, str]) -> Iterator[str]:
    """All flags of a rule. Of an absence found again only days and rows are said, since the words are the same."""
    first, *others = found.shown
    yield from para(f"{found.title} ({found.rule}, {_status(first)})", 2, 4)
    yield from _flag(first, places, ids)
    for line in numbers(first.flag):
        yield from para(line, 4, 2)
    for shown in others:
        if not shown.flag.absent:
            yield from para(f"{_status(shown)}:".capitalize(), 4)
            yield from _flag(shown, places, ids)
    if again := [shown for shown in others if shown.flag.absent]:
        yield "    The same again:"
        for shown in again:
            yield from para(_again(shown, places, ids), 6, 2)


def _again(shown: Shown, places: Places, ids: Mapping[str, str]) -> str:
    flag = shown.flag
    searched = stretch(min(of.first for of in flag.absent), max(of.last for of in flag.absent))
    rows = places.rows(row.event for row in shown.rows if not row.supporting)
    return f"Flag {ids[flag.id]}: {stretch(flag.first, flag.last)} ({_status(shown)}), searched {searched}: {rows}"


def _status(shown: Shown) -> str:
    return ", ".join([shown.flag.status, *([agency(shown.flag.agency)] if shown.flag.agency else [])])


def _flag(shown: Shown, places: Places, ids: Mapping[str, str]) -> Iterator[str]:
    flag = shown.flag
    yield from para(flag.says, 4)
    if flag.grades:
        yield from para(f"Also: {'; '.join(flag.grades)}.", 4)
    yield from para(f"Rows: {places.rows(row.event for row in shown.rows if not row.supporting)}", 4, 2)
    for role in sorted({row.role for row in shown.rows if row.supporting}):
        yield from para(f"{role.capitalize()}: {places.rows(r.event for r in shown.rows if r.role == role)}", 4, 2)
    yield f"    Flag {ids[flag.id]}"


def _names(rules: Iterable[Named]) -> str:
    return "; ".join(f"{rule.id} {rule.title}" for rule in rules)


def _statuses(document: Document) -> Iterator[str]:
    present = {flag.status for flag in document.flags}
    said = "; ".join(f"{word}: {means}" for word, means in STATUS_MEANS.items() if word in present)
    if said:
        yield from para(f"{said[0].upper()}{said[1:]}.")


def problems(noted: Sequence[Noted]) -> Iterator[str]:
    """Problems by file and row, the first of each file; all of them are in the files written."""
    by_file: dict[str, list[Noted]] = defaultdict(list)
    for problem in noted:
        by_file[problem.file].append(problem)
    if by_file:
        yield from ("", "Worth a look in the files")
    for file, found in by_file.items():
        yield f"  {plain(file)}"
        for problem in found[:PROBLEMS_A_FILE]:
            place = where(problem)
            yield from para(f"{place}: {problem.message}" if place else problem.message, 4, 2)
        if len(found) > PROBLEMS_A_FILE:
            yield f"    and {len(found) - PROBLEMS_A_FILE} more, in problems.csv (with --out)"
