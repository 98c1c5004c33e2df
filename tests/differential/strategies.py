"""Small chronologies and random matchers for the oracles: ties, edges, approximate dates, people, two cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from .oracle import Event, Member, Person
from .oracle.time import number

CODES = ("a", "b", "c", "d", "opened", "closed")
CODE_LISTS = (["a"], ["b"], ["a", "b"], ["b", "c"], ["a", "c"], ["a", "b", "c"], ["b", "c", "d"], ["a", "b", "c", "d"])
AGENCIES = ("gp", "police")
WRITTEN = ("gp", "gp", "police", "police", "")
SERVICES = ("", "", "housing", "police")
PER = ("case", "case", "agency", "service", "child", "child", "person", "pair")
SAME = (*PER[2:], "involved")
ROLES = ("", "victim", "victim", "alleged_perpetrator", "alleged_perpetrator", "present", "mother")
WHO = (["victim"], ["alleged_perpetrator"], ["child"], ["adult"], ["victim", "mother"], ["present", "adult"])
COLUMNS = ("outcome", "impact")
CHARACTERISTICS = ("ethnicity", "disability")
AGES = ("0d", "3d", "1w", "1mo", "1y")
VALUES: Mapping[str, frozenset[str]] = {"ab": frozenset({"a", "b"}), "bc": frozenset({"b", "c"})}
EPISODES: Mapping[str, Any] = {
    "plain": {"opens": {"code": ["opened"]}, "closes": {"code": ["closed"]}},
    "ignore": {"opens": {"code": ["opened"]}, "closes": {"code": ["closed"]}, "before_record": "ignore"},
    "unsure": {
        "opens": {"code": ["opened"], "not_follows": {"of": {"code": ["d"]}, "within": "2d"}},
        "closes": {"code": ["closed"], "precedes": {"of": {"code": ["a", "d"]}, "within": "2d"}},
    },
}
# A leap February, an ordinary end of January, and an Easter with its two bank holidays.
BASES = tuple(number(text) for text in ("2024-02-26", "2023-01-28", "2024-03-26"))
HOLIDAYS = frozenset({number("2024-03-29"), number("2024-04-01")})
DAY_SPANS = ("1d", "2d", "3d", "5d", "1w", "1wd", "2wd", "3wd")
MONTH_SPANS = ("1mo", "28d", "30d", "2mo")
DAY_OFFSETS = tuple(range(11))
BIRTHS = (-366, -365, -63, -31, -30, -28, -8, -7, -3, -1, 0, 1, 2, 3, 5, 8)
MONTH_OFFSETS = (0, 1, 2, 3, 4, 5, 28, 29, 30, 31, 32, 33, 34, 59, 60, 61)


@dataclass(frozen=True)
class Question:
    """A rule, a chronology and all else that `evaluate` takes: `evaluate(q.match, q.events, **q.setting)`."""

    match: dict[str, Any]
    events: tuple[Event, ...]
    setting: dict[str, Any] = field(default_factory=dict)


@st.composite
def chronologies(
    draw: st.DrawFn,
    offsets: tuple[int, ...] = DAY_OFFSETS,
    max_events: int = 7,
    max_placements: int = 150,
    doubt: bool = False,
    people: tuple[Person, ...] = (),
) -> tuple[Event, ...]:
    """Events near one base day, at most `max_placements` joint placements a case. `doubt`: some dates are doubted."""
    base = draw(st.sampled_from(BASES))
    size = max_events - draw(st.sampled_from((0, 0, 0, 1, 2, 4, 6)))
    ids = draw(st.permutations([f"e{place}" for place in range(size)]))
    placements_left = {"K1": max_placements, "K2": max_placements}
    events: list[Event] = []
    for event_id in ids:
        case = draw(st.sampled_from(("K1", "K1", "K1", "K2")))
        lo = base + draw(st.sampled_from(offsets))
        wide = draw(st.sampled_from((1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 6, 6, 28 if 59 in offsets else 6)))
        width = max(1, min(wide, placements_left[case]))
        placements_left[case] //= width
        told = [e.incident or e.id for e in events if e.case == case]
        events.append(
            Event(
                id=event_id,
                case=case,
                lo=lo,
                hi=lo + width - 1,
                codes=draw(st.frozensets(st.sampled_from((*CODES, *CODES[:3])), min_size=1, max_size=2)),
                agency=draw(st.sampled_from(WRITTEN)),
                incident=draw(st.sampled_from(["", "", "", *told])),
                approx=doubt and some(draw, 8),
                others=draw(st.sampled_from((frozenset(), frozenset(), frozenset({("a", "hedged")})))),
                **(draw(shown(tuple(p.name for p in people if p.case == case))) if people else {}),
            )
        )
    return tuple(events)


@st.composite
def shown(draw: st.DrawFn, names: tuple[str, ...]) -> dict[str, Any]:
    """Whom a row shows, and what else stands in it."""
    filled = draw(st.sampled_from(((), (), ("outcome",), ("outcome", "impact"))))
    blank = draw(st.sampled_from(((), (), ("outcome",), ("outcome", "impact"))))
    who = st.frozensets(st.tuples(st.sampled_from(names), st.sampled_from(ROLES)), max_size=3) if names else None
    return {
        "who": draw(who) if who is not None else frozenset(),
        "together": some(draw, 6),
        "filled": frozenset(filled),
        "blank": frozenset(blank) - frozenset(filled),
        "service": draw(st.sampled_from(SERVICES)),
        "involved": draw(st.sampled_from((frozenset(), frozenset(), frozenset({"gp"}), frozenset(AGENCIES)))),
    }


@st.composite
def casts(draw: st.DrawFn) -> tuple[Person, ...]:
    """Two to four people of one case and up to two of another, born about day 0 or an age before, or nobody knows."""
    found: list[Person] = []
    widths = [1, 2, 5]  # one birth of each at most
    for case, most in (("K1", draw(st.integers(2, 4))), ("K2", draw(st.integers(0, 2)))):
        children = draw(st.sampled_from((1, 2, 3, 0)))
        for place in range(most):
            lo = draw(st.sampled_from(BIRTHS))
            width = draw(st.sampled_from((*widths, 0))) if place < children else draw(st.integers(0, 1))
            widths = [w for w in widths if w == 1 or w != width]
            born = (lo, lo + width - 1) if width else None
            lacking = draw(st.sampled_from((frozenset(), frozenset(), *({frozenset({c}) for c in CHARACTERISTICS}))))
            found.append(Person(f"{case} p{place}", case, place < children, born, lacking))
    return tuple(found)


def some(draw: st.DrawFn, chance: int = 3) -> bool:
    """One time in `chance`."""
    return draw(st.integers(1, chance)) == chance


def born_about(people: tuple[Person, ...], day: int) -> tuple[Person, ...]:
    """The same people, their births counted from this day."""
    return tuple(replace(p, born=p.born and (p.born[0] + day, p.born[1] + day)) for p in people)


@st.composite
def ages(draw: st.DrawFn) -> dict[str, str]:
    """An `age`, from, under, or both."""
    young, old = sorted(draw(st.lists(st.sampled_from(AGES), min_size=2, max_size=2, unique=True)), key=AGES.index)
    return draw(st.sampled_from(({"at_least": young}, {"under": old}, {"at_least": young, "under": old})))


OF_THE_ROW: Mapping[str, st.SearchStrategy[Any]] = {
    "who": st.sampled_from(WHO),
    "not_who": st.sampled_from(WHO),
    "collective": st.booleans(),
    "age": ages(),
    "blank": st.sampled_from((["outcome"], ["outcome", "impact"])),
    "filled": st.sampled_from((["outcome"], ["outcome", "impact"])),
    "dated": st.sampled_from((["doubted"], ["rough"], ["doubted", "rough"])),
    "unrecorded": st.sampled_from((["ethnicity"], ["disability"], ["ethnicity", "disability"])),
}


@st.composite
def selectors(draw: st.DrawFn, spans: tuple[str, ...] = DAY_SPANS, joins: bool = True, rules: bool = False) -> Any:
    """A selector, now and then with every other key, or a list of two of them."""
    if rules and some(draw, 5):
        return {"rule": draw(st.sampled_from(("R1", "R2")))}
    selector: dict[str, Any] = {"code": draw(st.sampled_from(CODE_LISTS))}
    if some(draw, 10):
        selector["code"] = [draw(st.sampled_from(CODES[4:]))]
    plain = {
        "with": st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True),
        "not_with": st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True),
        "agency": st.sampled_from([["gp"], ["police"], ["gp", "police"]]),
        "coding": st.sampled_from([["affirmed"], ["hedged"], ["affirmed", "hedged"]]),
    }
    for key, strategy in plain.items():
        if some(draw, 12):
            selector[key] = draw(strategy)
    if some(draw, 2):
        key = draw(st.sampled_from(tuple(OF_THE_ROW)))
        selector[key] = draw(OF_THE_ROW[key])
    if joins and some(draw, 4):
        key = draw(st.sampled_from(("follows", "precedes", "not_follows", "not_precedes")))
        of = draw(selectors(spans=spans, joins=some(draw, 4)))
        selector[key] = {"of": of, "within": draw(st.sampled_from(spans))}
        if selector[key]["within"] not in ("1d", "1wd") and some(draw, 5):
            selector[key]["beyond"] = "1wd" if "wd" in selector[key]["within"] else "1d"
        if some(draw, 2):
            selector[key]["same"] = [draw(st.sampled_from(SAME))]
    if some(draw, 20):
        day = draw(st.sampled_from(BASES)) + draw(st.integers(0, 6))
        selector[draw(st.sampled_from(("since", "until")))] = day
    if joins and some(draw, 7):
        selector[draw(st.sampled_from(("during", "not_during")))] = draw(st.sampled_from(tuple(EPISODES)))
    if joins and some(draw, 10):
        return [selector, draw(selectors(spans=spans, joins=False))]
    return selector


@st.composite
def collapses(draw: st.DrawFn) -> dict[str, Any]:
    """A `collapse`, with or without `same`."""
    spec: dict[str, Any] = {"within": draw(st.sampled_from(("1d", "2d", "1wd")))}
    if some(draw, 2):
        spec["same"] = ["agency"]
    return spec


@st.composite
def counts(draw: st.DrawFn, spans: tuple[str, ...] = DAY_SPANS, rules: bool = False) -> dict[str, Any]:
    """A `count` with any of its options."""
    spec: dict[str, Any] = {
        "of": draw(selectors(spans=spans, rules=rules)),
        "at_least": draw(st.sampled_from((1, 2, 2, 3))),
        "within": draw(st.sampled_from(spans)),
    }
    if some(draw):
        spec["distinct"] = draw(st.sampled_from(("agency", ["ab", "bc"], ["a", "b", "c"], ["ab", "c", "d"])))
        if spec["distinct"] != "agency" and some(draw):
            spec["apart"] = True
    if spec.get("distinct") != "agency" and some(draw, 4):
        spec["also"] = {"distinct": "agency", "at_least": draw(st.integers(1, 2))}
    if some(draw, 4):
        spec["collapse"] = draw(collapses())
    return {"count": spec}


@st.composite
def sequences(draw: st.DrawFn, spans: tuple[str, ...] = DAY_SPANS, rules: bool = False) -> dict[str, Any]:
    """A `sequence` of one to three steps with any of their options."""
    steps = []
    for place in range(draw(st.sampled_from((1, 2, 2, 2, 3)))):
        step: dict[str, Any] = {"as": f"step{place}", "of": draw(selectors(spans=spans, rules=rules))}
        if place > 0:
            if not some(draw):
                step["within"] = draw(st.sampled_from(spans))
            if some(draw):
                step["same_day"] = draw(st.sampled_from(("allow", "deny")))
            if some(draw, 4):
                step[draw(st.sampled_from(("same_as", "differs_from")))] = ["agency"]
            if some(draw):
                step["without"] = draw(selectors(spans=spans))
        steps.append(step)
    spec: dict[str, Any] = {"steps": steps}
    if some(draw, 5):
        spec["collapse"] = draw(collapses())
    return {"sequence": spec}


@st.composite
def absences(draw: st.DrawFn, spans: tuple[str, ...] = DAY_SPANS, rules: bool = False) -> dict[str, Any]:
    """An `absence` with any of its options."""
    spec: dict[str, Any] = {
        "after": draw(selectors(spans=spans, rules=rules)),
        "expect": draw(selectors(spans=spans)),
        "within": draw(st.sampled_from(spans)),
        "recorded_by": draw(st.sampled_from(([], ["gp"], ["police"], ["gp", "police"]))),
    }
    if some(draw):
        spec["or_before"] = draw(st.sampled_from(spans))
    if some(draw):
        spec["unless"] = {"open": draw(st.sampled_from(tuple(EPISODES)))}
    if some(draw, 5):
        spec["collapse"] = draw(collapses())
    return {"absence": spec}


@st.composite
def measures(draw: st.DrawFn, spans: tuple[str, ...] = DAY_SPANS, rules: bool = False) -> dict[str, Any]:
    """A `measure` of a share, or of a fall from one window to the next."""
    wide = draw(st.lists(st.sampled_from(CODES[:4]), min_size=2, max_size=4, unique=True))
    whole = {"code": wide} if not some(draw) else draw(selectors(spans=spans, rules=rules))
    spec: dict[str, Any] = {
        "share": {"part": draw(selectors(spans=spans)), "whole": whole},
        "within": draw(st.sampled_from(spans)),
        "when": {"whole_at_least": draw(st.integers(1, 3))},
    }
    shares = st.sampled_from((0.25, 0.34, 0.5, 0.6, 0.75, 1.0))
    if some(draw):
        spec["fall"] = {"from_at_least": draw(shares), "to_at_most": draw(st.sampled_from((0.0, 0.25, 0.5)))}
    elif some(draw):
        spec["when"]["share_at_most"] = draw(st.sampled_from((0.0, 0.25, 0.34, 0.5, 0.6)))
    else:
        spec["when"]["share_at_least"] = draw(shares)
        if some(draw):
            spec["when"]["part_at_least"] = draw(st.integers(1, 2))
    if some(draw, 6):
        spec["collapse"] = draw(collapses())
    return {"measure": spec}


@st.composite
def everies(draw: st.DrawFn, spans: tuple[str, ...] = DAY_SPANS, rules: bool = False) -> dict[str, Any]:
    """An `absence` of something expected again and again."""
    del rules
    spec: dict[str, Any] = {
        "every": draw(st.sampled_from(spans)),
        "during": draw(st.sampled_from(tuple(EPISODES))),
        "expect": draw(selectors(spans=spans)),
        "recorded_by": draw(st.sampled_from(([], ["gp"], ["police"], ["gp", "police"]))),
    }
    if some(draw, 4):
        spec["unless"] = {"open": draw(st.sampled_from(tuple(EPISODES)))}
    return {"absence": spec}


@st.composite
def conflicts(draw: st.DrawFn, spans: tuple[str, ...] = DAY_SPANS, rules: bool = False) -> dict[str, Any]:
    """A `conflict` with any of its options."""
    del rules
    spec: dict[str, Any] = {"one": draw(selectors(spans=spans)), "other": draw(selectors(spans=spans))}
    if some(draw, 2):
        spec["within"] = draw(st.sampled_from(spans))
    if some(draw, 2):
        spec["differs"] = [draw(st.sampled_from(("agency", "person")))]
    if spec.get("differs") == ["person"]:
        for side in ("one", "other"):
            for selector in spec[side] if isinstance(spec[side], list) else [spec[side]]:
                selector.setdefault("who", draw(st.sampled_from(WHO)))
    return {"conflict": spec}


@st.composite
def rates(draw: st.DrawFn, spans: tuple[str, ...] = DAY_SPANS, rules: bool = False) -> dict[str, Any]:
    """A `rate` that rises or falls."""
    del rules
    few = draw(st.sampled_from((0, 0, 1, 1, 2)))
    many = few + draw(st.sampled_from((1, 1, 2)))
    spec: dict[str, Any] = {"of": draw(selectors(spans=spans)), "within": draw(st.sampled_from(spans))}
    if some(draw, 2):
        spec["rise"] = {"from_at_most": few, "to_at_least": many}
    else:
        spec["fall"] = {"from_at_least": many, "to_at_most": few}
    if some(draw, 5):
        spec["collapse"] = draw(collapses())
    return {"rate": spec}


MATCHERS = {
    "count": counts,
    "sequence": sequences,
    "absence": absences,
    "every": everies,
    "measure": measures,
    "conflict": conflicts,
    "rate": rates,
}
NEEDS: tuple[dict[str, Any], ...] = (
    {"codes": ["d", "opened"]},
    {"fields": ["impact"]},
    {"who": ["victim", "present"]},
    {"who": ["child"]},
    {"born": True},
    {"codes": ["a", "b"], "born": True},
)


@st.composite
def members(draw: st.DrawFn, base: int, max_size: int = 6, rules: int = 3) -> tuple[Member, ...]:
    """Matches of other rules, R1 to R3, of two families, in two cases."""
    found = []
    for place in range(draw(st.integers(0, max_size))):
        rule = draw(st.integers(1, rules))
        lo = base + draw(st.sampled_from(DAY_OFFSETS))
        found.append(
            Member(
                rule=f"R{rule}",
                family="odd" if rule % 2 else "even",
                case=draw(st.sampled_from(("K1", "K1", "K2"))),
                status=draw(st.sampled_from(("confirmed", "confirmed", "possible", "pending"))),
                met_lo=lo,
                met_hi=lo + draw(st.sampled_from((0, 0, 1, 3))),
                id=f"m{place}",
            )
        )
    return tuple(found)


@st.composite
def questions(
    draw: st.DrawFn, kind: str, rules: bool = False, max_placements: int = 150, doubt: bool = False
) -> Question:
    """A matcher of this kind with a chronology and a setting. `rules`: selectors may name rules, with a few members."""
    months = some(draw, 4)
    people = draw(casts())
    events = draw(chronologies(MONTH_OFFSETS if months else DAY_OFFSETS, 7, max_placements, doubt, people))
    first = min(event.lo for event in events)
    span = 95 if months else 25
    coverage = []
    if kind in ("absence", "every"):
        for agency in draw(st.sampled_from((AGENCIES, AGENCIES, AGENCIES[:1], ()))):
            lo = first + draw(st.sampled_from((-70, -70, -8, 0, 3)))
            everything = draw(st.sampled_from((True, True, False)))
            coverage.append((agency, lo, first + draw(st.sampled_from((span, span, span, 7))), everything))
    setting: dict[str, Any] = {
        "as_at": first + draw(st.sampled_from((span, span, span, span, 4, 9))),
        "per": draw(st.sampled_from(PER)),
        "episodes": EPISODES,
        "coverage": tuple(coverage),
        "holidays": HOLIDAYS,
        "values": VALUES,
        "members": draw(members(first, max_size=2, rules=2)) if rules else (),
        "people": born_about(people, first),
        "needs": draw(st.sampled_from(NEEDS)) if some(draw, 5) else None,
    }
    match = draw(MATCHERS[kind](spans=MONTH_SPANS if months else DAY_SPANS, rules=rules))
    return Question(match, events, setting)


@st.composite
def combined(draw: st.DrawFn) -> tuple[dict[str, Any], tuple[Member, ...]]:
    """A `combine` with any of its options, and members for it."""
    of = draw(st.sampled_from((["R1", "R2"], ["R1", "R2", "R3"])))
    spec: dict[str, Any] = {
        "of": of,
        "at_least": draw(st.integers(1, 3)),
        "within": draw(st.sampled_from(DAY_SPANS)),
        "distinct": draw(st.sampled_from(("family", "rule"))),
    }
    if some(draw):
        spec["must_include"] = draw(st.sampled_from((["R1"], ["R1", "R2"])))
    if some(draw):
        spec["status"] = draw(st.sampled_from((["confirmed"], ["confirmed", "possible"])))
    return spec, draw(members(draw(st.sampled_from(BASES)), rules=len(of)))
