"""What counts once: linked incidents, rows close together, both; and which row stands for the others."""

from __future__ import annotations

import numpy as np
import pytest
from engine_sample import expand, timeline

from flagger.dates.spans import Span
from flagger.matchers.collapse import Folded
from flagger.matchers.select import Chooser
from flagger.rulebook.selectors import Selector
from flagger.rulebook.shapes import Collapse

REFERRALS = (Selector.model_validate({"code": ("referral",)}),)


def counted(
    text: str, within: str = "", per: str = "case", same: tuple[str, ...] = ()
) -> tuple[list[str], dict[str, str]]:
    """Ids of what counts (with ? where unsure), and of each folded row the row that stands for it."""
    line, ids = timeline(text)
    fold = Collapse.model_validate({"within": within, "same": same}) if within else None
    events, folded = Chooser(line, expand).counted(REFERRALS, per, fold)
    kept = [ids[pos] + ("" if sure else "?") for pos, sure in zip(events.pos, events.sure, strict=True)]
    return kept, {ids[pos]: ids[into] for pos, into in zip(folded.pos, folded.into, strict=True)}


def test_of_one_incident_the_first_row_counts() -> None:
    text = "a 2024-01-01 referral incident=i\nb 2024-03-01 referral\nc 2024-02-01 referral incident=i"
    assert counted(text) == (["a", "b"], {"c": "a"})


def test_of_one_incident_a_sure_row_counts_before_an_unsure_one() -> None:
    text = "a ?2024-01-01 referral incident=i\nb 2024-01-02 referral incident=i\nc ?2024-01-03 referral incident=i"
    assert counted(text) == (["b"], {"a": "b", "c": "b"})


def test_rows_of_one_incident_that_the_selector_leaves_out_do_not_stand_for_it() -> None:
    assert counted("a 2024-01-01 alcohol incident=i\nb 2024-01-02 referral incident=i") == (["b"], {})


def test_incidents_are_counted_within_the_group_and_a_row_without_agency_is_in_none() -> None:
    text = "a 2024-01-01 referral incident=i agency=gp\nb 2024-01-02 referral incident=i agency=school\n"
    text += "c 2024-01-03 referral incident=i agency=gp\nd 2024-01-01 referral"
    assert counted(text, per="agency") == (["a", "b"], {"c": "a"})
    assert counted(text, per="case") == (["a", "d"], {"b": "a", "c": "a"})


@pytest.mark.parametrize(("third", "kept"), [("2024-01-05", ["a"]), ("2024-01-06", ["a", "c"])])
def test_each_row_is_measured_from_the_one_just_before(third: str, kept: list[str]) -> None:
    text = f"a 2024-01-01 referral\nb 2024-01-03 referral\nc {third} referral"
    assert counted(text, "2d")[0] == kept


def test_rows_of_different_agencies_collapse_only_where_the_rule_does_not_ask_for_the_same() -> None:
    text = "a 2024-01-01 referral agency=gp\nb 2024-01-02 referral agency=ed\nJ/c 2024-01-02 referral agency=gp"
    assert counted(text, "2d") == (["c", "a"], {"b": "a"})
    assert counted(text, "2d", same=("agency",)) == (["c", "a", "b"], {})


def test_a_row_with_a_rough_date_counts_as_unsure_unless_it_surely_repeats_a_sure_one() -> None:
    assert counted("a 2024-01-10 referral\nb 2024-01 referral", "5d") == (["a", "b?"], {})
    assert counted("a 2024-01-01 referral\nb 2024-01-02..2024-01-04 referral", "5d") == (["a"], {"b": "a"})
    assert counted("a 2024-01 referral\nb ?2024-01-10 referral", "5d") == (["a", "b?"], {})


def test_a_row_folded_into_a_row_that_is_itself_folded_follows_it() -> None:
    text = "a 2024-01-01 referral\nb 2024-01-02 referral incident=i\nc 2024-01-20 referral incident=i"
    assert counted(text, "2d") == (["a"], {"c": "a", "b": "a"})


def test_folding_again_leaves_alone_what_was_not_folded_again() -> None:
    def folded(**into: int) -> Folded:
        return Folded(np.array([int(key[1:]) for key in into]), np.array(list(into.values())))

    both = folded(p1=5, p2=3, p9=8).then(folded(p5=3, p4=3))
    assert dict(zip(both.pos.tolist(), both.into.tolist(), strict=True)) == {1: 3, 2: 3, 9: 8, 5: 3, 4: 3}
    for empty in (folded().then(folded(p5=3)), folded(p5=3).then(folded())):
        assert (empty.pos.tolist(), empty.into.tolist()) == ([5], [3])
    assert sorted(both.of(np.array([3]))) == [1, 2, 4, 5]


def test_a_span_of_no_days_folds_one_day_only() -> None:
    assert counted("a 2024-01-01 referral\nb 2024-01-01 referral\nc 2024-01-02 referral", "0d")[0] == ["a", "c"]
    assert Span.parse("0d").words == "0 days"
