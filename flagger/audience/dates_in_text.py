"""Dates inside what people wrote, moved by some days and written again in the same form.

Only what is surely a date is moved. What may be one and could not be is said to be left, so that a person looks at it;
a date that does not exist is left out, since it would still say about when.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from flagger.dates.points import Unreadable, year_of
from flagger.dates.say import say, to_date
from flagger.dates.words import MONTH, MONTH_NAMES, MONTHS
from flagger.dates.written import read_date

LEFT_OUT = "[date left out]"
_SHORT_YEAR_WITHIN = 5  # years from the row's own date in which two digits after a month are taken for a year
_SEASONS = ("winter", "spring", "summer", "autumn")
_D = r"\d{1,2}(?:st|nd|rd|th)?"
_Y = r"'?\d{4}(?!\d|[-/.]\d)|'?\d\d(?![\d:.]|\s?[ap]m)"
_JOIN = r"\s?(?:-|–|/|&|to|and|or)\s?"
_NAMED = (
    r"spring term|summer term|autumn term|spring|summer holidays|summer|autumn|winter|fall|christmas|xmas|easter|"
    r"new year|half[ -]term|q[1-4]"
)
_BEFORE_MONTH = (
    "in|since|until|till|by|from|during|last|next|early|late|mid|of|end|through|throughout|before|after|this"
)
_DATES = re.compile(
    rf"(?P<iso>(?<![\w-])\d{{4}}(?P<s1>[-/.])\d{{1,2}}(?P=s1)\d{{1,2}}(?!\d))"
    rf"|(?P<numbers>(?<![\d/.])\d{{1,2}}(?P<s2>\s?[./\\-]\s?)\d{{1,2}}(?P=s2)(?:\d{{4}}|\d\d)(?![\d/]|\.\d))"
    r"|(?P<spaced>(?<![\d/.])\d{1,2}(?P<s6> )\d{1,2} (?:19|20)\d\d(?![\d/]|\.\d))"
    r"|(?P<month_year>(?<![\d/.-])(?:0?[1-9]|1[0-2])(?P<s7>[/-])(?:19|20)\d\d(?![\d/-]))"
    r"|(?P<no_year>(?<=\bon )\d{1,2}/\d{1,2}(?![\d/-]))"
    rf"|(?P<days>\b(?P<d1>{_D}){_JOIN}(?={_D}(?:\s?of)?[\s-]+(?:{MONTH})\b))"
    rf"|(?P<day>\b(?P<d>{_D})(?P<of>(?:\s?of)?[\s.-]*)(?P<m>{MONTH})(?![^\W\d_])\.?(?:(?P<gap>[\s,./-]*)(?P<y>{_Y}))?)"
    rf"|(?P<month_first>\b(?P<m3>{MONTH})\s+(?P<d3>{_D})(?:(?P<gap3>,?\s+)(?P<y3>\d{{4}}))?(?![\d:]))"
    rf"|(?P<month>\b(?P<m4>{MONTH})(?P<gap4>[\s,./-]*(?:of\s)?)(?P<y4>{_Y}))"
    rf"|(?P<named>\b(?:{_NAMED})(?:(?:,?\s(?:of\s|in\s)?|-)(?:19|20)\d\d(?:[/–-]\d\d)?|\s?['’]\d\d)\b)"
    r"|(?P<split>(?<![\w./-])(?:19|20)\d\d\s?(?P<s5>[/–-])\s?(?:(?:19|20)\d\d|\d\d)(?![\d/-]))"
    r"|(?P<year>(?<![\w£#:./-])(?<!at )(?<!@)(?:19|20)\d\d(?!\w|[:/-]\d|\.\d|\s?(?:hrs?|hours)\b))"
    rf"|(?P<alone>\b(?:{_BEFORE_MONTH})[\s-](?:of\s)?(?P<m6>{'|'.join(MONTH_NAMES)})\b)",
    re.IGNORECASE,
)
# What tells a time of year or may be a date, and was not moved.
_UNMOVED = re.compile(
    rf"\b(?i:{_NAMED}|good friday|bank holiday|boxing day|valentine'?s|halloween|bonfire night|ramadan|eid|"
    r"diwali|hanukkah|mother'?s day|father'?s day)\b"
    r"|(?<![\d/.])(?!24/7|10/10)(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?![\d/])"
    r"|\b(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s(?:the\s)?\d{1,2}(?:st|nd|rd|th)\b|fy\s?'?\d\d\b|"
    r"w(?:ee)?k\s\d{1,2}(?=,?\s(?:of\s)?$))"
    rf"|\b(?:{'|'.join(MONTH_NAMES)})\b|(?<!\d)(?:\d{{6}}|\d{{8}})(?!\d)|\b(?:19|20)\d0s\b|(?<=')\d0s\b"
)


@dataclass(frozen=True)
class Moved:
    """A text with its dates moved; `left`: it still holds what tells a time, or may be a date."""

    text: str
    left: bool


def moved_text(text: str, days: int, near: int | None = None) -> Moved:
    """Every date in a text moved by `days`, in its own form.

    `near`: the day of the row (since 1970-01-01), from which a date without a year takes the nearest. A month, season
    or year becomes the one that its middle moves to.
    """
    if not any(c.isdigit() for c in text) and not _UNMOVED.search(text) and not _DATES.search(text):
        return Moved(text, False)
    pieces: list[str] = []
    at, left = 0, False
    mover = _Mover(days, near)
    for found in _DATES.finditer(text):
        if found.start() < at:
            continue
        written = mover.write(found)
        left = left or bool(_UNMOVED.search(text[at : found.start()])) or written in (None, LEFT_OUT)
        pieces += [text[at : found.start()], found[0] if written is None else written]
        at = max(found.end(), mover.end)
    left = left or bool(_UNMOVED.search(text[at:]))
    return Moved("".join([*pieces, text[at:]]), left)


def moved_date(text: str, lo: int | None, hi: int | None, days: int, approx: bool = False) -> str:
    """A date cell moved: in its own form where that, read again, means the moved days; else said plainly."""
    new = moved_text(text, days, lo)
    if lo is None or hi is None:
        unmoved = new.text == text and any(c.isdigit() for c in text)
        return LEFT_OUT if new.left or unmoved else new.text
    year = to_date(lo + days).year
    read = read_date(new.text, context_year=year)
    if (read.lo, read.hi) == (lo + days, hi + days) and not new.left:
        return new.text
    return ("? " if approx else "") + say(lo + days, hi + days)


class _Mover:
    """Writes one found date again. `end`: how far it has read, where that is farther than what was found."""

    def __init__(self, days: int, near: int | None) -> None:
        self.days, self.near, self.end = days, near, 0
        self._forms: dict[str, Callable[[re.Match[str]], str | None]] = {
            "iso": self._iso, "numbers": self._numbers, "spaced": self._numbers, "month_year": self._month_year,
            "no_year": self._no_year, "days": self._day_list, "day": self._day,
            "month_first": self._month_first, "month": self._month, "named": self._named, "split": self._split,
            "year": self._year, "alone": self._alone,
        }  # fmt: skip

    def write(self, found: re.Match[str]) -> str | None:
        """The date again; None: it is none, or nothing tells when it was."""
        self.end = 0
        for form, write in self._forms.items():
            if found[form]:
                try:
                    return write(found)
                except (ValueError, OverflowError, Unreadable):
                    return LEFT_OUT
        return None

    def _to(self, year: int, month: int, day: int) -> dt.date:
        return dt.date(year, month, day) + dt.timedelta(days=self.days)

    def _year_near(self, month: int, day: int) -> int | None:
        if self.near is None:
            return None
        here = to_date(self.near)
        return min(
            (here.year - 1, here.year, here.year + 1),
            key=lambda year: abs((dt.date(year, month, min(day, 28)) - here).days),
        )

    def _iso(self, found: re.Match[str]) -> str:
        year, month, day = re.split(r"[-/.]", found[0])
        to, sep = self._to(int(year), int(month), int(day)), found["s1"]
        return sep.join((str(to.year), *_like((to.month, to.day), (month, day))))

    def _numbers(self, found: re.Match[str]) -> str:
        sep = found["s2"] or found["s6"]
        day, month, year = found[0].split(sep)
        to = self._to(year_of(year), int(month), int(day))
        return sep.join((*_like((to.day, to.month), (day, month)), str(to.year)[-len(year) :]))

    def _month_year(self, found: re.Match[str]) -> str:
        month, year = found[0].split(found["s7"])
        to = self._to(int(year), int(month), 15)
        return f"{f'{to.month:02}' if len(month) == 2 else to.month}{found['s7']}{to.year}"

    def _no_year(self, found: re.Match[str]) -> str | None:
        """ "on 3/3"."""
        day, month = found[0].split("/")
        year = self._year_near(int(month), int(day))
        if year is None:
            return None
        to = self._to(year, int(month), int(day))
        return "/".join(_like((to.day, to.month), (day, month)))

    def _day_list(self, found: re.Match[str]) -> str | None:
        """ "4-6 March 2024": the first day has its month from the second."""
        second = _DATES.match(found.string, found.end())
        if second is None or not second["day"]:
            return None
        written = self._day(second)
        month = MONTHS[second["m"].lower()]
        year = self._year_of(second["y"], month, 1)
        if written is None or year is None:
            return None
        end = self.end or second.end()
        to = self._to(year, month, _number(found["d1"]))
        till = self._to(year, month, _number(second["d"]))
        own = "" if to.month == till.month else f" {_month_like(to.month, second['m'])}"
        self.end = end
        return f"{_day_like(to.day, found['d1'])}{own}{found[0][len(found['d1']) :]}{written}"

    def _year_of(self, written: str | None, month: int, day: int) -> int | None:
        """The year written; without one, or with two digits that lie far off, the nearest to the row."""
        near = self._year_near(month, day)
        if not written:
            return near
        digits = written.lstrip("'")
        year = year_of(digits)
        far = len(digits) == 2 and near is not None and abs(year - near) > _SHORT_YEAR_WITHIN
        return near if far else year

    def _day(self, found: re.Match[str]) -> str | None:
        month, day = MONTHS[found["m"].lower()], _number(found["d"])
        year = self._year_of(found["y"], month, day)
        if year is None:
            return None
        to = self._to(year, month, day)
        dot = "." if found["y"] is None and found[0].endswith(".") else ""
        said = f"{_day_like(to.day, found['d'])}{found['of']}{_month_like(to.month, found['m'])}{dot}"
        if found["y"] is None:
            return said
        digits = found["y"].lstrip("'")
        if year_of(digits) != year:  # no year: "14 March 12 children"
            return said + found["gap"] + found["y"]
        return said + found["gap"] + found["y"][: -len(digits)] + str(to.year)[-len(digits) :]

    def _month_first(self, found: re.Match[str]) -> str | None:
        month, day = MONTHS[found["m3"].lower()], _number(found["d3"])
        if not found["y3"] and found["d3"].isdigit() and len(found["d3"]) == 2 and self.near is not None:
            # "June 22" is the year, where that lies near.
            year = year_of(found["d3"])
            if abs(year - to_date(self.near).year) <= _SHORT_YEAR_WITHIN:
                to = self._to(year, month, 15)
                return f"{_month_like(to.month, found['m3'])} {str(to.year)[-2:]}"
        whole = int(found["y3"]) if found["y3"] else self._year_near(month, day)
        if whole is None:
            return None
        to = self._to(whole, month, day)
        tail = f"{found['gap3']}{to.year}" if found["y3"] else ""
        return f"{_month_like(to.month, found['m3'])} {_day_like(to.day, found['d3'])}{tail}"

    def _month(self, found: re.Match[str]) -> str:
        digits = found["y4"].lstrip("'")
        to = self._to(year_of(digits), MONTHS[found["m4"].lower()], 15)
        mark = found["y4"][: -len(digits)]
        return f"{_month_like(to.month, found['m4'])}{found['gap4']}{mark}{str(to.year)[-len(digits) :]}"

    def _named(self, found: re.Match[str]) -> str | None:
        read = read_date(found[0])
        if read.lo is None or read.hi is None:
            return LEFT_OUT
        to = to_date((read.lo + read.hi) // 2 + self.days)
        season = re.match(r"(?:spring|summer|autumn|winter)(?=\s\d{4}$)", found[0], re.IGNORECASE)
        if season:
            name = _SEASONS[to.month % 12 // 3]
            year = to.year - (name == "winter" and to.month < 3)  # a winter has the year it began in
            return f"{_cased(name, season[0])} {year}"
        return f"{MONTH_NAMES[to.month - 1]} {to.year}"

    def _split(self, found: re.Match[str]) -> str:
        first, second = re.split(r"\s?[/–-]\s?", found[0])
        to = self._to(int(first), 12, 31)
        begun = to.year if to.month > 8 else to.year - 1
        if not str(int(first) + 1).endswith(second):  # years from ... to ...
            last = self._to(year_of(second), 7, 1).year
            return f"{self._to(int(first), 7, 1).year}{found['s5']}{str(last)[-len(second) :]}"
        return f"{begun}{found['s5']}{str(begun + 1)[-len(second) :]}"

    def _year(self, found: re.Match[str]) -> str:
        return str(self._to(int(found[0]), 7, 1).year)

    def _alone(self, found: re.Match[str]) -> str | None:
        name = found["m6"]
        if not name[0].isupper():
            return None
        month = MONTHS[name.lower()]
        year = self._year_near(month, 15)
        if year is None:
            return None
        return found[0][: -len(name)] + _month_like(self._to(year, month, 15).month, name)


def _number(day: str) -> int:
    return int(re.sub(r"\D", "", day))


def _like(numbers: tuple[int, int], written: tuple[str, str]) -> tuple[str, ...]:
    """With noughts in front where both were written with two digits."""
    wide = all(len(part) == 2 for part in written)
    return tuple(f"{number:02}" if wide else str(number) for number in numbers)


def _day_like(day: int, written: str) -> str:
    if written.isdigit():
        return f"{day:02}" if written.startswith("0") else str(day)
    ending = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _month_like(month: int, written: str) -> str:
    name = MONTH_NAMES[month - 1]
    short = len(written) <= 4 and written.lower() not in ("may", "june", "july")
    return _cased(name[:3] if short else name, written)


def _cased(name: str, written: str) -> str:
    if written.isupper() and len(written) > 1:
        return name.upper()
    return name.lower() if written[0].islower() else name.capitalize()
