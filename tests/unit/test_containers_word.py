"""Word tables: what Word shows with tracked changes accepted, in every shape a council form gives them."""

from __future__ import annotations

import time
from io import BytesIO
from pathlib import Path

import docx as python_docx
import pytest
from containers_files import only, read, texts
from files import STRICT_W, W, cell, docx, row, run, table

STRIKE, HIDDEN = "<w:strike/>", "<w:vanish/>"


def control(inner: str, prompt: bool = False) -> str:
    shows = "<w:showingPlcHdr/>" if prompt else ""
    return f"<w:sdt><w:sdtPr>{shows}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def held(xml: str) -> bytes:
    """A document whose one cell has one paragraph with this XML."""
    return docx(table(row(f"<w:tc><w:p>{xml}</w:p></w:tc>")))


def test_insertions_stay_marked_and_deletions_go_counted(tmp_path: Path) -> None:
    deletion = "<w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
    got = read(tmp_path, held(f"{run('Was ')}{deletion}<w:ins>{run('seen')}</w:ins>"))
    assert only(got).text == "Was seen"
    assert only(got).marks == ("inserted",)
    assert [(each.kind, "1 tracked" in each.message) for each in got.problems] == [("tracked-deletions", True)]


def test_a_moved_text_stands_once(tmp_path: Path) -> None:
    got = read(tmp_path, held(f"<w:moveFrom>{run('Seen')}</w:moveFrom><w:moveTo>{run('Seen')}</w:moveTo>"))
    assert only(got).text == "Seen"


def test_inserted_and_deleted_rows(tmp_path: Path) -> None:
    got = read(tmp_path, docx(table(row("a"), row("b", style="<w:del/>"), row("c", style="<w:ins/>"))))
    assert [(each.number, each.cells[0].text, each.marks) for each in got.grids[0].rows] == [
        (1, "a", ()),
        (3, "c", ("inserted",)),
    ]


def test_inserted_and_deleted_cells(tmp_path: Path) -> None:
    new = f"<w:tc><w:p>{run('new')}</w:p></w:tc>"
    inner = f"<w:tc>{table('<w:tr><w:trPr><w:ins/></w:trPr>' + new + '</w:tr>')}<w:p/></w:tc>"
    got = read(tmp_path, docx(table(row(cell("a", style="<w:cellIns/>"), cell("b", style="<w:cellDel/>"), inner))))
    assert [(each.text, each.marks) for each in got.grids[0].rows[0].cells] == [
        ("a", ("inserted",)),
        ("new", ("inserted",)),
    ]
    assert [each.kind for each in got.problems] == ["tracked-deletions"]


def test_content_controls_at_every_level(tmp_path: Path) -> None:
    inline = cell(control(run("inline")))
    block = f"<w:tc>{control('<w:p>' + run('block') + '</w:p>')}</w:tc>"
    body = control(table(row(inline, block, control(cell("cell"))), control(row("r", "o", "w"))))
    assert texts(read(tmp_path, docx(body))) == [["inline", "block", "cell"], ["r", "o", "w"]]


def test_the_prompt_of_an_empty_control_is_no_text(tmp_path: Path) -> None:
    got = read(tmp_path, docx(table(row("Date", cell(control(run("Click here to enter text"), prompt=True))))))
    assert texts(got) == [["Date", ""]]


def test_a_nested_table_joins_its_parent_cell(tmp_path: Path) -> None:
    inner = table(row("one", "two"), row("three"))
    outer = f"<w:tc><w:p>{run('Before')}</w:p>{inner}<w:p>{run('after')}</w:p></w:tc>"
    got = read(tmp_path, docx(table(row(outer, "x"))))
    assert texts(got) == [["Before\none\ntwo\nthree\nafter", "x"]]
    assert len(got.grids) == 1


def test_merged_cells_fill_from_their_own_range_only(tmp_path: Path) -> None:
    start, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    got = read(
        tmp_path,
        docx(
            table(
                row(cell("4 March", style=start), "a"),
                row(cell(style=go_on), "b"),
                row("", "c"),
                row(cell("wide", style='<w:gridSpan w:val="2"/>')),
            )
        ),
    )
    assert texts(got) == [["4 March", "a"], ["4 March", "b"], ["", "c"], ["wide", "wide"]]
    assert [[each.merged for each in line.cells] for line in got.grids[0].rows] == [
        [False, False], [True, False], [False, False], [False, True],
    ]  # fmt: skip


def test_columns_keep_their_place_after_a_gap_before_the_row(tmp_path: Path) -> None:
    gap = '<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'
    got = read(tmp_path, docx(table(row("a", "b", "c"), row("x", style=gap))))
    assert texts(got) == [["a", "b", "c"], ["", "x", ""]]


def test_paragraphs_breaks_and_tabs(tmp_path: Path) -> None:
    second = f"{run('two')}<w:r><w:br/><w:t>three</w:t><w:tab/><w:t>x</w:t></w:r>"
    got = read(tmp_path, docx(table(row(cell("one", second)))))
    assert only(got).text == "one\ntwo\nthree\tx"


@pytest.mark.parametrize(
    ("xml", "marks"),
    [
        (run("Seen", STRIKE), ("struck",)),
        (run("Seen", "<w:dstrike/>"), ("struck",)),
        (run("Seen") + run(" twice", STRIKE), ("partly struck",)),
        (run("Seen", '<w:strike w:val="0"/>'), ()),
        (run("Seen", STRIKE) + run(" "), ("struck",)),
        (run("Seen", HIDDEN), ("hidden text",)),
        (run("Seen", '<w:vanish w:val="false"/>'), ()),
    ],
)
def test_marks_of_runs(tmp_path: Path, xml: str, marks: tuple[str, ...]) -> None:
    got = only(read(tmp_path, held(xml)))
    assert got.text.startswith("Seen")
    assert got.marks == marks


def test_a_comment_is_a_mark_once_and_footnote_numbers_are_nothing(tmp_path: Path) -> None:
    note = f'<w:comment w:id="7"><w:p>{run("Ask GP")}</w:p></w:comment>'
    ends = '<w:r><w:commentReference w:id="7"/><w:footnoteReference w:id="2"/></w:r>'
    xml = f'<w:commentRangeStart w:id="7"/>{run("Seen")}{ends}'
    got = only(read(tmp_path, docx(table(row(f"<w:tc><w:p>{xml}</w:p></w:tc>")), comments=note)))
    assert (got.text, got.marks) == ("Seen", ("comment: Ask GP",))


def test_old_form_fields_show_what_was_chosen(tmp_path: Path) -> None:
    choice = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="School"/><w:listEntry w:val="Police"/></w:ddList>'
    code = "<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>"
    xml = f"<w:r><w:fldChar><w:ffData>{choice}</w:ffData></w:fldChar></w:r>{code}"
    ticked = "<w:r><w:fldChar><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>"
    assert only(read(tmp_path, held(xml + ticked))).text == "Police☒"


def test_a_text_box_is_left_out_and_named(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run('In a box')}</w:p></w:txbxContent></w:pict></w:r>"
    got = read(tmp_path, held(run("Seen") + box))
    assert only(got).text == "Seen"
    assert [each.kind for each in got.problems] == ["text-boxes"]


def test_each_table_has_the_nearest_paragraph_before_it_as_heading(tmp_path: Path) -> None:
    first = f"<w:p>{run('Health')}</w:p><w:p/>{table(row('a'))}"
    got = read(tmp_path, docx(f"{first}<w:p>{run('School')}</w:p>{table(row('b'))}{table(row('c'))}"))
    assert [grid.sheet for grid in got.grids] == ["table 1", "table 2", "table 3"]
    assert [grid.heading for grid in got.grids] == ["Health", "School", ""]


@pytest.mark.parametrize(
    ("above", "said"),
    [
        (["Chronology for the Oxlip family, 3 May 2022"], []),
        (["Tansy was born on 4 March 2016 and lives with her mother."], ["1 paragraph outside tables was"]),
        (["Mother rang to say that she would not come today."] * 3, ["3 paragraphs outside tables were"]),
    ],
)
def test_sentences_outside_tables_are_said_to_be_unread(tmp_path: Path, above: list[str], said: list[str]) -> None:
    words = "".join(f"<w:p>{run(text)}</w:p>" for text in above)
    got = read(tmp_path, docx(f"{words}{table(row('a'))}"))
    assert [problem.message.split(" not read")[0] for problem in got.problems] == said
    assert not any("Tansy" in problem.message or "Mother" in problem.message for problem in got.problems)


@pytest.mark.parametrize("space", [W, STRICT_W])
def test_strict_files_and_moved_parts_read_alike(tmp_path: Path, space: str) -> None:
    body = table(row(cell(run("Seen", STRIKE), style='<w:gridSpan w:val="2"/>')))
    got = read(tmp_path, docx(body, main="word/document2.xml", space=space))
    assert texts(got) == [["Seen", "Seen"]]
    assert only(got).marks == ("struck",)


def test_entities_are_never_expanded_nor_files_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for reading")
    prolog = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    got = read(tmp_path, docx(table(row(cell("<w:r><w:t>&x;</w:t></w:r>"))), prolog=prolog))
    assert not got.grids
    assert "entities" in got.error


def test_a_table_of_python_docx_reads_the_same(tmp_path: Path) -> None:
    document, out = python_docx.Document(), BytesIO()
    document.add_paragraph("Chronology")
    added = document.add_table(rows=3, cols=2)
    added.cell(0, 0).merge(added.cell(1, 0)).text = "4 March"
    added.cell(2, 1).text = "Seen 👩‍👧 שלום"
    document.save(out)
    got = read(tmp_path, out.getvalue())
    assert texts(got) == [["4 March", ""], ["4 March", ""], ["", "Seen 👩‍👧 שלום"]]


def test_a_thousand_rows_take_a_fraction_of_a_second(tmp_path: Path) -> None:
    data = docx(table(*(row("04/03/2019", "School", "Wren", f"Seen {number}") for number in range(1000))))
    start = time.process_time()
    assert len(read(tmp_path, data).grids[0].rows) == 1000
    assert time.process_time() - start < 1
