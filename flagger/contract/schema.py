"""The JSON Schema of `flags.json`, from the records that make it: `python -m flagger.contract.schema` writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from flagger.contract.records import FORMAT, Document
from flagger.model import CODING_STATUSES
from flagger.rulebook.prompts import STAGES

SCHEMA_FILE = Path("docs") / "schemas" / "flags.schema.json"
_KINDS, _DAY, _HASH = {"enum": ["concern", "strength", "record"]}, {"format": "date"}, {"pattern": "^[0-9a-f]{64}$"}
_NARROWER: dict[str, dict[str, dict[str, Any]]] = {
    "Document": {"format": {"const": FORMAT}, "as_at": _DAY},
    "Tool": {"rules_sha256": _HASH, "codebook_sha256": _HASH},
    "Pack": {"sha256": _HASH},
    "AreaSays": {
        "kind": {"enum": ["number", "tier", "risk tool", "names", "phrases", "off", "on"]},
        "first": _DAY,
    },
    "Ask": {"first": _DAY, "last": _DAY},
    "Declared": {"first": _DAY, "last": _DAY, "rows": {"enum": ["everything", "significant events only"]}},
    "Coded": {"status": {"enum": list(CODING_STATUSES)}, "field": {"enum": ["text", "event_type", "outcome"]}},
    "RuleInForce": {"kind": _KINDS},
    "AuditFinding": {"kind": {"enum": ["worry", "good", "action", "context"]}},
    "Prompted": {"stage": {"enum": list(STAGES)}},
    "Absent": {"first": _DAY, "last": _DAY},
    "Flag": {
        "kind": _KINDS,
        "status": {"enum": ["confirmed", "possible", "pending"]},
        "first": _DAY,
        "last": _DAY,
        "evidence": {"minItems": 1},
    },
    "RuleOutcome": {"outcome": {"enum": ["flagged", "not flagged", "not assessed"]}},
}


def flags_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the document: every key is there, and no other."""
    schema = TypeAdapter(Document).json_schema(mode="serialization")
    records = {"Document": schema, **schema["$defs"]}
    for name, record in records.items():
        record["additionalProperties"] = False
        record["required"] = list(record["properties"])
        for key, narrower in _NARROWER.get(name, {}).items():
            record["properties"][key] |= narrower
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_plain(schema), "title": "flags.json"}


def _plain(node: Any) -> Any:
    """Without the titles and defaults made up from names."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    invented = {key for key, value in node.items() if key in ("title", "default") and not isinstance(value, dict)}
    return {key: _plain(value) for key, value in node.items() if key not in invented}


def schema_text() -> str:
    return json.dumps(flags_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.parent.mkdir(parents=True, exist_ok=True)
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8", newline="\n")
