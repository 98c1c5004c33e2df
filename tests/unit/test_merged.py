"""The merged chronology: what stands in it, in which order, and that it comes back the same."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from docx.oxml.ns import qn

from flagger.chronology.composite.columns import disguised, joined, parts_of, safe, undisguised, unsafe
from flagger.codebook import Codebook
from flagger.report.merged.book import merged_xlsx
from flagger.report.merged.document import merged_docx
from flagger.report.merged.table import merged_csv
from flagger.rulebook.where import rules_root
from flagger.screen import Reading, find_coverage, load_library, read, screen

FORMS: dict[str, Callable[[Reading], bytes]] = {"docx": merged_docx, "xlsx": merged_xlsx, "csv": merged_csv}
SAMPLES = Path(__file__).parents[2] / "sample_chronologies"
FAMILIES = sorted(path.parent.name for path in SAMPLES.glob("*/NOTE.md"))
LIBRARY = lru_cache(load_library)
HEAD = ("Date", "Agency", "Child", "Event", "Outcome")
LONG = "Home visit. " * 5_000 + "End 👩‍👧."
UGLY = [
    ("12/03/2020", "Police", "Ava", '=HYPERLINK("http://x","y")', "+44 7700 900000"),
    ("12/03/2020", "Police", "Ava", "'=quoted, and 'so' on", "-"),
    ("13/03/2020", "GP", "Ava & Leo", LONG, "@home"),
    ("? May 2021", "HV", "All", "  first line\n\n   second line\n\tthird", ""),
    ("14/03/2020", "Wizards' guild / ASC", "Leo", "שלום, נראה בבית\nשורה שנייה", "شوهد في المنزل"),
    ("soon", "", "", "<script>alert(1)</script> <r>rich</r> &amp; _x0041_ …", "…"),
    ("15/03/2020", "Police", "Ava", "👩‍👧 seen", "emoji 😀" * 20_000),
    ("15/03/2020", "Police", "Ava", "Seen", "NFA"),
    ("15/03/2020", "Police", "Ava", "Seen", "NFA"),
    ("15/03/2020", "Police", "Ava", "Seen", "Referred"),
]


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return LIBRARY(rules_root(), None, False).codebook


def write(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)
    return path


def merged_into(folder: Path, reading: Reading, form: str) -> Path:
    path = folder / f"merged.{form}"
    path.write_bytes(FORMS[form](reading))
    return path


def assert_same(one: Reading, other: Reading) -> None:
    here = ["file", "sheet", "row", "origin"]
    for name in ("events", "people"):
        pd.testing.assert_frame_equal(*(getattr(r.chronology, name).drop(columns=here) for r in (one, other)))
    pd.testing.assert_frame_equal(one.codings, other.codings)
    for name in ("persons", "mentions"):
        pd.testing.assert_frame_equal(getattr(one.people, name), getattr(other.people, name))


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("family", FAMILIES)
def test_every_sample_read_back_has_the_same_events_codes_people_and_flags(family: str, tmp_path: Path) -> None:
    library = LIBRARY(rules_root(), None, False)
    before = read([SAMPLES / family], library.codebook, agencies=library.agencies)
    coverage = find_coverage([SAMPLES / family], None, before.chronology, library.agencies)
    as_at = int(before.chronology.events["hi"].max())
    one = screen(before, library, as_at=as_at, coverage=coverage)
    for form, made in FORMS.items():
        merged = merged_into(tmp_path, before, form)
        after = read([merged], library.codebook, agencies=library.agencies)
        assert_same(before, after)
        other = screen(after, library, as_at=as_at, coverage=coverage)
        assert (one.flags, one.outcomes, one.asks, one.spans) == (other.flags, other.outcomes, other.asks, other.spans)
        assert made(after) == merged.read_bytes()


@pytest.mark.parametrize("form", FORMS)
def test_ugly_cells_come_back_as_they_were(form: str, tmp_path: Path, codebook: Codebook) -> None:
    before = read([write(tmp_path / "ugly.csv", HEAD, *UGLY)], codebook)
    after = read([merged_into(tmp_path, before, form)], codebook)
    assert_same(before, after)
    assert max(map(len, after.chronology.events["text"])) > 52_000


@pytest.mark.parametrize("form", FORMS)
def test_marks_comments_and_tables_of_people_come_back(form: str, tmp_path: Path, codebook: Codebook) -> None:
    path = tmp_path / "log.xlsx"
    with xlsxwriter.Workbook(path) as book:
        struck = book.add_format({"font_strikeout": True})
        family = book.add_worksheet("Family")
        for at, row in enumerate([
            ("Name", "Relationship", "DOB", "Known as", "Ethnicity", "Disability"),
            ("Ava Poole", "Daughter", "01/02/2015", "Av, Avie", "White British", ""),
            ("Kim Poole", "Mum", "1990", "", "not known", "None"),
        ]):  # fmt: skip
            family.write_row(at, 0, row)
        log = book.add_worksheet("Log")
        log.write_row(0, 0, ("Date", "Child", "Event", "Date recorded"))
        log.write_row(1, 0, ("01/03/2020", "Ava", "Seen at home", "05/03/2020"))
        log.write_row(2, 0, ("02/03/2020", "Ava", "", ""))
        log.write_string(2, 2, "Seen again", struck)
        log.write_comment(2, 2, "Whose row is this?\n\n  Ask the nurse")
        log.set_row(1, None, None, {"hidden": True})
    before = read([path], codebook)
    after = read([merged_into(tmp_path, before, form)], codebook)
    assert_same(before, after)
    assert set(after.chronology.people["name"]) >= {"Ava Poole", "Kim Poole"}
    marks = [mark for row in after.chronology.events["marks"] for mark in row]
    assert "struck" in marks and "hidden row" in marks and any(mark.startswith("comment: Whose") for mark in marks)


def test_rows_stand_in_date_order_then_by_time_and_undated_ones_last(tmp_path: Path, codebook: Codebook) -> None:
    head = ("Date", "Time", "Agency", "Event")
    rows = [("soon", "", "GP", "d"), ("02/03/2020", "", "GP", "c"), ("01/03/2020", "15:00", "GP", "b"),
            ("01/03/2020", "09:00", "GP", "a")]  # fmt: skip
    merged = cells(merged_csv(read([write(tmp_path / "gp.csv", head, *rows)], codebook)))
    at = merged[0].index("Event")
    assert [row[at] for row in merged[1:5]] == ["a", "b", "c", "d"]
    assert merged[4][merged[0].index("Read as")] == "undated"


def test_tellings_of_one_incident_name_each_other_and_all_stand(tmp_path: Path, codebook: Codebook) -> None:
    said = "Police called to the home by a neighbour who heard shouting; Kim Hartley had a cut lip."
    paths = [
        write(tmp_path / f"{name}.csv", ("Date", "Time", "Details"), ("01/03/2022", "21:10", said))
        for name in ("police", "school")
    ]
    head, one, two, *_ = cells(merged_csv(read(paths, codebook, case="hartley")))
    told = head.index("Told also by")
    assert (one[told], two[told]) == ("No. 2 (school)", "No. 1 (police)")
    assert {row[head.index("From file")] for row in (one, two)} == {"police.csv, row 2", "school.csv, row 2"}


def test_a_merged_file_keeps_where_each_row_was_read_first(tmp_path: Path, codebook: Codebook) -> None:
    before = read([write(tmp_path / "police.csv", HEAD, *UGLY)], codebook)
    events = read([merged_into(tmp_path, before, "docx")], codebook).chronology.events
    assert set(events["file"]) == {"merged.docx"}
    assert set(events["origin"]) == {f"police.csv, row {row}" for row in range(2, len(UGLY) + 2)}


def test_a_row_that_somebody_corrects_or_adds_is_read_as_it_then_stands(tmp_path: Path, codebook: Codebook) -> None:
    before = read([write(tmp_path / "police.csv", HEAD, *UGLY[-3:])], codebook)
    head, first, *rest = cells(merged_csv(before))
    first[head.index("Event")] = "Not seen"
    new = [""] * len(head)
    for heading, text in (("Date from", "w/c 4 March 2024"), ("Agency", "HV"), ("Event", "Weighed")):
        new[head.index(heading)] = text
    after = read([write(tmp_path / "edited.csv", head, first, new, *rest)], codebook).chronology.events
    assert len(after) == 4
    assert "Not seen" in set(after["text"]) and set(after["event_id"]) - set(before.chronology.events["event_id"])
    added = after[after["text"] == "Weighed"].iloc[0]
    assert (added["agency"], added["date_text"], added["precision"]) == ("health_visitor", "w/c 4 March 2024", "week")
    assert int(added["hi"]) - int(added["lo"]) == 6


def test_what_somebody_adds_in_word_is_kept(tmp_path: Path, codebook: Codebook) -> None:
    row = (*UGLY[-1], "Worried", "4")
    before = read([write(tmp_path / "gp.csv", (*HEAD, "Impact", "Shoe size"), row)], codebook)
    word = docx.Document(io.BytesIO(merged_docx(before)))
    table = word.tables[0]
    also = [cell.text for cell in table.rows[1].cells].index("Also recorded")
    table.rows[2].cells[also].add_paragraph("and again")
    table.rows[2].cells[also].add_paragraph("Impact: less so")
    word.save(str(tmp_path / "edited.docx"))
    event = read([tmp_path / "edited.docx"], codebook).chronology.events.iloc[0]
    assert (event["impact"], event["extra"]["Shoe size"]) == ("Worried\nless so", "4\nand again")
    assert event["event_id"] == before.chronology.events.iloc[0]["event_id"]


def test_a_foreign_file_with_some_of_our_headings_is_read_as_any_other(tmp_path: Path, codebook: Codebook) -> None:
    head = ("Date", "Agency", "Event", "Marks", "From file", "Row id", "Told also by")
    got = read([write(tmp_path / "a.csv", head, ("01/03/2020", "GP", "Seen", "x", "y", "z", "w"))], codebook)
    event = got.chronology.events.iloc[0]
    assert (event["origin"], event["marks"]) == ("", ())
    assert event["extra"]["Marks"] == "x"


def test_a_merged_file_beside_one_of_its_files_is_said(tmp_path: Path, codebook: Codebook) -> None:
    path = write(tmp_path / "police.csv", HEAD, *UGLY)
    got = read([path, merged_into(tmp_path, read([path], codebook), "csv")], codebook, case="wren")
    assert [p.file for p in got.problems if p.kind == "merged-and-its-parts"] == ["merged.csv"]


def test_rows_of_two_files_of_one_name_are_told_apart(tmp_path: Path, codebook: Codebook) -> None:
    for name, outcome in (("one", "NFA"), ("two", "")):
        (tmp_path / name).mkdir()
        write(tmp_path / name / "police.csv", HEAD, ("01/03/2020", "Police", "Ava", f"Seen {name}", outcome))
        made = read([tmp_path / name / "police.csv"], codebook, case=name)
        (tmp_path / f"{name}.csv").write_bytes(merged_csv(made))
    both = read([tmp_path / "one.csv", tmp_path / "two.csv"], codebook)
    again = read([merged_into(tmp_path, both, "csv")], codebook)
    assert set(again.chronology.events["origin"]) == {"one.csv: police.csv, row 2", "two.csv: police.csv, row 2"}
    assert merged_csv(again) == merged_csv(both)


def test_no_cell_of_the_csv_or_the_workbook_is_a_formula(tmp_path: Path, codebook: Codebook) -> None:
    before = read([write(tmp_path / "ugly.csv", HEAD, *UGLY)], codebook)
    assert not [text for row in cells(merged_csv(before)) for text in row if text.startswith(("=", "+", "-", "@"))]
    with zipfile.ZipFile(io.BytesIO(merged_xlsx(before))) as parts:
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]
    book = openpyxl.load_workbook(io.BytesIO(merged_xlsx(before)))
    assert max(len(str(cell.value or "")) for row in book["Chronology"].rows for cell in row) <= 32_767


def test_the_workbook_has_real_dates_a_header_that_stays_and_a_filter(tmp_path: Path, codebook: Codebook) -> None:
    before = read([write(tmp_path / "police.csv", HEAD, *UGLY)], codebook)
    sheet = openpyxl.load_workbook(io.BytesIO(merged_xlsx(before)))["Chronology"]
    first = [cell.value for cell in sheet[1]].index("Date from")
    assert sheet[2][first].is_date
    assert sheet.freeze_panes == "E2" and sheet.auto_filter.ref and sheet.print_title_rows == "$1:$1"


def test_word_has_a_heading_a_case_and_headings_of_columns_on_every_page(tmp_path: Path, codebook: Codebook) -> None:
    head = ("Case", *HEAD)
    rows = [(case, *row) for case, row in zip(("Wren", "Jay"), UGLY[-2:], strict=True)]
    word = docx.Document(io.BytesIO(merged_docx(read([write(tmp_path / "two.csv", head, *rows)], codebook))))
    headings = [p.text for p in word.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings == ["Merged chronology", "Jay", "Wren", "Where the rows come from"]
    for table in word.tables[:2]:
        marked = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert marked == [True, True, False]
    assert word.tables[0].rows[0].cells[0].text == "Case: Jay"


def test_struck_words_are_struck_in_word_and_in_excel(tmp_path: Path, codebook: Codebook) -> None:
    path = tmp_path / "log.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Date", "Agency", "Event"))
        sheet.write_row(1, 0, ("01/03/2020", "GP"))
        sheet.write_string(1, 2, "Seen", book.add_format({"font_strikeout": True}))
    reading = read([path], codebook)
    word = docx.Document(io.BytesIO(merged_docx(reading)))
    assert [run.text for row in word.tables[0].rows for c in row.cells for p in c.paragraphs for run in p.runs
            if run.font.strike] == ["Seen"]  # fmt: skip
    cells_of = openpyxl.load_workbook(io.BytesIO(merged_xlsx(reading)))["Chronology"][2]
    assert [cell.value for cell in cells_of if cell.font.strike] == ["Seen"]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_rows_give_the_same_bytes_in_whatever_order_they_lay(
    form: str, tmp_path: Path, codebook: Codebook
) -> None:
    made = FORMS[form](read([write(tmp_path / "police.csv", HEAD, *UGLY)], codebook))
    assert FORMS[form](read([tmp_path / "police.csv"], codebook)) == made


def test_a_refuge_keeps_its_address_to_itself_and_its_row_its_id(tmp_path: Path, codebook: Codebook) -> None:
    row = ("01/03/2020", "Police", "Ava", "Moved to the refuge at 12 Mill Road, AB1 2CD.", "")
    before = read([write(tmp_path / "police.csv", HEAD, row)], codebook)
    for form in FORMS:
        merged = merged_into(tmp_path, before, form)
        assert_same(before, read([merged], codebook))
    assert "Mill Road" not in merged_csv(before).decode()


@pytest.mark.parametrize("heading", ["Marks", "Marks (as given)", "Event (continued)", "Shoe size", "x (continued 3)"])
def test_a_heading_of_theirs_is_told_from_ours(heading: str) -> None:
    assert undisguised(disguised(heading)) == heading
    assert disguised("Marks") != "Marks" and disguised("Shoe size") == "Shoe size"


@pytest.mark.parametrize("text", ["=1", "'=1", "''+", "'tis", "-", "@", "a=1", "", "'"])
def test_an_apostrophe_of_ours_is_told_from_theirs(text: str) -> None:
    assert unsafe(safe(text)) == text
    assert not safe(text).startswith(("=", "+", "-", "@"))


def test_a_long_text_is_cut_where_a_cell_ends_and_loses_nothing() -> None:
    for text in ("x" * 32_767, "x " * 40_000, "😀" * 40_000, "…" * 70_000, " \n" * 30_000 + "x"):
        parts = parts_of(text)
        assert all(len(part.encode("utf-16-le")) // 2 <= 32_767 for part in parts)
        headings = ["Event", "Event (continued)", *(f"Event (continued {n})" for n in range(2, len(parts)))]
        assert joined(dict(zip(headings, parts, strict=False))) == {"Event": text}


def test_a_name_of_a_file_that_is_no_text_is_shown_as_far_as_it_can_be(tmp_path: Path, codebook: Codebook) -> None:
    before = read([write(tmp_path / "police\udcff.csv", HEAD, UGLY[0])], codebook)
    for form in FORMS:
        assert_same(before, read([merged_into(tmp_path, before, form)], codebook))
