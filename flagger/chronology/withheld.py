"""Addresses of refuges, taken out of the events when they are read, so that nothing made from them can hold one.

In a row that tells of a refuge every address and every name of a house is taken out; the same address is then taken out
wherever else the case holds it. Too much in such a row is no harm; too little is. Never says what was taken out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from flagger.chronology.frame import Event
from flagger.model import Problem

ADDRESS, NAME = "[address withheld]", "[name withheld]"
KIND = "refuge-address-withheld"
_MESSAGE = "this row tells of a refuge, or holds an address that such a row holds; the address was left out on reading"

POSTCODE = r"\b(?:GIR|[A-Z]{1,2}\d[A-Z\d]?)[ \t]*\d[ABD-HJLNP-UW-Z]{2}\b"
_STREETS = "road|rd|street|avenue|ave|lane|crescent|cres|terrace|gardens|gdns|grove|mews|parade"
# Ordinary words too ("a ten minute walk"): only with a capital letter.
_ALSO = (
    "st ln close drive way court place hill row square sq rise walk view park green gate wharf yard end fields heights "
    "croft drove bank approach"
)
_WITH_CAPITAL = "|".join(f"{word.capitalize()}|{word.upper()}" for word in _ALSO.split())
_STREET = rf"(?:(?i:{_STREETS})|{_WITH_CAPITAL})\b"
_CAPITAL = r"[^\W\d_a-z][\w'’.-]*"
_PART_OF_HOUSE = r"(?:\b(?i:flat|unit|room|apartment|apt)\s+\w{1,4},?\s+)?"
# "12 Mill Road", "Flat 3, 12-14 St. Mary's Close", "12 mill road"; and without a number only in capitals: "Mill Road".
# Few words may stand between, and none of them is a small word: "2 children in the park" is no address.
NUMBERED = (
    rf"(?:{_PART_OF_HOUSE}\b\d{{1,4}}[a-z]?(?:\s?[-/–]\s?\d{{1,4}}[a-z]?)?,?\s+"
    rf"(?!(?:\w+\s+)?(?:in|at|to|of|on|by|the|from|and|with|for)\b)(?:[^\W\d_][\w'’.-]*\s+){{1,3}}{_STREET})"
)
# No part of a name, though they may begin a sentence: the same address elsewhere does not have them.
_NO_NAME = (
    r"(?!(?:The|An?|At|In|To|From|On|Of|By|Near|Now|New|Her|His|Their|She|He|They|Mum|Dad|Mother|Father|Family|Moved|"
    r"Address|Visit|Visited|Seen|Refuge|Women['’]?s?|Safe|Domestic|Children['’]?s?)\b)"
)
_NAME_WORD = rf"{_NO_NAME}{_CAPITAL}"
_COURT = r"(?!(?:\w+\s+){0,2}(?:Crown|County|Family|Magistrates['’]?|Youth|High)\s+Court\b)"
STREET = rf"(?:(?<![\w'’.-]){_COURT}(?:{_NAME_WORD}\s+){{1,3}}(?!Way\b|End\b|View\b|St\b|ST\b){_STREET})"
_HOUSES = r"(?:House|Lodge|Cottage|Villas?|Manor|Haven|Refuge)\b"
_NAMED_HOUSE = rf"(?<![\w'’.-])(?:{_NAME_WORD}\s+){{1,3}}{_HOUSES}"
_TOLD_NAME = rf"(?i:\brefuge),?\s+(?i:(?:is\s+)?(?:called|named|known\s+as)\s+)((?:{_CAPITAL}\s?)+)"
_IN_TOWN = (
    r"(?i:\b(?:refuges?|safe\s+house|safe\s+accommodation)(?:\s+(?:place|space|bed|room|accommodation|is|was|secured|found|offered))*"
    rf"(?:\s+(?:in|near|at|outside)|,\s+near|\s+location(?:\s+is|:))\s+)((?:{_CAPITAL}(?:-\w+)?)(?:\s+(?!(?:{_HOUSES})){_CAPITAL})*)"
)
_BEFORE_REFUGE = (
    rf"\b(?:in|into|to|at|from|near|of|the)\s+(?!(?:IDVA|MARAC|Police|Council|Local|Emergency)\b)"
    rf"((?:{_NO_NAME}[^\W\d_a-z][\w'’-]*)(?:\s+{_NO_NAME}[^\W\d_a-z][\w'’-]*){{0,2}}),?\s+refuge\b"
)
# "at 22 The Warren", "Unit 4 Zelah Barns": only in a row that tells of a refuge, where a number and a name are enough.
_NO_STREET = (
    r"(?i:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|"
    r"(?:police|school|social|health|gp|hv|sw|idva|pcs?|officers?|staff|days?|weeks?|months?|years?)\b)"
)
_ANY_NUMBERED = (
    rf"(?:\b(?i:at|on|to|in|is|of|address|refuge)\b|[,(:-])\s*"
    rf"((?:(?i:flat|unit|room|apartment|apt)\s+\w{{1,4}},?\s+(?:\d{{1,4}}[a-zA-Z]?,?\s+)?"
    rf"|\d{{1,4}}[a-zA-Z]?(?:\s?[-/–]\s?\d{{1,4}}[a-zA-Z]?)?,?\s+)"
    rf"(?!{_NO_STREET})(?:The\s+|THE\s+)?{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,2}})"
)
POINT = r"-?\d{1,2}\.\d{3,}\s*,\s*-?\d{1,3}\.\d{3,}"
THREE_WORDS = r"///[^\W\d_]+(?:\.[^\W\d_]+){2}|(?i:\b(?:what3words|w3w)[\s:]+)[^\W\d_]+(?:\.[^\W\d_]+){2}"
_LINK = r"(?i:\b(?:https?://|www\.))[^\s<>\"]+"
_OF_REFUGE = re.compile(r"\brefuges?\b|\bsafe[ -]?houses?\b|\bsafe accommodation\b", re.IGNORECASE)
_ADDRESSES = re.compile(
    rf"(?:{NUMBERED}|{STREET})(?:[,\s]+(?i:{POSTCODE}))?|(?i:{POSTCODE})|{POINT}|{THREE_WORDS}|{_LINK}"
)
_NAMED = re.compile(_NAMED_HOUSE)
_TOLD, _TOWN = re.compile(_TOLD_NAME), re.compile(_IN_TOWN)
_BEFORE, _LOOSE = re.compile(_BEFORE_REFUGE), re.compile(_ANY_NUMBERED)
_TOWN_AFTER = re.compile(rf"({re.escape(ADDRESS)})(?:,\s+{_NO_NAME}{_CAPITAL})+(?=\s*(?:[.;)\n]|$))")
_SHORT_FOR = {
    name: f"(?:{'|'.join(re.escape(form) for form in forms)})"
    for forms in (("road", "rd"), ("street", "st"), ("avenue", "ave"), ("crescent", "cres"), ("gardens", "gdns"),
                  ("lane", "ln"), ("square", "sq"))
    for name in forms
}  # fmt: skip
_HEADED = re.compile(r"\b(?:address|post ?code)\b", re.IGNORECASE)
_NUMBER = re.compile(rf"^{_PART_OF_HOUSE}\d+\w?(?:\s?[-/–]\s?\d+\w?)?,?\s+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_POSTCODE = re.compile(POSTCODE, re.IGNORECASE)


def withhold(events: Iterable[Event]) -> list[Problem]:
    """Take the addresses of refuges out of events that have their ids already; a problem for each row it touched.

    Ids stay those of what was recorded.
    """
    of_case: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        of_case[event.case].append(event)
    return [problem for case in of_case.values() for problem in _withhold_in_case(case)]


def _withhold_in_case(events: Sequence[Event]) -> Iterable[Problem]:
    of_refuge = [event for event in events if any(_OF_REFUGE.search(text) for text in _texts(event))]
    if not of_refuge:
        return
    found: dict[str, str] = {}
    persons = {word for event in events for name in event.persons for word in name.split()}
    for event in of_refuge:
        for text in _texts(event):
            found |= dict.fromkeys((form for m in _ADDRESSES.finditer(text) for form in _forms(m[0])), ADDRESS)
            found |= dict.fromkeys((m[0] for m in _NAMED.finditer(text)), NAME)
            found |= dict.fromkeys((m[1].strip(" .") for m in _TOLD.finditer(text)), NAME)
            for form, kind in ((_LOOSE, ADDRESS), (_BEFORE, NAME)):
                told = (m[1].strip(" .") for m in form.finditer(text))
                found |= dict.fromkeys((words for words in told if not persons & set(words.split())), kind)
        headed = (text for heading, text in event.extra.items() if _HEADED.search(heading))
        # Looked for elsewhere only where it is surely an address: "unknown" is none.
        found |= {form: ADDRESS for text in headed if "," in text or _DIGIT.search(text) for form in _forms(text)}
    again = _same(found)
    here = {id(event) for event in of_refuge}
    for event in events:
        before = _texts(event)
        _change(event, found, again, id(event) in here)
        if _texts(event) != before:
            yield Problem(event.file, KIND, _MESSAGE, event.sheet, event.row)


def _forms(address: str) -> list[str]:
    """An address whole, its postcode, and its street without a number."""
    street = _NUMBER.sub("", _POSTCODE.sub("", address)).strip(" ,.")
    return [form for form in (address.strip(), *_POSTCODE.findall(address), street) if form]


def _texts(event: Event) -> list[str]:
    """All that a row says, in its own words."""
    return [event.text, event.person, *event.words.values(), *event.extra.values(), *event.marks]


def _same(found: dict[str, str]) -> re.Pattern[str] | None:
    """The same address again, however it is spaced and in whichever letters."""
    forms = sorted((words for words in found if words), key=lambda words: (-len(words), words))
    if not forms:
        return None
    parts = (re.findall(r"[^\s,]+", _POSTCODE.sub(lambda m: f"{m[0][:-3]} {m[0][-3:]}", words)) for words in forms)
    spaced = (r"[\s,]*".join(_SHORT_FOR.get(word.lower(), re.escape(word)) for word in part) for part in parts)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE)


def _change(event: Event, found: dict[str, str], again: re.Pattern[str] | None, here: bool) -> None:
    kinds = {_bare(words): kind for words, kind in found.items()}

    def without(text: str) -> str:
        text = again.sub(lambda m: kinds.get(_bare(m[0]), ADDRESS), text) if again else text
        if not here:
            return text
        text = _TOWN.sub(lambda m: m[0][: m.start(1) - m.start()] + ADDRESS, text)
        return _TOWN_AFTER.sub(r"\1", text)

    event.text = without(event.text)
    event.person = without(event.person)
    event.persons = tuple(map(without, event.persons))
    event.words = {name: without(text) for name, text in event.words.items()}
    event.extra = {
        heading: ADDRESS if here and _is_address(heading, text) else without(text)
        for heading, text in event.extra.items()
    }
    event.marks = tuple(map(without, event.marks))
    event.claims = tuple((without(name), role, words) for name, role, words in event.claims)


def _is_address(heading: str, text: str) -> bool:
    return bool(text.strip() and _HEADED.search(heading)) and not _OF_REFUGE.fullmatch(text.strip())


def _bare(words: str) -> str:
    return re.sub(r"[\s,]+", "", words).casefold()
