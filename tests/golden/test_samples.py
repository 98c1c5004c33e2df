"""Each invented family gives what its note says, however its rows lie, and its files are what the sources say.

A note (`sample_chronologies/<case>/NOTE.md`) is written by reading the story, not by running the tool. Its headings:
`Must be flagged` and `May be flagged` (rule, status and, where given, the first and last day of the evidence),
`Must not be flagged` (rule, and the case where one of several is meant), `Must be read as` and `Must not be read as`
(place and code). A concern that no heading names must not be flagged; a strength may be.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import re
import runpy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

import flagger.chronology.read as reading_files
from flagger.chronology.containers import GridsRead, read_grids
from flagger.contract.build import of_screening
from flagger.flags.record import Flag
from flagger.model import Chronology
from flagger.rulebook.where import rules_root
from flagger.screen import Library, Screening, find_coverage, load_library, read, screen

SAMPLES = Path(__file__).parents[2] / "sample_chronologies"
CASES = sorted(path.parent.name for path in SAMPLES.glob("*/NOTE.md"))
SOURCES = sorted((SAMPLES / "sources").glob("*/*.yaml"))
Screened = Callable[[str], Screening]
EPOCH = dt.date(1970, 1, 1)
BANNER = "a heading between the rows"
_ENTRY = re.compile(
    r"- \*\*(?P<rule>\w+)\*\*(?: (?P<status>confirmed|possible|pending))?(?: \((?P<case>[^)]+)\))?"
    r"(?:, (?P<first>\d{4}-\d\d-\d\d) to (?P<last>\d{4}-\d\d-\d\d))?(?P<absent>, not assessed)?: (?P<why>\S.*)"
)
_READ = re.compile(r"- `(?P<file>[^`]+)`(?: (?P<sheet>[^`]+?))? row (?P<row>\d+), `(?P<code>\w+)`: (?P<why>\S.*)")


@dataclass(frozen=True)
class Entry:
    """One line of a note about a rule; what the line leaves open is None."""

    rule: str
    status: str | None
    case: str | None
    first: str | None
    last: str | None
    absent: bool

    def holds_of(self, flag: Flag) -> bool:
        said = ((self.status, flag.status), (self.case, flag.case), (self.first, flag.first), (self.last, flag.last))
        return self.rule == flag.rule and all(want in (None, found) for want, found in said)


@dataclass(frozen=True)
class Place:
    """A code that a row must carry, or must not, as affirmed."""

    file: str
    sheet: str | None
    row: int
    code: str


@dataclass(frozen=True)
class Note:
    as_at: int
    must: tuple[Entry, ...]
    may: tuple[Entry, ...]
    must_not: tuple[Entry, ...]
    codes: tuple[Place, ...]
    no_codes: tuple[Place, ...]


def note_of(case: str) -> Note:
    text = (SAMPLES / case / "NOTE.md").read_text(encoding="utf-8")
    as_at = re.search(r"^as_at: (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    assert as_at and "FICTIONAL" in text and "## Story" in text, f"{case}: the note lacks as_at, FICTIONAL or a story"
    parts = dict(re.findall(r"^## ([^\n]+)\n+(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    places = [
        tuple(Place(m["file"], m["sheet"], int(m["row"]), m["code"]) for m in _lines(parts.get(name, ""), _READ))
        for name in ("Must be read as", "Must not be read as")
    ]
    rules = [
        tuple(
            Entry(m["rule"], m["status"], m["case"], m["first"], m["last"], m["absent"] is not None)
            for m in _lines(parts.get(name, ""), _ENTRY)
        )
        for name in ("Must be flagged", "May be flagged", "Must not be flagged")
    ]
    return Note((dt.date.fromisoformat(as_at[1]) - EPOCH).days, rules[0], rules[1], rules[2], places[0], places[1])


def _lines(part: str, form: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for item in re.split(r"\n(?=- )", part.strip()):
        if item.startswith("- "):
            found = form.match(" ".join(item.split()))
            assert found, f"this line of a note has not the form of its heading: {item[:80]}"
            yield found


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(rules_root())


@pytest.fixture(scope="session")
def screened(library: Library) -> Screened:
    """The screening of a case, made once."""
    return lru_cache(None)(lambda case: run(case, library))


def run(case: str, library: Library, paths: Sequence[Path] | None = None) -> Screening:
    folder = SAMPLES / case
    reading = read(paths or [folder], library.codebook, case=case if paths else None)
    coverage = find_coverage([folder], None, reading.chronology)
    return screen(reading, library, as_at=note_of(case).as_at, coverage=coverage)


def screened_at(as_at: int, folders: Sequence[Path], library: Library) -> Screening:
    reading = read(folders, library.codebook)
    return screen(reading, library, as_at=as_at, coverage=find_coverage(folders, None, reading.chronology))


def given(screening: Screening) -> str:
    """All that a run gives of events, flags and outcomes, as text."""
    document = of_screening(screening, "as the note says")
    return repr((document.events, document.flags, document.outcomes))


@pytest.mark.parametrize("case", CASES)
def test_what_must_be_flagged_is_and_nothing_unlisted_is(case: str, screened: Screened) -> None:
    note = note_of(case)
    left = list(screened(case).flags)
    missing = []
    for entry in sorted(note.must, key=lambda entry: entry.first is None):
        found = next((flag for flag in left if entry.holds_of(flag)), None)
        if found is None:
            missing.append(entry)
        else:
            left.remove(found)
    unlisted = [f for f in left if f.kind != "strength" and not any(entry.holds_of(f) for entry in note.may)]
    shown = [(flag.case, flag.rule, flag.status, flag.first, flag.last) for flag in unlisted]
    assert (missing, shown) == ([], [])


@pytest.mark.parametrize("case", CASES)
def test_what_must_not_be_flagged_is_not(case: str, screened: Screened) -> None:
    note, screening = note_of(case), screened(case)
    assert [f.rule for f in screening.flags for entry in note.must_not if entry.holds_of(f)] == []
    for entry in note.must_not:
        outcomes = [o.outcome for o in screening.outcomes if o.rule == entry.rule and entry.case in (None, o.case)]
        assert outcomes, f"{entry.rule} is no rule, or its case is not there"
        assert not entry.absent or set(outcomes) == {"not assessed"}


@pytest.mark.parametrize("case", CASES)
def test_rows_carry_the_codes_that_a_reader_would_give(case: str, screened: Screened) -> None:
    reading, note = screened(case).reading, note_of(case)
    affirmed = reading.codings[reading.codings["status"] == "affirmed"]
    codes = affirmed.groupby("event_id")["code"].agg(set).to_dict()
    wrong = []
    for place in (*note.codes, *note.no_codes):
        ids = _events_at(reading.chronology, place)
        assert len(ids) == 1, f"{place}: no event, or several, stand here"
        if (place.code in codes.get(ids[0], ())) != (place in note.codes):
            wrong.append(place)
    assert wrong == []


def _events_at(chronology: Chronology, place: Place) -> list[str]:
    events = chronology.events
    here = events[(events["file"] == place.file) & (events["row"] == place.row)]
    return [str(e) for e in (here if place.sheet is None else here[here["sheet"] == place.sheet])["event_id"]]


@pytest.mark.parametrize("case", CASES)
def test_every_row_is_read_and_every_file_says_it_is_fictional(case: str, screened: Screened) -> None:
    chronology = screened(case).reading.chronology
    assert [file.path for file in chronology.files if file.error] == []
    assert chronology.events["lo"].notna().all()
    for path in sorted(path for path in (SAMPLES / case).iterdir() if path.suffix not in (".md", ".yaml")):
        source = (SAMPLES / "sources" / case / f"{path.name}.yaml").read_text(encoding="utf-8")
        assert "FICTIONAL" in source.split("columns:")[0], f"{path.name} does not say FICTIONAL above its table"


@pytest.mark.parametrize("case", CASES)
def test_a_second_run_gives_the_same(case: str, library: Library, screened: Screened) -> None:
    assert given(run(case, library)) == given(screened(case))


@pytest.mark.parametrize("case", CASES)
def test_files_in_another_order_give_the_same(case: str, library: Library, screened: Screened) -> None:
    files = sorted(p for p in (SAMPLES / case).iterdir() if p.suffix not in (".md", ".yaml"))
    assert given(run(case, library, files[::-1])) == given(screened(case))


def test_families_screened_together_give_what_each_gives_alone(library: Library) -> None:
    """Alone and together as at one day, the latest of all notes."""
    as_at = max(note_of(case).as_at for case in CASES)
    folders = [SAMPLES / case for case in CASES]
    alone = [screened_at(as_at, [folder], library) for folder in folders]
    together = screened_at(as_at, folders, library)
    assert sorted(map(repr, together.flags)) == sorted(repr(flag) for one in alone for flag in one.flags)
    assert sorted(map(repr, together.outcomes)) == sorted(repr(found) for one in alone for found in one.outcomes)
    by_parent = screened_at(as_at, [SAMPLES], library)
    assert (by_parent.flags, by_parent.outcomes) == (together.flags, together.outcomes)


@pytest.mark.parametrize("case", CASES)
def test_rows_in_another_order_give_the_same(
    case: str, library: Library, screened: Screened, monkeypatch: pytest.MonkeyPatch
) -> None:
    chronology = screened(case).reading.chronology
    for seed in range(3):
        dice = random.Random(seed)
        monkeypatch.setattr(
            reading_files, "read_grids", lambda path, dice=dice: shuffled(read_grids(path), path, chronology, dice)
        )
        assert given(run(case, library)) == given(screened(case))


def shuffled(grids: GridsRead, path: Path, chronology: Chronology, dice: random.Random) -> GridsRead:
    """The same file with the rows of its events in another order; rows stay under the heading that runs across them."""
    events = chronology.events[chronology.events["file"] == path.name]
    places = set(zip(events["sheet"], events["row"], strict=True))
    listed = [row for file in chronology.files if file.path == path.name for row in file.listed]
    banners = {(row.sheet, row.row) for row in listed if row.reason == BANNER}
    turned = []
    for grid in grids.grids:
        rows, stretch = list(grid.rows), []
        for at, row in enumerate([*rows, None]):
            if row is not None and (grid.sheet, row.number) in places:
                stretch.append(at)
            elif row is None or (grid.sheet, row.number) in banners:
                for old, new in zip(stretch, dice.sample(stretch, len(stretch)), strict=True):
                    rows[old] = grid.rows[new]
                stretch = []
        turned.append(dataclasses.replace(grid, rows=tuple(rows)))
    return dataclasses.replace(grids, grids=tuple(turned))


@pytest.fixture(scope="session")
def make() -> Callable[[Path, Path], Path]:
    found: Callable[[Path, Path], Path] = runpy.run_path(str(SAMPLES / "make.py"))["make"]
    return found


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_files_are_what_their_sources_say(source: Path, make: Callable[[Path, Path], Path], tmp_path: Path) -> None:
    """Compared as read, because the bytes of a workbook may differ between versions of the library that writes it."""
    made = make(source, tmp_path)
    first = made.read_bytes()
    assert make(source, tmp_path).read_bytes() == first
    shipped = read_grids(SAMPLES / source.parent.name / source.stem)
    assert _anywhere(read_grids(made)) == _anywhere(shipped)


def _anywhere(grids: GridsRead) -> GridsRead:
    """Without its hash, and its problems without the path of the file."""
    problems = tuple(dataclasses.replace(problem, file="") for problem in grids.problems)
    return dataclasses.replace(grids, sha256="", problems=problems)
