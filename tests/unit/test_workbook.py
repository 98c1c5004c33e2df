"""`evidence.xlsx`, read back as other programs read it."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from functools import lru_cache
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from report_sample import coded, document, event, flag

from flagger.contract.records import AreaSays, Declared, Document, Event
from flagger.flags.record import Ask
from flagger.report.say import LIMITS
from flagger.report.workbook.evidence import evidence_xlsx

SHEETS = (
    *("Read me first", "Chronology", "Flags", "Outcomes", "Actions", "Coverage", "Whom to ask"),
    *("Parameters", "Files", "Problems"),
)


def opened(given: Document) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(evidence_xlsx(given)), rich_text=True)


@lru_cache(maxsize=1)
def plain() -> openpyxl.Workbook:
    return opened(document())


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    header, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), line, strict=True)) for line in lines]


def of_events(*events: Event, **changes: Any) -> list[dict[str, Any]]:
    return rows(opened(document(events=events, flags=(), **changes))["Chronology"])


def bold(cell: object) -> list[str]:
    assert isinstance(cell, CellRichText)
    return [block.text for block in cell if isinstance(block, TextBlock) and block.font.b]


def test_the_sheets_stand_in_a_fixed_order_with_plain_names() -> None:
    assert tuple(plain().sheetnames) == SHEETS


def test_what_an_area_says_has_a_sheet_where_an_area_says_something() -> None:
    said = AreaSays("Fictshire", "off", ("R9",), "Not used here.", None, "A protocol", "2020-01-01", None, True, "")
    (row,) = rows(opened(document(area_says=(said,)))["Area"])
    assert row["What it says"] == "R9 is switched off: Not used here"


@pytest.mark.parametrize("program", ["openpyxl", "calamine"])
def test_the_days_that_a_date_can_mean_are_real_dates(program: str) -> None:
    if program == "openpyxl":
        row = rows(plain()["Chronology"])[0]
        found = [row[name].date() for name in ("Earliest", "Latest")]
    else:
        read = CalamineWorkbook.from_filelike(io.BytesIO(evidence_xlsx(document())))
        header, first, *_ = read.get_sheet_by_name("Chronology").to_python()
        found = [first[header.index(name)] for name in ("Earliest", "Latest")]
    assert found == [dt.date(2022, 3, 1)] * 2


def test_a_date_stays_as_written_and_is_no_date_of_its_own() -> None:
    assert rows(plain()["Chronology"])[0]["Date as written"] == "01/03/2022"


def test_rows_of_all_agencies_stand_in_order_of_date_and_time_and_those_without_a_date_last() -> None:
    undated = event(1, "Undated", earliest=None, latest=None)
    late = event(2, "Evening", time="21:10", earliest="2022-05-01", latest="2022-05-01")
    early = event(3, "Morning", time="09:30", earliest="2022-05-01", latest="2022-05-01", agency="police")
    first = event(4, "First", earliest="2021-01-01", latest="2021-12-31")
    told = of_events(undated, late, early, first)
    assert [row["What happened"] for row in told] == ["First", "Morning", "Evening", "Undated"]
    assert [row["No."] for row in told] == [1, 2, 3, 4]


def test_coded_words_are_bold_and_the_text_is_whole() -> None:
    text = rows(plain()["Chronology"])[0]["What happened"]
    assert (str(text), bold(text)) == ("Was not brought to clinic", ["W", "as not brought"])


@pytest.mark.parametrize("text", ["Missed", "M", "Missed, and again"])
def test_coded_words_may_be_all_that_there_is(text: str) -> None:
    (row,) = of_events(event(1, text, codes=(coded("was_not_brought", 0, min(len(text), 6), words="x"),)))
    assert str(row["What happened"]) == text


@pytest.mark.parametrize(
    "text",
    ["=1+1", '=HYPERLINK("http://x")', "+44", "-", "@SUM(A1)", "{=1}", "http://example.invalid/x", "12", "1e5", "\tx"],
)
@pytest.mark.parametrize("coding", [(), (coded("contact", 0, 1, words="x"),)])
def test_what_a_row_says_is_text_and_nothing_else(text: str, coding: tuple[Any, ...]) -> None:
    content = evidence_xlsx(document(events=(event(1, text, codes=coding),), flags=()))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Chronology"]
    found = next(cell for cell in sheet[2] if sheet.cell(1, cell.column).value == "What happened")
    assert (found.value, found.data_type) == (text, "s")
    assert found.quotePrefix is (text[0] in "=+-@\t")


def test_there_is_no_formula_macro_link_or_picture_anywhere() -> None:
    loud = event(1, "=1+1 http://example.invalid <script>", outcome="=cmd|' /C calc'!A0", other={"=A": "=B"})
    packed = zipfile.ZipFile(io.BytesIO(evidence_xlsx(document(events=(loud,), flags=()))))
    assert not [name for name in packed.namelist() if re.search("vba|externalLink|media|drawing|hyperlink", name)]
    for name in packed.namelist():
        content = packed.read(name).decode()
        if name.startswith("xl/worksheets"):
            assert "<f>" not in content and "<hyperlink" not in content and "<f " not in content
        if name.endswith(".rels"):
            assert "External" not in content


@pytest.mark.parametrize("text", ["<r><t>x</t></r>", "<r>", "<r></r>", "a _x0041_ b", "<b>&amp;</b>", " spaced "])
@pytest.mark.parametrize("coding", [(), (coded("contact", 1, 2, words="x"),)])
def test_text_that_looks_like_the_files_own_code_is_text(text: str, coding: tuple[Any, ...]) -> None:
    content = evidence_xlsx(document(events=(event(1, text, codes=coding),), flags=()))
    header, row, *_ = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Chronology").to_python()
    assert row[header.index("What happened")] == text


@pytest.mark.parametrize("text", ["قالت الأم إنها بخير", "שלום", "👩‍👧 hugged 🦔", "a\nb", "é" * 300])
def test_other_scripts_signs_and_lines_survive(text: str) -> None:
    assert of_events(event(1, text))[0]["What happened"] == text


def test_control_and_half_characters_are_replaced_where_it_can_be_seen() -> None:
    assert of_events(event(1, "a\x00b \ud83e c"))[0]["What happened"] == "a�b � c"


def test_a_text_longer_than_a_cell_goes_on_in_a_column_at_the_end_and_the_cell_says_so() -> None:
    text = "".join(f"{n:07} " for n in range(13_000))
    row, other = of_events(event(1, text, codes=(coded("contact", 90_000, 90_003, words="x"),)), event(2))
    said = " … [goes on in the column “What happened, continued”]"
    held = [str(row[f"What happened{more}"]) for more in ("", ", continued", ", continued (2)", ", continued (3)")]
    assert held[0].endswith(said)
    assert held[0].removesuffix(said) + "".join(held[1:]) == text
    assert other["What happened, continued"] is None
    assert list(row)[-3:] == [f"What happened, continued{more}" for more in ("", " (2)", " (3)")]


def test_a_column_in_which_nothing_stands_is_left_out() -> None:
    assert "Time" not in rows(plain()["Chronology"])[0]
    assert of_events(event(1, time="21:10"))[0]["Time"] == "21:10"


def test_a_row_names_the_flags_that_rest_on_it_and_the_part_it_plays() -> None:
    one, two = rows(plain()["Chronology"])
    assert one["Flags that rest on it"] == "S1 Title of S1\nR1 Title of R1 (starts the time)"
    assert two["Flags that rest on it"] == "R1 Title of R1 (nearest)"


def test_rows_of_one_incident_all_stand_and_name_one_another() -> None:
    one, two, three = (
        event(n, agency=who, incident=of) for n, who, of in ((1, "gp", "i"), (2, "police", "i"), (3, "gp", "j"))
    )
    told = [row["Told also by"] for row in of_events(one, two, three)]
    assert told == ["police: No. 2 (gp.csv row 3)", "the GP: No. 1 (gp.csv row 2)", None]


def test_marks_and_a_doubted_date_are_said() -> None:
    assert of_events(event(1, marks=("struck",), doubted=True))[0]["Marks"] == "struck\ndate in doubt"


def test_strengths_are_the_first_flags() -> None:
    assert [row["Kind"] for row in rows(plain()["Flags"])] == ["strength", "concern"]


def test_a_flag_names_its_rows_by_number_and_place_and_what_was_not_found() -> None:
    row = rows(plain()["Flags"])[1]
    assert row["Rows behind it"] == "No. 1 (gp.csv row 2), starts the time\nNo. 2 (gp.csv row 3), nearest"
    assert row["Looked for and not found"] == (
        "A row about MARAC heard, in the rows of police, 1 to 28 March 2022: not found there. "
        "The nearest outside those days: No. 2."
    )


def test_agency_response_and_agreed_view_are_empty() -> None:
    assert all(row["Agency response"] is None and row["Agreed view"] is None for row in rows(plain()["Flags"]))


def test_no_two_flags_have_the_same_name() -> None:
    twice = tuple(replace(flag("R1", "concern", (event(1), "evidence")), id=f"id-{n}") for n in range(3))
    names = [row["Flag"] for row in rows(opened(document(flags=twice))["Flags"])]
    assert len(set(names)) == 3


def test_the_log_of_actions_offers_every_flag_and_four_statuses() -> None:
    book = plain()
    chosen = {rule.formula1: str(rule.sqref) for rule in book["Actions"].data_validations.dataValidation}
    assert chosen["Flags!$A$2:$A$3"] == "B2:B41"
    assert chosen['"Not started,In progress,Done,Second view needed"'] == "L2:L41"
    assert [book["Flags"].cell(row, 1).value for row in (2, 3)] == [
        "S1 Title of S1, 1 to 2 March 2022",
        "R1 Title of R1, 1 to 2 March 2022",
    ]
    assert all(cell.value is None for line in book["Actions"].iter_rows(2, 41) for cell in line)


def test_a_case_without_flags_has_a_log_of_actions_all_the_same() -> None:
    book = opened(document(flags=()))
    assert len(book["Actions"].data_validations.dataValidation) == 2


def test_outcomes_say_what_could_not_be_assessed_and_why() -> None:
    said = {row["Rule"]: (row["Outcome"], row["Reason"]) for row in rows(plain()["Outcomes"])}
    assert said["R3"] == ("not assessed", "no dated row is about a move")


def test_coverage_has_agencies_with_rows_and_those_that_only_declared() -> None:
    declared = (Declared("*", "police", "2022-01-01", "2022-06-30", "everything", False),)
    said = {row["Agency"]: row for row in rows(opened(document(coverage=declared))["Coverage"])}
    assert (said["the GP"]["Rows here"], said["the GP"]["Declared as"]) == (1, "nothing declared")
    assert (said["police"]["Rows here"], said["police"]["Confirmed"]) == (0, "no: a draft, on which nothing rests")


def test_whom_to_ask_for_what_is_a_sheet() -> None:
    ask = Ask("hartley", "", ("R3", "R4"), "2022-01-01", "2022-03-31", "Ask who holds rows of these days.")
    (row,) = rows(opened(document(asks=(ask,)))["Whom to ask"])
    assert (row["Whom"], row["What to ask"], row["Rules"]) == ("anyone", "Ask who holds rows of these days.", "R3, R4")


def test_every_number_in_force_is_said_once_with_its_source() -> None:
    said = [(row["Rule"], row["Number"], row["Value"], row["Source"]) for row in rows(plain()["Parameters"])]
    assert said == [
        ("R1", "within", "28 days", "None is published."),
        ("S1", "within", "28 days", "None is published."),
    ]


def test_problems_keep_their_place() -> None:
    (row,) = rows(plain()["Problems"])
    assert (row["File"], row["Row"], row["Column"], row["Kind"]) == ("gp.csv", 3, "Date", "unreadable date")


def test_the_first_sheet_says_what_this_is_rests_on_and_leaves_out() -> None:
    said = [cell.value for (cell,) in opened(document(notes=("Only the school's rows.",)))["Read me first"].iter_rows()]
    assert said[0] == "Evidence: hartley"
    assert {LIMITS, "Only the school's rows.", "As at 30 June 2022 (as given)."} <= set(said)
    assert "FICTIONAL" not in " ".join(map(str, said))


def test_a_fictional_case_says_so_on_every_page_and_in_the_files_properties() -> None:
    book = opened(document(fictional=True))
    assert book["Read me first"]["A2"].value == "FICTIONAL: nobody in this workbook is real."
    assert {sheet.oddHeader.left.text for sheet in book} == {"FICTIONAL"}
    assert book.properties.keywords == "FICTIONAL"
    assert {sheet.oddHeader.left.text for sheet in plain()} == {None}


def test_every_table_keeps_its_headings_in_sight_on_screen_and_on_paper_and_can_be_filtered() -> None:
    for sheet in plain().worksheets[1:]:
        assert sheet.freeze_panes and sheet.freeze_panes.endswith("2"), sheet.title
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.auto_filter.ref and sheet.print_area
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.left.text == LIMITS


def test_a_case_named_as_formula_or_field_of_a_header_is_only_a_name() -> None:
    named = event(1, case="=A1 &P")
    book = opened(document(events=(named,), flags=(), outcomes=(), people=(), spans=()))
    assert rows(book["Chronology"])[0]["Case"] == "=A1 &P"


def test_the_same_document_gives_the_same_bytes() -> None:
    assert evidence_xlsx(document()) == evidence_xlsx(document())


def test_nothing_in_it_tells_when_or_where_it_was_made() -> None:
    packed = zipfile.ZipFile(io.BytesIO(evidence_xlsx(document())))
    assert {held.date_time for held in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert plain().properties.created == dt.datetime(2022, 6, 30)


def test_three_thousand_rows_survive() -> None:
    many = tuple(replace(event(n % 28 + 1, f"Row {n}"), id=f"{n:012x}", incident=f"{n:012x}") for n in range(3000))
    assert len(of_events(*many)) == 3000
