"""What a row says, in pieces: the words that were coded, each with what it was taken to be about, and the rest.

Every form of the output shows coded words from here, so that they are marked alike.
"""

from __future__ import annotations

from collections.abc import Iterable

from flagger.contract.records import Coded, Event
from flagger.report.say import code

Piece = tuple[str, str]
LEFT_OUT = " … "


def marked(event: Event, field: str) -> list[Piece]:
    """The text of a field in pieces, each with what it was coded as ("" where nothing); together they are the text."""
    text: str = getattr(event, field)
    pieces: list[Piece] = []
    at = 0
    for start, end, about in _spans(c for c in event.codes if c.field == field and c.end > c.start):
        pieces += [(text[at:start], ""), (text[start:end], about)]
        at = end
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]


def _spans(codes: Iterable[Coded]) -> list[tuple[int, int, str]]:
    """Stretches of coded words; those that overlap are one, about all that they are about."""
    spans: list[tuple[int, int, list[str]]] = []
    for coded in sorted(codes, key=lambda c: (c.start, c.end, c.code)):
        if spans and coded.start < spans[-1][1]:
            start, end, about = spans.pop()
            spans.append((start, max(end, coded.end), [*about, code(coded)]))
        else:
            spans.append((coded.start, coded.end, [code(coded)]))
    return [(start, end, "; ".join(dict.fromkeys(about))) for start, end, about in spans]


def excerpt(event: Event, limit: int = 240) -> list[Piece]:
    """The narrative when it is no longer than `limit` characters, else what surrounds its coded words.

    What is left out is shown by LEFT_OUT. Without coded words, it is the beginning.
    """
    pieces = marked(event, "text")
    if len(event.text) <= limit:
        return pieces
    coded = sum(1 for _, about in pieces if about)
    spoken = sum(len(text) for text, about in pieces if about)
    around = max(20, (limit - spoken) // (2 * max(coded, 1)))
    if not coded:
        return [(_head(event.text, limit) + LEFT_OUT, "")]
    found: list[Piece] = []
    for at, (text, about) in enumerate(pieces):
        if about:
            found.append((text, about))
        elif at == 0:
            found.append((text if len(text) <= around else LEFT_OUT.lstrip() + _tail(text, around), ""))
        elif at == len(pieces) - 1:
            found.append((text if len(text) <= around else _head(text, around) + LEFT_OUT.rstrip(), ""))
        else:
            short = text if len(text) <= 2 * around else _head(text, around) + LEFT_OUT + _tail(text, around)
            found.append((short, ""))
    return found


def _head(text: str, size: int) -> str:
    """The first words, as many as there is room for."""
    cut = text[:size]
    return cut.rsplit(" ", 1)[0] if " " in cut else cut


def _tail(text: str, size: int) -> str:
    cut = text[-size:]
    return cut.split(" ", 1)[1] if " " in cut else cut
