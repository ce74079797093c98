"""Processes killed for real, in the middle of their work: nothing is lost, and an effect happens once per key."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import history
from engine.base.db import Database
from engine.plugins import wire
from engine.tables import Job
from processes.incident.operations import OpenIncident, open_incident
from processes.ticket.tables import Ticket
from tests.e2e.running_desk import RunningDesk, children_of, until
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
