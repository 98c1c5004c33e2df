"""England's working days: the table in the rules against the `holidays` package, and what is outside it."""

from __future__ import annotations

from pathlib import Path

import holidays
import numpy as np
import pytest

from flagger.dates.calendars import OutsideCalendar, WorkingDays, load_working_days
from flagger.errors import RulesFault

TABLE = Path(__file__).parents[2] / "rules" / "calendars" / "england.yaml"
ENGLAND = load_working_days(TABLE)
GOOD = "covers: {from: 2024-01-01, to: 2024-12-31}\nholidays: [2024-12-25]\n"


def number(day: str) -> int:
    return int(np.datetime64(day, "D").astype(int))


def written(root: Path, text: str) -> WorkingDays:
    path = root / "here.yaml"
    path.write_text(text)
    return load_working_days(path)


def test_every_day_of_the_table_is_what_the_holidays_package_says() -> None:
    first, last = (np.datetime64(day, "D") for day in (ENGLAND.first, ENGLAND.last))
    years = range(first.astype(object).year, last.astype(object).year + 1)
    off = holidays.country_holidays("GB", subdiv="ENG", years=years)
    days = np.arange(first, last + 1)
    weekday = [day.weekday() < 5 and day not in off for day in days.astype(object)]
    differ = days[np.is_busday(days, busdaycal=ENGLAND.table) != np.array(weekday)]
    assert differ.tolist() == []


def test_the_days_that_were_proclaimed_once_are_off() -> None:
    once = ["1981-07-29", "1999-12-31", "2002-06-03", "2011-04-29", "2012-06-05", "2020-05-08", "2022-09-19"]
    assert not np.is_busday(np.array(once, dtype="datetime64[D]"), busdaycal=ENGLAND.table).any()


def test_a_day_outside_the_table_is_an_error_and_the_ends_are_inside() -> None:
    assert ENGLAND.covers([ENGLAND.first, ENGLAND.last]).all()
    assert not ENGLAND.covers([ENGLAND.first - 1, ENGLAND.last + 1]).any()
    assert not ENGLAND.covers([ENGLAND.first + 5], margin=6).any()
    with pytest.raises(OutsideCalendar, match=r"\(england\) covers 1978-01-01 to 2035-12-31"):
        ENGLAND.after([ENGLAND.first - 1], 1)
    with pytest.raises(OutsideCalendar):
        ENGLAND.after([ENGLAND.last - 1], 5)
    with pytest.raises(OutsideCalendar):
        ENGLAND.before([ENGLAND.first + 1], 5)


def test_a_calendar_of_one_s_own_is_read(tmp_path: Path) -> None:
    own = written(tmp_path, GOOD)
    assert (own.name, own.first, own.last) == ("here", number("2024-01-01"), number("2024-12-31"))
    assert own.after([number("2024-12-24")], 1).tolist() == [number("2024-12-26")]


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("2024-12-25", "Christmas", [2]),
        ("from: 2024-01-01, to: 2024-12-31", "from: 2024", [1, 1]),
        ("holidays: [2024-12-25]", "holiday: [2024-12-25]", [1]),
        ("{from: 2024-01-01, to: 2024-12-31}", "all", [1, 1]),
    ],
)
def test_every_fault_of_a_calendar_is_told_with_its_line(tmp_path: Path, old: str, new: str, lines: list[int]) -> None:
    with pytest.raises(RulesFault) as caught:
        written(tmp_path, GOOD.replace(old, new))
    assert [int(fault.split(":")[1]) for fault in caught.value.faults] == lines
    assert all("expected one such as 2026-12-25" in fault for fault in caught.value.faults)
