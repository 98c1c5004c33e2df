"""The work of `flagger rules lock`, `new` and `docs`. Imported only when one of them runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from flagger.codebook import load_codebook
from flagger.errors import RulesFault, UsageFault
from flagger.report.library.pages import MARK, rule_pages
from flagger.report.say import count
from flagger.report.write import replacing, write_all
from flagger.rulebook.faults import did_you_mean
from flagger.rulebook.load import Rulebook, load_rulebook, read_rulebook, rule_files
from flagger.rulebook.lock import LOCK_FILE, lock_issues, lock_text, read_lock
from flagger.rulebook.settle import in_force
from flagger.rulebook.skeleton import skeleton
from flagger.rulebook.where import rules_root, shipped_inside

_ID, _THEME = r"[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+)*", r"[a-z][a-z0-9_]*"
_ANY_DAY = 0  # without an area's pack nothing depends on the day
_FOLDERS = ("strengths", "combined")
_EXAMPLES = {
    "count": ("was_not_brought", "did_not_attend"),
    "sequence": ("case_closed", "referral"),
    "absence": ("missing_episode", "child_seen_alone"),
    "measure": ("was_not_brought", "appt_attended"),
    "rate": ("was_not_brought", "did_not_attend"),
    "conflict": ("da_incident", "parental_conflict_label"),
    "combine": ("was_not_brought", "did_not_attend"),
}


def locked(rules_dir: Path | None) -> str:
    """Write the lock of a rules folder.

    Raises RulesFault when a meaning changed and its version did not, or a rule is gone that was not deprecated.
    """
    root = _own(rules_dir)
    book, before = load_rulebook(root), read_lock(root)
    issues = lock_issues(book, before) if before else []
    if refused := [str(issue) for issue in issues if issue.check == "version"]:
        raise RulesFault([*refused, "nothing was locked: mend these first"])
    _write(root / LOCK_FILE, lock_text(book))
    changed = len({issue.file for issue in issues if issue.file != LOCK_FILE}) if before else len(book.rules)
    return f"{count(len(book.rules), 'rule')} locked, {changed} of them new or changed: {root / LOCK_FILE}\n"


def made(rule_id: str, theme: str, matcher: str, rules_dir: Path | None) -> str:
    """Write the skeleton of a new rule, and say what to do with it. Raises UsageFault, RulesFault."""
    root = _own(rules_dir)
    _of_form(rule_id, _ID, "a rule's id such as R22")
    _of_form(theme, _THEME, "a theme in small letters, digits and _, such as engagement")
    if taken := [path for path in rule_files(root) if path.stem == rule_id]:
        raise UsageFault(f"{rule_id} is there already: {taken[0]}; expected a new id")
    codes = _codes(matcher, load_codebook(root / "codebook").codes)
    rules = _pair(read_rulebook(root)[0]) if matcher == "combine" else ()
    folder = root / theme if theme in _FOLDERS else root / "themes" / theme
    fresh = "" if folder.is_dir() else f"`{theme}` is a new theme{did_you_mean(theme, _themes(root))}.\n"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{rule_id}.yaml"
    _write(path, skeleton(rule_id, theme, matcher, codes, rules))
    return (
        f"{fresh}{path} is written: it loads, but its words and codes are examples.\n"
        f"  what is left to write:       flagger rules check\n"
        f"  whether its tests hold it:   flagger rules test {rule_id} --mutate\n"
        f"  what it finds:               flagger rules try {rule_id} FILE\n"
    )


def pages_written(out: Path, rules_dir: Path | None) -> str:
    """Write a page for each rule, and their index; the pages of rules that are gone go too.

    Raises UsageFault, RulesFault.
    """
    book = in_force(load_rulebook(rules_dir or rules_root()), (), _ANY_DAY).rulebook
    pages = {name: text.encode() for name, text in rule_pages(book).items()}
    write_all(out, pages)
    gone = [path for path in out.glob("*.md") if path.name not in pages and _is_ours(path)]
    for path in gone:
        path.unlink()
    removed = f", {len(gone)} of rules that are gone removed" if gone else ""
    return f"{count(len(pages), 'page')} written{removed}: {out}\n"


def _is_ours(path: Path) -> bool:
    return path.read_text(encoding="utf-8", errors="replace").startswith(MARK)


def _themes(root: Path) -> list[str]:
    return [*_FOLDERS, *(path.name for path in (root / "themes").glob("*") if path.is_dir())]


def _own(rules_dir: Path | None) -> Path:
    """The folder of rules to write in. Raises UsageFault for the one inside an installed package."""
    root = rules_dir or rules_root()
    if shipped_inside(root):
        raise UsageFault(f"{root} belongs to the installed program; expected --rules with a copy of it")
    return root


def _of_form(given: str, pattern: str, expected: str) -> None:
    if not re.fullmatch(pattern, given):
        raise UsageFault(f"`{given}` cannot be that; expected {expected}")


def _codes(matcher: str, known: Iterable[str]) -> tuple[str, str]:
    """Two codes of this codebook to begin from: those of the matcher's example where it has them."""
    first, second = _EXAMPLES[matcher]
    names = sorted(known)
    if {first, second} <= set(names):
        return first, second
    if len(names) < 2:
        raise UsageFault("the codebook has fewer than two codes; expected some to write a rule with")
    return names[0], names[1]


def _pair(book: Rulebook | None) -> tuple[str, ...]:
    """Two rules of different families that a combined rule could begin with."""
    by_family: dict[str, str] = {}
    for rule in book.rules.values() if book else ():
        if not rule.match.combine and rule.status != "deprecated":
            by_family.setdefault(rule.family, rule.id)
    if len(by_family) > 1:
        return tuple(by_family.values())[:2]
    raise UsageFault("a combined rule joins rules of two families; expected at least two such rules in the folder")


def _write(path: Path, text: str) -> None:
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
