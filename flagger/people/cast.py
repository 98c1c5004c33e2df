"""The persons of each case: from tables of people and person cells, which names are one person, who a role word means.

Two names are one person only where the case leaves no other reading; two names in one role stay two persons.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from flagger.chronology.lexicon import Lexicon, RoleWords, plain
from flagger.people.record import Person

Name = tuple[str, ...]
Days = tuple[int | None, int | None]
CHILD_ROLES = ("subject_child", "sibling", "unborn")
_ANY_FATHER = ("father", "father_birth", "father_legal")
# Whoever these words mean in one row need not be the one they mean in another.
_OF_THE_ROW = ("alleged_perpetrator", "adult_victim", "other_male_unspecified", "professional", *CHILD_ROLES)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "master", "mx"})
_NOBODY = frozenset({"n/a", "na", "none", "other", "various", "n/k", "see above", "as above", "nobody", "no one"})


@dataclass(slots=True)
class Known:
    """What is known of one named person of a case: every name, role entries asserted, birth, characteristics."""

    names: set[str] = field(default_factory=set)
    entries: set[RoleWords] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    headed_child: bool = False
    born: Days = (None, None)
    asked: set[str] = field(default_factory=set)
    recorded: set[str] = field(default_factory=set)
    also: set[str] = field(default_factory=set)

    def take(self, other: Known) -> None:
        for mine, theirs in (
            (self.names, other.names), (self.entries, other.entries), (self.roles, other.roles),
            (self.asked, other.asked), (self.recorded, other.recorded), (self.also, other.also),
        ):  # fmt: skip
            mine.update(theirs)  # type: ignore[arg-type]
        self.headed_child = self.headed_child or other.headed_child
        self.born = both_births(self.born, other.born)

    def is_child(self, first_day: int | None) -> bool:
        """Asserted so; or under a heading that says so or by birth, unless a role of an adult is asserted."""
        if self.roles.intersection(CHILD_ROLES):
            return True
        young = self.born[1] is not None and first_day is not None and age(self.born[1], first_day) < 18
        return (self.headed_child or young) and not self.roles


def age(born: int, day: int) -> float:
    """Years from birth to a day, both days since 1970-01-01; near enough to tell 18, never used to date anything."""
    return (day - born) / 365.25


def both_births(one: Days, other: Days) -> Days:
    """Days of birth that two rows leave: those both allow, else all that either allows."""
    (a, b), (c, d) = one, other
    if a is None or b is None:
        return other
    if c is None or d is None:
        return one
    return (max(a, c), min(b, d)) if max(a, c) <= min(b, d) else (min(a, c), max(b, d))


@lru_cache(maxsize=8192)
def tokens_of(name: str) -> Name:
    """The words of a name without title and figures in brackets, as written."""
    found = _WORD.findall(re.sub(r"[(\[].*?[)\]]", " ", name))
    return tuple(found[1:] if len(found) > 1 and found[0].casefold() in _TITLES else found)


def names_nobody(name: str, lexicon: Lexicon) -> bool:
    words = name.casefold().strip(" .-–—")
    return not any(map(str.isalnum, words)) or words in _NOBODY or words in lexicon.not_recorded


class CaseCast:
    """The persons of one case: the named ones, and one for each role word that no name answers to."""

    def __init__(self, case: str, lexicon: Lexicon, known: Mapping[str, Known], first_day: int | None) -> None:
        self.case, self.lexicon, self.first_day = case, lexicon, first_day
        self.groups = _merged(known)
        self.people = [self._person(group) for group in self.groups]
        self.of_name = {name: i for i, group in enumerate(self.groups) for name in group.names}
        self._of_entry: dict[RoleWords, int] = {}
        self._sexes = [{entry.sex for entry in group.entries} - {""} for group in self.groups]
        self.initials = {person.name[0].upper() for person in self.people if person.child}

    def _person(self, group: Known) -> Person:
        asked, recorded = tuple(sorted(group.asked)), tuple(sorted(group.recorded))
        return Person(self.case, _shown(group.names), group.is_child(self.first_day), group.born, asked, recorded)

    def claim(self, person: int, entry: RoleWords) -> None:
        """A narrative asserts a role of a named person."""
        if person < len(self.groups):
            self.groups[person].entries.add(entry)
            self._sexes[person] |= {entry.sex} - {""}

    def introduce(self, names: Mapping[str, Known]) -> None:
        """Persons whom only narratives name, after the named ones known and before any unnamed."""
        for group in _merged(names):
            self.of_name |= dict.fromkeys(group.names, len(self.groups))
            self.groups.append(group)
            self.people.append(self._person(group))
            self._sexes.append({entry.sex for entry in group.entries} - {""})
        self.initials |= {person.name[0].upper() for person in self.people if person.child}

    def has_first_name(self, word: str) -> bool:
        return any(tokens and tokens[0].casefold() == word.casefold() for tokens in map(tokens_of, self.of_name))

    def sex_of(self, person: int) -> str:
        """The sex that words asserted of a person say ("mother": f), "" when they say none or two."""
        found = self._sexes[person]
        return next(iter(found)) if len(found) == 1 else ""

    def of_entry(self, entry: RoleWords) -> int:
        """Who a role word means: the one named person asserted so, else the unnamed person of that role."""
        if entry not in self._of_entry:
            meant = [] if entry.role in _OF_THE_ROW else self._asserted(entry)
            self._of_entry[entry] = meant[0] if len(meant) == 1 else self._unnamed(entry)
        return self._of_entry[entry]

    def _asserted(self, entry: RoleWords) -> list[int]:
        return [i for i, group in enumerate(self.groups) if any(may_be(entry, other) for other in group.entries)]

    def _unnamed(self, entry: RoleWords) -> int:
        self.people.append(Person(self.case, f"{entry.shown} (not named)", entry.role in CHILD_ROLES))
        self._sexes.append({entry.sex} - {""})
        return len(self.people) - 1

    def another(self, person: int) -> int:
        """One more person who is only known as this one is: a second unborn baby."""
        like = self.people[person]
        self.people.append(Person(self.case, f"{like.name}, another", like.child))
        self._sexes.append(set(self._sexes[person]))
        return len(self.people) - 1

    def ways_to_say(self) -> Iterator[tuple[Name, int, bool]]:
        """Words by which narrative may name a person, who that is, and whether they are an initial to be sure of.

        The full name; the first name where no other person of the case has it; a surname that only one has, where it
        is written in capitals somewhere; "Child W", and "W" alone, where one child alone has that initial.
        """
        by_first, by_last, by_initial = (defaultdict[str, set[int]](set) for _ in range(3))
        for i, group in enumerate(self.groups):
            for tokens in map(tokens_of, group.names):
                if tokens:
                    by_first[tokens[0].casefold()].add(i)
                    by_last[tokens[-1].casefold()].add(i)
                    if self.people[i].child:
                        by_initial[tokens[-1 if _is_lettered(tokens) else 0][0].upper()].add(i)
        for i, group in enumerate(self.groups):
            for tokens in sorted(set(map(tokens_of, group.names))):
                yield from self._ways(tokens, i, by_first, by_last)
            for letter in sorted(letter for letter, who in by_initial.items() if who == {i}):
                yield ("Child", letter), i, False
                yield (letter,), i, (letter,) not in set(map(tokens_of, group.names))

    def _ways(
        self, tokens: Name, i: int, by_first: Mapping[str, set[int]], by_last: Mapping[str, set[int]]
    ) -> Iterator[tuple[Name, int, bool]]:
        if not tokens or (len(tokens) == 1 and tokens[0].isdigit()):
            return
        yield tokens, i, False
        if len(tokens) > 1 and not _is_lettered(tokens):
            if by_first[tokens[0].casefold()] == {i} and len(tokens[0]) > 1:
                yield tokens[:1], i, False
            if by_last[tokens[-1].casefold()] == {i} and len(tokens[-1]) > 2:
                yield (tokens[-1].upper(),), i, False
                for title in ("Mr", "Mrs", "Ms", "Miss"):
                    yield (title, tokens[-1]), i, False


def may_be(word: RoleWords, asserted: RoleWords) -> bool:
    """Whether a role word can mean somebody asserted with another word of that role."""
    if word is asserted:
        return True
    if word.role != asserted.role:
        return word.role == "father" and asserted.role in _ANY_FATHER
    pairs = ((word.sex, asserted.sex), (word.side, asserted.side))
    return any(map(any, pairs)) and all(a == b or not (a and b) for a, b in pairs)


def _is_lettered(tokens: Name) -> bool:
    """ "Child W", "Child 2"."""
    return len(tokens) == 2 and tokens[0].casefold() == "child" and len(tokens[1]) <= 2


def _shown(names: Iterable[str]) -> str:
    """The fullest name; in mixed letters before all capitals."""
    return min(names, key=lambda name: (-len(tokens_of(name)), name.isupper(), -len(name), name))


def _merged(known: Mapping[str, Known]) -> list[Known]:
    """Names that are one person, joined: sorted by the name as shown. A table's "known as" says so itself."""
    called = defaultdict[Name, set[str]](set)
    known = dict(known)
    for name in sorted(known):
        for other in sorted(known[name].also):
            called[tuple(map(str.casefold, tokens_of(other)))].add(name)
            known.setdefault(other, Known())
    tokens = {name: tuple(map(str.casefold, tokens_of(name))) or (plain(name),) for name in sorted(known)}
    formal = {tokens[name] for name in tokens if name.isupper() or name.split()[0].strip(".").casefold() in _TITLES}
    fullest = _Fullest(sorted(set(tokens.values())), formal)
    groups: dict[Name, Known] = {}
    for name, words in tokens.items():
        known[name].names.add(name)
        meant = called.get(words, set())
        full = tokens[next(iter(meant))] if len(meant) == 1 else words
        group = groups.setdefault(fullest.of(full), known[name])
        if group is not known[name]:
            group.take(known[name])
    return sorted(groups.values(), key=lambda group: _shown(group.names))


class _Fullest:
    """The fullest name that each name of a case is short for, where there is just one such person."""

    def __init__(self, names: Sequence[Name], formal: set[Name]) -> None:
        """`formal`: names in capitals or after a title, which alone may be a surname by itself."""
        self.formal = formal
        self.names: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            letters = {name[0][0], name[-1][0]}
            for letter in letters:
                self.names[letter].append(name)
        self.found: dict[Name, Name] = {}

    def of(self, words: Name) -> Name:
        if words not in self.found:
            near = self.names[words[-1][0] if _is_lettered(words) else words[0][0]]
            meant = {self.of(name) for name in near if name != words and self._may_be_short(words, name)}
            self.found[words] = meant.pop() if len(meant) == 1 else words
        return self.found[words]

    def _may_be_short(self, words: Name, name: Name) -> bool:
        letter = words[-1] if _is_lettered(words) or (len(words) == 1 and len(words[0]) == 1) else ""
        if letter:
            if _is_lettered(name):
                return len(words) == 1 and name[-1] == letter
            return name[0].startswith(letter) and len(name[0]) > 1
        if _is_lettered(name) or len(name) < 2:
            return False
        if len(words) == 1:
            return words[0] == name[0] or (words in self.formal and words[0] == name[-1])
        if words[0] != name[0]:
            return False
        if len(name) == len(words):  # "Sam P" for "Sam Poole"
            return words[:-1] == name[:-1] and len(words[-1]) == 1 < len(name[-1]) and name[-1].startswith(words[-1])
        return len(name) > len(words) and words[-1] == name[-1]
