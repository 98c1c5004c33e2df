"""A draft of coverage: what rows show, what is left to ask, and that it can be read back and is not confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from flagger.chronology.agency import shipped_agencies
from flagger.chronology.coverage import read_coverage
from flagger.chronology.coverage_draft import draft
from flagger.chronology.read import read_files
from flagger.model import Coverage

ROWS = """Case,Date,Agency,Event
Hartley,10/01/2022,Police,Attended the address
Hartley,March 2022,Police,Attended again with the health visitor
Hartley,not known,Police,Rang the health visitor
Hartley,05/02/2022,GP,Seen
Hartley,not known,School,Worried
Hartley,05/02/2022,,Nobody said who wrote this
"""


def drafted(root: Path, rows: str = ROWS, looked_in: dict[str, list[str]] | None = None) -> tuple[str, Path]:
    path = root / "rows.csv"
    path.write_text(rows, encoding="utf-8")
    text = draft(read_files([path]).events, shipped_agencies(), looked_in or {})
    out = root / "coverage.yaml"
    out.write_text(text, encoding="utf-8")
    return text, out


def test_a_draft_is_read_back_and_nothing_in_it_is_confirmed(tmp_path: Path) -> None:
    _, out = drafted(tmp_path)
    day = 18993 + 9  # 10 January 2022
    assert read_coverage(out) == {
        "*": (
            Coverage("gp", day + 26, day + 26, False, False),
            Coverage("police", day, day + 80, False, False),
        )
    }


def test_each_agency_has_its_first_and_last_dated_row_and_an_open_question(tmp_path: Path) -> None:
    text, _ = drafted(tmp_path)
    police = text.split("# police: ")[1]
    assert police.startswith(
        "3 rows, 1 of them without a date; the first dated 10 January 2022, the last 31 March 2022"
    )
    assert "Did it give everything in that time, or significant events only?" in police
    assert "- {agency: police, from: 2022-01-10, to: 2022-03-31, rows: ask}" in police


def test_those_without_rows_or_dates_are_listed_to_be_asked(tmp_path: Path) -> None:
    text, _ = drafted(tmp_path, looked_in={"police": ["R37"], "csc": ["R10", "R30"]})
    assert "#   csc: its rows are searched by R10, R30" in text
    assert "#   health_visitor: named in 2 rows, first in rows.csv row 3" in text
    assert "R37" not in text
    assert "# Of school, without a date that could be read: 1 row." in text
    assert "# Of an agency that is not said: 1 row." in text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (range(1, 28, 7), "too few rows"),
        (range(1, 200, 21), "everything"),
        (range(1, 300, 30), "could be either"),
        (range(1, 1200, 100), "significant events only"),
    ],
)
def test_the_guess_is_a_comment_and_rests_on_how_close_the_rows_stand(tmp_path: Path, days: range, said: str) -> None:
    dates = [(date(2021, 1, 1) + timedelta(days=n)).strftime("%d/%m/%Y") for n in days]
    rows = "\n".join(["Date,Agency,Event", *(f"{day},Police,Row {n}" for n, day in enumerate(dates))])
    text, _ = drafted(tmp_path, rows)
    (guess,) = (line for line in text.splitlines() if "uess" in line)
    assert guess.strip().startswith("# ") and said in guess


def test_several_cases_are_told_apart_and_a_name_is_read_back_as_written(tmp_path: Path) -> None:
    rows = 'Case,Date,Agency,Event\n"No: ""7""",10/01/2022,Police,Attended\nZoë,not known,GP,Seen\n'
    text, out = drafted(tmp_path, rows)
    assert {case: len(found) for case, found in read_coverage(out).items()} == {'No: "7"': 1, "Zoë": 0}
    assert "agencies:" not in text


def test_a_draft_never_says_what_a_row_says(tmp_path: Path) -> None:
    text, _ = drafted(tmp_path)
    assert not any(words in text for words in ("Attended", "Worried", "Rang", "Nobody"))
