"""Numbers and addresses by which a person can be found: where they stand in a text, and of what kind they are.

Only forms are looked at. NHS numbers are told by their check digit (the modulus 11 of the NHS Data Dictionary).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from flagger.chronology.withheld import NUMBERED, POINT, POSTCODE, STREET, THREE_WORDS
from flagger.dates.say import to_date
from flagger.dates.written import read_date

LABELS = {
    "link": "[link {}]",
    "e-mail": "[e-mail {}]",
    "date of birth": "[date of birth {}]",
    "nino": "[NI number {}]",
    "upn": "[UPN {}]",
    "nhs number": "[NHS number {}]",
    "phone": "[phone {}]",
    "address": "[address {}]",
    "postcode": "[postcode {}]",
    "vehicle": "[vehicle {}]",
    "reference": "[reference {}]",
    "worker number": "Worker {}",
}


class Found(NamedTuple):
    """A stretch of a text and its kind."""

    start: int
    end: int
    kind: str


_DATE = r"\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?[\s./-]+(?:\d{1,2}|[A-Za-z]{3,9})[\s./,-]+(?:\d{4}|\d\d)\b|\d{4}-\d\d-\d\d\b"
_BORN = re.compile(
    rf"\b(?:d\.?\s?o\.?\s?b\.?|date of birth|born(?:\s+on)?|birth\s?date|edd|b\.)[\s:.(-]*"
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?({_DATE})",
    re.IGNORECASE,
)
_WRITTEN = re.compile(rf"(?<![\w./-])(?:{_DATE})(?![/-]\d)")
_DIALLED = r"(?:(?:\+|00)44[\s-]?(?:\(0\)[\s-]?)?|0[\s.-]?)[1-9]"
_IN_BRACKETS = r"\(0[1-9]\d{1,4}\)"
_FORMS = (
    ("link", re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)]", re.IGNORECASE)),
    ("e-mail", re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")),
    ("nino", re.compile(r"\b[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b", re.IGNORECASE)),
    ("upn", re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b", re.IGNORECASE)),
    ("phone", re.compile(rf"(?<![\w/-])(?:{_DIALLED}(?:[\s.-]?\d){{8,9}}|{_IN_BRACKETS}(?:[\s-]?\d){{5,8}})(?!\d)")),
    ("vehicle", re.compile(r"\b(?!(?i:yr|wk))(?:[A-Z]{2}\d\d[ -]?[A-Z]{3}|[a-z]{2}\d\d[a-z]{3})\b")),
    ("address", re.compile(rf"{POINT}|{THREE_WORDS}")),
    ("address", re.compile(rf"{NUMBERED}(?:,?\s+(?i:{POSTCODE}))?")),
    ("postcode", re.compile(POSTCODE, re.IGNORECASE)),
    ("worker number", re.compile(r"\b(?:PC|PS|DC|DS|DI|Sgt|PCSO|WPC|Insp)\.?\s?(?:no\.?\s?)?\d{2,6}\b")),
    ("reference", re.compile(r"\b[A-Z]{1,5}[-/]?\d{4,}(?:[-/]\w+)*\b")),
    ("reference", re.compile(r"\b[A-Z]{1,5}(?:[-/]\d+)*[-/]\d{3,}(?:[-/]\d+)*\b")),
    ("reference", re.compile(r"(?<![\w£.,/-])\d{6,}(?:[-/]\d+)*(?!\w|[.,]\d)")),
    ("reference", re.compile(r"(?<![\w£.,/-])\d{2,}/\d{4,}/\d{2,4}(?!\w|[.,]\d)")),
)  # fmt: skip
_PLAINLY = re.compile(r"(?i:www\.|what3words|w3w)")
_STREET = re.compile(STREET)
_OF_WORKER = re.compile(r"\b(?:PC|PS|DC|DS|DI|Sgt|PCSO|WPC|Insp)\.?\s(?:[A-Z][\w'’-]*\s){1,2}(\d{3,6})\b")
_NHS = re.compile(r"(?<![\w£.,/-])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\w|[.,]\d)")
_SAID = re.compile(
    r"\b(?:ref(?:erence)?|log|crime|custody|case|record|mosaic|lcs|liquidlogic|systmone|urn|cad|occurrence|incident|"
    r"nhs|hospital|upn|account|passport|collar|warrant|shoulder)\b(?:\s?(?:no\b|number|ref|id|#))*[\s.:#-]*"
    r"((?=[\w/-]*\d{3})[A-Z]{0,4}[\d/-][\w/-]{2,})",
    re.IGNORECASE,
)


def numbers_in(text: str, births: frozenset[int] = frozenset()) -> list[Found]:
    """Every such number, in order; `births` are days (since 1970-01-01) on which somebody of the case was born."""
    if not any(c.isdigit() or c in "@/" for c in text) and not _STREET.search(text) and not _PLAINLY.search(text):
        return []
    found = sorted(_found(text, births), key=lambda of: (of.start, -of.end))
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def births_in(text: str) -> set[int]:
    """The days (since 1970-01-01) that a text says are somebody's of birth."""
    return {day for m in _BORN.finditer(text) if (day := read_date(m[1]).lo) is not None}


def same_number(kind: str, written: str) -> list[str]:
    """A number as written, and in the form in which it is the same however it is written."""
    if kind == "date of birth" and (day := read_date(written).lo) is not None:
        return [written, to_date(day).isoformat()]
    return [written]


def is_nhs_number(digits: str) -> bool:
    """Ten digits of which the last is the check digit of the others."""
    if len(digits) != 10 or not digits.isdigit():
        return False
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return rest % 11 == int(digits[9]) and rest != 10


def _found(text: str, births: frozenset[int]) -> Iterator[Found]:
    yield from (Found(*m.span(1), "date of birth") for m in _BORN.finditer(text))
    for m in _WRITTEN.finditer(text) if births else ():
        if read_date(m[0]).lo in births:
            yield Found(*m.span(), "date of birth")
    yield from (Found(*m.span(1), "reference") for m in _OF_WORKER.finditer(text))
    for m in _NHS.finditer(text):
        yield Found(*m.span(), "nhs number" if is_nhs_number(re.sub(r"\D", "", m[0])) else "reference")
    for m in _STREET.finditer(text):
        if m[0].split()[-1][0].isupper():
            yield Found(*m.span(), "address")
    for kind, form in _FORMS:
        yield from (Found(*m.span(), kind) for m in form.finditer(text))
    yield from (Found(*m.span(1), "reference") for m in _SAID.finditer(text) if not _is_date(m[1]))


def _is_date(text: str) -> bool:
    return read_date(text).lo is not None
