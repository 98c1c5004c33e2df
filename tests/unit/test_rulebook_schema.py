"""The JSON Schema says of a file what the loader says of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from rulebook_sample import COUNT, FALL, RULES, SEQUENCE, change

from flagger.documents.document import read_document
from flagger.errors import RulesFault
from flagger.rulebook.model import Rule
from flagger.rulebook.schema import SCHEMA_FILE, rule_schema, schema_text

CHECK = jsonschema.Draft202012Validator(rule_schema())


def as_an_editor_sees_it(text: str) -> Any:
    return _dates_as_text(yaml.load(text, Loader=yaml.CSafeLoader))


def _dates_as_text(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _dates_as_text(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_dates_as_text(value) for value in node]
    return node.isoformat() if isinstance(node, dt.date) else node


def test_the_written_schema_is_fresh() -> None:
    root = Path(__file__).parents[2]
    assert (root / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text(), "run: python -m flagger.rulebook.schema"


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(rule_schema())


@pytest.mark.parametrize("text", RULES.values(), ids=RULES)
def test_sound_rules_satisfy_it(text: str) -> None:
    assert [error.message for error in CHECK.iter_errors(as_an_editor_sees_it(text))] == []


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (COUNT, "kind: concern", "kind: worry"),
        (COUNT, "title:", "titel:"),
        (COUNT, "at_least: $n", "at_least: n"),
        (COUNT, "within: $within", "within: soon"),
        (COUNT, "{code: [was_not_brought]}", "{code: []}"),
        (COUNT, "of: missed", "of: []"),
        (COUNT, "collapse: {within: 1d, same: [agency]}", "collapse: ~"),
        (COUNT, "  count:", "  combine: {}\n  count:"),
        (SEQUENCE, "same_day: deny", "same_day: never"),
        (FALL, "to_at_most: $low", "to_at_most: 34"),
        (COUNT, "params:\n  n:", "params:\n  N:"),
    ],
)
def test_what_the_loader_refuses_it_refuses(tmp_path: Path, text: str, old: str, new: str) -> None:
    broken = change(text, old, new)
    assert not CHECK.is_valid(as_an_editor_sees_it(broken))
    path = tmp_path / "rule.yaml"
    path.write_text(broken)
    with pytest.raises(RulesFault):
        Rule.read(read_document(path, "rule.yaml"))
