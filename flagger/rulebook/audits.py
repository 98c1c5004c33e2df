"""The published audits and their findings that rules rest on: `rules/audits.yaml`. What they say is our paraphrase."""

from __future__ import annotations

from typing import Literal

from pydantic import PrivateAttr, ValidationError

from flagger.documents.document import Document
from flagger.errors import RulesFault
from flagger.rulebook.faults import did_you_mean, worded
from flagger.rulebook.fields import Strict, Text


class Audit(Strict):
    """One published audit: whose it is, when (as stated), and who was looked at."""

    title: Text
    body: Text
    year: Text
    sample: Text


class Finding(Strict):
    """One thing an audit found: under which heading, and what it says in our words."""

    audit: Text
    heading: Text
    says: Text
    kind: Literal["worry", "good", "action"]


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
