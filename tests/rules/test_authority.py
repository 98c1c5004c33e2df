"""What must hold of the synthetic authority in benchmarks/: the same seed gives the same rows, and plants are found.

A small authority, quick; the page benchmarks/rules.md is made from a large one by hand.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import authority  # noqa: E402
import planting  # noqa: E402
import scores  # noqa: E402

from flagger.codebook import load_codebook  # noqa: E402
from flagger.dates.calendars import load_working_days  # noqa: E402
from flagger.rulebook.load import load_rulebook  # noqa: E402
from flagger.rulebook.where import rules_root  # noqa: E402

CORE = ("R01", "R05", "R08", "R22", "R31", "R87")
FOLDER = BENCHMARKS / "authority" / "plants"


@pytest.fixture(scope="module")
def made() -> scores.Made:
    return scores.run(200, seed=1, planted=CORE)


def test_the_same_seed_gives_the_same_rows_and_the_same_matches(made: scores.Made) -> None:
    again = scores.run(200, seed=1, planted=CORE)
    assert again.authority.cases == made.authority.cases
    for rule in made.rules:
        one, other = (run.full.detection.matches[rule.id] for run in (made, again))
        assert np.array_equal(one.evidence, other.evidence), rule.id


def test_another_seed_gives_other_rows() -> None:
    calendar = load_working_days(rules_root() / "calendars" / "england.yaml")
    one, other = (authority.build(20, ["csc"], calendar, seed, CORE) for seed in (1, 2))
    assert [case.rows for case in one.cases] != [case.rows for case in other.cases]


@pytest.mark.parametrize("rule", CORE)
def test_every_planted_pattern_of_a_core_rule_is_found(made: scores.Made, rule: str) -> None:
    found = scores.score(made, next(r for r in made.rules if r.id == rule))
    assert found.plants.total() > 10
    assert not found.missed


def test_the_families_as_they_are_hold_no_planted_row(made: scores.Made) -> None:
    assert made.full.planted.any()
    assert not made.dull.planted.any()
    assert made.alone.planted.all()


def test_every_rule_has_a_plant_or_a_reason_why_not() -> None:
    plants, reasons = planting.read_plants(FOLDER)
    rules = {rule.id for rule in load_rulebook(rules_root()).rules.values() if rule.status != "deprecated"}
    assert rules - set(plants) - set(reasons) == set()
    assert (set(plants) | set(reasons)) - rules == set()


def test_plants_name_codes_of_the_codebook() -> None:
    codes = set(load_codebook(rules_root() / "codebook").codes) | {"-"}
    plants, _ = planting.read_plants(FOLDER)
    lines = [line.codes for of_rule in plants.values() for plant in of_rule for line in plant.lines]
    named = {code for line in lines if not line.startswith("@") for code in re.split(r"[+|]", line)}
    assert named - codes == set()


@pytest.mark.parametrize("line", ["5", "soon referral", "5 referral agent=gp", "5..9 *x"])
def test_a_line_that_cannot_be_read_says_what_was_expected(line: str, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(f"R01:\n  says: x\n  plant: |\n    {line}\n", encoding="utf-8")
    with pytest.raises(planting.PlantFault, match="expected"):
        planting.read_plants(tmp_path)
