"""`praxis worker` as a process of its own, by both drivers: RQ on a real broker, and polling without one."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from engine import health, jobs
from engine.base.db import Database
from engine.tables import Job
from processes.notify import mail_folder
from processes.notify import operations as notify
from tests.e2e.running_desk import PRAXIS, until, without_praxis
from tests.integration.processes.desk import make_user

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("desk"), pytest.mark.timeout(600)]

StartWorker = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue("sqlite_database" if request.param == "sqlite" else "postgres_database")
    return found


@pytest.fixture(params=["rq", "local"])
def driver(request: pytest.FixtureRequest) -> dict[str, str]:
    """What the environment of the worker says about the broker."""
    if request.param == "local":
        return {}
    request.getfixturevalue("valkey")
    return {"PRAXIS_REDIS_URL": os.environ["PRAXIS_REDIS_URL"]}


@pytest.fixture
def start_worker(database: Database, driver: dict[str, str], tmp_path: Path) -> Iterator[StartWorker]:
    """Start `praxis worker` on the test's database; killed after the test when it did not end by itself."""
    started: list[subprocess.Popen[bytes]] = []
    environ = {
        "PRAXIS_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "PRAXIS_MAIL_FOLDER": str(tmp_path / "mail"),
    }

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        started.append(
            subprocess.Popen([*PRAXIS, "worker", *arguments], env=without_praxis(os.environ) | environ | driver)
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def alive(database: Database) -> list[str]:
    with database.transaction(readonly=True) as session:
        return [process.driver for process in health.report(session).processes]


def state_of(database: Database, job_id: str) -> str:
    with database.transaction(readonly=True) as session:
        return session.get_one(Job, job_id).state


def test_a_worker_does_quick_rows_and_calls_and_stops_in_order(
    database: Database, driver: dict[str, str], start_worker: StartWorker, tmp_path: Path
) -> None:
    worker = start_worker()
    until(lambda: alive(database), lambda: "no sign of life")
    assert alive(database) == ["rq" if driver else "local"]
    with database.transaction() as session:
        notify.tell_of_password_reset(session, make_user(session), "open-sesame")
        message = {"name": "a", "correlation_key": "b", "payload": {}, "message_id": "c", "actor": ["system", "test"]}
        quick = jobs.add(session, "engine.correlate", message).id
    until(lambda: state_of(database, quick) == "done", lambda: "the quick row stays undone")
    until(lambda: mail_folder.entries(tmp_path / "mail"), lambda: "no mail came")
    (entry,) = mail_folder.entries(tmp_path / "mail")
    assert "open-sesame" in mail_folder.read(tmp_path / "mail", entry.name).text
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    assert alive(database) == []


def test_rows_written_before_the_worker_came_are_done_when_it_comes(
    sqlite_database: Database, valkey: redis.Redis, tmp_path: Path
) -> None:
    with sqlite_database.transaction() as session:
        notify.tell_of_password_reset(session, make_user(session), "open-sesame")
    environ = {
        "PRAXIS_DATABASE_URL": str(sqlite_database.engine.url),
        "PRAXIS_MAIL_FOLDER": str(tmp_path / "mail"),
        "PRAXIS_REDIS_URL": os.environ["PRAXIS_REDIS_URL"],
    }
    subprocess.run([*PRAXIS, "worker", "--burst"], env=without_praxis(os.environ) | environ, check=True, timeout=60)
    assert len(mail_folder.entries(tmp_path / "mail")) == 1
