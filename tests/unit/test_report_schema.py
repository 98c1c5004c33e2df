"""The JSON Schema is written from the records, is strict, and holds what the document holds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from report_sample import document

from flagger.contract.build import as_json
from flagger.contract.schema import SCHEMA_FILE, flags_schema, schema_text

VALID = jsonschema.Draft202012Validator(flags_schema(), format_checker=jsonschema.FormatChecker())


def _written() -> dict[str, Any]:
    return dict(json.loads(as_json(document())))


def test_the_written_schema_is_fresh() -> None:
    root = Path(__file__).parents[2]
    assert (root / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text(), "run: python -m flagger.contract.schema"


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(flags_schema())


def test_a_document_satisfies_it() -> None:
    VALID.validate(_written())


def test_every_record_in_it_is_closed_and_whole() -> None:
    schema = flags_schema()
    for record in (schema, *schema["$defs"].values()):
        assert record["additionalProperties"] is False
        assert record["required"] == list(record["properties"])


def _break(path: str, value: object) -> dict[str, Any]:
    whole = _written()
    *before, last = path.split(".")
    at: Any = whole
    for part in before:
        at = at[int(part)] if part.isdigit() else at[part]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return whole


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", 1),
        ("score", 3),
        ("as_at", "30/06/2022"),
        ("flags.0.status", "certain"),
        ("flags.0.level", "high"),
        ("flags.0.evidence", []),
        ("flags.0.says", None),
        ("outcomes.0.outcome", "passed"),
        ("events.0.row", "2"),
        ("tool.rules_sha256", "unknown"),
    ],
)
def test_what_the_contract_does_not_hold_is_refused(path: str, value: object) -> None:
    assert not VALID.is_valid(_break(path, value))


def test_half_a_character_from_a_spreadsheet_is_still_json() -> None:
    whole = document()
    broken = replace(whole, events=(replace(whole.events[0], text="odd \ud83d end"), *whole.events[1:]))
    assert json.loads(as_json(broken))["events"][0]["text"] == "odd \ud83d end"
