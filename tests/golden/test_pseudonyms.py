"""No copy with pseudonyms of a sample holds a name, number or date of birth of that sample, in any form of the output.

The names were read off the samples by a person; those of places are among them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from flagger.audience.glossary import glossary_csv, new_glossary, read_glossary, restored
from flagger.audience.pseudonyms import Pseudonymised, pseudonymised
from flagger.contract.build import as_json, of_screening
from flagger.contract.records import Document
from flagger.report.page.page import page
from flagger.report.tables import events_csv, flags_csv, outcomes_csv, problems_csv
from flagger.report.word.panel import panel_docx
from flagger.report.word.supervision import supervision_docx
from flagger.report.workbook.evidence import evidence_xlsx
from flagger.rulebook.where import rules_root
from flagger.screen import Library, find_coverage, load_library, read, screen

_SAMPLES = Path(__file__).parents[2] / "sample_chronologies"
_NAMES = {
    "family-brackenridge": "Brackenridge Dorian Perrin Tansy Eastmere DB front_door EM-0034 EM-0455",
    "family-dulcimer": "Dulcimer Wren Finch Basil",
    "family-fennimore-and-cobblestane": (
        "Fennimore Cobblestane Burdock Clover Teasel Yarrow Linden Maple Northbeck caseload"
    ),
    "family-hartsease": "Hartsease Primrose Gideon Clemency Moss Northbeck Eastmere",
    "family-marrowby": "Marrowby Edda Hester Posy Wilf Acorn",
    "family-merrowdown": "Merrowdown Corisande Odile Ivo Lorcan Skeffle Amberley PC_114 PC_208 all_agencies",
    "family-oldacre": "Oldacre Hazel Fern Rowan Pipkin Northbeck",
    "family-pennywhistle": "Pennywhistle Ansel Bryony Campion Doran Stitch Marigold Teal Northbeck Eastmere core_file",
    "family-quillfeather": (
        "Quillfeather Thornpike Isolde Rufus Juniper Bramble Copperwheat Dabchick Northbeck NB-0117 240117"
    ),
    "family-ravensmoor": "Ravensmoor Ottilie Kit 4471",
    "family-tallowmere": "Tallowmere TAL-0417 30018 30019",
    "family-thistlewick": "Thistlewick Sorrel Linnet Alder Barnaby Crake Thistlewood Lantern Northbeck Eastmere",
}
_KEY = bytes(range(16))


@cache
def _library() -> Library:
    return load_library(rules_root(), tests=False)


@cache
def _document(name: str) -> Document:
    folder, library = _SAMPLES / name, _library()
    reading = read([folder], library.codebook, agencies=library.agencies)
    coverage = find_coverage([folder], None, reading.chronology, library.agencies)
    day = int(reading.chronology.events["hi"].max())
    return of_screening(screen(reading, library, as_at=day, coverage=coverage, engine="fixpoint"), "as given")


@cache
def _copy(name: str) -> Pseudonymised:
    return pseudonymised(_document(name), new_glossary(_KEY, -61))


def _names(name: str) -> Iterator[re.Pattern[str]]:
    for word in _NAMES[name].split():
        # A name in capitals or small letters; one that is an ordinary word too only as a name is written.
        small = "" if word in ("Kit", "DB", "Teal", "Moss", "Stitch", "Fern", "Lantern") else "(?i)"
        yield re.compile(rf"{small}(?<![^\W_]){re.escape(word.replace('PC_', 'PC '))}(?![^\W_])")


def _born(document: Document) -> Iterator[str]:
    """Dates of birth in several forms, but for those on which a row is dated."""
    days = {event.earliest for event in document.events}
    for person in document.people:
        if person.born_first and person.born_first == person.born_last and person.born_first not in days:
            year, month, day = person.born_first.split("-")
            yield from (person.born_first, f"{day}/{month}/{year}", f"{day}.{month}.{year[2:]}")


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    yield "flags.json", as_json(document).decode()
    yield "page", page(document).decode()
    for table in (events_csv(document.events, document), flags_csv(document), outcomes_csv(document)):
        yield "table", table.decode("utf-8-sig")
    yield "problems", problems_csv(document.problems).decode("utf-8-sig")
    for form in (panel_docx, supervision_docx, evidence_xlsx):
        with zipfile.ZipFile(io.BytesIO(form(document))) as package:
            for part in package.namelist():
                if part.endswith((".xml", ".svg", ".rels")):
                    yield f"{form.__name__} {part}", package.read(part).decode()


@pytest.mark.parametrize("name", sorted(_NAMES))
def test_no_form_of_a_copy_holds_a_name_or_number_of_the_sample(name: str) -> None:
    copy = _copy(name).document
    names, born = list(_names(name)), list(_born(_document(name)))
    for form, text in _texts(copy):
        words = re.sub(r"<[^<>]*>", " ", text) if form.startswith("page") else text
        for found in names:
            assert not found.search(words), f"{found.pattern} stands in {form}"
        for day in born:
            assert day not in words, f"a date of birth stands in {form}"


@pytest.mark.parametrize("name", sorted(_NAMES))
def test_the_names_looked_for_do_stand_in_the_sample(name: str) -> None:
    text = as_json(_document(name)).decode() + (_SAMPLES / name / "NOTE.md").read_text(encoding="utf-8")
    for found in _names(name):
        assert found.search(text), found.pattern


@pytest.mark.parametrize("name", sorted(_NAMES))
def test_codes_stand_on_the_same_words_as_before(name: str) -> None:
    for event in _copy(name).document.events:
        for coded in event.codes:
            assert getattr(event, coded.field)[coded.start : coded.end] == coded.words


@pytest.mark.parametrize("name", sorted(_NAMES))
def test_the_rest_of_the_document_holds_together(name: str) -> None:
    old, new = _document(name), _copy(name).document
    ids = {event.id for event in new.events}
    assert not ids & {event.id for event in old.events}
    assert {event.incident for event in new.events} <= ids
    for flag, was in zip(new.flags, old.flags, strict=True):
        assert (flag.rule, flag.status, flag.first, len(flag.evidence)) == (
            was.rule, was.status, was.first, len(was.evidence),
        )  # fmt: skip
        assert {item.event for item in flag.evidence} <= ids
        assert set(flag.members) <= {flag.id for flag in new.flags}
        assert flag.case in {event.case for event in new.events}
    assert {event.file for event in new.events} <= {file.path for file in new.files}
    assert {of.case for of in new.outcomes} == {event.case for event in new.events}


@pytest.mark.parametrize("name", sorted(_NAMES))
def test_whoever_holds_the_glossary_reads_the_narrative_again(name: str, tmp_path: Path) -> None:
    copy = _copy(name)
    (tmp_path / "glossary.csv").write_bytes(glossary_csv(copy.glossary))
    glossary = read_glossary(tmp_path / "glossary.csv")
    assert glossary == copy.glossary
    for event, was in zip(copy.document.events, _document(name).events, strict=True):
        again = restored(event.text, glossary)
        for found in _names(name):
            assert "DB" in found.pattern or bool(found.search(again)) >= bool(found.search(was.text))


@pytest.mark.parametrize("name", sorted(_NAMES))
def test_next_month_every_code_is_the_same(name: str) -> None:
    again = pseudonymised(_document(name), _copy(name).glossary)
    assert again.glossary == _copy(name).glossary
    assert as_json(again.document) == as_json(_copy(name).document)
