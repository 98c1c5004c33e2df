"""A merged chronology read back is the chronology it was made of, whatever its rows hold."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from flagger.chronology.composite.when import When, in_words, of_columns, of_words, read_as
from flagger.chronology.containers.grid import plain
from flagger.codebook import Codebook, load_codebook
from flagger.dates.say import to_date
from flagger.errors import NothingRead
from flagger.report.merged.book import merged_xlsx
from flagger.report.merged.document import merged_docx
from flagger.report.merged.table import merged_csv
from flagger.rulebook.where import rules_root
from flagger.screen import Reading, read

FORMS: dict[str, Callable[[Reading], bytes]] = {"docx": merged_docx, "xlsx": merged_xlsx, "csv": merged_csv}
PLACES = ["file", "sheet", "row", "origin"]

_ODD = ["\n", "\x85", "\x0b", "\u2028",
        "  ", "\t", "=", "'", '"', ",", ";", "@-+", "…", "\u200d", "👩\u200d👧", "شوهد", "שלום", "é", "\ufffe",
        "\x07",        "_x0041_", "<r>", "</r>", "&amp;", ": ", "\\", "(continued)", "Impact: ", "\u3000",
        "[", "\ud83d"]  # fmt: skip
_TEXT = st.one_of(
    st.sampled_from(["", "Seen at home", "=1+1", "-", "Kim said no", "Row id", "Case: x", "Undated", "not known"]),
    st.lists(st.one_of(st.sampled_from(_ODD), st.text(max_size=4), st.just("word ")), max_size=8).map("".join),
)
_DATE = st.sampled_from(
    [
        "12/03/2020",
        "13.3.20",
        "March 2020",
        "? 22 May 2016",
        "c. 2018",
        "w/c 4 March 2024",
        "Autumn 2021",
        "soon",
        "",
        "2019",
        "12/03/2020 14:30",
        "overnight 4-5 May 2021",
        "early 2020",
        "Christmas 2019",
        "31/02/2020",
    ]
)
_HEADINGS = ["Date", "End date", "Time", "Agency", "Source", "Child", "Event", "Outcome", "Impact", "RAG", "Ref", "Age"]
_OWN = [
    "Marks",
    "Told also by",
    "Shoe size",
    "Event (continued)",
    "Note: more",
    "Row id (as given)",
    "a\\b",
    "Organisation",
]
_FIELDS = {
    "Date": _DATE,
    "End date": st.sampled_from(["", "14/03/2020", "soon"]),
    "Time": st.sampled_from(["", "14:30", "late"]),
    "Agency": st.sampled_from(["", "Police", "police", "HV", "GP / ASC", "Wizards' guild", "-"]),
    "Child": st.one_of(st.sampled_from(["", "All", "Ava & Leo", "Kim Poole (mother)"]), _TEXT),
}


@st.composite
def files(draw: st.DrawFn) -> list[list[list[str]]]:
    """Tables of rows under headings, each for a file of its own."""
    made = []
    for _ in range(draw(st.integers(1, 2))):
        headings = ["Date", "Event", *draw(st.lists(st.sampled_from([*_HEADINGS, *_OWN]), unique=True, max_size=9))]
        headings = list(dict.fromkeys(headings))
        rows = draw(st.lists(st.tuples(*(_FIELDS.get(heading, _TEXT) for heading in headings)), min_size=1, max_size=6))
        made.append([headings, *map(list, rows)])
    return made


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook(rules_root() / "codebook")


def assert_same(one: Reading, other: Reading) -> None:
    """Events, people, codes and parts, but for where they were read now."""
    for name in ("events", "people"):
        frames = (getattr(reading.chronology, name).drop(columns=PLACES) for reading in (one, other))
        pd.testing.assert_frame_equal(*frames)
    pd.testing.assert_frame_equal(one.codings, other.codings)
    pd.testing.assert_frame_equal(one.people.persons, other.people.persons)
    pd.testing.assert_frame_equal(one.people.mentions, other.people.mentions)
    assert one.people.together == other.people.together


@pytest.mark.parametrize("form", FORMS)
def test_what_was_merged_is_read_back_and_merged_again_it_is_the_same(form: str, codebook: Codebook) -> None:
    @settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(files())
    def holds(tables: list[list[list[str]]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, table in enumerate(tables):
                paths.append(Path(folder) / f"{number}.csv")
                with paths[-1].open("w", newline="", encoding="utf-8", errors="replace") as out:
                    csv.writer(out).writerows(table)
            try:
                before = read(paths, codebook, case="wren")
            except NothingRead:
                return  # some tables have no row of headings that is known
            merged = Path(folder) / f"merged.{form}"
            merged.write_bytes(FORMS[form](before))
            after = read([merged], codebook)
            assert_same(before, after)
            assert FORMS[form](after) == merged.read_bytes()

    holds()


@given(st.lists(st.one_of(st.sampled_from(_ODD), st.characters(categories=None)), max_size=12).map("".join))
def test_text_that_is_clean_stays_as_it_is(text: str) -> None:
    clean = plain(text).strip()
    assert plain(clean).strip() == clean
    clean.encode()


_DAYS = st.integers(-25_567, 47_481)


@settings(max_examples=500, deadline=None)
@given(
    _DAYS, st.one_of(st.just(0), st.integers(0, 800)), st.sampled_from(["day", "week", "month", "season", "range"]),
    st.booleans(), st.one_of(st.none(), st.integers(0, 1439)),
)  # fmt: skip
def test_every_date_reads_back_from_its_words_and_from_its_columns(
    lo: int, length: int, precision: str, approx: bool, time: int | None
) -> None:
    when = When(lo, lo + length, precision, approx, time)
    assert of_words(in_words(when)) == when
    first, last = (to_date(day).isoformat() for day in (lo, lo + length))
    clock = "" if time is None else f"{time // 60:02}:{time % 60:02}"
    assert of_columns(first, last, read_as(when), clock) == when


def test_a_row_without_a_date_stays_so_with_its_time() -> None:
    when = When(None, None, "unknown", False, 870)
    assert of_words(in_words(when)) == when
    assert of_columns("", "", read_as(when), "14:30") == when
