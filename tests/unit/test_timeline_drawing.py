"""The drawing of a case as SVG: every row is in it once, words are only words, the same rows give the same text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import yaml
from lxml import etree
from report_sample import coded, document, event

from flagger.contract.records import Document, Event, Span, Topic
from flagger.report.anchors import anchors
from flagger.report.timeline import alt_text, as_png, draw
from flagger.report.timeline.picture import look
from flagger.report.timeline.shapes import kind, shape
from flagger.report.view import cases_of
from flagger.rulebook.arrangement import REPORTS_FILE
from flagger.rulebook.where import rules_root

TOPICS = {name: Topic(f"Topic {name}", (name,)) for name in "abcde"} | {"other": Topic("Anything else", ())}
DRAWN = {"svg", "title", "desc", "defs", "g", "a", "path", "use", "text"}
SVG = "{http://www.w3.org/2000/svg}"


def of(*events: Event, **changes: Any) -> Document:
    changes = {"topics": TOPICS, "spans": (), "flags": (), **changes}
    return document(events=events, **changes)


def drawn(of_: Document, **options: Any) -> etree._Element:
    return etree.fromstring(draw(cases_of(of_)[0], of_, anchors(of_), **options))


def marks(svg: etree._Element) -> list[etree._Element]:
    return [each for each in svg.iter(f"{SVG}a", f"{SVG}g") if (each.get("class") or "").startswith("m ")]


def linked(svg: etree._Element) -> Iterator[str]:
    """The short names of all rows, mark by mark."""
    for mark in marks(svg):
        yield from (mark.get("data-e") or mark.get("href", "")[3:]).split()


def words(svg: etree._Element) -> list[str]:
    return [each.text or "" for each in svg.iter(f"{SVG}text")]


def busy(n: int = 60) -> Document:
    """Many rows of two agencies in one month, of all topics; every tenth without a date."""
    rows = (
        event(
            number,
            agency="gp" if number % 3 else "police",
            earliest=None if number % 10 == 0 else f"2022-03-{1 + number % 28:02}",
            latest=None if number % 10 == 0 else f"2022-03-{1 + number % 28:02}",
            date_text="",
            codes=(coded("abcde"[number % 5], 0, 4),),
        )
        for number in range(1, n + 1)
    )
    return of(*rows, as_at="2024-03-31")


def test_every_dated_row_is_in_exactly_one_mark_and_the_rest_is_counted() -> None:
    case = busy()
    svg = drawn(case)
    names = anchors(case)
    assert sorted(linked(svg)) == sorted(names[each.id] for each in case.events if each.earliest)
    assert len(marks(svg)) < 54, "some share a mark"
    assert "6 rows without a date that could be read are not drawn: the GP 4 and police 2." in words(svg)


def test_a_shared_mark_says_how_many_and_how_each_row_looks_when_they_differ() -> None:
    for mark in marks(drawn(busy())):
        rows = (mark.get("data-e") or "").split()
        assert len((mark.get("data-d") or "").split()) == max(1, len(rows))
        if rows:
            assert mark.findtext(f"{SVG}text") == str(len(rows))
            assert ("sx" in mark.get("class", "")) == (mark.get("data-k") is not None)
        if looks := mark.get("data-k"):
            assert len(looks.split(",")) == len(rows)


def test_a_row_is_drawn_as_the_first_topic_that_an_affirmed_code_is_in() -> None:
    denied = (coded("a", 0, 1, "negated"), coded("c", 2, 3), coded("b", 4, 5))
    svg = drawn(of(event(1, codes=denied), event(20)))
    assert [mark.get("class") for mark in marks(svg)] == ["m s1", "m s5"]
    assert {"Topic b", "Anything else"} <= set(words(svg))
    assert not {"Topic a", "Topic c"} & set(words(svg)), "the legend holds what is drawn, and no more"


def test_a_rough_date_is_a_line_over_its_days_with_the_mark_in_the_middle() -> None:
    rough = event(1, earliest="2022-03-01", latest="2022-05-31")
    (mark,) = marks(drawn(of(rough, as_at="2022-06-30")))
    line, shape = mark
    since, until = map(int, re.findall(r"[MH](\d+)", line.get("d", "")))
    first, last = map(int, mark.get("data-d", "").split("-"))
    assert last - first == 91
    assert abs(int(shape.get("x", "")) - (since + until) / 2) <= (until - since) / 91, "to the day"


def test_lanes_stand_in_order_of_their_first_row_and_hold_only_their_own() -> None:
    rows = (event(9, agency="gp"), event(3, agency="school"), event(5, agency="police"), event(7, agency="school"))
    svg = drawn(of(*rows))
    lanes = [each for each in svg.iter(f"{SVG}g") if each.get("class") == "lane"]
    assert [(lane.get("data-a"), len(lane)) for lane in lanes] == [("school", 2), ("police", 1), ("gp", 1)]


def test_one_incident_of_several_agencies_is_tied_and_of_one_agency_is_not() -> None:
    twice = (event(1, agency="gp", incident="i"), event(2, agency="gp", incident="i"))
    assert not ties(drawn(of(*twice)))
    (tie,) = ties(drawn(of(*twice, event(3, agency="police", incident="i"))))
    assert len(re.findall("[ML]", tie.get("d", ""))) == len(tie.get("data-d", "").split()) == 2


def ties(svg: etree._Element) -> list[etree._Element]:
    return [each for each in svg.iter() if each.get("class") == "tie" and each.get("data-d")]


def classes(svg: etree._Element) -> list[str]:
    """Of what is drawn, without the legend."""
    key = next(each for each in svg.iter() if each.get("class") == "key")
    return [each.get("class", "") for each in svg.iter() if each not in [*key]]


def test_a_bar_says_what_is_sure_what_is_rough_and_that_no_end_is_told() -> None:
    one, two = event(1), event(28)
    sure = Span("hartley", "k", "Open", "2022-03-01", "2022-03-01", "2022-03-28", "2022-03-28", one.id, two.id)
    rough = replace(sure, began_last="2022-03-10", title="Plan")
    going = replace(sure, ended_first=None, ended_last=None)
    counts = [
        [classes(drawn(of(one, two, spans=(span,)))).count(look) for look in ("bar", "rough", "open")]
        for span in (sure, rough, going, replace(rough, ended_first="2022-03-05"))
    ]
    assert counts == [[1, 0, 0], [1, 1, 0], [1, 0, 1], [0, 1, 0]]


def test_a_gap_is_shaded_and_the_legend_says_from_how_many_days_on() -> None:
    late = event(2, earliest="2022-06-01", latest="2022-06-01")
    svg = drawn(of(event(1), late, as_at="2022-06-05"))
    assert classes(svg).count("gap") == 1
    assert "No row of any agency for 91 days or more" in words(svg)
    later = drawn(of(event(1), replace(late, earliest="2022-05-31", latest="2022-05-31"), as_at="2022-06-05"))
    assert classes(later).count("gap") == 0


def test_a_struck_row_is_hollow() -> None:
    svg = drawn(of(event(1, marks=("struck",))))
    assert [mark.get("class") for mark in marks(svg)] == ["m s5 struck"]
    assert "Struck through in the file" in words(svg)


def test_for_paper_there_are_no_links_and_nothing_for_a_script() -> None:
    text = draw(cases_of(busy())[0], busy(), anchors(busy()), links=False)
    assert not re.search(r"<a |href=\"#e-|data-[edk]|tabindex", text)
    assert len(marks(etree.fromstring(text))) == len(marks(drawn(busy())))


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", 'Scuola 🏫 & "amis"', "مدرسة الشمس", "a\x00b\x1fc\ud800d"]
)
def test_any_name_of_an_agency_is_only_text(name: str) -> None:
    one = event(1, agency=name, case=name)
    svg = drawn(of(one, spans=(Span(name, "k", name, "2022-03-01", "2022-03-01", None, None, one.id, None),)))
    assert {etree.QName(each).localname for each in svg.iter()} <= DRAWN
    assert len(marks(svg)) == 1


def test_ids_are_those_of_the_case_alone() -> None:
    both = of(event(1), event(2, case="other"))
    ids = [
        {each.get("id") for each in etree.fromstring(draw(case, both, anchors(both))).iter() if each.get("id")}
        for case in cases_of(both)
    ]
    assert ids[0] and ids[1] and not ids[0] & ids[1]


def test_every_shape_that_is_used_is_defined() -> None:
    svg = drawn(busy())
    used = {each.get("href", "")[1:] for each in svg.iter(f"{SVG}use")}
    assert used and used <= {each.get("id") for each in svg.iter()}


def test_the_same_document_gives_the_same_text_in_whatever_order_its_rows_stand() -> None:
    case = busy()
    turned = replace(case, events=case.events[::-1])
    assert draw(cases_of(case)[0], case, anchors(case)) == draw(cases_of(turned)[0], turned, anchors(turned))


def test_a_case_without_any_date_is_still_a_drawing() -> None:
    undated = of(event(1, earliest=None, latest=None))
    svg = drawn(undated)
    assert not marks(svg)
    assert "No row has a date that could be read" in alt_text(cases_of(undated)[0], undated)


def test_the_words_for_the_picture_say_rows_agencies_days_and_the_longest_gap() -> None:
    case = of(
        event(1, agency="police"), event(2), event(3, earliest="2022-11-01", latest="2022-11-30"), as_at="2022-12-01"
    )
    said = alt_text(cases_of(case)[0], case)
    assert said.startswith("3 dated rows of 2 agencies, March to November 2022: police 1 and the GP 2.")
    assert "1 row has no exact day." in said
    assert "The longest stretch without a row of any agency is 3 March to 31 October 2022, 243 days." in said
    assert said.endswith("As at 1 December 2022.")


def test_a_drawing_of_two_thousand_rows_is_short() -> None:
    agencies = ("csc", "gp", "police", "school", "health_visitor", "housing", "ed", "probation")
    days = ((dt.date(2015, 1, 1) + dt.timedelta(days=n * 1741 % 3300)).isoformat() for n in range(2000))
    case = of(
        *(
            event(
                n, agency=agencies[n % 8], earliest=day, latest=day, date_text="", codes=(coded("abcde"[n % 5], 0, 1),)
            )
            for n, day in enumerate(days, 1)
        )
    )
    assert len(list(linked(drawn(case)))) == 2000
    short = {each.id: f"{n:04x}" for n, each in enumerate(case.events)}
    assert len(draw(cases_of(case)[0], case, short)) < 75 * 2000


def test_the_picture_is_as_wide_as_asked_and_always_the_same() -> None:
    text = draw(cases_of(busy())[0], busy(), anchors(busy()), links=False)
    png = as_png(text, 900)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20], "big") == 900
    assert png == as_png(text, 900)


def test_a_stretch_without_rows_up_to_a_day_far_off_is_said_in_full() -> None:
    case = of(event(1), as_at="2026-03-01")
    assert "2 March 2022 to 1 March 2026, 1461 days" in alt_text(cases_of(case)[0], case)
    assert "as at 1 March 2026, which is not on this drawing" in words(drawn(case))
    assert classes(drawn(case)).count("gap") == 1


def test_every_shape_is_its_own() -> None:
    numbers = [None, *range(12)]
    assert len({shape(number) for number in numbers}) == len({kind(number) for number in numbers}) == 13


def test_every_colour_stands_out_on_white_and_on_the_grey_of_a_gap() -> None:
    colours = dict(re.findall(r"\.tl \.(s\w+|bar|now|open|gap) \{[^}]*?(?:fill|stroke): (#\w{6})", look()))
    assert {f"s{kind(number)}" for number in [None, *range(12)]} < set(colours)
    assert colours.pop("bar") != colours.pop("gap") == "#e4e4e4"
    for name, colour in colours.items():
        assert contrast(colour, "#ffffff") >= 3 and contrast(colour, "#e4e4e4") >= 3, name


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 defines it."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_topic_of_the_house_has_a_shape_to_itself() -> None:
    topics = yaml.safe_load((rules_root() / REPORTS_FILE).read_text(encoding="utf-8"))["topics"]
    assert len({shape(number) for number in range(len(topics))}) == len(topics)
