"""The table of five families in `sample_chronologies/README.md` says what the program finds, row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import pytest
from test_samples import CASES, SAMPLES, run

from flagger.rulebook.where import rules_root
from flagger.screen import Screening, load_library

TEXT = (SAMPLES / "README.md").read_text(encoding="utf-8")
_SAID = re.compile(
    r"(?P<name>[A-Z][a-z]+)(?:, beside [A-Z][a-z]+)?: (?=\*\*)"
    r"|\*\*(?P<rule>\w+)\*\*"
    r"|`(?P<file>[^`]+)` (?P<rows>\d+(?:, \d+)*)"
)


@dataclass(frozen=True)
class Said:
    """Rules of one family together with the rows said of them."""

    family: str
    rules: tuple[str, ...]
    places: tuple[tuple[str, int], ...]


def said_in(cell: str) -> list[Said]:
    found: list[Said] = []
    family, rules, places = "", list[str](), list[tuple[str, int]]()
    for m in _SAID.finditer(cell):
        if (m["name"] or m["rule"]) and places:
            found.append(Said(family, tuple(rules), tuple(places)))
            rules, places = [], []
        if m["name"]:
            family = m["name"]
        elif m["rule"]:
            rules.append(m["rule"])
        else:
            places += [(m["file"], int(row)) for row in m["rows"].split(", ")]
    return [*found, Said(family, tuple(rules), tuple(places))]


LINES = [line.strip("|").split(" | ") for line in TEXT.split("wrongly seen in |")[1].splitlines() if "**" in line]
PLAIN = [said for line in LINES for said in said_in(line[1])]
WRONG = [said for line in LINES for said in said_in(line[2])]


def case_of(family: str) -> str:
    (case,) = (case for case in CASES if family.lower() in case)
    return case


@lru_cache(None)
def screening_of(case: str) -> Screening:
    return run(case, load_library(rules_root()))


def places_of(screening: Screening, events: set[str]) -> set[tuple[str, int]]:
    rows = screening.reading.chronology.events
    some = rows[rows["event_id"].isin(events)]
    return set(zip(some["file"], some["row"].astype(int), strict=True))


def test_the_table_has_five_families_and_every_sample_is_told_of() -> None:
    assert len(LINES) == 5 and all(len(line) == 3 for line in LINES)
    assert all(f"({case}/NOTE.md)" in TEXT for case in CASES)


@pytest.mark.parametrize("said", PLAIN, ids=str)
def test_what_is_plain_is_flagged_with_these_rows(said: Said) -> None:
    screening = screening_of(case_of(said.family))
    for rule in said.rules:
        shown = [places_of(screening, {e.event for e in f.evidence}) for f in screening.flags if f.rule == rule]
        assert any(set(said.places) <= places for places in shown)


@pytest.mark.parametrize("said", WRONG, ids=str)
def test_what_is_wrongly_seen_is_not_flagged_and_its_rows_are_there(said: Said) -> None:
    screening = screening_of(case_of(said.family))
    flagged = {f.rule for f in screening.flags if said.family in (f.case, *f.case.title().split("-"))}
    assert set(said.rules) <= {outcome.rule for outcome in screening.outcomes}
    assert not flagged & set(said.rules)
    assert set(said.places) <= places_of(screening, set(screening.reading.chronology.events["event_id"]))
