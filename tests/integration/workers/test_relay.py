"""The relay: what nobody heard is rung for again, what kills its workers is given up."""

from datetime import UTC, datetime
from typing import Any

import redis
from rq import Queue
from sqlalchemy import update

from engine import jobs
from engine.base.bell import Bell
from engine.base.clock import now
from engine.base.db import Database
from engine.jobs import Claimed
from engine.tables import Job
from workers import relay
from workers.registry import Kind, Registry
from workers.runner import Runner

NOBODY = "unix:///nonexistent/valkey.sock"


class Anything(Kind):
    """A kind that succeeds."""

    name = "test"

    def perform(self, job: Claimed, prepared: Any) -> None:
        return


def add(database: Database, **changes: Any) -> str:
    with database.transaction() as session:
        return jobs.add(session, "test", {}, **changes).id


def rung(broker: redis.Redis, queue: str) -> list[str]:
    return [job.args[0] for job in Queue(queue, connection=broker, serializer="json").get_jobs()]


def lose_the_lease(database: Database) -> None:
    with database.transaction() as session:
        session.execute(update(Job).values(lease_until=datetime(2020, 1, 1, tzinfo=UTC)))


def claim(database: Database, job_id: str) -> None:
    with database.transaction() as session:
        jobs.claim(session, owner="dead", now=now(), lease_seconds=60, job_id=job_id)


def test_rows_written_while_the_broker_was_down_are_rung_for(
    database: Database, valkey: redis.Redis, valkey_server: str
) -> None:
    add(database)
    call = add(database, queue=jobs.CALLS)
    valkey.flushall()  # whatever was rung is lost
    assert relay.ring_again(database, Bell(valkey_server)) == 2
    assert (rung(valkey, jobs.QUICK), rung(valkey, jobs.CALLS)) == ([jobs.QUICK], [call])


def test_ringing_every_second_does_not_fill_the_queue(
    database: Database, valkey: redis.Redis, valkey_server: str
) -> None:
    add(database, queue=jobs.CALLS)
    add(database)
    for _ in range(5):
        relay.ring_again(database, Bell(valkey_server))
    assert (len(rung(valkey, jobs.QUICK)), len(rung(valkey, jobs.CALLS))) == (1, 1)


def test_a_call_whose_worker_died_is_rung_for_again(
    database: Database, valkey: redis.Redis, valkey_server: str
) -> None:
    call = add(database, queue=jobs.CALLS)
    claim(database, call)
    assert relay.ring_again(database, Bell(valkey_server)) == 0
    lose_the_lease(database)
    assert relay.ring_again(database, Bell(valkey_server)) == 1


def test_a_broker_that_is_down_stops_nothing(database: Database) -> None:
    add(database)
    bell = Bell(NOBODY)
    assert relay.ring_again(database, bell) == 1
    assert bell.missed == 1


def test_a_job_that_kills_each_worker_is_left_to_an_operator(database: Database) -> None:
    job_id = add(database, retry_plan=[])
    claim(database, job_id)
    runner = Runner(database, Registry(Anything()))
    assert relay.bury_exhausted(database, runner) == 0
    lose_the_lease(database)
    assert relay.bury_exhausted(database, runner) == 1
    with database.transaction(readonly=True) as session:
        assert session.get_one(Job, job_id).state == "dead"
    assert relay.bury_exhausted(database, runner) == 0


def test_tidying_an_empty_broker_is_harmless(valkey: redis.Redis) -> None:
    relay.tidy_registries(valkey)
