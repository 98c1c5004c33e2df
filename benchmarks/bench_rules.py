"""Every rule over a synthetic authority of 5,000 families with planted patterns: writes benchmarks/rules.md.

python benchmarks/bench_rules.py [--cases 5000] [--seed 1]
python benchmarks/bench_rules.py --look R01 [--missed | --wrong]     # prints cases with their rows, for reading by hand
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from pathlib import Path
from random import Random

from lives import EPOCH
from rules_page import page
from scores import Made, Run, matches_of, rows_of, run, score

from flagger.detect.evidence import events_of
from flagger.model import Status
from flagger.timeline.people import People

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--look", metavar="RULE", help="print a sample of what this rule flags in dull lives; write nothing"
    )
    parser.add_argument(
        "--missed", action="store_true", help="with --look: planted cases that were not flagged instead"
    )
    parser.add_argument("--wrong", action="store_true", help="with --look: decoys that were flagged instead")
    parser.add_argument("--sample", type=int, default=5)
    given = parser.parse_args()
    begun = time.perf_counter()
    made = run(given.cases, given.seed, None if not given.look else {given.look})
    if given.look:
        look(made, given.look, given.missed, given.wrong, given.sample)
        return
    scores = [score(made, rule) for rule in made.rules]
    took = time.perf_counter() - begun
    (HERE / "rules.md").write_text(page(made, scores, given.seed, took), encoding="utf-8")


def look(made: Made, rule: str, missed: bool, wrong: bool, sample: int) -> None:
    """Print cases with their rows; `>` marks evidence, `*` planted rows."""
    of = next(found for found in made.rules if found.id == rule)
    own = score(made, of)
    print(f"{rule} {of.title}")
    print(f"dull {dict(own.dull)} plants {dict(own.plants)} decoys {dict(own.decoys)} mixed {own.mixed}")
    if missed or wrong:
        for case in (own.missed if missed else own.wrong)[:sample]:
            plant = made.authority.cases[case].plant
            print(f"\n-- {made.authority.names[case]}: {plant.says if plant else ''}")
            _show(
                made.full,
                rule,
                case,
                {
                    int(e)
                    for n, c, _ in matches_of(made.full, rule)
                    if c == case
                    for e in events_of(made.full.detection.matches, rule, n)
                },
                near_plant=True,
            )
        return
    found = list(matches_of(made.dull, rule))
    for number, case, status in sorted(Random(1).sample(found, min(sample, len(found)))):
        print(f"\n-- {made.authority.names[case]}: {Status(status).word}")
        _show(
            made.dull, rule, case, set(events_of(made.dull.detection.matches, rule, number).tolist()), near_plant=False
        )


def _show(run: Run, rule: str, case: int, evidence: set[int], near_plant: bool) -> None:
    line = run.line
    rows = rows_of(run, case)
    centre = [p for p in rows if (run.planted[p] if near_plant else p in evidence)]
    first, last = (min(line.lo[p] for p in centre) - 60, max(line.hi[p] for p in centre) + 120) if centre else (0, 0)
    for position in rows:
        if first <= line.lo[position] <= last:
            codes = [
                line.codes[c] + ("" if status == "affirmed" else f" ({status})")
                for status, index in line.codings.items()
                for c in range(len(line.codes))
                if position in index.of(c)
            ]
            marks = (">" if position in evidence else " ") + ("*" if run.planted[position] else " ")
            assert line.people is not None
            print(
                marks,
                _date(int(line.lo[position]), int(line.hi[position])),
                line.agencies[line.agency[position]],
                "+".join(codes),
                _who(line.people, position),
            )


def _who(people: People, position: int) -> str:
    links = range(*people.event.searchsorted([position, position + 1]))
    return " ".join(f"{people.names[people.person[n]]}:{people.roles[people.role[n]]}" for n in links)


def _date(lo: int, hi: int) -> str:
    days = [dt.date.fromordinal(day + EPOCH).isoformat() for day in (lo, hi)]
    return days[0] if lo == hi else "..".join(days)


if __name__ == "__main__":
    main()
