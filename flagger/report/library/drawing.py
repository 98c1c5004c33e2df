"""A rule's test as a small drawing for a monospaced page: its events on an axis of months, and what is expected.

One row an event, so that two on neighbouring days stay apart; the exact dates stand beside it. Nothing is worked out
here: what is drawn is the test as written.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from flagger.dates.say import say, to_date
from flagger.flags.words import agency_words, code_words, listed
from flagger.model import Coverage
from flagger.rulebook.examples import NAMED, Example, ExampleEvent, ExamplePerson

LEGEND = (
    "`o` a row of one day; `=` some day of these; `?` the writer doubted the date; `|` the day taken as today, and `~` "
    "a stretch without rows left out before it; `-` days for which an agency gave all its rows, `.` only significant "
    "ones. In brackets: which agency's row it is."
)
_WIDTH = 48
_MONTHS = (  # in English whatever the machine's locale
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
Cells = dict[int, str]
_DRAWN = frozenset({"id", "lo", "hi", "codes", "agency", "incident", "doubted", "who"})


def drawn(example: Example) -> list[str]:
    """The lines of the drawing. Events stand in order of date, undated ones last, and are lettered in that order."""
    events = sorted(example.events, key=lambda e: (e.lo is None, e.lo or 0, e.hi or 0))
    letters = {event.id: _letter(n) for n, event in enumerate(events)}
    gutter = max(map(len, letters.values()), default=1)
    axis = _axis(example)
    lines = [(" " * gutter, cells, "") for cells in (axis.years(), axis.months())]
    lines.append((" " * gutter, {axis.now: "v"}, f"as at {say(example.as_at)}"))
    for event in events:
        lines.append((letters[event.id], axis.event(event), _said(event, example, letters)))
    lines += [(" " * gutter, axis.covered(covered), _gave(covered)) for covered in example.coverage or ()]
    lines += [(" " * gutter, {}, said) for person in example.people if (said := _person(person))]
    return [
        *(f"{head.ljust(gutter)}  {axis.line(cells)}  {text}".rstrip() for head, cells, text in lines),
        *(f"expected: {said}" for said in _expected(example, letters)),
    ]


@dataclass(frozen=True)
class _Axis:
    """Columns from the month `first` (years x 12 + months) to before `end`: `wide` a month, or one for `long` months.

    `as_at` is a day since 1970-01-01. `apart`: it lies beyond the end, after a stretch without rows that is left out.
    """

    first: int
    wide: int
    long: int
    end: int
    as_at: int
    apart: bool

    @property
    def now(self) -> int:
        """The column of the day taken as today."""
        return self.end + 1 if self.apart else self.column(self.as_at)

    def column(self, day: int) -> int:
        date = to_date(day)
        month = _month(day) - self.first
        if self.long > 1:
            return month // self.long
        return month * self.wide + (date.day - 1) * self.wide // monthrange(date.year, date.month)[1]

    def bar(self, lo: int, hi: int) -> range:
        """The columns of some days, both inside; a day may be wider than one of them."""
        return range(self.column(lo), max(self.column(hi) + 1, self.column(hi + 1)))

    def line(self, cells: Cells) -> str:
        """The columns of one line. Where nothing else stands, the day taken as today does."""
        gap = {self.end: "~"} if self.apart else {}
        cells = {self.now: "|"} | gap | cells
        return "".join(cells.get(n, " ") for n in range(max(self.end, self.now + 1)))

    def years(self) -> Cells:
        """Each year at its January, and the first at the beginning, as far as there is room."""
        januaries = range(-(-self.first // 12) * 12, self._after(), 12)
        return self._labels((month, str(month // 12)) for month in dict.fromkeys([self.first, *januaries]))

    def months(self) -> Cells:
        names = _MONTHS if self.wide > len(_MONTHS[0]) else [name[0] for name in _MONTHS]
        months = range(self.first, self._after()) if self.long == 1 else ()
        return self._labels((month, names[month % 12]) for month in months)

    def _after(self) -> int:
        return self.first + self.end * self.long // self.wide

    def _labels(self, labels: Iterable[tuple[int, str]]) -> Cells:
        cells: Cells = {self.now: " ", self.end: " "}
        free = 0
        for month, label in labels:
            at = (month - self.first) * self.wide // self.long
            if free <= at <= self.end - len(label):
                cells |= {at + n: char for n, char in enumerate(label)}
                free = at + len(label) + (len(label) > 1)
        return cells

    def event(self, event: ExampleEvent) -> Cells:
        if event.lo is None or event.hi is None:
            return {}
        if event.lo == event.hi:
            return {self.column(event.lo): "?" if event.doubted else "o"}
        return dict.fromkeys(self.bar(event.lo, _last(event, self.as_at)), "?" if event.doubted else "=")

    def covered(self, covered: Coverage) -> Cells:
        """The part of a stretch that lies on the axis."""
        columns = (n for n in self.bar(covered.lo, covered.hi) if n < self.end and n != self.now)
        return dict.fromkeys(columns, "-" if covered.everything else ".")


def _axis(example: Example) -> _Axis:
    now, as_at = _month(example.as_at), example.as_at
    dated = [(_month(e.lo), _month(_last(e, as_at))) for e in example.events if e.lo is not None]
    first = min([lo for lo, _ in dated] + [now])
    last = max([hi for _, hi in dated], default=now)
    apart = now - first + 1 > 2 * (last - first + 1)
    months = (last if apart else max(last, now)) - first + 1
    wide, long = max(1, _WIDTH // months), -(-months // _WIDTH)
    return _Axis(first, wide, long, -(-months * wide // long), as_at, apart)


def _last(event: ExampleEvent, as_at: int) -> int:
    """The last day an event can be on; one that began by the day taken as today ends with it."""
    assert event.lo is not None and event.hi is not None, "an undated event is not drawn"
    return event.hi if event.lo > as_at else min(event.hi, as_at)


def _month(day: int) -> int:
    date = to_date(day)
    return date.year * 12 + date.month - 1


def _letter(n: int) -> str:
    """A to Z, then AA, AB ..."""
    first, last = divmod(n, 26)
    return f"{_letter(first - 1) if first else ''}{chr(ord('A') + last)}"


def _said(event: ExampleEvent, example: Example, letters: dict[str, str]) -> str:
    """The date, what the row is about, whose it is, and what else the test says of it."""
    about = "; ".join(
        code_words(code) + ("" if status == "affirmed" else f" ({status.replace('_', ' ')})")
        for code, status in event.codes
    )
    whose = f" ({agency_words(event.agency)})" if event.agency else ""
    alike = [
        letters[e.id] for e in example.events if e.id != event.id and event.incident and e.incident == event.incident
    ]
    told = f"one incident with {listed(sorted(alike))}" if alike else ""
    roles = {name: [r.replace("_", " ") for n, r in event.who if n == name and r != NAMED] for name, _ in event.who}
    who = (f"{name} ({listed(said)})" if said else name for name, said in roles.items())
    first = f"{_date(event, example.as_at)}: {about or 'no code'}{whose}"
    return ", ".join(filter(None, (first, *who, told, *_more(event))))


def _date(event: ExampleEvent, as_at: int) -> str:
    if event.lo is None:
        return "undated, left out"
    said = say(event.lo, event.hi)
    if event.lo > as_at:
        return f"{said}, after the day taken as today, left out"
    return f"{said}, taken to end with the day taken as today" if _last(event, as_at) != event.hi else said


def _person(person: ExamplePerson) -> str:
    """What the test says of somebody beyond the name; nothing of an adult of whom it says no more."""
    born = f"born {say(*person.born)}" if person.born else ""
    left = f"{listed(name.replace('_', ' ') for name in person.unrecorded)} not recorded" if person.unrecorded else ""
    said = ", ".join(filter(None, ("a child" if person.child else "", born, left)))
    return f"{person.name}: {said}" if said else ""


def _more(event: ExampleEvent) -> Iterator[str]:
    """Whatever else a line of a test can say, by the name of its key."""
    for field in fields(event):
        value = getattr(event, field.name)
        if field.name not in _DRAWN and value != field.default:
            many = value if isinstance(value, tuple) else () if value is True else (value,)
            words = ", ".join(" as ".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in many)
            yield f"{field.name} {words}".replace("_", " ").strip()


def _gave(covered: Coverage) -> str:
    what = "all rows" if covered.everything else "significant rows only"
    return f"{agency_words(covered.agency)}: {what} of {say(covered.lo, covered.hi)}"


def _expected(example: Example, letters: dict[str, str]) -> Iterator[str]:
    test = example.test
    for match in test.expect or ():
        yield f"{match.status} ({' '.join(letters[name] for name in match.evidence)})"
    if not test.expect:
        yield "nothing is flagged" if test.outcome in (None, "not flagged") else test.outcome or ""
