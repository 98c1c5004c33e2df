"""What a column heading means: headings as councils and systems write them, matched to the fields of an event.

Works on words alone, never on what stands below the heading. Sets of headings: the templates surveyed for this project
(Chronolator, Mosaic, court, school and conference forms); the rest are plain variations of those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# In order: where two fields fit one heading equally well, the earlier one is taken.
_HEADINGS: dict[str, str] = {
    "date": (
        "date; date of event; date/time; start date; date started; start; date from; date or period of event;"
        " date or period; period; date of incident; date/time of event; date/time of incident; contact date;"
        " activity date; date occurred; date of occurrence; when; when it happened; when did it happen; date"
        " range; date of concern"
    ),
    "end_date": "end date; to; until; date to; date until; date ended; end; finish date",
    "time": "time; start time; time of event; time of incident; time of contact",
    "recorded": (
        "date recorded; date of entry; date form completed; date added; date entered; recorded on; date of"
        " recording; date logged; date record made; date entry made; date written"
    ),
    "agency": (
        "agency; agencies; organisation; organization; service; dept; department; contributor; from; agency"
        " involved; agency name; reporting agency; contributing agency; agency/organisation; agency/service;"
        " owning agency"
    ),
    "source": (
        "source; source of information; source of info; source document; source of evidence; witness or"
        " document reference; document reference; evidence; recorded by; submitted by; entered by; completed"
        " by; reported by; author; worker; practitioner; professional; staff; staff member; officer; reporting"
        " officer; completed by whom; print name; print name and signature;"
        " source practitioner/service/agency; source file; source record; by; by whom"
    ),
    "text": (
        "event; event detail; significant event; key event; event/incident; significant event/incident;"
        " description; description of event; brief description; detail; incident; concern; incident/concern;"
        " details of incident; details of concern; information; information/details; narrative; what happened;"
        " summary; summary of event; notes; case note; text; content; entry; record; details of contact;"
        " event/contact; chronology of events; details of concerns or contact; circumstances; circumstances of"
        " incident; occurrence summary; log; log entry; what was seen or said; what we know; observation;"
        " observations; case record"
    ),
    "event_type": (
        "type; category; event type; note type; record type; contact type; event category; entry type; incident type"
    ),
    "person": (
        "child; children; person; people; who; family member; name of child; name; full name; students"
        " involved; student; pupil; pupil name; relates to; subject; subject name; person involved; people"
        " involved; who was involved; involving; individual; client; child/young person; child or adult; young"
        " person; about; about whom; name of person; service user; patient"
    ),
    "age": "age; age at event; age of child; age at time; age at time of event",
    "impact": (
        "impact; impact on child; significance; lived experience; lived experience of child; child view;"
        " child voice; child view/voice; impact/significance; positive or negative; impact positive or"
        " negative"
    ),
    "outcome": (
        "outcome; action; action taken; response; result; decision; outcome/action; agency response; outcome"
        " of contact; decision/outcome; response/outcome; response/action;"
        " what we did; action we took"
    ),
    "analysis": (
        "analysis; comment; commentary; professional judgement; professional judgment; panel comment; author"
        " comment; expected practice; analysis/comment; reflection; reviewer comment"
    ),
    "rag": "rag; rating; rag rating; rag status; risk level; risk rating",
    "seq": (
        "no; nr; num; ref; ref no; reference; reference number; serial number; serial no; event ref; event"
        " no; event number; sequence; sequence no; sheet no; sheet number; sn; s/n; row; row no; number; item;"
        " item no; line; id; event id; entry no; seq"
    ),
    "child_seen": "child seen; seen; seen alone; child seen alone; were children seen",
    "case": (
        "case; case id; case no; case number; case name; case ref; case reference; family; family id; family"
        " name; family no; family number; family reference; child unique id; child id; person id; household;"
        " household id"
    ),
    "role": (
        "relationship; relationship to child; relationship to subject; relation; relation to child; role;"
        " role in family; role in household"
    ),
    "dob": (
        "dob; date of birth; edd; dob/edd; date of birth/edd; date of birth or expected date of delivery; born; birth"
        " date; birthdate"
    ),
    "known_as": "known as; also known as; aka; preferred name; alias; aliases; other name; other names; nickname",
    "ethnicity": "ethnicity; ethnic origin; ethnic group; ethnic background; ethnicity/nationality; race/ethnicity",
    "first_language": (
        "first language; language; preferred language; home language; main language; language spoken; first"
        " language/interpreter needed; interpreter needed; language/interpreter"
    ),
    "disability": "disability; disabilities; disabled; disability/sen; disability or additional need; additional needs",
    "religion": "religion; faith; religion/belief; religion or belief; religion/faith; culture and religion",
    "immigration": "immigration status; immigration; nationality/immigration status; leave to remain; residency status",
}
FIELDS = tuple(_HEADINGS)
CHARACTERISTICS = ("ethnicity", "first_language", "disability", "religion", "immigration")
_OF_CHILDREN = frozenset({"child", "pupil", "student"})
_OF_ADULTS = frozenset({"adult", "parent", "person"})
PEOPLE_ONLY = ("role", "dob", "known_as", *CHARACTERISTICS)

_SMALL = frozenset(
    {"of", "the", "a", "an", "and", "or", "on", "in", "for", "at", "is", "was", "please", "with", "if", "any"}
)
# A heading that only holds a known one ("Details of the concern raised") is taken for these fields alone, never when
# it holds a word that makes it something else ("Date of next review", "Child's school").
_LOOSE = ("date", "text", "outcome", "impact", "analysis", "agency", "source", "person", "event_type")
_LONE_WORD_IN_LONG = ("date", "text", "outcome", "impact", "analysis")
_OTHER_DATE = frozenset({"birth", "dob", "next", "due", "review", "closed", "end", "target"})
_OTHER_THING = frozenset(
    {"birth", "dob", "school", "gp", "address", "ethnicity", "gender", "phone", "email", "number", "id"}
)
_SEPARATORS = re.compile(r"[/&+|,;\n]|\band\b|\bor\b")
_RUN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z](?:[a-z]|D\b))")
_LONGEST = 90

EXACT, JOINED, LOOSE = 3, 2, 1


@dataclass(frozen=True)
class Meaning:
    """What a heading means: its `field`, how well it fits, and fields named beside it ("Agency/Source")."""

    field: str
    fit: int
    beside: tuple[str, ...] = ()


def words_of(heading: str) -> tuple[str, ...]:
    """The words of a heading that carry meaning, without case, spacing, punctuation, plural s, and in no order."""
    text = heading.casefold().replace("'", "").replace("’", "").replace("(s)", "").replace("(es)", "")
    tokens = re.findall(r"[^\W_]+", _initials(text))
    kept = [t for t in tokens if t not in _SMALL] or tokens
    return tuple(sorted({t[:-1] if len(t) > 3 and t.endswith("s") and not t.endswith("ss") else t for t in kept}))


def headed_child(headings: Iterable[str]) -> bool:
    """Whether the columns of persons under these headings are of children, and of nobody else."""
    words = {word for heading in headings for word in words_of(heading)}
    return bool(words & _OF_CHILDREN) and not words & _OF_ADULTS


def _initials(text: str) -> str:
    """`D.O.B.` as `dob`."""
    return re.sub(r"\b(?:[a-z]\.){2,}[a-z]?", lambda m: m.group().replace(".", ""), text)


_EXACT: dict[tuple[str, ...], str] = {}
for _field, _line in _HEADINGS.items():
    for _heading in _line.split(";"):
        _EXACT.setdefault(words_of(_heading), _field)


@lru_cache(maxsize=4096)
def meaning(heading: str) -> Meaning | None:
    """What `heading` means as a column heading, or None."""
    text = heading.strip()
    if text in ("#", "№"):
        return Meaning("seq", EXACT)
    if not text or len(text) > _LONGEST:
        return None
    bare = _RUN_TOGETHER.sub(" ", re.sub(r"\([^)]*\)", " ", text))  # "EventDate", as exports write it
    for written in (text, bare):
        if (field := _EXACT.get(words_of(written))) and words_of(written):
            return Meaning(field, EXACT)
    return _joined(text) or _joined(bare) or _loose(bare)


def _joined(heading: str) -> Meaning | None:
    """`Agency / Source`: every part is a heading by itself."""
    parts = [words_of(part) for part in _SEPARATORS.split(heading.casefold()) if words_of(part)]
    fields = list(dict.fromkeys(_EXACT.get(part, "") for part in parts))
    if len(parts) < 2 or "" in fields:
        return None
    return Meaning(fields[0], JOINED, tuple(fields[1:]))


def _loose(heading: str) -> Meaning | None:
    """The known heading that is the first part of this one ("Agency / key worker"), or has most words in it."""
    first = _EXACT.get(words_of(_SEPARATORS.split(heading.casefold(), maxsplit=1)[0]))
    if first in _LOOSE:
        return Meaning(first, LOOSE)
    tokens = set(words_of(heading))
    best: tuple[int, str] | None = None
    for known, field in _EXACT.items():
        if (
            field not in _LOOSE
            or not tokens.issuperset(known)
            or tokens & (_OTHER_DATE if field == "date" else _OTHER_THING)
        ):
            continue
        long_enough = len(known) * 2 > len(tokens) or field in _LONE_WORD_IN_LONG
        if long_enough and (best is None or len(known) > best[0]):
            best = (len(known), field)
    return Meaning(best[1], LOOSE) if best else None
