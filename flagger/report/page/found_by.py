"""What a reader with a script finds rows by: agency, person, topic. The same rows are there without.

The keys stand on the rows of the table, and their words beside the place where the script makes its controls.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from markupsafe import Markup

from flagger.contract.records import Document, Event, Person
from flagger.report.page.words import attributes
from flagger.report.say import agency
from flagger.report.timeline.topics import OTHER
from flagger.report.view import CaseView


class FoundBy:
    """The keys of the rows of one case. A person's is their place in the case, children first."""

    def __init__(self, case: CaseView, document: Document, short: Mapping[str, str]) -> None:
        shown = {person for event in case.events for person in event.who}
        persons = [person for person in document.people if person.id in shown]
        self.people = tuple(sorted(persons, key=lambda person: not person.child))
        self._person = {person.id: str(number) for number, person in enumerate(self.people, 1)}
        self._topics = document.topics
        self._short = short
        self._events = case.events

    def of(self, event: Event) -> Markup:
        """The attributes of a row: its anchor, agency, every topic of its affirmed codes, and whom it shows."""
        who = " ".join(self._person[person] for person in event.who if person in self._person)
        topics = " ".join(self._topics_of(event))
        return attributes(id=f"e-{self._short[event.id]}", data_a=event.agency, data_t=topics, data_w=who)

    def choices(self) -> str:
        """As JSON, what there is to choose from: keys and their words, those first that come first."""
        agencies = dict.fromkeys(event.agency for event in self._events)
        met = {topic for event in self._events for topic in self._topics_of(event)}
        said = {
            "agency": [(name, agency(name)) for name in agencies],
            "person": [(self._person[of.id], _called(of), int(of.child)) for of in self.people],
            "topic": [(name, topic.title) for name, topic in self._topics.items() if name in met],
        }
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    def _topics_of(self, event: Event) -> list[str]:
        """The first is what the timeline draws."""
        codes = {coded.code for coded in event.codes if coded.status == "affirmed"}
        return [name for name, topic in self._topics.items() if not codes.isdisjoint(topic.codes)] or [OTHER]


def _called(person: Person) -> str:
    return f"{person.name} (child)" if person.child else person.name
