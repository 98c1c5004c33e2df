"""How well parts in a row are read, and how fast people are found: writes benchmarks/people.md.

Quality: benchmarks/people/sentences.csv, written and labelled before the grammar. Of the held-back part only totals are
ever written; `--show` prints what differs in the other.

    python benchmarks/bench_people.py [--show]
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

import pandas as pd

from flagger.chronology.read import read_files
from flagger.codebook import load_codebook
from flagger.coding import code_events
from flagger.model import Chronology
from flagger.people import find_people, shipped_lexicon

HERE = Path(__file__).parent
ROLES = ("victim", "alleged_perpetrator", "present")
EVENTS, CASES = 20_000, 400
TABLE = [
    ("Name", "Relationship", "DOB"),
    ("Kim Ashdown", "Mother", "02/02/1990"),
    ("Joe Marsh", "Father", "1988"),
    ("Lee Poole", "Mother's partner", "1991"),
    ("Joan Ashdown", "MGM", "1962"),
    ("Wren Ashdown", "Child", "01/02/2015"),
    ("Jay Ashdown", "Child", "03/04/2020"),
    ("Rowan Ashdown", "Sibling", "05/06/2008"),
]
Labels = set[tuple[str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="print the tune part's sentences that are read wrongly")
    show = parser.parse_args().show
    rows = list(csv.DictReader((HERE / "people" / "sentences.csv").open(encoding="utf-8", newline="")))
    gold = [_labels(row["expected"]) for row in rows]
    found = _read(rows)
    if show:
        for row, want, got in zip(rows, gold, found, strict=True):
            if row["part"] == "tune" and want != got:
                print(f"{row['id']} [{row['person']}] {row['text']}")
                print(f"   missed {want - got or '-'}, wrong {got - want or '-'}")
    lines = [*_quality(rows, gold, found), *_speed(rows)]
    (HERE / "people.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _labels(expected: str) -> Labels:
    pairs = (part.strip().partition(":") for part in expected.split(";") if part.strip())
    return {(role, who) for role, _, who in pairs}


def _chronology(cases: dict[str, list[tuple[str, str]]]) -> Chronology:
    """One file a case: the table of people above, then (person, text) rows."""
    with tempfile.TemporaryDirectory() as folder:
        for case, rows in cases.items():
            path = Path(folder) / case / "chronology.csv"
            path.parent.mkdir()
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerows(TABLE)
                writer.writerow(("Date", "Person", "Event"))
                writer.writerows(("01/07/2024", person, text) for person, text in rows)
        return read_files([Path(folder) / case for case in cases])


def _read(rows: list[dict[str, str]]) -> list[Labels]:
    chronology = _chronology({"ashdown": [(row["person"], row["text"]) for row in rows]})
    events = chronology.events
    codings = code_events(events, load_codebook(HERE.parent / "rules" / "codebook"))
    people = find_people(chronology, codings, shipped_lexicon())
    names = [name.removesuffix(" (not named)") for name in people.persons["name"]]
    known = {name for name, *_ in TABLE}
    at: dict[tuple[str, str], list[int]] = {}
    for i, row in enumerate(rows):
        at.setdefault((row["person"], row["text"]), []).append(i)
    place = {e: at[p, t][0] for e, p, t in zip(events["event_id"], events["person"], events["text"], strict=True)}
    labels: list[Labels] = [set() for _ in rows]
    mentions = people.mentions[people.mentions["role"].isin(ROLES) & (people.mentions["event_id"] != "")]
    for event, person, role in zip(mentions["event_id"], mentions["person"], mentions["role"], strict=True):
        name = names[person]
        labels[place[event]].add((role, name.split()[0] if name in known else name))
    return labels


def _quality(rows: list[dict[str, str]], gold: list[Labels], found: list[Labels]) -> list[str]:
    lines = [
        "# How well people's parts are read, and how fast people are found",
        "",
        "Written by `benchmarks/bench_people.py`.",
        "",
        f"{len(rows)} invented sentences, every third held back, labelled with who harmed whom and who was there",
        "before the grammar was written, by the same hand. A part is right when role and person are both right.",
        "",
        "| role | tune: precision | recall | labelled | held back: precision | recall | labelled |",
        "|---|---|---|---|---|---|---|",
    ]
    for role in (*ROLES, "all"):
        cells = []
        for part in ("tune", "held"):
            counts: Counter[str] = Counter()
            for row, want, got in zip(rows, gold, found, strict=True):
                if row["part"] == part:
                    want, got = ({x for x in labels if role in ("all", x[0])} for labels in (want, got))
                    counts.update(right=len(want & got), found=len(got), labelled=len(want))
            precision, recall = (counts["right"] / max(counts[key], 1) for key in ("found", "labelled"))
            cells.append(f" {precision:.3f} | {recall:.3f} | {counts['labelled']} |")
        lines.append(f"| {role} |{''.join(cells)}")
    return [*lines, ""]


def _speed(rows: list[dict[str, str]]) -> list[str]:
    chance = random.Random(7)
    texts = [row["text"] for row in rows] + [row["text"] for row in _everyday()]
    cases: dict[str, list[tuple[str, str]]] = {}
    for i in range(EVENTS):
        text = " ".join(chance.choices(texts, k=chance.randint(1, 4)))
        cases.setdefault(f"case {i % CASES}", []).append((chance.choice(("", "Wren", "Mum", "Wren, Jay", "All")), text))
    start = time.process_time()
    chronology = _chronology(cases)
    reading = time.process_time() - start
    start = time.process_time()
    codings = code_events(chronology.events, load_codebook(HERE.parent / "rules" / "codebook"))
    coding = time.process_time() - start
    took = min(_took(chronology, codings) for _ in range(3))
    return [
        "## Speed",
        "",
        f"{EVENTS:,} events of {CASES} cases, one to four sentences each; processor time of one core.",
        "",
        "| | seconds | events a second |",
        "|---|---|---|",
        f"| reading the files | {reading:.2f} | {EVENTS / reading:,.0f} |",
        f"| coding | {coding:.2f} | {EVENTS / coding:,.0f} |",
        f"| people | {took:.2f} | {EVENTS / took:,.0f} |",
        "",
        f"People add {took / (reading + coding):.0%} to reading and coding.",
    ]


def _everyday() -> list[dict[str, str]]:
    return list(csv.DictReader((HERE / "coding" / "sentences.csv").open(encoding="utf-8", newline="")))


def _took(chronology: Chronology, codings: pd.DataFrame) -> float:
    start = time.process_time()
    find_people(chronology, codings, shipped_lexicon())
    return time.process_time() - start


if __name__ == "__main__":
    main()
