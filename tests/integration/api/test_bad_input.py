"""What nobody should send is answered with a problem document that says where, and changes nothing."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.base.db import Database
from processes.ticket.tables import Ticket
from tests.integration.api.conftest import Desk

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"title": "input.required"}),
        ({"title": None}, {"title": "input.required"}),
        ({"title": 5}, {"title": "input.not-text"}),
        ({"title": ["x"]}, {"title": "input.not-text"}),
        ({"title": "x" * 201}, {"title": "input.too-long"}),
        ({"title": "x\x00y"}, {"title": "input.bad-characters"}),
        ({"title": "x\ud800"}, {"title": "input.bad-characters"}),
        ({"title": "  "}, {"title": "input.required"}),
        ({"title": "x", "status": "closed"}, {"status": "input.unknown-field"}),
        ({"title": "x", "impact": "1"}, {"impact": "input.not-a-number"}),
        ({"title": "x", "impact": True}, {"impact": "input.not-a-number"}),
        ({"title": "x", "impact": 1.5}, {"impact": "input.not-a-number"}),
        ({"title": "x", "impact": 10**30}, {"impact": "ticket.bad-scale"}),
        ({"title": "x", "urgency": 0}, {"urgency": "ticket.bad-scale"}),
        ({"title": "x", "description": "ж" * 50_001}, {"description": "input.too-long"}),
    ],
)
def test_a_wrong_report_names_every_wrong_field(
    desk: Desk, database: Database, body: Any, fields: dict[str, str]
) -> None:
    answer = desk.agent("POST", "/incidents", body)
    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    assert set(answer.json["fields"]) == set(fields)
    with database.transaction(readonly=True) as session:
        assert session.scalar(select(func.count()).select_from(Ticket)) == 0


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json", 422),
        (b'"title"', "application/json", 422),
        (b"null", "application/json", 422),
        (b"title=x", "application/x-www-form-urlencoded", 422),
        (b"<title>x</title>", "application/xml", 422),
        (b"", "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b'{"title": ' + b"[" * 500 + b"]" * 500 + b"}", "application/json", 422),
        (b'{"impact": ' + b"9" * 5_000 + b"}", "application/json", 422),
        (b'{"title": "' + b"x" * 30_000_000 + b'"}', "application/json", 413),
        (b'{"title": 1e999}', "application/json", 422),
        (b'{"title": NaN}', "application/json", 422),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_body_that_is_no_report_is_refused(desk: Desk, body: bytes, content_type: str, status: int) -> None:
    answer = desk.requester.send("POST", "/incidents", data=body, content_type=content_type)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == status


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("limit=201", "limit"),
        ("status=lost", "status"),
        ("after=nonsense", "after"),
        ("search=%00", "search"),
        ("priority=x", "priority"),
        ("colour=red", "colour"),
    ],
)
def test_a_wrong_query_names_its_field(desk: Desk, query: str, field: str) -> None:
    answer = desk.agent("GET", f"/incidents?{query}")
    assert (answer.status_code, list(answer.json["fields"])) == (422, [field]), answer.text


@pytest.mark.parametrize("number", ["INC-999999", "%00", "..", "INC-000001%0a", "'; DROP TABLE ticket; --", "ю" * 500])
def test_a_number_nobody_has_is_not_found(desk: Desk, number: str) -> None:
    assert desk.agent("GET", f"/incidents/{number}").status_code in (404, 405)


@pytest.mark.parametrize("header", ["Bearer praxis_wrong", "Bearer", "Basic YTpi", "praxis", ""])
def test_a_wrong_token_is_not_authenticated(desk: Desk, header: str) -> None:
    answer = desk.agent.client.get("/api/v1/incidents", headers={"Authorization": header})
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")


def test_a_program_without_a_token_is_not_redirected_to_a_page(desk: Desk) -> None:
    answer = desk.agent.client.get("/api/v1/incidents")
    assert (answer.status_code, answer.json["code"]) == (401, "people.sign-in-first")


def test_a_wrong_method_and_a_wrong_address_are_problems_too(desk: Desk) -> None:
    assert desk.agent("DELETE", "/incidents").status_code == 405
    missing = desk.agent("GET", "/nothing")
    assert (missing.status_code, missing.content_type) == (404, "application/problem+json")


def test_the_sentence_of_a_problem_is_in_the_language_of_the_person(desk: Desk) -> None:
    russian = desk.requester("POST", "/incidents", {}).json
    english = desk.stranger("POST", "/incidents", {}).json
    assert russian["fields"]["title"] == ["Это поле нужно заполнить."]
    assert english["fields"]["title"] == ["This field is needed."]
    assert russian["code"] == english["code"] == "input.invalid"


def test_the_description_is_openapi_and_lists_every_address(desk: Desk) -> None:
    answer = desk.agent.client.get("/api/v1/openapi.json")
    described = json.loads(answer.data)
    assert described["openapi"] == "3.1.0"
    paths = described["paths"]
    assert set(paths["/api/v1/incidents"]) >= {"get", "post"}
    shapes = paths["/api/v1/incidents"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert shapes == {"$ref": "#/components/schemas/OpenIncidentInput"}
    rules = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in desk.agent.client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and not rule.endpoint.startswith("api-docs.")
    }
    assert set(paths) == rules
