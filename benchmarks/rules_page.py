"""The page benchmarks/rules.md: what each rule gave on the synthetic authority, and what explains the unusual."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import yaml
from authority import FOLDER
from planting import read_plants
from scores import MISSED, NOT_ASSESSED, Made, Score

from flagger.model import Status

OFTEN = 1 / 3
CONFIRMED, POSSIBLE, PENDING = Status.CONFIRMED, Status.POSSIBLE, Status.PENDING
Explained = Mapping[str, Mapping[str, str]]


def page(made: Made, scores: Sequence[Score], seed: int, took: float) -> str:
    """The whole page."""
    explained = yaml.safe_load((FOLDER / "explained.yaml").read_text(encoding="utf-8")) or {}
    _, reasons = read_plants(FOLDER / "plants")
    lines = [
        (FOLDER / "intro.md")
        .read_text(encoding="utf-8")
        .format(
            today=dt.date.today().isoformat(),
            seed=seed,
            took=took,
            python=platform.python_version(),
            numpy=np.__version__,
            families=len(made.authority.cases),
            rows=len(made.dull.line),
        ),
        *_summary(scores),
        *_of_note(scores, explained, reasons),
        (FOLDER / "columns.md").read_text(encoding="utf-8"),
        *_tables(scores),
    ]
    return "\n".join(lines) + "\n"


def _summary(scores: Sequence[Score]) -> Iterator[str]:
    planted = [s for s in scores if s.plants.total()]
    assessed = sum(s.plants.total() - s.plants[NOT_ASSESSED] for s in planted)
    sure, maybe = (sum(s.plants[status] for s in planted) for status in (CONFIRMED, POSSIBLE))
    decoys = sum(s.decoys.total() for s in planted)
    wrong = sum(s.decoys[status] for s in planted for status in Status)
    wrong_sure = sum(s.decoys[CONFIRMED] for s in planted)
    yield "## In short\n"
    yield f"- {len(scores)} rules, {len(planted)} of them planted."
    found = f"{sure:,} were flagged as confirmed ({sure / assessed:.1%}), and {maybe:,} as possible"
    yield (
        f"- Of {assessed:,} planted patterns in families where the rule could be assessed, {found} "
        f"({(sure + maybe) / assessed:.1%} together)."
    )
    yield (
        f"- Of {decoys:,} decoys, {wrong:,} were flagged by their own rows ({wrong / decoys:.1%}), {wrong_sure:,} of "
        "them as confirmed."
    )
    often = [s for s in scores if _often(s)]
    yield (
        f"- {len(often)} rules fire in over a third of the dull families, or of those in which they could be assessed; "
        f"{sum(_never(s) for s in scores)} fire nowhere.\n"
    )


def _often(score: Score) -> bool:
    return max(score.flagged / score.families, score.of_assessed) > OFTEN


def _never(score: Score) -> bool:
    return not score.flagged and not any(score.plants[status] for status in Status)


def _low(score: Score) -> bool:
    found = score.recall(CONFIRMED, POSSIBLE, PENDING)
    return found is not None and found < 0.95


def _wrong(score: Score) -> bool:
    return score.decoys[CONFIRMED] > 0


def _of_note(scores: Sequence[Score], explained: Explained, reasons: Mapping[str, str]) -> Iterator[str]:
    """What is unusual, with its explanation from authority/explained.yaml."""
    sections: tuple[tuple[str, str, Callable[[Score], bool]], ...] = (
        ("In over a third of dull families, or of those in which it could be assessed", "often", _often),
        ("Nowhere, neither in dull families nor planted", "never", _never),
        ("Planted, and found in fewer than 95 of 100", "missed", _low),
        ("Decoys flagged as confirmed", "decoys", _wrong),
    )
    for title, kind, holds in sections:
        yield f"## {title}\n"
        found = [score for score in scores if holds(score)]
        for score in found:
            said = explained.get(score.rule.id, {}).get(kind, "**Not explained yet.**")
            yield f"- **{score.rule.id}** {score.rule.title} ({_how_many(score, kind)}). {said}"
        yield "" if found else "None.\n"
    yield "## Found by chance in dull families, read by hand\n"
    for score in scores:
        if by_hand := explained.get(score.rule.id, {}).get("chance"):
            yield f"- **{score.rule.id}** {score.rule.title} ({score.flagged} families). {by_hand}"
    yield "\n## What reading this page changed\n"
    for rule, entry in explained.items():
        if "mended" in entry:
            yield f"- **{rule}** {entry['mended']}"
    yield "\n## Not planted\n"
    for score in scores:
        if not score.plants.total():
            reason = reasons.get(score.rule.id, "**No plant and no reason yet.**")
            yield f"- **{score.rule.id}** {score.rule.title}. {reason}"
    yield ""


def _how_many(score: Score, kind: str) -> str:
    if kind == "often":
        return f"{score.flagged / score.families:.0%} of all, {score.of_assessed:.0%} of those assessed"
    if kind == "missed":
        return f"{score.plants[MISSED]} of {score.plants.total()} missed"
    if kind == "decoys":
        return f"{score.decoys[CONFIRMED]} of {score.decoys.total()}"
    return f"could be assessed in {1 - score.not_assessed / score.families:.0%}"


def _tables(scores: Sequence[Score]) -> Iterator[str]:
    themes = sorted({score.rule.family for score in scores})
    for theme in themes:
        yield f"### {theme.replace('_', ' ')}\n"
        yield (
            "| rule | dull | c/p/pend | not assessed | planted | confirmed | possible | pending | n/a | missed "
            "| recall | decoys | precision |"
        )
        yield "|---|---|---|---|---|---|---|---|---|---|---|---|---|"
        for score in scores:
            if score.rule.family == theme:
                yield _row(score)
        yield ""


def _row(score: Score) -> str:
    plants, dull = score.plants, score.dull
    planted = (
        [
            plants.total(),
            plants[CONFIRMED],
            plants[POSSIBLE],
            plants[PENDING],
            plants[NOT_ASSESSED],
            plants[MISSED],
            f"{_percent(score.recall(CONFIRMED))} ({_percent(score.recall(CONFIRMED, POSSIBLE))})",
        ]
        if plants.total()
        else ["-"] * 7
    )
    wrong = sum(score.decoys[status] for status in Status)
    decoys = f"{wrong} of {score.decoys.total()} ({score.mixed})" if score.decoys.total() else "-"
    cells = [
        f"**{score.rule.id}** {score.rule.title}",
        f"{score.flagged / score.families:.1%} ({score.of_assessed:.1%})",
        f"{dull[CONFIRMED]}/{dull[POSSIBLE]}/{dull[PENDING]}",
        f"{score.not_assessed / score.families:.0%}",
        *planted,
        decoys,
        _percent(score.precision) if plants.total() else "-",
    ]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"
