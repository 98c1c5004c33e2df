"""Dull lives of families as agencies write them down: routine contact, and now and then a chapter that ends well.

Coded rows only, no story. A life is made from one random source, so that the same source gives the same rows. No rule
is read
here: what a life holds comes from `authority/rates.yaml` and from how the work is usually done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from flagger.dates.calendars import WorkingDays

EPOCH = dt.date(1970, 1, 1).toordinal()
YEAR = 365
SCHOOL_AGE = (4 * YEAR + 200, 16 * YEAR)
EARLIEST = -(10**6)
OWN, PLANTED, SILENCED = 0, 1, 2
CHARACTERISTICS = ("ethnicity", "first_language", "disability", "religion", "immigration")
REFERRERS = ("police",) * 6 + ("school",) * 4 + ("health_visitor", "gp", "midwifery", "ed", "housing", "voluntary")


@dataclass(frozen=True, slots=True)
class Row:
    """One coded row: days since 1970-01-01, people by their place in the family, `incident` 0 when it stands alone.

    `plant`: OWN is the family's own life, SILENCED the part of it that a plant wants quiet.
    """

    lo: int
    hi: int
    agency: str
    codes: tuple[str, ...]
    who: tuple[tuple[int, str], ...] = ()
    together: bool = False
    status: str = "affirmed"
    incident: int = 0
    doubted: bool = False
    blank: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    service: str = ""
    involved: tuple[str, ...] = ()
    plant: int = OWN


@dataclass(slots=True)
class Person:
    """Somebody of the family; `born` in days since 1970-01-01, `told` when the chronology gives the birth."""

    name: str
    child: bool = False
    born: int = EARLIEST
    told: bool = False
    unrecorded: frozenset[str] = frozenset()


@dataclass
class Life:
    """A family and its rows. `open_until` is the last day of its chapters so far."""

    rng: Random
    rate: Mapping[str, float]
    calendar: WorkingDays
    begin: int
    people: list[Person] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    has_table: bool = False

    def add(self, day: int, agency: str, *codes: str, who: tuple[tuple[int, str], ...] = (), **other: object) -> None:
        self.rows.append(Row(day, day, agency, codes, who, **other))  # type: ignore[arg-type]

    def chance(self, name: str) -> bool:
        return self.rng.random() < self.rate[name]

    def working(self, day: int, low: int, high: int) -> int:
        """A day from `low` to `high` working days after `day`."""
        return int(self.calendar.after([day], self.rng.randint(low, high))[0])

    def person(self, name: str) -> int:
        """The place of somebody in the family, who joins it if not there yet."""
        for place, person in enumerate(self.people):
            if person.name == name:
                return place
        self.people.append(Person(name, unrecorded=self.missing()))
        return len(self.people) - 1

    def has(self, name: str) -> bool:
        return any(person.name == name for person in self.people)

    def missing(self) -> frozenset[str]:
        if not self.has_table:
            return frozenset()
        return frozenset(name for name in CHARACTERISTICS if self.chance("characteristic_missing"))

    def children(self, day: int, low: int = 0, high: int = 18 * YEAR) -> list[int]:
        """The children who are from `low` to `high` days old on that day."""
        return [n for n, p in enumerate(self.people) if p.child and low <= day - p.born < high]

    def naming(self, child: int) -> tuple[tuple[int, str], ...]:
        return () if self.chance("names_no_child") else ((child, "named"),)

    def all_children(self, day: int) -> tuple[tuple[int, str], ...]:
        return tuple((child, "named") for child in self.children(day))


def family(life: Life, age: int | None, children: int | None) -> None:
    """People of a family; `age` is that of the eldest child at the beginning of the life, in days (None: any)."""
    rng = life.rng
    life.has_table = life.chance("table_of_people")
    eldest = life.begin - (rng.randint(0, 13 * YEAR) if age is None else age)
    for number in range(children or rng.choices((1, 2, 3, 4), (40, 35, 17, 8))[0]):
        born = eldest + number * rng.randint(500, 1400)
        if number and born > life.begin:
            break
        name = "child" if number == 0 else f"child{number + 1}"
        told = not life.chance("birth_unknown") or (number == 0 and age is not None)  # what a plant is about is told
        life.people.append(Person(name, True, born, told, life.missing()))
    life.person("mother")
    if rng.random() < 0.75:
        life.person("father")


# ---- chapters: each begins on a day and gives the day on which it ended


def contact(life: Life, day: int) -> int:
    """A referral that ends with no further action or advice, decided in time."""
    source = life.rng.choice(REFERRERS)
    life.add(day, source, "referral")
    decided = life.working(day, 0, 1) if life.chance("decided_in_a_day") else life.working(day, 2, 4)
    if life.rng.random() < 0.4:
        life.add(day, "csc", "info_request", involved=(source,))
    life.add(decided, "csc", life.rng.choice(("no_further_action", "no_further_action", "advice_given")))
    return decided


def early_help(life: Life, day: int, length: int = 0) -> int:
    """Early help that ends well."""
    rng = life.rng
    end = day + (length or rng.randint(120, 300))
    life.add(day, "early_help", "early_help_start")
    at = day + rng.randint(5, 12)
    while at < end - 5:
        life.add(at, "early_help", rng.choice(("planned_session", "home_visit_seen", "planned_session", "engaged")))
        at += rng.randint(10, 24)
    for at in range(day + rng.randint(25, 40), end - 10, rng.randint(42, 60)):
        life.add(at, "early_help", "taf_meeting", involved=("school", "health_visitor"))
        if rng.random() < 0.5:
            child = rng.choice(life.children(at) or [0])
            life.add(at - rng.randint(1, 6), "school", "child_voice", who=((child, "named"),))
    life.add(end - rng.randint(0, 10), "early_help", "positive_change")
    life.add(end, "early_help", "early_help_end")
    return end


def assessment(life: Life, day: int, length: int = 0) -> int:
    """A referral, accepted, and an assessment. The case stays open."""
    rng = life.rng
    source = rng.choice(REFERRERS)
    life.add(day, source, "referral")
    decided = life.working(day, 0, 1) if life.chance("decided_in_a_day") else life.working(day, 2, 4)
    life.add(decided, "csc", "management_decision", "case_opened")
    life.add(decided, "csc", "assessment_start")
    life.add(life.working(decided, 0, 4), "csc", "info_request", involved=("school", "gp"))
    seen = life.working(decided, 2, 9)
    see(life, seen, "home_visit_seen")
    if rng.random() < 0.6:
        life.add(life.working(seen, 1, 5), rng.choice(("school", "health_visitor", "gp")), "info_shared")
    if life.chance("father_met"):
        meet_father(life, life.working(seen, 2, 8))
    if length:
        end = day + length
    else:
        end = life.working(day, 18, 44) if life.chance("assessed_in_time") else life.working(day, 46, 65)
    if rng.random() < 0.4:
        life.add(end - rng.randint(1, 6), "csc", "history_reviewed")
    life.add(end, "csc", "assessment_end")
    return end


def see(life: Life, day: int, code: str, agency: str = "csc") -> None:
    """A visit, with the children seen, often alone, and what they said."""
    rng = life.rng
    mother = (life.person("mother"), "present")
    together = rng.random() < 0.3
    who = (mother,) if together or life.chance("names_no_child") else (mother, *life.all_children(day))
    if rng.random() < 0.2 and life.has("father"):
        father = life.person("father")
        who = (*who, (father, "father"), (father, "present"))
    life.add(day, agency, code, *(("child_seen_alone",) if rng.random() < 0.5 else ()), who=who, together=together)
    for child in life.children(day):
        if rng.random() < 0.8:
            life.add(day, agency, "child_voice", who=((child, "named"),))


def meet_father(life: Life, day: int) -> None:
    if life.has("father"):
        father = life.person("father")
        life.add(day, "csc", "father_partner_seen", who=((father, "father"), (father, "present")))


def review(life: Life, day: int, *codes: str) -> None:
    """A review of a plan, which mostly says how the child took part."""
    part = ("participation_recorded",) if life.chance("participation") else ()
    life.add(day, "csc", *codes, *part, involved=("early_help", "police", "health_visitor", "school", "voluntary"))


def visits(life: Life, day: int, end: int, code: str, low: int, high: int) -> None:
    """Visits at so many working days from each other, most of them kept."""
    at = life.working(day, low, high)
    while at < end:
        if life.rng.random() < 0.05:
            life.add(at, "csc", "home_visit_no_access")
            at = life.working(at, 1, 3)
        see(life, at, code)
        at = life.working(at, low, high) if life.chance("visit_in_time") else life.working(at, high + 2, high + 8)


def sessions(life: Life, day: int, end: int) -> None:
    """Work with the children or parents by one service, which says when it is done."""
    rng = life.rng
    agency = rng.choice(("early_help", "csc", "voluntary"))
    at = day
    while at < end - 6:
        life.add(at, agency, "planned_session")
        at += rng.randint(15, 35)
    if agency != "csc":
        life.add(end - rng.randint(0, 5), agency, "support_ended")


def oversight(life: Life, day: int, end: int) -> None:
    rng = life.rng
    for at in range(day + rng.randint(10, 30), end, rng.randint(30, 50)):
        life.add(at, "csc", rng.choice(("supervision", "supervision", "management_decision")))
    changes = sum(rng.random() < life.rate["worker_change"] / 12 for _ in range(day, end, 30))
    for _ in range(changes):
        life.add(rng.randint(day, end), "csc", "worker_change")


def child_in_need(life: Life, day: int, length: int = 0) -> int:
    """A child in need plan with visits and reviews; it ends well and the case is closed."""
    rng = life.rng
    end = day + (length or rng.randint(120, 330))
    life.add(day, "csc", "cin_plan_start")
    visits(life, day, end, "cin_visit", 10, 19)
    reviewed = day + rng.randint(30, 42)
    while reviewed < end - 7:
        review(life, reviewed, "cin_review")
        if life.chance("father_met"):
            meet_father(life, reviewed + rng.randint(-10, 10))
        reviewed += rng.randint(42, 80)
    oversight(life, day, end)
    sessions(life, day + 20, end)
    life.add(end - rng.randint(3, 20), rng.choice(("csc", "school", "health_visitor")), "positive_change")
    life.add(end - rng.randint(1, 6), "csc", "chronology_reviewed" if rng.random() < 0.5 else "history_reviewed")
    life.add(end, "csc", "cin_plan_end", "case_closed")
    return end


def enquiry(life: Life, day: int, length: int = 0) -> int:
    """A strategy discussion, a section 47 enquiry and its end."""
    life.add(day, "csc", "strategy_discussion", involved=("police", "health_visitor", "school"))
    life.add(day, "csc", "s47_start")
    see(life, life.working(day, 0, 2), "home_visit_seen")
    end = day + length if length else life.working(day, 7, 12)
    life.add(end, "csc", "s47_end")
    return end


def child_protection(life: Life, day: int, length: int = 0) -> int:
    """An enquiry, a conference, a plan with visits, core groups and reviews, stepped down. The case stays open."""
    rng = life.rng
    enquiry(life, day)
    held = life.working(day, 11, 15) if life.chance("conference_in_time") else life.working(day, 17, 24)
    life.add(held, "csc", "icpc", "cp_plan_start", involved=("police", "health_visitor", "school", "gp"))
    end = held + (length or rng.randint(190, 420))
    visits(life, held, end, "cp_visit", 6, 10)
    at = life.working(held, 6, 10)
    while at < end - 10:
        life.add(at, "csc", "core_group", involved=("health_visitor", "school"))
        at += rng.randint(28, 42)
    reviewed = held + rng.randint(70, 89)
    while reviewed < end - 60:
        review(life, reviewed, "rcpc")
        reviewed += rng.randint(130, 178)
    if life.chance("father_met"):
        for at in range(held + 20, end, 70):
            meet_father(life, at + rng.randint(0, 15))
    oversight(life, held, end)
    sessions(life, held + 20, end)
    life.add(end - rng.randint(3, 20), "csc", "positive_change")
    review(life, end, "rcpc", "cp_plan_end", "step_down")
    return end


def domestic_abuse(life: Life, day: int, length: int = 0) -> int:
    """An incident that police write down, answered as it should be in most families."""
    rng = life.rng
    partner = life.person(rng.choice(("partner", "father")))
    who = ((life.person("mother"), "victim"), (partner, "alleged_perpetrator"))
    exposed = ("child_exposed_da",) if rng.random() < 0.5 else ()
    if life.chance("checklist"):
        life.add(day, "police", "da_incident", *exposed, who=who)
        life.add(day + rng.randint(0, 1), "police", "dash")
    else:
        life.add(day, "police", "da_incident", *exposed, who=who)
    life.add(day + rng.randint(0, 2), "police", "police_notification")
    if (pupils := life.children(day, *SCHOOL_AGE)) and life.chance("school_told"):
        life.add(life.working(day, 1, 1), "school", "encompass_notification")
        life.add(life.working(day, 1, 3), "school", "child_voice", who=((rng.choice(pupils), "named"),))
    life.add(life.working(day, 1, 3), "csc", rng.choice(("no_further_action", "advice_given")), "contact")
    if life.chance("harmer_met"):
        met = life.working(day, 3, 30)
        life.add(met, rng.choice(("csc", "probation")), "perp_contact", who=((partner, "named"),))
    if life.chance("specialist_contact"):
        at = life.working(day, 1, 8)
        life.add(at, "da_service", "idva_contact", who=((life.person("mother"), "named"),))
        life.add(at, "da_service", "safety_plan")
        life.add(at + rng.randint(20, 60), "da_service", "recovery_work")
    return day + 60


def marac(life: Life, day: int, length: int = 0) -> int:
    """A checklist that is high, a referral to MARAC, the hearing, and children's social care in it."""
    rng = life.rng
    domestic_abuse(life, day)
    life.add(day + 1, "police", "dash", "da_tool_high")
    life.add(life.working(day, 1, 4), "police", "marac_referral")
    heard = day + rng.randint(14, 28)
    life.add(heard, "police", "marac_heard", involved=("csc", "idva", "health_visitor"))
    life.add(life.working(heard, 0, 6), "csc", "marac_check")
    life.add(life.working(heard, 0, 6), "idva", "idva_contact")
    return heard + 60


CHAPTERS: dict[str, Callable[..., int]] = {
    "contact": contact,
    "early_help": early_help,
    "assessment": assessment,
    "child_in_need": child_in_need,
    "enquiry": enquiry,
    "child_protection": child_protection,
    "domestic_abuse": domestic_abuse,
    "marac": marac,
}


def story(life: Life, kind: str) -> int:
    """The chapters of a family, one after the other. Gives the day on which the last ended."""
    rng = life.rng
    day = life.begin + rng.randint(60, 300)
    known = kind in ("child_in_need", "child_protection", "assessed")
    abuse = life.chance("domestic_abuse_known" if known else "domestic_abuse_everyday")
    if kind == "everyday":
        end = contact(life, day) if life.chance("referral_everyday") else day
    elif kind == "early_help":
        end = early_help(life, contact(life, day) + rng.randint(5, 20))
    elif kind == "assessed":
        end = assessment(life, day)
        life.add(end, "csc", "no_further_action", "case_closed")
        if rng.random() < 0.4:
            end = early_help(life, end + rng.randint(3, 20))
    else:
        end = assessment(life, day)
        if kind == "child_protection":
            end = child_protection(life, end + rng.randint(1, 20))
        end = child_in_need(life, end + rng.randint(0, 5))
    if abuse:
        first = rng.randint(life.begin + 30, max(end, life.begin + 200))
        done = marac(life, first) if life.chance("marac") else domestic_abuse(life, first)
        if life.chance("domestic_abuse_again"):
            done = domestic_abuse(life, first + rng.randint(40, 500))
        end = max(end, done)
    if life.chance("referral_again"):
        end = contact(life, end + rng.randint(30, 330))
    elif life.chance("referral_much_later"):
        end = contact(life, end + rng.randint(400, 900))
    return end
