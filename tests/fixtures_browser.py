"""A real browser: PRAXIS_CHROMIUM, else chromium or google-chrome on PATH, else the test is skipped aloud.

`PRAXIS_REQUIRE_BROWSER=1` turns the skip into a failure, so that a pipeline cannot lose these tests in silence.
"""

import os
import shutil
import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.fixtures_web import PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class QuietHandler(WSGIRequestHandler):
    """Does not log requests: a failed test should show its own words."""

    def log(self, type: str, message: str, *args: object) -> None:
        pass


def find_browser() -> str | None:
    """Return the path of a Chromium, None when this machine has none."""
    names = (os.environ.get("PRAXIS_CHROMIUM", ""), "chromium", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    path = find_browser()
    if path is None:
        reason = "NO BROWSER: install chromium or set PRAXIS_CHROMIUM; the pages were NOT looked at"
        if os.environ.get("PRAXIS_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The application on a free port, as browsers see it."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A fresh profile at desktop size, speaking English."""
    made = browser.new_context(
        base_url=site, locale="en-GB", timezone_id="Europe/Moscow", viewport={"width": 1440, "height": 900}
    )
    made.set_default_timeout(30_000)  # two noisy cores
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab that fails the test when a script or the content policy complains."""
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda entry: complaints.append(entry.text) if entry.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    expected = [text for text in complaints if "the server responded with a status of 4" not in text]
    assert expected == []


def enter(page: Page, login: str) -> None:
    """Sign somebody in through the form."""
    page.goto("/sign-in")
    page.locator("#f-login").fill(login)
    page.locator("#f-password").fill(PASSWORD)
    page.locator("#f-password").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def complaints_of_axe(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands, one line for each element."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
