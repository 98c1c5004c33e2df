"""Pictures of what a run makes, of one invented family (the briefing: of all): `make gallery`.

Needs Chromium, LibreOffice and pdftoppm.

They are there to be looked at: by whoever changes a page or a paper, and by whoever wonders what comes out.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "sample_chronologies" / "family-quillfeather"
AS_AT = "2024-03-31"
PAPERS = {"panel.docx": 3, "supervision.docx": 1, "evidence.xlsx": 2}
LAPTOP, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        run("flagger", "screen", SAMPLE, "--as-at", AS_AT, "--fictional", "--for", "all", "--out", out)
        for paper, pages in PAPERS.items():
            of_paper(out / paper, pages)
        run(
            "flagger",
            "screen",
            *SAMPLE.parent.glob("family-*"),
            "--fictional",
            "--for",
            "briefing",
            "--out",
            out / "all",
        )
        of_paper(out / "all" / "briefing.docx", 2)
        with browser() as chromium:
            of_page(chromium, out)


def of_paper(paper: Path, pages: int) -> None:
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", paper.parent, paper)
    pictures(paper.with_suffix(".pdf"), paper.stem, pages)


def of_page(chromium: Browser, out: Path) -> None:
    """The page on a laptop, with a flag chosen, on a phone, and printed on A3."""
    address = (out / "report.html").as_uri()
    laptop = chromium.new_page(viewport=LAPTOP)
    laptop.goto(address)
    laptop.screenshot(path=HERE / "page.png")
    laptop.locator(".flag button").first.click()
    figure = laptop.locator("figure.timeline").first
    figure.scroll_into_view_if_needed()
    figure.screenshot(path=HERE / "timeline.png")
    phone = chromium.new_page(viewport=PHONE)
    phone.goto(address)
    phone.locator("article.flag").first.scroll_into_view_if_needed()
    phone.screenshot(path=HERE / "phone.png")
    laptop.emulate_media(media="print")
    laptop.pdf(path=out / "print.pdf", format="A3", landscape=True, prefer_css_page_size=True)
    pictures(out / "print.pdf", "print", 1)


def pictures(pdf: Path, name: str, pages: int) -> None:
    """The first pages of a PDF as name-1.png, name-2.png ..."""
    run("pdftoppm", "-png", "-r", "60", "-l", pages, pdf, pdf.with_suffix(""))
    for number, made in enumerate(sorted(pdf.parent.glob(f"{pdf.stem}-*.png")), 1):
        shutil.move(made, HERE / f"{name}-{number}.png")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        chromium = playwright.chromium.launch(executable_path=path)
        yield chromium
        chromium.close()


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
