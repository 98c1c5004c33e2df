"""`--area`: a screening differs by it, says where every number is from, and does not start with a faulty pack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli_sample import flagger, write_case

from flagger.contract.schema import flags_schema
from flagger.documents.document import read_document
from flagger.rulebook.where import rules_root

MARL = "example-marlshire"
MOVED = """Date,Agency,Event
10/01/2023,Police,Case heard at MARAC.
05/06/2023,Housing,Family moved to another area.
03/07/2023,Police,MARAC to MARAC transfer made.
10/07/2023,Harbour Team,Mother was seen by the Harbour Team
"""
COVERAGE = "agencies: [{agency: police, from: 2022-01-01, to: 2024-06-30, rows: everything}]\n"
PACK = "title: Testshire (invented)\n{}\n"
DATED = "source: Invented, from: 2020-01-01"


def moved(tmp_path: Path) -> Path:
    folder = tmp_path / "hartley"
    folder.mkdir()
    (folder / "rows.csv").write_text(MOVED, encoding="utf-8")
    (folder / "coverage.yaml").write_text(COVERAGE, encoding="utf-8")
    return folder


def document(*arguments: str | Path) -> dict[str, Any]:
    result = flagger("screen", *arguments, "--as-at", "30/06/2024", "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    jsonschema.Draft202012Validator(flags_schema()).validate(found)
    return found


def flags(found: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [flag for flag in found["flags"] if flag["rule"] == rule]


def test_a_transfer_in_time_for_the_author_is_late_for_an_area_that_sets_ten_working_days(tmp_path: Path) -> None:
    folder = moved(tmp_path)
    assert flags(document(folder), "R11") == []
    (flag,) = flags(document(folder, "--area", MARL), "R11")
    within, known = flag["parameters"]["within"], flag["parameters"]["known"]
    assert (within["value"], within["instead_of"], within["basis"]) == ("10 working days", "20 working days", "local")
    assert within["set_by"] == "Marlshire (fictional)" and "MARAC protocol" in within["source"]
    assert (known["set_by"], known["instead_of"]) == ("rule", None) and "SafeLives" in known["source"]


def test_a_local_teams_name_is_an_agency_and_its_phrases_are_codes(tmp_path: Path) -> None:
    folder = moved(tmp_path)
    for area, agency, coded in ((None, "harbour_team", False), (MARL, "da_service", True)):
        found = document(folder, *(("--area", area) if area else ()))
        row = found["events"][-1]
        assert row["agency"] == agency
        assert any(code["code"] == "idva_contact" for code in row["codes"]) is coded


def test_reading_knows_the_names_of_an_area_too(tmp_path: Path) -> None:
    folder = moved(tmp_path)
    assert flagger("read", folder, "--area", MARL, "--out", tmp_path / "out").exit_code == 0
    assert ",da_service," in (tmp_path / "out" / "events.csv").read_text(encoding="utf-8")


def test_a_rule_switched_off_is_not_assessed_with_the_areas_reason(tmp_path: Path) -> None:
    (outcome,) = (o for o in document(moved(tmp_path), "--area", MARL)["outcomes"] if o["rule"] == "R51")
    assert outcome["outcome"] == "not assessed"
    assert outcome["reason"].startswith("switched off here: Marlshire reviews housing moves by another process (Marl")


def test_a_rule_that_its_author_left_off_says_why_until_an_area_sets_its_number(tmp_path: Path) -> None:
    folder, pack = moved(tmp_path), tmp_path / "testshire.yaml"
    (outcome,) = (o for o in document(folder)["outcomes"] if o["rule"] == "R08B")
    assert outcome["reason"].startswith("switched off here: No national number")
    param, value = next((n, p["value"]) for n, p in _params("R08B").items() if "min" in p)
    pack.write_text(PACK.format(f"rules: {{R08B: {{{param}: {{value: {value}, {DATED}}}}}}}"), encoding="utf-8")
    (outcome,) = (o for o in document(folder, "--area", pack)["outcomes"] if o["rule"] == "R08B")
    assert "switched off" not in outcome["reason"]


def _params(rule: str) -> dict[str, Any]:
    (path,) = rules_root().rglob(f"{rule}.yaml")
    found: dict[str, Any] = read_document(path, rule).data["params"]
    return found


def test_the_words_are_those_of_the_forces_checklist(tmp_path: Path) -> None:
    folder = moved(tmp_path)
    (folder / "rows.csv").write_text(
        "Date,Agency,Event\n10/01/2024,Police,Domestic abuse incident.\n", encoding="utf-8"
    )
    (here,), (there,) = flags(document(folder, "--area", MARL), "R31"), flags(document(folder), "R31")
    assert "No risk checklist (here DARA) by anyone was found" in here["says"]
    assert "No risk checklist (DASH or DARA) by anyone was found" in there["says"]


def test_the_levels_of_help_have_the_areas_names(tmp_path: Path) -> None:
    folder = moved(tmp_path)
    rows = (
        "10/01/2022,CSC,Pre-proceedings meeting held",
        "05/06/2023,CSC,Family moved to another area.",
        "03/07/2023,CSC,Child in need plan started",
    )
    (folder / "rows.csv").write_text("\n".join(["Date,Agency,Event", *rows]), encoding="utf-8")
    (here,), (there,) = flags(document(folder, "--area", MARL), "R12B"), flags(document(folder), "R12B")
    assert "a Targeted Support plan starts" in here["says"]
    assert there["says"] == here["says"].replace("Targeted Support", "child in need")


def test_the_summary_and_the_page_say_what_the_area_sets_and_what_is_not_applied(tmp_path: Path) -> None:
    result = flagger("screen", moved(tmp_path), "--area", MARL, "--as-at", "30/06/2024", "--out", tmp_path / "out")
    text = " ".join(result.stdout.split())
    page = " ".join((tmp_path / "out" / "report.html").read_text(encoding="utf-8").split())
    assert "Area: Marlshire (fictional), over England." in text
    for said in (
        "R11 within: 10 working days instead of 20 working days",
        "Invented: Marlshire MARAC protocol 2023, paragraph 4.2, from 1 April 2023",
        "early help is called Early Support",
        "Not applied: it holds from 1 September 2024, which does not include 30 June 2024",
    ):
        assert said in text and said in page, said
    assert "Numbers set by the rule's author: known 12 months (published practice)" in text
    assert "within 10 working days instead of the author's 20 working days (local)" in text
    assert "Children Act 1989, section 17" in page and "Children Act 1989" not in text


def test_without_an_area_englands_pack_is_in_use_and_sets_no_number(tmp_path: Path) -> None:
    folder = moved(tmp_path)
    found = document(folder)
    assert [pack["title"] for pack in found["areas"]] == ["England"]
    assert {said["kind"] for said in found["area_says"]} == {"tier"} and all(s["source"] for s in found["area_says"])
    assert document(folder, "--area", "england") == found


def test_every_fault_of_a_pack_is_said_at_once_and_nothing_runs(tmp_path: Path) -> None:
    pack = tmp_path / "bad.yaml"
    text = f"rules: {{R11: {{within: {{value: 61wd, {DATED}}}}}}}\noff: {{R999: {{reason: No, from: 2020-01-01}}}}"
    pack.write_text(PACK.format(text), encoding="utf-8")
    result = flagger("screen", moved(tmp_path), "--area", pack)
    assert result.exit_code == 10 and result.stdout == ""
    for said in (
        "bad.yaml:2: R11: `within` is outside its bounds; expected at least 5wd and at most 60wd; found 61wd",
        "bad.yaml:3: no rule `R999`",
        "bad.yaml:3: `source` is missing",
    ):
        assert said in result.stderr, said


def test_an_area_that_is_not_there_is_refused_with_one_like_it(tmp_path: Path) -> None:
    result = flagger("screen", write_case(tmp_path / "hartley"), "--area", "example-marlshir")
    assert result.exit_code == 2 and f"(did you mean `{MARL}`?)" in result.stderr


def test_a_rule_is_shown_as_it_holds_in_an_area() -> None:
    text = " ".join(flagger("rules", "show", "R11", "--area", MARL).stdout.split())
    assert "within: 10 working days (set by Marlshire (fictional) instead of 20 working days" in text
    assert "set by" not in " ".join(flagger("rules", "show", "R11").stdout.split())
    assert "switched off here: Marlshire reviews" in flagger("rules", "show", "R51", "--area", MARL).stdout.replace(
        "\n", " "
    )


@pytest.mark.parametrize("named", [True, False])
def test_checking_the_rules_checks_the_packs_too(tmp_path: Path, rules_copy: Path, named: bool) -> None:
    place = tmp_path / "own.yaml" if named else rules_copy / "areas" / "own.yaml"
    place.write_text(PACK.format("risk_tool: {tool: dosh, source: x, from: 2020-01-01}"), encoding="utf-8")
    result = flagger("rules", "check", "--rules", rules_copy, *(("--area", place) if named else ()))
    assert result.exit_code == 10
    assert "own.yaml:2: error: `tool` cannot be that; expected dash or dara (did you mean `dash`?)" in result.stdout
