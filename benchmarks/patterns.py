"""Three patterns of published audits, each as a rule of ours and as written by hand for other engines.

Dates are exact here (one `day` a row), so that every engine must find the same cases. The others say only in which
cases; ours gives the matches with their evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from synthetic import CODES, Extract

from flagger.matchers.select import Expand
from flagger.rulebook.model import Rule
from flagger.rulebook.shapes import Match

Found = npt.NDArray[np.int32]
Numbers = dict[str, list[int]]

_MONTHS = pd.DateOffset(months=12)
_FILETIME_DAY = 86_400 * 10_000_000  # the clock of eql counts tenths of a microsecond


@dataclass(frozen=True)
class Pattern:
    """One pattern: in words, as our rule, and by hand. `names` are the codes or families it looks at."""

    words: str
    names: tuple[str, ...]
    match: dict[str, Any]
    sql: str
    polars: Callable[[pl.LazyFrame, Numbers], pl.LazyFrame]
    pandas: Callable[[pd.DataFrame, Numbers], pd.Series[bool]]

    def numbers(self, expand: Expand) -> Numbers:
        """The numbers of the codes that each name stands for."""
        return {name: [n for n, code in enumerate(CODES) if code in expand([name])] for name in self.names}

    def rule(self) -> Rule:
        """As a rule with no more to it than its match."""
        match = Match.model_validate(self.match)
        return Rule.model_construct(id="X1", match=match, per="case", needs=None)

    def by_duckdb(self, database: duckdb.DuckDBPyConnection, table: str, numbers: Numbers) -> Found:
        """The cases found in a table, or in what `read_parquet(...)` reads."""
        lists = {name: "(" + ", ".join(map(str, codes)) + ")" for name, codes in numbers.items()}
        return _cases(database.sql(self.sql.format(rows=table, **lists)).to_arrow_table().column(0))

    def by_polars(self, rows: pl.LazyFrame, numbers: Numbers) -> Found:
        """The cases found by one lazy query, collected."""
        return np.sort(self.polars(rows, numbers).select(pl.col("case").unique()).collect()["case"].to_numpy())

    def by_pandas(self, rows: pd.DataFrame, numbers: Numbers) -> Found:
        """The cases found by `groupby().apply`."""
        held = self.pandas(rows, numbers)
        return np.sort(held.index[held.to_numpy(dtype=bool)].to_numpy(dtype=np.int32))


def _cases(column: pa.ChunkedArray) -> Found:
    return np.sort(column.to_numpy())


def _only(rows: pd.DataFrame, codes: list[int]) -> pd.DataFrame:
    return rows[rows["code"].isin(codes)].sort_values(["case", "day"])


def _thrice_polars(rows: pl.LazyFrame, numbers: Numbers) -> pl.LazyFrame:
    third = pl.col("day").shift(-2)
    return (
        rows.filter(pl.col("code").is_in(numbers["da_incident"]))
        .sort("case", "day")
        .filter((pl.col("case").shift(-2) == pl.col("case")) & (third <= pl.col("day").dt.offset_by("12mo")))
    )


def _thrice_pandas(rows: pd.DataFrame, numbers: Numbers) -> pd.Series[bool]:
    days = _only(rows, numbers["da_incident"]).groupby("case")["day"]
    return days.apply(lambda day: bool((day.shift(-2) <= day + _MONTHS).any()))


def _back_polars(rows: pl.LazyFrame, numbers: Numbers) -> pl.LazyFrame:
    back = pl.col("code").is_in(numbers["referral"] + numbers["contact"])
    closed = rows.filter(pl.col("code").is_in(numbers["case_closed"])).select("case", "day").sort("day")
    later = rows.filter(back).select("case", "day", again="day").sort("day")
    return closed.join_asof(
        later,
        on="day",
        by="case",
        strategy="forward",
        allow_exact_matches=False,
        tolerance="180d",
        check_sortedness=False,
    ).filter(pl.col("again").is_not_null())


def _back_pandas(rows: pd.DataFrame, numbers: Numbers) -> pd.Series[bool]:
    closing = numbers["case_closed"]
    looked_at = _only(rows, closing + numbers["referral"] + numbers["contact"])

    def held(case: pd.DataFrame) -> bool:
        shut = case["code"].isin(closing).to_numpy()
        day = case["day"].to_numpy()
        apart = (day[~shut][None, :] - day[shut][:, None]) / np.timedelta64(1, "D")
        return bool(((apart > 0) & (apart <= 180)).any())

    return looked_at.groupby("case")[["code", "day"]].apply(held)


_FAMILIES = ("adult_mental_health", "substance_misuse", "domestic_abuse")


def _together_polars(rows: pl.LazyFrame, numbers: Numbers) -> pl.LazyFrame:
    day, code = pl.col("day"), pl.col("code")
    latest = [
        pl.when(code.is_in(numbers[name])).then(day).forward_fill().over("case").dt.offset_by("12mo") >= day
        for name in _FAMILIES
    ]
    everything = [number for name in _FAMILIES for number in numbers[name]]
    return rows.filter(code.is_in(everything)).sort("case", "day").filter(pl.all_horizontal(latest))


def _together_pandas(rows: pd.DataFrame, numbers: Numbers) -> pd.Series[bool]:
    everything = _only(rows, [number for name in _FAMILIES for number in numbers[name]])

    def held(case: pd.DataFrame) -> bool:
        within = [case["day"].where(case["code"].isin(numbers[name])).ffill() + _MONTHS for name in _FAMILIES]
        return bool(np.logical_and.reduce([last >= case["day"] for last in within]).any())

    return everything.groupby("case")[["code", "day"]].apply(held)


PATTERNS = (
    Pattern(
        "three or more domestic abuse incidents within 12 months",
        ("da_incident",),
        {"count": {"of": {"code": ("da_incident",)}, "at_least": 3, "within": "12mo"}},
        """SELECT DISTINCT "case" FROM (
             SELECT "case", day, lead(day, 2) OVER (PARTITION BY "case" ORDER BY day) AS third
             FROM {rows} WHERE code IN {da_incident})
           WHERE third <= day + INTERVAL 12 MONTH""",
        _thrice_polars,
        _thrice_pandas,
    ),
    Pattern(
        "closed, and a referral or contact on a later day within 180 days",
        ("case_closed", "referral", "contact"),
        {
            "sequence": {
                "steps": (
                    {"as": "closed", "of": {"code": ("case_closed",)}},
                    {"as": "back", "of": {"code": ("referral", "contact")}, "within": "180d", "same_day": "deny"},
                )
            }
        },
        """SELECT DISTINCT c."case" FROM {rows} c
           WHERE c.code IN {case_closed} AND EXISTS (
             SELECT 1 FROM {rows} r
             WHERE r."case" = c."case" AND (r.code IN {referral} OR r.code IN {contact})
               AND r.day > c.day AND r.day <= c.day + INTERVAL 180 DAY)""",
        _back_polars,
        _back_pandas,
    ),
    Pattern(
        "adult mental health, substance misuse and domestic abuse, all within 12 months",
        _FAMILIES,
        {"count": {"of": {"code": _FAMILIES}, "at_least": 3, "within": "12mo", "distinct": _FAMILIES}},
        """SELECT DISTINCT "case" FROM (
             SELECT "case", bit_or(CASE WHEN code IN {adult_mental_health} THEN 1
                                        WHEN code IN {substance_misuse} THEN 2 ELSE 4 END)
               OVER (PARTITION BY "case" ORDER BY day
                     RANGE BETWEEN CURRENT ROW AND INTERVAL 12 MONTH FOLLOWING) AS found
             FROM {rows} WHERE code IN {adult_mental_health} OR code IN {substance_misuse} OR code IN {domestic_abuse})
           WHERE found = 7""",
        _together_polars,
        _together_pandas,
    ),
)

EQL_PATTERN = 1  # the closing and return: a sequence is what EQL is made for
_EQL = tuple(
    f"sequence by case with maxspan=180d [case_closed where true] [{back} where true]"
    for back in ("referral", "contact")
)


def eql_events(made: Extract) -> list[Any]:
    """The rows as the engine's events, in order of time; closings last of their day: no return of that day follows."""
    from eql import Event

    closing = made.code == CODES.index("case_closed")
    order = np.lexsort((closing, made.lo))
    rows = zip(made.case[order].tolist(), made.lo[order].tolist(), made.code[order].tolist(), strict=True)
    return [Event(CODES[code], day * _FILETIME_DAY, MappingProxyType({"case": case})) for case, day, code in rows]


def by_eql(events: list[Any]) -> Found:
    """The cases in which one of the two sequences ends."""
    from eql import PythonEngine, parse_query

    found: set[int] = set()
    engine = PythonEngine()
    engine.add_queries([parse_query(text) for text in _EQL])
    engine.add_output_hook(lambda output: found.add(output.events[0].data["case"]))
    engine.stream_events(events)
    return np.array(sorted(found), dtype=np.int32)


def write_exact(made: Extract, path: Path) -> None:
    """The extract with each vague date made exact (its first day), as a Parquet file with a date column."""
    day = pa.array(made.lo).cast(pa.date32())
    pq.write_table(pa.table({"case": made.case, "day": day, "code": made.code, "agency": made.agency}), path)
