"""The work of `flagger rules trace`. Imported only when the command runs."""

from __future__ import annotations

from pathlib import Path

from flagger.errors import EXIT_DONE, RulesFault, UsageFault
from flagger.report.library.trace_text import trace_text
from flagger.rulebook.faults import did_you_mean
from flagger.rulebook.load import load_rulebook
from flagger.rulebook.trace import faults_of, trace
from flagger.rulebook.where import rules_root


def traced(audit: str | None, rules_dir: Path | None) -> tuple[str, int]:
    """Where each finding ends, of all audits or one; last what ends nowhere; and the exit code.

    Raises UsageFault for an audit that there is not.
    """
    book = load_rulebook(rules_dir or rules_root())
    audits = book.audits.audits
    if audit is not None and audit not in audits:
        hint = did_you_mean(audit, audits)
        raise UsageFault(f"no audit `{audit}`; expected one of {', '.join(sorted(audits))}{hint}")
    asked = tuple(found for found in trace(book) if audit in (None, found.audit))
    document = book.audits.document
    faults = [document.fault(place, said) for place, said in faults_of(asked)]
    text = "".join([trace_text(book, asked), *(f"{fault}\n" for fault in faults)])
    return text, RulesFault.exit_code if faults else EXIT_DONE
