"""Everyday contact of a family with health, school and others, from the beginning of its life to the end."""

from __future__ import annotations

from lives import EARLIEST, SCHOOL_AGE, YEAR, Life, Person


def routine(life: Life, kind: str, end: int, expecting: bool) -> None:
    """Everyday contact from the beginning of the life to its end; `expecting`: with a pregnancy, in some."""
    for child in life.children(end, high=EARLIEST * -1):
        _health(life, child, end)
        _school(life, child, end)
    known = 1.0 if kind in ("child_in_need", "child_protection") else 0.5
    _adults(life, known, end)
    _moves(life, end)
    if expecting and life.chance("pregnancy"):
        _pregnancy(life, end)


def _days(life: Life, a_year: float, first: int, last: int) -> list[int]:
    """Days of something that happens so often a year."""
    days, at = [], float(first)
    while a_year > 0 and (at := at + life.rng.expovariate(a_year / YEAR)) < last:
        days.append(int(at))
    return days


def _appointment(life: Life, day: int, agency: str, child: int | None, *codes: str) -> None:
    """Kept; or not, and then kept some weeks later."""
    who = () if child is None else life.naming(child)
    if life.chance("appointment_missed"):
        missed = "did_not_attend" if child is None else life.rng.choice(("was_not_brought", "appt_cancelled_by_family"))
        life.add(day, agency, missed, who=who)
        day += life.rng.randint(10, 30)
    life.add(day, agency, *codes, who=who)


def _health(life: Life, child: int, end: int) -> None:
    rng, born = life.rng, life.people[child].born
    first = max(life.begin, born)
    for due, agency, code in (
        (11, "health_visitor", "new_birth_visit"),
        (46, "health_visitor", "development_check"),
        (60, "gp", "immunisation"),
        (90, "gp", "immunisation"),
        (120, "gp", "immunisation"),
        (370, "gp", "immunisation"),
        (400, "health_visitor", "development_check"),
        (800, "health_visitor", "development_check"),
        (1240, "gp", "immunisation"),
    ):
        day = born + due + rng.randint(0, 10)
        if first <= day < end:
            _appointment(life, day, agency, child, code, "appt_attended")
    for day in _days(life, 0.9, first, end):
        _appointment(life, day, rng.choice(("gp", "gp", "other_health", "school_nurse")), child, "appt_attended")
    for day in _days(life, life.rate["emergency_department"], first, end):
        life.add(day, "ed", "ed_attendance", *(("injury",) if rng.random() < 0.4 else ()), who=life.naming(child))
    if life.chance("neglect_concern") and end - first > 100:
        day = rng.randint(first, end - 60)
        life.add(day, rng.choice(("health_visitor", "school")), "neglect", who=life.naming(child))
        if rng.random() < 0.5:
            life.add(day + rng.randint(3, 40), "health_visitor", "neglect_tool")


def _school(life: Life, child: int, end: int) -> None:
    rng, born = life.rng, life.people[child].born
    first, last = max(life.begin, born + SCHOOL_AGE[0]), min(end, born + SCHOOL_AGE[1])
    for day in _days(life, 1.0, first, last):
        life.add(day, "school", who=life.naming(child))  # a row without a code: a report, a trip, a certificate
    for a_year, code in (
        (0.2, "school_concern"),
        (0.12, "attendance_drop"),
        (0.3, "child_voice"),
        (0.1, "positive_change"),
    ):
        for day in _days(life, a_year, first, last):
            life.add(day, "school", code, who=life.naming(child))
    teens = max(first, born + 12 * YEAR)
    for a_year, code, agency in (
        (0.05, "exclusion", "school"),
        (0.03, "missing_episode", "police"),
        (0.1, "mh_concern_child", "school"),
        (0.02, "self_harm_child", "gp"),
        (0.02, "cce", "school"),
        (0.06, "behaviour", "school"),
    ):
        for day in _days(life, a_year, teens, last):
            life.add(day, agency, code, who=life.naming(child))
            if code == "cce":
                life.add(day + rng.randint(2, 15), "csc", "exploitation_tool")
    if life.chance("school_change") and last - first > 100:
        day = rng.randint(first, last - 60)
        life.add(day, "school", "school_transfer", who=life.naming(child))
        if rng.random() < 0.85:
            life.add(life.working(day, 1, 12), "school", "file_transfer")


def _adults(life: Life, known: float, end: int) -> None:
    rng, mother = life.rng, life.person("mother")
    named = ((mother, "named"),)
    for day in _days(life, 0.8, life.begin, end):
        _appointment(life, day, "gp", None, "appt_attended")
    for name, agency, concern, seen in (
        ("adult_mental_health", "mental_health", "mh_concern_adult", "mh_contact_adult"),
        ("alcohol", "substance_service", "alcohol", "substance_contact"),
        ("drugs", "substance_service", "drugs", "substance_contact"),
    ):
        if rng.random() >= life.rate[name] * known:
            continue
        first = rng.randint(life.begin, max(life.begin + 1, end - 300))
        last = min(end, first + rng.randint(120, 500))
        life.add(first, rng.choice(("gp", "health_visitor", agency)), concern, who=named)
        for day in range(first + 20, last, rng.randint(20, 45)):
            _appointment(life, day, agency, None, seen, "appt_attended")
    for day in _days(life, life.rate["police_incident"], life.begin, end):
        life.add(day, "police", "police_incident")
    for day in _days(life, 0.15, life.begin, end):
        life.add(day, "housing", "housing_contact")
    for agency, a_year in (("csc", 0.2), ("gp", 0.3), ("police", 0.1), ("health_visitor", 0.4), ("housing", 0.1)):
        for day in _days(life, a_year, life.begin, end):
            life.add(day, agency)
    for day in _days(life, 0.15, life.begin, end):
        life.add(day, rng.choice(("health_visitor", "gp", "school")), "da_disclosure", status="negated")
    for day in _days(life, 0.04, life.begin, end):
        life.add(day, "csc", rng.choice(("cp_plan_start", "assessment_end", "s47_start")), status="historical")


def _moves(life: Life, end: int) -> None:
    rng = life.rng
    if life.chance("address_change"):
        life.add(rng.randint(life.begin, end), rng.choice(("housing", "gp", "csc")), "address_change")
    if life.chance("area_move"):
        day = rng.randint(life.begin, end)
        life.add(day, "csc", "area_move")
        life.add(life.working(day, 1, 12), "health_visitor", "info_request", involved=("other_la",))


def _pregnancy(life: Life, end: int) -> None:
    rng = life.rng
    day = rng.randint(life.begin, max(life.begin + 1, end - 100))
    who = ((life.person("mother"), "named"),)
    life.add(day, "midwifery", "booking", "pregnancy", who=who)
    if life.chance("asked_in_pregnancy"):
        life.add(day + rng.randint(0, 60), "midwifery", "routine_enquiry", "antenatal", who=who)
    for week in (6, 12, 16, 20, 24, 26):
        if rng.random() < 0.9:
            asked = ("routine_enquiry",) if rng.random() < 0.35 else ()
            there = who
            if rng.random() < 0.2 and life.has("father"):
                father = life.person("father")
                there = (*who, (father, "father"), (father, "present"))
            life.add(day + week * 7 + rng.randint(-3, 3), "midwifery", "antenatal", *asked, "appt_attended", who=there)
    born = day + rng.randint(200, 215)
    life.people.append(Person("newborn", True, born, True, life.missing()))
    baby = len(life.people) - 1
    life.add(born, "midwifery", "birth", who=((baby, "named"), *who))
    _health(life, baby, end)
