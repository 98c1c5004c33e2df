"""Reading one YAML file: what it holds, where, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flagger.errors import RulesFault
from flagger.rulebook.document import Document, read_document, walk


def written(root: Path, text: str) -> Document:
    path = root / "a.yaml"
    path.write_bytes(text.encode())
    return read_document(path, "a.yaml")


def test_every_place_knows_its_line(tmp_path: Path) -> None:
    document = written(tmp_path, "# a comment\na:\n  b: [1,\n      2]\nc: |\n  text\n")
    assert [document.line(place) for place in ((), ("a",), ("a", "b"), ("a", "b", 0), ("a", "b", 1), ("c",))] == [
        1,
        2,
        3,
        3,
        4,
        5,
    ]


def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it(tmp_path: Path) -> None:
    assert written(tmp_path, "x: 1\na:\n  b: 1\n").line(("a", "c", "d")) == 2


def test_words_that_other_readers_change_stay_as_written(tmp_path: Path) -> None:
    data = written(tmp_path, "a: no\nb: 12:30\nc: 010\nd: 2024-01-31\ne: yes\n").data
    assert data == {"a": "no", "b": "12:30", "c": 10, "d": dt.date(2024, 1, 31), "e": "yes"}


def test_values_are_plain_and_lists_cannot_change(tmp_path: Path) -> None:
    data = written(tmp_path, "a: [1, 2.5, x]\nb: {c: true}\n").data
    assert data == {"a": (1, 2.5, "x"), "b": {"c": True}}
    assert [type(value) for _, value in walk(data)] == [dict, tuple, int, float, str, dict, bool]


def test_a_byte_order_mark_and_line_ends_of_windows_are_no_matter(tmp_path: Path) -> None:
    assert written(tmp_path, "\ufeffa: 1\r\nb: 2\r\n").data == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3: key `a` is written twice; expected it once; found it again"),
        ("a: 1\nb: [1,\n", "a.yaml:3: cannot be read; expected YAML; found a fault:"),
        ("a: &x [1]\nb: *x\n", "a.yaml:2: an alias (`*name`); expected the value written out; found a reference"),
        ("a: &x {y: 1}\nb: {<<: *x}\n", "a.yaml:2: a key that is no word (`?` or `<<`); expected a plain word"),
        ("a: &x [*x]\n", "a.yaml:1: an alias"),
        ("a: 2023-02-29\n", "a.yaml:1: `a` has no plain value; expected one, or the key left out; found a date that"),
        ("? [1]\n: 2\n", "a.yaml:1: a key that is no word"),
        ("a: 1\nb:\n", "a.yaml:2: `b` has no plain value; expected one, or the key left out; found nothing"),
        ("a: !odd 3\n", "a.yaml:1: `a` has no plain value; expected one, or the key left out; found a tag (`!`)"),
        ("- a\n", "a.yaml:1: the file holds no keys; expected a mapping (`key: value` lines); found a list"),
        ("", "a.yaml:1: the file holds no keys; expected a mapping (`key: value` lines); found nothing"),
    ],
)
def test_what_would_change_a_rule_without_a_word_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RulesFault) as caught:
        written(tmp_path, text)
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].startswith(said)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: caf\xe9\n")
    with pytest.raises(
        RulesFault, match=r"^a\.yaml:1: cannot be read as text; expected UTF-8; found byte 6 not in it$"
    ):
        read_document(path, "a.yaml")


def test_every_such_fault_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulesFault) as caught:
        written(tmp_path, "a: 1\nb:\na: 2\nc: !x 3\n")
    assert [fault.split(":")[1] for fault in caught.value.faults] == ["2", "3", "4"]
