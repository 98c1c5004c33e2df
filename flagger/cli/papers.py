"""The files of a run by name. Papers are made only when they are asked for, and load what makes them only then."""

from __future__ import annotations

from flagger.cli.options import Wanted
from flagger.contract.build import as_json
from flagger.contract.records import Document
from flagger.report.page.page import page
from flagger.report.tables import events_csv, flags_csv, outcomes_csv, problems_csv


def files_of(document: Document, wanted: Wanted) -> dict[str, bytes]:
    """What is written for everybody, and the papers that are wanted. Raises UsageFault for a wrong template."""
    return {
        "report.html": page(document, wanted.prompts, wanted.selection),
        "flags.json": as_json(document),
        "flags.csv": flags_csv(document),
        "events.csv": events_csv(document.events, document),
        "outcomes.csv": outcomes_csv(document),
        "problems.csv": problems_csv(document.problems),
        **_papers(document, wanted),
    }


def _papers(document: Document, wanted: Wanted) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    if wanted.wants("panel"):
        from flagger.report.word.panel import panel_docx
        from flagger.report.workbook.evidence import evidence_xlsx

        files["panel.docx"] = panel_docx(document, wanted.templates)
        files["evidence.xlsx"] = evidence_xlsx(document)
    if wanted.wants("supervision"):
        from flagger.report.word.supervision import supervision_docx

        files["supervision.docx"] = supervision_docx(document, wanted.templates, wanted.prompts, wanted.selection)
    if wanted.wants("briefing"):
        from flagger.report.word.briefing import briefing_docx

        files["briefing.docx"] = briefing_docx(document, wanted.templates)
    return files
