"""3,000 rows, with formulas, a cell of 52,000 characters, right-to-left words, emoji and tags, survive every form."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from flagger.cli import main
from flagger.report.tables import CUT

FORMULA = '=HYPERLINK("http://example.invalid";"look")'
HEBREW = "אמא אמרה שהילדים בסדר, then in English again"
EMOJI = "Was not brought to clinic 👩‍👧‍👦 🙁"
TAG = "<script>alert(1)</script> & </td> Domestic abuse incident"
LONG = " ".join(f"word{n:05}" for n in range(5_200)) + " was not brought to clinic"
UGLY = (FORMULA, HEBREW, EMOJI, TAG, LONG)
ROWS = 3_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all papers, and of the merged files."""
    root = tmp_path_factory.mktemp("any text")
    case = root / "Oxlip"
    case.mkdir()
    texts = [*UGLY, *(f"A quiet afternoon, number {n}" for n in range(ROWS - len(UGLY)))]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("Date", "Agency", "Child", "Event"))
    for n, text in enumerate(texts):
        writer.writerow((f"{n % 28 + 1:02}/{n // 28 % 12 + 1:02}/{2010 + n // 336}", "Health visitor", "Tansy", text))
    (case / "rows.csv").write_text(out.getvalue(), encoding="utf-8")
    done = CliRunner().invoke(main, ["screen", str(case), "--for", "all", "--out", str(root / "out")])
    assert done.exit_code == 0, done.output
    for form in ("docx", "xlsx", "csv"):
        done = CliRunner().invoke(main, ["merge", str(case), "--out", str(root / "out" / f"merged.{form}")])
        assert done.exit_code == 0, done.output
    return root / "out"


def test_the_contract_holds_every_word(made: Path) -> None:
    events = json.loads((made / "flags.json").read_text(encoding="utf-8"))["events"]
    assert len(events) == ROWS
    assert set(UGLY) <= {event["text"] for event in events}


def test_the_page_holds_every_word_and_runs_none(made: Path) -> None:
    page = (made / "report.html").read_text(encoding="utf-8")
    plain = html.unescape(re.sub(r"</?(?:mark|bdi|details|summary|b)\b[^>]*>", "", page))
    assert [text[:40] for text in UGLY if text not in plain] == []
    assert "<script>alert" not in page
    assert page.count("<tr id=") == ROWS


def test_the_workbook_holds_every_word_and_no_formula(made: Path) -> None:
    book = openpyxl.load_workbook(made / "evidence.xlsx", rich_text=True)
    assert [
        cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ] == []
    header, *rows = book["Chronology"].iter_rows(values_only=True)
    columns = [n for n, name in enumerate(header) if str(name).startswith("What happened")]
    told = {"".join(str(row[n]) for n in columns if row[n] is not None) for row in rows}
    assert len(rows) == ROWS
    assert [text[:40] for text in UGLY if not any(text[:30_000] in one for one in told)] == []
    assert any(LONG[-200:] in one for one in told)


def test_the_table_holds_every_row_says_what_it_cut_and_runs_none(made: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((made / "events.csv").read_text(encoding="utf-8-sig"))))
    texts = {row["text"] for row in rows}
    assert len(rows) == ROWS
    assert {HEBREW, EMOJI, TAG, "'" + FORMULA} <= texts
    assert [text for text in texts if text.startswith("=")] == []
    assert any(text.endswith(CUT) and text.startswith("word00000") for text in texts)


@pytest.mark.parametrize("paper", ["panel.docx", "supervision.docx", "briefing.docx", "merged.docx"])
def test_a_paper_opens_in_word_and_holds_no_field_but_page_numbers(made: Path, paper: str) -> None:
    docx.Document(str(made / paper))
    with ZipFile(made / paper) as parts:
        xml = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert set(re.findall(r"<w:instrText[^>]*>\s*(\w+)", xml)) <= {"PAGE", "NUMPAGES"}
    assert "<script>" not in xml


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv"])
def test_a_merged_chronology_gives_every_word_back(made: Path, form: str, tmp_path: Path) -> None:
    out = tmp_path / "read"
    done = CliRunner().invoke(main, ["read", str(made / f"merged.{form}"), "--out", str(out)])
    assert done.exit_code == 0, done.output
    back, true = (
        {
            row["event_id"]: (row["text"], row["codes"])
            for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
        }
        for path in (out / "events.csv", made / "events.csv")
    )
    assert back == true
