"""Stretches of time that have a name: "Summer 2021", "Spring term 2021", "2019/20", "Q2 2023", "the 1990s".

Finds the name and the year in the words; the days come from `periods.py`.
"""

from __future__ import annotations

import re

from flagger.dates import periods
from flagger.dates.points import FESTIVAL, Given, NoYear, Point, is_next_year, year_of
from flagger.dates.words import MONTH, MONTHS, one_of

_SYNONYMS = {
    "fall": "autumn",
    "xmas": "christmas",
    "christmas/new year": "christmas and new year",
    "christmas & new year": "christmas and new year",
    "easter weekend": "easter",
    "easter day": "easter sunday",
    "michaelmas term": "autumn term",
    "school summer holidays": "summer holidays",
    "christmas period": "christmas holidays",
    "school year": "academic year",
    "tax year": "financial year",
    "fy": "financial year",
    "spring half term": "february half term",
    "summer half term": "may half term",
    "whitsun half term": "may half term",
    "autumn half term": "october half term",
    "new years eve": "new year's eve",
    "new years day": "new year's day",
    **{f"{word} quarter": f"q{n}" for n, word in enumerate(("first", "second", "third", "fourth"), 1)},
    **{f"{word} quarter": f"q{n}" for n, word in enumerate(("1st", "2nd", "3rd", "4th"), 1)},
    **{f"quarter {n}": f"q{n}" for n in range(1, 5)},
}
_NAME = one_of([*periods.NAMES, *_SYNONYMS])
_SPLIT = r"(\d{4})\s?[/–-]\s?(\d{4}|\d\d)"
_YEARS = r"(?:(\d{4}|\d\d)\s?[/–-]\s?(\d{4}|\d\d)|'?(\d{4}|\d\d))"
_NAME_FIRST = re.compile(rf"({_NAME})(?:,| of| in)?[\s-]*(?:{_YEARS})?")
_YEAR_FIRST = re.compile(rf"{_YEARS}[\s,-]*({_NAME})")
_SPLIT_YEAR = re.compile(_SPLIT)
_DECADE = re.compile(r"(?:the )?'?(\d{3}|\d)0'?s")
_HALF_TERM = re.compile(rf"(?:({MONTH}) (\d{{4}} )?)?half[ -]?term(?: (?:holidays?|week))?(?:,? (?:in )?({MONTH}))?\b")
_HOLIDAYS = re.compile(r"\b(?:school )?(?:holidays?|hols|vacation|break)\b")
_HALF_TERM_MONTHS = {2: "february", 5: "may", 6: "may", 10: "october", 11: "october"}
# What "2021/22" may stand beside: what lies in its second year, and what starts in its first.
_SECOND_YEAR = ("spring term", "summer term", "february half term", "may half term", "new year")
_FIRST_YEAR = (
    "autumn term",
    "october half term",
    "winter",
    "christmas",
    "christmas holidays",
    "christmas and new year",
    "academic year",
    "financial year",
)
_QUARTERS = ("q1", "q2", "q3", "q4")


def stretch_point(text: str, given: Given) -> Point | None:
    """The named stretch that the whole of a normalised `text` is, or None; NoYear if no year is known."""
    if found := _DECADE.fullmatch(text):
        year = year_of(f"{found[1]}0")
        return Point(periods.day_number(year, 1, 1), periods.day_number(year + 9, 12, 31), "decade", year)
    if found := _SPLIT_YEAR.fullmatch(text):
        # A financial year looks the same, so the days are not quite sure.
        return _named("academic year", found[1], found[2], given, approx=True)
    text = _HALF_TERM.sub(_half_term, _HOLIDAYS.sub("holidays", text))
    if found := _NAME_FIRST.fullmatch(text):
        return _named(found[1], found[2] or found[4], found[3], given)
    if found := _YEAR_FIRST.fullmatch(text):
        return _named(found[4], found[1] or found[3], found[2], given)
    return None


def _half_term(found: re.Match[str]) -> str:
    """One spelling for "Feb half-term", "half term holiday Feb" and the like."""
    name = _HALF_TERM_MONTHS.get(MONTHS.get(found[1] or found[3], 0), "")
    return f"{name} half term {found[2] or ''}".strip()


def _named(words: str, first: str | None, second: str | None, given: Given, approx: bool = False) -> Point | None:
    name = _SYNONYMS.get(words, words)
    if first is None and given.year is None:
        raise NoYear
    year = year_of(first) if first else given.need_year()
    if second:
        if name not in _SECOND_YEAR + _FIRST_YEAR + _QUARTERS or not (first and is_next_year(first, second)):
            return None
        year += name in _SECOND_YEAR
    lo, hi, precision = periods.named(name, year)
    if second and name in _QUARTERS:  # of the financial year, which starts in April
        start = 3 * int(name[1]) + 1
        lo, hi = periods.day_number(year, start, 1), periods.day_number(year, start + 2, 31)
    approx = approx or (name in periods.INFERRED and not second)
    marks = frozenset([FESTIVAL]) if name in periods.FESTIVALS else frozenset[str]()
    return Point(lo, hi, precision, year, 0, approx, marks)
