"""A remote service task from the diagram to a real HTTP directory and back, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from engine import history, jobs
from engine.base.clock import VirtualClock
from engine.base.db import Database
from engine.tables import Fault, HumanTask, Job
from tests.integration.desk import begin
from workers.demo_directory import Directory
from workers.kinds import KINDS
from workers.runner import Runner

ANNA = {"login": "anna", "name": "Anna Petrova", "mail": "anna@demo.example"}


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    with Directory(people=[ANNA]) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv("PRAXIS_DIRECTORY_URL", server.url)
        yield server
        server.shutdown()


@pytest.fixture
def runner(database: Database, virtual_clock: VirtualClock) -> Runner:
    return Runner(database, KINDS)


def the_call(database: Database) -> Job:
    with database.transaction(readonly=True) as session:
        return session.scalars(select(Job).where(Job.queue == jobs.CALLS)).one()


def waiting_for(database: Database) -> list[str]:
    with database.transaction(readonly=True) as session:
        return list(session.scalars(select(HumanTask.element_id)))


def events_of(database: Database, instance_id: str) -> list[str]:
    with database.transaction(readonly=True) as session:
        return [entry.event for entry in history.of(session, instance_id)]


def test_the_answer_moves_the_token_on(database: Database, runner: Runner, directory: Directory) -> None:
    instance = begin(database)
    assert waiting_for(database) == []
    assert runner.run_job(the_call(database).id)
    assert waiting_for(database) == ["work"]
    assert events_of(database, instance.id).count("answered") == 1
    assert list(directory.seen.values()) == [1]


def test_a_directory_that_is_busy_at_first_is_asked_again_under_the_same_key(
    database: Database, runner: Runner, directory: Directory, virtual_clock: VirtualClock
) -> None:
    begin(database)
    directory.failures = 2
    for _ in range(3):
        assert runner.run_job(the_call(database).id)
        virtual_clock.advance(timedelta(seconds=5))
    assert waiting_for(database) == ["work"]
    assert list(directory.seen.values()) == [3]


def test_a_directory_that_stays_silent_is_done_without(
    database: Database, runner: Runner, directory: Directory, virtual_clock: VirtualClock
) -> None:
    begin(database)
    directory.failures = 99
    for _ in range(3):
        assert runner.run_job(the_call(database).id)
        virtual_clock.advance(timedelta(seconds=5))
    assert the_call(database).state == "dead"
    assert waiting_for(database) == ["work"]


def test_an_error_code_that_no_boundary_event_catches_is_a_fault(
    database: Database, runner: Runner, directory: Directory
) -> None:
    begin(database)
    directory.people = []
    runner.run_job(the_call(database).id)
    assert waiting_for(database) == []
    with database.transaction(readonly=True) as session:
        assert session.scalars(select(Fault.element_id)).all() == ["look_up"]
