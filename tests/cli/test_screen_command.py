"""`flagger screen`: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from cli_sample import HEALTH_VISITOR, POLICE, flagger, write_case

from flagger.cli import screening
from flagger.contract.schema import flags_schema

NOTICE = "This is a pattern in the record, not a finding about a family."
VALID = jsonschema.Draft202012Validator(flags_schema(), format_checker=jsonschema.FormatChecker())


def test_a_folder_gives_flags_with_the_rows_behind_them(tmp_path: Path) -> None:
    result = flagger("screen", write_case(tmp_path / "hartley"))
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    text = result.stdout
    assert "Several domestic abuse incidents (R08, confirmed)" in text
    assert "Rows: police.csv rows 2, 3, 4, 5" in text
    assert "health visitor.csv rows 2, 3, 4" in text
    assert "police.csv: 5 rows = 4 events + 1 listed row" in text
    assert text.count(NOTICE) == 1


def test_coverage_comes_first_then_strengths_then_concerns_then_what_was_not_assessed(tmp_path: Path) -> None:
    text = flagger("screen", write_case(tmp_path / "hartley")).stdout
    order = ["What the rows cover", "\nStrengths", "\nConcerns", "\nNot assessed", "\nLooked for and not found"]
    places = [text.index(heading) for heading in (*order, "\nWorth a look in the files")]
    assert places == sorted(places)
    assert "row 5, Date: the date could not be read" in text[places[-1] :]


def test_declared_coverage_is_said_beside_the_rows(tmp_path: Path) -> None:
    text = flagger("screen", write_case(tmp_path / "hartley", coverage=True)).stdout
    assert "police: 4 rows, 10 January to 12 November 2022; declared: 2022, everything" in text
    assert "health visitor: 4 rows, 12 January to 20 May 2022; declared: nothing" in text


def test_without_coverage_the_summary_says_that_silence_says_nothing(tmp_path: Path) -> None:
    assert "No coverage is declared" in flagger("screen", write_case(tmp_path / "hartley")).stdout


@pytest.mark.parametrize("written", ["30/06/2022", "2022-06-30", "30 June 2022"])
def test_as_at_is_read_as_people_write_it(tmp_path: Path, written: str) -> None:
    text = flagger("screen", write_case(tmp_path / "hartley"), "--as-at", written).stdout
    assert "As at 30 June 2022, as given." in text
    assert "dated after 30 June 2022, the date taken as today" in text


@pytest.mark.parametrize("written", ["June 2022", "? 30/06/2022", "31/06/2022", "soon"])
def test_as_at_that_is_no_exact_day_is_refused(tmp_path: Path, written: str) -> None:
    result = flagger("screen", write_case(tmp_path / "hartley"), "--as-at", written)
    assert result.exit_code == 2
    assert "expected one exact day" in result.stderr


def test_without_as_at_it_is_the_last_day_in_the_rows_and_said_so(tmp_path: Path) -> None:
    text = flagger("screen", write_case(tmp_path / "hartley")).stdout
    assert "As at 12 November 2022, the last day in the rows; give --as-at to change it." in text


def test_rows_after_today_do_not_move_it_past_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "today", lambda: (date(2022, 7, 1) - date(1970, 1, 1)).days)
    text = flagger("screen", write_case(tmp_path / "hartley")).stdout
    assert "As at 1 July 2022, today, since rows are dated later than that" in text


def test_what_is_printed_as_json_is_what_is_written_and_keeps_to_the_schema(tmp_path: Path) -> None:
    case, out = write_case(tmp_path / "hartley", coverage=True), tmp_path / "out"
    result = flagger("screen", case, "--format", "json", "--out", out)
    assert result.stdout_bytes == (out / "flags.json").read_bytes()
    document = json.loads(result.stdout_bytes)
    VALID.validate(document)
    assert document["flags"] and document["outcomes"] and document["problems"] and document["coverage"]
    held = {event["id"] for event in document["events"]}
    assert {item["event"] for flag in document["flags"] for item in flag["evidence"]} <= held


def test_every_rule_has_an_outcome_in_every_case(tmp_path: Path) -> None:
    write_case(tmp_path / "hartley")
    write_case(tmp_path / "marlow")
    result = flagger("screen", tmp_path / "hartley", tmp_path / "marlow", "--format", "json")
    document = json.loads(result.stdout_bytes)
    of_case = {case: {o["rule"] for o in document["outcomes"] if o["case"] == case} for case in ("hartley", "marlow")}
    assert of_case["hartley"] == of_case["marlow"] == set(document["rules"])


def test_many_cases_have_a_section_each(tmp_path: Path) -> None:
    write_case(tmp_path / "hartley")
    write_case(tmp_path / "marlow")
    text = flagger("screen", tmp_path / "marlow", tmp_path / "hartley").stdout
    assert text.index("CASE hartley") < text.index("CASE marlow")
    assert text.count("What the rows cover") == 2
    assert text.count(NOTICE) == 1


def test_all_files_are_written_and_named(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    text = flagger("screen", write_case(tmp_path / "hartley"), "--out", out).stdout
    names = {"report.html", "flags.json", "flags.csv", "events.csv", "outcomes.csv", "problems.csv"}
    assert {path.name for path in out.iterdir()} == names
    assert all(str(out / name) in text for name in names)


def test_a_folder_that_is_read_is_not_written_to(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hartley")
    result = flagger("screen", case, "--out", case)
    assert result.exit_code == 2
    assert "expected another folder" in result.stderr
    assert not (case / "flags.json").exists()


def test_only_the_first_problems_of_a_file_are_printed_and_all_are_written(tmp_path: Path) -> None:
    rows = "".join(f"{day}/01/2022,Rang mum,Ava\n" for day in range(32, 60))
    (tmp_path / "gp.csv").write_text(f"Date,Details,Child\n2022-03-01,Rang mum,Ava\n{rows}", encoding="utf-8")
    text = flagger("screen", tmp_path / "gp.csv", "--out", tmp_path / "out").stdout
    unread = [line for line in text.splitlines() if "the date could not be read" in line]
    assert len(unread) == 20 and "more, in problems.csv" in text
    assert (tmp_path / "out" / "problems.csv").read_text(encoding="utf-8").count("could not be read") == 28


def test_columns_that_a_person_names_win(tmp_path: Path) -> None:
    (tmp_path / "gp.csv").write_text("Happened,Thing\n01/03/2022,Was not brought to clinic\n", encoding="utf-8")
    result = flagger("screen", tmp_path / "gp.csv", "--column", "date=Happened", "--column", "text=Thing")
    assert "1 event" in result.stdout, result.output


def test_columns_may_be_named_in_a_file_and_the_command_line_wins(tmp_path: Path) -> None:
    (tmp_path / "gp.csv").write_text("Happened,Thing,Note\n01/03/2022,Clinic,Was not brought\n", encoding="utf-8")
    names = tmp_path / "columns.yaml"
    names.write_text("columns:\n  date: Happened\n  text: Thing\n", encoding="utf-8")
    arguments = ["screen", tmp_path / "gp.csv", "--columns", names, "--format", "json"]
    for more, text in (([], "Clinic"), (["--column", "text=Note"], "Was not brought")):
        (event,) = json.loads(flagger(*arguments, *more).stdout_bytes)["events"]
        assert (event["earliest"], event["text"]) == ("2022-03-01", text)


def test_a_correction_takes_a_flag_away(tmp_path: Path) -> None:
    case, codes = write_case(tmp_path / "hartley"), tmp_path / "codes.csv"
    flagger("read", case, "--codes", codes)
    lines = codes.read_text(encoding="utf-8-sig").splitlines()
    codes.write_text("\n".join(line + "no" if ",was_not_brought," in line else line for line in lines))
    before, after = flagger("screen", case), flagger("screen", case, "--corrections", codes)
    assert "not brought to several appointments (R22" in before.stdout
    assert "not brought to several appointments (R22" not in after.stdout, after.output


def test_both_engines_say_the_same_but_for_their_name(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hartley")
    plain = json.loads(flagger("screen", case, "--format", "json", "--engine", "plain").stdout_bytes)
    default = json.loads(flagger("screen", case, "--format", "json").stdout_bytes)
    assert plain["tool"].pop("inference") == "plain fixpoint (asked for)"
    default["tool"].pop("inference")
    assert plain == default


def test_the_text_holds_no_score_and_no_control_character(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hart\x1b[31mley")
    text = flagger("screen", case).stdout
    assert "\x1b" not in text
    assert not [word for word in ("score", "risk level", "high risk", "%RAG") if word in text.casefold()]


def test_an_unreadable_file_does_not_stop_the_others(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hartley")
    (case / "school.docx").write_bytes(b"PK\x03\x04 no document")
    result = flagger("screen", case)
    assert result.exit_code == 12
    assert "school.docx: not read." in result.stdout
    assert "R08" in result.stdout


def test_when_nothing_could_be_read_each_file_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 no document")
    result = flagger("screen", tmp_path / "a.docx")
    assert result.exit_code == 11
    assert "a.docx: " in result.stderr and result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [["no-such-folder"], [], [".", "--column", "colour=Blue"], [".", "--engine", "other"], [".", "--format", "xml"]],
)
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    result = flagger("screen", *arguments)
    assert result.exit_code == 2
    assert result.stdout == "" and "Traceback" not in result.stderr


def test_faulty_coverage_ends_with_ten_and_names_the_line(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hartley")
    (case / "coverage.yaml").write_text("agencies:\n  - {agency: police}\n", encoding="utf-8")
    result = flagger("screen", case)
    assert result.exit_code == 10
    assert "coverage.yaml:2" in result.stderr


def test_a_faulty_rule_ends_with_ten_and_names_the_line(tmp_path: Path, rules_copy: Path) -> None:
    rule = rules_copy / "themes" / "engagement" / "R22.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("kind: concern", "kind: worry"), encoding="utf-8")
    result = flagger("screen", write_case(tmp_path / "hartley"), "--rules", rules_copy)
    assert result.exit_code == 10
    assert "R22.yaml:4" in result.stderr


def test_loose_files_may_be_given_in_any_order(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hartley")
    files = [case / "police.csv", case / "health visitor.csv"]
    one = flagger("screen", *files, "--format", "json")
    other = flagger("screen", *reversed(files), "--format", "json")
    assert one.stdout_bytes == other.stdout_bytes
    assert {file["path"] for file in json.loads(one.stdout_bytes)["files"]} == {"police.csv", "health visitor.csv"}


def test_rows_in_another_order_change_places_only(tmp_path: Path) -> None:
    case, other = write_case(tmp_path / "a" / "hartley"), write_case(tmp_path / "b" / "hartley")
    for name, content in (("police.csv", POLICE), ("health visitor.csv", HEALTH_VISITOR)):
        header, *rows = content.splitlines(keepends=True)
        (other / name).write_text(header + "".join(reversed(rows)), encoding="utf-8")
    one, two = (json.loads(flagger("screen", f, "--format", "json").stdout_bytes) for f in (case, other))
    assert one["flags"] == two["flags"] and one["outcomes"] == two["outcomes"]
