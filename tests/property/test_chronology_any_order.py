"""Nothing is lost and no order matters, however a table is mangled."""

from __future__ import annotations

import csv
import random
import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flagger.chronology.containers.grid import Cell, Grid, GridRow
from flagger.chronology.read import read_files
from flagger.chronology.rows import read_rows

_TEXTS = st.sampled_from(
    [
        "",
        "",
        "Date",
        "Agency",
        "Event",
        "Outcome",
        "Name",
        "Relationship",
        "DOB",
        "2019",
        "March 2020",
        "12/03/2020",
        "12 March",
        "31/02/2020",
        "01/01/0100",
        "# note",
        "Police",
        "HV",
        "Seen at home",
        "and then left",
        "All",
        "Mum",
        "14:30",
        "word " * 40,
    ]
)
_CELLS = st.builds(
    Cell,
    _TEXTS,
    st.one_of(st.none(), st.integers(-800_000, 60_000)),
    merged=st.booleans(),
    marks=st.sampled_from([(), ("struck",), ("comment: see file",)]),
)
_HEADS = st.sampled_from([("Date", "Agency", "Event", "Outcome"), ("Name", "Relationship", "DOB", ""), ()])


@st.composite
def grids(draw: st.DrawFn) -> list[Grid]:
    made = []
    for n in range(draw(st.integers(1, 3))):
        rows = [tuple(Cell(text) for text in draw(_HEADS))] if draw(st.booleans()) else []
        rows += draw(st.lists(st.lists(_CELLS, min_size=1, max_size=6).map(tuple), max_size=8))
        if draw(st.booleans()):
            rows = draw(st.permutations(rows))
        marks = draw(st.sampled_from([(), ("hidden sheet",)]))
        made.append(Grid(f"table {n}", tuple(GridRow(i, row) for i, row in enumerate(rows, 1)), marks))
    return made


@settings(max_examples=200, deadline=None)
@given(grids())
def test_every_row_that_holds_anything_is_one_event_or_is_listed_once(made: list[Grid]) -> None:
    read = read_rows("mangled.docx", made, {})
    held = [(g.sheet, row.number) for g in made for row in g.rows if any(cell.text.strip() for cell in row.cells)]
    events = [(event.sheet, event.row) for event in read.events]
    listed = [(row.sheet, row.row) for row in read.listed]
    assert sorted(events + listed) == sorted(held)
    assert read.rows == len(held)
    people = [(person.sheet, person.row) for person in read.people]
    assert set(people) <= set(listed)


_ROWS = st.tuples(
    st.sampled_from(["12/03/2020", "13/03/2020", "March 2020", "?14/03/20", "", "soon"]),
    st.sampled_from(["Police", "HV", "", "Wizards"]),
    st.sampled_from(["Wren", "Wren & Jay", "All", "", "Mum", "Jay (sibling), Mum"]),
    st.sampled_from(["Seen", "URN 4471 noise heard", "Window smashed, neighbour rang, lip cut", ""]),
    st.sampled_from(["", "NFA"]),
)
_HEAD = ("Date", "Agency", "Child", "Event", "Outcome")


def _frames(
    folder: Path, files: dict[str, list[tuple[str, ...]]], order: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    for name, rows in files.items():
        with (folder / name).open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([_HEAD, *rows])
    got = read_files([folder / name for name in order], case="wren")
    for file in got.files:
        assert file.rows == file.events + len(file.listed)
    assert len(got.events) == sum(file.events for file in got.files)
    return got.events.drop(columns=["row"]), got.people.drop(columns=["row"])


@settings(max_examples=60, deadline=None)
@given(st.lists(_ROWS, max_size=8), st.lists(_ROWS, max_size=5), st.randoms(use_true_random=False))
def test_the_frames_are_the_same_in_any_order_of_files_and_rows(
    one: list[tuple[str, ...]], two: list[tuple[str, ...]], mix: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        before = _frames(Path(folder), {"a.csv": one, "b.csv": two}, ["a.csv", "b.csv"])
        after = _frames(
            Path(folder), {"a.csv": mix.sample(one, len(one)), "b.csv": mix.sample(two, len(two))}, ["b.csv", "a.csv"]
        )
    for left, right in zip(before, after, strict=True):
        pd.testing.assert_frame_equal(left, right)
    assert before[0]["event_id"].is_unique
    places = {event: n for n, event in enumerate(before[0]["event_id"])}
    assert all(places[first] <= n for n, first in enumerate(before[0]["incident"]))
