"""Coded words marked in a row's text, and a long row shortened around them."""

from __future__ import annotations

from dataclasses import replace

from report_sample import coded, event

from flagger.report.pieces import excerpt, marked

LONG = "A quiet start to the morning. " * 30


def test_the_pieces_together_are_the_text() -> None:
    row = event(1, "Was not brought to clinic", codes=(coded("was_not_brought", 0, 15),))
    assert marked(row, "text") == [("Was not brought", "was not brought"), (" to clinic", "")]


def test_a_short_row_is_shown_whole() -> None:
    row = event(1, "Was not brought to clinic", codes=(coded("was_not_brought", 0, 15),))
    assert excerpt(row) == marked(row, "text")


def test_a_long_row_keeps_every_coded_word_and_what_is_beside_it() -> None:
    text = LONG + "Was not brought to clinic. " + LONG + "Mum declined support. " + LONG
    at, then = text.index("Was not brought"), text.index("declined support")
    row = event(1, text, codes=(coded("was_not_brought", at, at + 15), coded("support_declined", then, then + 16)))
    shown = excerpt(row, 240)
    assert [words for words, about in shown if about] == ["Was not brought", "declined support"]
    said = "".join(words for words, _ in shown)
    assert len(said) <= 260
    assert " to clinic." in said
    assert said.startswith("… ") and said.endswith(" …") and said.count("…") == 3


def test_a_long_row_with_no_coded_word_is_shown_by_its_beginning() -> None:
    said = "".join(words for words, _ in excerpt(event(1, LONG), 100))
    assert said.startswith("A quiet start") and said.endswith("… ") and len(said) <= 104


def test_words_coded_twice_are_marked_once_about_both() -> None:
    codes = (coded("a_b", 3, 6), coded("c", 3, 10), coded("d", 16, 20, "negated"))
    row = event(1, "He hit her. She left.", codes=codes)
    pieces = marked(row, "text")
    assert "".join(text for text, _ in pieces) == row.text
    assert [piece for piece in pieces if piece[1]] == [("hit her", "a b; c"), ("left", "d (negated)")]


def test_words_of_other_fields_are_not_marked_in_the_text() -> None:
    row = event(1, "Rang mum", codes=(replace(coded("a", 0, 4), field="outcome"),))
    assert marked(row, "text") == [("Rang mum", "")]
