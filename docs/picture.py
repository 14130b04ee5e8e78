"""Makes docs/page.png: a short conversation in the page, as a browser shows it.

Runs the product itself, with the demo films and the offline assistant, on a store of its own that
is gone at the end. Needs the extras ``ui``, ``offline`` and ``dev`` and a chromium or chrome:

    python docs/picture.py [FILE]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import penchant
from penchant.ui.serve import serve
from penchant.ui.wording import ENGLISH

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
MESSAGES = (
    "I love science fiction from the eighties, and no more horror please",
    "Something like Blade Runner, but newer",
)
ANSWERED = "#pc-live [aria-busy=false] .pc-assistant"


def take(page: Page, address: str, file: Path) -> None:
    """Hold the conversation on the page at ``address`` and save what it looks like."""
    page.goto(address)
    page.wait_for_selector(".pc-card")
    for message in MESSAGES:
        box = page.get_by_role("textbox", name=ENGLISH.message_label)
        box.fill(message)
        box.press("Enter")
        page.wait_for_selector(f".pc-user:has-text('{message}')")
        page.wait_for_selector(ANSWERED)
    page.locator(".pc-button[data-act=like]").first.click()
    page.wait_for_selector("[data-act=like][aria-pressed=true]")
    page.locator("#pc-panel summary").first.click()
    page.mouse.move(0, 0)
    page.screenshot(path=file)


def main(file: Path) -> None:
    """Open a fresh store, serve the page, take the picture."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        sys.exit(f"No browser: install one of {', '.join(BROWSERS)}.")
    with (
        tempfile.TemporaryDirectory() as folder,
        penchant.open(store=folder, model="offline") as product,
        serve(product.assistant, user="ada", block=False) as service,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
        take(page, service.url, file)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("page.png"))
