"""An incident from report to closure through a real browser: in Russian on a phone, in English by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.fixtures_browser import complaints_of_axe, enter
from tests.fixtures_desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser: Browser, site: str) -> BrowserContext:
    """A phone that speaks Russian."""
    return browser.new_context(
        base_url=site, locale="ru-RU", timezone_id="Europe/Moscow", viewport=PHONE, has_touch=True
    )


def fits(page: Page) -> bool:
    """Nothing sticks out to the right of the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def take_next(browser: Browser, site: str, login: str, number: str) -> Page:
    """Sign in at another desk and take the ticket from the list of the groups."""
    page = browser.new_page(base_url=site, viewport={"width": 1440, "height": 900})
    enter(page, login)
    page.goto("/inbox/")
    page.get_by_role("button", name=re.compile(f"(Take|Взять) {number}")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("почта")
    return page


def test_an_incident_is_reported_on_a_phone_and_carried_over_three_levels(
    desk: Desk, browser: Browser, site: str, phone: BrowserContext
) -> None:
    mobile = phone.new_page()
    enter(mobile, "anna")
    mobile.get_by_role("link", name="Сообщить о сбое").first.click()
    mobile.get_by_label("Что не работает?").fill("Не приходит почта на телефоны")
    mobile.get_by_label("Группа людей").check()
    mobile.get_by_label("Работа остановилась").check()
    mobile.locator("#f-files").set_input_files(
        {"name": "снимок экрана.txt", "mimeType": "text/plain", "buffer": "ошибка".encode()}
    )
    assert fits(mobile)
    assert complaints_of_axe(mobile) == []
    mobile.get_by_role("button", name="Отправить").click()
    expect(mobile.get_by_role("heading", name="Что дальше")).to_be_visible()
    expect(mobile.get_by_role("link", name=re.compile("снимок экрана.txt"))).to_be_visible()
    number = mobile.url.rsplit("/", 1)[1]
    assert fits(mobile)
    assert complaints_of_axe(mobile) == []
    desk.work()

    page = take_next(browser, site, "boris", number)
    page.get_by_label("Category", exact=True).select_option("email")
    page.get_by_label("Who takes it?").select_option("L1")
    page.get_by_role("button", name="Complete step").click()
    page.get_by_label("Hand it over").check()
    page.get_by_label("To which level?").select_option("L2")
    page.get_by_role("button", name="Complete step").click()
    expect(page.get_by_text("nobody has it yet")).to_be_visible()
    page.close()

    page = take_next(browser, site, "vera", number)
    page.get_by_label("Hand it over").check()
    page.get_by_label("To which level?").select_option("L3")
    page.get_by_role("button", name="Complete step").click()
    expect(page.get_by_text("nobody has it yet")).to_be_visible()
    page.close()

    page = take_next(browser, site, "ivan", number)
    page.get_by_role("radio", name="Решено").check()
    page.get_by_label("Как решено?").select_option("fixed")
    page.get_by_label("Что сделано?").fill("Обновили сертификат шлюза.")
    page.get_by_role("button", name="Выполнить шаг").click()
    expect(page.get_by_text("Готово. Обращение пошло дальше.")).to_be_visible()
    page.close()
    desk.work()

    mobile.reload()
    expect(mobile.get_by_text("Обновили сертификат шлюза.")).to_be_visible()
    assert complaints_of_axe(mobile) == []
    mobile.get_by_role("button", name="Да, всё работает").click()
    expect(mobile.get_by_text("Спасибо. Обращение закрыто.")).to_be_visible()
    phone.close()


def test_an_agent_works_by_keyboard_alone(desk: Desk, page: Page) -> None:
    enter(page, "oleg")
    page.goto("/report/")
    page.keyboard.press("Tab")
    page.get_by_label("What does not work?").focus()
    page.keyboard.type("Printer jams")
    page.keyboard.press("Tab")
    page.keyboard.type("Third floor.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Printer jams")).to_be_visible()
    desk.work()
    page.context.clear_cookies()
    enter(page, "boris")
    page.goto("/tickets/")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/inbox/**")
    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Printer jams")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("t")
    expect(page.get_by_text("is yours.")).to_be_visible()
    page.wait_for_load_state()  # keys answer once the scripts of the new page have run
    page.keyboard.press("2")
    expect(page.get_by_role("link", name="Process", exact=True)).to_have_attribute("aria-current", "page")
    page.wait_for_load_state()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_what_an_agent_typed_is_there_again_after_a_reload(desk: Desk, page: Page) -> None:
    enter(page, "oleg")
    page.goto("/report/")
    with page.expect_response(re.compile("/drafts/report")):
        page.get_by_label("What does not work?").fill("Half a sentence")
    page.reload()
    expect(page.get_by_label("What does not work?")).to_have_value("Half a sentence")


def test_the_live_diagram_is_drawn_when_its_tab_opens(desk: Desk, page: Page) -> None:
    enter(page, "oleg")
    page.goto("/report/")
    page.get_by_label("What does not work?").fill("Screen is dark")
    page.get_by_role("button", name="Send the report").click()
    page.wait_for_url("**/portal/INC-*")
    number = page.url.rsplit("/", 1)[1]
    desk.work()
    page.context.clear_cookies()
    enter(page, "boris")
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url))
    page.goto(f"/tickets/{number}")
    assert not [url for url in scripts if "bpmn" in url]
    page.get_by_role("link", name="Process", exact=True).click()
    expect(page.locator("[data-drawn]")).to_be_visible()
    expect(page.locator(".now[data-element-id=triage]")).to_be_attached()
    expect(page.locator(".walked[data-element-id=reported]")).to_be_attached()
    expect(page.get_by_title("Powered by bpmn.io")).to_be_visible()
    assert complaints_of_axe(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_of_the_desk_has_anything_for_axe_or_sticks_out(
    desk: Desk, site: str, page: Page, theme: str, width: int
) -> None:
    enter(page, "oleg")
    page.goto("/report/")
    page.get_by_label("What does not work?").fill("A" * 150)
    page.get_by_role("button", name="Send the report").click()
    page.wait_for_url("**/portal/INC-*")
    number = page.url.rsplit("/", 1)[1]
    desk.work()
    page.context.add_cookies([{"name": "praxis_theme", "value": theme, "url": site}])
    page.set_viewport_size({"width": width, "height": 900})
    look(page, "/portal/", "/portal/?view=over", "/report/", f"/portal/{number}")
    page.context.clear_cookies(name="praxis_session")
    enter(page, "boris")
    ticket = f"/tickets/{number}"
    look(
        page,
        "/inbox/",
        "/inbox/?view=mine",
        "/tickets/",
        ticket,
        f"{ticket}?view=groups&tab=history",
        f"{ticket}?tab=process",
    )
    page.context.clear_cookies(name="praxis_session")
    enter(page, "ada")
    look(page, "/mail/")


def look(page: Page, *paths: str) -> None:
    """Open pages; fail on what axe finds or what is wider than the screen."""
    for path in paths:
        page.goto(path)
        assert complaints_of_axe(page) == [], path
        assert fits(page), path
