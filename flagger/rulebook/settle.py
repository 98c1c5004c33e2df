"""What areas' packs come to on a day: the rules with the numbers and words in force, and the rules that are off.

Packs come with the widest first (the country, then the area); of what is in force, the last says. Reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flagger.dates.say import say, to_date, to_day
from flagger.rulebook.area import TOOLS, Area, Dated
from flagger.rulebook.fields import Value
from flagger.rulebook.load import Rulebook, references
from flagger.rulebook.model import Rule, Selector

AREA_WORDS: Mapping[str, str] = {
    "risk_checklist": "risk checklist (DASH or DARA)",
    "tier_universal": "universal services",
    "tier_early_help": "early help",
    "tier_child_in_need": "child in need",
    "tier_child_protection": "child protection",
    "tier_pre_proceedings": "pre-proceedings",
    "tier_care": "care",
}
"""The words in braces that any text of a rule may use, and what they say where no area says otherwise."""

_PROSE = ("title", "summary", "why", "does_not_see", "off_because")
_LISTS = ("ask", "consider")


@dataclass(frozen=True)
class Said:
    """One thing that a pack says, and whether it holds on the day.

    `kind` is `number`, `tier`, `risk tool`, `names`, `phrases`, `off` or `on`; `about` a rule and its parameter, a
    tier, an agency, a code or a rule; `value` what is said of it; `instead_of` the rule's own number. `from_`, `to` are
    days since 1970-01-01. `why_not` says why it is not applied, "" when it is.
    """

    area: str
    kind: str
    about: tuple[str, ...]
    value: Value | str
    source: str
    from_: int
    to: int | None
    instead_of: Value | None = None
    why_not: str = ""


@dataclass(frozen=True)
class InForce:
    """The rulebook as it holds here on a day; rules that are off, each with its reason; and all that packs say."""

    rulebook: Rulebook
    off: Mapping[str, str] = field(default_factory=dict)
    said: tuple[Said, ...] = ()


def in_force(rulebook: Rulebook, areas: Sequence[Area], as_at: int) -> InForce:
    """What holds on a day (days since 1970-01-01). Raises RulesFault if numbers that hold together make no rule."""
    said = _last_says([s for area in areas for s in _all_said(area, rulebook)], as_at)
    holding = [s for s in said if not s.why_not]
    words = dict(AREA_WORDS)
    words |= {f"tier_{s.about[0]}": str(s.value) for s in holding if s.kind == "tier"}
    tool = next((str(s.value) for s in holding if s.kind == "risk tool"), None)
    if tool is not None:
        words["risk_checklist"] = f"risk checklist (here {tool})"
    rules = {}
    for name, rule in rulebook.rules.items():
        numbers = {s.about[1]: s for s in holding if s.kind == "number" and s.about[0] == name}
        rules[name] = _worded(_accepting(_with_numbers(rule, numbers), tool and tool.lower()), words)
    titles = {name: _fill(title, words) for name, title in rulebook.arrangement.episodes.items()}
    arranged = rulebook.arrangement.model_copy(update={"episodes": titles})
    return InForce(replace(rulebook, rules=rules, arrangement=arranged), _off(rules, holding), tuple(said))


def _all_said(area: Area, rulebook: Rulebook) -> Iterator[Said]:
    def one(kind: str, about: tuple[str, ...], value: Value | str, entry: Dated, own: Value | None = None) -> Said:
        to = None if entry.to is None else to_day(entry.to)
        return Said(area.title, kind, about, value, entry.source, to_day(entry.from_), to, own)

    for level, tiers in area.tiers.items():
        for tier in tiers:
            yield one("tier", (level,), tier.name, tier)
    for tool in area.risk_tool:
        yield one("risk tool", (), tool.tool.upper(), tool)
    for rule, params in area.rules.items():
        for param, numbers in params.items():
            for number in numbers:
                yield one("number", (rule, param), number.value, number, rulebook.rules[rule].params[param].value)
    for key, all_names in area.agencies.items():
        for names in all_names:
            yield one("names", (key,), "; ".join(names.names), names)
    for key, all_phrases in area.codes.items():
        for phrases in all_phrases:
            yield one("phrases", (key,), "; ".join(phrases.phrases), phrases)
    for kind, switches in (("off", area.off), ("on", area.on)):
        for rule, reasons in switches.items():
            for switch in reasons:
                yield one(kind, (rule,), switch.reason, switch)


def _last_says(said: Sequence[Said], as_at: int) -> list[Said]:
    """Each with why it is not applied: its days, or that an area after it says otherwise. Names hold on every day."""
    out: list[Said] = []
    taken: dict[tuple[object, ...], str] = {}
    for s in reversed(said):
        switch = s.kind in ("off", "on")
        subject = ("switch" if switch else s.kind, s.about)
        why_not = ""
        if s.kind not in ("names", "phrases"):
            if not (s.from_ <= as_at and (s.to is None or as_at <= s.to)):
                days = f"from {say(s.from_)}" if s.to is None else f"from {say(s.from_)} to {say(s.to)}"
                why_not = f"it holds {days}, which does not include {say(as_at)}"
            elif (other := taken.setdefault(subject, s.area)) != s.area:
                why_not = f"{other} says otherwise"
        out.append(replace(s, why_not=why_not))
    return out[::-1]


def _with_numbers(rule: Rule, numbers: Mapping[str, Said]) -> Rule:
    """The rule with an area's numbers, which are then of a local basis and of the area's source."""
    if not numbers:
        return rule
    values = {name: value for name, s in numbers.items() if (value := rule.fitting(name, s.value)[1]) is not None}
    read = rule.resolved(values)
    params = dict(read.params)
    for name, s in numbers.items():
        last = None if s.to is None else to_date(s.to)
        local = {"basis": "local", "source": s.source, "valid_from": to_date(s.from_), "valid_to": last}
        params[name] = params[name].model_copy(update=local)
    settled = read.model_copy(update={"params": params})
    settled._set_by = {name: s.area for name, s in numbers.items()}
    return settled


def _accepting(rule: Rule, tool: str | None) -> Rule:
    """The rule with the force's checklist beside any other that it expects; the other is still taken for an answer."""
    absence = rule.match.absence
    if tool is None or absence is None:
        return rule

    def accepting(selector: Selector) -> Selector:
        if not selector.code or tool in selector.code or not set(selector.code) & set(TOOLS):
            return selector
        return selector.model_copy(update={"code": (*selector.code, tool)})

    expect = tuple(map(accepting, absence.expect))
    if expect == absence.expect:
        return rule
    match = rule.match.model_copy(update={"absence": absence.model_copy(update={"expect": expect})})
    return rule.model_copy(update={"match": match})


def _worded(rule: Rule, words: Mapping[str, str]) -> Rule:
    """The rule with the words of the area in its texts."""
    changed: dict[str, object] = {}
    for name in _PROSE:
        if (text := getattr(rule, name)) and (filled := _fill(text, words)) != text:
            changed[name] = filled
    for name in _LISTS:
        if (lines := tuple(_fill(text, words) for text in getattr(rule, name))) != getattr(rule, name):
            changed[name] = lines
    because = {key: _fill(text, words) for key, text in rule.because.model_dump(exclude_none=True).items()}
    if because != rule.because.model_dump(exclude_none=True):
        changed["because"] = rule.because.model_copy(update=because)
    return rule.model_copy(update=changed) if changed else rule


def _fill(text: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: words.get(found[1], found[0]), text)


def _off(rules: Mapping[str, Rule], holding: Sequence[Said]) -> dict[str, str]:
    """The rules that do not run, and why: the area's word, the author's, or that a rule they count is off.

    A rule that its author left off is on where an area says so or sets one of its numbers.
    """
    on = {s.about[0] for s in holding if s.kind in ("on", "number")}
    off = {name: rule.off_because or "" for name, rule in rules.items() if rule.default == "off" and name not in on}
    off |= {s.about[0]: f"{s.value} ({s.area}: {s.source})" for s in holding if s.kind == "off"}
    off = {name: f"switched off here: {reason.rstrip('.')}" for name, reason in off.items()}
    while more := {
        name: f"it counts the patterns of {other}, which is not run here"
        for name, rule in rules.items()
        if name not in off and rule.match.combine is None
        for _, other in references(rule)
        if other in off
    }:
        off |= more
    return off
