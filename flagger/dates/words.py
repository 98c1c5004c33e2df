"""The words of written dates: months with their usual misspellings, weekdays, doubt, and answers that are no date.

Only spelling is settled here; what a word means in days is in `periods.py`.
"""

from __future__ import annotations

import re
import unicodedata

_MONTH_SPELLINGS = (
    "jan january januray janurary janaury jannuary",
    "feb february febuary februray febrary feburary febr",
    "mar march marhc mrach",
    "apr april apirl aprl aprill",
    "may",
    "jun june",
    "jul july jully",
    "aug august agust augst augest",
    "sep sept september septemeber setpember septmber sepember sepetember",
    "oct october ocotber octobre ocober",
    "nov november novemeber novemebr novmber",
    "dec december decemeber decmber desember",
)
MONTHS = {word: number for number, words in enumerate(_MONTH_SPELLINGS, 1) for word in words.split()}
MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December")  # fmt: skip
_WEEKDAY_SPELLINGS = (
    "mon monday", "tue tues tuesday", "wed weds wednesday wedensday wendesday", "thu thur thurs thursday",
    "fri friday", "sat saturday", "sun sunday",
)  # fmt: skip
WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAY_SPELLINGS) for word in words.split()}


def one_of(words: list[str] | dict[str, int]) -> str:
    """A regex alternation that prefers the longer word."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


MONTH = one_of(MONTHS)
WEEKDAY = one_of(WEEKDAYS)

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
        **dict.fromkeys("\u2014\u2015", "–"),
        **dict.fromkeys("\u2018\u2019`\u00b4", "'"),
        **dict.fromkeys("()[]", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u00ad\ufeff"),
    }
)


def normalise(text: str) -> str:
    """`text` in small letters with plain spaces, hyphens and quotes, without brackets or stray punctuation at the ends.

    A long dash stays an en dash: between two years it means a range, where a hyphen is ISO's year and month.
    """
    if not text.isascii():
        # Soft hyphens and odd dashes first: compatibility forms would lose some of them.
        text = unicodedata.normalize("NFKC", text.translate(_PLAIN))
    text = " ".join(text.translate(_PLAIN).lower().split())
    return text.rstrip(" .,;:!*|-–").lstrip(" .,;:*|•")


# What stands for a part the writer did not know, in day/month/year written with numbers.
UNKNOWN_PART = r"\?{1,2}|x{1,2}|-(?=/)"

_DOUBT = (
    r"\?+|~|probably|prob\b\.?|possibly|poss\b\.?|maybe|perhaps|circa|c\.|c(?=\s?\d{4})|ca\.|approximately|"
    r"approx\b\.?|about|abt\b\.?|around|roughly|estimated|est\b\.?|unsure|not sure|thought to be|believed to be|"
    r"or about|or around|(?:exact )?(?:date |day )?(?:is )?(?:unknown|not known|unclear)|undated"
)
DOUBT_BEFORE = re.compile(rf"(?:{_DOUBT})[\s:,–-]*")
_ITS_DATE = r"\?+\s*(?:exact )?date\b|\(?\b(?:exact )?date\s*(?:\?+|unclear|uncertain|unsure)\s*\)?"
DOUBT_AFTER = re.compile(
    rf"[\s,:–-]*(?:{_ITS_DATE}|{_DOUBT}|\bor so|or thereabouts|\btbc|\bto be confirmed|(?<=\d)ish)$"
)
FILLER_BEFORE = re.compile(
    r"(?:(?:at some point|on|in|at|during|over|throughout|the|of|sometime|some time|dated?)\b|date:)[\s:,]*"
)

_NO_DATE_ANSWERS = {
    "counted from the day of writing, not a date": (
        "yesterday", "today", "tomorrow", "now", "last week", "last month", "last year", "this week", "this month",
    ),
    "says only that it goes on": (
        "ongoing", "on-going", "on going", "current", "currently", "present", "to date", "continuing", "various",
    ),
    "marked as unknown": (
        "unknown", "not known", "date unknown", "unk", "n/k", "nk", "undated", "no date", "not recorded", "not stated",
        "?", "??", "???",
    ),
    "marked as not known yet": ("tbc", "tba", "to be confirmed", "to be arranged", "to follow", "pending", "awaited"),
    "marked as not applicable": ("n/a", "na", "not applicable", "none", "nil"),
    "empty": ("",),
}  # fmt: skip
NO_DATE = {answer: fault for fault, answers in _NO_DATE_ANSWERS.items() for answer in answers}
AGE = re.compile(
    r"age[d:]?\s*\d.*|at age .*|\d+\s*(?:years?|yrs?|y/?o|months?|mths?|weeks?|wks?)\b(?:.*\bold)?"
    r"|\d+\s*y(?:o|rs?)?\s*\d*m?"
)
RELATIVE = re.compile(
    r"(?:yesterday|today|tomorrow|tonight|last night|the (?:next|following|previous|same)|(?:next|following|previous|"
    r"same) (?:day|week|month|year)|last (?:week|month|year))\b.*|.*\b(?:ago|later)"
)
