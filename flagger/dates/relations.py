"""What surrounds a date in writing: doubt, "early", "week commencing", "overnight", two dates joined, one-sided dates.

How each is read is stated in `written.py`. Works on normalised text; raises `Unreadable` for a date with no days,
and gives None for what is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flagger.dates import periods
from flagger.dates.points import FESTIVAL, Given, NoYear, Point, Unreadable, plain_point, weekday_point
from flagger.dates.stretches import stretch_point
from flagger.dates.words import DOUBT_AFTER, DOUBT_BEFORE, FILLER_BEFORE, MONTH

_YEAR_UNKNOWN = re.compile(r"(?<!\d)(?:\d{3}\?|\d{1,2}\?\?)+$|\d\?+\d")
_DIGIT_UNKNOWN = re.compile(r"(?<!\d)\d\?(?=[\s/.-])")
_WEEK = re.compile(
    r"(?:(?P<from>w/?c\b|w\.c\b\.?|wk/?c\b|w/?b\b|(?:week|wk) (?:commencing|beginning|starting))|"
    r"(?P<to>w/?e\b|(?:week|wk) ending)|(?P<end>(?:the )?weekend\b)|(?P<of>(?:the )?(?:week|wk)\b))"
    r"[\s:.]*(?:of\b|in\b)?\s*(?=\S)"
)
_THIRD = r"(early|beginning|beg\b\.?|start|first week|mid|middle|late|end|last week)"
_THIRDS = re.compile(rf"{_THIRD}(?:(?: to |\s?[/–-]\s?){_THIRD})?(?:[ -]of)?[\s-]+(?:in )?(?:the )?")
_MIDDLE = ("mid", "middle")
_LATE = ("late", "end", "last week")
_OVERNIGHT = re.compile(r"(?:overnight|(?:the )?night of|night)(?: of| on| between| from)?\s+")
_OVERNIGHT_AFTER = re.compile(r"[\s,–-]*\b(?:late )?(?:overnight|night)$")
_LAST_OF_LIST = re.compile(r"^(\d{1,2})(?:, ?\d{1,2})+,? (?=(?:and|&) \d)", re.ASCII)
_MONTH_FIRST_RANGE = re.compile(rf"({MONTH}) (\d{{1,2}})\s?([–-]|to|and)\s?(\d{{1,2}}),? (\d{{4}})", re.ASCII)
_JOINS = (
    re.compile(r",?\s(?:to|until|till?|through|thru|and|&)\s"),
    re.compile(r"\s+[–-]+\s*|\s*[–-]+\s+|–+"),
    re.compile(r"-"),
    re.compile(r"\s*/\s*(?=.*[a-z]|\d{4}-\d\d-\d\d$)"),
)
_BETWEEN = re.compile(r"(?:between|from|since|after|starting|as from|as of)\s+")
_AFTER_BEFORE = re.compile(r"after (.+?),?(?: and| but)? before (.+)")
_NO_START = re.compile(r"^(?:before|prior to|pre-?|by|until|till?|up to|no later than|earlier than)\s*(?=\S)")
_NO_END = re.compile(
    r"^(?:since|after|from|post-?|as from|as of|starting)\s*(?=\S)|"
    r"[\s,–-]*\b(?:onwards?|(?:to|until|till?)\s+(?:date|present(?: day)?|the present|now|current|ongoing))$|"
    r"\s*[–-]\s*(?:present(?: day)?|now|current|ongoing|date)$|\s(?:and )?ongoing$"
)


def whole_date(text: str, given: Given) -> Point | None:
    """The days of a whole text, or None if it is no date."""
    if point := _single(text, given):
        return point
    if found := _OVERNIGHT.match(text) or _OVERNIGHT_AFTER.search(text):
        return _overnight(text[: found.start()] + text[found.end() :], given)
    if point := _range(text, given):
        return point
    if found := _AFTER_BEFORE.fullmatch(text):
        first, last = _single(found[1], given), _single(found[2], given)
        return _joined(replace(first, lo=first.hi + 1), replace(last, hi=last.lo - 1)) if first and last else None
    found = _BETWEEN.match(text)
    if found and (point := _range(text[found.end() :], given)):
        return point
    for pattern, fault in ((_NO_START, "no start date given"), (_NO_END, "no end date given")):
        if (found := pattern.search(text)) and _single(text[: found.start()] + text[found.end() :], given):
            raise Unreadable(fault)
    return None


def _single(text: str, given: Given) -> Point | None:
    """One date with its doubt, week or third; no second date beside it."""
    point = plain_point(text, given) or weekday_point(text, given) or stretch_point(text, given)
    if point:
        return point
    if found := FILLER_BEFORE.match(text):
        return _single(text[found.end() :], given)
    if _YEAR_UNKNOWN.search(text):
        raise Unreadable("part of the year is unknown")
    if found := DOUBT_BEFORE.match(text) or DOUBT_AFTER.search(text):
        return _doubted(_single((text[: found.start()] + text[found.end() :]).strip(" ,"), given))
    if "?" in text:
        whole_day_unknown = _DIGIT_UNKNOWN.sub("??", text)
        rest = whole_day_unknown if whole_day_unknown != text else text.replace("?", " ")
        return _doubted(_single(" ".join(rest.split()), given))
    if found := _WEEK.match(text):
        return _week(_single(text[found.end() :], given), str(found.lastgroup))
    if found := _THIRDS.match(text):
        return _third(_single(text[found.end() :], given), found[1], found[2] or found[1])
    return None


def _doubted(point: Point | None) -> Point | None:
    if point is None:
        return None
    wider = 7 if FESTIVAL in point.marks else 0
    return replace(point, lo=point.lo - wider, hi=point.hi + wider, approx=True, marks=point.marks - {FESTIVAL})


def _week(point: Point | None, kind: str) -> Point | None:
    if point is None or point.precision != "day":
        return None
    weekday = (point.lo + 3) % 7
    if kind == "end":
        # A weekend is named by its Friday, Saturday or Sunday.
        lo = point.lo + (5 - weekday)
        return replace(point, lo=lo, hi=lo + 1, precision="range") if weekday >= 4 else None
    lo = {"from": point.lo, "to": point.lo - 6, "of": point.lo - weekday}[kind]
    return replace(point, lo=lo, hi=lo + 6, precision="week")


def _third(point: Point | None, first: str, last: str) -> Point | None:
    if point is None or point.precision == "day":
        return point  # "late 4 March" is late on that day
    spans = [
        periods.third(point.lo, point.hi, point.precision, point.year, which) for which in map(_which, (first, last))
    ]
    return replace(point, lo=spans[0][0], hi=max(hi for _, hi in spans), precision="range")


def _which(word: str) -> int:
    return 1 if word in _MIDDLE else 2 * (word in _LATE)


def _overnight(text: str, given: Given) -> Point | None:
    point = _single(text, given)
    if point is None:
        return _range(text, given)
    return replace(point, hi=point.hi + 1, precision="range") if point.precision == "day" else None


def _range(text: str, given: Given) -> Point | None:
    """Two dates joined, as all days from the first to the last."""
    text = _LAST_OF_LIST.sub(r"\1 ", text)
    if found := _MONTH_FIRST_RANGE.fullmatch(text):
        text = f"{found[2]} to {found[4]} {found[1]} {found[5]}"
    for left, right in _splits(text):
        if pair := _pair(left, right, given):
            return _joined(*pair)
    return None


def _splits(text: str) -> Iterator[tuple[str, str]]:
    for join in _JOINS:
        if join.pattern == "-" and text.count("-") != 1:
            continue  # 04-03-2024-06-03-2024 says nowhere which hyphen is the long one
        for found in join.finditer(text):
            left, right = text[: found.start()].strip(), text[found.end() :].strip()
            if left and right:
                yield left, right


def _pair(left: str, right: str, given: Given) -> tuple[Point, Point] | None:
    """Both ends, each with the year or month it lacks taken from the other."""
    if len(left) == 4 and left.isdigit() and len(right) == 2 and right.isdigit():
        right = left[:2] + right
    (first, first_open), (last, last_open) = _try(left, given), _try(right, given)
    if not first and not last:
        if not last_open:
            return None
        year = given.need_year()
        if first_open:
            first = _single(left, replace(given, year=year))
        else:
            last, last_open = _single(right, replace(given, year=year)), False
    if first and not last:
        last = _single(right, replace(given, year=first.year, month=first.month or None))
        if last and last_open and last.hi < first.lo:
            last = _single(right, replace(given, year=first.year + 1))
    elif last and not first:
        first = _single(left, replace(given, year=last.year, month=last.month or None))
        if first and first_open and first.lo > last.hi:
            first = _single(left, replace(given, year=last.year - 1))
    return (first, last) if first and last else None


def _try(text: str, given: Given) -> tuple[Point | None, bool]:
    """The date that `text` is by itself, and whether it is one that only lacks its year."""
    try:
        return _single(text, replace(given, year=None)), False
    except NoYear:
        return None, True


def _joined(first: Point, last: Point) -> Point:
    if last.hi < first.lo:
        raise Unreadable("it ends before it starts")
    marks = first.marks | last.marks
    return Point(first.lo, last.hi, "range", first.year, 0, first.approx or last.approx, marks)
