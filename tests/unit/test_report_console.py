"""The text of a run: places in few words, supporting rows apart, days and statuses said."""

from __future__ import annotations

import re
from dataclasses import replace

from report_sample import document, event, flag

from flagger.contract.records import Declared
from flagger.flags.record import Absent
from flagger.report.console import summary
from flagger.report.say import Places, count, plain, stretch


def test_rows_of_one_file_are_named_together() -> None:
    events = [event(1), event(4, file="school.docx", sheet="table 2"), event(3)]
    assert Places(events).rows(events) == "gp.csv rows 2, 4; school.docx table 2 row 5"


def test_a_sheet_is_named_only_when_there_are_several() -> None:
    one, two = event(1, file="log.xlsx", sheet="Log"), event(2, file="log.xlsx", sheet="Old")
    assert Places([one]).row(one) == "log.xlsx row 2"
    assert Places([one, two]).row(one) == "log.xlsx “Log” row 2"


def test_supporting_rows_stand_apart_with_their_part() -> None:
    text = summary(document())
    assert "    Rows: gp.csv row 2\n    Nearest: gp.csv row 3\n" in text


def test_only_statuses_that_occur_are_explained() -> None:
    text = summary(document())
    assert "Confirmed: holds wherever" in text and "ending:" not in text


def test_an_agency_of_a_flag_is_named() -> None:
    whole = document()
    one = flag("R1", "concern", (whole.events[0], "evidence"), agency="csc", status="possible")
    assert "(R1, possible, children's social care)" in summary(document(flags=(one,)))


def test_a_flag_has_as_much_of_its_id_as_explain_needs() -> None:
    whole = document()
    two = [flag("R1", "concern", (whole.events[0], "evidence"), id=name) for name in ("abcdef1", "abcdef2", "9876543")]
    text = summary(document(flags=tuple(two)))
    assert re.findall(r"^    Flag (\w+)$", text, re.MULTILINE) == ["abcdef1", "abcdef2", "9876"]
    assert "flagger explain FLAG" in text


def test_an_absence_found_again_says_its_days_and_rows_and_not_its_words_again() -> None:
    whole = document()
    absent = (Absent(("marac_heard",), "2022-03-02", "2022-03-28", ("police",), None),)
    first, again = (
        flag("R1", "concern", (whole.events[0], "anchor"), id=name, absent=absent, says="Not found.", status="possible")
        for name in ("first-one", "again-one")
    )
    text = summary(document(flags=(first, again)))
    assert text.count("Not found.") == text.count("Title of R1 (R1, possible)") == text.count("Numbers set by") == 1
    line = "Flag agai: 1 to 2 March 2022 (possible), searched 2 to 28 March 2022: gp.csv row 2\n"
    assert f"    The same again:\n      {line}" in text


def test_what_counts_again_says_its_own_words() -> None:
    whole = document()
    flags = [flag("R1", "concern", (whole.events[0], "evidence"), id=f"{n}-flag", says=f"Found {n}.") for n in range(2)]
    text = summary(document(flags=tuple(flags)))
    assert "Found 0." in text and "    Confirmed:\n    Found 1.\n" in text


def test_none_found_is_told_from_none_assessed_and_from_none_looked_for() -> None:
    whole = document()
    unflagged = tuple(o for o in whole.outcomes if o.outcome != "flagged")
    text = summary(document(flags=(), outcomes=unflagged))
    assert "Strengths: no rule looks for any\n" in text
    assert "Concerns: no rule found any; 1 of 2 could not be assessed\n" in text
    not_assessed = tuple(replace(o, outcome="not assessed", reason="of a reason") for o in whole.outcomes)
    assert "Strengths: no rule that looks for any could be assessed\n" in summary(
        document(flags=(), outcomes=not_assessed)
    )


def test_a_row_that_names_no_agency_is_said_to_name_none() -> None:
    assert "agency not said: 1 row; declared: nothing" in summary(document())


def test_what_is_declared_for_a_case_stands_instead_of_what_is_declared_for_all() -> None:
    own = Declared("hartley", "police", "2022-01-01", "2022-01-31", "significant events only", True)
    text = summary(document(coverage=(*document().coverage, own)))
    assert "police: 0 rows; declared: January 2022, significant events only" in text
    assert "the GP: 1 row, 1 March 2022; declared: nothing" in text


def test_days_are_said_in_fewest_words() -> None:
    assert stretch("2022-03-01", "2022-03-31") == "March 2022"
    assert stretch("2022-03-04", "2022-03-04") == "4 March 2022"


def test_text_for_a_screen_is_one_line_without_control_characters() -> None:
    assert plain("a\x1b[31m\u202e b\n\tc") == "a [31m b c"
    assert count(1, "row") == "1 row" and count(2, "row") == "2 rows"
