"""The pages of portal, inbox and ticket on the real engine, through the browser's eyes but without a browser."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from tests.fixtures_desk import Desk
from tests.fixtures_web import csrf_token

REPORT = {"title": "No mail on phones", "description": "Since nine.", "impact": "2", "urgency": "1"}


def hidden(page: TestResponse, name: str = "submission") -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    assert found, page.text
    return found.group(1)


def send(client: FlaskClient, page: str, path: str, **data: Any) -> TestResponse:
    """Fill in a form of a page and send it."""
    shown = client.get(page, follow_redirects=True)
    keys = {"csrf_token": csrf_token(shown)}
    if 'name="submission"' in shown.text:
        keys["submission"] = hidden(shown)
    return client.post(path, data={**keys, **data})


def action(page: TestResponse, part: str) -> str:
    """The address of the form whose action contains this."""
    found = re.search(rf'action="([^"]*{part}[^"]*)"', page.text)
    assert found, f"no form for {part} in {page.request.path}"
    return found.group(1).replace("&amp;", "&")


def report(client: FlaskClient, **changes: Any) -> str:
    """Report an incident; return its number."""
    answer = send(client, "/report/", "/report/", **{**REPORT, **changes})
    assert answer.status_code == 303, answer.text
    return answer.location.rsplit("/", 1)[1]


def take(client: FlaskClient, number: str) -> TestResponse:
    """Take the open step of a ticket; return the ticket page with its form."""
    page = client.get(f"/tickets/{number}")
    answer = client.post(action(page, "/claim"), data={"csrf_token": csrf_token(page)})
    assert answer.status_code == 303, answer.text
    return client.get(f"/tickets/{number}")


def complete(client: FlaskClient, page: TestResponse, **data: Any) -> TestResponse:
    """Send the form of the step on a ticket page."""
    return client.post(action(page, "/steps/"), data={"csrf_token": csrf_token(page), **data})


TRIAGE = {"category": "access", "impact": "2", "urgency": "1", "to_level": "L1"}


def test_an_incident_goes_from_report_to_closure(desk: Desk) -> None:
    anna, boris, vera, ivan = (desk.browser(login) for login in ("anna", "boris", "vera", "ivan"))
    number = report(anna)
    desk.work()
    assert complete(boris, take(boris, number), **TRIAGE).status_code == 303
    page = boris.get(f"/tickets/{number}")
    assert complete(boris, page, outcome="hand_over", to_level="L2").status_code == 303
    assert complete(vera, take(vera, number), outcome="hand_over", to_level="L3").status_code == 303
    solved = complete(ivan, take(ivan, number), outcome="resolve", code="fixed", text="Certificate renewed.")
    assert solved.status_code == 303, solved.text
    page = anna.get(f"/portal/{number}")
    assert "Да, всё работает" in page.text
    assert "Certificate renewed." in page.text
    assert anna.post(action(page, "/confirm"), data={"csrf_token": csrf_token(page)}).status_code == 303
    assert "Обращение закрыто" in anna.get(f"/portal/{number}").text


def test_a_requester_sees_what_is_theirs_and_nothing_internal(desk: Desk) -> None:
    anna, oleg, boris = (desk.browser(login) for login in ("anna", "oleg", "boris"))
    number = report(anna)
    page = f"/tickets/{number}"
    said = send(
        boris, page, f"{page}/say", visibility="internal", text="The VIP again.", files=(BytesIO(b"x"), "a.txt")
    )
    assert said.status_code == 303, said.text
    theirs = anna.get(f"/portal/{number}").text
    assert "The VIP again." not in theirs
    assert "a.txt" not in theirs
    internal = re.search(r"/files/[0-9a-f]+", boris.get(page).text)
    assert internal
    assert anna.get(internal.group()).status_code == 404
    assert boris.get(internal.group()).data == b"x"
    for path in (f"/portal/{number}", page, f"{page}/diagram.json"):
        assert oleg.get(path).status_code == 404
    assert number not in oleg.get("/portal/").text
    assert anna.get(page).location == f"/portal/{number}"
    assert anna.get("/inbox/").status_code == 403


def test_a_report_sent_twice_opens_one_ticket(desk: Desk) -> None:
    anna = desk.browser("anna")
    shown = anna.get("/report/")
    form = {**REPORT, "csrf_token": csrf_token(shown), "submission": hidden(shown)}
    first, second = anna.post("/report/", data=form), anna.post("/report/", data=form)
    assert first.location == second.location
    assert "Вы это уже отправили" in anna.get(second.location).text
    assert anna.get("/portal/").text.count("data-row") == 1


def test_a_step_completed_twice_tells_the_second_sender_what_happened(desk: Desk) -> None:
    anna, boris = desk.browser("anna"), desk.browser("boris")
    number = report(anna)
    desk.work()
    page = take(boris, number)
    assert complete(boris, page, **TRIAGE).status_code == 303
    again = complete(boris, page, **TRIAGE, to_group="typed before")
    assert again.status_code == 409
    assert "You have done this step already" in again.text
    assert "typed before" in again.text
    assert boris.get(f"/tickets/{number}?tab=history").text.count("completed “Take and classify”") == 1


def test_a_stale_change_of_priority_shows_both_versions(desk: Desk) -> None:
    anna, galina = desk.browser("anna"), desk.browser("galina")
    number = report(anna)
    desk.work()
    page = galina.get(f"/tickets/{number}")
    form = {"csrf_token": csrf_token(page), "version": hidden(page, "version")}
    first = galina.post(action(page, "/reprioritise"), data={**form, "impact": "1", "urgency": "1", "reason": "All"})
    assert first.status_code == 303, first.text
    second = galina.post(action(page, "/reprioritise"), data={**form, "impact": "3", "urgency": "3", "reason": "Few"})
    assert second.status_code == 409
    assert "1 · Critical" in second.text
    assert "Few" in second.text
    assert "row 1" in galina.get(f"/tickets/{number}").text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "f-title"),
        ({"title": "x" * 201}, "f-title"),
        ({"impact": "9"}, "f-impact"),
        ({"urgency": "soon"}, "f-urgency"),
    ],
)
def test_a_bad_report_keeps_what_was_typed_and_names_the_field(desk: Desk, changes: dict[str, str], field: str) -> None:
    anna = desk.browser("anna")
    answer = send(anna, "/report/", "/report/", **{**REPORT, "description": "Долго писала", **changes})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "Долго писала" in answer.text
    assert anna.get("/portal/").text.count("data-row") == 0


@pytest.mark.parametrize(
    ("content", "name"), [(b"MZ\x90\x00" + b"\0" * 200, "run.exe"), (b"", "empty.txt")], ids=["program", "empty"]
)
def test_a_refused_file_opens_no_ticket_and_keeps_the_words(desk: Desk, content: bytes, name: str) -> None:
    anna = desk.browser("anna")
    answer = send(anna, "/report/", "/report/", **REPORT, files=(BytesIO(content), name))
    assert answer.status_code == 422
    assert "Since nine." in answer.text
    assert anna.get("/portal/").text.count("data-row") == 0


def test_a_file_with_a_cyrillic_name_comes_back_as_it_was(desk: Desk) -> None:
    anna = desk.browser("anna")
    number = report(anna, files=(BytesIO("привет".encode()), "отчёт за март.txt"))
    page = anna.get(f"/portal/{number}").text
    assert "отчёт за март.txt" in page
    link = re.search(r"/files/[0-9a-f]+", page)
    assert link
    fetched = anna.get(link.group())
    assert fetched.data.decode() == "привет"
    assert "filename*=UTF-8''" in fetched.headers["Content-Disposition"]
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in fetched.headers["Content-Security-Policy"]


def test_a_draft_is_kept_until_it_is_sent(desk: Desk) -> None:
    anna = desk.browser("anna")
    token = csrf_token(anna.get("/report/"))
    kept = anna.put("/drafts/report", json={"title": "Набрано наполовину"}, headers={"X-CSRFToken": token})
    assert kept.status_code == 200
    assert "Набрано наполовину" in anna.get("/report/").text
    assert "Набрано наполовину" not in desk.browser("oleg").get("/report/").text
    report(anna)
    assert "Набрано наполовину" not in anna.get("/report/").text


@pytest.mark.parametrize("typed", [[], "text", {"a": 1}, {"a": "x" * 300_000}])
def test_what_is_no_draft_is_refused(desk: Desk, typed: Any) -> None:
    anna = desk.browser("anna")
    token = csrf_token(anna.get("/report/"))
    assert anna.put("/drafts/report", json=typed, headers={"X-CSRFToken": token}).status_code == 422


def test_a_taken_step_is_handed_on_and_given_back(desk: Desk) -> None:
    anna, boris, galina = (desk.browser(login) for login in ("anna", "boris", "galina"))
    number = report(anna)
    desk.work()
    page = take(boris, number)
    lent = boris.post(action(page, "/delegate"), data={"csrf_token": csrf_token(page), "to": desk.ids["galina"]})
    assert lent.status_code == 303
    page = galina.get(f"/tickets/{number}")
    assert "assigned to you" in page.text
    assert galina.post(action(page, "/release"), data={"csrf_token": csrf_token(page)}).status_code == 303
    assert "assigned to you" in boris.get(f"/tickets/{number}").text
    page = galina.get(f"/tickets/{number}")
    given = galina.post(action(page, "/assign"), data={"csrf_token": csrf_token(page), "to": desk.ids["galina"]})
    assert given.status_code == 303
    assert "assigned to you" in galina.get(f"/tickets/{number}").text


def test_two_agents_who_take_the_same_step_are_told_who_has_it(desk: Desk) -> None:
    anna, boris, galina = (desk.browser(login) for login in ("anna", "boris", "galina"))
    number = report(anna)
    desk.work()
    page = galina.get(f"/tickets/{number}")
    take(boris, number)
    late = galina.post(action(page, "/claim"), data={"csrf_token": csrf_token(page)}, follow_redirects=True)
    assert "Boris has taken it a moment before you." in late.text


def test_waiting_and_waking_by_hand_and_by_a_reply(desk: Desk) -> None:
    anna, boris = desk.browser("anna"), desk.browser("boris")
    number = report(anna)
    desk.work()
    complete(boris, take(boris, number), **TRIAGE)
    page = boris.get(f"/tickets/{number}")
    asked = complete(boris, page, outcome="wait", wait_for="customer", question="Which phone?")
    assert asked.status_code == 303, asked.text
    theirs = anna.get(f"/portal/{number}")
    assert "Which phone?" in theirs.text
    assert "У нас к вам вопрос" in theirs.text
    send(anna, f"/portal/{number}", f"/portal/{number}/reply", text="Синий")
    page = boris.get(f"/tickets/{number}")
    assert "Синий" in page.text
    complete(boris, page, outcome="wait", wait_for="vendor", question="Spare part")
    page = boris.get(f"/tickets/{number}")
    woken = boris.post(action(page, "/wake"), data={"csrf_token": csrf_token(page), "note": "It came."})
    assert woken.status_code == 303
    assert "In progress" in boris.get(f"/tickets/{number}").text


def test_a_requester_refuses_reopens_and_cancels(desk: Desk) -> None:
    anna, boris = desk.browser("anna"), desk.browser("boris")
    number = report(anna)
    desk.work()
    complete(boris, take(boris, number), **TRIAGE)
    solve = {"outcome": "resolve", "code": "fixed", "text": "Restarted."}
    complete(boris, boris.get(f"/tickets/{number}"), **solve)
    empty = send(anna, f"/portal/{number}", f"/portal/{number}/refuse", reason=" ")
    assert empty.status_code == 422
    assert 'href="#f-reason"' in empty.text
    assert send(anna, f"/portal/{number}", f"/portal/{number}/refuse", reason="Опять").status_code == 303
    complete(
        boris,
        take(boris, number) if "Take it" in boris.get(f"/tickets/{number}").text else boris.get(f"/tickets/{number}"),
        **solve,
    )
    send(anna, f"/portal/{number}", f"/portal/{number}/confirm")
    assert send(anna, f"/portal/{number}", f"/portal/{number}/reopen", reason="Снова").status_code == 303
    assert send(anna, f"/portal/{number}", f"/portal/{number}/cancel", why="Уже не нужно").status_code == 303
    assert "Обращение отменено" in anna.get(f"/portal/{number}").text
    late = send(anna, f"/portal/{number}", f"/portal/{number}/reply", text="Ау", submission="0" * 32)
    assert late.status_code == 303


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("boris", "/inbox/?view=groups"),
        ("boris", "/inbox/?view=all&sort=due"),
        ("boris", "/tickets/"),
        ("anna", "/portal/"),
    ],
)
def test_a_list_costs_the_same_number_of_statements_however_long_it_is(desk: Desk, login: str, path: str) -> None:
    anna, reader = desk.browser("anna"), desk.browser(login)

    def cost() -> int:
        statements: list[str] = []
        note = lambda _c, _cur, statement, *_rest: statements.append(statement)  # noqa: E731
        event.listen(desk.database.engine, "before_cursor_execute", note)
        assert reader.get(path).status_code == 200
        event.remove(desk.database.engine, "before_cursor_execute", note)
        return len(statements)

    report(anna)
    desk.work()
    cost()  # the first page fills the caches of diagrams
    one = cost()
    for _ in range(4):
        report(anna)
    desk.work()
    assert cost() == one <= 16


def test_the_live_diagram_names_where_the_ticket_stands_in_the_readers_language(desk: Desk) -> None:
    anna, ivan = desk.browser("anna"), desk.browser("ivan")
    number = report(anna)
    desk.work()
    live = ivan.get(f"/tickets/{number}/diagram.json").get_json()
    assert {"element_id": "triage", "name": "Принять и разобрать"} in live["tokens"]
    assert "reported" in live["walked_elements"]
    assert "Принять и разобрать" in live["diagram"]
    table = ivan.get(f"/tickets/{number}?tab=process").text
    assert "Принять и разобрать" in table
    assert "сейчас здесь" in table
