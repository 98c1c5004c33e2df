"""Episodes that every rule may name: the levels of help and what lies across them (`rules/episodes.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from flagger.documents.document import read_document
from flagger.errors import RulesFault
from flagger.rulebook.faults import worded
from flagger.rulebook.fields import Name, Strict
from flagger.rulebook.selectors import Episode

EPISODES_FILE = "episodes.yaml"


class Episodes(Strict):
    """Episodes by name."""

    episodes: dict[Name, Episode]


def read_episodes(root: Path) -> dict[str, Any]:
    """The shared episodes of a rules folder, as data; none where there is no such file. Raises RulesFault."""
    path = root / EPISODES_FILE
    if not path.is_file():
        return {}
    document = read_document(path, EPISODES_FILE)
    try:
        Episodes.model_validate(document.data)
    except ValidationError as error:
        raise RulesFault(worded(error, Episodes, document)) from None
    return dict(document.data["episodes"])
