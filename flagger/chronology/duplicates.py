"""Rows that probably tell the same incident: accounts of one night by two agencies, or by one agency entered twice.

Links and never deletes. Precise rather than greedy: a link that should not be hides an event from a count, a missing
one only shows a person two rows that look alike. All thresholds are our inference; no published ones exist.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_DAYS = 3  # how far apart two agencies date one incident
_VAGUE = 7  # a date wider than this many days is too vague for likeness of words to mean much
_RARE_SHARE = 0.01
_RARE_LEAST = 4  # rows of a case that may hold a word before it is no longer rare
_SHARED_WORDS = 4
_SHARED_WORDS_ON_ONE_DAY = 3
_SHARED_PART = 0.5  # of the rare words of the shorter account
_SAME_AGENCY_PART = 0.8
_OWN_WORDS = 10  # so many rare words, all the same, are no formula
_REFERENCE_DAYS = 4  # a number on more days, or more rows, than these belongs to the case and not to an incident
_REFERENCE_ROWS = 20

_REFERENCE = re.compile(
    r"\b(?:urn|niche|crime|occurrence|incident|log|cad|storm|ref(?:erence)?)(?![a-z])[\s.:#-]*(?:(?:no|nr|number|ref(?:erence)?)\b[\s.:#-]*)*"
    r"(?!(?:19|20)\d\d(?![\w/-]*\d)|\d{1,2}[/-]\d{1,2}[/-])((?=[a-z0-9/-]*\d{3})[a-z0-9]+(?:[/-][a-z0-9]+)*)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_VISIT = re.compile(
    r"\b(?:visit|visited|appointment|appt|clinic|session|core group|review|weighed|check)\b", re.IGNORECASE
)
# Words of everyday recording: two contacts a day apart share them without being one.
_EVERYDAY = (
    "about access action advice advised after again agency agreed also appeared appointment appropriate aware"
    " away baby been before being both called care case chat child children clean clinic closed comments"
    " completed concern concerned concerns confirmed contact contacted conversation core could dad daily date"
    " dated day days did discharge discharged discussed discussion doing done door during each email engaged"
    " engaging established event family father feeding felt fine follow followed from further gave given going"
    " good group had happy has have health healthy her here him his home house into issues kept last letter"
    " liaison made making meeting met mother mum mums next nil noted nothing now observed offered ongoing open"
    " other our out outcome parent parents partner phone phoned plan planned police positive present"
    " presentation presented progress provided reached received record recorded refer referral referred"
    " regarding remains report reported reports request requested response review reviewed routine said saw"
    " school seemed seen sent service session settled shared she social some spoke spoken staff started stated"
    " still support supported supportive team telephone text than that the their them then there they this"
    " tidy time today told unannounced undertaken update updated very view visit visited visitor was weekly"
    " weighed weight well went were when where which while who will with worker would year years young"
)
_FORMULA = frozenset(_EVERYDAY.split())


@dataclass(frozen=True, slots=True)
class Account:
    """What is compared of one event; `lo` and `hi` are days since 1970-01-01, None when undated."""

    id: str
    case: str
    lo: int | None
    hi: int | None
    time: int | None
    agency: str
    persons: frozenset[str]
    collective: bool
    text: str


@dataclass(frozen=True, slots=True)
class _Told:
    """An account made ready: its words of its own, its reference numbers, and the text without case or spacing."""

    account: Account
    lo: int
    hi: int
    words: frozenset[str]
    references: frozenset[str]
    plain: str


def link_incidents(accounts: Sequence[Account]) -> list[str]:
    """For each account, in canonical order, the id of the first account of its incident (its own id when told once).

    Accounts of different cases are never linked, undated ones neither. The order of equal accounts does not matter.
    """
    parent = list(range(len(accounts)))
    cases: dict[str, list[int]] = defaultdict(list)
    first_of: dict[Account, int] = {}
    for i, account in enumerate(accounts):
        if account.lo is None:
            continue
        # A row entered twice in full is one account, so it counts once in what is rare and is compared once.
        first = first_of.setdefault(replace(account, id=""), i)
        if first != i and _same_text_and_dates(_made_ready(account), _made_ready(account)):
            parent[i] = first
        else:
            cases[account.case].append(i)
    for places in cases.values():
        for a, b in _pairs(accounts, places):
            first, last = sorted((_root(parent, a), _root(parent, b)))
            parent[last] = first
    return [accounts[_root(parent, i)].id for i in range(len(accounts))]


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _pairs(accounts: Sequence[Account], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of one case that tell the same incident. Only rows that share something rare are compared."""
    told = {i: _made_ready(accounts[i]) for i in places}
    rows_with: dict[str, int] = defaultdict(int)
    for t in told.values():
        for word in t.words:
            rows_with[word] += 1
    most = max(_RARE_LEAST, int(len(places) * _RARE_SHARE))
    rare = {i: frozenset(w for w in t.words if rows_with[w] <= most) for i, t in told.items()}
    blocks: dict[tuple[str, object], list[int]] = defaultdict(list)
    for i, t in told.items():
        for word in rare[i] if t.hi - t.lo <= _VAGUE else ():
            blocks["word", word].append(i)
        for reference in t.references:
            blocks["reference", reference].append(i)
        if t.plain:
            blocks["same", (t.plain, t.lo, t.hi)].append(i)
    of_incident = {
        str(key[1])
        for key, rows in blocks.items()
        if key[0] == "reference" and len(rows) <= _REFERENCE_ROWS and len({told[i].lo for i in rows}) <= _REFERENCE_DAYS
    }
    seen: set[tuple[int, int]] = set()
    for (kind, value), rows in blocks.items():
        for pair in _near(rows, told) if kind != "reference" or value in of_incident else ():
            if pair not in seen:
                seen.add(pair)
                a, b = pair
                if _same_incident(told[a], told[b], rare[a], rare[b], of_incident):
                    yield pair


def _made_ready(account: Account) -> _Told:
    assert account.lo is not None and account.hi is not None
    plain = " ".join(account.text.casefold().split())
    people = {part for name in account.persons for part in name.split()}
    words = {w for w in _WORD.findall(plain) if len(w) > 2 and w not in _FORMULA and w not in people}
    references = frozenset(found.casefold() for found in _REFERENCE.findall(account.text))
    return _Told(account, account.lo, account.hi, frozenset(words), references, plain)


def _near(rows: Sequence[int], told: dict[int, _Told]) -> Iterator[tuple[int, int]]:
    """Pairs of rows whose dates can be within the window, by a sweep in order of their first days."""
    held: list[int] = []
    for i in sorted(rows, key=lambda i: (told[i].lo, i)):
        held = [j for j in held if told[j].hi + _DAYS >= told[i].lo]
        for j in held:
            yield (j, i) if j < i else (i, j)
        held.append(i)


def _same_incident(a: _Told, b: _Told, rare_a: frozenset[str], rare_b: frozenset[str], of_incident: set[str]) -> bool:
    if a.references & b.references & of_incident:
        return True
    if a.references & of_incident and b.references & of_incident:
        return False
    if not _people_can_be_same(a.account, b.account):
        return False
    agencies_differ = a.account.agency != b.account.agency
    times_differ = a.account.time is not None and b.account.time is not None and a.account.time != b.account.time
    if not agencies_differ and times_differ:
        return False
    if _same_text_and_dates(a, b):
        return True
    if max(a.hi - a.lo, b.hi - b.lo) > _VAGUE:
        return False
    days_differ = a.lo > b.hi or b.lo > a.hi
    # A planned contact on another day is another contact, however alike the words.
    if days_differ and _VISIT.search(a.plain) and _VISIT.search(b.plain):
        return False
    return _alike(a, b, rare_a, rare_b, agencies_differ, days_differ)


def _same_text_and_dates(a: _Told, b: _Told) -> bool:
    same = bool(a.plain) and a.plain == b.plain and (a.lo, a.hi) == (b.lo, b.hi)
    return same and (a.hi - a.lo <= _VAGUE or len(a.words) >= _SHARED_WORDS)


def _alike(
    a: _Told, b: _Told, rare_a: frozenset[str], rare_b: frozenset[str], agencies_differ: bool, days_differ: bool
) -> bool:
    shared = len(rare_a & rare_b)
    if agencies_differ:
        least = _SHARED_WORDS if days_differ else _SHARED_WORDS_ON_ONE_DAY
        return shared >= least and shared >= _SHARED_PART * min(len(a.words), len(b.words))
    if days_differ:
        return a.plain == b.plain and shared >= _OWN_WORDS
    return shared >= _SHARED_WORDS and shared >= _SAME_AGENCY_PART * len(a.words | b.words)


def _people_can_be_same(a: Account, b: Account) -> bool:
    """Whether both can be about the same people: a name in common ("Wren", "Wren Poole"), everybody, or nobody."""
    if a.collective or b.collective or not a.persons or not b.persons:
        return True
    names_a, names_b = ([frozenset(name.split()) for name in account.persons] for account in (a, b))
    return any(x <= y or y <= x for x in names_a for y in names_b)
