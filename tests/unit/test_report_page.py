"""The page: everything escaped, nothing fetched, no script, every link leads somewhere, and the order of its parts."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from report_sample import coded, document, event, flag

from flagger.contract.records import NOT_A_FINDING, Prompted
from flagger.report.page.page import LIMITS, marked, page

HOSTILE = "<script>alert('x')</script><img src=x onerror=y>{{ 7 * 7 }}\"'&"


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append(tag)
        self.ids += [held["id"]] if held.get("id") else []
        self.links += [str(held["href"])] if "href" in held else []
        self.fetched += [name for name, _ in attrs if name in ("src", "srcset", "action", "data", "style")]
        self.fetched += [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def _text(**changes: object) -> str:
    return page(document(**changes)).decode("utf-8")


def test_hostile_words_are_shown_and_never_run() -> None:
    hostile = event(
        1, HOSTILE, date_text=HOSTILE, agency=HOSTILE, person=HOSTILE, event_type=HOSTILE, outcome=HOSTILE,
        file=HOSTILE, case=HOSTILE, marks=(HOSTILE,), codes=(coded("was_not_brought", 0, 20),),
    )  # fmt: skip
    one = flag("R1", "concern", (hostile, HOSTILE), says=HOSTILE, title=HOSTILE, case=HOSTILE)
    read = _Reader(_text(events=(hostile,), flags=(one,), outcomes=()))
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(read.tags)
    assert read.fetched == []
    assert read.text.count(HOSTILE) >= 6


def test_the_page_forbids_itself_to_fetch_anything() -> None:
    text = _text()
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert not re.search(r"https?:|url\(|@import|//[a-z]", text)


def test_every_link_leads_to_a_place_on_the_page_and_every_place_is_one() -> None:
    read = _Reader(_text())
    assert read.links and all(link.startswith("#") and link[1:] in read.ids for link in read.links)
    assert len(read.ids) == len(set(read.ids))


def test_what_was_covered_comes_first_and_strengths_before_concerns() -> None:
    text = _Reader(_text()).text
    headings = ["What the rows cover", "Strengths", "Concerns", "Not assessed", "Looked for and not found", "All rows"]
    after = text[text.index("Worth a look in the files") :]  # past the list of links
    places = [after.index(f"\n{heading}") for heading in headings]
    assert places == sorted(places)
    assert text.count(NOT_A_FINDING) == 1


def test_a_flag_is_shown_with_all_that_a_reader_needs_to_doubt_it() -> None:
    text = _Reader(_text()).text
    for said in (
        "What R1 says.",
        "Counted: 2 rows or patterns behind it.",
        "What is it like?",
        "A letter lost.",
        "What is not written.",
        "our own inference: None is published",
        "What it found.",
        "A partnership",
        "Looked for: a row about marac heard",
        "Also: five or more.",
        "no dated row is about a move",
        "Title of R2",
        "the date could not be read",
        "a" * 64,
        LIMITS,
    ):
        assert said in text, said


def test_no_colour_ranks() -> None:
    css = _text().split("<style>")[1].split("</style>")[0]
    for colour in re.findall(r"#([0-9a-f]{6})\b", css):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
        assert blue >= max(red, green), colour


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ink", ["ink", "soft", "link"])
def test_every_text_colour_has_contrast_enough_on_white_and_on_marked_words(ink: str) -> None:
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", _text()))
    for ground in ("#ffffff", colours["pale"]):
        assert (_light(ground) + 0.05) / (_light(colours[ink]) + 0.05) >= 4.5


def test_marked_words_and_the_rest_are_the_text() -> None:
    of = event(1, "He hit her. She left.", codes=(coded("a_b", 3, 6), coded("c", 3, 10), coded("d", 16, 20, "negated")))
    pieces = marked(of, "text")
    assert "".join(text for text, _ in pieces) == of.text
    assert [piece for piece in pieces if piece[1]] == [("hit her", "a b; c"), ("left", "d (negated)")]


def test_words_of_other_fields_are_not_marked_in_the_text() -> None:
    of = event(1, "Rang mum", codes=(replace(coded("a", 0, 4), field="outcome"),))
    assert marked(of, "text") == [("Rang mum", "")]


def test_columns_that_no_rule_reads_are_shown_beside_the_row() -> None:
    assert "Shoe size: 4" in _Reader(_text(events=(event(1, other={"Shoe size": "4"}),), flags=(), outcomes=())).text


def test_a_page_of_a_long_cell_holds_all_of_it() -> None:
    assert "x" * 52_000 in _text(events=(event(1, "x" * 52_000),), flags=(), outcomes=())


def test_two_thousand_rows_stay_a_page_that_opens() -> None:
    rows = tuple(
        event(1, "Home visit by the health visitor; all well. " * 3, id=f"{n:012x}", row=n) for n in range(2_000)
    )
    assert len(page(document(events=rows, flags=(), outcomes=()))) < 1_000_000


def test_what_is_the_rules_and_not_the_flags_is_said_once_in_a_case() -> None:
    whole = document()
    again = replace(whole.flags[0], id="again", evidence_hash="f")
    text = _text(flags=(*whole.flags, again))
    assert text.count("What is it like?") == 2  # once for each rule
    assert 'href="#f-R1-flag">the first flag of this rule' in text


def test_prompts_stand_after_the_questions_and_a_later_flag_shows_only_its_own() -> None:
    one = event(1)
    both = {
        "a-day": Prompted("What is a day like?", "experience", ()),
        "then": Prompted("Who <b>then</b>?", "action", ()),
    }
    first = flag("R1", "concern", (one, "evidence"), id="first")
    later = flag("R1", "concern", (one, "evidence"), id="later", prompts=("a-day", "then"))
    whole = _text(events=(one,), flags=(first, later), prompts=both)
    questions, reflect, consider = (
        whole.index(f"<h5>{said}") for said in ("Questions", "Also worth", "What else might")
    )
    assert questions < reflect < consider
    assert whole.count("What is a day like?") == 1
    assert whole.index("Who &lt;b&gt;then&lt;/b&gt;?") > whole.index('id="f-later"')
