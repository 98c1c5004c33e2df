"""The form of the labelled sentences in benchmarks/coding. It must not run the lexicon, nor judge it."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from flagger.chronology.agency import shipped_agencies
from flagger.codebook import load_codebook
from flagger.rulebook.where import rules_root

ROOT = Path(__file__).resolve().parents[2]
STATUSES = {"affirmed", "negated", "hedged", "historical", "conditional", "other_person"}
COMMON = {
    "da_incident", "alcohol", "drugs", "mh_concern_adult", "referral", "contact", "no_further_action",
    "was_not_brought", "did_not_attend", "home_visit_no_access", "home_visit_seen", "appt_attended",
    "case_closed", "s47_start", "strategy_discussion", "cp_plan_start", "cp_plan_end", "area_move", "dash",
    "marac_heard", "police_notification", "da_disclosure", "coercive_control", "support_declined",
    "missing_episode", "injury", "neglect", "child_voice",
}  # fmt: skip


class Sentence(NamedTuple):
    id: str
    part: str
    source: str
    text: str
    expected: tuple[tuple[str, str], ...]  # (code, status)


def words_of_the_library() -> tuple[frozenset[str], frozenset[str]]:
    """The codes of the codebook, and the keys of its agencies."""
    return frozenset(load_codebook(rules_root() / "codebook").codes), frozenset(shipped_agencies().keys)


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    with (ROOT / "benchmarks" / "coding" / "sentences.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "part", "source", "text", "expected"]
    found = []
    for row in rows:
        labels = [label.partition(":") for label in row["expected"].split("; ") if label]
        pairs = tuple((code, status) for code, _, status in labels)
        found.append(Sentence(row["id"], row["part"], row["source"], row["text"], pairs))
    return found


def affirmed(sentences: list[Sentence]) -> Counter[str]:
    return Counter(code for sentence in sentences for code, status in sentence.expected if status == "affirmed")


def test_there_are_enough_sentences_and_none_twice(sentences: list[Sentence]) -> None:
    assert len(sentences) >= 520
    assert len({sentence.id for sentence in sentences}) == len(sentences)
    assert len({sentence.text.casefold() for sentence in sentences}) == len(sentences)


def test_every_code_status_and_source_is_known(sentences: list[Sentence]) -> None:
    codes, agencies = words_of_the_library()
    wrong = [
        (sentence.id, code, status)
        for sentence in sentences
        for code, status in sentence.expected
        if code not in codes or status not in STATUSES
    ]
    assert wrong == []
    assert {sentence.source for sentence in sentences} <= agencies


def test_a_code_stands_once_in_a_sentence(sentences: list[Sentence]) -> None:
    assert [s.id for s in sentences if len({code for code, _ in s.expected}) < len(s.expected)] == []


def test_every_labelled_code_is_affirmed_three_times_and_the_common_ones_eight(sentences: list[Sentence]) -> None:
    """Codes that came after the labels are not judged by them."""
    count = affirmed(sentences)
    labelled = {code for sentence in sentences for code, _ in sentence.expected}
    assert {code: count[code] for code in labelled if count[code] < 3} == {}
    assert {code: count[code] for code in COMMON if count[code] < 8} == {}


def test_every_status_occurs_often_and_some_sentences_have_no_code(sentences: list[Sentence]) -> None:
    count = Counter(status for sentence in sentences for _, status in sentence.expected)
    assert min(count[status] for status in STATUSES) >= 25
    assert 0.12 <= sum(not sentence.expected for sentence in sentences) / len(sentences) <= 0.2


def test_a_third_is_held_back_with_the_same_spread(sentences: list[Sentence]) -> None:
    assert {sentence.part for sentence in sentences} == {"tune", "held"}
    held = [sentence for sentence in sentences if sentence.part == "held"]
    assert abs(len(held) / len(sentences) - 1 / 3) < 0.02
    every, kept = affirmed(sentences), affirmed(held)
    assert {code for code in every if not 0 < kept[code] < every[code]} == set()
    for status in STATUSES:
        whole = sum(status in dict(s.expected).values() for s in sentences)
        part = sum(status in dict(s.expected).values() for s in held)
        assert abs(part / whole - 1 / 3) < 0.1
