"""Reading one YAML file: what it holds, where, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from flagger.documents import nodes
from flagger.documents.document import Document, read_document, walk
from flagger.errors import RulesFault


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


def test_a_key_can_be_left_out_and_the_rest_keeps_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\ntests:\n- x: [{y: 1}]\n  x: *gone\n- |\n  b: 2\nb: {tests: 3}\ntests: plain\nc: 4\n")
    document = read_document(path, "a.yaml", without=("tests",))
    assert document.data == {"a": 1, "b": {"tests": 3}, "c": 4}
    assert [document.line((key,)) for key in "abc"] == [1, 7, 9]


def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it(tmp_path: Path) -> None:
    assert written(tmp_path, "x: 1\na:\n  b: 1\n").line(("a", "c", "d")) == 2


def test_words_that_other_readers_change_stay_as_written(tmp_path: Path) -> None:
    data = written(tmp_path, "a: no\nb: 12:30\nc: 010\nd: 2024-01-31\ne: yes\n").data
    assert data == {"a": "no", "b": "12:30", "c": 10, "d": dt.date(2024, 1, 31), "e": "yes"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-7", -7),
        ("+7", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("2.", 2.0),
        ("True", True),
        ("'true'", "true"),
        ('"7"', "7"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        (".inf", ".inf"),
        ("2024-1-31", "2024-1-31"),
        ("2024-01-31T10:00:00", "2024-01-31T10:00:00"),
        ("=", "="),
        ("+", "+"),
        ("on", "on"),
    ],
)
def test_a_value_is_a_number_only_where_yaml_1_2_says_so(tmp_path: Path, text: str, value: object) -> None:
    found = written(tmp_path, f"a: {text}\n").data["a"]
    assert (found, type(found)) == (value, type(value))


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
        ("a:\n\n  2023-02-29\n", "a.yaml:1: `a` has no plain value"),
        ("? [1]\n: 2\n", "a.yaml:1: a key that is no word"),
        ("a: 1\nb:\n", "a.yaml:2: `b` has no plain value; expected one, or the key left out; found nothing"),
        ("a: !odd 3\n", "a.yaml:1: a tag (`!`); expected a plain value without one; found a tag"),
        ("a: !!str 3\n", "a.yaml:1: a tag"),
        (f"a: {'9' * 5000}\n", "a.yaml:1: `a` has no plain value"),
        ("a:\n- 1\n- *x\n", "a.yaml:3: an alias"),
        ("a: 1\n---\nb: 2\n", "a.yaml:3: a second document"),
        ("a: 1\nb: \x07\n", "a.yaml:2: cannot be read; expected printable text; found the character U+0007"),
        ("a: " + "[" * 60 + "]" * 60, "a.yaml:1: cannot be read; expected at most 50 levels; found more"),
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


def test_the_parser_without_libyaml_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted((Path(__file__).parents[2] / "rules").rglob("*.yaml"))
    quick = [nodes.read_nodes(path) for path in files]
    monkeypatch.setattr(nodes, "_Loader", yaml.SafeLoader)
    plain = [path for path, found in zip(files, quick, strict=True) if nodes.read_nodes(path) != found]
    assert files
    assert plain == []
