"""The page for every reader: without its script, on a phone, by a machine that looks for barriers, on paper."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from reports_to_open import EMOJI, LONG, RIGHT_TO_LEFT, SCRIPTS, Report
from seen import OpenReport, attribute, faults, flags, lay_out, open_all, says, seen, tools

TWO = "family-fennimore-and-cobblestane"
NAMES = ("family-ravensmoor", TWO, "awkward")


@pytest.mark.parametrize("name", NAMES)
def test_without_script_everything_is_there_and_no_control_is_dead(
    open_report: OpenReport, report: Report, name: str
) -> None:
    page, made = open_report(name, java_script_enabled=False), report(name)
    for case in range(1, page.locator(".case").count() + 1):
        rows = page.locator(f"#case-{case} table.all > tbody > tr").all()
        assert {attribute(row, "id").removeprefix("e-") for row in rows} == made.rows(case)
        assert all(row.is_visible() for row in rows)
        expect(page.locator(f"#tl-{case} svg")).to_be_visible()
    text = plain(page.locator("main").text_content() or "")
    for flag in made.document.flags:
        assert plain(flag.says) in text and all(plain(asked) in text for asked in flag.ask)
    assert all(flag.is_visible() for flag in page.locator(".flag").all())
    assert not [each for each in page.locator("button, input, select").all() if each.is_visible()]


def test_what_might_run_is_shown_as_text(open_report: OpenReport) -> None:
    page = open_report("awkward")
    for text in (SCRIPTS, RIGHT_TO_LEFT, EMOJI, "=1+1", "a" * 400):
        assert page.locator("table.all td").filter(has_text=text).count() == 1
    assert page.locator("main img, main script, main svg svg").count() == 0
    assert page.locator(".case h2").inner_text() == "Vole & <i>Ashby</i>"


def test_the_longest_row_is_whole(open_report: OpenReport) -> None:
    page = open_report("awkward")
    longest = max(page.locator("table.all td").all_text_contents(), key=len)
    assert LONG.strip() in longest


def test_text_from_right_to_left_turns_nothing_else_round(open_report: OpenReport) -> None:
    page = open_report("awkward")
    cell = page.locator("table.all td").filter(has_text=RIGHT_TO_LEFT).first
    isolated = cell.evaluate("""cell => [cell, ...cell.querySelectorAll("*")].some(
        each => getComputedStyle(each).unicodeBidi.match("isolate|plaintext"))""")
    assert isolated


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(open_report: OpenReport, name: str) -> None:
    assert faults(open_report(name)) == []


@pytest.mark.parametrize("state", ["chosen", "nothing found", "open", "zoomed", "in a row"])
def test_axe_finds_nothing_in_any_state(open_report: OpenReport, state: str) -> None:
    page = open_report()
    if state == "chosen":
        flags(page).first.get_by_role("button", name="Light its rows").click()
    elif state == "nothing found":
        tools(page).get_by_label("Search the rows").fill("words that no row has")
        says(page, re.compile(r"^0 of"))
    elif state == "open":
        open_all(page)
    elif state == "zoomed":
        page.locator("#zoom-1").get_by_role("button", name="Closer").click()
    else:
        page.locator("#tl-1 .m").first.press("Enter")
    assert faults(page) == []


@pytest.mark.parametrize(
    ("width", "options"),
    [(320, {}), (1280, {"forced_colors": "active"})],
)
def test_axe_finds_nothing_on_other_screens(open_report: OpenReport, width: int, options: dict[str, Any]) -> None:
    page = open_report(width=width, **options)
    flags(page).first.get_by_role("button", name="Light its rows").click()
    assert faults(page) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_shows_all_without_scrolling_sideways(open_report: OpenReport, name: str) -> None:
    page = open_report(name, width=320)
    open_all(page)
    lay_out(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert seen(page).shown


@pytest.mark.parametrize(("paper", "options"), [("A4", {}), ("A3", {"landscape": True})])
def test_print_repeats_the_headings_of_the_table(open_report: OpenReport, paper: str, options: dict[str, Any]) -> None:
    pages = printed(open_report("awkward"), format=paper, **options)
    with_rows = [text for text in pages if re.search(r"Row marker ([6-9]|\d\d)", text)]  # others are evidence too
    assert len(with_rows) > 1
    assert all("What the row says" in text for text in with_rows)
    assert {n for text in pages for n in re.findall(r"Row marker (\d+)", text)} == {str(n) for n in range(90)}


def test_print_opens_what_is_closed_and_shows_what_is_shown(open_report: OpenReport) -> None:
    page = open_report()
    tools(page).get_by_label("Agency").select_option("police")
    text = plain(" ".join(printed(page, format="A4")))
    for closed in page.locator("details:not([open], .keys)").all()[:3]:
        assert plain(closed.text_content() or "")[-40:].strip() in text
    assert f"{len(seen(page).shown)} of {page.locator('table.all tbody tr').count()} rows shown" in text
    assert "Clear all" not in text


def printed(page: Page, **options: object) -> list[str]:
    """The text of each page of the PDF."""
    return [each.extract_text() for each in PdfReader(io.BytesIO(page.pdf(**options))).pages]  # type: ignore[arg-type]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)
