"""The work of `flagger rules check`. Imported only when the command runs."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from flagger.chronology.agency import shipped_agencies
from flagger.codebook import Codebook, load_codebook
from flagger.codebook.local import read_lexicon
from flagger.documents.document import read_document
from flagger.errors import EXIT_DONE, RulesFault
from flagger.report.say import count
from flagger.rulebook.area import AREAS, Known, area_files, read_area
from flagger.rulebook.lint import Issue, lint
from flagger.rulebook.load import Rulebook, read_rulebook
from flagger.rulebook.lock import LOCK_FILE, lock_issues, read_lock
from flagger.rulebook.where import rules_root
from flagger.rulebook.words import Word, load_words

_FEW = 3
_T = TypeVar("_T")


def checked(rules_dir: Path | None, verbose: bool, area: str | None = None) -> tuple[str, int]:
    """Every fault and issue with its file and line, mere notes first, and the exit code; `area` names one more pack.

    Notes of one kind are counted where there are many, unless `verbose`. Where a file cannot be read, the others are
    still looked at, as far as they do not need it.
    """
    root, faults = rules_dir or rules_root(), list[str]()
    codebook = _read(faults, lambda: load_codebook(root / "codebook"))
    words = _read(faults, lambda: load_words(root)) or ()
    book, found = read_rulebook(root, {*codebook.codes, *codebook.families} if codebook else None)
    faults += found
    if codebook is not None and book is not None and not faults:
        known = Known(codebook.codes, shipped_agencies().keys, read_lexicon(root / "codebook"), book.rules)
        for path in dict.fromkeys([*sorted((root / AREAS).glob("*.yaml")), *area_files(root, area)]):
            _read(faults, partial(read_area, path, known))
    issues = [] if book is None else _issues(root, book, codebook, words, faults)
    errors, counted = [_fault_line(fault) for fault in faults], Counter(issue.severity for issue in issues)
    counted["error"] += len(errors)
    said = ", ".join(count(counted[severity], severity) for severity in ("error", "warning", "note"))
    notes, others = [i for i in issues if i.severity == "note"], [i for i in issues if i.severity != "note"]
    total = f"{count(len(book.rules) if book else 0, 'rule')} checked: {said}"
    lines = [*(map(str, notes) if verbose else _few(notes)), *map(str, others), *errors, total]
    return "\n".join(lines) + "\n", RulesFault.exit_code if counted["error"] else EXIT_DONE


def _issues(
    root: Path, book: Rulebook, codebook: Codebook | None, words: tuple[Word, ...], faults: list[str]
) -> list[Issue]:
    path = root / "codebook" / "agencies.yaml"
    agencies = _read(faults, lambda: read_document(path, "codebook/agencies.yaml").data.get("agencies"))
    issues = lint(book, dt.date.today(), codebook, agencies, words)
    if faults:  # A finding may end in what cannot be read.
        issues = [issue for issue in issues if issue.check != "findings-placed"]
    if lock := _read(faults, lambda: read_lock(root)):
        # A rule that cannot be read is not gone.
        issues += [issue for issue in lock_issues(book, lock) if not faults or issue.file != LOCK_FILE]
    return issues


def _read(faults: list[str], read: Callable[[], _T]) -> _T | None:
    try:
        return read()
    except RulesFault as fault:
        faults += fault.faults
        return None


def _fault_line(fault: str) -> str:
    """As an issue reads."""
    place, _, said = fault.partition(": ")
    return f"{place}: error: {said}"


def _few(notes: Sequence[Issue]) -> Iterator[str]:
    by_check: dict[str, list[Issue]] = defaultdict(list)
    for note in notes:
        by_check[note.check].append(note)
    for check, alike in by_check.items():
        if len(alike) <= _FEW:
            yield from map(str, alike)
        else:
            yield f"{len(alike)} notes such as: {alike[0].message} (--verbose: all) [{check}]"
