"""Reading an area's pack: every fault at once with its line and what was expected; bounds are the rule author's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from area_sample import MARL, pack, rulebook
from rulebook_sample import COUNT, change

from flagger.dates.spans import Span
from flagger.errors import RulesFault, UsageFault
from flagger.rulebook.area import area_files


def faults_of(root: Path, text: str) -> list[str]:
    with pytest.raises(RulesFault) as caught:
        pack(root, text)
    return caught.value.faults


def test_an_entry_stands_once_or_several_times(tmp_path: Path) -> None:
    area = pack(
        tmp_path,
        f"rules:\n  T01:\n    n: {{value: 4, {MARL}}}\n    within:\n"
        f"      - {{value: 90d, {MARL}, to: 2023-12-31}}\n      - {{value: 60d, source: New, from: 2024-01-01}}\n",
    )
    (n,), within = area.rules["T01"]["n"], area.rules["T01"]["within"]
    assert (n.value, n.source, n.from_, n.to) == (4, "Invented protocol", dt.date(2023, 1, 1), None)
    assert [(str(entry.value), entry.to) for entry in within] == [("90d", dt.date(2023, 12, 31)), ("60d", None)]
    assert within[0].value == Span(90, "d")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules: {T01: {n: {value: 4, from: 2023-01-01}}}", "`source` is missing"),
        ("rules: {T01: {n: {value: 4, source: Here}}}", "`from` is missing"),
        (f"rules: {{T01: {{n: {{valeu: 4, {MARL}}}}}}}", "(did you mean `value`?)"),
        (
            f"rules: {{T01: {{n: {{value: 11, {MARL}}}}}}}",
            "T01: `n` is outside its bounds; expected at least 2 and at most 10; found 11",
        ),
        (f"rules: {{T01: {{n: {{value: 90d, {MARL}}}}}}}", "expected a whole number; found 90d"),
        (f"rules: {{T01: {{withn: {{value: 90d, {MARL}}}}}}}", "T01 has no parameter `withn`"),
        (f"rules: {{T01: {{withn: {{value: 90d, {MARL}}}}}}}", "(did you mean `within`?)"),
        (f"rules: {{T011: {{n: {{value: 4, {MARL}}}}}}}", "no rule `T011`; expected one of the library (did you mean"),
        (f"off: {{T09: {{reason: Other, {MARL}}}}}", "no rule `T09`"),
        (f"off: {{T01: {{{MARL}}}}}", "`reason` is missing"),
        ("off: [T01]", "expected a mapping"),
        (f"tiers: {{early_halp: {{name: Early Support, {MARL}}}}}", "expected universal, early_help,"),
        (f"risk_tool: {{tool: dosh, {MARL}}}", "expected dash or dara (did you mean `dash`?)"),
        (f"agencies: {{da_servise: {{names: [Harbour], {MARL}}}}}", "no agency `da_servise`"),
        (f"agencies: {{gp: {{names: [Hub], {MARL}}}, police: {{names: [hub], {MARL}}}}}", "also a name of `gp`"),
        (f"codes: {{dosh: {{phrases: [x], {MARL}}}}}", "no code `dosh`; expected one of the codebook (did you mean"),
        (f"codes: {{dash: {{phrases: ['(a form'], {MARL}}}}}", "expected ')'"),
        (f"rules: {{T01: {{n: {{value: 4, {MARL}, to: 2022-12-31}}}}}}", "`to` on or after `from`"),
        (
            f"rules: {{T01: {{n: [{{value: 4, {MARL}}}, {{value: 5, source: New, from: 2024-01-01}}]}}}}",
            "`rules.T01.n` says two things of the same days",
        ),
        (f"off: {{T01: {{reason: No, {MARL}}}}}\non: {{T01: {{reason: Yes, {MARL}}}}}", "two things of the same days"),
        ("tears: {}", "unknown key `tears`"),
    ],
)
def test_a_fault_says_its_line_and_what_was_expected(tmp_path: Path, text: str, said: str) -> None:
    found = faults_of(tmp_path, f"about: A test\n{text}\n")
    assert any(said in fault for fault in found), found
    assert all(fault.startswith(("areas/marl.yaml:3:", "areas/marl.yaml:4:")) for fault in found), found


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    found = faults_of(
        tmp_path,
        "rules:\n"
        "  T01: {n: {value: 11, from: 2023-01-01}}\n"  # line 3: no source, outside its bounds
        f"  T09: {{n: {{value: 4, {MARL}}}}}\n"
        f"codes: {{dosh: {{phrases: ['(a'], {MARL}}}}}\n",
    )
    assert sorted(int(fault.split(":")[1]) for fault in found) == [3, 3, 4, 5, 5], found


def test_a_number_that_the_rule_fixes_cannot_be_set(tmp_path: Path) -> None:
    book = rulebook(tmp_path / "book", T01=change(COUNT, "n: {value: 3, min: 2, max: 10,", "n: {value: 3,"))
    with pytest.raises(RulesFault, match="expected 3, which is fixed; found 4"):
        pack(tmp_path, f"rules: {{T01: {{n: {{value: 4, {MARL}}}}}}}\n", book)


def test_the_countrys_pack_stands_behind_that_of_an_area(tmp_path: Path) -> None:
    folder = tmp_path / "areas"
    folder.mkdir()
    for name in ("england", "marl"):
        (folder / f"{name}.yaml").write_text("title: x\n", encoding="utf-8")
    own = tmp_path / "own.yaml"
    own.write_text("title: y\n", encoding="utf-8")
    england, marl = folder / "england.yaml", folder / "marl.yaml"
    assert (
        area_files(tmp_path, None) == area_files(tmp_path, "england") == area_files(tmp_path, str(england)) == [england]
    )
    assert area_files(tmp_path, "marl") == [england, marl]
    assert area_files(tmp_path, str(own)) == [england, own]
    assert area_files(tmp_path / "nothing", None) == []
    with pytest.raises(
        UsageFault, match=r"expected the path of a pack or one of england, marl \(did you mean `marl`\?\)"
    ):
        area_files(tmp_path, "marll")
