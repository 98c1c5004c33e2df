"""The chronology that a careful reader read cold (docs/evaluation.md): what is found there, and what is kept out.

Rows are named as on that page: P police.csv, C social-care.csv, H health.xlsx, S school.docx. Holds rules and rows,
never sentences or the number of flags, which grow with the rules.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flagger.flags.record import Flag
from flagger.rulebook.where import rules_root
from flagger.screen import Reading, Screening, find_coverage, load_library, read, screen

HERE = Path(__file__).parents[2] / "docs" / "evaluation"
FILES = {"P": "police.csv", "C": "social-care.csv", "H": "health.xlsx", "S": "school.docx"}
AS_AT = (dt.date(2024, 3, 5) - dt.date(1970, 1, 1)).days


@pytest.fixture(scope="module")
def done() -> tuple[Reading, Screening]:
    library = load_library(rules_root())
    paths = [HERE / name for name in (*FILES.values(), "people.csv")]
    reading = read(paths, library.codebook, case="Thistlewood")
    coverage = find_coverage([HERE], HERE / "coverage.yaml", reading.chronology)
    return reading, screen(reading, library, as_at=AS_AT, coverage=coverage)


def places(reading: Reading) -> dict[str, str]:
    letters = {name: letter for letter, name in FILES.items()}
    events = reading.chronology.events
    return {e: f"{letters[f]}{r}" for e, f, r in zip(events["event_id"], events["file"], events["row"], strict=True)}


def rows(flag: Flag, place: dict[str, str]) -> set[str]:
    return {place[one.event] for one in flag.evidence}


@pytest.mark.parametrize(
    ("item", "rule", "found"),
    [
        (8, "R36", "P33"),
        (8, "R36", "P20"),
        (10, "R40", "C26"),
        (10, "R40", "P12"),
        (13, "R24", "C19"),
        (13, "R44", "C58"),
        (14, "R02", "C13 P39 P36"),
        (24, "R85", "C49 H52"),
        (24, "R85", "C79 H74"),
        (33, "R22", "H57 H59 H62"),
        (37, "R75", "C23"),
        (44, "P09", "C79"),
    ],
)
def test_what_the_reader_wrote_down_is_found(done: tuple[Reading, Screening], item: int, rule: str, found: str) -> None:
    reading, screening = done
    place = places(reading)
    assert any(flag.rule == rule and set(found.split()) <= rows(flag, place) for flag in screening.flags), item


@pytest.mark.parametrize(
    ("trap", "kept_out"),
    [
        ("next door's abuse", "P43 P42 C11 P34"),
        ("another child of nearly the same name", "S15"),
        ("the clinic's own cancellations", "H11 H12 H13 H45 H22 C7"),
        ("a planned stay in a hotel", "C8"),
        ("damp beds and mould", "S5 C10 C3"),
        ("an agreed holiday, an operation, a shut school", "S37 S58 H72 S8"),
        ("neighbours' parties, thefts, lost purses", "P5 P46 P6 P21 P37 P44 S17"),
    ],
)
def test_the_readers_traps_stand_in_no_worry(done: tuple[Reading, Screening], trap: str, kept_out: str) -> None:
    reading, screening = done
    place = places(reading)
    beside = ("nearest", "told again", "just before", "soon after", "other")
    shown = {
        (place[one.event], flag.rule)
        for flag in screening.flags
        if flag.kind == "concern"
        for one in flag.evidence
        if one.role not in beside
    }
    assert not [pair for pair in shown if pair[0] in kept_out.split()], trap


def test_no_smell_of_drink_and_no_marks_are_neither_drink_nor_marks(done: tuple[Reading, Screening]) -> None:
    reading, _ = done
    place, codings = places(reading), reading.codings
    sure = codings[codings["status"] == "affirmed"]
    said = {(place[e], code) for e, code in zip(sure["event_id"], sure["code"], strict=True)}
    assert not said & {(row, code) for row in ("C45", "H48", "P10") for code in ("alcohol", "drugs")}
    assert not said & {(row, "injury") for row in ("H21", "H30", "P40", "P41")}


def test_the_three_children_are_three(done: tuple[Reading, Screening]) -> None:
    persons = done[0].people.persons
    children = persons.loc[persons["child"], "name"]
    assert sorted(children) == ["Clementine Thistlewood", "Jasper Thistlewood", "Tobias Thistlewood"]
