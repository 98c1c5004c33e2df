"""The JSON Schema of a rule file, from the same records that read it: `python -m flagger.rulebook.schema` writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flagger.rulebook.model import Rule

SCHEMA_FILE = Path("docs") / "schemas" / "rule.schema.json"


def rule_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of one rule file, as written: with `$name` for numbers and local names for selectors."""
    schema = _plain(Rule.model_json_schema(by_alias=True))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A rule of flagger", **schema}


def _plain(node: Any) -> Any:
    """The schema without nulls (a key is left out, never empty), invented titles, and names that no rule gives."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "anyOf" in node:
        kept = [option for option in node["anyOf"] if option != {"type": "null"}]
        node = {**node, "anyOf": kept} if len(kept) > 1 else {**node, **kept[0], "anyOf": None}
    if "patternProperties" in node:
        node = {**node, "additionalProperties": False}
    invented = {key for key, value in node.items() if value is None or (key == "title" and isinstance(value, str))}
    return {key: _plain(value) for key, value in node.items() if key not in invented}


def schema_text() -> str:
    return json.dumps(rule_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.parent.mkdir(parents=True, exist_ok=True)
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8", newline="\n")
