"""The trace: what ends nowhere is named, what is counted in a text and not placed is noticed."""

from __future__ import annotations

from pathlib import Path

from rulebook_sample import AUDITS, COUNT, NOT_SHOWN, OTHER_FINDING, PROMPTS, change, load

from flagger.report.library.audits_page import audits_page
from flagger.report.library.prompts_page import prompts_page
from flagger.report.library.trace_text import trace_text
from flagger.rulebook.load import Rulebook
from flagger.rulebook.trace import faults_of, trace


def book(root: Path, audits: str = AUDITS + OTHER_FINDING, rule: str = COUNT, **beside: str) -> Rulebook:
    for name, text in beside.items():
        (root / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load(root, {"T01": rule}, audits)


def said(rulebook: Rulebook) -> list[str]:
    return [said for _, said in faults_of(trace(rulebook))]


def test_a_rule_a_prompt_or_a_reason_each_place_a_finding(tmp_path: Path) -> None:
    for name, text, end in (("prompts", PROMPTS, ("", "blame", "")), ("not_shown", NOT_SHOWN, ("", "", "feelings"))):
        here = tmp_path / name
        here.mkdir()
        (audit,) = trace(book(here, **{name: text}))
        missed, other = audit.findings
        assert (missed.rules, other.placed) == (("T01",), True)
        assert tuple(" ".join(ids) for ids in (other.rules, other.prompts, other.reasons)) == end


def test_a_finding_without_any_is_named(tmp_path: Path) -> None:
    assert said(book(tmp_path)) == ["`900-other` ends nowhere; expected a rule, a prompt or a reason; found none"]


def test_a_rule_no_longer_used_places_nothing(tmp_path: Path) -> None:
    gone = change(COUNT, "status: test", "status: deprecated")
    assert said(book(tmp_path, AUDITS, gone)) == [
        "`900-missed` ends nowhere; expected a rule, a prompt or a reason; found none"
    ]


def test_a_bullet_of_the_text_that_no_finding_holds_is_noticed(tmp_path: Path) -> None:
    audits = change(AUDITS, "bullets: 0", "bullets: 2")
    place = "  900-b: {audit: '900', heading: We found, place: [bullet 1, bullet 2], kind: good, says: Help came.}\n"
    assert said(book(tmp_path, audits)) == ["not every part of the text has a finding; expected 2 bullets; found 0"]
    assert "bullets" not in " ".join(said(book(tmp_path, audits + place)))


def test_two_findings_of_one_bullet_are_one_part_and_a_bullet_of_another_heading_another(tmp_path: Path) -> None:
    (audit,) = trace(book(tmp_path))
    assert (len(audit.findings), audit.counted["headings"]) == (2, (1, 1))
    elsewhere = OTHER_FINDING.replace("We found", "We hope")
    (audit,) = trace(book(tmp_path, AUDITS + elsewhere))
    assert audit.counted["headings"] == (1, 2)


def test_the_text_names_what_ends_where_and_counts_at_the_end(tmp_path: Path) -> None:
    whole = book(tmp_path, prompts=PROMPTS, not_shown=NOT_SHOWN)
    lines = trace_text(whole, trace(whole)).splitlines()
    shown = [line.strip() for line in lines]
    for expected in (
        "rule T01: Missed appointments",
        "cannot be shown: R27, held back",
        "prompt blame: Who was blamed?",
        "Feelings: Nobody wrote them down.",
        "R27, held back: Look for more. It would be unjust.",
    ):
        assert expected in shown
    assert " ".join(shown[-2:]) == (
        "Audit 900: 1 heading: all 1 placed. 2 findings: 1 with a rule, 1 with a prompt and no rule, 0 on the list of "
        "what cannot be shown alone."
    )


def test_the_page_holds_every_finding_and_its_table_cannot_be_broken(tmp_path: Path) -> None:
    whole = book(tmp_path, (AUDITS + OTHER_FINDING).replace("Nobody was", "Nobody | was"), prompts=PROMPTS)
    rows = [line for line in audits_page(whole).splitlines() if line.startswith("| ")]
    assert (
        "| We found | heading | Missed appointments went unasked. | [T01](rules/T01.md) Missed appointments |" in rows
    )
    assert "|  | heading | Nobody \\| was blamed. | *Who was blamed?* |" in rows


def test_the_bank_has_a_question_under_its_stage_and_its_principles(tmp_path: Path) -> None:
    prompts = change(PROMPTS, "stage: reflection", "stage: reflection, principles: [trauma_informed]")
    page = prompts_page(book(tmp_path, prompts=prompts))
    stage, principle = page.split("## By practice principle")
    assert (
        "| Who was blamed? | trauma informed | [T01](rules/T01.md) |"
        in stage.split("### Reflection")[1].split("###")[0]
    )
    assert "- Who was blamed? (reflection)" in principle.split("### Trauma informed")[1].split("###")[0]
