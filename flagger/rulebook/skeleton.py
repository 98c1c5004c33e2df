"""A new rule to begin from: a file that loads, whose tests pass, with comments that teach and words still to write.

The texts are in `skeletons/`: `head.yaml` and one file a matcher. What is to be written begins with TO_WRITE, which the
linter finds; the codes are examples.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

TO_WRITE = "(to write)"
MATCHERS = ("count", "sequence", "absence", "measure", "rate", "conflict", "combine")


def skeleton(rule_id: str, theme: str, matcher: str, codes: tuple[str, str], rules: Sequence[str]) -> str:
    """The text of a new rule file.

    `theme` is a folder of `themes`, or `strengths` or `combined`. `codes` stand for what is looked for, and for what is
    expected or counted beside it; `rules` are those that `combine` joins: at least two, of different families.
    """
    words = {
        "@ID": rule_id,
        "@KIND": "strength" if theme == "strengths" else "concern",
        "@FAMILY": theme,
        "@NEEDED": ", ".join(codes) if matcher in ("measure", "conflict") else codes[0],
        "@RULES": ", ".join(rules),
        "@A": codes[0],
        "@B": codes[1],
    }
    folder = files("flagger.rulebook") / "skeletons"
    text = "".join((folder / f"{name}.yaml").read_text(encoding="utf-8") for name in ("head", matcher))
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text
