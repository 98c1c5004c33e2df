"""The glossary of a copy: which code stands for which name, kept apart from the copy by whoever may switch it back.

A table that a person may edit: rename a code, add a word to replace (a row of kind `word`, with or without a code), or
one never to replace (`keep`). It also holds the key that ids are made with and the weeks that dates are moved by.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from flagger.audience.folding import letters, plain
from flagger.chronology.spreadsheets import FORMULA
from flagger.errors import UsageFault

COLUMNS = ("case", "kind", "original", "code", "note")
KEY, WEEKS, KEEP, WORD = "key", "weeks", "keep", "word"
CASE, FILE = THINGS = ("case", "file")  # named by whole fields, and no words of a case
KEY_BYTES = 16
_KEY_SHOWN = "key-"  # so that no spreadsheet takes it for a number


@dataclass(frozen=True)
class Entry:
    """One form of a name and its code; several forms may have one code, the first is written when switched back.

    `case` "": in every case.
    """

    case: str
    kind: str
    original: str
    code: str
    note: str = ""


@dataclass(frozen=True)
class Glossary:
    """`key` makes the ids of a copy (hex), `weeks` is how far its dates are moved; never both known to its readers."""

    key: str
    weeks: int
    entries: tuple[Entry, ...] = field(default=())


def new_glossary(key: bytes, weeks: int) -> Glossary:
    """An empty one. `key`: KEY_BYTES of chance; `weeks`: whole weeks to move dates by, other than 0, by chance too."""
    if len(key) < KEY_BYTES or not weeks:
        raise ValueError("expected a key of 16 bytes or more, and some weeks")
    return Glossary(key.hex(), weeks)


def read_glossary(path: Path) -> Glossary:
    """Read a glossary that this program wrote and a person may have edited. Raises UsageFault with every fault."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageFault(f"{path}: the glossary could not be read ({said}); expected a CSV file in UTF-8") from None
    rows = csv.reader(io.StringIO(text, newline=""))
    header = [cell.strip().casefold() for cell in next(rows, [])]
    if sorted(header) != sorted(COLUMNS):
        raise UsageFault(f"{path}: row 1: expected the columns {', '.join(COLUMNS)}; is this a glossary of flagger?")
    entries: list[Entry] = []
    settings: dict[str, str] = {}
    faults: list[str] = []
    for number, cells in enumerate(rows, 2):
        if not any(cell.strip() for cell in cells):
            continue
        said = dict(zip(header, [*map(_bare, cells), *[""] * len(header)], strict=False))
        entry = Entry(*(said[name] for name in COLUMNS))
        kind = entry.kind.casefold() or WORD
        if kind in (KEY, WEEKS):
            settings[kind] = entry.original
        elif not entry.original:
            faults.append(f"{path}: row {number}: `original` is empty; expected the word that is to be replaced")
        else:
            entries.append(Entry(entry.case, kind, entry.original, "" if kind == KEEP else entry.code, entry.note))
    faults += [f"{path}: {said}" for said in _of_two_cases(entries)]
    key, weeks = settings.get(KEY, "").removeprefix(_KEY_SHOWN), settings.get(WEEKS, "")
    if not re.fullmatch(rf"[0-9a-f]{{{2 * KEY_BYTES},}}", key):
        faults.append(f"{path}: expected a row of kind `key` as flagger wrote it; put it back from an older copy")
    if not re.fullmatch(r"-?[1-9]\d{0,3}", weeks):
        faults.append(f"{path}: expected a row of kind `weeks` with the weeks that dates are moved by, such as -61")
    if faults:
        raise UsageFault("\n".join(faults))
    return Glossary(key, int(weeks), tuple(entries))


def glossary_csv(glossary: Glossary) -> bytes:
    """The glossary as a table, for a spreadsheet or by hand: settings, then entries in their order."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerow(("", KEY, _KEY_SHOWN + glossary.key, "", "makes the ids of copies; keep it, and keep it secret"))
    writer.writerow(("", WEEKS, str(glossary.weeks), "", "dates of a copy with moved dates are moved by these weeks"))
    for entry in glossary.entries:
        cells = (entry.case, entry.kind, entry.original, entry.code, entry.note)
        writer.writerow([_safe(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def apart_from(path: Path, out: Path | None) -> None:
    """Refuse a glossary among the files of the copy that it switches back. Raises UsageFault."""
    if out is not None and out.resolve() in path.resolve().parents:
        raise UsageFault(f"--pseudonyms {path}: it lies in {out}, which is given away; expected a place outside of it")


def restored(text: str, glossary: Glossary) -> str:
    """A text of a copy with the names again: each code by the first form that the glossary has for it."""
    first: dict[str, str] = {}
    for entry in glossary.entries:
        if entry.code:
            first.setdefault(plain(entry.code), entry.original)
    if not first:
        return text
    codes = sorted(first, key=lambda code: (-len(code), code))
    alternatives = "|".join(re.escape(code).replace(r"\ ", "[ _]") for code in codes)
    found = re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])", re.IGNORECASE)
    return found.sub(lambda m: first[plain(m[0])], text)


def restored_table(rows: Iterable[Sequence[str]], glossary: Glossary) -> list[list[str]]:
    """A table of a copy with the names again, cell by cell."""
    return [[restored(cell, glossary) for cell in row] for row in rows]


class Codes:
    """Gives codes and remembers them: the same form in the same case always has the same code.

    Codes are unique in a glossary, so that text can be switched back; `taken` are words of the texts themselves, so
    that no code is one of these.
    """

    def __init__(self, glossary: Glossary, taken: str) -> None:
        self.glossary, self.taken = glossary, plain(taken)
        self._codes = {plain(entry.code) for entry in glossary.entries if entry.code}
        self._last: dict[str, int] = {}
        self._entries: list[Entry] = []
        self._in_case: dict[str, list[Entry]] = defaultdict(list)
        self._of: dict[tuple[str, str], str] = {}
        self._things: dict[tuple[str, str], str] = {}
        for entry in glossary.entries:
            self._add(self._coded(entry))

    def entries(self) -> Sequence[Entry]:
        return self._entries

    def of_case(self, case: str) -> Sequence[Entry]:
        """The entries of a case; "": those of every case."""
        return self._in_case.get(case, ())

    def of(self, case: str, original: str) -> str:
        """The code of a form, "" when it has none."""
        form = letters(original)
        return self._of.get((case, form)) or self._of.get(("", form), "")

    def kept(self, case: str) -> frozenset[str]:
        """The words, as they are compared, that somebody wants left as they are."""
        return frozenset(plain(e.original) for e in (*self.of_case(case), *self.of_case("")) if e.kind == KEEP)

    def thing(self, kind: str, original: str, label: str) -> str:
        """The code of a whole case or file, by its name."""
        if (kind, original) not in self._things:
            self._add(Entry("", kind, original, self._new(label)))
        return self._things[kind, original]

    def give(self, case: str, kind: str, label: str, forms: Iterable[str], note: str = "") -> str:
        """The code of the first of `forms` that has one, else a new one; every form has it from now on."""
        all_ = list(dict.fromkeys(forms))
        code = next((found for form in all_ if (found := self.of(case, form))), "") or self._new(label)
        for form in all_:
            if not self.of(case, form):
                self._add(Entry(case, kind, form, code, note))
        return code

    def made(self) -> Glossary:
        """The glossary with all that was given."""
        return Glossary(self.glossary.key, self.glossary.weeks, tuple(self._entries))

    def _add(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._in_case[entry.case].append(entry)
        if entry.kind in THINGS:
            self._things.setdefault((entry.kind, entry.original), entry.code)
        elif entry.code:
            self._of.setdefault((entry.case, letters(entry.original)), entry.code)

    def _new(self, label: str) -> str:
        number = self._last.get(label, 0) + 1
        while (form := plain(label.format(number))) in self._codes or form in self.taken:
            number += 1
        self._codes.add(form)
        self._last[label] = number
        return label.format(number)

    def _coded(self, entry: Entry) -> Entry:
        """An entry that a person added without a code, with one."""
        if entry.code or entry.kind == KEEP:
            return entry
        label = "Name {}" if entry.kind == WORD else entry.kind.capitalize() + " {}"
        return replace(entry, code=self._new(label))


def _of_two_cases(entries: Sequence[Entry]) -> Iterable[str]:
    cases: dict[str, set[str]] = {}
    for entry in entries:
        if entry.code:
            cases.setdefault(entry.code, set()).add(entry.case)
    for code, of in sorted(cases.items()):
        if len(of) > 1:
            yield f"the code {code} stands in {len(of)} cases; expected a code of its own for each, to switch it back"


def _safe(cell: str) -> str:
    """Behind an apostrophe what a spreadsheet would run, or turn into a number of another form."""
    return "'" + cell if cell.startswith((*FORMULA, "'")) or re.fullmatch(r"[\d\s./:-]+", cell) else cell


def _bare(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") else cell
