"""The published list of what dated events cannot show, with the reasons: `rules/not_shown.yaml`.

It also names the rules that were thought of and held back. Nothing here runs.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from pydantic import Field, PrivateAttr, ValidationError

from flagger.documents.document import Document
from flagger.errors import RulesFault
from flagger.rulebook.faults import worded
from flagger.rulebook.fields import RuleId, Strict, Text
from flagger.rulebook.prompts import unknown

NOT_SHOWN_FILE = "not_shown.yaml"


class Reason(Strict):
    """Something that dated events cannot show, why not, and the findings about it (none where it is a principle)."""

    what: Text
    reason: Text
    findings: tuple[Text, ...] = ()


class HeldBack(Strict):
    """A rule that could be written and is not, what it would look for, and why it is held back."""

    would: Text
    reason: Text
    findings: Annotated[tuple[Text, ...], Field(min_length=1)]


class NotShown(Strict):
    """The reasons by id, and the rules held back by the id they would have had."""

    not_shown: dict[Text, Reason] = Field(default_factory=dict)
    held_back: dict[RuleId, HeldBack] = Field(default_factory=dict)

    _document: Document = PrivateAttr()

    @classmethod
    def read(cls, document: Document, findings: Collection[str], rules: Collection[str]) -> NotShown:
        """Raises RulesFault with every fault, also for an unknown finding and for a rule held back that is there."""
        try:
            listed = cls.model_validate(document.data)
        except ValidationError as error:
            raise RulesFault(worded(error, cls, document)) from None
        faults: list[str] = []
        for section, reasons in (("not_shown", listed.not_shown), ("held_back", listed.held_back)):
            for name, reason in reasons.items():
                place = (section, name, "findings")
                faults += unknown(document, place, reason.findings, findings, "finding", "one of audits.yaml")
        for name in listed.held_back:
            if name in rules:
                said = f"{name} is held back and is a rule; expected one of the two; found both"
                faults.append(document.fault(("held_back", name), said))
        if faults:
            raise RulesFault(faults)
        listed._document = document
        return listed

    @property
    def document(self) -> Document:
        return self._document
