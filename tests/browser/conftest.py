"""A browser without a network, and pages made once from samples by the whole way of the data.

Every page that a test opens is watched: a request for anything but the page, a dialog, or an error in the console fails
the test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, sync_playwright
from reports_to_open import Made, Report, awkward, make, sample
from seen import OpenReport

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.fail(
            f"These tests need Chromium: install it (Debian: apt install chromium) or set CHROMIUM to its path. "
            f"Looked for {', '.join(_NAMES)}.",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--host-resolver-rules=MAP * ~NOTFOUND"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The page of a sample by its name, or of the chronology that is hard to show ("awkward"); made once."""
    folder = tmp_path_factory.mktemp("reports")

    @cache
    def made(name: str) -> Made:
        paths = awkward(folder) if name == "awkward" else sample(name)
        return make(paths, folder / f"{name}.html")

    return made


@pytest.fixture
def open_report(browser: Browser, report: Report) -> Iterator[OpenReport]:
    """Opens a page in a window of its own, of this width, and watches it to the end of the test."""
    watched: list[Watched] = []

    def opened(name: str = "family-ravensmoor", width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(5000)
        page = context.new_page()
        watched.append(Watched(page))
        page.goto(report(name).path.as_uri())
        return page

    yield opened
    for each in watched:
        each.page.context.close()
        assert each.asked_for == {each.page.url.partition("#")[0]}, "the page asks for something else"
        assert each.said == [], "a dialog, or an error in the console"


class Watched:
    """What a page asked for, and what it should not have said."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked_for: set[str] = set()
        self.said: list[str] = []
        page.on("request", lambda request: self.asked_for.add(request.url))
        page.on("dialog", self.refuse)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on(
            "console", lambda message: self.said.append(message.text) if message.type in ("error", "warning") else None
        )

    def read(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def refuse(self, dialog: Dialog) -> None:
        self.said.append("a dialog")
        dialog.dismiss()
