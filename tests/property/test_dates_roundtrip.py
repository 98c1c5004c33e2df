"""Laws of reading dates: what is written in any style is read back, nothing raises, no interval is upside down."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from flagger.dates.column import WrittenDate, read_column
from flagger.dates.words import MONTHS, normalise
from flagger.dates.written import read_date
from flagger.model import DateInterval

EPOCH = date(1970, 1, 1)
DATES = st.dates(date(1950, 1, 1), date(2049, 12, 31))
ANY_YEAR = st.dates(date(1900, 1, 1), date(2099, 12, 31))
FULL_YEAR = [
    "{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}.{m}.{y}", "{d}-{m}-{y}", "{d}.{m}/{y}", "{d:02}{m:02}{y}",
    "{y}{m:02}{d:02}", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}-{m:02}-{d:02}T09:30", "{d}{th} {month} {y}",
    "{d} {mon} {y}", "{d}-{mon}-{y}", "{month} {d}, {y}", "{month} {d}{th} {y}", "{day} {d} {month} {y}",
    "{weekday}, {d}{th} of {month} {y}", "{d}/{m}/{y} 9.30am", "{d} {month} {y} at 2pm", "? {d} {month} {y}",
    "{d}/{m}/{y}?", "about {d} {mon} {y}", "({d}/{m}/{y})", "{d}\u00a0{month}\u00a0{y}", "{MONTH} {d} {y}",
    "{d} {MONTH} {y}", "on {d} {month} {y}.",
]  # fmt: skip
SHORT_YEAR = ["{d}/{m}/{yy:02}", "{d}.{m}.{yy:02}", "{d}-{mon}-{yy:02}", "{d} {month} '{yy:02}", "{d} {m} {yy:02}"]
WORDS = st.sampled_from(
    [
        "early", "mid", "late", "end", "of", "the", "between", "and", "to", "from", "-", "–", "/", "?", "c.", "about",
        "w/c", "w/e", "overnight", "night", "Easter", "summer", "spring", "term", "half", "4", "5", "31", "03",
        "2020", "2019/20", "20", "19", "1990s", "Q2", "March", "Feb", "Mon", "Tuesday", "2pm", "14:05", "am",
        "before", "since", "onwards", ".", ",", "00", "45355", "'", "1?", "week",
    ]
)  # fmt: skip


def write(day: date, style: str) -> str:
    th = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    month = day.strftime("%B")
    return style.format(
        d=day.day, m=day.month, y=day.year, yy=day.year % 100, th=th, month=month, mon=month[:3], MONTH=month.upper(),
        day=day.strftime("%a"), weekday=day.strftime("%A"),
    )  # fmt: skip


def is_sound(interval: DateInterval) -> bool:
    if interval.lo is None or interval.hi is None:
        return interval.lo is interval.hi and bool(interval.fault)
    return interval.lo <= interval.hi and not interval.fault and (interval.time is None or 0 <= interval.time < 1440)


@given(ANY_YEAR, st.sampled_from(FULL_YEAR), st.sampled_from([None, 1987]))
def test_a_day_written_in_any_style_is_read_back(day: date, style: str, context_year: int | None) -> None:
    read = read_date(write(day, style), context_year=context_year)
    number = (day - EPOCH).days
    assert (read.lo, read.hi, read.precision, read.fault) == (number, number, "day", "")
    assert read.approx == ("?" in style or "about" in style)


@given(DATES, st.sampled_from(SHORT_YEAR))
def test_a_day_with_a_two_digit_year_is_read_back(day: date, style: str) -> None:
    assert read_date(write(day, style)).lo == (day - EPOCH).days


@given(DATES, st.integers(0, 400))
def test_two_days_joined_are_read_back(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    for style, join in (("{d}/{m}/{y}", "-"), ("{d} {month} {y}", " to "), ("{y}-{m:02}-{d:02}", " – ")):
        read = read_date(write(first, style) + join + write(last, style))
        assert (read.lo, read.hi) == ((first - EPOCH).days, (last - EPOCH).days)


@given(ANY_YEAR)
def test_an_iso_date_is_read_as_iso(day: date) -> None:
    assert read_date(day.isoformat()).lo == (day - EPOCH).days
    assert read_date(day.isoformat()[:7]).lo == (day.replace(day=1) - EPOCH).days


@given(st.integers(1900, 2099), st.integers(1, 12), st.integers(1, 31))
def test_a_day_that_does_not_exist_is_never_clamped(year: int, month: int, day: int) -> None:
    try:
        expected = (date(year, month, day) - EPOCH).days
    except ValueError:
        expected = None
    assert read_date(f"{day}/{month}/{year}").lo == expected


@given(st.sampled_from(sorted(MONTHS)), st.integers(1950, 2049))
def test_no_year_is_made_up(month: str, year: int) -> None:
    assert read_date(f"3 {month}").fault == "no year given"
    carried = read_date(f"3 {month}", context_year=year).lo
    assert carried is not None and (EPOCH + timedelta(days=carried)).year == year


@given(st.text() | st.lists(WORDS, max_size=7).map(" ".join) | st.lists(WORDS, max_size=7).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_text_at_all_is_read_or_has_a_fault(text: str) -> None:
    assert is_sound(read_date(text))
    assert is_sound(read_date(text, context_year=2020, minutes=5))
    assert read_date(text).text == text
    assert normalise(normalise(text)) == normalise(text)


@given(
    st.lists(
        st.builds(WrittenDate, st.text(max_size=8) | DATES.map(str) | WORDS, st.none() | st.integers(-800_000, 60_000))
    )
)
def test_a_column_gives_one_sound_interval_a_cell(cells: list[WrittenDate]) -> None:
    result = read_column(cells)
    assert len(result.dates) == len(cells)
    assert all(map(is_sound, result.dates))
