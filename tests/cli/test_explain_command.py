"""`flagger explain`: a tree for people and for programs, with places and dates, and no text of a row unless asked."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from cli_sample import HEALTH_VISITOR, flagger, write_case

WORDS = "development check"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "hartley")


def explained(*arguments: str | Path) -> str:
    result = flagger("explain", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def flag_id(case: Path) -> str:
    flags = json.loads(flagger("screen", case, "--format", "json").stdout)["flags"]
    return str(next(flag["id"] for flag in flags if flag["rule"] == "R22"))


def test_a_flag_is_explained_by_the_first_characters_of_its_id(case: Path) -> None:
    name = flag_id(case)
    text = explained(name[:8], case)
    assert text.splitlines()[1] == "Case hartley, as at 12 November 2022: flagged"
    assert f"(flag {name})" in " ".join(text.split())
    assert "- 3 rows within 180 days, 3 asked for. [true]" in text
    assert "health visitor.csv row 2, 12/01/2022, health visitor" in text
    assert "at 127 days it would not be flagged" in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80


def test_a_rule_that_found_nothing_says_what_was_missing(case: Path) -> None:
    rows = HEALTH_VISITOR.replace("20/05/2022", "20/08/2022")
    (case / "health visitor.csv").write_text(rows, encoding="utf-8")
    text = " ".join(explained("--rule", "R22", "--case", "hartley", case).split())
    assert "2 rows within 180 days, 3 asked for. [false]" in text
    assert "The third row (health visitor.csv row 4, 20/08/2022) comes 40 days after" in text


def test_what_rows_say_is_shown_only_when_asked_for(case: Path) -> None:
    assert WORDS not in explained("--rule", "R22", case)
    assert WORDS not in explained("--rule", "R22", case, "--format", "json")
    assert WORDS in explained("--rule", "R22", case, "--text")


def test_a_row_without_a_date_is_named_among_those_that_do_not_count(case: Path) -> None:
    (case / "health visitor.csv").write_text(f"{HEALTH_VISITOR}soon,Was not brought,Ava\n", encoding="utf-8")
    text = explained("--rule", "R22", case)
    assert "Not counted, since it has no date that could be read:\n    health visitor.csv row 6, soon" in text


def test_the_tree_as_json_holds_the_same(case: Path) -> None:
    tree = json.loads(explained("--rule", "R22", case, "--format", "json"))
    assert list(tree) == ["format", "rule", "title", "case", "as_at", "outcome", "reason", "tree"]
    assert [node["kind"] for node in tree["tree"]] == ["asks", "rows", "match"]
    match = tree["tree"][-1]
    assert list(match) == ["kind", "says", "truth", "rows", "nodes"]
    assert match["nodes"][0] == {
        "kind": "fact", "says": "3 rows within 180 days, 3 asked for.", "truth": "true", "rows": [], "nodes": []
    }  # fmt: skip
    assert {node["kind"] for node in match["nodes"][1:]} == {"margin"}
    assert match["rows"][0]["place"] == "health visitor.csv row 2" and match["rows"][0]["text"] is None


def test_one_of_several_cases_is_asked_for_by_its_own_name(tmp_path: Path) -> None:
    for name in ("hartley", "lowell"):
        write_case(tmp_path / name)
    which = flagger("explain", "--rule", "R22", tmp_path)
    assert which.exit_code == 2 and "expected --case with one of them: hartley, lowell" in which.stderr
    text = explained("--rule", "R22", "--case", "lowell", tmp_path)
    assert "Case lowell" in text and "3 rows within 180 days, 3 asked for. [true]" in text
    name = flag_id(tmp_path / "hartley")
    assert "Case hartley" in explained(name, tmp_path)


def test_what_cannot_be_explained_is_said_with_what_was_expected(case: Path) -> None:
    for arguments, said in (
        (("zzz", case), "no flag `zzz` in these files"),
        ((case,), "expected FLAG and then files, or --rule ID and files"),
        (("--rule", "R2222", case), "no rule `R2222`"),
        (("--rule", "R22", case / "nowhere"), "does not exist"),
    ):
        result = flagger("explain", *arguments)
        assert result.exit_code == 2 and said in " ".join(result.stderr.split()), result.stderr


def test_the_beginning_of_several_ids_is_not_guessed_at(tmp_path: Path) -> None:
    for n in range(6):
        write_case(tmp_path / f"family {n}")
    flags = json.loads(flagger("screen", tmp_path, "--format", "json").stdout)["flags"]
    first = Counter(flag["id"][0] for flag in flags).most_common(1)[0]
    assert first[1] > 1, "more flags than there are first characters"
    result = flagger("explain", first[0], tmp_path)
    assert result.exit_code == 2 and f"begins the ids of {first[1]} flags; expected more of one: " in result.stderr
