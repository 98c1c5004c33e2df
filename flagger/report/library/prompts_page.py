"""`docs/prompts.md`: the bank of questions for reflection: `python -m flagger.report.library.prompts_page` writes it.

By stage of the supervision cycle, then by the practice principles of the 2022 briefing. Questions only: nothing is
filled in or counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flagger.report.library.audits_page import cell, linked
from flagger.rulebook.load import Rulebook, load_rulebook
from flagger.rulebook.prompts import PRINCIPLES, STAGES, Prompt
from flagger.rulebook.where import rules_root

PROMPTS_PAGE = Path("docs") / "prompts.md"
_HEAD = """\
# Questions for reflection

For supervision, for a panel, or for one's own thinking beside a chronology. They answer to the findings of published
audits that no rule can look for, or not by itself. A flag carries those of its rule, under "Also worth reflecting on".
The words are ours. This page is generated from `rules/prompts.yaml`; do not edit it."""
_STAGES = {
    "experience": "What happened, and how was it for each person? Stay with it before explaining it.",
    "reflection": "What does it stir up, what do we assume, and what do our words do?",
    "analysis": "What does it mean, and what else might it mean?",
    "action": "What will be done, by whom, and how will we know?",
}


def prompts_page(book: Rulebook) -> str:
    """The page as Markdown."""
    prompts = book.prompts.prompts.values()
    parts = [_HEAD, "## By stage of the supervision cycle"]
    for stage in STAGES:
        rows = [
            f"| {cell(_asked(p))} | {_words(p.principles)} | {', '.join(map(linked, p.rules))} |"
            for p in prompts
            if p.stage == stage
        ]
        parts += [f"### {stage.capitalize()}", _STAGES[stage]]
        parts.append("\n".join(["| question | principle | with the flags of |", "|---|---|---|", *rows]))
    parts.append("## By practice principle")
    for principle in PRINCIPLES:
        parts.append(f"### {_words([principle]).capitalize()}")
        parts.append("\n".join(f"- {_asked(p)} ({p.stage})" for p in prompts if principle in p.principles))
    return "\n\n".join(parts) + "\n"


def _asked(prompt: Prompt) -> str:
    if prompt.when is None:
        return prompt.asks
    return f"{prompt.asks} (For rows of {prompt.when.first} to {prompt.when.last}: {prompt.when.what}.)"


def _words(principles: Iterable[str]) -> str:
    return ", ".join(principle.replace("_", " ") for principle in principles)


if __name__ == "__main__":
    PROMPTS_PAGE.write_text(prompts_page(load_rulebook(rules_root())), encoding="utf-8", newline="\n")
