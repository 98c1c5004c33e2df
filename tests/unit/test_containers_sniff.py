"""What a file is comes from its content; Parquet and web pages; every refusal one sentence with what to do."""

from __future__ import annotations

import builtins
import datetime as dt
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from containers_files import read, texts
from files import docx, row, table, xls, zipped

from flagger.chronology.containers import Cell, read_grids
from flagger.chronology.containers.compound import compound_kind


@pytest.mark.parametrize("name", ["chronology.csv", "chronology.pdf", "~$chronology.docx", "chronology"])
def test_the_name_decides_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(docx(table(row("Seen"))))
    assert read_grids(tmp_path / name).kind == "docx"
    (tmp_path / name).write_bytes(b"%PDF-1.4")
    assert read_grids(tmp_path / name).error.startswith("This is a PDF. Ask for")


def test_a_folder_and_a_missing_file_are_one_sentence_each(tmp_path: Path) -> None:
    assert read_grids(tmp_path).error.startswith("This is a folder.")
    assert read_grids(tmp_path / "none.csv").error.startswith("There is no file here.")


def test_a_zip_that_unpacks_to_a_thousand_times_its_size_is_not_opened(tmp_path: Path) -> None:
    bomb = docx(table(row("Seen")) + " " * 60_000_000)
    assert "unpacks to far more" in read(tmp_path, bomb).error


def test_a_plain_zip_is_refused(tmp_path: Path) -> None:
    assert "Unpack it" in read(tmp_path, zipped({"a.csv": "Date,Event\n"})).error


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    got = read(tmp_path, b"abc")
    assert got.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("step", [0, 1])
def test_an_old_workbook_whose_sectors_run_in_a_circle_is_damaged(step: int) -> None:
    data = bytearray(xls())
    assert compound_kind(bytes(data)) == "xls"
    table = (int.from_bytes(data[76:80], "little") + 1) * 512
    data[table + 4 : table + 8] = (1 + step).to_bytes(4, "little")
    data[table + 8 : table + 12] = (1).to_bytes(4, "little")
    assert compound_kind(bytes(data)) == "cut short"


def test_a_list_of_sectors_that_never_ends_is_damaged() -> None:
    data = bytearray(xls())
    data[68:72] = bytes(4)
    data[1020:1024] = bytes(4)
    assert compound_kind(bytes(data)) == "cut short"


def parquet() -> bytes:
    moment = dt.datetime(1970, 1, 3, 14, 30, tzinfo=dt.UTC)
    people = [["Wren", None, "Lark"]]
    columns = {"Date": [dt.date(1970, 1, 2)], "At": [moment], "Who": people, "N": [12.0], "Gone": [None]}
    columns["Midnight"] = [moment.replace(hour=0, minute=0)]
    out = BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def test_parquet_gives_days_lists_and_plain_numbers(tmp_path: Path) -> None:
    names, first = read(tmp_path, parquet()).grids[0].rows
    assert [cell.text for cell in names.cells] == ["Date", "At", "Who", "N", "Gone", "Midnight"]
    assert first.number == 2
    assert first.cells[:2] == (Cell("1970-01-02", 1), Cell("1970-01-03 14:30", 2, 870))
    assert [cell.text for cell in first.cells[2:5]] == ["Wren; Lark", "12", ""]
    assert first.cells[5] == Cell("1970-01-03", 2)


def test_parquet_without_pyarrow_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, ordinary = parquet(), builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return ordinary(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    assert "flagger[parquet]" in read(tmp_path, data).error


def test_a_web_page_gives_its_tables_with_spans_filled(tmp_path: Path) -> None:
    page = (
        "<html><head><style>td {}</style></head><table><tr><th>Date<th>Event</tr>"
        "<tr><td rowspan=2>4 March</td><td>Seen,<br>twice &amp; well</td></tr><tr><td>Café</td></tr></table>"
    )
    for encoding in ("utf-8", "cp1252"):
        got = read(tmp_path, page.encode(encoding))
        assert texts(got) == [["Date", "Event"], ["4 March", "Seen,\ntwice & well"], ["4 March", "Café"]]
        assert got.grids[0].rows[2].cells[0].merged
