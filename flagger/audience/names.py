"""Whose names stand in the rows of one case: each found form gets a code in the glossary.

Told by what the run already knows (people, the case's name), by cells of persons and workers, by titles, by the words
of schools and houses, and last by how a word in capitals is used. What is then left in capitals is given back as
unsure: a missed name is worse than a word too many, and a person can settle either in the glossary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from flagger.audience.folding import plain
from flagger.audience.glossary import THINGS, WORD, Codes
from flagger.audience.numbers import LABELS
from flagger.audience.replace import Forms, Part, replaced, says_a_person, starts_sentence
from flagger.audience.shapes import TOKEN, bare, headed, in_capitals, organisations, runs, titled
from flagger.audience.usage import PERSON, Said, Seen, by_use
from flagger.audience.words import NameWords
from flagger.chronology.lexicon import plain as plain_role
from flagger.chronology.lexicon import shipped_lexicon
from flagger.chronology.people import is_everybody
from flagger.contract.records import Event, Person
from flagger.people.cells import cell_parts

NOT_NAMED = "(not named)"
FAMILY, WORKER = "family name", "worker"
_FATHERS = frozenset({"father", "father_birth", "father_legal"})
_OTHER_PART = frozenset({"partner_current", "partner_ex", "step_parent"})
_PART = re.compile(r"[^\W\d_]{2,}")


class Finder:
    """Finds the names of one case."""

    def __init__(self, case: str, events: Sequence[Event], codes: Codes, words: NameWords) -> None:
        self.case, self.events, self.codes, self.words = case, events, codes, words
        self.kept = frozenset(map(plain, codes.kept(case)))
        self.said = [Said(event, text) for event in events for text in texts_of(event) if text]
        self.family: set[str] = set()
        self.alike: Counter[str] = Counter()
        self.all_text = "\n".join(said.text for said in self.said)
        self.small = Counter(word for said in self.said for word in TOKEN.findall(said.text) if word[:1].islower())

    def find(self, people: Iterable[Person]) -> list[Seen]:
        """Give every name of the case a code; the words in capitals that may be names and were left."""
        named = [person for person in people if not person.name.endswith(NOT_NAMED)]
        self._of_case(named)
        self._of_people(named)
        self._of_cells()
        for said in self.said:
            self._titled(said.text)
        for said in self.said:
            self._organisations(said.text)
        self._full_names()
        return self._by_use()

    def forms(self) -> Forms:
        """The forms that have a code so far."""
        return Forms(forms_of(self.codes, [self.case]), self.words, self.kept, asked_for(self.codes))

    def _of_case(self, people: Iterable[Person]) -> None:
        """The words of the case's name, which is often that of the family; not a child's own, nor those of a number."""
        given = {tokens[0] for of in people if (tokens := self._tokens(of.name)) and (of.child or len(tokens) > 1)}
        number = any(c.isdigit() for c in self.case)
        for token in _PART.findall(self.case):
            if self._unknown(token) and token.capitalize() not in given and not (number and len(token) < 4):
                self._family(token)

    def _of_people(self, people: Sequence[Person]) -> None:
        names = [self._tokens(person.name) for person in people]
        shared = Counter(token for tokens in names for token in set(tokens))
        self.alike = Counter(_short(tokens) for tokens in names if len(tokens) > 1)
        for person, tokens in zip(people, names, strict=True):
            own = [token for token in tokens if shared[token] == 1 and not self.codes.of(self.case, token)]
            self._give(kind_of(person), person.name, tokens, own)
            for token in tokens:
                if shared[token] > 1:
                    self._family(token)

    def _family(self, token: str) -> None:
        self.family.add(self.codes.give(self.case, FAMILY, "Family name {}", [token.capitalize()]))

    def _give(self, kind: str, name: str, tokens: Sequence[str], own: Iterable[str]) -> None:
        """A person with the forms of the name that mean nobody else."""
        forms = [" ".join(name.split()), *own]
        if len(tokens) > 1 and self.alike[_short(tokens)] < 2:
            first, last = tokens[0], tokens[-1]
            short = (f"{first} {last}", f"{first[0]} {last}", f"{first[0]}. {last}", f"{last}, {first}")
            others = [form for form in short if form in self.all_text]
            others += [first[0] + last[0]] if self._are_initials(first[0], last[0]) else []
            forms += [form for form in others if not self.codes.of(self.case, form)]
        if forms := [form for form in forms if len(form) > 1]:
            self.codes.give(self.case, kind, kind.capitalize() + " {}", forms)

    def _are_initials(self, first: str, last: str) -> bool:
        """Whether two letters stand in the rows where a person would, and mean nothing else."""
        both = (first + last).upper()
        if both in self.words.capitals or both.lower() in self.words.never:
            return False
        found = re.finditer(rf"(?<!\w)(?:{both}|{first}\.{last}\.)(?!\w)", self.all_text)
        return any(says_a_person(self.all_text, m.end(), self.words, weak=True) for m in found)

    def _tokens(self, name: str) -> list[str]:
        """The words of a name, without titles and what stands in brackets."""
        outside = re.sub(r"[(\[][^)\]]*[)\]]", " ", name)
        titles = self.words.lists["titles"] | self.words.lists["titles_of_workers"]
        found = [bare(token) for token in TOKEN.findall(outside)]
        return [token for token in found if len(token) > 1 and token.casefold() not in titles]

    def _of_cells(self) -> None:
        """Cells of persons, of sources, and of columns headed as somebody's who works there."""
        everybody = shipped_lexicon().everybody
        for event in self.events:
            for part in cell_parts(event.person) if event.person else ():
                role = plain_role(part.name)
                if role not in shipped_lexicon().of_cell and role not in everybody and not is_everybody(part.name):
                    self._from_cell(part.name, PERSON)
            cells = [event.source, *(text for heading, text in event.other.items() if self._headed(heading, "worker"))]
            for cell in cells:
                self._titled(cell, WORKER)
                self._from_cell(cell, WORKER)

    def _from_cell(self, cell: str, kind: str) -> None:
        """Words in capitals of a cell, side by side, none of them known otherwise; of a person also any other."""
        if self.codes.of(self.case, cell):
            return
        if kind == PERSON and any(c.isdigit() for c in cell) and len(cell) < 20 and " " not in cell.strip():
            self.codes.give(self.case, kind, "Person {}", [cell.strip()])
            return
        for run in runs(cell):
            tokens = [token for token in self._tokens(run) if self._nameable(token, strict=kind == WORKER)]
            new = [token for token in tokens if not self.codes.of(self.case, token)]
            if new:
                self._give(kind, " ".join(tokens), tokens, new)

    def _headed(self, heading: str, kind: str) -> bool:
        return headed(heading, self.words.lists[f"headed_{kind}"])

    def _nameable(self, token: str, strict: bool = True) -> bool:
        word = token.casefold()
        if word in self.words.never or token in self.words.capitals or plain(word) in self.kept or len(word) < 2:
            return False
        return not strict or word not in self.words.ordinary or word in self.words.lists["given_names"]

    def _unknown(self, token: str) -> bool:
        return len(token) > 2 and self._nameable(token)

    def _titled(self, text: str, kind: str = "") -> None:
        """ "Dr Okafor", "SW Jane Smith", "Mrs Dabchick"."""
        for title, name in titled(text, self.words):
            tokens = [token for token in self._tokens(name) if self._nameable(token, strict=len(title) > 4)]
            new = [token for token in tokens if not self.codes.of(self.case, token)]
            if tokens and new == tokens:
                worker = title.casefold().rstrip(".") in self.words.lists["titles_of_workers"]
                self._give(kind or (WORKER if worker else PERSON), " ".join(tokens), tokens, new)

    def _organisations(self, text: str) -> None:
        for kind, start, phrase, run in organisations(text, self.words):
            tokens = [token for token in TOKEN.findall(run) if token not in ("of", "the", "and")]
            tokens = [bare(token) for token in tokens]
            own = [token for token in tokens if self._unknown(token) and not self.small[token.casefold()]]
            if any(token.casefold() in self.words.never for token in tokens) or plain(phrase) in self.kept:
                continue
            if own or (len(phrase) > len(run) and run and not starts_sentence(text, start)):
                alone = own and len(tokens) > 1 and not self.codes.of(self.case, run)
                forms = [phrase, run, bare(run)] if alone else [phrase]
                self.codes.give(self.case, kind, kind.capitalize() + " {}", forms)

    def _full_names(self) -> None:
        """ "Barnaby CRAKE": words in capitals side by side that no list knows, or one before a family name."""
        known = self.forms()
        for said in self.said:
            if in_capitals(said.text):
                continue
            others = [Part(p.start, p.end, "\n") for p in known.parts(said.text) if p.code not in self.family]
            for run in runs(replaced(said.text, others).text):
                tokens = self._tokens(run)
                free = [token for token in tokens if self._unknown(token) and not self.codes.of(self.case, token)]
                named = len(tokens) == 2 and self.codes.of(self.case, tokens[1]) in self.family
                if len(tokens) > 1 and (len(free) == len(tokens) or (named and free)):
                    self._give(PERSON, run, tokens, free)

    def _by_use(self) -> list[Seen]:
        unsure: list[Seen] = []
        for kind, seen in by_use(self.said, self.forms(), self.words, self.kept, self.small):
            if kind:
                word = seen[0].word.capitalize()
                self.codes.give(self.case, kind, kind.capitalize() + " {}", [word], "by its use")
            else:
                unsure += seen
        return unsure


def _short(tokens: Sequence[str]) -> str:
    """A name as it is cut short: two that are cut alike are not told apart by it."""
    return f"{tokens[0][0]} {tokens[-1]}".casefold()


def texts_of(event: Event) -> Iterator[str]:
    """The words of a row in which names are looked for by their use."""
    yield from (event.text, event.outcome, event.event_type, *event.other.values())
    yield from (mark for mark in event.marks if ":" in mark)


def kind_of(person: Person) -> str:
    """The part under which somebody is told apart, where the rows agree on one."""
    roles = frozenset(person.roles)
    if person.child:
        return "child"
    if "mother" in roles and not roles & _FATHERS:
        return "mother"
    if roles & _FATHERS and not roles & _OTHER_PART:
        return "father"
    return "adult" if roles - {"present"} else PERSON


def forms_of(codes: Codes, cases: Iterable[str]) -> dict[str, str]:
    """The forms to look for in texts of these cases, each with its code in the first that has one."""
    found: dict[str, str] = {}
    for case in (*cases, ""):
        for entry in codes.of_case(case):
            # Numbers are found by their form.
            if entry.code and entry.kind not in (*THINGS, *LABELS):
                found.setdefault(entry.original, entry.code)
    return found


def things_of(codes: Codes) -> dict[str, str]:
    """The names of all cases and files that are no ordinary words, each with its code."""
    those = (entry for entry in codes.of_case("") if entry.kind in THINGS)
    return {entry.original: entry.code for entry in those if not entry.original.isalpha()}


def asked_for(codes: Codes) -> frozenset[str]:
    """The words that a person put into the glossary."""
    return frozenset(entry.original for entry in codes.entries() if entry.kind == WORD)
