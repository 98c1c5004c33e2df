"""One batch of narratives: who each names, in which kinship, and who harmed whom or was there by its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from flagger.chronology.lexicon import Lexicon
from flagger.coding.tokens import Longs
from flagger.people import grammar
from flagger.people.cast import CaseCast, Known, age, tokens_of
from flagger.people.grammar import Letters, Part
from flagger.people.scan import References, Scan, Scanner

_LABEL_ROLES = {"alleged_perpetrator": grammar.ALLEGED, "adult_victim": grammar.VICTIM}
_PARTNERS = ("partner_current", "partner_ex")
_OF_AGE = 10  # of criminal responsibility in England


@dataclass(frozen=True)
class Rows:
    """The rows of a scan: the day of each, and the one person of its cell if it names one.

    `doubted`: the stretches of its text that were coded as denied or someone else's.
    """

    days: Sequence[int | None]
    cells: Sequence[int | None]
    doubted: Sequence[Sequence[tuple[int, int]]]


class Said(NamedTuple):
    """A role that a text gives a person, and where: `start` is -1 when it is the person of the row's cell."""

    text: int
    person: int
    role: str
    start: int
    end: int


@dataclass(frozen=True)
class Scanned:
    """A scan of texts and what made it: `which` are the texts' numbers, `skip` those that a later scan has."""

    scanner: Scanner
    scan: Scan
    cases: Longs
    which: Sequence[int]
    skip: frozenset[int] = frozenset()


class Narratives:
    """The narratives of some cases, all of each: first names and the roles said beside them, then all the rest."""

    def __init__(self, lexicon: Lexicon, casts: Sequence[CaseCast]) -> None:
        self.lexicon, self.casts = lexicon, casts

    def scan(self, texts: Sequence[str], cases: Longs) -> list[Scanned]:
        """Find names and roles, and let the casts know whom narratives name and what they assert."""
        scanner = Scanner(self.lexicon, self.casts)
        first = scanner.find(texts, cases)
        new = self._introduce(first)
        words = {case: {tokens_of(name)[0] for name in names} for case, names in new.items()}
        again = [
            i
            for i, case in enumerate(cases.tolist())
            if case in words and any(word in texts[i] for word in words[case])
        ]
        scanned = [Scanned(scanner, first, cases, range(len(texts)), frozenset(again))]
        if again:
            of_new = sorted(new)
            scanner = Scanner(self.lexicon, [self.casts[case] for case in of_new])
            those = np.searchsorted(of_new, cases[again])
            scanned.append(Scanned(scanner, scanner.find([texts[i] for i in again], those), those, again))
        for one in scanned:
            for case, person, entry in one.scanner.claims(one.scan):
                if self.lexicon.roles[entry].role not in _LABEL_ROLES:
                    one.scanner.casts[case].claim(person, self.lexicon.roles[entry])
        return scanned

    def _introduce(self, scan: Scan) -> dict[int, dict[str, Known]]:
        """The names that only stand beside role words, by case, made persons of it."""
        new: dict[int, dict[str, Known]] = defaultdict(lambda: defaultdict(Known))
        for case, name, entry in scan.new:
            if not self.casts[case].has_first_name(name[0]):
                known, said = new[case][" ".join(name)], self.lexicon.roles[entry]
                if said.role not in _LABEL_ROLES:
                    known.entries.add(said)
                    known.roles.add(said.role)
        for case, names in new.items():
            self.casts[case].introduce(names)
        return new

    def read(self, scanned: Scanned, rows: Rows) -> tuple[list[Said], frozenset[int]]:
        """What the rows of one scan say, by their number in it, and which of them speak of the children as one."""
        found = scanned.scanner.settle(scanned.scan)
        batch = _Batch(self.lexicon, scanned, rows, found)
        return [*batch.named(), *batch.parts()], found.children


class _Batch:
    def __init__(self, lexicon: Lexicon, scanned: Scanned, rows: Rows, found: References) -> None:
        self.lexicon, self.rows, self.tokens, self.found = lexicon, rows, scanned.scan.tokens, found
        self.casts = [scanned.scanner.casts[case] for case in scanned.cases.tolist()]
        self.person, self.entry, self.text = found.person.tolist(), found.entry.tolist(), found.text.tolist()
        self._keep_sentences()
        self.letters = Letters(
            self.text_of_letters, self.person_at, self.cell_at, self.cannot_be, self.may_harm, self.is_whose
        )
        self.labelled, used = grammar.labels(self.letters)
        self.used = {self.of_letter[at] for at in used}

    def _keep_sentences(self) -> None:
        """Only the sentences that can give anybody a part: most cannot, and every construction is looked for in all."""
        letters = np.frombuffer(self.found.letters.encode("latin-1"), dtype=np.uint8)
        ends = letters == ord(grammar.END)
        sentence = np.cumsum(ends) - ends
        can = np.zeros(len(letters) + 1, dtype=bool)
        can[sentence[np.isin(letters, grammar.TELLING)]] = True
        can[0] = True  # what stands before the first text: every sentence has an end before it
        keep = can[sentence]
        self.piece, self.text_of_letters = self.found.piece[keep], letters[keep].tobytes().decode("latin-1")
        self.refers = self.found.of_letter[keep]
        self.of_letter = self.refers.tolist()
        self.text_of_piece = self.tokens.text_of(self.piece).tolist()

    def named(self) -> Iterator[Said]:
        """Everyone whom a text names or means, and the kinship its words assert."""
        starts, ends = self.tokens.places(self.found.text, self.found.start, self.found.end)
        alone = self._labels_of_texts()
        for i, (text, person, entry, start, end) in enumerate(
            zip(self.text, self.person, self.entry, starts, ends, strict=True)
        ):
            role = self.lexicon.roles[entry].role if entry >= 0 else ""
            if role in _LABEL_ROLES:
                if i in self.used:
                    continue
                role = _LABEL_ROLES[role]
                person = alone.get((text, role), person)
            yield Said(text, person, "named", start, end)
            if role:
                yield Said(text, person, role, start, end)

    def _labels_of_texts(self) -> Mapping[tuple[int, str], int]:
        """Whom "victim" or "suspect" means by itself in a text that says it of just one person."""
        said: dict[tuple[int, str], set[int]] = {}
        for part in self.labelled:
            if part.person is not None:
                said.setdefault((self.text_at(part.at), part.role), set()).add(part.person)
        return {key: min(persons) for key, persons in said.items() if len(persons) == 1}

    def parts(self) -> Iterator[Said]:
        """Who harmed whom and who was there."""
        found = [*self.labelled, *grammar.parts(self.letters)]
        first = np.array([max(part.at, 0) for part in found], dtype=np.int64)
        piece = self.piece[first]
        texts = [self.text_at(part.at if part.at >= 0 else part.past - 1) for part in found]
        starts, ends = self.tokens.places(np.array(texts, dtype=np.int64), piece, self._past(first, piece))
        for part, text, start, end in zip(found, texts, starts, ends, strict=True):
            if part.person is None or (part.role != grammar.PRESENT and self._is_doubted(part, text)):
                continue
            yield Said(text, part.person, part.role, *((start, end) if part.at >= 0 else (-1, -1)))

    def _past(self, letter: Longs, piece: Longs) -> Longs:
        """The piece after the last of each letter's words."""
        reference = self.refers[letter]
        return np.where(reference >= 0, self.found.end[reference], piece + 1) if len(self.found.end) else piece + 1

    def _is_doubted(self, part: Part, text: int) -> bool:
        """Whether the clause was coded as denied or someone else's."""
        stretches = self.rows.doubted[text]
        if not stretches:
            return False
        origin, starts = int(self.tokens.origin[text]), self.tokens.starts
        first, last = (int(starts[self.piece[at]]) - origin for at in (part.first, part.past - 1))
        return any(start <= last and first < end for start, end in stretches)

    def text_at(self, letter: int) -> int:
        return int(self.text_of_piece[letter])

    def person_at(self, letter: int) -> int | None:
        reference = self.of_letter[letter]
        return self.person[reference] if reference >= 0 else None

    def cell_at(self, letter: int) -> int | None:
        return self.rows.cells[self.text_at(letter)]

    def cannot_be(self, letter: int, person: int) -> bool:
        """Whether "him" at a letter is known not to be this person, a woman by what the case asserts; and so on."""
        sex = self.casts[self.text_at(letter)].sex_of(person)
        word = self.tokens.pieces[self.piece[letter]].strip().casefold()
        return bool(sex) and sex == {"her": "m", "she": "m", "him": "f", "he": "f"}.get(word)

    def is_whose(self, letter: int) -> bool:
        """ "Joe hit his partner": of somebody, but of whom?"""
        entry = self.entry[self.of_letter[letter]] if letter >= 0 and self.of_letter[letter] >= 0 else -1
        said = self.lexicon.roles[entry] if entry >= 0 else None
        return said is not None and said.role in _PARTNERS and not (said.sex or said.side)

    def may_harm(self, letter: int, person: int) -> bool:
        """False for a child under ten or of no known age on the day."""
        text = self.text_at(letter)
        someone, day = self.casts[text].people[person], self.rows.days[text]
        born = someone.born[1]
        return not someone.child or (born is not None and day is not None and age(born, day) >= _OF_AGE)
