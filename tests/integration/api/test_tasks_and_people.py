"""Human tasks, people, groups, faults and definitions over REST, on both databases."""

from io import BytesIO

import pytest

from engine.definitions import folder
from tests.integration.api.conftest import Desk

pytestmark = pytest.mark.slow

TRIAGE = {"category": "email", "impact": 3, "urgency": 2, "to_level": "L1"}


def first_task(desk: Desk) -> str:
    """Open an incident and return the id of its first human task."""
    number = desk.open()
    (row,) = [row for row in desk.lead("GET", "/tasks?scope=all").json["rows"] if row["number"] == number]
    found: str = row["id"]
    return found


def test_a_task_is_claimed_released_assigned_and_delegated(desk: Desk) -> None:
    task = first_task(desk)
    assert desk.agent("POST", f"/tasks/{task}/claim", {}).json["assignee_id"] == desk.agent.user_id
    assert desk.agent("POST", f"/tasks/{task}/claim", {}).status_code == 200
    assert [row["id"] for row in desk.agent("GET", "/tasks").json["rows"]] == [task]
    assert desk.agent("POST", f"/tasks/{task}/release", {}).json["assignee_id"] is None
    to_agent = {"user_id": desk.agent.user_id}
    assert desk.agent("POST", f"/tasks/{task}/assign", to_agent).status_code == 403
    assert desk.lead("POST", f"/tasks/{task}/assign", to_agent).json["assignee_id"] == desk.agent.user_id
    lent = desk.agent("POST", f"/tasks/{task}/delegate", {"user_id": desk.specialist.user_id})
    assert lent.json["assignee_id"] == desk.specialist.user_id
    assert desk.specialist("POST", f"/tasks/{task}/release", {}).json["assignee_id"] == desk.agent.user_id


def test_a_task_a_colleague_has_cannot_be_claimed(desk: Desk) -> None:
    task = first_task(desk)
    desk.lead("POST", f"/tasks/{task}/assign", {"user_id": desk.specialist.user_id})
    refused = desk.agent("POST", f"/tasks/{task}/claim", {})
    assert (refused.status_code, refused.json["code"]) == (409, "inbox.already-claimed")


def test_a_task_of_another_group_is_not_mine_to_claim_or_complete(desk: Desk) -> None:
    task = first_task(desk)
    assert desk.specialist("POST", f"/tasks/{task}/claim", {}).status_code == 403
    assert desk.specialist("POST", f"/tasks/{task}/complete", {"data": TRIAGE}).status_code == 403
    assert desk.requester("POST", f"/tasks/{task}/complete", {"data": TRIAGE}).status_code == 404
    assert desk.administrator("GET", "/tasks").status_code == 403


def test_a_second_submit_completes_nothing_and_says_who_did(desk: Desk) -> None:
    task = first_task(desk)
    assert desk.agent("POST", f"/tasks/{task}/complete", {"data": TRIAGE}).json["status"] == "in_progress"
    again = desk.agent("POST", f"/tasks/{task}/complete", {"data": TRIAGE})
    assert (again.status_code, again.json["code"]) == (409, "inbox.already-done")


def test_wrong_answers_are_named_field_by_field_in_the_language_of_the_person(desk: Desk) -> None:
    task = first_task(desk)
    wrong = desk.agent("POST", f"/tasks/{task}/complete", {"data": {**TRIAGE, "impact": 7, "colour": "red"}})
    assert (wrong.status_code, set(wrong.json["fields"])) == (422, {"impact", "colour"})
    for data in ([], "x", None):
        assert desk.agent("POST", f"/tasks/{task}/complete", {"data": data}).status_code == 422


def test_the_form_of_a_task_tells_its_schema_and_its_lists(desk: Desk) -> None:
    form = desk.agent("GET", f"/tasks/{first_task(desk)}/form").json
    assert form["key"] == "triage"
    assert "impact" in form["schema"]["properties"]
    assert form["sources"]["groups"]["network"] == "L2 · Network"
    assert desk.agent("GET", "/tasks/nothing/form").status_code == 404


def test_people_are_added_changed_and_listed_by_administrators(desk: Desk) -> None:
    card = {"login": "new.one", "name": "Новый Сотрудник", "email": "new@desk.example", "roles": ["agent"]}
    made = desk.administrator("POST", "/people", card)
    assert (made.status_code, made.json["roles"]) == (201, ["agent"]), made.text
    path = f"/people/{made.json['id']}"
    assert desk.administrator("PUT", path, {**card, "name": "Другой"}).status_code == 428
    changed = desk.administrator("PUT", path, {**card, "name": "Другой"}, If_Match=made.headers["ETag"])
    assert changed.json["name"] == "Другой"
    assert desk.administrator("PUT", path, card, If_Match=made.headers["ETag"]).status_code == 412
    taken = desk.administrator("POST", "/people", card)
    assert (taken.status_code, set(taken.json["fields"])) == (422, {"login", "email"})
    assert desk.agent("POST", "/people", card).status_code == 403
    assert desk.requester("GET", "/people").status_code == 403
    seen, after = [], ""
    while True:
        page = desk.administrator("GET", f"/people?limit=3{after}").json
        seen += [row["login"] for row in page["rows"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(seen) == len(set(seen)) == 9
    assert [row["login"] for row in desk.lead("GET", "/people?search=ДРУГ").json["rows"]] == ["new.one"]


def test_a_group_gets_members_and_a_level(desk: Desk) -> None:
    made = desk.administrator("POST", "/groups", {"key": "platform", "name": "Платформа", "level": "L3"})
    assert made.status_code == 201, made.text
    path = f"/groups/{made.json['id']}"
    moved = desk.administrator("PUT", path, {"key": "platform", "name": "Платформа", "level": "L2"})
    assert moved.json["level"] == "L2"
    assert desk.administrator("PUT", f"{path}/members", {"user_ids": [desk.agent.user_id]}).status_code == 200
    agent = desk.administrator("GET", f"/people/{desk.agent.user_id}").json
    assert agent["groups"] == ["platform", "service-desk"]
    assert desk.administrator("PUT", f"{path}/members", {"user_ids": ["nobody"]}).status_code == 404
    assert {row["key"] for row in desk.lead("GET", "/groups").json} == {"service-desk", "network", "platform"}


def a_broken_diagram() -> dict[str, object]:
    """Return the parts of a request that deploys no diagram."""
    return {"file": (BytesIO(b"<definitions/>"), "incident.bpmn")}


def test_designers_deploy_and_a_broken_diagram_says_where(desk: Desk) -> None:
    files = [(BytesIO(content), name) for name, content in folder("incident").items()]
    done = desk.designer.send("POST", "/definitions", data={"file": files, "note": "снова"})
    assert (done.status_code, done.json["version"]) == (201, 1), done.text
    refused = desk.designer.send("POST", "/definitions", data=a_broken_diagram())
    assert refused.status_code == 422, refused.text
    assert desk.designer.send("POST", "/definitions", data={}).status_code == 422
    assert desk.operator.send("POST", "/definitions", data=a_broken_diagram()).status_code == 403
    assert [row["key"] for row in desk.operator("GET", "/definitions").json] == ["incident"]


def test_faults_are_for_operators(desk: Desk) -> None:
    assert desk.operator("GET", "/faults").json == {"rows": [], "next": None}
    assert desk.operator("POST", "/faults/nothing/retry", {}).status_code == 404
    assert desk.agent("GET", "/faults").status_code == 403
    assert desk.designer("POST", "/faults/nothing/retry", {}).status_code == 403
