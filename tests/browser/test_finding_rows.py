"""Search, filters, and the rows of a flag: the table and the picture always say the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from reports_to_open import Report
from seen import OpenReport, attribute, flags, focused, says, seen, tools

CASES = [("family-ravensmoor", 1), ("family-fennimore-and-cobblestane", 1), ("family-fennimore-and-cobblestane", 2)]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_fresh_page_shows_every_row_and_draws_every_dated_one_once(
    open_report: OpenReport, report: Report, name: str, case: int
) -> None:
    state, made = seen(open_report(name), case), report(name)
    assert state.shown == made.rows(case)
    assert sorted(row for mark in state.marks for row in mark.ids) == sorted(made.dated() & state.shown)
    assert not state.lit | state.faded and state.differences(made.dated()) == []


@pytest.mark.parametrize(("name", "case"), CASES)
def test_exactly_the_rows_of_a_chosen_flag_are_lit_in_table_and_picture(
    open_report: OpenReport, report: Report, name: str, case: int
) -> None:
    page = open_report(name)
    for flag in flags(page, case).all()[:6]:
        flag.get_by_role("button", name="Light its rows").click()
        state, behind = seen(page, case), set(attribute(flag, "data-e").split())
        assert state.lit == behind and state.faded == report(name).rows(case) - behind
        assert state.differences(report(name).dated()) == []


def test_one_flag_is_chosen_at_a_time_and_named_beside_the_timeline(open_report: OpenReport) -> None:
    page = open_report()
    buttons = page.get_by_role("button", name="Light its rows")
    buttons.nth(0).click()
    buttons.nth(1).click()
    assert [button.get_attribute("aria-pressed") for button in buttons.all()[:3]] == ["false", "true", "false"]
    link = tools(page).locator(".which a")
    expect(link).to_have_text(flags(page).nth(1).locator(".says").inner_text())
    link.click()
    assert page.evaluate("location.hash") == f"#{flags(page).nth(1).get_attribute('id')}"


@pytest.mark.parametrize("how", ["the button", "Escape", "Clear all"])
def test_lighting_ends(open_report: OpenReport, how: str) -> None:
    page = open_report()
    button = page.get_by_role("button", name="Light its rows").first
    button.click()
    if how == "Escape":
        page.keyboard.press("Escape")
    elif how == "Clear all":
        tools(page).get_by_role("button", name=how).click()
    else:
        button.click()
    state = seen(page)
    assert not state.lit | state.faded and not any(mark.lit or mark.faded for mark in state.marks)
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(tools(page).locator(".which")).to_be_hidden()


def test_escape_in_the_search_box_clears_the_search_first(open_report: OpenReport) -> None:
    page = open_report()
    page.get_by_role("button", name="Light its rows").first.click()
    search(page, "asthma")
    says(page, re.compile(r"^[1-9]\d* of \d+ rows shown; lit: 3; not shown of these: 3$"))
    page.keyboard.press("Escape")
    says(page, re.compile(r"^All"))
    assert seen(page).lit
    page.keyboard.press("Escape")
    assert not seen(page).lit


def test_choosing_a_flag_brings_back_its_rows_that_a_filter_hid(open_report: OpenReport) -> None:
    page = open_report()
    search(page, "words that no row has")
    says(page, re.compile(r"^0 of"))
    page.get_by_role("button", name="Light its rows").first.click()
    state = seen(page)
    assert state.lit and state.lit <= state.shown


def test_filter_by_agency(open_report: OpenReport, report: Report) -> None:
    page, made = open_report(), report("family-ravensmoor")
    police = made.ids(event for event in made.document.events if event.agency == "police")
    tools(page).get_by_label("Agency").select_option("police")
    state = seen(page)
    assert state.shown == police and state.differences(made.dated()) == []
    says(page, f"{len(state.shown)} of {len(made.rows())} rows shown")


def test_filter_by_child(open_report: OpenReport, report: Report) -> None:
    name = "family-fennimore-and-cobblestane"
    page, made = open_report(name), report(name)
    child = next(person for person in made.document.people if person.child)
    tools(page).get_by_label("Child or adult").select_option(label=f"{child.name} (child)")
    state = seen(page)
    assert state.shown == made.ids(event for event in made.document.events if child.id in event.who)
    assert state.shown and state.differences(made.dated()) == []


def test_filter_by_what_rows_are_about(open_report: OpenReport, report: Report) -> None:
    page, made = open_report(), report("family-ravensmoor")
    topic = made.document.topics["domestic_abuse"]
    about = [e for e in made.document.events if any(c.code in topic.codes and c.status == "affirmed" for c in e.codes)]
    tools(page).get_by_label("About").select_option(label=topic.title)
    state = seen(page)
    assert state.shown == made.ids(about) and state.differences(made.dated()) == []


def test_filters_narrow_each_other_and_are_cleared_together(open_report: OpenReport, report: Report) -> None:
    page, made = open_report(), report("family-ravensmoor")
    recorded = made.ids(event for event in made.document.events if event.agency == "csc")
    tools(page).get_by_label("About").select_option(label="Harm to a child, or worry about it")
    about = seen(page).shown
    tools(page).get_by_label("Agency").select_option(label="children's social care")
    both = seen(page)
    assert both.shown and both.shown == recorded & about and both.differences(made.dated()) == []
    tools(page).get_by_role("button", name="Clear all").click()
    says(page, f"All rows shown: {len(made.rows())}")
    assert seen(page).shown == made.rows()


def test_the_search_knows_no_case_and_no_accents_and_wants_every_word(open_report: OpenReport, report: Report) -> None:
    page, made = open_report(), report("family-ravensmoor")
    search(page, "KÍT clinic")
    says(page, re.compile("^[1-9][0-9]* of"))
    state = seen(page)
    for event in made.document.events:
        row = page.locator(f"#e-{made.short[event.id]}").inner_text().lower()
        assert ("kit" in row and "clinic" in row) == (made.ids([event]) <= state.shown)
    assert state.differences(made.dated()) == []


def test_a_filter_of_one_case_leaves_the_other_alone(open_report: OpenReport, report: Report) -> None:
    page, made = open_report("family-fennimore-and-cobblestane"), report("family-fennimore-and-cobblestane")
    search(page, "words that no row has", case=2)
    says(page, f"0 of {len(made.rows(2))} rows shown", case=2)
    assert seen(page, 1).shown == made.rows(1) and not seen(page, 2).shown


def test_a_link_to_a_hidden_row_shows_it_and_takes_the_keyboard_there(open_report: OpenReport) -> None:
    page = open_report()
    search(page, "words that no row has")
    says(page, re.compile(r"^0 of"))
    link = flags(page).first.locator("a[href^='#e-']").first
    link.click()
    row = attribute(link, "href").removeprefix("#")
    assert focused(page)["id"] == row
    expect(page.locator(f"#{row}")).to_be_in_viewport()
    page.keyboard.press("Escape")
    assert focused(page)["href"] == f"#{row}"


def test_the_way_back_in_the_browser_returns_to_the_link(open_report: OpenReport) -> None:
    page = open_report()
    link = flags(page).first.locator("a[href^='#e-']").first
    link.click()
    page.go_back()
    expect(link).to_be_focused()


def search(page: Page, text: str, case: int = 1) -> None:
    tools(page, case).get_by_label("Search the rows").fill(text)
