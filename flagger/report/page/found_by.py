"""What a reader with a script finds rows by: agency, person, topic. The same rows are there without.

The keys stand on the rows of the table, and their words beside the place where the script makes its controls. A key is
a number in one case, so that thousands of rows stay small.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from flagger.contract.records import Document, Event, Person
from flagger.report.page.words import attributes
from flagger.report.say import agency
from flagger.report.timeline.topics import OTHER
from flagger.report.view import CaseView


class FoundBy:
    """The keys of the rows of one case: agencies in order of their first rows, children before adults."""

    def __init__(self, case: CaseView, document: Document, short: Mapping[str, str]) -> None:
        shown = {person for event in case.events for person in event.who}
        persons = [person for person in document.people if person.id in shown]
        self.people = tuple(sorted(persons, key=lambda person: not person.child))
        self._short, self._topics = short, document.topics
        self._topics_met = {topic for event in case.events for topic in self._topics_of(event)}
        self._agency = _numbered(event.agency for event in case.events)
        self._person = _numbered(person.id for person in self.people)
        self._topic = _numbered([*document.topics, OTHER])

    def of(self, event: Event) -> Markup:
        """The attributes of a row: its anchor, agency, every topic of its affirmed codes, and whom it shows.

        The first topic is what the timeline draws.
        """
        topics = " ".join(self._topic[name] for name in self._topics_of(event))
        who = " ".join(self._person[name] for name in event.who if name in self._person)
        return attributes(id=f"e-{self._short[event.id]}", data_a=self._agency[event.agency], data_t=topics, data_w=who)

    def choices(self) -> Markup:
        """What there is to choose from, keys and their words, as JSON for an attribute in single quotes."""
        said = {
            "agency": [(number, agency(name)) for name, number in self._agency.items()],
            "person": [(self._person[of.id], _called(of), int(of.child)) for of in self.people],
            "topic": [(self._topic[name], of.title) for name, of in self._topics.items() if name in self._topics_met],
        }
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("'", "\\u0027")
        return Markup(escape(text).replace("&#34;", '"'))

    def _topics_of(self, event: Event) -> list[str]:
        codes = {coded.code for coded in event.codes if coded.status == "affirmed"}
        return [name for name, topic in self._topics.items() if not codes.isdisjoint(topic.codes)] or [OTHER]


def _numbered(names: Iterable[str]) -> dict[str, str]:
    return {name: str(number) for number, name in enumerate(dict.fromkeys(names), 1)}


def _called(person: Person) -> str:
    return f"{person.name} (child)" if person.child else person.name
