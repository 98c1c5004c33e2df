"""The learning briefing on forty invented families, from files to Word: nobody can be recognised in it."""

from __future__ import annotations

import csv
import datetime as dt
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from flagger.chronology.agency import shipped_agencies
from flagger.codebook import Codebook
from flagger.contract.build import of_screening
from flagger.contract.records import Document
from flagger.report.word.briefing import briefing_docx
from flagger.rulebook.where import rules_root
from flagger.screen import load_library, read, screen

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import authority
from lives import EPOCH, Row

CASES = 40
FIRST = ("Bramwyn", "Caddoc", "Dellowen", "Esterby", "Gorrindale", "Hessaly", "Ilvane", "Jorrick", "Lowrie", "Mennick")
LAST = ("Thornapple", "Underbarrow", "Vexley", "Wimblecott", "Yarrowdale", "Zennorby", "Quillington", "Pattercake")
MONTHS = "jan[a-z]*|feb[a-z]*|mar[a-z]*|apr[a-z]*|may|june?|july?|aug[a-z]*|sep[a-z]*|oct[a-z]*|nov[a-z]*|dec[a-z]*"
A_DAY = (
    r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})\b|\b(?:{MONTHS})\s+\d"
)


@dataclass(frozen=True)
class Forty:
    """The run, and all that would tell a person, a case or a file; the days that would tell a child."""

    document: Document
    names: frozenset[str]
    born: frozenset[dt.date]


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Forty:
    """Each family's rows written as a file in a folder of its own, read and screened."""
    folder, library = tmp_path_factory.mktemp("authority"), load_library(rules_root(), tests=False)
    made = authority.build(CASES, shipped_agencies().keys, library.calendar, seed=11)
    names, born, coverage = set[str](), set[dt.date](), {}
    for number, case in enumerate(made.cases):
        label, worker = f"{LAST[number % 8]} {7301 + 13 * number}", f"{FIRST[number % 10]} Overmantle"
        people = [f"{FIRST[(number + place) % 10]} {LAST[number % 8]}" for place in range(len(case.people))]
        (folder / label).mkdir()
        with (folder / label / f"{label} chronology.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["Date", "Agency", "Type", "Person", "Details"])
            for row in case.rows:
                writer.writerows(_written(row, people, worker, library.codebook))
            for person, name in zip(case.people, people, strict=True):
                if person.child and person.born < authority.AS_AT:
                    born.add(dt.date.fromordinal(EPOCH + person.born))
                    writer.writerow([_day(case.rows[-1].lo), "gp", "", name, f"{name}, DOB {_day(person.born)}, seen."])
        names |= {label, f"{label} chronology.csv", worker, *people, *worker.split(), *label.split()}
        names |= {word for name in people for word in name.split()}
        coverage[label] = case.coverage
    reading = read([folder], library.codebook)
    screening = screen(reading, library, as_at=authority.AS_AT, coverage=coverage)
    return Forty(of_screening(screening, "as given", fictional=True), frozenset(names), frozenset(born))


def _written(row: Row, people: Sequence[str], worker: str, codebook: Codebook) -> Iterator[list[str]]:
    """A row for each thing that it is about."""
    named = " and ".join(dict.fromkeys(people[place] for place, _ in row.who))
    for code in row.codes or ("",):
        types = codebook.codes[code].types if code else ()
        yield [_day(row.lo), row.agency, types[0] if types else "", named, f"{worker} rang {named or people[0]}."]


def _day(number: int) -> str:
    return dt.date.fromordinal(EPOCH + number).strftime("%d/%m/%Y")


@pytest.fixture(scope="module")
def paper(forty: Forty) -> bytes:
    return briefing_docx(forty.document)


@pytest.fixture(scope="module")
def text(paper: bytes) -> str:
    """The words of the paper, of its header and of its footer."""
    return _text_of(paper, r"word/(document|header\d*|footer\d*)\.xml")


def _text_of(paper: bytes, parts: str) -> str:
    with ZipFile(BytesIO(paper)) as archive:
        read = [etree.fromstring(archive.read(name)) for name in archive.namelist() if re.fullmatch(parts, name)]
    return "\n".join("".join(f"{text}\n" for text in part.itertext()) for part in read)


def test_it_has_something_to_say(forty: Forty, text: str) -> None:
    assert len({event.case for event in forty.document.events}) == CASES
    assert len({flag.rule for flag in forty.document.flags}) > 50
    assert "The records of 40 cases were read together." in text
    assert len(re.findall(r"in \d+ or more of the 40 cases", text)) >= 8


def test_it_holds_no_name_of_a_person_a_case_a_worker_or_a_file(forty: Forty, paper: bytes) -> None:
    everything = _text_of(paper, r".*\.(xml|rels)").casefold()
    names = forty.names | {person.name for person in forty.document.people}
    assert [name for name in sorted(names) if name.casefold() in everything] == []


def test_it_holds_no_date_of_birth_and_no_other_day(forty: Forty, paper: bytes) -> None:
    assert len(forty.born) > CASES
    found = re.findall(A_DAY, _text_of(paper, r".*\.xml"), re.IGNORECASE)
    assert set(found) - {forty.document.tool.version} == {"2000-01-01"}  # a day of no run


def test_it_holds_no_small_number_but_those_of_its_pages_and_its_version(forty: Forty, text: str) -> None:
    tool = forty.document.tool
    said = re.sub(r"Page\s+1\s+of\s+1\s", "", text)
    said = said.replace(f"flagger {tool.version}, rules {tool.rules_sha256[:12]}.", "")
    numbers = re.findall(r"(?<![\w.])\d+(?![\w.]\d)", said)
    assert [number for number in numbers if int(number) < 5] == []


def test_the_same_run_gives_the_same_bytes(forty: Forty, paper: bytes) -> None:
    assert briefing_docx(forty.document) == paper
