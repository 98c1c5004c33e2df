"""Ids of a copy, made again with a key: the ids of a run are hashes of what was recorded, so whoever guesses a name, a
date or a text could try it against them.
"""

from __future__ import annotations

import hmac
from dataclasses import replace

from flagger.contract.records import Document, Event, File, Span
from flagger.flags.record import Absent, Evidence, Flag


def rekeyed(document: Document, key: str) -> Document:
    """The document with every id of an event, flag and file made again with the key; nothing else changes.

    Method: HMAC-SHA256 of the old id, cut to its length, so that the same rows have the same ids next month.
    """
    return _Rekeying(bytes.fromhex(key)).document(document)


class _Rekeying:
    def __init__(self, key: bytes) -> None:
        self.key = key

    def id(self, old: str) -> str:
        if not old:
            return old
        size = len(old.partition("-")[0])
        return hmac.new(self.key, old.encode(), "sha256").hexdigest()[:size]

    def maybe(self, old: str | None) -> str | None:
        return None if old is None else self.id(old)

    def document(self, document: Document) -> Document:
        return replace(
            document,
            events=tuple(map(self.event, document.events)),
            flags=tuple(map(self.flag, document.flags)),
            files=tuple(map(self.file, document.files)),
            spans=tuple(map(self.span, document.spans)),
        )

    def event(self, event: Event) -> Event:
        return replace(event, id=self.id(event.id), incident=self.id(event.incident))

    def file(self, file: File) -> File:
        return replace(file, sha256=self.id(file.sha256))

    def span(self, span: Span) -> Span:
        return replace(span, opened_by=self.id(span.opened_by), closed_by=self.maybe(span.closed_by))

    def flag(self, flag: Flag) -> Flag:
        return replace(
            flag,
            id=self.id(flag.id),
            evidence_hash=self.id(flag.evidence_hash),
            evidence=tuple(Evidence(self.id(of.event), of.role) for of in flag.evidence),
            absent=tuple(self.absent(of) for of in flag.absent),
            members=tuple(map(self.id, flag.members)),
        )

    def absent(self, absent: Absent) -> Absent:
        return replace(absent, nearest=self.maybe(absent.nearest))
