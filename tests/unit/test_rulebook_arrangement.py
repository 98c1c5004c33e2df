"""How reports arrange what was found is read strictly, and gives every shipped rule its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulebook_sample import COUNT, change, load

from flagger.codebook import load_codebook
from flagger.errors import RulesFault
from flagger.rulebook.load import Rulebook, load_rulebook
from flagger.rulebook.where import rules_root

EPISODES = "episodes:\n  open_case: {opens: {code: [case_opened]}, closes: {code: [case_closed]}}\n"
REPORTS = """
headings: {seen: Seen, done: What was done}
themes:
  a: {title: One, heading: seen}
  b: {title: Two, heading: done}
families:
  engagement: {theme: b, heading: seen}
topics:
  missed: {title: Missed, codes: [was_not_brought]}
episodes:
  open_case: Case open
"""


def book(root: Path, reports: str = REPORTS) -> Rulebook:
    (root / "reports.yaml").write_text(reports, encoding="utf-8")
    (root / "episodes.yaml").write_text(EPISODES, encoding="utf-8")
    return load(root, {"T01": COUNT})


def test_a_family_says_where_its_rules_stand(tmp_path: Path) -> None:
    loaded = book(tmp_path)
    assert loaded.arrangement.place(loaded.rules["T01"]) == ("b", "seen")


def test_it_is_part_of_what_a_run_takes(tmp_path: Path) -> None:
    one = book(tmp_path).sha256
    assert book(tmp_path, change(REPORTS, "title: Missed", "title: Not brought")).sha256 != one


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "heading: done",
            "heading: don",
            "no heading `don`; expected one of the headings above (did you mean `done`?)",
        ),
        ("{theme: b,", "{theme: c,", "no theme `c`"),
        ("engagement:", "engagements:", "no family `engagements`"),
        ("open_case:", "open_cases:", "no episode `open_cases`"),
        ("title: One", "titel: One", "`titel`"),
    ],
)
def test_a_name_that_is_nowhere_is_a_fault_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(RulesFault) as error:
        book(tmp_path, change(REPORTS, old, new))
    line = next(n for n, text in enumerate(change(REPORTS, old, new).splitlines(), 1) if new in text)
    assert any(said in fault and fault.startswith(f"reports.yaml:{line}:") for fault in error.value.faults)


def test_every_shipped_rule_has_a_place_and_every_place_a_rule() -> None:
    root = rules_root()
    codebook = load_codebook(root / "codebook")
    loaded = load_rulebook(root, {*codebook.codes, *codebook.families}, tests=False)
    places = [loaded.arrangement.place(rule) for rule in loaded.rules.values()]
    assert {theme for theme, _ in places} == set(loaded.arrangement.themes)
    assert {heading for _, heading in places} == set(loaded.arrangement.headings)
