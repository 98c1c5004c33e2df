"""The pages of the rules: whole, linked, with their tests drawn, and the same bytes for the same rules."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner
from rulebook_sample import AUDITS, COMBINE, COUNT, RULES, SEQUENCE, change, load, write_rules

from flagger.cli import main
from flagger.report.library.pages import INDEX, rule_pages

DEPRECATED = ("status: test", "status: deprecated\nreplaced_by: T02\ndeprecated_reason: It asked <too> much.")


def test_there_is_a_page_for_each_rule_and_an_index(tmp_path: Path) -> None:
    pages = rule_pages(load(tmp_path, RULES))
    assert set(pages) == {INDEX, *(f"{name}.md" for name in RULES)}
    for name, text in pages.items():
        linked = set(re.findall(r"\]\(([^./)]+\.md)\)", text))
        assert linked <= set(pages), name


def test_a_page_says_all_that_the_rule_says(tmp_path: Path) -> None:
    page = rule_pages(load(tmp_path, {"T01": COUNT}))["T01.md"]
    for said in (
        "# T01 Missed appointments\n",
        "| concern | themes | engagement | in test | 1.0.0 | flagger | 22 November 2026 | "
        "[rules/themes/T01.yaml](../../rules/themes/T01.yaml) |",
        "- At least 3 rows within 180 days, each a row about “was not brought”.",
        "| n | 3 times | from 2 to 10 | Our own inference. ours |",
        "**An invented audit (audit 900; an invented partnership, 2020)**\n\n- Missed appointments went unasked.",
        "missed between \\[first\\] and \\[last\\]; 3 or more within 180 days. |",
        "- What stood in the way?",
        "- Letters to an old address.",
        "- Appointments that nobody wrote down.",
        "### one only\n\n```text\n   2024\n   Jan\n",
        "expected: confirmed (A B C)\n```",
    ):
        assert said in page, said


def test_the_index_goes_by_theme_and_by_audit(tmp_path: Path) -> None:
    index = rule_pages(load(tmp_path, {"T01": COUNT, "T02": SEQUENCE}))[INDEX]
    assert "### Themes\n\n| rule | what | kind | status |" in index
    assert "| [T01](T01.md) | Missed appointments | concern | in test |" in index
    assert "| Missed appointments went unasked. | [T01](T01.md), [T02](T02.md) |" in index


def test_rules_that_go_together_are_linked(tmp_path: Path) -> None:
    pages = rule_pages(load(tmp_path, {"T01": COUNT, "T02": SEQUENCE, "T05": COMBINE}))
    assert "It takes what these rules find:\n\n- [T01](T01.md) Missed appointments" in pages["T05.md"]
    assert "What it finds is taken by:\n\n- [T05](T05.md)" in pages["T01.md"]


def test_what_a_rule_says_cannot_become_markup(tmp_path: Path) -> None:
    text = change(COUNT, "source: ours}\n  within", 'source: "A | B <b>*c*</b> [d](e)"}\n  within', DEPRECATED)
    page = rule_pages(load(tmp_path, {"T01": text, "T02": SEQUENCE}))["T01.md"]
    assert "Our own inference. A \\| B \\<b\\>\\*c\\*\\</b\\> \\[d\\](e) |" in page
    assert "**No longer used.** It asked \\<too\\> much. Use [T02](T02.md) instead." in page


def test_pages_of_rules_that_are_gone_go_and_a_persons_own_stay(tmp_path: Path) -> None:
    rules, out = write_rules(tmp_path / "rules", {"T01": COUNT, "T02": SEQUENCE}, AUDITS), tmp_path / "pages"
    arguments = ["rules", "docs", "--out", str(out), "--rules", str(rules)]
    assert CliRunner().invoke(main, arguments).stdout == f"3 pages written: {out}\n"
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "mine.md").write_text("# Mine", encoding="utf-8")
    (rules / "themes" / "T02.yaml").unlink()
    result = CliRunner().invoke(main, arguments)
    assert result.stdout == f"2 pages written, 1 of rules that are gone removed: {out}\n"
    after = {path.name: path.read_bytes() for path in out.iterdir()}
    assert set(after) == {"README.md", "T01.md", "mine.md"} and after["T01.md"] == before["T01.md"]
