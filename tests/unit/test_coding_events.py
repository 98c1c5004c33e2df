"""Coding of frames: fields, order, exact words, the type column."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flagger.codebook import Codebook, load_codebook
from flagger.coding import code_events
from flagger.coding.events import COLUMNS

RULES = Path(__file__).parents[2] / "rules" / "codebook"
BOOK = load_codebook(RULES)


@pytest.fixture
def book() -> Codebook:
    return BOOK


def events(*rows: dict[str, str], day: dt.date = dt.date(2024, 5, 1)) -> pd.DataFrame:
    empty = {"text": "", "event_type": "", "outcome": "", "person": ""}
    frame = pd.DataFrame([{"event_id": f"e{i}", **empty, **row} for i, row in enumerate(rows)])
    frame["lo"] = pd.array([(day - dt.date(1970, 1, 1)).days] * len(rows), dtype="Int32")
    return frame


def codes(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(zip(frame["event_id"], frame["code"], frame["field"], strict=True))


def test_columns_and_kinds_are_those_promised_even_when_nothing_is_found(book: Codebook) -> None:
    for frame in (code_events(events({"text": "Sunny."}), book), code_events(events({"text": "NFA"}), book)):
        assert tuple(frame.columns) == COLUMNS
        assert frame["start"].dtype == "int64" and frame["code"].dtype == "str"


def test_a_frame_without_events_gives_no_codings(book: Codebook) -> None:
    assert code_events(events({"text": "NFA"}).iloc[:0], book).empty


def test_a_type_is_mapped_whole_before_phrases(book: Codebook) -> None:
    found = code_events(events({"event_type": "Was NOT-brought!", "text": "x"}), book).to_dict("records")
    kept = [(row["code"], row["words"], row["start"], row["end"]) for row in found]
    assert kept == [("was_not_brought", "Was NOT-brought!", 0, 16)]
    assert found[0]["by"].startswith("type: ")


def test_a_type_of_no_entry_is_read_by_phrases(book: Codebook) -> None:
    found = code_events(events({"event_type": "Something about a core group"}), book)
    assert codes(found) == [("e0", "core_group", "event_type")]


def test_what_the_type_names_did_not_come_about_where_the_narrative_begins_so() -> None:
    rows = [
        ("Visit", "No reply, card left."),
        ("Core group", "Cancelled - SW sick."),
        ("CIN meeting", "Held. Next 4/5."),
    ]
    found = code_events(events(*({"event_type": kind, "text": text} for kind, text in rows)), BOOK)
    said = found.loc[found["field"] == "event_type", ["code", "status"]].itertuples(index=False, name=None)
    assert list(said) == [("home_visit_seen", "negated"), ("core_group", "negated"), ("cin_review", "affirmed")]


def test_type_outcome_and_text_are_all_coded_in_order(book: Codebook) -> None:
    row = {"text": "Core group held. Strategy discussion held.", "event_type": "Referral", "outcome": "NFA"}
    assert codes(code_events(events(row, {"text": "EPO granted"}), book)) == [
        ("e0", "referral", "event_type"),
        ("e0", "no_further_action", "outcome"),
        ("e0", "core_group", "text"),
        ("e0", "strategy_discussion", "text"),
        ("e1", "epo", "text"),
    ]


def test_the_same_code_and_status_stand_once_a_field_and_different_statuses_stay(book: Codebook) -> None:
    found = code_events(events({"text": "NFA. Agreed NFA. No neglect. Neglect noted."}), book)
    kept = [(row.code, row.status) for row in found.itertuples()]
    assert kept == [("no_further_action", "affirmed"), ("neglect", "negated"), ("neglect", "affirmed")]


def test_the_words_that_made_the_status_are_kept(book: Codebook) -> None:
    found = code_events(events({"text": "Mum denied any drug use."}), book)
    assert list(found["because"]) == ["denied any"]


def test_an_undated_event_is_coded(book: Codebook) -> None:
    frame = events({"text": "DASH completed in 2019"})
    frame["lo"] = pd.array([None], dtype="Int32")
    assert list(code_events(frame, book)["status"]) == ["affirmed"]


def test_rows_in_any_number_of_batches_are_coded_alike(book: Codebook, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = events(*({"text": f"NFA {i}. No drugs."} for i in range(7)))
    whole = code_events(frame, book)
    monkeypatch.setattr("flagger.coding.events._EVENTS_AT_ONCE", 3)
    pd.testing.assert_frame_equal(code_events(frame, book), whole)


PIECES = st.sampled_from(
    [
        *("no", "NFA", "?", "DV", "core-group", "Mum's", "“not brought”", "to clinic", "denied", "DNA’d", "A&E", "Dr."),
        *("in 2016", "2.5", "\n", ",", ".", "’", " ", "\x1d", "\t", "é", "–", "(", "…", "😀", "'"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=14), min_size=1, max_size=4), st.sampled_from(["", " "]))
def test_words_are_always_those_between_start_and_end(parts: list[list[str]], glue: str) -> None:
    frame = events(*({"text": glue.join(part), "outcome": " ".join(part)} for part in parts))
    whole = code_events(frame, BOOK)
    for row in whole.itertuples():
        field = frame.set_index("event_id").at[row.event_id, row.field]
        assert field[row.start : row.end] == row.words and row.words.strip() == row.words != ""
    alone = [code_events(frame.iloc[[i]], BOOK) for i in range(len(frame))]
    pd.testing.assert_frame_equal(pd.concat(alone, ignore_index=True), whole)


def test_a_row_that_says_it_is_of_another_family_says_so_of_every_sentence_and_its_type(book: Codebook) -> None:
    told = "Domestic incident at no. 14. Seen by officers. Information only: not the Marrowby family."
    found = code_events(
        events({"text": told}, {"event_type": "WNB", "text": "Not this family."}, {"text": "WNB"}), book
    )
    by_row = found.groupby("event_id", sort=False)["status"].agg(set).tolist()
    assert by_row == [{"other_person"}, {"other_person"}, {"affirmed"}]
    assert found["because"].iloc[0] == "not the Marrowby family"
