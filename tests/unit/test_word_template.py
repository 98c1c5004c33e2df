"""Templates: placeholders are found however Word has written them, and a fault is one sentence."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import docx
import pytest
import report_sample as sample
import word_sample as word
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from flagger.errors import UsageFault
from flagger.report.say import FICTIONAL, LIMITS
from flagger.report.word.elements import element
from flagger.report.word.make_templates import OUTLINES, template
from flagger.report.word.template import Template, open_template

ONCE, EACH = ("how this was made",), ("case", "as at", "coverage", "timeline", "strengths", "concerns", "record")
EACH += ("questions",)


def panel(folder: Path | None = None) -> Template:
    return open_template("panel", folder, ONCE, EACH, ("joint working",))


def fault(folder: Path) -> str:
    with pytest.raises(UsageFault) as raised:
        panel(folder)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def paragraph(of: WordDocument, text: str) -> docx.text.paragraph.Paragraph:
    return next(paragraph for paragraph in of.paragraphs if text in paragraph.text)


def saved(opened: Template, **changes: object) -> WordDocument:
    return word.opened(opened.save("A title", sample.document(**changes)))


@pytest.mark.parametrize("name", sorted(OUTLINES))
def test_the_templates_that_ship_are_those_that_the_outlines_make(name: str) -> None:
    shipped = Path("flagger/report/word/templates", f"{name}.docx").read_bytes()
    assert word.parts(shipped) == word.parts(template(name))


def test_an_areas_file_stands_instead_of_our_own(tmp_path: Path) -> None:
    folder = word.edited(tmp_path, "panel", lambda of: of.add_paragraph("Made for Hartley Council"))
    assert "Made for Hartley Council" in word.text_of(saved(panel(folder)))


def test_a_folder_without_the_file_leaves_our_own(tmp_path: Path) -> None:
    assert "Timeline" in template_text(panel(tmp_path))


def template_text(opened: Template) -> str:
    opened.repeat(1)
    return word.text_of(saved(opened))


def test_a_placeholder_that_word_split_into_runs_is_found(tmp_path: Path) -> None:
    def split(of: WordDocument) -> None:
        place = paragraph(of, "{{ case }}")
        place.runs[0].text = "{{ ca"
        place.add_run("se").bold = True
        place.add_run(" }}")

    opened = panel(word.edited(tmp_path, "panel", split))
    opened.repeat(1)[0].fill("case", "Hartley & <Vale>")
    assert (1, "Hartley & <Vale>") in word.headings(saved(opened))


@pytest.mark.parametrize("written", ["{{case}}", "{{  Case  }}", "{{\u00a0case }}"])
def test_a_placeholder_may_be_spaced_and_spelt_in_capitals_as_word_does(tmp_path: Path, written: str) -> None:
    def respell(of: WordDocument) -> None:
        paragraph(of, "{{ case }}").runs[0].text = written

    assert panel(word.edited(tmp_path, "panel", respell)).repeat(1)[0].has("case")


def test_a_placeholder_may_stand_in_a_cell_which_stays_a_cell(tmp_path: Path) -> None:
    def move(of: WordDocument) -> None:
        place = paragraph(of, "{{ coverage }}")
        cell = of.add_table(1, 1).cell(0, 0)
        place._p.addprevious(cell._tc.getparent().getparent())
        cell.paragraphs[0].text = "{{ coverage }}"
        place._p.getparent().remove(place._p)

    opened = panel(word.edited(tmp_path, "panel", move))
    writer = opened.repeat(1)[0].at("coverage")
    assert 100 < writer.width_mm < 174  # a cell has margins
    writer.table(["A"], [["b"]], [1], "A table in a cell")
    outer = saved(opened).tables[0].cell(0, 0)
    assert outer.tables[0].cell(1, 0).text == "b"
    assert outer._tc[-1].tag == qn("w:p")  # Word does not open a cell that ends with a table


def test_a_placeholder_may_stand_in_a_text_box(tmp_path: Path) -> None:
    def box(of: WordDocument) -> None:
        place = paragraph(of, "{{ as at }}")
        held = element("p", element("r", element("pict", element("txbxContent"))))
        place._p.addprevious(held)
        next(held.iter(qn("w:txbxContent"))).append(place._p)

    opened = panel(word.edited(tmp_path, "panel", box))
    opened.repeat(1)[0].fill("as at", "As at the end of June")
    found = list(saved(opened).element.body.iter(qn("w:txbxContent")))
    assert ["".join(text.text or "" for text in of.iter(qn("w:t"))) for of in found] == ["As at the end of June"]


def test_a_placeholder_that_ends_a_section_leaves_the_end(tmp_path: Path) -> None:
    def landscape(of: WordDocument) -> None:
        end = of.element.body[-1]
        paragraph(of, "{{ timeline }}")._p.get_or_add_pPr().append(docx.oxml.parser.parse_xml(docx_bytes(end)))
        end.find(qn("w:pgSz")).set(qn("w:w"), "20000")

    opened = panel(word.edited(tmp_path, "panel", landscape))
    part = opened.repeat(1)[0]
    assert part.at("timeline").width_mm == pytest.approx(176, abs=1)
    assert part.at("strengths").width_mm > 300
    assert len(saved(opened).sections) == 2


def docx_bytes(element: object) -> bytes:
    from lxml import etree

    return etree.tostring(element)  # type: ignore[no-any-return, arg-type]


def test_a_table_never_stands_right_before_another_or_the_end(tmp_path: Path) -> None:
    def table_after(of: WordDocument) -> None:
        paragraph(of, "{{ strengths }}")._p.addnext(of.add_table(1, 1)._tbl)

    opened = panel(word.edited(tmp_path, "panel", table_after))
    for part, name in ((opened.repeat(1)[0], "strengths"), (opened.once, "how this was made")):
        part.at(name).table(["A"], [["b"]], [1], "A title")
    found = saved(opened)
    assert [of._tbl.getnext().tag for of in found.tables] == [qn("w:p")] * 3


def test_a_case_each_begins_on_a_new_page_but_the_first() -> None:
    opened = panel()
    for number, part in enumerate(opened.repeat(3)):
        part.fill("case", f"case {number}")
    found = [of for of in saved(opened).paragraphs if re.fullmatch(r"case \d", of.text)]
    assert [of.paragraph_format.page_break_before for of in found] == [None, True, True]


def test_no_placeholder_is_left_in_a_paper() -> None:
    opened = panel()
    opened.repeat(2)
    paper = opened.save("A title", sample.document())
    assert not [name for name, held in word.parts(paper).items() if b"{{" in held]


def test_limits_stand_in_the_footer_with_the_page_numbers() -> None:
    footer = saved(panel()).sections[0].footer
    assert footer.paragraphs[0].text == LIMITS
    assert [field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_a_file_that_is_not_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "panel.docx").write_bytes(b"\xd0\xcf\x11\xe0 an old Word file")
    assert "panel.docx is no Word document (.docx)" in fault(tmp_path)


def test_a_placeholder_that_is_missing_is_named(tmp_path: Path) -> None:
    folder = word.edited(tmp_path, "panel", lambda of: paragraph(of, "{{ timeline }}").clear() and None)
    assert "panel.docx: {{ timeline }} is missing" in fault(folder)


def test_limits_cannot_be_left_out(tmp_path: Path) -> None:
    folder = word.edited(tmp_path, "panel", lambda of: of.sections[0].footer.paragraphs[0].clear() and None)
    assert "{{ limits }} is missing" in fault(folder)


def test_a_placeholder_spelt_wrong_is_met_with_what_may_be_meant(tmp_path: Path) -> None:
    def misspell(of: WordDocument) -> None:
        paragraph(of, "{{ strengths }}").runs[0].text = "{{ strenghts }}"

    assert "no placeholder {{ strenghts }}; did you mean {{ strengths }}?" in fault(
        word.edited(tmp_path, "panel", misspell)
    )


def test_a_placeholder_among_other_words_is_refused(tmp_path: Path) -> None:
    def join(of: WordDocument) -> None:
        paragraph(of, "{{ case }}").runs[0].text = "The case of {{ case }}"

    assert "{{ case }} stands among other words" in fault(word.edited(tmp_path, "panel", join))


def test_a_placeholder_that_stands_twice_is_refused(tmp_path: Path) -> None:
    def twice(of: WordDocument) -> None:
        paragraph(of, "{{ coverage }}").insert_paragraph_before("{{ coverage }}")

    assert "{{ coverage }} stands twice" in fault(word.edited(tmp_path, "panel", twice))


def test_what_is_of_a_case_cannot_stand_outside_the_part_for_each_case(tmp_path: Path) -> None:
    def outside(of: WordDocument) -> None:
        paragraph(of, "{{ record }}").clear()
        of.add_paragraph("{{ record }}")

    assert "{{ record }} must stand inside the part" in fault(word.edited(tmp_path, "panel", outside))


@pytest.mark.parametrize("bound", ["for each case", "end of case"])
def test_a_part_for_each_case_has_two_ends(tmp_path: Path, bound: str) -> None:
    folder = word.edited(tmp_path, "panel", lambda of: paragraph(of, bound).clear() and None)
    assert bound in fault(folder)


def test_the_ends_of_a_part_stand_in_their_order(tmp_path: Path) -> None:
    def swap(of: WordDocument) -> None:
        first, last = paragraph(of, "for each case"), paragraph(of, "end of case")
        first.runs[0].text, last.runs[0].text = last.text, first.text

    assert "must stand once, in this order" in fault(word.edited(tmp_path, "panel", swap))


def test_a_template_without_a_style_that_is_needed_is_refused(tmp_path: Path) -> None:
    folder = word.edited(tmp_path, "panel", lambda of: of.styles["Record Table"].delete())
    assert "it has no style “Record Table”" in fault(folder)


def test_a_template_that_fetches_a_picture_is_refused(tmp_path: Path) -> None:
    def link(of: WordDocument) -> None:
        of.part.relate_to("http://pictures.example/logo.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)

    assert "it fetches something from elsewhere (image)" in fault(word.edited(tmp_path, "panel", link))


def test_the_link_to_the_template_it_was_begun_from_is_taken_out(tmp_path: Path) -> None:
    kind = f"{RELATIONSHIP_TYPE.IMAGE.rsplit('/', 1)[0]}/attachedTemplate"

    def attach(of: WordDocument) -> None:
        settings = of.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
        name = settings.relate_to("file:///h:/council.dotx", kind, is_external=True)
        attached = element("attachedTemplate")
        attached.set(qn("r:id"), name)
        of.settings.element.append(attached)

    folder = word.edited(tmp_path, "panel", attach)
    assert b"council.dotx" in b"".join(word.parts((folder / "panel.docx").read_bytes()).values())
    paper = panel(folder).save("A title", sample.document())
    assert not [name for name, held in word.parts(paper).items() if b"External" in held or b"attachedTemplate" in held]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert panel().save("A title", sample.document()) == panel().save("A title", sample.document())


def test_properties_say_what_it_is_and_nothing_of_who_edited_the_template(tmp_path: Path) -> None:
    def sign(of: WordDocument) -> None:
        of.core_properties.author = of.core_properties.last_modified_by = "Pat Example"

    found = saved(panel(word.edited(tmp_path, "panel", sign)))
    assert found.core_properties.title == "A title"
    assert found.core_properties.language == "en-GB"
    assert found.core_properties.created.isoformat().startswith(sample.document().as_at)
    assert (found.core_properties.author, found.core_properties.last_modified_by) == ("flagger", "")


def test_the_language_of_a_paper_is_british_english(tmp_path: Path) -> None:
    def american(of: WordDocument) -> None:
        for language in of.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "en-US")

    found = saved(panel(word.edited(tmp_path, "panel", american)))
    languages = (*found.styles.element.iter(qn("w:lang")), *found.settings.element.iter(qn("w:themeFontLang")))
    assert [of.get(qn("w:val")) for of in languages] == ["en-GB", "en-GB"]


def test_a_fictional_paper_says_so_on_every_page(tmp_path: Path) -> None:
    def own_first_page(of: WordDocument) -> None:
        of.sections[0].different_first_page_header_footer = True
        of.sections[0].header.paragraphs[0].text = "Hartley Council"

    section = saved(panel(word.edited(tmp_path, "panel", own_first_page)), fictional=True).sections[0]
    assert section.first_page_header.paragraphs[0].text == FICTIONAL
    assert [of.text for of in section.header.paragraphs] == [FICTIONAL, "Hartley Council"]


def test_a_paper_of_real_people_does_not_say_that_it_is_fictional() -> None:
    found = saved(panel())
    assert "FICTIONAL" not in found.sections[0].header._element.xml + str(found.core_properties.keywords)


def test_every_style_that_is_used_is_a_style_of_the_template() -> None:
    of = docx.Document(BytesIO(template("panel")))
    used = {style.get(qn("w:val")) for style in of.element.body.iter(qn("w:pStyle"))}
    assert used <= {style.style_id for style in of.styles}
