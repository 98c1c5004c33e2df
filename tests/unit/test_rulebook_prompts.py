"""Prompts and the list of what cannot be shown are read strictly: every fault at once, with its line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from engine_sample import CALENDAR, expand, run
from rulebook_sample import AUDITS, COUNT, NOT_SHOWN, OTHER_FINDING, PROMPTS, change, load, read

from flagger.detect.run import Setting
from flagger.errors import RulesFault
from flagger.flags.build import flagged
from flagger.rulebook.load import Rulebook
from flagger.rulebook.prompts import PRINCIPLES, STAGES

LOCKDOWN = "when: {first: 2024-05-01, last: 2024-06-30, what: an invented time}"


def book(root: Path, prompts: str = PROMPTS, not_shown: str = NOT_SHOWN, rule: str = COUNT) -> Rulebook:
    (root / "prompts.yaml").write_text(prompts, encoding="utf-8")
    (root / "not_shown.yaml").write_text(not_shown, encoding="utf-8")
    return load(root, {"T01": rule}, AUDITS + OTHER_FINDING)


def faults_of(root: Path, prompts: str = PROMPTS, not_shown: str = NOT_SHOWN, rule: str = COUNT) -> list[str]:
    with pytest.raises(RulesFault) as error:
        book(root, prompts, not_shown, rule)
    return error.value.faults


def test_prompts_and_reasons_are_read(tmp_path: Path) -> None:
    loaded = book(tmp_path)
    assert list(loaded.prompts.of_rule("T01")) == ["blame"]
    assert list(loaded.prompts.of_rule("T02")) == []
    assert loaded.not_shown.held_back["R27"].findings == ("900-missed",)


def test_a_folder_of_rules_may_have_neither(tmp_path: Path) -> None:
    loaded = load(tmp_path, {"T01": COUNT})
    assert not loaded.prompts.prompts and not loaded.not_shown.not_shown


def test_prompts_are_part_of_what_a_run_takes_and_reasons_are_not(tmp_path: Path) -> None:
    one = book(tmp_path).sha256
    assert book(tmp_path, not_shown=NOT_SHOWN.replace("Nobody", "No one")).sha256 == one
    assert book(tmp_path, PROMPTS.replace("Who was", "Who is")).sha256 != one


def test_every_fault_of_form_is_told_with_its_line(tmp_path: Path) -> None:
    prompts = (
        "prompts:\n"
        "  a: {asks: Tell me more., stage: reflection, findings: [900-missed]}\n"
        "  b: {asks: Who?, stage: planning, findings: [], rule: [T01]}\n"
        "  c: {asks: When?, stage: action, findings: [900-missed],\n"
        "      when: {first: 2024-06-01, last: 2024-05-01, what: backwards}}\n"
        "  d: {asks: Why?, stage: action, findings: [900-missed], principles: [trauma]}\n"
    )
    faults = faults_of(tmp_path, prompts, "held_back:\n  r27: {would: Look., findings: [900-missed]}\n")
    assert [fault.split("; expected")[0] for fault in faults] == [
        "prompts.yaml:2: `asks` cannot be that",
        "prompts.yaml:3: `stage` cannot be that",
        "prompts.yaml:3: `findings` cannot be that",
        "prompts.yaml:3: unknown key `rule` in `prompts.b`",
        "prompts.yaml:5: `when` does not fit together",
        "prompts.yaml:6: `principles` cannot be that",
        "not_shown.yaml:2: `r27` cannot be that",
        "not_shown.yaml:2: `reason` is missing",
    ]


def test_names_that_are_not_there_are_told_with_their_lines_and_the_nearest(tmp_path: Path) -> None:
    prompts = PROMPTS.replace("900-other", "900-othr").replace("[T01]", "[T01, T1]")
    not_shown = NOT_SHOWN.replace("900-other", "900-oter").replace("R27", "T01")
    meant = "expected one of audits.yaml (did you mean `900-other`?)"
    assert faults_of(tmp_path, prompts, not_shown) == [
        f"prompts.yaml:2: no finding `900-othr`; {meant}; found `900-othr`",
        "prompts.yaml:2: no rule `T1`; expected the id of a rule (did you mean `T01`?); found `T1`",
        f"not_shown.yaml:2: no finding `900-oter`; {meant}; found `900-oter`",
        "not_shown.yaml:4: T01 is held back and is a rule; expected one of the two; found both",
    ]


def test_a_rule_that_cannot_be_read_is_not_said_to_be_missing(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, rule=COUNT.replace("kind: concern", "kind: worry"))
    assert len(faults) == 1 and "`kind`" in faults[0]


def test_a_flag_carries_its_prompts_by_stage_and_those_of_other_days_are_left_out(tmp_path: Path) -> None:
    prompts = (
        "prompts:\n"
        "  last: {asks: What next?, stage: action, findings: [900-missed], rules: [T01]}\n"
        f"  then: {{asks: How was it?, stage: experience, findings: [900-missed], rules: [T01], {LOCKDOWN}}}\n"
        "  other: {asks: Whose?, stage: analysis, findings: [900-missed]}\n"
    )
    asked = book(tmp_path, prompts).prompts
    rule, setting = read(tmp_path, COUNT), Setting(expand, CALENDAR, {})
    for last, expected in (("2024-05-01", ("then", "last")), ("2024-04-30", ("last",))):
        days = ("2024-01-10", "2024-03-05", last)
        got = run([rule], "".join(f"a{n} {day} was_not_brought agency=gp\n" for n, day in enumerate(days, 1)))
        (flag,) = flagged(got.line, got.ids, {"T01": rule}, got.detection, setting, asked).flags
        assert flag.prompts == expected, last


def test_both_ends_of_a_time_are_inside(tmp_path: Path) -> None:
    prompt = book(tmp_path, change(PROMPTS, "stage: reflection", f"stage: reflection, {LOCKDOWN}")).prompts.prompts[
        "blame"
    ]
    ends = (dt.date(2024, 5, 1), dt.date(2024, 6, 30))
    assert prompt.reaches(dt.date(2024, 1, 1), ends[0]) and prompt.reaches(ends[1], dt.date(2024, 12, 1))
    assert not prompt.reaches(dt.date(2024, 1, 1), dt.date(2024, 4, 30))
    assert not prompt.reaches(dt.date(2024, 7, 1), dt.date(2024, 12, 1))


def test_there_are_four_stages_and_four_principles() -> None:
    assert (len(STAGES), len(PRINCIPLES)) == (4, 4)
