"""The frame of every page in a real browser: keyboard, languages, light and dark, phone and desktop, axe."""

import re

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from engine import definitions
from engine.base.actor import SYSTEM
from engine.base.db import Database
from processes.people import operations, queries
from processes.people.rules import Role
from tests.fixtures_browser import complaints_of_axe, enter
from tests.fixtures_web import add_person
from tests.integration.web.test_operation import add_fault

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN_TO_ALL = ("/sign-in", "/forgotten-password", "/reset-password/dead", "/nowhere")
OF_A_PERSON_WITH_ALL_ROLES = (
    "/account",
    "/people/",
    "/people/new",
    "/groups/",
    "/groups/new",
    "/groups/desk",
    "/roles/",
    "/faults/",
    "/definitions/",
    "/nowhere",
)
WIDTHS = {"desktop": (1440, 900), "phone": (360, 740)}


@pytest.fixture
def olga(sqlite_database: Database, page: Page) -> Page:
    """The browser of somebody with all roles, on a desk where every page has something to show."""
    add_person(sqlite_database, "olga", *Role)
    add_fault(sqlite_database, with_job=True)
    add_fault(sqlite_database, with_job=False, fingerprint="another")
    with sqlite_database.transaction() as session:
        definitions.deploy(session, definitions.folder("incident"), author=SYSTEM)
        card = operations.GroupCard(key="desk", name="Service desk", level="L1")
        operations.create_group(session, card, actor=SYSTEM)
    enter(page, "olga")
    return page


def look(page: Page, path: str) -> None:
    """Open a page and fail when axe complains or the page is wider than the window."""
    page.goto(path)
    assert complaints_of_axe(page) == [], path
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the window"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    context: BrowserContext, olga: Page, site: str, sqlite_database: Database, language: str, size: str, theme: str
) -> None:
    with sqlite_database.transaction() as session:
        queries.find_by_login(session, "olga").language = language  # type: ignore[union-attr]
    width, height = WIDTHS[size]
    olga.set_viewport_size({"width": width, "height": height})
    context.add_cookies([{"name": "praxis_theme", "value": theme, "url": site}])
    for path in OF_A_PERSON_WITH_ALL_ROLES:
        look(olga, path)
    assert olga.locator("html").get_attribute("lang") == language
    assert olga.locator("html").get_attribute("data-bs-theme") == theme
    olga.goto("/account")
    olga.locator("[data-menu] > summary").click()
    assert complaints_of_axe(olga) == []
    context.clear_cookies(name="praxis_session")
    context.add_cookies([{"name": "praxis_language", "value": language, "url": site}])
    for path in OPEN_TO_ALL:
        look(olga, path)


def test_the_palette_goes_to_a_page_without_a_mouse(olga: Page) -> None:
    olga.goto("/account")
    olga.keyboard.press("Control+k")
    olga.keyboard.type("group")
    olga.keyboard.press("Enter")
    expect(olga).to_have_url(re.compile("/groups/$"))


def test_letters_walk_lists_go_to_places_and_show_the_help(olga: Page, sqlite_database: Database) -> None:
    add_person(sqlite_database, "zoe", password=None)
    olga.goto("/account")
    olga.keyboard.press("g")
    olga.keyboard.press("p")
    olga.wait_for_url(re.compile("/people/$"), wait_until="load")
    olga.keyboard.press("j")
    expect(olga.locator("td a").nth(0)).to_be_focused()
    olga.keyboard.press("j")
    expect(olga.locator("td a").nth(1)).to_be_focused()
    olga.keyboard.press("k")
    expect(olga.locator("td a").nth(0)).to_be_focused()
    olga.keyboard.press("/")
    expect(olga.locator("#q")).to_be_focused()
    olga.keyboard.type("j?")
    expect(olga.locator("#q")).to_have_value("j?")
    olga.keyboard.press("Tab")
    olga.keyboard.press("?")
    expect(olga.locator("#shortcuts")).to_be_visible()
    assert complaints_of_axe(olga) == []
    olga.keyboard.press("Escape")
    expect(olga.locator("#shortcuts")).to_be_hidden()


def test_the_menu_switches_language_and_appearance(olga: Page) -> None:
    olga.goto("/account")
    olga.locator("[data-menu] > summary").click()
    olga.get_by_role("button", name="Русский").click()
    expect(olga.locator("html")).to_have_attribute("lang", "ru")
    olga.locator("[data-menu] > summary").click()
    olga.get_by_role("button", name="Тёмное").click()
    expect(olga.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_a_page_that_follows_the_system_turns_dark_with_it(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/sign-in")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_a_second_press_of_a_button_sends_nothing(olga: Page, app: Flask) -> None:
    sent: list[str] = []
    olga.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    olga.goto("/groups/new")
    olga.locator("#f-name").fill("Network")
    olga.locator("#f-key").fill("network")
    olga.evaluate("(() => { const b = document.querySelector('main form button'); b.click(); b.click(); })()")
    expect(olga.get_by_text("The group Network is added.")).to_be_visible()
    assert len(sent) == 1


def test_the_browser_tells_its_time_zone(page: Page, context: BrowserContext) -> None:
    page.goto("/sign-in")
    kept = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
    assert kept["praxis_time_zone"] == "Europe/Moscow"


def test_the_list_of_people_follows_what_is_typed_and_errors_leave_the_page_alone(
    olga: Page, sqlite_database: Database
) -> None:
    add_person(sqlite_database, "zoe", password=None)
    olga.goto("/people/")
    olga.locator("#q").press_sequentially("zo")
    expect(olga.locator("#found tbody tr")).to_have_count(1)
    expect(olga.locator("#found")).to_contain_text("Zoe")
    with sqlite_database.transaction() as session:
        queries.find_by_login(session, "olga").is_active = False  # type: ignore[union-attr]
    olga.locator("#q").press_sequentially("e")
    expect(olga.locator("#notices [role=alert]")).to_contain_text("Please sign in")
    expect(olga.locator("#q")).to_have_value("zoe")
