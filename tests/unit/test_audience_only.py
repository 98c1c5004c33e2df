"""What one agency may see: nothing that only another agency's rows could have told."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from flagger.audience.only import agency_meant, only, only_coverage
from flagger.contract.build import as_json, of_reading, of_screening
from flagger.errors import UsageFault
from flagger.model import Coverage
from flagger.rulebook.where import rules_root
from flagger.screen import Reading, load_library, load_names, read, screen

_TABLE = """Date,Agency,Person,Event,Analysis
04/03/2024,Police,Ivy Larkspur,Domestic incident. Dad Joss Larkspur pushed mum.,
05/03/2024,School,Ivy Larkspur,Ivy told her teacher that dad pushed mum.,
06/03/2024,GP,Sable Moth,Seen with a sore wrist.,worry
11/03/2024,School,Ivy Larkspur,Ivy was not brought to breakfast club.,
11/03/2024,School,Ivy Larkspur,Ivy was not brought to breakfast club.,
"""


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    case = tmp_path / "family-larkspur"
    case.mkdir()
    (case / "composite.csv").write_text(_TABLE, encoding="utf-8")
    (case / "police_merlin.csv").write_text("Date,Event\n04/03/2024,Merlin seven-one sent\n", encoding="utf-8")
    (case / "school.csv").write_text("Date,Event\n12/03/2024,Ivy in choir\nlost row,\n", encoding="utf-8")
    names = load_names(rules_root())
    return read([case], names.codebook, agencies=names.agencies)


def test_no_word_file_count_or_person_of_another_agency_is_left(reading: Reading) -> None:
    own = only(reading, "school")
    said = json.dumps(json.loads(as_json(of_reading(own.reading))))
    for gone in ("Domestic incident", "Joss", "Sable", "wrist", "merlin", "Merlin", "police", "Analysis"):
        assert gone not in said
    assert {event.agency for event in of_reading(own.reading).events} == {"school"}
    assert set(own.reading.people.persons["name"]) == {"Ivy Larkspur", "mother (not named)", "father (not named)"}


def test_rows_of_a_shared_file_are_numbered_among_themselves(reading: Reading) -> None:
    read = of_reading(only(reading, "school").reading)
    assert [e.row for e in read.events if e.file == "composite.csv"] == [1, 2, 3]
    assert [(f.path, f.rows, f.events, f.listed) for f in read.files if f.path == "composite.csv"] == [
        ("composite.csv", 3, 3, ())
    ]


def test_no_heading_of_a_sheet_that_holds_no_own_row_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for agency, heading in (("School", "Event"), ("Police", "Notes on Joss Larkspur")):
        sheet = book.create_sheet(agency)
        for row in (["Date", "Agency", heading], ["04/03/2024", agency, "Seen"]):
            sheet.append(row)
    book.save(tmp_path / "all.xlsx")
    names = load_names(rules_root())
    own = only(read([tmp_path / "all.xlsx"], names.codebook, agencies=names.agencies), "school")
    assert len(own.reading.chronology.events) == 1
    assert "Joss" not in as_json(of_reading(own.reading)).decode()


def test_an_incident_links_own_rows_alone(reading: Reading) -> None:
    events = only(reading, "school").reading.chronology.events
    assert set(events["incident"]) <= set(events["event_id"])


def test_codings_are_those_of_own_rows(reading: Reading) -> None:
    own = only(reading, "school").reading
    assert set(own.codings["event_id"]) <= set(own.chronology.events["event_id"])
    assert len(own.codings)


def test_a_whole_run_over_own_rows_names_nobody_else(reading: Reading) -> None:
    library = load_library(rules_root(), tests=False)
    own = only(reading, "school", library.agencies)
    coverage = {"*": (Coverage("school", 19000, 20000, True), Coverage("police", 19000, 20000, True))}
    run = screen(own.reading, library, as_at=19900, coverage=only_coverage(coverage, "school"), engine="fixpoint")
    document = of_screening(run, "as given", notes=(own.note,))
    assert [row.agency for row in document.coverage] == ["school"]
    assert b"Joss" not in as_json(document)


@pytest.mark.parametrize("said", ["agency=School", "School", "school", "AGENCY=school"])
def test_an_agency_is_named_as_people_write_it(reading: Reading, said: str) -> None:
    assert agency_meant(said, reading) == "school"


def test_an_agency_without_rows_is_refused_with_those_there_are(reading: Reading) -> None:
    with pytest.raises(UsageFault, match="gp, police, school"):
        agency_meant("agency=Housing", reading)


def test_a_case_declared_without_the_agency_is_not_covered_by_what_is_said_of_all() -> None:
    mine, others = Coverage("school", 0, 9, True), Coverage("police", 0, 9, True)
    assert only_coverage({"*": (mine,), "larkspur": (others,)}, "school") == {"*": (mine,), "larkspur": ()}
    assert only_coverage({"larkspur": (others,), "moth": (mine,)}, "school") == {"moth": (mine,)}


@pytest.mark.parametrize("name", ["family-merrowdown", "family-quillfeather", "family-thistlewick"])
def test_no_row_of_a_sample_tells_one_agency_what_another_recorded(name: str) -> None:
    names = load_names(rules_root())
    whole = read([Path(__file__).parents[2] / "sample_chronologies" / name], names.codebook, agencies=names.agencies)
    events = whole.chronology.events
    for agency in sorted(set(events["agency"])):
        shown = as_json(of_reading(only(whole, agency, names.agencies).reading)).decode()
        own = events["agency"] == agency
        others = set(events.loc[~own, "text"]) - set(events.loc[own, "text"]) - {""}
        assert not [text for text in others if json.dumps(text)[1:-1] in shown and len(text) > 30]
        for file in set(events.loc[~own, "file"]) - set(events.loc[own, "file"]):
            assert file not in shown
        for event in set(events.loc[~own, "event_id"]):
            assert event not in shown
