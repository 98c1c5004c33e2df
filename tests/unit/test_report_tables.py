"""CSV for spreadsheets: nothing runs, nothing is cut in silence, every row is there."""

from __future__ import annotations

import csv
import io

import pytest
from report_sample import document, event

from flagger.chronology.spreadsheets import LONGEST
from flagger.report.tables import CUT, as_cell, events_csv, flags_csv, outcomes_csv, problems_csv


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("cell", ["=1+1", "+44 20", "-3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_a_formula_is_text(cell: str) -> None:
    assert as_cell(cell) == "'" + cell


def test_other_cells_are_left_as_they_are() -> None:
    assert as_cell("a = b") == "a = b"
    assert as_cell(None) == "" and as_cell(3) == "3"


def test_a_cell_as_long_as_a_spreadsheet_holds_is_whole() -> None:
    assert as_cell("x" * LONGEST) == "x" * LONGEST


def test_a_longer_cell_is_cut_and_says_so() -> None:
    cut = as_cell("=" + "x" * 52_000)
    assert len(cut) == LONGEST and cut.startswith("'=") and cut.endswith(CUT)


def test_a_cell_is_measured_as_spreadsheets_measure_it() -> None:
    cut = as_cell("\N{SLIGHTLY SMILING FACE}" * 20_000)
    assert cut.endswith(CUT) and len(cut.encode("utf-16-le")) // 2 in (LONGEST - 1, LONGEST)


def test_text_with_commas_quotes_and_line_ends_comes_back_as_it_was() -> None:
    text = 'Mum said "no", then\nleft; é “quoted”'
    (row,) = _rows(events_csv([event(1, text)]))
    assert row["text"] == text


def test_columns_that_no_rule_reads_are_kept() -> None:
    assert (
        _rows(events_csv([event(1, other={"Plan": "ring", "Shoe size": "4"})]))[0]["other"]
        == "Plan: ring; Shoe size: 4"
    )


def test_every_flag_has_its_places_and_questions() -> None:
    rows = _rows(flags_csv(document()))
    assert [row["rule"] for row in rows] == ["R1", "S1"]
    assert rows[0]["rows"] == "gp.csv row 2 (anchor); gp.csv row 3 (nearest)"
    assert rows[0]["ask"] == "What is it like?"


def test_events_name_the_flags_they_stand_behind() -> None:
    whole = document()
    rows = _rows(events_csv(whole.events, whole))
    assert rows[0]["flags"] == "R1 R1-flag; S1 S1-flag"
    assert rows[0]["codes"] == "was not brought" and rows[0]["words"] == "Was not brought"


def test_outcomes_and_problems_are_all_there() -> None:
    whole = document()
    assert [row["outcome"] for row in _rows(outcomes_csv(whole))] == [
        "flagged",
        "not flagged",
        "not assessed",
        "flagged",
    ]
    assert _rows(problems_csv(whole.problems))[0]["row"] == "3"
