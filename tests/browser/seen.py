"""What a browser shows of a case: its rows and marks, by the state that a person sees them in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

OpenReport = Callable[..., Page]
_AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
_STATE = """case_ => {
  const of = (elements, idsOf) => elements.map(each => ({
    ids: idsOf(each),
    shown: each.checkVisibility(),
    lit: each.classList.contains("lit"),
    faded: each.classList.contains("faded"),
  }));
  const section = document.getElementById("case-" + case_);
  return {
    rows: of([...section.querySelectorAll("table.all > tbody > tr")], row => [row.id.slice(2)]),
    marks: of([...section.querySelectorAll(".timeline .m")], mark => mark.dataset.e.split(" ")),
  };
}"""


@dataclass(frozen=True)
class Mark:
    """One mark of the timeline and the short ids of the rows that it stands for."""

    ids: frozenset[str]
    shown: bool
    lit: bool
    faded: bool


@dataclass(frozen=True)
class Seen:
    """Short ids of the rows of a case: those shown, lit and faded in the table; and the marks of the picture."""

    shown: frozenset[str]
    lit: frozenset[str]
    faded: frozenset[str]
    marks: tuple[Mark, ...]

    def differences(self, dated: Collection[str]) -> list[str]:
        """Where table and picture say different things of the rows that have a date."""
        drawn = {row for mark in self.marks if mark.shown for row in mark.ids} & self.shown
        found = [f"not in the picture: {sorted(self.shown.intersection(dated) - drawn)}"]
        found += [f"{sorted(mark.ids)}: shown" for mark in self.marks if mark.shown != bool(mark.ids & self.shown)]
        found += [f"{sorted(mark.ids)}: lit" for mark in self.marks if mark.lit != bool(mark.ids & self.lit)]
        found += [f"{sorted(mark.ids)}: faded" for mark in self.marks if mark.faded != (mark.ids <= self.faded)]
        return [each for each in found if not each.endswith("[]")]


def seen(page: Page, case: int = 1) -> Seen:
    """The state of a case now."""
    state = page.evaluate(_STATE, case)
    rows = state["rows"]
    shown, lit, faded = (frozenset(row["ids"][0] for row in rows if row[how]) for how in ("shown", "lit", "faded"))
    return Seen(shown, lit, faded, tuple(Mark(**{**mark, "ids": frozenset(mark["ids"])}) for mark in state["marks"]))


def tools(page: Page, case: int = 1) -> Locator:
    return page.locator(f"#tools-{case}")


def attribute(element: Locator, name: str) -> str:
    value = element.get_attribute(name)
    assert value is not None, f"no {name}"
    return value


def says(page: Page, text: str | re.Pattern[str], case: int = 1) -> None:
    """Wait until the status line says this."""
    expect(tools(page, case).get_by_role("status")).to_have_text(text)


def flags(page: Page, case: int = 1) -> Locator:
    """The flags of a case that have rows behind them."""
    return page.locator(f"#case-{case} .flag[data-e]")


def open_all(page: Page) -> None:
    """Open everything that can be opened."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def lay_out(page: Page) -> None:
    """Lay out also what a browser leaves until it comes near, as somebody sees it who has read to the end."""
    page.evaluate("document.querySelectorAll('.case *').forEach(each => each.style.contentVisibility = 'visible')")


def focused(page: Page) -> dict[str, str]:
    """The element that has the keyboard: its name, id, class, and the ids in its data-e."""
    found: dict[str, str] = page.evaluate(
        """() => {
          const at = document.activeElement;
          const named = {tag: at.tagName.toLowerCase(), id: at.id, class: at.getAttribute("class") || ""};
          return {...named, e: at.dataset.e || "", href: at.getAttribute("href") || "", name: at.ariaLabel || ""};
        }"""
    )
    return found


def faults(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands, each with the elements."""
    lay_out(page)
    found = Axe().run(page, options=_AXE).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes'][:3]]}" for each in found]
