"""What one rule found in a case, as a panel reads it: its sentences, rows of evidence, other explanations, questions.

The more rules there are in a case, the less is shown of each, of all alike; what is left out is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flagger.report.pieces import LEFT_OUT, Piece, excerpt, marked
from flagger.report.say import agency, count
from flagger.report.view import Found, Row, Shown
from flagger.report.word.writer import Writer

_REST = "see evidence.xlsx"
_EVIDENCE_WIDTHS = (22, 34, 86, 34)
_DISCUSSION_WIDTHS = (90, 48, 38)
_ROOM_MM = 10  # to write an agency's response in


@dataclass(frozen=True)
class Detail:
    """How much of each rule is shown: sentences, rows and characters of a row, questions, explanations."""

    sentences: int
    rows: int
    characters: int
    questions: int
    explanations: int
    style: str = "Normal"


def detail_for(rules: int) -> Detail:
    """So that a case of `rules` rules found takes two to four pages, as long as there are not very many."""
    if rules <= 5:
        return Detail(sentences=3, rows=5, characters=240, questions=2, explanations=4)
    if rules <= 10:
        return Detail(sentences=2, rows=3, characters=160, questions=2, explanations=2)
    return Detail(sentences=1, rows=2, characters=100, questions=1, explanations=1, style="Table Text")


def agency_of(of: Found) -> str:
    """The one agency whose rows a rule found its patterns in; "" when there are several."""
    agencies = {row.event.agency for shown in of.shown for row in shown.rows if not row.supporting}
    return agencies.pop() if len(agencies) == 1 else ""


def found(writer: Writer, of: Found, detail: Detail) -> None:
    """A rule's title, its sentences, the rows behind them, what else might explain them, and what audits have found."""
    writer.heading(of.title, 3)
    for shown in of.shown[: detail.sentences]:
        writer.paragraph(_says(shown), detail.style, keep_next=True)
    if len(of.shown) > detail.sentences:
        more = len(of.shown) - detail.sentences
        writer.paragraph(f"And {more} more of the same kind: {_REST}.", "Small Print", keep_next=True)
    rows = _evidence(of.shown)
    if rows:
        header = ["Date", "Agency", "What the row says", "Where it stands"]
        lines = [_line(row, detail.characters) for row in rows[: detail.rows]]
        writer.table(header, lines, _EVIDENCE_WIDTHS, f"Rows behind: {of.title}")
    if len(rows) > detail.rows:
        writer.paragraph(f"And {count(len(rows) - detail.rows, 'more row', 'more rows')}: {_REST}.", "Small Print")
    for about in _about(of.shown[0], detail):
        writer.paragraph(about, "Small Print")


def discussion(writer: Writer, those: Iterable[Found], detail: Detail) -> None:
    """A table to talk over what was found: a question or two a rule, and room for an answer and for what is agreed."""
    rows = [(_questions(of, detail), "", "") for of in those]
    if rows:
        header = ["Questions", "Agency response", "Agreed view"]
        title = "Questions, with room for the agency's response and the agreed view"
        writer.table(header, rows, _DISCUSSION_WIDTHS, title, row_height_mm=_ROOM_MM)


def _says(shown: Shown) -> list[Piece]:
    status = [] if shown.flag.status == "confirmed" else [(f"{shown.flag.status.capitalize()}. ", shown.flag.status)]
    also = f" Also: {'; '.join(shown.flag.grades)}." if shown.flag.grades else ""
    return [*status, (shown.flag.says + also, "")]


def _evidence(shown: Iterable[Shown]) -> list[Row]:
    """The rows behind the patterns of one rule, each once, in order of date; rows that only support are left out."""
    rows = {row.event.id: row for of in shown for row in of.rows if not row.supporting}
    return sorted(rows.values(), key=lambda row: (row.event.earliest or "9", row.event.latest or "", row.event.id))


def _line(row: Row, characters: int) -> list[list[Piece] | str]:
    return [row.event.date_text or "no date", agency(row.event.agency), _words(row, characters), row.place]


def _words(row: Row, characters: int) -> list[Piece]:
    """The narrative, short, on one line; and a type or an outcome when words of it were coded."""
    event = row.event
    pieces = list(_cut(excerpt(event, characters), 2 * characters))
    for field, said in (("event_type", "Type"), ("outcome", "Outcome")):
        words = marked(event, field)
        if any(about for _, about in words):
            pieces += [(f" [{said}: ", ""), *words, ("]", "")]
    return [(" ".join(text.split("\n")), about) for text, about in pieces]


def _cut(pieces: Iterable[Piece], limit: int) -> Iterator[Piece]:
    """The first pieces, no longer than `limit` characters together."""
    for text, about in pieces:
        yield text[:limit], about
        limit -= len(text)
        if limit <= 0:
            yield LEFT_OUT, ""
            return


def _about(first: Shown, detail: Detail) -> Iterator[list[Piece]]:
    """What a rule says of all its patterns alike."""
    if first.flag.consider:
        yield [("What else might explain it: ", "lead"), (" ".join(first.flag.consider[: detail.explanations]), "")]
    for finding in first.findings[:1]:
        yield [("From an audit: ", "lead"), (f"{finding.says} ({finding.body}, {finding.year})", "")]


def _questions(of: Found, detail: Detail) -> list[Piece]:
    return [(of.title, "title"), ("\n" + " ".join(of.shown[0].flag.ask[: detail.questions]), "")]
