"""Who harmed whom and who was there, as one row's words say: a small grammar over the kinds of its words.

Each word or phrase of the lexicon becomes one letter (`TAGS`), each other word `x`, so that a clause is a few letters
and a construction is a short pattern over them. Precision first: what is denied, supposed, asked or yet to be, an
unclear "her", or what a child under ten does gives no part to anybody. Whose letters they are, `narrative.py` knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flagger.chronology.lexicon import Lexicon

VICTIM, ALLEGED, PRESENT = "victim", "alleged_perpetrator", "present"

# The letter of each kind of word in the lexicon's grammar; P, Q (with 's), C, v and s are people (below).
TAGS = {
    "harm_noun": "N", "harmful": "E", "undergoes": "X", "arrested": "A", "say": "D", "heard": "W", "before_eyes": "F",
    "have": "a", "be": "e", "adverb": "j", "article": "d", "of": "o", "by": "b", "from": "f", "to": "t",
    "towards": "n", "at": "@", "with": "q", "and": "&", "other_word": "p",
    "conjunction": "c", "named_as": "z", "that": "T", "who": "w",
    "self": "r", "subject_pronoun": "h", "object_pronoun": "m", "possessive_pronoun": "i", "body": "y", "but": "u",
    "not": "!", "deny": "%", "perhaps": "?", "report_noun": "R", "seen": "K", "there": "k", "not_there": "x",
    "speak_to": "g", "attendees": "l",
}  # fmt: skip
MARKS = {":": ":", "(": "(", ")": ")", "[": "(", "]": ")", "-": "-", "–": "-", "/": "/"}
PLAIN, THIRD, GOING, PAST, THROW = "B", "S", "G", "V", "Y"
PERSON, OWNER, CHILDREN, VICTIM_WORD, SUSPECT_WORD = "P", "Q", "C", "v", "s"
OTHER, END, COMMA = "x", ".", ","

TELLING = tuple(map(ord, "NEXAFWKkglSGVYvs"))  # without one of these a sentence gives nobody a part

_ONE = "d?P"
_SOME = "d?P(?:(?:,d?P)*,?&d?P)?"
_BY = f"[mi]?{_SOME}"
_SUBJECT = f"(?:(?<=[.,;:TDWuc&])(?P<s>{_SOME})|(?<![tfbqpo@n&])(?P<s1>{_ONE}))"
_OBJECT = f"(?P<o>d?Q(?=y)|iP(?!y)|{_SOME}(?!y)|d?v(?!y)|m(?![xyPQ]))"
_WHO = "(?:,w[^.;PQVBGSN]{0,8},)?"
_THEN = "(?:[^.;,PQVBGSN&!?]{1,6}&)?"
_VERBS = "(?:[VSG]j*(?:,j*[VSG]j*)*&j*)?"
_DONE = "(?:V(?:,?V)*&j*)?"
_HARM = [
    # dad punched mum; Lee is beating mum; dad shouting and hitting mum; Lee threatened to kill mum
    f"{_SUBJECT}{_WHO}{_THEN}j*(?:(?:aj*)?{_VERBS}V|[jae]*{_VERBS}G|[ja]*ej*N|{_VERBS}S)j*(?:t[BVN])?@?{_OBJECT}",
    # Wren witnessed dad assault mum
    f"WT?(?P<s>{_SOME})[BN]{_OBJECT}",
    # mum was assaulted by her partner; Joe hit by Lee; Wren disclosed that she had been hit by Lee
    f"(?P<o>{_SOME}|h){_WHO}{_THEN}D?[jae]*{_DONE}V[^.;:bPQVGBSC]{{0,4}}b(?P<s>{_BY})",
    # (the person of the row) assaulted by her partner
    f"(?<=[.])(?P<cell>[jeD]*T?[je]*){_DONE}V[^.;:bPQVGBSC]{{0,4}}b(?P<s>{_BY})",
    # assault by Joe on Kim; assault on Kim by Joe; domestic abuse of mum by Lee; threats at her
    f"N(?:oN)?j*b(?P<s>{_BY})(?:[tn@](?P<o>{_SOME}|m(?![xyPQ])))?",
    f"N(?:oN)?[tn]{_OBJECT}(?:b(?P<s>{_BY}))?",
    f"No{_OBJECT}b(?P<s>{_BY})",
    "N@(?P<o>m(?![xyPQ]))",
    # threats from Joe to mum
    f"(?<!R)(?<!R.)(?<!R..)Nj*f(?P<s>{_BY})(?:[tn](?P<o>{_SOME}|m(?![xyPQ])))?",
    # Joe's threats to Kim
    f"(?P<s>Q)[jx]?N[tn]{_OBJECT}",
    # Kim has been subjected to violence from Lee; Joe is victim of assault by Kim
    f"(?P<o>{_SOME}|h)[jae]*D?[jae]*X[jd]*N[^.;:PQbf]{{0,3}}[bf](?P<s>{_BY})",
    # Lee has been verbally abusive to mum
    f"{_SUBJECT}[jae]*Ej*[tn@q]{_OBJECT}",
    # Lee throwing a plate at mum
    f"{_SUBJECT}{_THEN}[jae]*Y[dxj]{{0,4}}[n@]{_OBJECT}",
    # Joe arrested on suspicion of assaulting Kim
    f"(?P<s>{_SOME})[jae]*A[^.;PQ]{{0,4}}?(?:N(?!j*b)|G)(?:[tn@]?{_OBJECT})?",
]
_LABELS = [
    r"(?P<p>P)\([jd]*(?P<l>[vs])\)",
    r"(?<=[.,;:d(&\-])(?P<l>[vs])(?:[:\-]?d?(?P<p>P)|,(?P<p1>P)(?=[,.])|e(?P<p2>P)(?=[.,;&)]))",
    rf"(?P<p>{_ONE})(?:[jae]*e[jd]*|[jae]*z[jd]*|d)(?P<l>[vs])",
]
_AMONG = "(?:(?:,|,?&|/)(?:d?[PC]|x{1,2}))*"
_LIST = f"[dim]?P{_AMONG}"
_HERE = [
    f"(?P<p>{_LIST})[jae]*(?:(?<!a)K|k)",
    f"(?P<q>[Kk])[^.;!?]{{0,4}}q(?P<p>{_LIST})",
    f"(?<![PCQahj])g(?P<p>{_LIST})(?!y)",
    r"[lkK]:(?P<p>[^.;!]*)",
    f"F(?P<p>{_LIST})",
    f"(?P<p>{_LIST})[jae]*W(?=[^.;!?]{{0,8}}?[VBGSNY])",
    r"(?<=[.])(?P<cell>[je]*)[Kk]",
]


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))


_HARM_FORMS, _LABEL_FORMS, _HERE_FORMS = map(_compiled, (_HARM, _LABELS, _HERE))
_PEOPLE = re.compile("[PQ]")
_PRONOUNS = "hm"


@dataclass(frozen=True, slots=True)
class Part:
    """A part in a row: the role, whose letter it is (-1: the one person of the row's cell), which person if known (a
    pronoun's), and the letters of the clause that say so."""

    role: str
    at: int
    person: int | None
    first: int
    past: int


@dataclass(frozen=True)
class Letters:
    """The letters of texts, one after the other, and what `narrative.py` knows of them.

    `person_at`: the person of a letter; `cell_at`: the one person of the cell of the row a letter is in; `not_she`:
    whether a pronoun at a letter cannot be this person; `may_harm`: whether what this person does can be harm;
    `is_whose`: whether the word is "partner" alone, of whoever harms. So is "his mother".
    """

    text: str
    person_at: Callable[[int], int | None]
    cell_at: Callable[[int], int | None]
    cannot_be: Callable[[int, int], bool]
    may_harm: Callable[[int, int], bool]
    is_whose: Callable[[int], bool]


def forms_of(words: str) -> tuple[frozenset[str], ...]:
    """A word all in capitals keeps its case; others are looked for in any."""
    pieces = words.split() if len(words) == 1 else words.replace("-", " ").split()
    return tuple(frozenset({p if p.isupper() else p.lower()}) for p in pieces)


def letters_of(lexicon: Lexicon) -> dict[tuple[frozenset[str], ...], str]:
    """The letter of each word; one of several kinds has that of verbs, or of nouns of harm before all ("assault")."""
    letter: dict[tuple[frozenset[str], ...], str] = {}
    for kind, tag in TAGS.items():
        letter.update((forms_of(words), tag) for words in lexicon.grammar[kind])
    for base, third, going, *past in lexicon.verbs["harm_verbs"]:
        of_form = ((base, PLAIN), (third, THIRD), (going, GOING))
        letter.update((forms_of(word), tag) for word, tag in (*of_form, *((word, PAST) for word in past)))
    for verb in lexicon.verbs["throw_verbs"]:
        letter.update((forms_of(word), THROW) for word in verb)
    letter.update((forms_of(words), TAGS["harm_noun"]) for words in lexicon.grammar["harm_noun"])
    letter.update((forms_of(mark), tag) for mark, tag in MARKS.items())
    return letter


def parts(letters: Letters) -> Iterator[Part]:
    """Every part that the texts give to somebody."""
    yield from _harm(letters)
    yield from _here(letters)


def _harm(letters: Letters) -> Iterator[Part]:
    for form in _HARM_FORMS:
        for found in form.finditer(letters.text):
            if not _is_doubted(letters.text, *found.span()):
                yield from _pair(letters, found)


def _pair(letters: Letters, found: re.Match[str]) -> Iterator[Part]:
    """The part of each side of one clause of harm; none if one harms themselves or a young child harms."""
    span = found.span()
    groups = found.groupdict()
    doers = list(_named(letters, found, "s" if groups.get("s") else "s1"))
    done_to = list(_named(letters, found, "o"))
    if "cell" in groups:
        done_to = [(-1, letters.cell_at(found.end("cell")))]
    elif groups.get("o") and groups["o"] in _PRONOUNS:
        at = found.start("o")
        done_to = [(at, _meant(letters, at, {person for _, person in doers}))]
    hurt = {person for _, person in done_to}
    if any(person in hurt or not letters.may_harm(at, person) for at, person in doers if person is not None):
        return
    for role, side in ((ALLEGED, doers), (VICTIM, done_to)):
        for at, person in side:
            if person is not None and not (
                role == VICTIM and (letters.is_whose(at) or letters.text[max(at, 1) - 1] == "i")
            ):
                yield Part(role, at, person, *span)


def _named(letters: Letters, found: re.Match[str], group: str) -> Iterator[tuple[int, int | None]]:
    start, end = found.span(group) if found.groupdict().get(group) else (0, 0)
    for one in _PEOPLE.finditer(letters.text, start, end):
        yield one.start(), letters.person_at(one.start())


def _meant(letters: Letters, at: int, doers: set[int | None]) -> int | None:
    """Whom "her" means: the one other person named before in the sentence, else the one person of the row's cell."""
    first = letters.text.rfind(END, 0, at) + 1
    named = {letters.person_at(one.start()) for one in _PEOPLE.finditer(letters.text, first, at)} - doers - {None}
    others = {person for person in named if person is not None and not letters.cannot_be(at, person)}
    if named:
        return others.pop() if len(others) == 1 else None
    cell = letters.cell_at(at)
    return None if cell is None or cell in doers or letters.cannot_be(at, cell) else cell


def _is_doubted(text: str, start: int, end: int) -> bool:
    """Whether what is said from `start` to `end` is denied, supposed or negated in its sentence."""
    first = text.rfind(END, 0, start) + 1
    last = text.find(END, end)
    before, said, after = text[first:start], text[start:end], text[end:last]
    clause = re.split("[;u]", before)[-1]
    return any("%" in part for part in (before, said, after)) or "?" in before + said or "!" in clause + said


def labels(letters: Letters) -> tuple[list[Part], set[int]]:
    """What "victim" and "suspect" beside a name say, and the places of these words that are used up or negated."""
    found_parts, used = [], set()
    for form in _LABEL_FORMS:
        for found in form.finditer(letters.text):
            at, groups = found.start("l"), found.groupdict()
            group = next(name for name in ("p", "p1", "p2") if groups.get(name))
            used.add(at)
            if not _is_negated(letters.text, found.end()):
                role = VICTIM if groups["l"] == VICTIM_WORD else ALLEGED
                found_parts += [
                    Part(role, place, person, *found.span())
                    for place, person in _named(letters, found, group)
                    if person is not None
                ]
    used |= {one.start() for one in re.finditer("[vs]", letters.text) if _is_negated(letters.text, one.start())}
    return found_parts, used


def _is_negated(text: str, at: int) -> bool:
    clause = re.split("[.;,u]", text[text.rfind(END, 0, at) + 1 : at])[-1]
    return "!" in clause or "?" in clause or "%" in clause


def _here(letters: Letters) -> Iterator[Part]:
    for form in _HERE_FORMS:
        for found in form.finditer(letters.text):
            if _is_negated(letters.text, found.start("p") if "p" in found.groupdict() else found.end()):
                continue
            if "cell" in found.groupdict():
                if (person := letters.cell_at(found.end() - 1)) is not None:
                    yield Part(PRESENT, -1, person, *found.span())
                continue
            for at, person in _named(letters, found, "p"):
                if person is not None and letters.text[at] == PERSON:
                    yield Part(PRESENT, at, person, *found.span())
