"""The page: everything escaped, nothing fetched, only its own script, every link leads somewhere, and its order."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from report_sample import coded, document, event, flag

from flagger.contract.records import NOT_A_FINDING, Document, Event, Prompted, RuleInForce
from flagger.flags.record import RuleOutcome
from flagger.report.page.page import page
from flagger.report.say import LIMITS

HOSTILE = "<script>alert('x')</script><img src=x onerror=y>{{ 7 * 7 }}\"'&"


class _Reader(HTMLParser):
    """The words of a page (without style and script), its tags, ids, links and what it would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.text = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append(tag)
        self._inside = tag
        self.ids += [held["id"]] if held.get("id") else []
        self.links += [str(held["href"])] if "href" in held and tag == "a" else []
        self.fetched += [name for name, _ in attrs if name in ("src", "srcset", "action", "data", "style")]
        self.fetched += [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in ("style", "script"):
            self.text += data


def _text(**changes: object) -> str:
    return page(document(**changes)).decode("utf-8")


def _of_rows(*rows: Event, **changes: object) -> str:
    return _text(events=rows, flags=(), outcomes=(), spans=(), **changes)


def test_hostile_words_are_shown_and_never_run() -> None:
    hostile = event(
        1, HOSTILE, date_text=HOSTILE, agency=HOSTILE, person=HOSTILE, event_type=HOSTILE, outcome=HOSTILE,
        file=HOSTILE, case=HOSTILE, marks=(HOSTILE,), codes=(coded("was_not_brought", 0, 20),),
    )  # fmt: skip
    one = flag("R1", "concern", (hostile, HOSTILE), says=HOSTILE, title=HOSTILE, case=HOSTILE)
    flagged = RuleOutcome(HOSTILE, "R1", "flagged")
    read = _Reader(_text(events=(hostile,), flags=(one,), outcomes=(flagged,), spans=(), people=()))
    assert read.tags.count("script") == 1
    assert not {"img", "link", "iframe", "object", "form"} & set(read.tags)
    assert read.fetched == []
    assert read.text.count(HOSTILE) >= 6


@pytest.mark.parametrize("fictional", [True, False])
def test_the_page_runs_and_fetches_nothing_but_what_stands_in_it(fictional: bool) -> None:
    text = _text(fictional=fictional)
    policy = re.search(r'Content-Security-Policy content="([^"]+)"', text)
    assert policy is not None and "default-src 'none'" in policy[1]
    for kind in ("style", "script"):
        inside = text.split(f"<{kind}>")[1].split(f"</{kind}>")[0]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy[1]
        assert text.count(f"<{kind}") == 1
    assert not re.search(r"https?:(?!//www\.w3\.org/2000/svg)|url\(|@import", text)  # that one names SVG to a script


def test_every_link_leads_to_a_place_on_the_page_and_every_place_is_one() -> None:
    read = _Reader(_text())
    assert read.links and all(link.startswith("#") and link[1:] in read.ids for link in read.links)
    assert len(read.ids) == len(set(read.ids))


def test_what_was_covered_comes_first_and_the_rows_last() -> None:
    text = _Reader(_text()).text
    headings = (
        "What the rows cover, and what they do not",
        "Timeline",
        "Strengths and concerns",
        "Rule by rule",
        "Looked for and not found",
        "Not assessed",
        "For supervision",
        "All rows",
        "Worth a look in the files",
        "How this page was made",
    )
    after = text[text.index("What the rows cover") - 1 :]
    places = [after.index(f"\n{heading}\n") for heading in headings]
    assert places == sorted(places)
    assert text.count(NOT_A_FINDING) == 1


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(tag[1]) for tag in _Reader(_text()).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_a_flag_is_shown_with_all_that_a_reader_needs_to_doubt_it() -> None:
    text = _Reader(_text()).text
    for said in (
        "What R1 says.",
        "Counted: 2 rows or patterns behind it.",
        "What is it like?",
        "A letter lost.",
        "What is not written.",
        "within 28 days. Our own inference: None is published",
        "Audit 003: What it found.",
        "Audit 003: An audit. A partnership, 2023",
        "Looked for: a row about MARAC heard",
        "Also: five or more.",
        "Title of R3 (R3): a move",
        "Title of R2",
        "the date could not be read",
        "a" * 64,
        LIMITS,
    ):
        assert said in text, said


def test_strengths_stand_beside_concerns_of_their_theme_and_an_empty_side_says_what_that_means() -> None:
    text = _Reader(_text()).text
    beside = text[text.index("\nStrengths and concerns") : text.index("\nRule by rule")]
    places = [beside.index(said) for said in ("Engagement", "Strengths\n", "Title of S1", "Concerns\n", "Title of R1")]
    assert places == sorted(places)
    whole = document()
    only = _Reader(_text(flags=whole.flags[1:])).text
    assert "No rule found any; 1 of 2 could not be assessed." in only
    assert "Concerns: no rule found any; 1 of 2 could not be assessed." in only


def test_a_theme_in_which_nothing_was_found_is_named() -> None:
    whole = document()
    themes = whole.themes | {"transfer": replace(whole.themes["engagement"], title="Moves and starting again")}
    said = "Under these themes no rule that could be assessed found anything: Moves and starting again"
    assert said in _Reader(_text(themes=themes)).text


def test_where_nothing_was_found_the_page_says_so() -> None:
    text = _Reader(_text(flags=())).text
    assert "No rule that could be assessed found anything." in text
    assert "Strengths: no rule looks for any." in text


def test_what_is_the_rules_and_not_the_flags_is_said_once_in_a_case() -> None:
    whole = document()
    again = replace(whole.flags[0], id="again", evidence_hash="f", prompts=("a-day", "then"))
    prompts = whole.prompts | {"then": Prompted("Who <b>then</b>?", "action", ())}
    rules = _text(flags=(*whole.flags, again), prompts=prompts).split("<h3 id=rules-1>")[1].split("<h3>")[0]
    assert rules.count("What is it like?") == rules.count("What is a day like?") == 2  # once for each of two rules
    assert rules.count("Who &lt;b&gt;then&lt;/b&gt;?") == 1
    assert rules.count("Counted:") == 3


def test_a_row_behind_two_flags_of_a_rule_says_what_it_says_once_there() -> None:
    row = event(1, "Was not brought to clinic")
    both = (flag("R1", "concern", (row, "evidence"), id="one"), flag("R1", "concern", (row, "evidence"), id="two"))
    text = _text(events=(row,), flags=both)
    assert text.split("<h3 id=rules-1>")[1].split("<h3>")[0].count("Was not brought to clinic") == 1
    assert text.count('href="#e-0000"') + text.count("href=#e-0000") >= 2


def test_of_many_rows_every_one_is_linked_and_those_of_an_agency_stand_together() -> None:
    rows = [event(n, id=f"{n:02}00aaaa", agency="gp" if n % 2 else "school") for n in range(1, 31)]
    one = flag("R1", "concern", *((row, "evidence") for row in rows))
    text = _text(events=tuple(rows), flags=(one,), spans=())
    article = text.split("<article")[1].split("</article>")[0]
    assert sorted(re.findall(r"href=#e-(\w+)", article)) == sorted(row.id[:4] for row in rows)
    assert article.count("<li>") == 2


def test_a_pattern_made_of_patterns_names_them_and_only_rows_that_are_not_theirs() -> None:
    row, other = event(1, "A closing"), event(2, "A contact")
    part = flag("R1", "concern", (row, "evidence"), id="aaaa-part")
    rules = document().rules | {"C1": RuleInForce("Together", "", "concern", "test", "f", "1.0.0", "", "")}
    whole = flag("C1", "concern", (row, "evidence"), (other, "evidence"), id="bbbb-whole", members=("aaaa-part",))
    outcomes = (RuleOutcome("hartley", "R1", "flagged"), RuleOutcome("hartley", "C1", "flagged"))
    text = _text(events=(row, other), flags=(part, whole), rules=rules, outcomes=outcomes, spans=())
    article = text.split("<article class=flag id=f-bbbb")[1].split("</article>")[0]
    assert "href=#f-aaaa" in article
    assert "000000000002" in article and "href=#e-000000000001" not in article


def test_supporting_rows_are_shown_but_do_not_light() -> None:
    article = _text().split("<article class=flag id=f-R1")[1].split("</article>")[0]
    assert re.match(r'[^>]*data-e="?000000000001"?>', article)
    assert "href=#e-000000000002" in article


def test_a_page_about_invented_people_says_so_on_screen_and_on_every_printed_page() -> None:
    assert "FICTIONAL" not in _text()
    text = _text(fictional=True)
    assert "FICTIONAL: nobody in these pages is real" in _Reader(text).text
    assert '@top-center{content:"FICTIONAL"' in text


def test_what_this_copy_leaves_out_is_said_before_anything_that_was_found() -> None:
    text = _Reader(_text(notes=("Only the rows of the school.",))).text
    assert text.index("Only the rows of the school.") < text.index("Strengths and concerns")


def test_a_draft_of_coverage_is_called_one() -> None:
    whole = document()
    assert "(draft)" in _text(coverage=(replace(whole.coverage[0], confirmed=False),))


def test_columns_that_no_rule_reads_are_shown_beside_the_row() -> None:
    assert "Shoe size: 4" in _Reader(_of_rows(event(1, other={"Shoe size": "4"}))).text


def test_a_reason_that_is_more_than_a_missing_row_is_said_whole() -> None:
    reason = "no dated row is about a move, or no dated row shows a named child"
    outcomes = (*document().outcomes[:2], RuleOutcome("hartley", "R3", "not assessed", reason))
    assert f"Title of R3 (R3): {reason}" in _Reader(_text(outcomes=outcomes)).text


def test_a_name_of_an_agency_that_all_its_rows_share_is_said_once() -> None:
    rows = [event(n, agency="ed", other={"Agency": "Casualty"}) for n in (1, 2)]
    files = (replace(document().files[0], columns={"Agency": "agency"}),)
    assert _Reader(_of_rows(*rows, files=files)).text.count("Casualty") == 1
    several = (rows[0], replace(rows[1], other={"Agency": "A&E"}))
    text = _Reader(_of_rows(*several, files=files)).text
    assert "Agency: Casualty" in text and "Agency: A&E" in text


def test_a_page_of_a_long_cell_holds_all_of_it() -> None:
    assert "x" * 52_000 in _of_rows(event(1, "x" * 52_000))


def test_words_written_right_to_left_do_not_turn_what_stands_beside_them() -> None:
    name = "\u05d3\u05d5\u05d9\u05d3"
    text = _of_rows(event(1, f"{name} hit her", person=name, codes=(coded("assault", 5, 8),)))
    assert f"<bdi>{name}</bdi>" in text
    assert f"<bdi>{name} <mark>hit</mark> her</bdi>" in text


def test_half_characters_become_the_sign_for_what_cannot_be_shown() -> None:
    assert "Rang \ufffd mum \U0001f642" in _of_rows(event(1, "Rang \ud800 mum \U0001f642"))


def test_no_colour_of_the_words_ranks() -> None:
    css = _text().split("<style>")[1].split(".tl{")[0]
    for colour in re.findall(r"#([0-9a-f]{6})\b", css):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
        assert blue >= max(red, green), colour


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ink", ["ink", "soft", "link"])
def test_every_text_colour_has_contrast_enough_on_white_and_on_marked_words(ink: str) -> None:
    colours = dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", _text()))
    for ground in ("#ffffff", colours["pale"]):
        assert (_light(ground) + 0.05) / (_light(colours[ink]) + 0.05) >= 4.5


def test_the_same_document_gives_the_same_bytes() -> None:
    assert page(document()) == page(document())


def test_two_thousand_dull_rows_are_a_page_that_opens() -> None:
    said = "Home visit by the health visitor; all well, weight on the line, mother spoke of a good week."
    rows = [event(1, said, id=f"{n * 7919:08x}"[::-1], row=n) for n in range(2_000)]
    whole: Document = document(events=tuple(rows), flags=(), outcomes=(), spans=())
    assert len(page(whole)) < 800_000


def test_what_a_script_chooses_rows_by_is_read_back_as_it_was_written() -> None:
    names = 'D\'Arcy "Dee" <b>&amp;'
    people = (replace(document().people[0], name=names),)
    choices = re.search("data-choices='([^']*)'", _of_rows(event(1), people=people))
    assert choices is not None
    assert json.loads(unescape(choices[1]))["person"] == [["1", f"{names} (child)", 1]]
