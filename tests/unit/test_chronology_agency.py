"""Agencies by one name, from a cell or a file's name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flagger.chronology.agency import agency_of_file, as_key, read_agencies, shipped_agencies
from flagger.errors import RulesFault

RULE_LANGUAGE = Path(__file__).parents[2] / "docs" / "rule-language.md"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Police", "police"),
        ("Avon & Somerset Police", "police"),
        ("HV", "health_visitor"),
        ("School Nurse", "school_nurse"),
        ("St Anselm's Primary School", "school"),
        ("Children’s Social Care", "csc"),
        ("CFCS", "csc"),
        ("CADS", "csc"),
        ("CASS", "csc"),
        ("MASH", "csc"),
        ("Front Door", "csc"),
        ("Emergency Duty Team", "edt"),
        ("A&E", "ed"),
        ("ED", "ed"),
        ("GP - Dr Invented", "gp"),
        ("Drug and Alcohol Service", "substance_service"),
        ("Adult Social Care", "adult_social_care"),
        ("CAMHS", "mental_health"),
        ("Women's Aid", "da_service"),
        ("IDVA", "idva"),
        ("YOT", "yjs"),
        ("health_visitor", "health_visitor"),
    ],
)
def test_an_agency_is_known_by_the_words_people_use(written: str, key: str) -> None:
    assert shipped_agencies().find(written) == key


@pytest.mark.parametrize("written", ["Police / CSC", "Police & ASC", "Health and Police", "Ed Wren", "Wizards", ""])
def test_a_name_that_means_none_or_two_is_not_guessed(written: str) -> None:
    assert shipped_agencies().find(written) == ""


def test_an_unknown_name_is_kept_in_the_form_of_a_key() -> None:
    assert as_key("Wizards' Guild (North)") == "wizards_guild_north"


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("police_2024", "police"),
        ("Chronology - HV", "health_visitor"),
        ("wren csc", "csc"),
        ("wren family", ""),
        ("police and gp", ""),
    ],
)
def test_a_files_name_says_the_agency_only_when_it_is_plain(stem: str, key: str) -> None:
    assert agency_of_file(shipped_agencies(), stem) == key


def test_every_agency_that_rules_may_name_is_in_the_table_and_no_other() -> None:
    listed = re.search(r"keys of `rules/codebook/agencies\.yaml`: `([^`]+)`", RULE_LANGUAGE.read_text(encoding="utf-8"))
    assert listed
    table = shipped_agencies()
    assert {*table.alone.values(), *table.words.values()} == set(listed.group(1).split())


def test_a_faulty_table_says_all_its_faults_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "agencies.yaml"
    path.write_text(
        "agencies:\n  police:\n    words: [police]\n"
        "  gp:\n    words: [police]\n    also: [doctor]\n  ed:\n    alone: [police, 3]\n"
    )
    with pytest.raises(RulesFault) as fault:
        read_agencies(path)
    assert [line.split(": ")[0] for line in fault.value.faults] == [
        "agencies.yaml:4",
        "agencies.yaml:8",
        "agencies.yaml:8",
    ]


def test_a_name_of_an_area_means_its_agency_whatever_it_meant_before() -> None:
    local = shipped_agencies().with_names({"da_service": ["Harbour Team"], "early_help": ["First Response", "SPA"]})
    assert local.find("harbour team") == local.find("The Harbour Team, north") == "da_service"
    assert (shipped_agencies().find("First Response"), local.find("First Response")) == ("csc", "early_help")
    assert (shipped_agencies().find("SPA"), local.find("SPA")) == ("csc", "early_help")
    assert local.find("Police") == "police" and shipped_agencies().find("Harbour Team") == ""


def test_agencies_named_in_a_text_are_found_by_their_words() -> None:
    assert shipped_agencies().named_in("HV rang the police about school") == {"health_visitor", "police", "school"}
    assert shipped_agencies().named_in("Mum rang Ed") == set()
