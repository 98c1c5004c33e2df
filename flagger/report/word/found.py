"""What rules found in a case, as a panel reads it: sentences, then the rows behind them, then questions to talk over.

The rows of all patterns under one heading stand in one table, in order of date, as a short chronology. A row has one
number in all of a case and is shown once. The more rules there are in a case, the less is shown of each, of all alike;
what is left out is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flagger.flags.words import listed
from flagger.report.pieces import LEFT_OUT, Piece, excerpt, marked
from flagger.report.say import agency
from flagger.report.view import Found, Row, Shown
from flagger.report.word.writer import Writer

_REST = "evidence.xlsx"
_EVIDENCE_WIDTHS = (11, 21, 31, 83, 30)
_DISCUSSION_WIDTHS = (100, 42, 34)
_LINES = re.compile(r"\s*[\r\n]+\s*")
_ROOM_MM = 10  # to write an agency's response in


@dataclass(frozen=True)
class Detail:
    """How much is shown of each rule: sentences, rows, characters of a row, questions, explanations, findings."""

    sentences: int
    rows: int
    characters: int
    questions: int
    explanations: int
    findings: int
    style: str = "Normal"


@dataclass
class Told:
    """The numbers of the rows of a case, and what its paper has shown so far: rows, and findings of audits."""

    numbers: Mapping[str, int]
    rows: set[str] = field(default_factory=set)
    findings: set[str] = field(default_factory=set)


def detail_for(rules: int) -> Detail:
    """So that a case takes two to four pages while up to about ten rules found something in it."""
    if rules <= 4:
        return Detail(sentences=3, rows=6, characters=240, questions=2, explanations=4, findings=1)
    if rules <= 7:
        return Detail(sentences=2, rows=4, characters=160, questions=2, explanations=2, findings=1)
    return Detail(sentences=1, rows=2, characters=100, questions=1, explanations=1, findings=0, style="Table Text")


def agency_of(of: Found) -> str:
    """The one agency whose rows a rule found its patterns in; "" when there are several."""
    agencies = {row.event.agency for shown in of.shown for row in shown.rows if not row.supporting}
    return agencies.pop() if len(agencies) == 1 else ""


def begun(text: str) -> str:
    """With a capital, as the beginning of a line."""
    return text[:1].upper() + text[1:]


def told_of(those: Iterable[Found], detail: Detail) -> Told:
    """What a case's paper begins with: every row that it will show has its number, in order of date."""
    return Told({row.event.id: number for number, row in enumerate(_rows(those, detail), 1)})


def patterns(writer: Writer, those: Sequence[Found], detail: Detail, told: Told) -> None:
    """What each rule found, the rows behind it that were not shown before, and a table to talk it over."""
    for of in those:
        _pattern(writer, of, detail, told)
    rows = [row for row in _rows(those, detail) if row.event.id not in told.rows]
    told.rows.update(row.event.id for row in rows)
    if rows:
        header = ["Row", "Date", "Agency", "What the row says", "Where it stands"]
        lines = [[str(told.numbers[row.event.id]), *_line(row, detail.characters)] for row in rows]
        writer.table(header, lines, _EVIDENCE_WIDTHS, f"Rows behind: {listed(of.title for of in those)}")
    if those:
        header = ["Questions", "Agency response", "Agreed view"]
        title = "Questions, with room for the agency's response and the agreed view"
        questions = [(_questions(of, detail), "", "") for of in those]
        writer.table(header, questions, _DISCUSSION_WIDTHS, title, row_height_mm=_ROOM_MM)


def _pattern(writer: Writer, of: Found, detail: Detail, told: Told) -> None:
    """A title; sentences, each with the numbers of its rows; what else might explain it; what an audit found."""
    writer.heading(of.title, 3)
    said = [[*_says(shown), (_cites(shown, detail, told.numbers), "")] for shown in of.shown[: detail.sentences]]
    if len(of.shown) > len(said):
        said[-1].append((f" And {len(of.shown) - len(said)} more of the same kind, in {_REST}.", ""))
    for sentence in said:
        writer.paragraph(sentence, detail.style)
    for about in _about(of.shown[0], detail, told.findings):
        writer.paragraph(about, "Small Print")


def _rows(those: Iterable[Found], detail: Detail) -> list[Row]:
    """The rows that are shown, each once."""
    shown = (shown for of in those for shown in of.shown[: detail.sentences])
    return _in_order(row for of in shown for row in _behind(of)[: detail.rows])


def _behind(shown: Shown) -> list[Row]:
    """The rows that make a pattern, without those that only support it."""
    return _in_order(row for row in shown.rows if not row.supporting)


def _in_order(rows: Iterable[Row]) -> list[Row]:
    """Each row once, in order of date, undated last."""
    found = {row.event.id: row for row in rows}
    return sorted(found.values(), key=lambda row: (row.event.earliest or "9", row.event.latest or "", row.event.id))


def _says(shown: Shown) -> list[Piece]:
    status = [] if shown.flag.status == "confirmed" else [(f"{shown.flag.status.capitalize()}. ", shown.flag.status)]
    also = f" Also: {'; '.join(shown.flag.grades)}." if shown.flag.grades else ""
    return [*status, (shown.flag.says + also, "")]


def _cites(shown: Shown, detail: Detail, numbers: Mapping[str, int]) -> str:
    behind = _behind(shown)
    cited = [str(numbers[row.event.id]) for row in behind[: detail.rows]]
    if not cited:
        return ""
    more = f"; {len(behind) - len(cited)} more in {_REST}" if len(behind) > len(cited) else ""
    return f" ({'Row' if len(cited) == 1 else 'Rows'} {listed(cited)}{more}.)"


def _line(row: Row, characters: int) -> list[list[Piece] | str]:
    event = row.event
    marks = [mark for mark in event.marks if ":" not in mark]  # a comment is not what the row says
    place = f"{row.place} ({listed(marks)})" if marks else row.place
    return [event.date_text or "no date", begun(agency(event.agency)), _words(row, characters), place]


def _words(row: Row, characters: int) -> list[Piece]:
    """The narrative, short, on one line; type and outcome too, when words of them were coded."""
    kind, outcome = _coded(row, "event_type", characters), _coded(row, "outcome", characters)
    most = characters * 3 // 2
    said = marked(row.event, "text") if len(row.event.text) <= most else _cut(excerpt(row.event, characters), most)
    before, after = [(". ", "")] if kind else [], [(" Outcome: ", "")] if outcome else []
    return [(_LINES.sub(" ", text), about) for text, about in (*kind, *before, *said, *after, *outcome)]


def _coded(row: Row, field: str, characters: int) -> list[Piece]:
    pieces = marked(row.event, field)
    return list(_cut(pieces, characters)) if any(about for _, about in pieces) else []


def _cut(pieces: Iterable[Piece], limit: int) -> Iterator[Piece]:
    """The first pieces, no longer than `limit` characters together."""
    for text, about in pieces:
        if len(text) > limit:
            yield text[:limit].rsplit(" ", 1)[0], about
            yield LEFT_OUT, ""
            return
        yield text, about
        limit -= len(text)


def _about(first: Shown, detail: Detail, cited: set[str]) -> Iterator[list[Piece]]:
    """What a rule says of all its patterns alike. A finding that was said before is not said again."""
    if first.flag.consider:
        yield [("What else might explain it: ", "lead"), (" ".join(first.flag.consider[: detail.explanations]), "")]
    for finding in [finding for finding in first.findings if finding.says not in cited][: detail.findings]:
        cited.add(finding.says)
        yield [("From an audit: ", "lead"), (f"{finding.says} ({finding.body}, {finding.year})", "")]


def _questions(of: Found, detail: Detail) -> list[Piece]:
    return [(f"{of.title}: ", "title"), (" ".join(of.shown[0].flag.ask[: detail.questions]), "")]
