"""Incidents over REST, on both databases."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from engine.base.db import Database
from engine.tables import Job
from processes.ticket.tables import Ticket
from tests.integration.api.conftest import Desk

pytestmark = pytest.mark.slow

TRIAGE = {"category": "email", "impact": 3, "urgency": 2, "to_level": "L1"}
RESOLVE = {"outcome": "resolve", "code": "fixed", "text": "Почта снова работает."}


def test_an_incident_goes_from_report_to_closure_over_rest(desk: Desk) -> None:
    number = desk.open(impact=2, urgency=1, description="Ничего не приходит")
    for answers in (TRIAGE, RESOLVE):
        (task,) = [row for row in desk.agent("GET", "/tasks?scope=groups").json["rows"] if row["number"] == number]
        assert desk.agent("POST", f"/tasks/{task['id']}/claim", {}).status_code == 200
        done = desk.agent("POST", f"/tasks/{task['id']}/complete", {"data": answers})
        assert done.status_code == 200, done.text
    assert done.json["status"] == "resolved"
    assert desk.requester("POST", f"/incidents/{number}/confirm", {}).json["status"] == "closed"
    page = desk.requester("GET", f"/incidents/{number}").json
    assert (page["resolution_code"], page["close_reason"]) == ("fixed", "confirmed")
    assert [turn["text"] for turn in page["conversation"]] == [RESOLVE["text"]]
    events = desk.requester("GET", f"/incidents/{number}/history").json
    assert {"started", "done"} <= {entry["event"] for entry in events}


def test_a_list_shows_a_requester_their_own_and_an_agent_all_page_by_page(desk: Desk) -> None:
    numbers = [desk.open(title=f"Сбой {serial}") for serial in range(3)]
    desk.stranger("POST", "/incidents", {"title": "Another"})
    assert [row["number"] for row in desk.requester("GET", "/incidents").json["rows"]] == numbers[::-1]
    first = desk.agent("GET", "/incidents?limit=3").json
    second = desk.agent("GET", f"/incidents?limit=3&after={first['next']}").json
    assert len(first["rows"]) == 3
    assert [row["number"] for row in second["rows"]] == numbers[:1]
    assert second["next"] is None
    assert [row["title"] for row in desk.agent("GET", "/incidents?search=СБОЙ 1").json["rows"]] == ["Сбой 1"]


def test_somebody_elses_incident_is_not_there(desk: Desk) -> None:
    number = desk.open()
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/history", None),
        ("POST", "/replies", {"text": "x"}),
        ("POST", "/confirm", {}),
        ("POST", "/cancel", {"reason": "x"}),
    ):
        answer = desk.stranger(method, f"/incidents/{number}{path}", body)
        assert (answer.status_code, answer.json["code"]) == (404, "ticket.no-such-ticket"), path
    assert desk.agent("POST", f"/incidents/{number}/confirm", {}).status_code == 403


def test_an_incident_carries_its_version_and_nobody_overwrites_the_unseen(desk: Desk) -> None:
    number = desk.open()
    change = {"impact": 1, "urgency": 1, "reason": "Весь филиал"}
    assert desk.lead("PATCH", f"/incidents/{number}", change).status_code == 428
    tag = desk.lead("GET", f"/incidents/{number}").headers["ETag"]
    done = desk.lead("PATCH", f"/incidents/{number}", change, If_Match=tag)
    assert (done.status_code, done.json["priority"]) == (200, 1), done.text
    assert desk.lead("PATCH", f"/incidents/{number}", change, If_Match=tag).status_code == 412
    assert desk.lead("POST", f"/incidents/{number}/escalate", {"reason": "x"}, If_Match=tag).status_code == 412


def test_a_request_sent_twice_with_one_key_is_done_once(desk: Desk, database: Database) -> None:
    report = {"title": "Дважды"}
    first = desk.requester("POST", "/incidents", report, Idempotency_Key="a-1")
    again = desk.requester("POST", "/incidents", report, Idempotency_Key="a-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert (again.headers["ETag"], again.headers["Idempotency-Replayed"]) == (first.headers["ETag"], "true")
    with database.transaction(readonly=True) as session:
        assert session.scalar(select(func.count()).select_from(Ticket)) == 1
    other = desk.requester("POST", "/incidents", {"title": "Другое"}, Idempotency_Key="a-1")
    assert (other.status_code, other.json["code"]) == (409, "api.idempotency-key-reused")
    assert desk.stranger("POST", "/incidents", report, Idempotency_Key="a-1").status_code == 201, "keys are one's own"


def test_a_request_that_failed_may_be_sent_again_with_its_key(desk: Desk) -> None:
    assert desk.requester("POST", "/incidents", {"title": ""}, Idempotency_Key="b-1").status_code == 422
    assert desk.requester("POST", "/incidents", {"title": "Теперь верно"}, Idempotency_Key="b-1").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "с-кириллицей"])
def test_a_key_that_cannot_be_kept_is_refused(desk: Desk, key: str) -> None:
    sent = key.encode().decode("latin-1")
    answer = desk.requester("POST", "/incidents", {"title": "x"}, Idempotency_Key=sent)
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["Idempotency-Key"])


def test_a_file_goes_up_and_comes_down(desk: Desk) -> None:
    number = desk.open()
    data = {"file": (BytesIO("Журнал".encode()), "журнал.txt")}
    up = desk.requester.send("POST", f"/incidents/{number}/attachments", data=data)
    assert (up.status_code, up.json["media_type"], up.json["name"]) == (201, "text/plain", "журнал.txt"), up.text
    down = desk.requester("GET", f"/incidents/{number}/attachments/{up.json['id']}")
    assert down.data.decode() == "Журнал"
    assert down.headers["Content-Disposition"].startswith("attachment;")
    other = desk.open()
    assert desk.requester("GET", f"/incidents/{other}/attachments/{up.json['id']}").status_code == 404
    bad = desk.requester.send("POST", f"/incidents/{number}/attachments", data={"file": (BytesIO(b"MZ"), "a.exe")})
    assert (bad.status_code, list(bad.json["fields"])) == (422, ["file"])
    assert desk.requester.send("POST", f"/incidents/{number}/attachments", data={}).status_code == 422


def test_notes_are_for_agents(desk: Desk) -> None:
    number = desk.open()
    assert desk.agent("POST", f"/incidents/{number}/notes", {"text": "Между нами"}).status_code == 201
    assert desk.requester("POST", f"/incidents/{number}/notes", {"text": "x"}).status_code == 403
    assert desk.requester("GET", f"/incidents/{number}").json["conversation"] == []
    assert len(desk.agent("GET", f"/incidents/{number}").json["conversation"]) == 1


def test_the_requester_cancels_and_then_it_is_over(desk: Desk, database: Database) -> None:
    number = desk.open()
    assert desk.requester("POST", f"/incidents/{number}/cancel", {"reason": "Нашёл"}).json["status"] == "cancelled"
    again = desk.requester("POST", f"/incidents/{number}/cancel", {"reason": "Нашёл"})
    assert (again.status_code, again.json["code"]) == (409, "incident.already-over")
    assert desk.requester("POST", f"/incidents/{number}/reopen", {"reason": "x"}).status_code == 409
    assert desk.requester("POST", f"/incidents/{number}/replies", {"text": "x"}).status_code == 409


def test_only_who_reads_every_incident_reports_for_somebody_else(desk: Desk) -> None:
    report = {"title": "По телефону", "requester_id": desk.requester.user_id}
    assert desk.agent("POST", "/incidents", report).json["requester"]["id"] == desk.requester.user_id
    refused = desk.stranger("POST", "/incidents", report)
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["requester_id"])


def test_an_answer_to_a_waiting_incident_and_a_wake_by_hand(desk: Desk) -> None:
    number = desk.open()
    assert desk.lead("POST", f"/incidents/{number}/wake", {}).json["code"] == "incident.not-waiting"


def test_what_is_written_is_mailed_by_a_job(desk: Desk, database: Database) -> None:
    number = desk.open()
    assert desk.agent("POST", f"/incidents/{number}/replies", {"text": "Смотрим"}).status_code == 201
    with database.transaction(readonly=True) as session:
        assert session.scalar(select(func.count()).where(Job.kind == "notify.mail")) == 2
