"""The panel pack: strengths first, concerns by heading, each rule once, the rows behind it, room for answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import report_sample as sample
import word_sample as word
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from flagger.contract.records import Declared, Document, RuleInForce
from flagger.errors import UsageFault
from flagger.flags.record import Ask, Flag
from flagger.report.say import LIMITS
from flagger.report.word.panel import panel_docx

HEADER = ["Row", "Date", "Agency", "What the row says", "Where it stands"]


def pack(templates: Path | None = None, **changes: Any) -> WordDocument:
    return word.opened(panel_docx(sample.document(**changes), templates))


def tables(of: WordDocument, first: str) -> list[list[list[str]]]:
    """The cells of every table whose first column is so headed."""
    cells = [[[cell.text for cell in row.cells] for row in table.rows] for table in of.tables]
    return [table for table in cells if table[0][0] == first]


def many(rules: int, flags: int = 1) -> Document:
    """A case in which so many rules found something, each so many times, in rows of its own."""
    events, found, rules_of = [], [], {}
    for number in range(rules * flags):
        rule = f"R{number // flags}"
        one = sample.event(1 + number % 28, f"Row {number} " + "on and on " * 60, id=f"{number:012x}", row=number + 2)
        events.append(one)
        flag: Flag = sample.flag(rule, "concern", (one, "evidence"), says=f"Sentence {number}.")
        found.append(replace(flag, id=f"flag-{number}"))
        rules_of[rule] = RuleInForce(f"Title of {rule}", "", "concern", "test", "f", "1", "engagement", "planning")
    return sample.document(events=tuple(events), flags=tuple(found), outcomes=(), rules=rules_of)


def test_headings_stand_in_the_order_of_the_meeting() -> None:
    assert word.headings(pack()) == [
        (1, "hartley"),
        (2, "What was and was not covered"),
        (2, "Timeline"),
        (2, "Strengths in the record"),
        (3, "Title of S1"),
        (2, "Recognition"),
        (2, "Planning and intervention"),
        (3, "Title of R1"),
        (2, "The record itself"),
        (2, "Questions for the meeting, by agency"),
        (1, "How this was made"),
    ]


def test_the_day_and_the_limits_come_before_anything_else() -> None:
    assert pack().paragraphs[1].text == f"As at 30 June 2022. {LIMITS}"


def test_a_day_that_nobody_gave_says_where_it_is_from() -> None:
    said = pack(as_at_from="the last day in the rows").paragraphs[1].text
    assert said.startswith("As at 30 June 2022 (the last day in the rows). ")


def test_coverage_says_what_each_agency_gave_and_declared() -> None:
    assert tables(pack(), "Agency")[0] == [
        ["Agency", "Rows supplied", "Declared"],
        ["Agency not said", "1 row, no date could be read", "nothing"],
        ["The GP", "1 row, 1 March 2022", "everything, January to June 2022"],
    ]


def test_a_draft_of_coverage_is_called_one() -> None:
    draft = Declared("*", "gp", "2022-01-01", "2022-06-30", "everything", False)
    of = pack(coverage=(draft,))
    assert tables(of, "Agency")[0][2][2] == "everything, January to June 2022 (draft)"
    assert "Coverage is a draft nobody confirmed" in word.text_of(of)


def test_what_was_not_assessed_is_on_the_first_page_with_whom_to_ask() -> None:
    ask = Ask("hartley", "police", ("R3",), "2022-01-01", "2022-06-30", "Ask the police for everything.")
    said = word.text_of(pack(asks=(ask,)))
    assert "Not everything could be looked for" in said.split("Timeline")[0]
    assert "To be able to tell more, ask police" in said.split("Timeline")[0]
    assert "Ask the police for everything." in said.split("Questions for the meeting, by agency")[1]


def test_notes_of_a_copy_are_on_the_first_page() -> None:
    said = word.text_of(pack(notes=("Only rows of School are here.",)))
    assert "Only rows of School are here." in said.split("Timeline")[0]


def test_a_file_that_could_not_be_read_is_named() -> None:
    unread = replace(sample.document().files[0], error="it is password-protected")
    assert "Not read: gp.csv." in word.text_of(pack(files=(unread,)))


def test_places_to_look_at_are_told_without_what_they_say() -> None:
    assert "1 place in the files to look at" in word.text_of(pack()).split("Timeline")[0]


def test_a_row_without_a_date_is_counted_where_coverage_is_told() -> None:
    assert "1 row without a date that could be read" in word.text_of(pack()).split("Timeline")[0]


def test_the_timeline_is_a_picture_with_words_for_who_cannot_see_it() -> None:
    of = pack()
    (picture,) = of.inline_shapes
    assert len(picture._inline.docPr.get("descr")) > 20
    assert picture.width.mm == pytest.approx(176, abs=1)


def test_the_rows_behind_a_pattern_are_cited_and_shown_with_their_place() -> None:
    of = pack()
    assert "What R1 says. (Row 1.)" in word.text_of(of)
    (shown,) = tables(of, "Row")
    assert shown == [HEADER, ["1", "01/03/2022", "The GP", "Was not brought to clinic", "gp.csv row 2"]]


def test_coded_words_of_a_row_are_strong() -> None:
    cells = [cell for table in pack().tables for cell in table._cells]
    strong = {run.text for cell in cells for run in cell.paragraphs[0].runs if run.style.name == "Strong"}
    assert "Was not brought" in strong


def test_a_type_and_an_outcome_are_shown_when_words_of_them_were_coded() -> None:
    one = sample.document().events[0]
    told = replace(
        one,
        event_type="Referral",
        outcome="NFA",
        codes=(
            *one.codes,
            *(replace(one.codes[0], field=field, start=0, end=3) for field in ("event_type", "outcome")),
        ),
    )
    of = pack(events=(told, sample.document().events[1]))
    assert tables(of, "Row")[0][1][3] == "Referral. Was not brought to clinic Outcome: NFA"


def test_lines_of_a_row_run_on_and_no_words_run_together() -> None:
    one = replace(sample.document().events[0], text="Was not brought\r\nto clinic\n", outcome="NFA" + " and on" * 900)
    coded = (*one.codes, replace(one.codes[0], field="outcome", start=0, end=3))
    shown = tables(pack(events=(replace(one, codes=coded), sample.document().events[1])), "Row")[0][1][3]
    assert " ".join(shown.split()).startswith("Was not brought to clinic Outcome: NFA and on")
    assert len(shown) < 400


def test_a_row_that_was_struck_out_says_so_and_a_comment_stays_in_its_file() -> None:
    one = replace(sample.document().events[0], marks=("struck", "comment: said by a neighbour"))
    of = pack(events=(one, sample.document().events[1]))
    assert tables(of, "Row")[0][1][4] == "gp.csv row 2 (struck)"


def test_other_explanations_and_what_an_audit_found_stand_with_the_pattern() -> None:
    said = word.text_of(pack())
    assert "What else might explain it: A letter lost." in said
    assert "From an audit: What it found. (A partnership, 2023)" in said


def test_what_an_audit_found_is_said_once_a_case() -> None:
    assert word.text_of(pack()).count("What it found.") == 1


def test_columns_for_the_meeting_are_empty() -> None:
    _, concern = tables(pack(), "Questions")
    assert concern == [["Questions", "Agency response", "Agreed view"], ["Title of R1: What is it like?", "", ""]]


def test_a_pattern_that_is_not_sure_says_so_and_what_that_means() -> None:
    document = sample.document()
    of = pack(flags=(replace(document.flags[0], status="possible"), document.flags[1]))
    assert "Possible. What R1 says." in word.text_of(of)
    assert "Possible: holds for some of the days" in word.text_of(of).split("Timeline")[0]


def test_facts_beside_a_sentence_are_said_with_it() -> None:
    assert "What S1 says. Also: five or more." in word.text_of(pack())


def test_a_heading_without_a_pattern_says_what_that_means() -> None:
    said = word.text_of(pack())
    assert "Recognition\nNo pattern found in the rows supplied.\nPlanning" in said


def test_a_heading_with_rules_that_could_not_be_assessed_is_no_all_clear() -> None:
    document = sample.document()
    rules = document.rules | {"R3": replace(document.rules["R3"], heading="recognition")}
    assert "Not everything under this heading could be assessed." in word.text_of(pack(rules=rules))
    strengths = rules | {"R3": replace(rules["R3"], kind="strength")}
    assert "Not everything under this heading could be assessed." not in word.text_of(pack(rules=strengths))


def test_a_question_that_one_agency_alone_can_answer_stands_with_that_agency() -> None:
    questions = tables(pack(), "Agency")[1]
    assert questions == [
        ["Agency", "Question"],
        ["The GP", "Title of S1: What is it like?"],
        ["The GP", "Title of R1: What is it like?"],
    ]


def test_rules_and_codebook_are_named_by_version_at_the_end() -> None:
    said = word.text_of(pack())
    assert f"flagger 0.1.0; rules {'a' * 64}; codebook {'b' * 64}." in said.split("How this was made")[1]


@pytest.mark.parametrize("rules", [1, 7, 20])
def test_every_rule_is_shown_however_many_there_are(rules: int) -> None:
    of = word.opened(panel_docx(many(rules)))
    titles = [text for level, text in word.headings(of) if level == 3]
    assert titles == [f"Title of R{number}" for number in range(rules)]
    assert len(tables(of, "Questions")[0]) == 1 + rules


def test_what_is_left_out_is_said() -> None:
    of = word.opened(panel_docx(many(2, flags=6)))
    assert word.text_of(of).count("And 3 more of the same kind, in evidence.xlsx.") == 2
    assert len(tables(of, "Row")[0]) == 1 + 6


def test_rows_of_a_pattern_that_are_not_shown_are_counted() -> None:
    events = [sample.event(day, id=f"{day:012x}") for day in range(1, 11)]
    found = sample.flag("R1", "concern", *((event, "evidence") for event in events))
    of = pack(events=tuple(events), flags=(found,), outcomes=())
    assert "(Rows 1, 2, 3, 4, 5 and 6; 4 more in evidence.xlsx.)" in word.text_of(of)


def test_a_row_behind_several_patterns_is_shown_once_and_has_one_number() -> None:
    earlier, later = sample.event(3, id="3" * 12), sample.event(9, id="9" * 12)
    strength = sample.flag("S1", "strength", (later, "evidence"), says="Strength.")
    concern = sample.flag("R1", "concern", (earlier, "evidence"), (later, "evidence"), says="Concern.")
    of = pack(events=(earlier, later), flags=(concern, strength), outcomes=())
    assert [[row[0] for row in table[1:]] for table in tables(of, "Row")] == [["2"], ["1"]]
    assert "Strength. (Row 2.)" in word.text_of(of)
    assert "Concern. (Rows 1 and 2.)" in word.text_of(of)


def test_a_row_that_only_supports_a_pattern_is_not_counted_as_one_behind_it() -> None:
    anchor, told_again = sample.event(3, id="3" * 12), sample.event(9, id="9" * 12)
    found = sample.flag("R1", "concern", (anchor, "anchor"), (told_again, "told again"), says="Concern.")
    assert "Concern. (Row 1.)" in word.text_of(pack(events=(anchor, told_again), flags=(found,), outcomes=()))


def test_a_long_narrative_is_cut_to_what_surrounds_its_coded_words() -> None:
    long = replace(sample.document().events[0], text="Was not brought " + "and so on " * 5200)
    shown = tables(pack(events=(long, sample.document().events[1])), "Row")[0][1][3]
    assert shown.startswith("Was not brought")
    assert len(shown) < 500


def test_a_heading_may_have_a_place_of_its_own_in_an_areas_template(tmp_path: Path) -> None:
    def reorder(of: WordDocument) -> None:
        first = next(paragraph for paragraph in of.paragraphs if "{{ strengths }}" in paragraph.text)
        first.insert_paragraph_before("What we planned", "Heading 2")
        first.insert_paragraph_before("{{ planning }}")

    found = [text for level, text in word.headings(pack(word.edited(tmp_path, "panel", reorder))) if level > 1]
    assert found.index("What we planned") + 1 == found.index("Title of R1") < found.index("Title of S1")
    assert "Planning and intervention" not in found


def test_a_template_without_a_place_for_concerns_is_refused(tmp_path: Path) -> None:
    def cut(of: WordDocument) -> None:
        next(paragraph for paragraph in of.paragraphs if "{{ concerns }}" in paragraph.text).clear()

    with pytest.raises(UsageFault, match=r"panel\.docx: \{\{ concerns \}\} is missing"):
        pack(word.edited(tmp_path, "panel", cut))


def test_two_cases_each_begin_with_their_name() -> None:
    document = sample.document()
    other = replace(document.events[0], id="ffffffffffff", case="quill")
    of = pack(events=(*document.events, other))
    assert [text for level, text in word.headings(of) if level == 1] == ["hartley", "quill", "How this was made"]
    assert len({picture._inline.docPr.id for picture in of.inline_shapes}) == 2


def test_the_same_document_gives_the_same_pack() -> None:
    assert panel_docx(sample.document()) == panel_docx(sample.document())


def test_nothing_in_a_pack_runs_or_is_fetched() -> None:
    hostile = replace(sample.document().events[0], text='=HYPERLINK("http://x") <script> {{ coverage }}')
    parts = word.parts(panel_docx(sample.document(events=(hostile, sample.document().events[1]))))
    assert not [name for name in parts if "vba" in name.lower() or "embeddings" in name or "activeX" in name]
    assert b"External" not in b"".join(held for name, held in parts.items() if name.endswith(".rels"))
    assert b"HYPERLINK" not in b"".join(
        found.get(qn("w:instr"), "").encode() for found in word.opened(panel_docx(sample.document())).element.iter()
    )


def test_a_fictional_pack_is_marked_in_its_properties_too() -> None:
    assert pack(fictional=True).core_properties.keywords == "FICTIONAL"
