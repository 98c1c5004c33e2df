"""A rule explained on chronologies that were read: by its id and a case, or by the id of a flag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flagger.errors import UsageFault
from flagger.explain.explain import explain
from flagger.explain.record import Explanation
from flagger.explain.rows import LeftOut
from flagger.explain.scene import Scene
from flagger.model import Coverage
from flagger.rule_trial import in_use
from flagger.rulebook.faults import did_you_mean
from flagger.rulebook.load import with_what_it_uses
from flagger.rulebook.model import Rule
from flagger.screen import Library, Reading, screen, staged

_SHOWN = 10


@dataclass(frozen=True)
class Explained:
    """The rule as it holds here on the day, and why it came to what it came to."""

    rule: Rule
    explanation: Explanation


def explain_rule(
    reading: Reading,
    library: Library,
    rule_id: str,
    case: str | None,
    *,
    as_at: int,
    coverage: Mapping[str, Sequence[Coverage]],
    flag: str = "",
) -> Explained:
    """Explain a rule in one case of what was read (None: the only one); with `flag`, one match of it.

    Raises UsageFault for a rule that is not there or no longer used, and for a case that is not there or not said.
    """
    in_use(library, rule_id)
    stage = staged(reading, library, as_at=as_at, coverage=coverage)
    rule = stage.here.rulebook.rules[rule_id]
    used = [one for one in with_what_it_uses(stage.here.rulebook, rule) if one.status != "deprecated"]
    name = _case(list(stage.line.cases), case)
    scene = Scene.of_case(stage.line, stage.ids, used, stage.setting, list(stage.line.cases).index(name))
    return Explained(rule, explain(scene, flag, tuple(_left_out(reading, name, as_at))))


def explain_flag(
    reading: Reading, library: Library, flag: str, *, as_at: int, coverage: Mapping[str, Sequence[Coverage]]
) -> Explained:
    """Explain the flag with this id, or whose id alone begins so. Raises UsageFault when there is not one such flag."""
    flags = screen(reading, library, as_at=as_at, coverage=coverage).flags
    found = [one for one in flags if one.id == flag] or [one for one in flags if one.id.startswith(flag)]
    if not found:
        raise UsageFault(
            f"no flag `{flag}` in these files; `flagger screen --format json` shows the ids, and `flagger explain "
            "--rule ID` says why a rule has none"
        )
    if len(found) > 1:
        said = "; ".join(f"{one.id} ({one.rule}, {one.case})" for one in found[:_SHOWN])
        raise UsageFault(f"`{flag}` begins the ids of {len(found)} flags; expected more of one: {said}")
    (one,) = found
    return explain_rule(reading, library, one.rule, one.case, as_at=as_at, coverage=coverage, flag=one.id)


def _case(cases: Sequence[str], given: str | None) -> str:
    if given is None and len(cases) == 1:
        return cases[0]
    if given is not None and given in cases:
        return given
    shown = ", ".join(cases[:_SHOWN]) + (", ..." if len(cases) > _SHOWN else "")
    if given is None:
        raise UsageFault(f"there are {len(cases)} cases; expected --case with one of them: {shown}")
    raise UsageFault(f"no case `{given}`; expected one of {shown}{did_you_mean(given, cases)}")


def _left_out(reading: Reading, case: str, as_at: int) -> Iterator[LeftOut]:
    """The rows of the case that no rule sees, with the codes that they affirm."""
    events, codings = reading.chronology.events, reading.codings
    here = events[(events["case"] == case) & (events["lo"].isna() | (events["lo"].fillna(as_at) > as_at))]
    affirmed = codings[codings["status"] == "affirmed"]
    for name, lo in zip(here["event_id"], here["lo"].isna(), strict=True):
        codes = frozenset(affirmed.loc[affirmed["event_id"] == name, "code"])
        yield LeftOut(name, "undated" if lo else "after as at", codes)
