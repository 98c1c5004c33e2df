"""A seeded authority of coded events for the benchmarks: dull by default, with a few families in whom more happens.

Not for training or tests of meaning: there is no story in it, only plausible amounts. Codes are those of the codebook,
all of them; every case has two children, a mother and another adult, whom its rows show or do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from flagger.codebook import load_codebook

RULES = Path(__file__).parent.parent / "rules"
COLUMNS = ("case", "lo", "hi", "code", "agency", "shown", "written")
EVENTS_A_CASE = 60
APPROXIMATE = 0.02  # share of dates known only to the month
FIRST_DAY = int(np.datetime64("2018-01-01").astype("int64"))
AS_AT = int(np.datetime64("2024-06-30").astype("int64"))

# Events a case of each code, on average: [inference] no source; chosen so that most rows are routine contact.
_OFTEN = {
    "home_visit_seen": 8.0,
    "appt_attended": 12.0,
    "school_concern": 1.5,
    "immunisation": 3.0,
    "development_check": 2.0,
    "cin_visit": 6.0,
    "core_group": 2.0,
    "cin_review": 1.0,
    "supervision": 3.0,
    "info_shared": 3.0,
    "positive_change": 1.5,
    "multi_agency_meeting": 1.0,
    "antenatal": 0.5,
    "child_voice": 2.0,
    "advice_given": 1.0,
    "cp_visit": 0.8,
    "joint_visit": 0.3,
    "planned_session": 2.0,
    "pregnancy": 0.3,
    "birth": 0.3,
    "worker_change": 0.6,
    "team_change": 0.2,
    "taf_meeting": 0.5,
    "engaged": 1.5,
    "support_offered": 1.0,
    "management_decision": 1.0,
    "child_seen_alone": 1.0,
    "info_request": 1.0,
    "booking": 0.3,
    "new_birth_visit": 0.2,
    "housing_contact": 0.5,
    "probation_contact": 0.5,
    "idva_contact": 0.2,
    "routine_enquiry": 0.3,
    "by_phone": 0.5,
    "by_letter": 0.3,
    "by_virtual": 0.2,
    "at_school": 0.4,
    "participation_recorded": 0.3,
    "cla_review": 0.05,
    "recovery_work": 0.05,
    "support_started": 0.3,
}
_SOMETIMES = {
    "contact": 1.2,
    "referral": 0.5,
    "police_notification": 0.8,
    "no_further_action": 1.0,
    "assessment_start": 0.5,
    "assessment_end": 0.5,
    "case_opened": 0.3,
    "case_closed": 0.4,
    "da_incident": 0.4,
    "police_incident": 0.4,
    "was_not_brought": 0.6,
    "did_not_attend": 0.5,
    "home_visit_no_access": 0.5,
    "alcohol": 0.4,
    "drugs": 0.3,
    "mh_concern_adult": 0.6,
    "ed_attendance": 0.5,
    "missing_episode": 0.1,
    "strategy_discussion": 0.15,
    "s47_start": 0.12,
    "cp_plan_start": 0.08,
    "cp_plan_end": 0.06,
    "cin_plan_start": 0.15,
    "cin_plan_end": 0.12,
    "area_move": 0.06,
    "marac_heard": 0.04,
    "dash": 0.08,
    "history_reviewed": 0.1,
    "early_help_start": 0.15,
    "early_help_end": 0.12,
    "injury": 0.1,
    "appt_cancelled_by_family": 0.4,
    "disengaged": 0.1,
    "attendance_drop": 0.4,
    "exclusion": 0.1,
    "child_exposed_da": 0.15,
    "encompass_notification": 0.2,
    "da_disclosure": 0.12,
    "coercive_control": 0.05,
    "economic_abuse": 0.02,
    "stalking_harassment": 0.03,
    "parental_conflict_label": 0.15,
    "dara": 0.04,
    "marac_transfer": 0.01,
    "asb_incident": 0.1,
    "assault": 0.1,
    "child_left_alone": 0.04,
    "neglect": 0.25,
    "mh_contact_adult": 0.4,
    "mh_crisis_adult": 0.06,
    "overdose_adult": 0.03,
    "substance_contact": 0.3,
    "edt_contact": 0.12,
    "police_protection": 0.02,
    "epo": 0.005,
    "icpc": 0.08,
    "rcpc": 0.1,
    "transfer_in_conference": 0.01,
    "s47_end": 0.12,
    "step_down": 0.1,
    "cla_start": 0.03,
    "cla_end": 0.02,
    "plo_decision": 0.02,
    "plo_meeting": 0.03,
    "plo_end": 0.01,
    "chronology_reviewed": 0.05,
}
_SELDOM = 0.03  # every other code of the codebook, so that no rule has an easy time
CODES = tuple(sorted(load_codebook(RULES / "codebook").codes))
AGENCIES = ("csc", "ed", "gp", "health_visitor", "police", "school", "substance_service", "voluntary")


PERSONS = 4  # of each case: two children, a mother, another adult
_CHILD, _YOUNGER, _MOTHER, _OTHER = range(PERSONS)
ROLES = ("alleged_perpetrator", "father", "mother", "named", "partner_current", "present", "step_parent", "victim")
TOGETHER = 4
# What a row may show, and in how many rows of a hundred: persons with the roles in which they stand there.
SHOWN: tuple[tuple[tuple[int, tuple[str, ...]], ...], ...] = (
    (),
    ((_CHILD, ()),),
    ((_YOUNGER, ()),),
    ((_CHILD, ()), (_YOUNGER, ())),
    (),  # the children together
    ((_MOTHER, ("mother",)),),
    ((_CHILD, ()), (_MOTHER, ("mother",))),
    ((_OTHER, ("father",)),),
    ((_OTHER, ("partner_current", "present")),),
    ((_OTHER, ("step_parent",)),),
    ((_MOTHER, ("victim",)), (_OTHER, ("alleged_perpetrator",))),
)
_HUNDRED = (37, 18, 9, 6, 8, 12, 4, 2, 2, 1, 1)
_HARM = (20, 5, 2, 3, 5, 10, 5, 2, 3, 1, 44)  # of a hundred rows about domestic abuse
_UNWRITTEN = 0.1  # share of children whose birth, or ethnicity, nobody wrote down
# How often a row fills a column that its file has: [inference] no source. Every second case has the last two columns.
FILLED = {"agency": 0.995, "source": 0.9, "text": 1.0, "outcome": 0.85, "impact": 0.3}
IN_EVERY_FILE = 3
_DOUBTED = 0.005  # share of rows whose writer doubted the date


@dataclass(frozen=True)
class Extract:
    """Coded events as columns, in no order: numbers of case, code and agency, and days since 1970-01-01.

    `shown` numbers SHOWN; `written` has a bit for each column of FILLED, in order, and one more for a doubted date.
    `born` holds a day, or none (0), for each child of each case; `asked` whether ethnicity was written down.
    """

    cases: int
    codes: tuple[str, ...]
    case: npt.NDArray[np.int32]
    lo: npt.NDArray[np.int32]
    hi: npt.NDArray[np.int32]
    code: npt.NDArray[np.int32]
    agency: npt.NDArray[np.int32]
    shown: npt.NDArray[np.int32]
    written: npt.NDArray[np.int32]
    born: npt.NDArray[np.int32]
    asked: npt.NDArray[np.bool_]


def extract(events: int, seed: int = 1) -> Extract:
    """About `events` coded events of `events / 60` cases. The same seed gives the same rows."""
    rng = np.random.default_rng(seed)
    rate = np.array([_OFTEN.get(code) or _SOMETIMES.get(code, _SELDOM) for code in CODES])
    rate *= EVENTS_A_CASE / rate.sum()
    unusual = np.array([code not in _OFTEN for code in CODES])
    cases = max(1, events // EVENTS_A_CASE)
    # One family in twenty has several times the unusual events; the rest have fewer than the average.
    trouble = np.where(rng.random(cases) < 0.05, rng.gamma(4.0, 1.5, cases), rng.gamma(1.0, 0.6, cases))
    per_case = rng.poisson(np.where(unusual[None, :], trouble[:, None], 1.0) * rate[None, :])
    case, code = (column.astype(np.int32) for column in np.nonzero(per_case))
    times = per_case[case, code]
    case, code = np.repeat(case, times), np.repeat(code, times)
    shuffled = rng.permutation(len(case))
    case, code = case[shuffled], code[shuffled]
    begin = rng.integers(FIRST_DAY, AS_AT - 400, cases)
    length = rng.integers(300, 1500, cases)
    day = (begin[case] + rng.random(len(case)) * length[case]).astype(np.int32)
    day = np.minimum(day, AS_AT).astype(np.int32)
    lo, hi = day.copy(), day.copy()
    vague = rng.random(len(day)) < APPROXIMATE
    months = day[vague].astype("datetime64[D]").astype("datetime64[M]")
    lo[vague] = months.astype("datetime64[D]").astype(np.int32)
    hi[vague] = (months + 1).astype("datetime64[D]").astype(np.int32) - 1
    agency = rng.integers(0, len(AGENCIES), len(day)).astype(np.int32)
    born = begin[:, None] + rng.integers((-3500, -1200), (-200, 500), (cases, 2))
    born[rng.random((cases, 2)) < _UNWRITTEN] = 0
    asked = rng.random((cases, 2)) >= _UNWRITTEN
    people = _shown(code, rng), _written(len(code), rng)
    return Extract(cases, CODES, case, lo, hi, code, agency, *people, born.astype(np.int32), asked)


def _shown(code: npt.NDArray[np.int32], rng: np.random.Generator) -> npt.NDArray[np.int32]:
    """Whom each row shows: in domestic abuse, more often who was harmed and who is said to have harmed them."""
    abuse = load_codebook(RULES / "codebook").expand(["domestic_abuse"])
    of_abuse = np.array([name in abuse for name in CODES])[code]
    chance = rng.random(len(code)) * 100
    found = np.searchsorted(np.cumsum(_HUNDRED), chance, "right")
    found[of_abuse] = np.searchsorted(np.cumsum(_HARM), chance[of_abuse], "right")
    return found.astype(np.int32)


def _written(rows: int, rng: np.random.Generator) -> npt.NDArray[np.int32]:
    held = np.zeros(rows, dtype=np.int32)
    for bit, share in enumerate((*FILLED.values(), _DOUBTED)):
        held += (rng.random(rows) < share).astype(np.int32) << bit
    return held


def write_parquet(made: Extract, path: Path) -> None:
    """The extract as a Parquet file of seven whole-number columns, in the order made (none), and its children's."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({name: getattr(made, name) for name in COLUMNS}), path)
    children = {"case": np.repeat(np.arange(made.cases, dtype=np.int32), 2)}
    pq.write_table(pa.table(children | {"born": made.born.ravel(), "asked": made.asked.ravel()}), children_of(path))


def children_of(path: Path) -> Path:
    """Where the children of an extract are."""
    return path.with_name("children of " + path.name)
