"""The supervision sheet in Word: one page a case, with room to write."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from report_sample import document, event, flag

from flagger.contract.records import Document, Prompted, RuleInForce
from flagger.errors import UsageFault
from flagger.report.supervision import FEWEST, MOST
from flagger.report.word.supervision import supervision_docx
from flagger.rulebook.load import load_rulebook
from flagger.rulebook.prompts import STAGES
from flagger.rulebook.where import rules_root

MM = 1440 / 25.4  # twips
LETTERS_A_MM, LINE_MM, PADDING_MM = 0.66, 3.95, 0.7  # Arial 9, as LibreOffice sets it
HEADINGS_MM, PAGE_MM = 56, 263  # all but tables and small print, at most; from the margin to the footer


def opened(given: Document, prompts: int = 12, selection: int = 1) -> WordDocument:
    return docx.Document(io.BytesIO(supervision_docx(given, None, prompts, selection)))


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@lru_cache(maxsize=1)
def longest() -> Document:
    """The longest questions, titles and questions of rules that there are, and some notes."""
    book = load_rulebook(rules_root())
    of_stage = {stage: [of for of in book.prompts.prompts.values() if of.stage == stage] for stage in STAGES}
    long = [of for held in of_stage.values() for of in sorted(held, key=lambda of: -len(of.asks))[:4]]
    prompts = {str(at): Prompted(of.asks, of.stage, of.principles) for at, of in enumerate(long)}
    rules = sorted(book.rules.values(), key=lambda rule: -len(rule.title))[:9]
    asks = sorted((ask for rule in book.rules.values() for ask in rule.ask), key=len)[-9:]
    flags = tuple(
        replace(
            flag(rule.id, "concern", (event(1), "evidence"), title=rule.title, status="possible"),
            prompts=tuple(prompts), ask=(ask,), first="2022-09-01", last="2023-11-30",
        )
        for rule, ask in zip(rules, asks, strict=True)
    )  # fmt: skip
    here = {of.id: RuleInForce(of.title, "", "concern", "test", "f", "1.0.0", of.id, "") for of in rules}
    given = document(notes=("Only the school's rows are here, and no others.", "All days are moved."), fictional=True)
    return replace(given, flags=flags, rules=given.rules | here, prompts=prompts)


def lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(len(line) / (width * LETTERS_A_MM))) for line in text.split("\n"))


def row_mm(texts: Sequence[str], widths: Sequence[float], least: float) -> float:
    return max(least, PADDING_MM + LINE_MM * max(map(lines, texts, widths)))


def high(word: WordDocument) -> float:
    """How much of a page tables and small print take, in mm."""
    taken = 0.0
    for table in word.tables:
        widths = [int(column.get(qn("w:w"))) / MM for column in table._tbl.iter(qn("w:gridCol"))]
        for row, texts in zip(table._tbl.iter(qn("w:tr")), cells(table), strict=True):
            least = [int(of.get(qn("w:val"))) / MM for of in row.iter(qn("w:trHeight"))]
            taken += row_mm(texts, widths, max(least, default=0))
    small = [of.text for of in word.paragraphs if of.style is not None and of.style.name == "Small Print"]
    return taken + sum(LINE_MM * lines(text, 176) + 1 for text in small)


@pytest.mark.parametrize("prompts", range(FEWEST, MOST + 1))
@pytest.mark.parametrize("given", [longest(), document(), document(flags=(), prompts={})])
def test_a_case_fits_one_page_and_fills_it(given: Document, prompts: int) -> None:
    taken = HEADINGS_MM + high(opened(given, prompts))
    assert PAGE_MM * 0.85 < taken < PAGE_MM


def test_with_more_questions_fewer_patterns_are_shown_and_it_says_that_there_are_more() -> None:
    few, many = opened(longest(), FEWEST), opened(longest(), MOST)
    assert 1 < len(many.tables[0].rows) < len(few.tables[0].rows)
    assert "There is more in the report" in "\n".join(of.text for of in many.paragraphs)


def test_the_more_is_said_once() -> None:
    text = "\n".join(of.text for of in opened(longest(), MOST).paragraphs)
    assert text.count("There is more in the report") == 1


def test_strengths_stand_first_and_are_named_so() -> None:
    assert cells(opened(document()).tables[0]) == [
        ["Pattern", "Rows of", "One question"],
        ["Strength: Title of S1", "1 to 2 March 2022", "What is it like?"],
        ["Title of R1", "1 to 2 March 2022", "What is it like?"],
    ]


def test_beside_the_questions_of_each_stage_there_is_room_to_write_and_nothing_else() -> None:
    header, *stages = cells(opened(document()).tables[1])
    assert header == ["Questions", "Room to write"]
    assert [asked.split(".")[0] for asked, _ in stages] == ["Experience", "Reflection", "Analysis", "Action"]
    assert "\n1. What is a day like?" in stages[0][0]
    assert [room for _, room in stages] == [""] * 4


def test_a_question_of_no_flag_is_marked_as_one_for_any_case() -> None:
    general = {"any": Prompted("What else?", "action", (), general=True)}
    given = document(prompts=document().prompts | general)
    assert cells(opened(given).tables[1])[4][0].endswith("2. What else? (for any case)")


def test_what_questions_come_under_each_principle_is_said_by_number() -> None:
    text = "\n".join(of.text for of in opened(document()).paragraphs)
    assert "Whole family: question 1." in text
    assert "Intersectional: no question here this time." in text


def test_there_is_nothing_to_tick_and_no_row_is_quoted() -> None:
    content = opened(document()).element.xml
    assert not any(mark in content for mark in ("☐", "☑", "☒", "w14:checkbox", "w:checkBox"))
    assert "Was not brought to clinic" not in content


def test_every_case_has_a_page_of_its_own() -> None:
    both = document(events=(*document().events, event(3, case="pickard")))
    word = opened(both)
    assert [of.text for of in word.paragraphs if of.style is not None and of.style.name == "Heading 1"] == [
        "For supervision: hartley",
        "For supervision: pickard",
    ]


def test_what_a_copy_leaves_out_is_said() -> None:
    word = opened(document(notes=("Only the school's rows.",)))
    assert "Only the school's rows." in [of.text for of in word.paragraphs]


def test_the_same_document_gives_the_same_bytes_and_another_selection_others() -> None:
    assert supervision_docx(longest()) == supervision_docx(longest())
    assert supervision_docx(longest(), selection=2) != supervision_docx(longest())


def test_a_template_that_lost_a_placeholder_is_one_sentence(tmp_path: Path) -> None:
    word = docx.Document()
    for place in ("for each case", "case", "as at", "record", "not shown", "end of case", "limits"):
        word.add_paragraph(f"{{{{ {place} }}}}")
    word.save(str(tmp_path / "supervision.docx"))
    with pytest.raises(UsageFault, match=r"supervision\.docx: \{\{ questions \}\} is missing"):
        supervision_docx(document(), tmp_path)
