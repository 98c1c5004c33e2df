"""Files to flags: what is read, what is left out and said to be, whose coverage counts; and a person's word wins."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from flagger.chronology.read import read_files
from flagger.coding.corrections import write_codes
from flagger.dates.say import to_date
from flagger.errors import NothingRead
from flagger.flags.record import Flag
from flagger.model import Coverage
from flagger.rulebook.where import rules_root
from flagger.screen import Library, Screening, find_coverage, load_library, read, screen

MISSED = """Date,Details,Child
12/01/2022,Ava was not brought to her development check,Ava
02/03/2022,Was not brought to clinic,Ava
20/05/2022,Was not brought to clinic,Ava
"""
AS_AT = (dt.date(2022, 12, 31) - dt.date(1970, 1, 1)).days
DECLARED = "agencies:\n  - {agency: csc, from: 2020-01-01, to: 2023-12-31, rows: everything}\n"
MOVED = """Date,Agency,Details
10/01/2022,CSC,Child protection plan started for Ava.
01/03/2022,CSC,Family has moved to another local authority area.
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(rules_root())


def write(folder: Path, text: str, name: str = "health visitor.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(library: Library, *paths: Path, corrections: Path | None = None) -> Screening:
    reading = read(paths, library.codebook, corrections=corrections)
    return screen(reading, library, as_at=AS_AT, coverage=find_coverage(paths, None, reading.chronology))


def flag_of(screening: Screening, rule: str = "R22") -> Flag:
    (flag,) = [flag for flag in screening.flags if flag.rule == rule]
    return flag


def test_a_table_becomes_flags_over_its_own_rows(library: Library, tmp_path: Path) -> None:
    got = run(library, write(tmp_path / "hartley", MISSED))
    flag = flag_of(got)
    assert (flag.case, flag.status, flag.first, flag.last) == ("hartley", "confirmed", "2022-01-12", "2022-05-20")
    assert [event.event for event in flag.evidence] == list(got.reading.chronology.events["event_id"])
    assert {outcome.case for outcome in got.outcomes} == {"hartley"}
    assert {outcome.rule for outcome in got.outcomes} == set(library.rulebook.rules)
    assert (got.as_at, got.coverage) == (AS_AT, {}) and got.inference and got.library is library


def test_a_row_after_as_at_is_told_of_and_no_rule_sees_it(library: Library, tmp_path: Path) -> None:
    later = MISSED + "31/12/2022,Was not brought to clinic,Ava\n01/01/2023,Was not brought to clinic,Ava\n"
    got = run(library, write(tmp_path / "hartley", later))
    (problem,) = [problem for problem in got.problems if problem.kind == "after-as-at"]
    assert (problem.file, problem.row, problem.column) == ("health visitor.csv", 6, "date")
    assert "31 December 2022" in problem.message
    assert len(got.reading.chronology.events) == 5 and len(flag_of(got).evidence) == 3
    assert problem not in got.reading.problems


def test_a_date_that_its_writer_doubted_is_only_ever_possible(library: Library, tmp_path: Path) -> None:
    assert (
        flag_of(run(library, write(tmp_path / "a", MISSED.replace("20/05/2022", "? 20 May 2022")))).status == "possible"
    )
    assert (
        flag_of(run(library, write(tmp_path / "b", MISSED.replace("20/05/2022", "20 May 2022")))).status == "confirmed"
    )


def test_an_undated_row_is_in_no_flag(library: Library, tmp_path: Path) -> None:
    got = run(library, write(tmp_path / "a", MISSED.replace("20/05/2022", "not known")))
    assert not [flag for flag in got.flags if flag.rule == "R22"]
    only_undated = run(library, write(tmp_path / "b", "Date,Details\nnot known,Was not brought to clinic\n"))
    assert {outcome.reason for outcome in only_undated.outcomes} == {"no row has a date that could be read"}


def test_nothing_read_names_each_file_with_its_reason(library: Library, tmp_path: Path) -> None:
    folder = write(write(tmp_path / "a", "", "one.csv"), "just words\n", "two.csv")
    with pytest.raises(NothingRead, match=r"No chronology could be read(.|\n)*one\.csv: .+\n(.|\n)*two\.csv: "):
        read([folder], library.codebook)


def test_a_folder_without_files_is_named_with_what_was_expected(library: Library, tmp_path: Path) -> None:
    with pytest.raises(NothingRead, match=r"No chronology could be read\.\n.*a: it holds no file .*; expected Word"):
        (tmp_path / "a").mkdir()
        read([tmp_path / "a"], library.codebook)


def test_one_file_that_cannot_be_read_does_not_stop_the_others(library: Library, tmp_path: Path) -> None:
    got = run(library, write(write(tmp_path / "a", MISSED), "", "empty.csv"))
    assert flag_of(got) and [bool(file.error) for file in got.reading.chronology.files] == [True, False]


def test_a_persons_correction_wins(library: Library, tmp_path: Path) -> None:
    folder, codes = write(tmp_path / "a", MISSED), tmp_path / "codes.csv"
    before = read([folder], library.codebook)
    write_codes(before.codings, before.chronology.events, codes)
    with codes.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    last = before.chronology.events["event_id"].iloc[-1]
    for row in rows:
        row["correct"] = "no" if (row["event_id"], row["code"]) == (last, "was_not_brought") else ""
    with codes.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows([*rows, {**rows[0], "event_id": "no such event"}])
    got = run(library, folder, corrections=codes)
    assert flag_of(run(library, folder)) and not [flag for flag in got.flags if flag.rule == "R22"]
    assert "unknown-event" in {problem.kind for problem in got.problems}


def test_coverage_beside_the_files_is_found_and_without_it_nothing_is_said_to_be_absent(
    library: Library, tmp_path: Path
) -> None:
    silent, told = write(tmp_path / "silent", MOVED), write(tmp_path / "told", MOVED)
    write(told, DECLARED, "coverage.yaml")
    (outcome,) = [outcome for outcome in run(library, silent).outcomes if outcome.rule == "R10"]
    assert outcome.outcome == "not assessed" and "coverage.yaml" in outcome.reason
    assert flag_of(run(library, told), "R10").status == "confirmed"
    assert flag_of(run(library, told / "health visitor.csv"), "R10").status == "confirmed"


def test_the_coverage_of_one_folder_says_nothing_of_another(library: Library, tmp_path: Path) -> None:
    silent, told = write(tmp_path / "silent", MOVED), write(tmp_path / "told", MOVED)
    write(told, DECLARED, "coverage.yaml")
    both = run(library, silent, told)
    assert [(flag.case, flag.status) for flag in both.flags if flag.rule == "R10"] == [("told", "confirmed")]
    assert set(both.coverage) == {"told"}


def test_a_coverage_file_that_is_given_stands_alone(tmp_path: Path) -> None:
    told = write(tmp_path / "told", DECLARED, "coverage.yaml")
    given = tmp_path / "mine.yaml"
    given.write_text(DECLARED.replace("csc", "police"), encoding="utf-8")
    write(told, MOVED)
    ((case, (row,)),) = find_coverage([told], given, read_files([told])).items()
    assert (case, row.agency, to_date(row.lo).isoformat()) == ("*", "police", "2020-01-01")


def test_what_a_folder_declares_for_a_named_case_is_for_that_case(tmp_path: Path) -> None:
    write(tmp_path / "one", DECLARED, "coverage.yaml")
    write(
        tmp_path / "two", DECLARED.replace("agencies:", "cases:\n  smith:").replace("  - ", "    - "), "coverage.yaml"
    )
    folders = [write(tmp_path / name, MOVED) for name in ("one", "two", "three")]
    found = find_coverage(folders, None, read_files(folders))
    assert sorted(found) == ["one", "smith"] and all(
        isinstance(row, Coverage) for rows in found.values() for row in rows
    )
    assert find_coverage(folders[2:], None, read_files(folders[2:])) == {}


def test_two_folders_of_one_name_are_one_case_and_both_declare(tmp_path: Path) -> None:
    folders = [tmp_path / year / "hartley" for year in ("first", "second")]
    for folder, agency in zip(folders, ("csc", "police"), strict=True):
        folder.parent.mkdir()
        write(folder, DECLARED.replace("csc", agency), "coverage.yaml")
        write(folder, MOVED)
    found = find_coverage(folders, None, read_files(folders))
    assert {name: [row.agency for row in rows] for name, rows in found.items()} == {"hartley": ["csc", "police"]}


def test_a_rule_that_is_deprecated_is_not_run(library: Library, tmp_path: Path) -> None:
    rules = {name: rule.model_copy() for name, rule in library.rulebook.rules.items()}
    old = rules["R22"] = rules["R22"].model_copy(update={"status": "deprecated"})
    kept = {name: rule for name, rule in rules.items() if "R22" not in getattr(rule.matcher, "of", ())}
    order = tuple(name for name in library.rulebook.order if name in kept)
    book = type(library.rulebook)(**{**library.rulebook.__dict__, "rules": kept, "order": order})
    got = run(Library(book, library.codebook, library.calendar), write(tmp_path / "a", MISSED))
    assert old.id not in {outcome.rule for outcome in got.outcomes} | {flag.rule for flag in got.flags}
