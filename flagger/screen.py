"""The whole way of the data, files to flags, as two calls: `read` and `screen`.

Pure but for reading the files it is given: no clock, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flagger.chronology.agency import Agencies, shipped_agencies
from flagger.chronology.coverage import COVERAGE_FILE, read_coverage
from flagger.chronology.overrides import Overrides
from flagger.chronology.read import read_files
from flagger.chronology.sources import case_folders, find_sources
from flagger.codebook import Codebook, load_codebook
from flagger.codebook.local import read_lexicon, with_phrases
from flagger.coding.corrections import apply_corrections
from flagger.coding.events import code_events
from flagger.dates.calendars import WorkingDays, load_working_days
from flagger.dates.say import say
from flagger.detect.run import Setting, detect
from flagger.detect.spans import open_spans
from flagger.errors import NothingRead, RulesFault
from flagger.flags.build import flagged
from flagger.flags.record import Ask, Flag, RuleOutcome
from flagger.infer.combined import composites_of, infer
from flagger.infer.engines import Engine, choose
from flagger.matchers.select import Chooser
from flagger.model import EVERY_CASE, Chronology, Coverage, Problem
from flagger.people import People, find_people, shipped_lexicon
from flagger.rulebook.area import Area, Known, area_files, read_area
from flagger.rulebook.load import Rulebook, load_rulebook
from flagger.rulebook.model import Rule
from flagger.rulebook.settle import InForce, in_force
from flagger.timeline.arrays import Timeline
from flagger.timeline.build import timeline_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Library:
    """All that a run takes from `rules/`: `agencies` are names that mean one (None: those shipped), `areas` the
    packs in use, the country's before the area's own."""

    rulebook: Rulebook
    codebook: Codebook
    calendar: WorkingDays
    agencies: Agencies | None = None
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True)
class Names:
    """What reading takes from `rules/`: codes with their phrases, and agencies with their names, an area's too."""

    codebook: Codebook
    agencies: Agencies


@dataclass(frozen=True)
class Reading:
    """What was read and coded, before any rule. `problems` are those of reading, coding and correcting."""

    chronology: Chronology
    codings: pd.DataFrame
    people: People
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Stage:
    """The timeline of all cases with the ids of its events, and the rules as they hold here, before any is run."""

    line: Timeline
    ids: list[str]
    setting: Setting
    here: InForce


@dataclass(frozen=True)
class Opened:
    """A stretch in which an episode was open: the ids of the rows that began and ended it (None: no row does)."""

    case: str
    kind: str
    began: str
    ended: str | None


@dataclass(frozen=True)
class Screening:
    """A whole run. `as_at` is days since 1970-01-01; `inference` names the engine that joined the rules.

    `here` are the rules as they hold in the area on that day, and all that its packs say.
    """

    reading: Reading
    coverage: Mapping[str, Sequence[Coverage]]
    library: Library
    as_at: int
    inference: str
    flags: tuple[Flag, ...]
    outcomes: tuple[RuleOutcome, ...]
    asks: tuple[Ask, ...]
    spans: tuple[Opened, ...]
    here: InForce
    problems: tuple[Problem, ...]


def load_library(root: Path, area: str | None = None, tests: bool = True) -> Library:
    """Load rules, codes, calendar and area packs from a rules folder.

    `area` is the name of a pack in it or the path of one; the country's pack always stands behind it. A run has no use
    for the `tests` of rules, and starts sooner without. Raises RulesFault with every fault of the codebook, else of the
    rules, else of the packs; UsageFault for an area that is not there.
    """
    codebook = load_codebook(root / "codebook")
    rulebook = load_rulebook(root, {*codebook.codes, *codebook.families}, tests)
    names, areas = _with_areas(root, area, codebook, rulebook.rules)
    return Library(
        rulebook, names.codebook, load_working_days(root / "calendars" / "england.yaml"), names.agencies, areas
    )


def load_names(root: Path, area: str | None = None) -> Names:
    """What reading alone needs; of a pack what it says of rules is then checked for its form only. Raises as above."""
    return _with_areas(root, area, load_codebook(root / "codebook"), None)[0]


def _with_areas(
    root: Path, area: str | None, codebook: Codebook, rules: Mapping[str, Rule] | None
) -> tuple[Names, tuple[Area, ...]]:
    agencies, lexicon = shipped_agencies(), read_lexicon(root / "codebook")
    known = Known(codebook.codes, agencies.keys, lexicon, rules)
    areas: list[Area] = []
    faults: list[str] = []
    for path in area_files(root, area):
        try:
            areas.append(read_area(path, known))
        except RulesFault as fault:
            faults += fault.faults
    if faults:
        raise RulesFault(faults)
    for pack in areas:
        codebook = with_phrases(codebook, pack.code_phrases, lexicon)
        agencies = agencies.with_names(pack.agency_names)
    return Names(codebook, agencies), tuple(areas)


def read(
    paths: Sequence[Path],
    codebook: Codebook,
    *,
    case: str | None = None,
    agency: str | None = None,
    overrides: Overrides | None = None,
    corrections: Path | None = None,
    agencies: Agencies | None = None,
    change: Callable[[Chronology], Chronology] | None = None,
) -> Reading:
    """Read and code chronologies; `change` is made to what was read, before it is coded.

    Raises NothingRead when no file could be read, with each file's reason.
    """
    chronology = read_files(paths, case=case, agency=agency, overrides=overrides, agencies=agencies)
    if all(file.error for file in chronology.files):
        holds_none = "it holds no file that may be a chronology; expected Word, Excel or CSV files"
        reasons = [f"{file.path}: {file.error}" for file in chronology.files]
        reasons = reasons or [f"{path}: {holds_none}" for path in paths]
        raise NothingRead("\n".join(["No chronology could be read.", *reasons]))
    chronology = change(chronology) if change else chronology
    codings = code_events(chronology.events, codebook)
    problems = list(chronology.problems)
    if corrections is not None:
        codings, found = apply_corrections(codings, corrections, codebook, chronology.events)
        problems += found
    people = find_people(chronology, codings, shipped_lexicon())
    return Reading(chronology, codings, people, tuple(problems))


def screen(
    reading: Reading,
    library: Library,
    *,
    as_at: int,
    coverage: Mapping[str, Sequence[Coverage]] | None = None,
    engine: Engine | None = None,
) -> Screening:
    """Run every rule over what was read, as at a day (days since 1970-01-01).

    `engine` joins the rules: without it, whichever works here.
    """
    events, stage = reading.chronology.events, staged(reading, library, as_at=as_at, coverage=coverage)
    line, setting, here = stage.line, stage.setting, stage.here
    rules = [here.rulebook.rules[name] for name in here.rulebook.order]
    rules = [rule for rule in rules if rule.status != "deprecated"]
    inference = choose(composites_of(rules), engine)
    detection = detect(line, rules, setting)
    infer(line, rules, detection, inference, setting)
    result = flagged(line, stage.ids, here.rulebook.rules, detection, setting, here.rulebook.prompts)
    problems = (*reading.problems, *_later_than(events, as_at), *_for_no_case(events, coverage or {}))
    return Screening(
        reading, coverage or {}, library, as_at, inference.name,
        result.flags, result.outcomes, result.asks, tuple(_opened(stage)), here, tuple(problems),
    )  # fmt: skip


def staged(
    reading: Reading, library: Library, *, as_at: int, coverage: Mapping[str, Sequence[Coverage]] | None = None
) -> Stage:
    """What rules are run over, and with: as at a day (days since 1970-01-01)."""
    events, codes = reading.chronology.events, library.codebook.codes
    about = {name: code.service for name, code in codes.items() if code.service}
    line, rows = timeline_of(events, reading.codings, sorted(codes), as_at, reading.people, about)
    here = in_force(library.rulebook, library.areas, as_at)
    setting = Setting(library.codebook.expand, library.calendar, coverage or {}, here.off)
    return Stage(line, list(events["event_id"].to_numpy(dtype=object)[rows]), setting, here)


def _opened(stage: Stage) -> Iterator[Opened]:
    """Where the episodes that reports draw were open."""
    book, line = stage.here.rulebook, stage.line
    chooser = Chooser(line, stage.setting.expand, stage.setting.calendar)
    for kind in book.arrangement.episodes:
        for span in open_spans(line, chooser, book.episodes[kind]):
            ended = None if span.closed is None else stage.ids[span.closed]
            yield Opened(line.cases[span.case], kind, stage.ids[span.opened], ended)


def _later_than(events: pd.DataFrame, as_at: int) -> list[Problem]:
    """Events that begin after the date the run takes as today: no rule sees them."""
    late = events[events["lo"].notna() & (events["lo"].fillna(as_at) > as_at)]
    message = f"dated after {say(as_at)}, the date taken as today; listed, and left out of every rule"
    places = zip(late["file"], late["sheet"], late["row"], strict=True)
    return [Problem(file, "after-as-at", message, sheet, int(row), "date") for file, sheet, row in places]


def _for_no_case(events: pd.DataFrame, coverage: Mapping[str, object]) -> list[Problem]:
    """Coverage that names cases, and none of those read: most likely a name is spelt otherwise."""
    if not coverage or EVERY_CASE in coverage or set(coverage) & set(events["case"]):
        return []
    named = ", ".join(sorted(coverage)[:3]) + (", ..." if len(coverage) > 3 else "")
    message = f"coverage is declared for {named}, and no row read is of such a case; check how the case is named"
    return [Problem(COVERAGE_FILE, "coverage-of-no-case", message)]


def find_coverage(
    paths: Sequence[Path], given: Path | None, chronology: Chronology, agencies: Agencies | None = None
) -> dict[str, tuple[Coverage, ...]]:
    """The declared coverage by case ("*": every other): the file given, else each `coverage.yaml` in the folders read.

    Where there are several folders, what one declares for every case is for the cases that have rows in its files:
    nothing is known of the others. `chronology` is what was read from `paths`. Raises RulesFault.
    """
    if given is not None:
        return read_coverage(given, agencies)
    meant = {path.resolve(): {*map(Path.resolve, case_folders(path))} for path in paths if path.is_dir()}
    alone = {*(path.resolve().parent for path in paths if not path.is_dir()), *(f for m in meant.values() for f in m)}
    meant = {folder: {folder} for folder in alone} | meant
    folders = sorted(meant)
    declared = {f: read_coverage(f / COVERAGE_FILE, agencies) for f in folders if (f / COVERAGE_FILE).is_file()}
    if len(folders) == 1:
        return next(iter(declared.values()), {})
    lies_in = {source.shown: source.path.resolve().parent for source in find_sources(paths, None, None)[0]}
    places = chronology.events[["case", "file"]].drop_duplicates()
    found: dict[str, tuple[Coverage, ...]] = {}
    for folder, by_case in declared.items():
        pairs = zip(places["case"], places["file"], strict=True)
        here = {case for case, file in pairs if lies_in[file] in meant[folder]}
        for case in sorted((here | set(by_case)) - {EVERY_CASE}):
            found[case] = (*found.get(case, ()), *by_case.get(case, by_case.get(EVERY_CASE, ())))
    return {case: rows for case, rows in found.items() if rows}
