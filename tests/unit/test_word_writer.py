"""What is put at a placeholder: real headings, tables that a screen reader can read, and any text as text."""

from __future__ import annotations

import struct
import zlib

import docx
import pytest
import report_sample as sample
import word_sample as word
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from flagger.report.letters import is_right_to_left
from flagger.report.word.elements import LONGEST_WHOLE_ROW, Text
from flagger.report.word.template import Template, open_template
from flagger.report.word.writer import Writer

PLACES = ("about", "good practice", "areas for development", "what needs to happen", "not seen", "how this was made")


class Paper:
    """A paper on its way, and what it is once saved."""

    def __init__(self) -> None:
        self.template: Template = open_template("briefing", None, PLACES)
        self.writer: Writer = self.template.once.at("about")

    def saved(self) -> WordDocument:
        return word.opened(self.template.save("A title", sample.document()))


def table_of(*rows: list[Text], **how: float) -> docx.table.Table:
    paper = Paper()
    paper.writer.table(["First", "Second"], rows, [1, 3], "A title", "What it holds", **how)
    return paper.saved().tables[0]


def png(wide: int, high: int) -> bytes:
    """A grey picture."""

    def chunk(name: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))

    pixels = zlib.compress((b"\0" + b"\x80" * wide) * high)
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_a_heading_is_a_real_heading_of_its_level() -> None:
    paper = Paper()
    paper.writer.heading("What the rows show", 3)
    assert (3, "What the rows show") in word.headings(paper.saved())


def test_the_header_of_a_table_is_repeated_and_kept_with_the_row_after_it() -> None:
    first, second = table_of(["a", "b"]).rows
    assert first._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in first.cells)
    assert second._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None


def test_a_row_is_not_split_unless_it_may_not_fit_on_a_page() -> None:
    _, short, long = table_of(["a", "b"], ["a", "b" * LONGEST_WHOLE_ROW]).rows
    assert short._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
    assert long._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None


def test_a_table_has_a_title_and_a_description_for_who_cannot_see_it() -> None:
    properties = table_of(["a", "b"])._tbl.tblPr
    assert properties.find(qn("w:tblCaption")).get(qn("w:val")) == "A title"
    assert properties.find(qn("w:tblDescription")).get(qn("w:val")) == "What it holds"


def test_the_columns_of_a_table_share_the_room_there_is() -> None:
    widths = [column.width.mm for column in table_of(["a", "b"]).columns]
    assert sum(widths) == pytest.approx(Paper().writer.width_mm, abs=0.1)
    assert widths[1] == pytest.approx(3 * widths[0], abs=0.1)


def test_two_tables_one_after_another_stay_two() -> None:
    paper = Paper()
    for title in ("One", "Two"):
        paper.writer.table(["A"], [["b"]], [1], title)
    assert len(paper.saved().tables) == 2
    between = paper.saved().tables[0]._tbl.getnext()
    assert between.tag == qn("w:p")


def test_coded_words_are_strong_and_the_rest_is_not() -> None:
    cell = table_of(["a", [("Was ", ""), ("not brought", "was not brought"), (" again", "")]]).cell(1, 1)
    assert [(run.text, run.style.name) for run in cell.paragraphs[0].runs] == [
        ("Was ", "Default Paragraph Font"),
        ("not brought", "Strong"),
        (" again", "Default Paragraph Font"),
    ]


def test_rows_to_write_in_are_as_high_as_asked() -> None:
    assert table_of(["a", ""], row_height_mm=12).rows[1].height.mm == pytest.approx(12, abs=0.1)


@pytest.mark.parametrize(("wide", "high"), [(400, 100), (100, 900)])
def test_a_picture_keeps_its_shape_and_stays_on_the_page(wide: int, high: int) -> None:
    paper = Paper()
    paper.writer.picture(png(wide, high), "Two agencies, 2019 to 2021 \x00", 120)
    shape = paper.saved().inline_shapes[0]
    assert shape.width / shape.height == pytest.approx(wide / high, rel=0.01)
    assert shape.width.mm <= paper.writer.width_mm + 0.1
    assert shape.height.mm <= 120.1
    assert shape._inline.docPr.get("descr") == "Two agencies, 2019 to 2021 \ufffd"


def test_lines_and_tabs_are_words_own_and_a_control_character_leaves_a_sign() -> None:
    cell = table_of(["a", "one\r\ntwo\tthree\x0b\x07 four\ufffe"]).cell(1, 1)
    assert cell.text == "one\ntwo\tthree\n\ufffd four\ufffd"


def test_half_a_character_becomes_a_sign_that_something_was_there() -> None:
    assert table_of(["a", "before \ud83d after"]).cell(1, 1).text == "before \ufffd after"


def test_text_that_is_code_elsewhere_is_text_here() -> None:
    said = '<script>alert(1)</script> & {{ coverage }} =HYPERLINK("x")'
    assert table_of(["a", said]).cell(1, 1).text == said


def test_a_very_long_cell_is_whole() -> None:
    said = "Rang mum, no reply. " * 2600
    assert table_of(["a", said]).cell(1, 1).text == said


def test_text_written_from_right_to_left_is_marked_so() -> None:
    hebrew, mixed = table_of(["שלום, ביקור בית", "Said שלום at the door"]).rows[1].cells
    assert hebrew._tc.find(f".//{qn('w:bidi')}") is not None
    assert hebrew._tc.find(f".//{qn('w:rtl')}") is not None
    assert mixed._tc.find(f".//{qn('w:bidi')}") is None


def test_emoji_and_numbers_have_no_direction_of_their_own() -> None:
    assert not is_right_to_left("😀 12/03/2022")
    assert is_right_to_left("12/03/2022 ביקור")


@given(st.text(st.characters()))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_a_paper(said: str) -> None:
    paper = Paper()
    paper.writer.paragraph(said)
    paper.writer.bullets([[(said, said)]])
    paper.writer.table([said], [[said]], [1], said, said)
    paper.saved()
