"""Who a row speaks of, what groups it is in, and how old a child was: section 3a of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from .records import FALSE, MAYBE, TRUE, Case, Event, Group, Person, days
from .time import add


def named(event: Event, case: Case) -> list[Person]:
    """The people of the case whom the row names, in whatever role or none."""
    return [person for person in case.people if any(name == person.name for name, _ in event.who)]


def shown(event: Event, roles: Collection[str], case: Case) -> set[str]:
    """The names of those whom the row shows in one of these roles; `child` and `adult` are whoever it names."""
    found = {name for name, role in event.who if role != "" and role in roles}
    found |= {person.name for person in named(event, case) if "child" in roles and person.child}
    found |= {person.name for person in named(event, case) if "adult" in roles and not person.child}
    return found


def children(case: Case) -> list[Person]:
    return [person for person in case.people if person.child]


def groups_of(case: Case, per: str) -> list[Group]:
    """The groups that matching stays inside."""
    if per == "case":
        names = {""}
    elif per == "child":
        names = {person.name for person in children(case)}
    elif per == "person":
        names = {person.name for person in case.people}
    else:
        names = {name for event in case.events for name in _places(event, per)}
    return [Group(per, name) for name in sorted(names)]


def _places(event: Event, per: str) -> set[str]:
    """The agency, the service or the pairs of one row."""
    if per == "agency":
        return {event.agency} - {""}
    if per == "service":
        return {event.service or event.agency} - {""}
    if per == "pair":
        harmed = {name for name, role in event.who if role == "victim"}
        harming = {name for name, role in event.who if role == "alleged_perpetrator"}
        return {f"{one} and {other}" for one in harmed for other in harming if one != other}
    raise ValueError(f"no such group: {per}")


def is_in(event: Event, group: Group, selector: Mapping[str, Any], case: Case) -> int:
    """Whether a row that this selector chooses is in the group: surely, unsurely, or not."""
    if group.per == "case":
        return TRUE
    if group.per in ("child", "person") and "who" in selector:
        return TRUE if group.name in shown(event, selector["who"], case) else FALSE
    if group.per == "person":
        return TRUE if group.name in {person.name for person in named(event, case)} else FALSE
    if group.per == "child":
        about = {person.name for person in named(event, case) if person.child}
        if group.name in about or event.together:
            return TRUE
        if about:
            return FALSE
        return TRUE if len(children(case)) == 1 else MAYBE
    return TRUE if group.name in _places(event, group.per) else FALSE


def age(event: Event, spec: Mapping[str, Any], group: Group, case: Case) -> int:
    """Whether a child whom the row is about has the age: the "or" over these children."""
    about = [person for person in named(event, case) if person.child]
    if group.per == "child":
        about = [person for person in children(case) if person.name == group.name]
    elif event.together or not about:
        about = children(case)
    return max([FALSE, *(_age_of(child, event, spec, case) for child in about)])


def _age_of(child: Person, event: Event, spec: Mapping[str, Any], case: Case) -> int:
    """In every placement of the row and of the birth, in some, or in none."""
    if child.born is None:
        return FALSE
    seen = set()
    for born in range(child.born[0], child.born[1] + 1):
        for day in days(event):
            old_enough = "at_least" not in spec or day >= add(born, spec["at_least"], case.holidays)
            young_enough = "under" not in spec or day < add(born, spec["under"], case.holidays)
            seen.add(old_enough and young_enough)
    return TRUE if seen == {True} else MAYBE if True in seen else FALSE
