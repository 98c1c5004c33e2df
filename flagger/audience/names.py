"""Whose names stand in the rows of one case: each found form gets a code in the glossary.

Told by what the run already knows (people, the case's name), by cells of persons and workers, by titles, by the words
of schools and houses, and last by how a word in capitals is used. What is then left in capitals is given back as
unsure: a missed name is worse than a word too many, and a person can settle either in the glossary.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flagger.audience.folding import plain
from flagger.audience.glossary import THINGS, WORD, Codes
from flagger.audience.numbers import LABELS, numbers_in
from flagger.audience.replace import Forms, Part, replaced, says_a_person, starts_sentence
from flagger.audience.shapes import headed, in_capitals, organisations, runs, titled
from flagger.audience.words import NameWords
from flagger.chronology.lexicon import plain as plain_role
from flagger.chronology.lexicon import shipped_lexicon
from flagger.chronology.people import is_everybody
from flagger.contract.records import Event, Person
from flagger.people.cells import cell_parts

NOT_NAMED = "(not named)"
FAMILY, PERSON, WORKER, PLACE, NAME = "family name", "person", "worker", "place", "name"
_FATHERS = frozenset({"father", "father_birth", "father_legal"})
_OTHER_PART = frozenset({"partner_current", "partner_ex", "step_parent"})
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]{2,}")
_IN_RUN = re.compile(r" [^\W\d_a-z]")
_OWNED = re.compile(r"['’]s?$")


class Said(NamedTuple):
    """What one field of a row says."""

    event: Event
    text: str


class Seen(NamedTuple):
    """A word in capitals: where it stands, and in what."""

    said: Said
    word: str
    start: int
    end: int


@dataclass
class _Use:
    """How one word in capitals is used in a case."""

    seen: list[Seen] = field(default_factory=list)
    inside: int = 0  # in the middle of a sentence, after no article
    person: int = 0  # so that only a person is meant
    perhaps: int = 0  # so that a person may be meant
    place: int = 0  # so that a place is meant


class Finder:
    """Finds the names of one case."""

    def __init__(self, case: str, events: Sequence[Event], codes: Codes, words: NameWords) -> None:
        self.case, self.events, self.codes, self.words = case, events, codes, words
        self.kept = frozenset(map(plain, codes.kept(case)))
        self.said = [Said(event, text) for event in events for text in texts_of(event) if text]
        self.family: set[str] = set()
        self.all_text = "\n".join(said.text for said in self.said)
        self.small = Counter(word for said in self.said for word in _TOKEN.findall(said.text) if word[:1].islower())

    def find(self, people: Iterable[Person]) -> list[Seen]:
        """Give every name of the case a code; the words in capitals that may be names and were left."""
        self._of_case()
        self._of_people([person for person in people if not person.name.endswith(NOT_NAMED)])
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

    def _of_case(self) -> None:
        """The words of the case's name, which is often that of the family; one with figures is a number."""
        for token in () if any(c.isdigit() for c in self.case) else _PART.findall(self.case):
            if self._unknown(token):
                self._family(token)

    def _of_people(self, people: Sequence[Person]) -> None:
        shared = Counter(token for person in people for token in set(self._tokens(person.name)))
        for person in people:
            kind = kind_of(person)
            tokens = self._tokens(person.name)
            own = [token for token in tokens if shared[token] == 1 and not self.codes.of(self.case, token)]
            self._give(kind, person.name, tokens, own)
            for token in tokens:
                if shared[token] > 1:
                    self._family(token)

    def _family(self, token: str) -> None:
        self.family.add(self.codes.give(self.case, FAMILY, "Family name {}", [token.capitalize()]))

    def _give(self, kind: str, name: str, tokens: Sequence[str], own: Iterable[str]) -> None:
        """A person with the forms of the name that mean nobody else."""
        forms = [" ".join(name.split()), *own]
        if len(tokens) > 1:
            first, last = tokens[0], tokens[-1]
            short = (f"{first} {last}", f"{first[0]} {last}", f"{first[0]}. {last}", f"{last}, {first}")
            forms += [form for form in short if form in self.all_text]
            forms += [first[0] + last[0]] if self._are_initials(first[0], last[0]) else []
        self.codes.give(self.case, kind, kind.capitalize() + " {}", dict.fromkeys(f for f in forms if len(f) > 1))

    def _are_initials(self, first: str, last: str) -> bool:
        """Whether two letters stand in the rows where a person would, and mean nothing else."""
        both = (first + last).upper()
        if both in self.words.capitals or both.lower() in self.words.never:
            return False
        found = re.finditer(rf"(?<!\w)(?:{both}|{first}\.{last}\.)(?!\w)", self.all_text)
        return any(says_a_person(self.all_text, m.end(), self.words, weak=True) for m in found)

    def _tokens(self, name: str) -> list[str]:
        """The words of a name, without titles and what stands in brackets."""
        bare = re.sub(r"[(\[][^)\]]*[)\]]", " ", name)
        titles = self.words.lists["titles"] | self.words.lists["titles_of_workers"]
        found = [_OWNED.sub("", token) for token in _TOKEN.findall(bare)]
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
            tokens = [token for token in _TOKEN.findall(run) if token not in ("of", "the", "and")]
            bare = [_OWNED.sub("", token) for token in tokens]
            own = [token for token in bare if self._unknown(token) and not self.small[token.casefold()]]
            if any(token.casefold() in self.words.never for token in bare) or plain(phrase) in self.kept:
                continue
            if own or (len(phrase) > len(run) and run and not starts_sentence(text, start)):
                alone = own and len(bare) > 1 and not self.codes.of(self.case, run)
                forms = [phrase, run, _OWNED.sub("", run)] if alone else [phrase]
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
        uses = self._uses()
        unsure: list[Seen] = []
        for word, use in uses.items():
            kind = self._kind(word, use)
            if kind:
                self.codes.give(
                    self.case, kind, kind.capitalize() + " {}", [use.seen[0].word.capitalize()], "by its use"
                )
            elif kind is None:
                unsure += use.seen
        return unsure

    def _kind(self, word: str, use: _Use) -> str | None:
        """What a word is: a kind of name, "" no name, None unsure."""
        given = word in self.words.lists["given_names"]
        common = word in self.words.ordinary or all(part in self.words.ordinary for part in word.split("-"))
        ordinary = common or self.small[word] > 0
        if use.place > use.person and not ordinary and not given:
            return PLACE
        if ordinary:
            sure = (use.inside and (use.person or given)) or (given and use.person)
            return PERSON if sure else None if use.inside or (given and use.perhaps) else ""
        if use.person or (given and use.perhaps):
            return PERSON
        return NAME if use.inside or use.perhaps else None

    def _uses(self) -> dict[str, _Use]:
        uses: dict[str, _Use] = defaultdict(_Use)
        known = self.forms()
        for said in self.said:
            if in_capitals(said.text):
                continue
            covered = [(p.start, p.end) for p in known.parts(said.text)]
            covered += [(n.start, n.end) for n in numbers_in(said.text)]
            for m in _TOKEN.finditer(said.text):
                word = _OWNED.sub("", m[0])
                if not word[:1].isupper() or any(s < m.end() and m.start() < e for s, e in covered):
                    continue
                if not self._may_be_name(word):
                    continue
                end = m.start() + len(word)
                self._note(uses[word.casefold()], Seen(said, word, m.start(), end))
        return uses

    def _may_be_name(self, word: str) -> bool:
        small = word.casefold()
        if len(word) < 3 or {small, small.removesuffix("s")} & self.words.never or plain(small) in self.kept:
            return False
        return not (word.isupper() and (word in self.words.capitals or len(word) < 4))

    def _note(self, use: _Use, seen: Seen) -> None:
        text, lists = seen.said.text, self.words.lists
        before = _TOKEN.findall(text[max(0, seen.start - 30) : seen.start])[-1:]
        last = before[0].casefold() if before and text[: seen.start].rstrip()[-1:].isalpha() else ""
        after = text[seen.end :].lstrip()
        inside = not starts_sentence(text, seen.start)
        article = inside and last in lists["articles"]
        before_person = inside and last in lists["before_person"]
        if seen.word.casefold() in self.words.ordinary:
            if article or _IN_RUN.match(text, seen.end):
                return  # "the Plan", "Core Group"
            before_person = before_person and last not in lists["weak_before"]
        use.seen.append(seen)
        use.inside += inside
        use.person += says_a_person(text, seen.end, self.words) or before_person
        use.perhaps += says_a_person(text, seen.end, self.words, weak=True)
        following = any(re.match(rf"{re.escape(word)}\b", after, re.IGNORECASE) for word in lists["after_place"])
        use.place += following or article or (inside and last in lists["before_place"])


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


def forms_of(codes: Codes, cases: Sequence[str]) -> dict[str, str]:
    """The forms to look for in texts of these cases, of the first that has one."""
    found: dict[str, str] = {}
    for case in (*cases, ""):
        for entry in codes.entries:
            if entry.case == case and entry.code and is_form(entry.kind, entry.original):
                found.setdefault(entry.original, entry.code)
    return found


def asked_for(codes: Codes) -> frozenset[str]:
    """The words that a person put into the glossary."""
    return frozenset(entry.original for entry in codes.entries if entry.kind == WORD)


def is_form(kind: str, original: str) -> bool:
    """Whether an entry is looked for in texts by itself: names are, numbers are found by their form."""
    return not original.isalpha() if kind in THINGS else kind not in LABELS
