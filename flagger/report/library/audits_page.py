"""`docs/audits.md`: where every part of every audit ends, as a table: `python -m flagger.report.library.audits_page`.

From the same data as `flagger rules trace`. Needs the sources: it is written for people who read the repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flagger.report.library.trace_text import audit_words, ends_words, parts_words, reason_words
from flagger.rulebook.load import Rulebook, load_rulebook
from flagger.rulebook.trace import AuditTrace, Traced, trace
from flagger.rulebook.where import rules_root

AUDITS_PAGE = Path("docs") / "audits.md"
_HEAD = """\
# Where the audits' findings went

Every heading, bullet and sentence of five published audits, in our words, ends in one of three places: a
[rule](rules/README.md) that runs, a [prompt](prompts.md) for reflection, or the list of
[what a chronology cannot show](#what-cannot-be-shown) with the reason. Many end in more than one. `flagger rules trace`
prints the same, and fails when something is left out: the parts were counted in the texts themselves, apart from this
table.

*Where* is the place under the heading: a sentence's number counts the sentences outside bullets. This page is generated
from `rules/audits.yaml`, the rules, `rules/prompts.yaml` and `rules/not_shown.yaml`; do not edit it."""


def audits_page(book: Rulebook) -> str:
    """The page as Markdown."""
    audits = trace(book)
    parts = [_HEAD, f"In all: {parts_words(audits)} {ends_words(audits)}"]
    parts += [part for audit in audits for part in _audit(book, audit)]
    return "\n\n".join([*parts, *_not_shown(book)]) + "\n"


def linked(rule: str) -> str:
    """A rule's id, leading to its page."""
    return f"[{rule}](rules/{rule}.md)"


def cell(text: str) -> str:
    """Text that cannot break out of a cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def _audit(book: Rulebook, audit: AuditTrace) -> Iterator[str]:
    about = book.audits.audits[audit.audit]
    yield f"## {audit.audit} {about.title}"
    yield f"{audit_words(about)}. Looked at: {about.sample}."
    yield f"{parts_words([audit])} {ends_words([audit])}"
    rows, heading = ["| heading | where | in our words | ends in |", "|---|---|---|---|"], ""
    for traced in audit.findings:
        at = traced.finding
        shown = "" if at.heading == heading else at.heading
        heading = at.heading
        rows.append(f"| {cell(shown)} | {', '.join(at.place)} | {cell(at.says)} | {cell(_ends(book, traced))} |")
    yield "\n".join(rows)


def _ends(book: Rulebook, traced: Traced) -> str:
    said = [f"{linked(name)} {book.rules[name].title}" for name in traced.rules]
    said += [f"*{book.prompts.prompts[name].asks}*" for name in traced.prompts]
    said += [f"cannot be shown: {reason_words(book, name)}" for name in traced.reasons]
    return "<br>".join(said) or "**nowhere**"


def _not_shown(book: Rulebook) -> Iterator[str]:
    yield "## What cannot be shown"
    listed = book.not_shown.not_shown.values()
    yield "\n".join(["| what | why not |", "|---|---|", *(f"| {cell(r.what)} | {cell(r.reason)} |" for r in listed)])
    yield "## Rules held back"
    held = book.not_shown.held_back.items()
    rows = (f"| {name} | {cell(r.would)} | {cell(r.reason)} |" for name, r in held)
    yield "\n".join(["| rule | what it would do | why it does not |", "|---|---|---|", *rows])


if __name__ == "__main__":
    AUDITS_PAGE.write_text(audits_page(load_rulebook(rules_root())), encoding="utf-8", newline="\n")
