"""Dates moved by whole weeks: in their own form, nothing left behind unsaid, and the same patterns found."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from flagger.audience.dates_in_text import LEFT_OUT, moved_date, moved_text
from flagger.audience.shift import KIND, moved, moved_coverage
from flagger.dates.written import read_date
from flagger.rulebook.where import rules_root
from flagger.screen import Library, find_coverage, load_library, read, screen

_NEAR = (dt.date(2024, 3, 20) - dt.date(1970, 1, 1)).days
_BACK = -210
_SAMPLES = sorted((Path(__file__).parents[2] / "sample_chronologies").glob("family-*"))


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("seen 4/3/24 and 04.03.2024", "seen 7/8/23 and 07.08.2023"),
        ("on 4th March 2024", "on 7th August 2023"),
        ("Mon 4 March, then 2024-03-04", "Mon 7 August, then 2023-08-07"),
        ("4-6 March 2024", "7-9 August 2023"),
        ("28 Sept-2 Oct", "2 Mar-6 Mar"),
        ("in March 2024", "in August 2023"),
        ("spring 2024", "autumn 2023"),
        ("hurt in 2011", "hurt in 2010"),
        ("school year 2022/23", "school year 2021/22"),
        ("CIN review in June", "CIN review in November"),
        ("at 2015 hrs, scored 10/10, 24/7", "at 2015 hrs, scored 10/10, 24/7"),
        ("3Mar2024, 03MAR24", "6Aug2023, 06AUG23"),
        ("03 03 2024", "06 08 2023"),
        ("since 03/2024", "since 08/2023"),
        ("seen on 3/3", "seen on 6/8"),
        ("in Q1 2024", "in July 2023"),
        ("14 March 12 children came", "17 August 12 children came"),
        ("Attendance this half term 97.5%", "Attendance this half term 97.5%"),
    ],
)
def test_a_date_is_written_again_in_its_own_form(written: str, again: str) -> None:
    assert moved_text(written, _BACK, _NEAR).text == again


@pytest.mark.parametrize(
    "written",
    [
        "worried at Christmas",
        "since Easter",
        "Log QX-240117",
        "the 1990s",
        "half term",
        "by 3/3",
        "Thursday 3rd",
        "FY22",
    ],
)
def test_what_tells_a_time_and_cannot_be_moved_is_said(written: str) -> None:
    assert moved_text(written, _BACK, _NEAR) == (type(moved_text("", 7)))(written, True)


def test_a_date_that_does_not_exist_is_left_out() -> None:
    assert moved_text("seen 31/02/2024", _BACK).text == f"seen {LEFT_OUT}"


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("w/c 4 March 2024", "w/c 7 August 2023"),
        ("? 22/09/2022", "? 24/02/2022"),
        ("17/10/2022 to 21/10/2022", "21/03/2022 to 25/03/2022"),
        ("Summer 2022", "3 November 2021 to 2 February 2022"),
        ("c. July 2021", "? 3 December 2020 to 2 January 2021"),
        ("ongoing", "ongoing"),
        ("32/13/2024", LEFT_OUT),
    ],
)
def test_a_date_cell_means_the_moved_days(written: str, again: str) -> None:
    was = read_date(written)
    assert moved_date(written, was.lo, was.hi, _BACK, was.approx) == again
    read_again = read_date(again)
    if was.lo is not None and was.hi is not None:
        assert (read_again.lo, read_again.hi) == (was.lo + _BACK, was.hi + _BACK)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(rules_root(), tests=False)


@pytest.mark.parametrize("folder", _SAMPLES[::3], ids=lambda folder: folder.name)
def test_the_same_patterns_are_found_a_year_and_more_before(folder: Path, library: Library) -> None:
    weeks = -61
    true = read([folder], library.codebook, agencies=library.agencies)
    copy = read([folder], library.codebook, agencies=library.agencies, change=lambda read: moved(read, weeks))
    coverage = find_coverage([folder], None, true.chronology, library.agencies)
    day = int(true.chronology.events["hi"].max())
    one = screen(true, library, as_at=day, coverage=coverage, engine="fixpoint")
    two = screen(copy, library, as_at=day + 7 * weeks, coverage=moved_coverage(coverage, weeks), engine="fixpoint")
    assert [(f.rule, f.status, f.evidence) for f in two.flags] == [(f.rule, f.status, f.evidence) for f in one.flags]
    texts = " ".join(copy.chronology.events["text"])
    for day_written in true.chronology.events["date_text"]:
        assert len(day_written) < 8 or day_written not in texts


def test_what_is_left_is_a_problem_with_a_place_and_no_words(tmp_path: Path, library: Library) -> None:
    file = tmp_path / "gp_2024.csv"
    file.write_text("Date,Event\n04/03/2024,Sore since Easter\n05/03/2024,Well\n", encoding="utf-8")
    copy = read([file], library.codebook, agencies=library.agencies, change=lambda read: moved(read, -61))
    problems = [p for p in copy.chronology.problems if p.kind == KIND]
    assert [(p.row, p.column) for p in problems] == [(None, None), (2, "text")]
    assert "Easter" not in repr(problems)


def test_a_problem_does_not_say_the_true_date(tmp_path: Path, library: Library) -> None:
    file = tmp_path / "gp.csv"
    file.write_text("Date,Event\n29/02/2023,Sore\n05/03/2024,Well\n", encoding="utf-8")
    copy = read([file], library.codebook, agencies=library.agencies, change=lambda read: moved(read, -61))
    assert copy.chronology.events["date_text"].tolist()[-1] == LEFT_OUT
    assert "2023" not in repr(copy.chronology.problems)
    assert "could not be read; expected" in repr(copy.chronology.problems)


def test_a_sheet_named_by_a_date_and_a_dated_heading_do_not_tell_how_far_dates_moved(
    tmp_path: Path, library: Library
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "March 2022"
    for row in (["Date", "Event", "Week of 14/03/2022"], ["04/03/2022", "Well", "x"]):
        sheet.append(row)
    book.save(tmp_path / "gp.xlsx")
    read_ = read([tmp_path / "gp.xlsx"], library.codebook, agencies=library.agencies, change=lambda it: moved(it, -61))
    copy = read_.chronology
    held = repr([copy.events.to_dict("records"), copy.people.to_dict("records"), copy.files, copy.problems])
    assert "14/03/2022" not in held and "March 2022" not in held
    assert set(copy.events["sheet"]) == {"sheet 1"}
