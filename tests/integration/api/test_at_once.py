"""Requests that come at the same moment, on both databases: one of them wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine.base.db import Database
from engine.tables import HistoryEntry
from processes.ticket.tables import Comment, Ticket
from tests.integration.api.conftest import Desk, Program
from tests.integration.api.test_tasks_and_people import TRIAGE, first_task

pytestmark = pytest.mark.slow


def together(program: Program, times: int, send: Callable[[Program], TestResponse]) -> list[TestResponse]:
    """Send the same request from several clients at once."""
    clients = [Program(program.client.application.test_client(), program.token, program.user_id) for _ in range(times)]
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, clients))


def count(database: Database, what: Any) -> int:
    """Count rows in a unit of work of its own."""
    with database.transaction(readonly=True) as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def test_one_key_at_once_opens_one_incident(desk: Desk, database: Database) -> None:
    answers = together(
        desk.requester,
        4,
        lambda program: program("POST", "/incidents", {"title": "Разом"}, Idempotency_Key="k"),
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["number"] for answer in answers}) == 1
    assert count(database, Ticket) == 1


def test_a_step_submitted_at_once_is_done_once_and_the_others_are_told(desk: Desk, database: Database) -> None:
    task = first_task(desk)
    answers = together(desk.agent, 4, lambda program: program("POST", f"/tasks/{task}/complete", {"data": TRIAGE}))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert {answer.json["code"] for answer in answers if answer.status_code == 409} <= {
        "inbox.already-done",
        "engine.human-task-done",
    }
    with database.transaction(readonly=True) as session:
        done = select(func.count()).where(HistoryEntry.event == "done", HistoryEntry.task_id == task)
        assert session.scalar(done) == 1


def test_replies_at_once_are_all_kept(desk: Desk, database: Database) -> None:
    number = desk.open()
    answers = together(
        desk.requester, 4, lambda program: program("POST", f"/incidents/{number}/replies", {"text": "И я"})
    )
    assert {answer.status_code for answer in answers} == {201}
    assert count(database, Comment) == 4


def test_two_agents_claim_at_once_and_one_has_it(desk: Desk) -> None:
    task = first_task(desk)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: who("POST", f"/tasks/{task}/claim", {}), [desk.agent, desk.lead]))
    assert sorted(answer.status_code for answer in answers) == [200, 409], [answer.text for answer in answers]
