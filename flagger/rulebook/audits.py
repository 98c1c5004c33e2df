"""The published audits and their findings that rules rest on: `rules/audits.yaml`. What they say is our paraphrase."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, ValidationError

from flagger.documents.document import Document
from flagger.errors import RulesFault
from flagger.rulebook.faults import did_you_mean, worded
from flagger.rulebook.fields import Strict, Text

Part = Annotated[str, Field(pattern=r"^(heading|list|(bullet|sentence) [1-9][0-9]*)$")]
Number = Annotated[int, Field(ge=0)]


class Counted(Strict):
    """How many headings, bullets, sentences outside bullets, and lists of further reading the text of an audit has.

    Counted in the text itself, so that a part nobody has placed can be noticed.
    """

    headings: Number
    bullets: Number
    sentences: Number
    lists: Number


class Audit(Strict):
    """One published audit: whose it is, when (as stated), who was looked at, and how much there is of its text."""

    title: Text
    body: Text
    year: Text
    sample: Text
    headings_and_bullets: Counted


class Finding(Strict):
    """One thing an audit says, in our words, and where: the parts of the text under one heading.

    A sentence's number counts the sentences outside bullets. `context` is what only describes the audit or its topic.
    """

    audit: Text
    heading: Text
    place: Annotated[tuple[Part, ...], Field(min_length=1)]
    says: Text
    kind: Literal["worry", "good", "action", "context"]


class Audits(Strict):
    """The audits by number and the findings by id."""

    audits: dict[Text, Audit]
    findings: dict[Text, Finding]

    _document: Document = PrivateAttr()

    @classmethod
    def read(cls, document: Document) -> Audits:
        """Raises RulesFault with every fault, also for a finding of no audit or whose id does not begin with it."""
        try:
            audits = cls.model_validate(document.data)
        except ValidationError as error:
            raise RulesFault(worded(error, cls, document)) from None
        faults = []
        for name, finding in audits.findings.items():
            place = ("findings", name)
            if finding.audit not in audits.audits:
                hint = did_you_mean(finding.audit, audits.audits)
                said = f"no audit `{finding.audit}`; expected one of `audits`{hint}; found `{finding.audit}`"
                faults.append(document.fault((*place, "audit"), said))
            elif not name.startswith(f"{finding.audit}-"):
                expected = f"expected it to begin with `{finding.audit}-`, its audit"
                faults.append(document.fault(place, f"the id of a finding; {expected}; found `{name}`"))
        if faults:
            raise RulesFault(faults)
        audits._document = document
        return audits

    @property
    def document(self) -> Document:
        return self._document
