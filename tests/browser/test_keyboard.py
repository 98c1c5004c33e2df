"""Everything by keys alone, and no key taken from those who need it elsewhere."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from reports_to_open import Report
from seen import OpenReport, attribute, flags, focused, seen, tools


def test_from_the_top_to_the_table_in_ten_presses(open_report: OpenReport) -> None:
    page = open_report()
    assert presses_to(page, "a.skip[href='#table-1']") + 1 <= 10
    page.keyboard.press("Enter")
    assert focused(page)["id"] == "table-1"


def test_from_the_top_to_a_mark_along_the_lane_to_its_row_and_back(open_report: OpenReport) -> None:
    page = open_report()
    presses_to(page, "a.skip[href='#tl-1']", at_most=3)
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    presses_to(page, ".m", at_most=10)
    first = focused(page)
    page.keyboard.press("ArrowRight")
    second = focused(page)
    assert "m" in second["class"].split() and second["e"] != first["e"] and second["name"]
    page.keyboard.press("Enter")
    assert f"#{focused(page)['id']}" == second["href"]
    page.keyboard.press("Escape")
    assert focused(page)["e"] == second["e"]


def test_every_mark_is_reached_by_arrows_and_is_one_stop_for_tab(open_report: OpenReport) -> None:
    page = open_report()
    marks = page.locator("#tl-1 .m")
    assert [mark.get_attribute("tabindex") for mark in marks.all()].count("0") == 1
    lanes, reached = page.locator("#tl-1 .lane").count(), set()
    page.locator("#tl-1 .m[tabindex='0']").focus()
    press(page, "ArrowUp", lanes)
    for _ in range(lanes):
        page.keyboard.press("Home")
        for _ in range(marks.count()):
            reached.add(focused(page)["e"])
            page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    assert reached == {attribute(mark, "data-e") for mark in marks.all()}


def test_a_mark_is_named_from_its_row(open_report: OpenReport) -> None:
    page = open_report()
    for mark in page.locator("#tl-1 .m").all():
        when, agency = page.locator(f"#e-{attribute(mark, 'data-e').split()[0]} td").all_text_contents()[:2]
        assert when.strip() in attribute(mark, "aria-label") and agency.strip() in attribute(mark, "aria-label")


def test_arrows_pass_over_rows_that_are_filtered_out(open_report: OpenReport) -> None:
    page = open_report()
    tools(page).get_by_label("Agency").select_option("police")
    page.locator("#tl-1 .m[tabindex='0']").focus()
    for key in ("Home", "ArrowRight", "ArrowDown", "ArrowUp", "End"):
        page.keyboard.press(key)
        assert set(focused(page)["e"].split()) & seen(page).shown, key


def test_zoom_by_buttons(open_report: OpenReport) -> None:
    page = open_report()
    fresh = drawn_at(page)
    zoom = page.locator("#zoom-1")
    zoom.get_by_role("button", name="Closer").click()
    closer = drawn_at(page)
    assert closer != fresh and zoom.get_by_role("status").inner_text()
    zoom.get_by_role("button", name="Later").click()
    assert drawn_at(page) != closer
    zoom.get_by_role("button", name="All").click()
    assert drawn_at(page).keys() == fresh.keys()


def test_zoom_by_keys_keeps_the_keyboard_on_the_row(open_report: OpenReport) -> None:
    page = open_report()
    page.locator("#tl-1 .m[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    row, fresh = focused(page)["e"].split()[0], drawn_at(page)
    press(page, "+", 2)
    assert row in focused(page)["e"].split() and drawn_at(page) != fresh
    page.keyboard.press("-")
    page.keyboard.press("0")
    assert row in focused(page)["e"].split() and drawn_at(page).keys() == fresh.keys()


def test_zoomed_marks_are_lit_and_filtered_as_before(open_report: OpenReport, report: Report) -> None:
    page, made = open_report(), report("family-ravensmoor")
    flags(page).first.get_by_role("button", name="Light its rows").click()
    tools(page).get_by_label("Agency").select_option("police")
    page.locator("#zoom-1").get_by_role("button", name="To the lit rows").click()
    state = seen(page)
    drawn = {row for mark in state.marks for row in mark.ids}
    assert drawn < made.dated() and state.lit & state.shown <= drawn and state.differences(drawn) == []


def test_keys_do_nothing_where_a_person_types(open_report: OpenReport) -> None:
    page = open_report()
    fresh = drawn_at(page)
    tools(page).get_by_label("Search the rows").fill("")
    page.keyboard.type("+-0 kit")
    assert drawn_at(page) == fresh
    expect(tools(page).get_by_label("Search the rows")).to_have_value("+-0 kit")


def test_keys_are_listed_where_they_are_asked_for(open_report: OpenReport) -> None:
    page = open_report()
    tools(page).get_by_text("Keys").press("Enter")
    expect(tools(page).locator("dt").filter(has_text=re.compile("Escape"))).to_be_visible()


def press(page: Page, key: str, times: int) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def presses_to(page: Page, selector: str, at_most: int = 10) -> int:
    """Press Tab until such an element has the keyboard; how often."""
    for pressed in range(1, at_most + 1):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return pressed
    raise AssertionError(f"not reached in {at_most} presses: {selector}")


def drawn_at(page: Page) -> dict[str, float]:
    """Where each mark stands in the picture."""
    found: dict[str, float] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("#tl-1 .m")]
             .map(mark => [mark.dataset.e, mark.getBoundingClientRect().x]))"""
    )
    return found
