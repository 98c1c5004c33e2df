"""Copies for others: what an agency may see, codes for names, moved dates; and what is kept apart from them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from cli_sample import flagger, write_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "hartley", coverage=True)


def document(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "flags.json").read_text(encoding="utf-8"))
    return found


def test_one_agency_gets_its_own_rows_and_what_they_show(case: Path, tmp_path: Path) -> None:
    done = flagger("screen", case, "--only", "agency=Police", "--out", tmp_path / "out")
    made = document(tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert {event["agency"] for event in made["events"]} == {"police"}
    assert [file["path"] for file in made["files"]] == ["police.csv"]
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert b"health visitor" not in everything and b"development check" not in everything
    assert len(made["notes"]) == 1


def test_the_last_day_of_a_copy_for_one_agency_is_of_its_own_rows(case: Path, tmp_path: Path) -> None:
    """The police's last row is of 12 November; the health visitor's, of 20 May."""
    flagger("screen", case, "--only", "health visitor", "--out", tmp_path / "out")
    assert document(tmp_path / "out")["as_at"] == "2022-05-20"


def test_an_agency_without_rows_is_named_with_those_that_have_some(case: Path, tmp_path: Path) -> None:
    done = flagger("screen", case, "--only", "agency=Housing", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "police" in done.output and "health_visitor" in done.output
    assert not (tmp_path / "out").exists()


def test_names_become_codes_and_the_file_apart_tells_which(case: Path, tmp_path: Path) -> None:
    glossary = tmp_path / "kept.csv"
    first = flagger("screen", case, "--pseudonyms", glossary, "--for", "all", "--out", tmp_path / "one")
    again = flagger("screen", case, "--pseudonyms", glossary, "--for", "all", "--out", tmp_path / "two")
    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    assert "Hartley" not in first.output and "Ava" not in first.output
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
    rows = list(csv.DictReader(io.StringIO(glossary.read_text(encoding="utf-8-sig"))))
    assert {"Ava", "hartley"} <= {row["original"] for row in rows}
    assert (tmp_path / "kept-unsure.csv").is_file()


def test_a_run_without_the_same_key_has_other_ids(case: Path, tmp_path: Path) -> None:
    flagger("screen", case, "--out", tmp_path / "plain")
    flagger("screen", case, "--pseudonyms", tmp_path / "a.csv", "--out", tmp_path / "a")
    flagger("screen", case, "--pseudonyms", tmp_path / "b.csv", "--out", tmp_path / "b")
    ids = [{flag["id"] for flag in document(tmp_path / name)["flags"]} for name in ("plain", "a", "b")]
    assert ids[0] and not ids[0] & ids[1] and not ids[1] & ids[2]


def test_moved_dates_keep_the_time_between_rows_and_the_day_given_moves_too(case: Path, tmp_path: Path) -> None:
    flagger("screen", case, "--as-at", "31/12/2022", "--out", tmp_path / "true")
    done = flagger(
        "screen", case, "--as-at", "31/12/2022", "--pseudonyms", tmp_path / "kept.csv", "--shift-dates",
        "--out", tmp_path / "moved",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    true, moved = document(tmp_path / "true"), document(tmp_path / "moved")
    assert len(true["flags"]) == len(moved["flags"])
    assert "2022-12-31" not in json.dumps(moved)
    days = [{event["earliest"] for event in made["events"]} for made in (true, moved)]
    assert not (days[0] & days[1]) - {None}
    assert "moved" in moved["as_at_from"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--shift-dates"], "--shift-dates: expected --pseudonyms too"),
        (["--pseudonyms", "{out}/kept.csv"], "expected a place outside of it"),
        (["--pseudonyms", "{out}-not-there/kept.csv"], "expected a place in a folder that can be written to"),
        (["--pseudonyms", "{case}/kept.csv"], "would be written among the chronologies"),
        (["--for", "panel"], ""),
    ],
)
def test_what_does_not_go_together_is_one_sentence(case: Path, tmp_path: Path, options: list[str], said: str) -> None:
    options = [option.format(out=tmp_path / "out", case=case) for option in options]
    done = flagger("screen", case, *options, "--out", tmp_path / "out")
    assert done.exit_code == (2 if said else 0)
    assert said in done.output
    assert (tmp_path / "out").exists() == (not said)


def test_papers_without_a_place_are_refused(case: Path) -> None:
    done = flagger("screen", case, "--for", "panel")
    assert done.exit_code == 2
    assert "expected --out" in done.output


@pytest.mark.parametrize("name", ["panel.docx", "evidence.xlsx", "events.csv"])
def test_whoever_holds_the_file_apart_gets_the_names_back(case: Path, tmp_path: Path, name: str) -> None:
    flagger("screen", case, "--for", "panel", "--out", tmp_path / "true")
    flagger("screen", case, "--for", "panel", "--pseudonyms", tmp_path / "kept.csv", "--out", tmp_path / "out")
    made = flagger("restore", tmp_path / "out" / name, "--pseudonyms", tmp_path / "kept.csv", "--out", tmp_path / name)
    assert made.exit_code == 0, made.output
    copy, back, true = (words_of(folder / name) for folder in (tmp_path / "out", tmp_path, tmp_path / "true"))
    kept = csv.DictReader(io.StringIO((tmp_path / "kept.csv").read_text(encoding="utf-8-sig")))
    codes = [row["code"] for row in kept if row["code"]]
    names = [name for name in ("Ava", "Kim Hartley", "hartley") if name in true]
    assert names and [name for name in names if name in copy] == []
    assert [name for name in names if name not in back] == []
    assert [code for code in codes if code in back] == []


def test_a_page_is_not_switched_back(case: Path, tmp_path: Path) -> None:
    flagger("screen", case, "--pseudonyms", tmp_path / "kept.csv", "--out", tmp_path / "out")
    page = tmp_path / "out" / "report.html"
    done = flagger("restore", page, "--pseudonyms", tmp_path / "kept.csv", "--out", tmp_path / "new.html")
    assert done.exit_code == 2 and "expected a file that ends in .docx, .xlsx or .csv" in done.output


def words_of(path: Path) -> str:
    """All text of a file, whatever it is in."""
    if path.suffix == ".csv":
        return path.read_text(encoding="utf-8-sig")
    with ZipFile(path) as parts:
        texts = [parts.read(name).decode() for name in sorted(parts.namelist()) if name.endswith(".xml")]
    return re.sub(r"<[^>]+>", "\n", "\n".join(texts))
