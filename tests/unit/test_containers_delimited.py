"""Separated text: what a spreadsheet program would show, and no row lost to one bad quotation mark."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path

import pytest
from containers_files import read, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from flagger.chronology.containers.delimited import read_delimited
from flagger.chronology.containers.grid import plain

HEAD = "Date,Agency,Event\n"


def rows(text: str) -> list[list[str]]:
    grids, _ = read_delimited(text.encode(), "x.csv")
    return [[cell.text for cell in row.cells] for row in grids[0].rows]


def numbers(text: str) -> list[int]:
    return [row.number for row in read_delimited(text.encode(), "x.csv")[0][0].rows]


def test_a_quoted_line_break_stays_in_its_cell_and_counts_as_one_row() -> None:
    assert rows(HEAD + '4 March,GP,"one\ntwo"\n5 March,GP,three\n')[1:] == [
        ["4 March", "GP", "one\ntwo"],
        ["5 March", "GP", "three"],
    ]
    assert numbers(HEAD + '4 March,GP,"one\ntwo"\n5 March,GP,three\n') == [1, 2, 3]


def test_blank_lines_are_left_out_but_counted() -> None:
    assert numbers("Date,Event\n\n,\n4 March,seen\n") == [1, 4]


def test_the_sep_line_is_no_row() -> None:
    assert numbers("sep=;\nDate;Event\n4 March;seen, well\n") == [1, 2]
    assert rows("SEP=\t\r\nDate\tEvent\r\n") == [["Date", "Event"]]


def test_commas_in_narrative_do_not_outvote_semicolons() -> None:
    text = "Date;Event\n" + "".join(f"{day} March;seen, well, and happy\n" for day in range(1, 9))
    assert rows(text)[1] == ["1 March", "seen, well, and happy"]


@pytest.mark.parametrize(
    ("bad", "cells"),
    [
        ('4 March,GP,"never closed\n', ["4 March", "GP", "never closed"]),
        ('4 March,"GP,never closed\n', ["4 March", "GP", "never closed"]),
        ('"4, March","GP,said ""no""\n', ["4, March", "GP", 'said ""no""']),
    ],
)
def test_an_unclosed_mark_loses_only_its_own_line(bad: str, cells: list[str]) -> None:
    for after in ('5 March,GP,"closed"\n', '"5 March","GP",closed\n', "5 March,GP,closed\n", '5 March,"",closed\n'):
        grids, problems = read_delimited((HEAD + bad + after).encode(), "x.csv")
        got = [[cell.text for cell in row.cells] for row in grids[0].rows]
        assert got[1] == cells
        assert got[2][0] == "5 March"
        assert got[2][2] == "closed"
        assert [(each.kind, each.row) for each in problems] == [("unclosed-quote", 2)]


def test_marks_inside_a_field_are_text() -> None:
    assert rows(HEAD + '4 March,GP,"Said "no" to it"\n')[1][2] == 'Said "no" to it'
    assert rows(HEAD + '4 March,GP,Said "no" to it\n')[1][2] == 'Said "no" to it'
    assert rows(HEAD + '4 March,GP,"Said ""no""\n""Then yes"""\n')[1][2] == 'Said "no"\n"Then yes"'


def test_a_row_with_too_many_cells_keeps_them_and_is_named() -> None:
    grids, problems = read_delimited((HEAD + "4 March,GP,seen, then left\n5 March,GP,seen\n").encode(), "x.csv")
    assert [cell.text for cell in grids[0].rows[1].cells] == ["4 March", "GP", "seen", " then left"]
    assert [(each.kind, each.row) for each in problems] == [("long-row", 2)]


def test_a_header_wider_than_most_rows_sets_the_width() -> None:
    assert read_delimited(b"Date,Event,Note\n4 March,a\n5 March,b\n6 March,b\n7 March,c,d\n", "x.csv")[1] == ()


def test_trailing_separators_are_no_long_row() -> None:
    assert read_delimited((HEAD + "4 March,GP,seen,,,\n5 March,GP,seen\n").encode(), "x.csv")[1] == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    assert texts(read(tmp_path, "Date,Event\n4 March,café – “open”\n".encode(encoding)))[1][1] == "café – “open”"


def test_a_file_joined_from_two_encodings_is_read_line_by_line(tmp_path: Path) -> None:
    got = read(tmp_path, "Date,Event\n4 March,café\n".encode() + "5 March,naïve\n".encode("cp1252"))
    assert [line[1] for line in texts(got)] == ["Event", "café", "naïve"]
    assert "line 3" in got.problems[0].message


def test_no_break_and_zero_width_characters_go_and_the_rest_stays() -> None:
    assert plain("\u200e04/03/2019\u00a0seen\u200b \u00a0\n x  ") == "04/03/2019 seen\n x"
    assert plain("👩\u200d👧 שלום سلام\u200cها") == "👩\u200d👧 שלום سلام\u200cها"
    assert plain("not\u200c seen") == "not seen"


def test_a_very_long_cell_survives() -> None:
    assert len(rows(HEAD + f'4 March,GP,"{"word " * 10_400}x"\n')[1][2]) == 52_001


def test_many_unclosed_marks_take_no_longer_than_the_file_deserves() -> None:
    text = HEAD + '4 March,GP,"it""s\n' * 3000
    start = time.process_time()
    assert len(rows(text)) == 3001
    assert time.process_time() - start < 2


cells = st.text(st.sampled_from('ab ,;"\n|'), max_size=6)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_the_csv_module_writes_comes_back(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    expected = [[plain(text) for text in line] for line in table]
    assert rows("sep=,\n" + out.getvalue()) == [line for line in expected if any(line)]
