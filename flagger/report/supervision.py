"""What one page for reflective supervision holds: what the record of a case shows, and open questions about it.

The questions stand in the four stages of the supervision cycle and under the four practice principles. Nothing is
ticked, answered or judged; a form of the output adds room to write and no word of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from flagger.contract.records import Document
from flagger.errors import UsageFault
from flagger.flags.words import listed
from flagger.report.say import STATUS_MEANS, agency, stretch
from flagger.report.view import CaseView, Found
from flagger.rulebook.prompts import PRINCIPLES, STAGES

FEWEST, MOST = 4, 14  # questions on one page: one for each stage; with more there is no room left to write
SHOWN = 6  # patterns on one page
_STRENGTHS = 2
_DATES = 2
STAGE_MEANS = {
    "experience": "What happened, and how was it for each person? Stay with it before explaining it.",
    "reflection": "What does it stir up, what do we assume, and what do our words do?",
    "analysis": "What does it mean, and what else might it mean?",
    "action": "What will be done, by whom, and how will we know?",
}
_MORE = "There is more in the report; which patterns stand here says nothing about their weight."
NOT_ASKED = "No question for this stage comes from what the rows show. What would you ask?"


@dataclass(frozen=True)
class Pattern:
    """What one rule found, in a few words: its title, the days of its rows, its status, and a question of its own."""

    title: str
    kind: str
    when: str
    status: str
    asks: str


@dataclass(frozen=True)
class Question:
    """An open question by its number on the sheet. `general`: from no flag of this case, to fill an empty place."""

    number: int
    asks: str
    principles: tuple[str, ...]
    general: bool


@dataclass(frozen=True)
class Stage:
    """A stage of the supervision cycle, what it is for, and its questions; without any, `none` says so."""

    title: str
    means: str
    questions: tuple[Question, ...]
    none: str


@dataclass(frozen=True)
class Principle:
    """A practice principle and the numbers of the questions that come under it."""

    title: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Sheet:
    """One page about one case.

    `patterns` have strengths first; `more` says what was not found, and that there are others. After as many selections
    as `selections` says, every question has been asked. `cannot_show` is one line on what the rows cannot tell, `notes`
    what this copy leaves out.
    """

    case: str
    as_at: str
    patterns: tuple[Pattern, ...]
    more: str
    stages: tuple[Stage, ...]
    principles: tuple[Principle, ...]
    cannot_show: str
    notes: tuple[str, ...]
    selection: int
    selections: int


def sheet(case: CaseView, document: Document, prompts: int = 12, selection: int = 1) -> Sheet:
    """The sheet of a case with so many questions, as even over the stages as there are questions.

    `selection` is 1, 2, 3 ...: each takes the next questions of every stage, and none of a stage comes again before all
    others of it have come. Raises UsageFault for a number of questions that does not fit, or a selection below 1.
    """
    if not FEWEST <= prompts <= MOST:
        raise UsageFault(f"{prompts} questions on a supervision sheet: expected {FEWEST} to {MOST}, to fit one page")
    if selection < 1:
        raise UsageFault(f"selection {selection} of a supervision sheet: expected 1, 2, 3 or more")
    decks = _decks(case, document, prompts)
    shares = _shares(decks, prompts)
    numbers = count(1)
    stages = []
    for name, deck in decks.items():
        asked = tuple(replace(one, number=next(numbers)) for one in _taken(deck, shares[name], selection))
        stages.append(Stage(name.capitalize(), STAGE_MEANS[name], asked, "" if asked else NOT_ASKED))
    patterns = tuple(_pattern(found, selection) for found in _chosen(case.found))
    return Sheet(
        case.name,
        document.as_at,
        patterns,
        _more(case, patterns),
        tuple(stages),
        tuple(_principles(stages)),
        _cannot_show(case),
        document.notes,
        selection,
        max((-(-len(deck) // shares[name]) for name, deck in decks.items() if deck), default=1),
    )


def _decks(case: CaseView, document: Document, prompts: int) -> dict[str, list[Question]]:
    """For each stage its questions, in the order in which selections go through them.

    They are those that flags of the case carry. A stage that has fewer of them than its even share, or a principle that
    has none, is filled from those that fit any case.
    """
    of_case = {name for found in case.found for shown in found.shown for name in shown.flag.prompts}
    questions = {
        name: Question(0, prompt.asks, prompt.principles, name not in of_case)
        for name, prompt in document.prompts.items()
        if name in of_case or prompt.general
    }
    own = [document.prompts[name] for name in of_case]
    met = {principle for prompt in own for principle in prompt.principles}
    decks: dict[str, list[Question]] = {}
    for at, stage in enumerate(STAGES):
        here = [one for name, one in questions.items() if document.prompts[name].stage == stage]
        few = sum(prompt.stage == stage for prompt in own) < prompts // len(STAGES)
        fill = [one for one in here if one.general and (few or not met.issuperset(one.principles))]
        decks[stage] = [*_spread([one for one in here if not one.general], at), *_spread(fill, at)]
    return decks


def _spread(questions: Sequence[Question], stage: int) -> list[Question]:
    """Those of each principle as far apart as they can be, so that each selection has some of every principle.

    A question stands for the rarest of its principles. These begin at another place in every stage, so that what is
    rare does not come in all stages at once.
    """
    held = Counter(principle for one in questions for principle in one.principles)
    groups: Mapping[str, list[Question]] = defaultdict(list)
    for one in questions:
        groups[min(one.principles, key=lambda principle: held[principle], default="")].append(one)
    placed: list[tuple[float, Question]] = []
    for turn, name in enumerate((*PRINCIPLES, "")):
        first = ((stage + turn) % len(STAGES) + 0.5) / len(STAGES)
        placed += [((first + at) / len(groups[name]), one) for at, one in enumerate(groups[name])]
    return [one for _, one in sorted(placed, key=lambda of: of[0])]


def _shares(decks: Mapping[str, Sequence[Question]], prompts: int) -> dict[str, int]:
    """How many questions each stage gives: dealt one by one, for as long as there are some."""
    shares = dict.fromkeys(decks, 0)
    while (left := prompts - sum(shares.values())) and (open_ := [s for s in decks if shares[s] < len(decks[s])]):
        for stage in open_[:left]:
            shares[stage] += 1
    return shares


def _taken(deck: Sequence[Question], share: int, selection: int) -> list[Question]:
    """The next so many of a deck that goes round."""
    first = (selection - 1) * share
    return [deck[(first + at) % len(deck)] for at in range(share)]


def _principles(stages: Iterable[Stage]) -> Iterator[Principle]:
    for name in PRINCIPLES:
        numbers = (one.number for stage in stages for one in stage.questions if name in one.principles)
        yield Principle(principle(name), tuple(numbers))


def principle(name: str) -> str:
    """A practice principle as words."""
    return name.replace("_", " ")


def _chosen(found: Sequence[Found]) -> list[Found]:
    """The rules that a page has room for: strengths first, then concerns and the record, a theme at a time."""
    strengths = [of for of in found if of.kind == "strength"]
    others = _by_theme([of for of in found if of.kind != "strength"])
    first = strengths[: max(_STRENGTHS, SHOWN - len(others))]
    return [*first, *others[: SHOWN - len(first)]]


def _by_theme(found: Sequence[Found]) -> list[Found]:
    """The first of every theme, then the second of each, and so on."""
    nth: Counter[str] = Counter()
    turn: list[tuple[int, Found]] = []
    for of in found:
        turn.append((nth[of.theme], of))
        nth[of.theme] += 1
    return [of for _, of in sorted(turn, key=lambda each: each[0])]


def _pattern(found: Found, selection: int) -> Pattern:
    flags = [shown.flag for shown in found.shown]
    days = list(dict.fromkeys(stretch(flag.first, flag.last) for flag in flags))
    when = "; ".join(days[:_DATES]) + ("; and later" if len(days) > _DATES else "")
    statuses = {flag.status for flag in flags}
    status = " and ".join(name for name in STATUS_MEANS if name in statuses)
    asks = flags[0].ask
    return Pattern(found.title, found.kind, when, status, asks[(selection - 1) % len(asks)] if asks else "")


def _more(case: CaseView, patterns: Sequence[Pattern]) -> str:
    kinds = (("strength", case.strengths), ("concern", case.concerns))
    said = [f"{kind.capitalize()}s: {case.none_found(kind)}." for kind, flags in kinds if not flags]
    return with_more(" ".join(said)) if len(case.found) > len(patterns) else " ".join(said)


def with_more(said: str) -> str:
    """What is said below the patterns, where there are others."""
    return f"{said} {_MORE}".strip() if _MORE not in said else said


def _cannot_show(case: CaseView) -> str:
    """One line: whose rows these are, and what they cannot tell."""
    named = listed(agency(of.agency) for of in case.contributions if of.rows and of.agency)
    unnamed = any(of.rows and not of.agency for of in case.contributions)
    whose = " and ".join([*([named] if named else []), *(["agencies that are not named"] if unnamed else [])])
    missing = " The report says what could not be looked for, why, and whom to ask." if case.not_assessed else ""
    return f"These are rows of {whose}. What was done and not written, and what others hold, is not in them.{missing}"
