"""Processes killed for real, in the middle of their work: nothing is lost, and an effect happens once per key."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
import requests
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import health, history
from engine.base.bell import of_url
from engine.base.db import Database
from engine.plugins import wire
from engine.tables import Job
from processes.incident.operations import OpenIncident, open_incident
from processes.people import access
from processes.ticket.tables import Ticket
from tests.e2e.running_desk import RunningDesk, children_of, command_of, until
from tests.integration.processes.desk import acting, make_user
from workers import embedded
from workers.demo_directory import Directory

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("desk")]


class SlowDirectory(Directory):
    """A directory whose first answers wait for the test, so that something can be killed meanwhile."""

    def __init__(self) -> None:
        super().__init__(people=[{"login": f"person{number}"} for number in range(1, 1000)])
        self.asked = Event()
        self.may_answer = Event()

    def before_answering(self) -> None:
        self.asked.set()
        self.may_answer.wait(60)


@pytest.fixture
def directory() -> Iterator[SlowDirectory]:
    with SlowDirectory() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.may_answer.set()
        server.shutdown()


@pytest.fixture
def desk(tmp_path: Path, directory: SlowDirectory, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningDesk]:
    """An empty desk that asks our directory, and our own bell on its broker."""
    environ = {"PRAXIS_DIRECTORY_URL": directory.url, "PRAXIS_MAIL_FOLDER": str(tmp_path / "mail")}
    running = RunningDesk(tmp_path / "desk", environ=environ)
    monkeypatch.setenv("PRAXIS_REDIS_URL", embedded.url_of(tmp_path / "desk"))
    wire()
    assert running.address
    yield running
    running.close()


@pytest.fixture
def database(desk: RunningDesk) -> Iterator[Database]:
    opened = Database(desk.database_url)
    yield opened
    opened.dispose()


def report(database: Database, title: str) -> Ticket:
    """Report an incident as somebody whom the process does not know yet: it asks the directory."""

    def unit(session: Session) -> Ticket:
        return open_incident(session, OpenIncident(title), actor=acting(make_user(session)))

    return database.run(unit)


def call_of(database: Database, ticket: Ticket) -> Job:
    with database.transaction(readonly=True) as session:
        chosen = select(Job).where(Job.instance_id == ticket.instance_id, Job.kind == "service.call")
        return session.scalars(chosen).one()


def answers_in_history(database: Database, ticket: Ticket) -> int:
    with database.transaction(readonly=True) as session:
        return [entry.event for entry in history.of(session, ticket.instance_id)].count("answered")


def end_leases(database: Database) -> None:
    """Let a minute pass for the leases of workers that are dead."""
    with database.transaction() as session:
        session.execute(update(Job).where(Job.state == "running").values(lease_until=datetime(2020, 1, 1, tzinfo=UTC)))


def test_a_worker_killed_in_the_middle_of_a_call(
    desk: RunningDesk, database: Database, directory: SlowDirectory
) -> None:
    ticket = report(database, "The worker dies")
    assert directory.asked.wait(120), desk.explanation("a call")
    worker = desk.child("calls")
    for pid in [*children_of(worker), worker]:  # the fork that makes the call, and the worker
        os.kill(pid, signal.SIGKILL)
    desk.says("worker calls ended by SIGKILL")
    directory.may_answer.set()
    end_leases(database)
    until(lambda: call_of(database, ticket).state == "done", lambda: desk.explanation("done"))
    call = call_of(database, ticket)
    assert (call.attempts, call.lost_attempts) == (2, 1)
    assert [times for key, times in directory.seen.items() if ticket.instance_id in key] == [2]
    assert answers_in_history(database, ticket) == 1


def broker_of(desk: RunningDesk) -> int:
    """Return the process id of the embedded Valkey, which rewrites its own command line."""
    return next(pid for pid in children_of(desk.pid) if "valkey" in command_of(pid)[0])


def test_a_broker_killed_while_people_report(desk: RunningDesk, database: Database, directory: SlowDirectory) -> None:
    directory.may_answer.set()
    missed = of_url(embedded.url_of(desk.data)).missed
    os.kill(broker_of(desk), signal.SIGKILL)
    ticket = report(database, "The broker is dead")
    assert of_url(embedded.url_of(desk.data)).missed > missed
    desk.says("broker ended by SIGKILL")
    until(lambda: call_of(database, ticket).state == "done", lambda: desk.explanation("done"))
    assert answers_in_history(database, ticket) == 1


def test_a_ticker_killed_is_replaced_and_each_process_gives_a_sign_of_life(
    desk: RunningDesk, database: Database
) -> None:
    def kinds() -> list[str]:
        with database.transaction(readonly=True) as session:
            return sorted({process.kind for process in health.report(session).processes})

    until(lambda: kinds() == ["ticker", "worker"], lambda: desk.explanation("ticker, worker"))
    os.kill(desk.child("ticker"), signal.SIGKILL)
    desk.says("ticker ended by SIGKILL")
    until(lambda: desk.child("ticker"), lambda: desk.explanation("a new ticker"))


def test_a_web_process_killed_while_people_report_loses_and_doubles_nothing(
    desk: RunningDesk, database: Database, directory: SlowDirectory
) -> None:
    directory.may_answer.set()
    program = database.run(token_of_a_requester)
    keys = [f"report-{number}" for number in range(12)]
    for key in keys[:4]:
        report_by_rest(desk, program, key)
    os.kill(desk.child("web"), signal.SIGKILL)
    for key in keys:  # the sender repeats what it is not sure of, and goes on
        report_by_rest(desk, program, key)
    with database.transaction(readonly=True) as session:
        titles = session.scalars(select(Ticket.title)).all()
    assert sorted(titles) == sorted(keys)


def token_of_a_requester(session: Session) -> str:
    user = make_user(session)
    _, secret = access.create_token(session, user, "a program", actor=acting(user))
    return secret


def report_by_rest(desk: RunningDesk, token: str, key: str) -> None:
    """Report with an idempotency key, again and again until it is accepted."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    address = f"{desk.address}/api/v1/incidents"

    def accepted() -> bool:
        try:
            return requests.post(address, json={"title": key}, headers=headers, timeout=30).status_code == 201
        except requests.RequestException:
            return False

    until(accepted, lambda: desk.explanation("201"))
