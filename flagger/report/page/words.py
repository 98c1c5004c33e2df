"""Words of others in HTML: every word escaped, and what is written right to left kept from turning what is beside it.

Made here and not in templates where a page has thousands of them. Nothing here chooses what is shown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from flagger.contract.records import Event
from flagger.flags.record import Flag
from flagger.report.pieces import Piece, excerpt, marked
from flagger.report.say import from_whom, stretch

SHORT = 160  # characters of a row beside a flag; the whole of it stands in the table
_AUTHOR = "The rule's author, "
_BARE = re.compile(r"[\w#-]+", re.ASCII)
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def attributes(**values: str) -> Markup:
    """Attributes that are not empty (`data_e` stands for data-e), quoted only where they have to be."""
    return Markup(" ").join(
        Markup("{}={}" if _BARE.fullmatch(value) else '{}="{}"').format(name.replace("_", "-"), value)
        for name, value in values.items()
        if value
    )


def isolated(value: object) -> object:
    """What a template puts into text: as it is, or kept by itself when any of it is written right to left."""
    if type(value) is str and _RIGHT_TO_LEFT.search(value):
        return Markup("<bdi>{}</bdi>").format(value)
    return value


def when(event: Event) -> str:
    """The date as written, and what it can mean where that is not plain from it."""
    text = event.date_text or "no date"
    if event.time and event.time not in event.date_text:
        text += f" {event.time}"
    if event.earliest is None or event.latest is None:
        text += " (undated)"
    elif event.earliest != event.latest and (days := stretch(event.earliest, event.latest)) not in event.date_text:
        text += f" ({days})"
    return text + (" (in doubt)" if event.doubted else "")


def whole(event: Event, others: Mapping[str, str]) -> Markup:
    """All that a row says, its coded words marked: type, narrative, outcome, and what stands in other columns."""
    parts = [_typed(event), _html(marked(event, "text"), event.text)]
    if event.outcome:
        parts.append(Markup("<b>Outcome:</b> {}").format(_html(marked(event, "outcome"), event.outcome)))
    parts += [Markup("<small>{}: {}</small>").format(isolated(name), isolated(text)) for name, text in others.items()]
    return Markup(" ").join(part for part in parts if part)


def short(event: Event) -> Markup:
    """An excerpt of a row around its coded words."""
    parts = [_typed(event), _html(excerpt(event, SHORT), event.text)]
    if any(coded.field == "outcome" for coded in event.codes):
        parts.append(Markup("<b>Outcome:</b> {}").format(_html(marked(event, "outcome"), event.outcome)))
    return Markup(" ").join(part for part in parts if part)


def numbers(flag: Flag) -> dict[str, str]:
    """Where numbers in force are from, and which these are: those of one source together.

    That the rule's author has set one is not said.
    """
    of: Mapping[str, list[str]] = defaultdict(list)
    for name, parameter in flag.parameters.items():
        source = from_whom(parameter).removeprefix(_AUTHOR)
        of[source[:1].upper() + source[1:]].append(f"{name.replace('_', ' ')} {parameter.value}")
    return {source: "; ".join(those) for source, those in of.items()}


def by_audit(findings: Iterable[str]) -> dict[str, list[str]]:
    """Findings, by id, of each audit; the audit's number begins their ids."""
    of: Mapping[str, list[str]] = defaultdict(list)
    for name in findings:
        of[name.partition("-")[0]].append(name)
    return dict(of)


def _typed(event: Event) -> Markup:
    if not event.event_type:
        return Markup()
    return Markup("<b>{}.</b>").format(_html(marked(event, "event_type"), event.event_type))


def _html(pieces: Iterable[Piece], text: str) -> Markup:
    """Pieces of one text; the direction is that of the whole text."""
    inner = Markup().join(
        Markup("<mark>{}</mark>").format(words) if about else escape(words) for words, about in pieces
    )
    return Markup("<bdi>{}</bdi>").format(inner) if _RIGHT_TO_LEFT.search(text) else inner
