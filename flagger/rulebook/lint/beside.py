"""Checks of what lies beside the rules: every finding of the audits ends somewhere, and our words are kind."""

from __future__ import annotations

from collections.abc import Iterator

from flagger.documents.document import Document, Place
from flagger.rulebook.lint.issue import Context, Issue
from flagger.rulebook.trace import faults_of, trace
from flagger.rulebook.words import find_words


def findings_placed(context: Context) -> Iterator[Issue]:
    """Every finding has a rule, a prompt or a reason, and every part of an audit's text has a finding."""
    document = context.rulebook.audits.document
    for place, said in faults_of(trace(context.rulebook)):
        yield Issue(document.file, document.line(place), "findings-placed", said)


def words_kind(context: Context) -> Iterator[Issue]:
    """No word that blames, labels or claims too much in paraphrases, prompts and reasons."""
    for document, place, text in _prose(context):
        for found, word in find_words(text, context.words):
            said = f'a word to avoid; expected {word.instead}; found "{found}"'
            yield Issue(document.file, document.line(place), "words-kind", said)


def _prose(context: Context) -> Iterator[tuple[Document, Place, str]]:
    book = context.rulebook
    for name, finding in book.audits.findings.items():
        yield book.audits.document, ("findings", name), finding.says
    for name, prompt in book.prompts.prompts.items():
        yield book.prompts.document, ("prompts", name), prompt.asks
    for name, reason in book.not_shown.not_shown.items():
        yield book.not_shown.document, ("not_shown", name), f"{reason.what} {reason.reason}"
    for name, held in book.not_shown.held_back.items():
        yield book.not_shown.document, ("held_back", name), f"{held.would} {held.reason}"
