"""One batch of narratives: who each names, in which kinship, and who harmed whom or was there by its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flagger.chronology.lexicon import Lexicon
from flagger.coding.tokens import Longs, Tokens
from flagger.people import grammar
from flagger.people.cast import CaseCast, age
from flagger.people.grammar import Letters, Part
from flagger.people.scan import References, Scanner

_LABEL_ROLES = {"alleged_perpetrator": grammar.ALLEGED, "adult_victim": grammar.VICTIM}
_OF_AGE = 10  # of criminal responsibility in England


@dataclass(frozen=True)
class Rows:
    """The rows of a batch: texts, the case of each (its number), its day, and the one person of its cell if one.

    `doubted`: for a text, the stretches of it that were coded as denied, supposed or someone else's.
    """

    texts: Sequence[str]
    cases: Longs
    days: Sequence[int | None]
    cells: Sequence[int | None]
    doubted: Callable[[int], Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Said:
    """A role that a text gives a person, and where: `start` is -1 when it is the person of the row's cell."""

    text: int
    person: int
    role: str
    start: int
    end: int


class Narratives:
    """Reads batches of rows with one scanner. `children` gathers the texts that speak of the children as one."""

    def __init__(self, lexicon: Lexicon, casts: Sequence[CaseCast]) -> None:
        self.lexicon, self.casts = lexicon, casts
        self.scanner = Scanner(lexicon, casts)

    def read(self, rows: Rows) -> tuple[list[Said], frozenset[int]]:
        """What the rows say, and which of them speak of the children as one."""
        tokens, found = self.scanner.read(rows.texts, rows.cases)
        batch = _Batch(self.lexicon, self.casts, rows, tokens, found)
        return [*batch.named(), *batch.parts()], found.children


class _Batch:
    def __init__(
        self, lexicon: Lexicon, casts: Sequence[CaseCast], rows: Rows, tokens: Tokens, found: References
    ) -> None:
        self.lexicon, self.casts, self.rows, self.tokens, self.found = lexicon, casts, rows, tokens, found
        self.person, self.entry, self.text = found.person.tolist(), found.entry.tolist(), found.text.tolist()
        self._keep_sentences()
        self.letters = Letters(self.text_of_letters, self.person_at, self.cell_at, self.cannot_be, self.may_harm)
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
        """Whether the clause was coded as denied, supposed or someone else's."""
        stretches = self.rows.doubted(text)
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
        sex = self.casts[self.rows.cases[self.text_at(letter)]].sex_of(person)
        word = self.tokens.pieces[self.piece[letter]].strip().casefold()
        return bool(sex) and sex == {"her": "m", "she": "m", "him": "f", "he": "f"}.get(word)

    def may_harm(self, letter: int, person: int) -> bool:
        """False for a child under ten or of no known age on the day."""
        text = self.text_at(letter)
        someone, day = self.casts[self.rows.cases[text]].people[person], self.rows.days[text]
        born = someone.born[1]
        return not someone.child or (born is not None and day is not None and age(born, day) >= _OF_AGE)
