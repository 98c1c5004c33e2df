"""What a sentence says about a code: affirmed, negated, hedged, historical, conditional, or of someone else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flagger.codebook import load_codebook
from flagger.coding.coder import Coder

RULES = Path(__file__).parents[2] / "rules" / "codebook"
YEAR = 2024


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(load_codebook(RULES))


def said(coder: Coder, text: str, year: int | None = YEAR, person: str = "") -> set[str]:
    read = coder.read([text], [year], [person])
    return {f"{code} {status}" for code, status in zip(read.code, read.status, strict=True)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Children were not brought to the dental appointment.", "was_not_brought affirmed"),
        ("Mum denied any drug use.", "drugs negated"),
        ("No evidence of neglect.", "neglect negated"),
        ("Neglect was ruled out.", "neglect negated"),
        ("Neglect cannot be ruled out.", "neglect hedged"),
        ("No doubt neglect is present.", "neglect affirmed"),
        ("Did not deny drug use.", "drugs affirmed"),
        ("Not only domestic abuse but drugs.", "da_incident affirmed"),
        ("? neglect", "neglect hedged"),
        ("?neglect", "neglect hedged"),
        ("Neglect? Mum engaged well.", "neglect hedged"),
        ("Possible neglect.", "neglect hedged"),
        ("History of domestic abuse.", "da_incident historical"),
        ("Case closed in 2016.", "case_closed historical"),
        ("To refer to MASH.", "referral conditional"),
        ("SW will complete DASH.", "dash conditional"),
        ("If she drinks alcohol again, refer to MASH.", "referral conditional"),
        ("Core group booked for Friday.", "core_group conditional"),
        ("Neighbour was drunk.", "alcohol other_person"),
        ("Recorded in error, wrong family: strategy discussion.", "strategy_discussion other_person"),
        ("Closed NFA.", "no_further_action affirmed"),
        ("Alcohol: denies. Drugs: none.", "drugs negated"),
        ("DV - none disclosed", "da_incident negated"),
        ("No hx of DV", "da_incident negated"),
        ("Not known to MARAC", "marac_heard negated"),
        ("Neither drugs nor alcohol", "alcohol negated"),
        ("Dad does not drink", "alcohol negated"),
        ("Free from drugs", "drugs negated"),
        ("Home visit, no access", "home_visit_seen negated"),
        ("CIN meeting held as planned", "cin_review affirmed"),
        ("Her aunt has bipolar", "mh_concern_adult other_person"),
        ("Colleague was arrested", "arrest other_person"),
        ("Previous tenants were evicted", "eviction other_person"),
        ("DV with previous partner", "da_incident historical"),
    ],
)
def test_the_words_around_a_code_set_its_status(coder: Coder, text: str, expected: str) -> None:
    assert expected in said(coder, text)


def test_one_negation_reaches_along_a_list(coder: Coder) -> None:
    assert said(coder, "No alcohol, drugs or DV.") == {"alcohol negated", "drugs negated", "da_incident negated"}


@pytest.mark.parametrize("stop", [". ", "; ", " but ", ", however ", "\n", " apart from "])
def test_a_negation_ends_where_the_sentence_turns(coder: Coder, stop: str) -> None:
    assert said(coder, f"No alcohol{stop}neglect seen") == {"alcohol negated", "neglect affirmed"}


def test_a_negation_ends_at_a_new_subject(coder: Coder) -> None:
    assert "drugs affirmed" in said(coder, "No alcohol and mum admitted cannabis use")


def test_a_negation_in_the_words_of_one_code_reaches_the_code_that_goes_on_from_them(coder: Coder) -> None:
    text = "Mum does not consent to early help"
    assert said(coder, text) >= {"support_declined affirmed", "early_help_start negated"}
    assert said(coder, "Child was not brought to clinic, neglect noted") >= {"neglect affirmed"}


@pytest.mark.parametrize(
    "text", ["Previous history. Cannabis, DV", "History: cannabis, DV", "Past history\nCannabis, DV"]
)
def test_a_label_is_history_for_the_sentence_after_its_full_stop(coder: Coder, text: str) -> None:
    assert said(coder, text) == {"drugs historical", "da_incident historical"}


def test_a_label_does_not_reach_the_next_text_or_past_its_sentence(coder: Coder) -> None:
    read = coder.read(["DV. Previously", "Cannabis seen"], [YEAR, YEAR], ["", ""])
    assert set(read.status) == {"affirmed"}
    assert "da_incident affirmed" in said(coder, "Previous history. Cannabis. DV last night")


def test_words_listed_both_as_trigger_and_as_no_trigger_change_nothing(coder: Coder) -> None:
    book = coder.codebook
    pseudo = next(p for t in book.context.triggers for p in t.phrases if p.text == "without")
    assert said(coder, "Without neglect") == {"neglect negated"}
    both = replace(book, context=replace(book.context, pseudo=(*book.context.pseudo, pseudo)))
    assert said(Coder(both), "Without neglect") == {"neglect affirmed"}


def test_a_full_stop_after_a_title_does_not_end_a_sentence(coder: Coder) -> None:
    assert "neglect negated" in said(coder, "No concerns from Dr. Plum re neglect")


def test_a_full_stop_after_no_for_number_does_not_end_a_sentence_and_denies_nothing(coder: Coder) -> None:
    assert "neglect negated" in said(coder, "No concerns from no. 14 re neglect")
    assert said(coder, "At no. 14 neglect seen") == {"neglect affirmed"}
    assert "neglect affirmed" in said(coder, "Asked about alcohol, said no. Neglect seen")


def test_a_year_is_history_only_before_the_events_own(coder: Coder) -> None:
    assert said(coder, "DASH completed in 2019", year=2024) == {"dash historical"}
    assert said(coder, "DASH completed in 2024", year=2024) == {"dash affirmed"}
    assert said(coder, "DASH completed in 2019", year=None) == {"dash affirmed"}


def test_the_person_named_nearest_decides_adult_or_child(coder: Coder) -> None:
    assert said(coder, "Mum has low mood") == {"mh_concern_adult affirmed"}
    assert said(coder, "Pupil has low mood") == {"mh_concern_child affirmed"}
    assert said(coder, "Child reported that mum has low mood") >= {"mh_concern_adult affirmed"}
    assert "mh_concern_child affirmed" in said(coder, "Mother's view is that her daughter has low mood")


def test_the_person_column_decides_where_the_sentence_names_no_one(coder: Coder) -> None:
    assert said(coder, "Low mood.", person="child") == {"mh_concern_child affirmed"}
    assert said(coder, "Low mood.", person="adult") == {"mh_concern_adult affirmed"}


def test_a_person_column_that_names_both_or_neither_decides_nothing(coder: Coder) -> None:
    assert coder.persons(["Mother", "Child A", "Mum and baby", "Rowan", ""]) == ["adult", "child", "", "", ""]


def test_a_missed_appointment_of_a_child_is_was_not_brought(coder: Coder) -> None:
    assert said(coder, "DNA clinic", person="child") == {"was_not_brought affirmed"}
    assert said(coder, "DNA clinic", person="adult") == {"did_not_attend affirmed"}


@pytest.mark.parametrize(
    "text",
    [
        "Referral to speech therapy",
        "Attendance for the term 95.8%",
        "Mum was tearful",
        "DNA test results back",
        "Pupil has cerebral palsy (CP)",
        "CE primary school open day",
        "dash to the shops",
    ],
)
def test_words_that_mean_something_else_give_no_code(coder: Coder, text: str) -> None:
    assert not said(coder, text)


@pytest.mark.parametrize(
    "text", ["core group meeting", "Core-group MEETING", "core  group\tmeeting", "“core group” meeting"]
)
def test_case_hyphens_blanks_and_quotes_do_not_matter(coder: Coder, text: str) -> None:
    assert said(coder, text) == {"core_group affirmed"}


def test_a_phrase_never_runs_over_the_end_of_a_sentence_or_a_text(coder: Coder) -> None:
    assert not said(coder, "Apple core. Group photo") & {"core_group affirmed"}
    read = coder.read(["apple core", "group photo"], [None, None], ["", ""])
    assert "core_group" not in read.code
