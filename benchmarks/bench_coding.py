"""How well and how fast events are coded: writes benchmarks/coding.md.

Quality: benchmarks/coding/sentences.csv, labelled by another hand. Of the held-back part only totals are ever written.
Speed: narrative events a second on one core, beside negspaCy where a Python that has it is named.

    python benchmarks/bench_coding.py [--negspacy PYTHON]
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pandas as pd

from flagger.codebook import Codebook, load_codebook
from flagger.coding import code_events
from flagger.model import CODING_STATUSES

HERE = Path(__file__).parent
EVENTS = 20_000
YEAR = 2024  # no sentence is dated: a year written in one is history if it comes before this
Labels = set[tuple[str, str]]
Keep = set[tuple[str, str]] | str  # these pairs, or all with this status ("" = all)
NEGSPACY = """
import json, sys, time, spacy
from negspacy.negation import Negex
from spacy.util import filter_spans
data = json.load(open(sys.argv[1]))
nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"}).add_patterns(
    [{"label": "CODE", "pattern": term} for term in data["terms"]])
nlp.add_pipe("negex", config={"ent_types": ["CODE"]})
list(nlp.pipe(data["texts"][:200]))
begun = time.process_time()
found = sum(len(doc.ents) for doc in nlp.pipe(data["texts"]))
print(json.dumps({"seconds": time.process_time() - begun, "found": found, "version": spacy.__version__}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--negspacy", type=Path, help="a Python that has spacy and negspacy")
    other = parser.parse_args().negspacy
    began = time.perf_counter()
    codebook = load_codebook(HERE.parent / "rules" / "codebook")
    loaded = time.perf_counter() - began
    code_events(_events([]), codebook)
    ready = time.perf_counter() - began - loaded
    rows = list(csv.DictReader((HERE / "coding" / "sentences.csv").open(encoding="utf-8", newline="")))
    gold = [_labels(row["expected"]) for row in rows]
    scored = {code for labels in gold for code, _ in labels}
    found = [{(code, s) for code, s in labels if code in scored} for labels in _coded(rows, codebook)]
    lines = [*_quality(rows, gold, found, codebook), *_speed(rows, codebook, (loaded, ready), other)]
    (HERE / "coding.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _labels(expected: str) -> Labels:
    pairs = (part.strip().rpartition(":") for part in expected.split(";") if part.strip())
    return {(code, status) for code, _, status in pairs}


def _events(texts: list[str]) -> pd.DataFrame:
    count, day = len(texts), (dt.date(YEAR, 7, 1) - dt.date(1970, 1, 1)).days
    blank = dict.fromkeys(("event_type", "outcome", "person"), "")
    days = pd.array([day] * count, dtype="Int32")
    return pd.DataFrame({"event_id": [str(i) for i in range(count)], "text": texts, "lo": days, **blank})


def _coded(rows: list[dict[str, str]], codebook: Codebook) -> list[Labels]:
    labels: list[Labels] = [set() for _ in rows]
    codings = code_events(_events([row["text"] for row in rows]), codebook)
    for event, code, status in zip(codings["event_id"], codings["code"], codings["status"], strict=True):
        labels[int(event)].add((code, status))
    return labels


def _quality(rows: list[dict[str, str]], gold: list[Labels], found: list[Labels], codebook: Codebook) -> list[str]:
    parts = {part: [i for i, row in enumerate(rows) if row["part"] == part] for part in ("tune", "held")}
    lines = [
        "# How well and how fast events are coded",
        "",
        f"Written by `benchmarks/bench_coding.py` with the codebook `{codebook.sha256[:12]}`.",
        "",
        f"{len(rows)} sentences, {len(parts['tune'])} to tune with, {len(parts['held'])} held back, labelled by",
        "another hand than the codebook's. A coding is right when code and status are both right. Codes that no",
        "sentence is labelled with are left out. The held-back sentences were not read while the codebook was written;",
        "their totals were looked at twice, and the codebook was made more general in between. Half of the tune",
        "sentences were read while that was done.",
        "",
    ]
    for title, select in (("status", _by_status()), ("family", _by_family(codebook))):
        head = f"| {title} | tune: precision | recall | labelled | held: precision | recall | labelled |"
        lines += [head, "|---|---|---|---|---|---|---|"]
        for name, keep in select.items():
            cells = [_score([gold[i] for i in at], [found[i] for i in at], keep) for at in parts.values()]
            if any(not cell.endswith(" 0 |") for cell in cells):
                lines.append(f"| {name} |{cells[0]}{cells[1]}")
        lines.append("")
    return [
        *lines,
        "Families: affirmed codings only. The goal was 0.95 precision and 0.90 recall, affirmed, held back.",
        "",
    ]


def _by_status() -> dict[str, Keep]:
    return {**{status: status for status in CODING_STATUSES}, "all": ""}


def _by_family(codebook: Codebook) -> dict[str, Keep]:
    return {name: {(code, "affirmed") for code in codebook.expand([name])} for name in codebook.families}


def _score(gold: list[Labels], found: list[Labels], keep: Keep) -> str:
    def kept(labels: Labels) -> Labels:
        return {p for p in labels if (p in keep if isinstance(keep, set) else keep in ("", p[1]))}

    counts: Counter[str] = Counter()
    for want, got in zip(map(kept, gold), map(kept, found), strict=True):
        counts.update(right=len(want & got), found=len(got), labelled=len(want))
    precision = f"{counts['right'] / counts['found']:.3f}" if counts["found"] else "-"
    recall = f"{counts['right'] / counts['labelled']:.3f}" if counts["labelled"] else "-"
    return f" {precision} | {recall} | {counts['labelled']} |"


def _speed(rows: list[dict[str, str]], codebook: Codebook, waits: tuple[float, float], other: Path | None) -> list[str]:
    chance = random.Random(7)
    sentences = [row["text"] for row in rows if row["part"] == "tune"]
    texts = [". ".join(chance.choices(sentences, k=chance.randint(1, 4))) for _ in range(EVENTS)]
    events, times = _events(texts), []
    for _ in range(5):
        start = time.process_time()
        codings = code_events(events, codebook)
        times.append(time.process_time() - start)
    words = sum(len(text.split()) for text in texts) / EVENTS
    phrases = sum(len(code.phrases) for code in codebook.codes.values())
    lines = [
        "## Speed",
        "",
        f"{EVENTS:,} events of one to four sentences ({words:.0f} words on average), processor time of one core,",
        f"best and middle of five runs; Python {platform.python_version()}, {os.cpu_count()} shared cores.",
        f"The codebook ({len(codebook.codes)} codes, {phrases:,} phrases) loads in {waits[0]:.2f} s and is ready",
        f"{waits[1]:.2f} s later.",
        "",
        "| | events a second | seconds | codings |",
        "|---|---|---|---|",
    ]
    for name, seconds in (("flagger, best", min(times)), ("flagger, middle", sorted(times)[2])):
        lines.append(f"| {name} | {EVENTS / seconds:,.0f} | {seconds:.2f} | {len(codings):,} |")
    goal = "The goal was 30,000 narrative events a second on one core."
    return [*lines, *_negspacy(texts, codebook, other), "", goal]


def _negspacy(texts: list[str], codebook: Codebook, other: Path | None) -> list[str]:
    if other is None:
        return ["", "negspaCy was not measured in this run: no Python that has it was named."]
    plain = [phrase.text for code in codebook.codes.values() for phrase in code.phrases]
    terms = sorted({text.lower() for text in plain if text.replace(" ", "").isalnum()})
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.json"
        data.write_text(json.dumps({"texts": texts, "terms": terms}), encoding="utf-8")
        done = subprocess.run([other, "-c", NEGSPACY, data], capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(done.stderr)
        return ["", "negspaCy could not be run: see what the benchmark printed."]
    said = json.loads(done.stdout)
    name = f"negspaCy, spaCy {said['version']}, blank model, only the {len(terms)} phrases that are plain words"
    return [f"| {name} | {EVENTS / said['seconds']:,.0f} | {said['seconds']:.2f} | {said['found']:,} |"]


if __name__ == "__main__":
    main()
