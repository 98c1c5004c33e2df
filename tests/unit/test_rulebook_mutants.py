"""Numbers moved by the least that matters."""

from __future__ import annotations

from pathlib import Path

from rulebook_sample import COUNT, FALL, MEASURE, change, read

from flagger.rulebook.mutants import mutations


def labels(root: Path, text: str) -> list[str]:
    return [label for label, _ in mutations(read(root, text))]


def test_counts_and_spans_move_by_one_of_their_unit(tmp_path: Path) -> None:
    assert labels(tmp_path, COUNT) == ["n 3 -> 2", "n 3 -> 4", "within 180d -> 179d", "within 180d -> 181d"]


def test_a_mutant_that_is_no_rule_is_left_out(tmp_path: Path) -> None:
    text = change(COUNT, "value: 3, min: 2", "value: 1, min: 1", ("value: 180d", "value: 1mo"))
    assert labels(tmp_path, text) == ["n 1 -> 2", "within 1mo -> 2mo"]


def test_the_bounds_of_an_area_do_not_hold_a_mutant(tmp_path: Path) -> None:
    assert "n 2 -> 1" in labels(tmp_path, change(COUNT, "value: 3, min: 2", "value: 2, min: 2"))


def test_a_least_share_moves_down_to_the_next_fraction_and_up_past_its_own(tmp_path: Path) -> None:
    assert [label for label in labels(tmp_path, MEASURE) if label.startswith("share")] == [
        "share 0.75 -> 0.6666",
        "share 0.75 -> 0.76",
    ]


def test_a_greatest_share_moves_down_past_its_fraction_and_up_to_the_next(tmp_path: Path) -> None:
    found = dict(mutations(read(tmp_path, FALL)))
    low = [overrides["low"] for label, overrides in found.items() if label.startswith("low")]
    assert len(low) == 2
    assert 0.32 < low[0] < 1 / 3
    assert low[1] == 0.4


def test_every_mutant_can_be_made(tmp_path: Path) -> None:
    rule = read(tmp_path, MEASURE)
    for _, overrides in mutations(rule):
        assert rule.resolved(overrides, bounded=False) != rule
