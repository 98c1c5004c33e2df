"""Rows in any order give the same people, and every mention's words stand where it says."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from people_sample import TABLE, chronology

from flagger.people import find_people, shipped_lexicon

_PEOPLE = "Mum dad Lee Wren Jay W Child M F her his partner Dan Hollis baby unborn the children mum's Lee's IP AP"
_DEEDS = "punched by was seen attended not denied that and suspect victim witnessed told spoke to threats from arm"
_MARKS = ", . ( ) : ; 's ’s — ß İ \x1d ? /"
_WORDS = st.sampled_from([word for line in (_PEOPLE, _DEEDS, _MARKS) for word in line.split(" ")])
_TEXTS = st.lists(_WORDS, max_size=14).map(" ".join)
_CELLS = st.sampled_from(["", "Wren", "W", "Mum & Jay", "All", "Dan (father)", "Dan Hollis (MP)", "Unborn", "Lee, Kim"])
_DATES = st.sampled_from(["01/07/2019", "02/07/2020", "May 2021", "nonsense"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_DATES, _CELLS, _TEXTS), min_size=1, max_size=8, unique=True), st.randoms(), st.booleans())
def test_rows_in_any_order_give_the_same_people(rows: list[tuple[str, str, str]], dice: object, known: bool) -> None:
    mixed = list(rows)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    found = []
    for some in (rows, mixed):
        with tempfile.TemporaryDirectory() as folder:
            read = chronology(Path(folder), some, TABLE if known else ())
        people = find_people(read, None, shipped_lexicon())
        text_of = {(e, "text"): t for e, t in zip(read.events["event_id"], read.events["text"], strict=True)}
        text_of |= {(e, "person"): p for e, p in zip(read.events["event_id"], read.events["person"], strict=True)}
        for event, words, field, start, end in people.mentions[
            ["event_id", "words", "field", "start", "end"]
        ].itertuples(index=False, name=None):
            assert words and (field == "table" or text_of[event, field][start:end] == words)
        shown = people.mentions[people.mentions["event_id"] != ""].groupby(["event_id", "person"])["role"]
        assert all("named" in set(said) for _, said in shown)
        found.append(people)
    for frame in ("persons", "mentions"):
        pd.testing.assert_frame_equal(getattr(found[0], frame), getattr(found[1], frame))
    assert found[0].together == found[1].together
