"""Times of day beside a written date: found, read to minutes after midnight, and taken out of the text.

A time never changes the day. "Midnight" and "evening" have no minutes: the one may be either end of a day.
"""

from __future__ import annotations

import re

_TIME = (
    r"(?:(?P<h{0}>[01]?\d|2[0-4]):(?P<m{0}>[0-5]\d)(?::[0-5]\d)?\s?(?P<p{0}>[ap]\.?m\b\.?|hrs?\b|hours\b|h\b)?"
    r"|(?P<H{0}>[01]?\d|2[0-3])\.(?P<M{0}>[0-5]\d)\s?(?P<P{0}>[ap]\.?m\b\.?|hrs?\b|hours\b)"
    r"|(?P<o{0}>1[0-2]|0?\d)\s?(?P<q{0}>[ap]\.?m\b\.?)"
    r"|(?P<c{0}>[01]\d|2[0-3])(?P<k{0}>[0-5]\d)\s?(?:hrs?|hours|h)\b\.?)"
)
_ABOUT = r"(?:(?:approx(?:imately)?\b\.?|about|around|circa|c\.|~|just (?:before|after))\s*)?"
_CLOCK = re.compile(
    rf"[\s,;–-]*(?:\bat\b|@)?\s*{_ABOUT}(?<![\d./:-]){_TIME.format(1)}(?:\s*(?:[–-]|\bto\b|until)\s*{_TIME.format(2)})?(?![\d/])",
    re.ASCII,
)
_AT_DOT = re.compile(r"(?:\bat\b|@)\s*([01]?\d|2[0-3])\.([0-5]\d)(?![\d./])", re.ASCII)
_AFTER_DATE = re.compile(r"(?:(?<=\S\D(?:19|20)\d\d)|(?<=[./-]\d\d))[\s,]+((?!19|20)[01]\d|2[1-3])([0-5]\d)$", re.ASCII)
_PART_OF_DAY = re.compile(
    r"[\s,;–-]*(?:\b(?:in|at|by) )?(?:the )?(?:\b(?:early|late|mid)[ -])?\b(?:"
    r"a\.?m|p\.?m|morning|afternoon|evening"
    r"|lunch ?time|tea ?time|daytime"
    r"|(?:12 ?)?mid ?night|(?:12 ?)?mid ?day|(?:12 ?)?noon|(?<=early )hours)\b\.?(?: (?:of|on)\b)?"
)
# "9-10am": the half of the day of the first hour is not said.
_HOURS = re.compile(r"[\s,;–-]*(?<![\d./-])\b\d{1,2}\s?[–-]\s?\d{1,2}\s?[ap]\.?m\b", re.ASCII)
_NOON = re.compile(r"\b(?:noon|mid ?day)\b")


def take_time(text: str) -> tuple[str, int | None]:
    """`text` (normalised) without its times of day, and the first of them in minutes after midnight."""
    text = _HOURS.sub(" ", text)
    minutes: int | None
    if found := _CLOCK.search(text):
        minutes = _minutes(found)
        text = _CLOCK.sub(" ", text)
    elif found := _AT_DOT.search(text) or _AFTER_DATE.search(text):
        minutes = int(found[1]) * 60 + int(found[2])
        text = text[: found.start()] + " " + text[found.end() :]
    else:
        minutes = 720 if _NOON.search(text) else None
    text = " ".join(_PART_OF_DAY.sub(" ", text).split()).strip(" ,;-–")
    return re.sub(r"^(?:on|of)\s+|\s+(?:at|on|@)$", "", text), minutes


def _minutes(found: re.Match[str]) -> int:
    hour = int(found["h1"] or found["H1"] or found["o1"] or found["c1"])
    minute = int(found["m1"] or found["M1"] or found["k1"] or 0)
    half = (found["p1"] or found["P1"] or found["q1"] or "")[:1]
    if half in ("a", "p") and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour * 60 + minute) % 1440
