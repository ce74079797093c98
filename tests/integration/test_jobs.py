"""Claiming, leases and fences on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from engine import jobs
from engine.base.db import Database
from engine.base.errors import Conflict
from engine.tables import Job

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def add(database: Database, **changes: object) -> str:
    with database.transaction() as session:
        job = jobs.add(session, "test", {"n": 1}, **{"due_at": NOW, **changes})  # type: ignore[arg-type]
        return job.id


def claim(database: Database, owner: str = "a", limit: int = 10, now: datetime = NOW) -> list[jobs.Claimed]:
    with database.transaction() as session:
        return jobs.claim(session, owner=owner, now=now, lease_seconds=30, queue=jobs.QUICK, limit=limit)


def let_lease_run_out(database: Database) -> None:
    with database.transaction() as session:
        session.execute(update(Job).values(lease_until=datetime(2020, 1, 1, tzinfo=UTC)))


def test_a_job_is_claimed_once(database: Database) -> None:
    job_id = add(database)
    assert [row.id for row in claim(database)] == [job_id]
    assert claim(database, "b") == []


def test_jobs_are_claimed_in_the_order_they_are_due_and_not_before(database: Database) -> None:
    late, early = add(database, due_at=NOW), add(database, due_at=NOW - timedelta(hours=1))
    add(database, due_at=NOW + timedelta(seconds=1))
    assert {row.id for row in claim(database)} == {early, late}


def test_two_claimers_never_get_the_same_row(database: Database) -> None:
    for _ in range(6):
        add(database)
    with database.session() as first:
        held = jobs.claim(first, owner="a", now=NOW, lease_seconds=30, queue=jobs.QUICK, limit=3)
        if not database.is_sqlite:  # SQLite lets the second wait for the first
            rest = claim(database, "b")
            assert {row.id for row in held}.isdisjoint(row.id for row in rest)
            assert len(held) + len(rest) == 6
        first.rollback()
    assert len(claim(database, "c")) >= 3


def test_a_lease_that_ran_out_lets_another_worker_in_and_fences_the_first(database: Database) -> None:
    add(database)
    (first,) = claim(database, "a")
    let_lease_run_out(database)
    (second,) = claim(database, "b")
    assert (second.id, second.attempt, second.lost_attempts) == (first.id, 2, 1)
    with pytest.raises(Conflict), database.transaction() as session:
        jobs.finish(session, first.id, first.lease_token)
    with database.transaction() as session:
        jobs.finish(session, second.id, second.lease_token)
    with database.transaction(readonly=True) as session:
        assert session.scalars(select(Job.state)).one() == "done"


def test_a_job_that_kills_its_worker_ends_after_its_attempts(database: Database) -> None:
    add(database, retry_plan=[1.0])
    for _ in range(2):
        assert len(claim(database)) == 1
        let_lease_run_out(database)
    assert claim(database) == []
    with database.transaction() as session:
        (lost,) = jobs.exhausted(session)
        jobs.bury(session, lost.id, lost.lease_token, error="lost", fingerprint="x")
        assert lost.attempt == 2


def test_a_job_given_back_keeps_its_attempts(database: Database) -> None:
    add(database)
    (held,) = claim(database)
    with database.transaction() as session:
        jobs.give_back(session, held.id, held.lease_token)
    (again,) = claim(database)
    assert (again.attempt, again.lost_attempts) == (1, 0)


def test_a_job_given_back_may_be_put_off(database: Database) -> None:
    add(database)
    (held,) = claim(database)
    with database.transaction() as session:
        jobs.give_back(session, held.id, held.lease_token, due_at=NOW + timedelta(seconds=2))
    assert claim(database) == []
    assert len(claim(database, now=NOW + timedelta(seconds=2))) == 1


def test_a_unique_key_lets_a_job_exist_once(database: Database) -> None:
    assert add(database, unique_key="mail.1") == add(database, unique_key="mail.1")


def test_the_relay_sees_what_nobody_took_and_what_was_lost(database: Database) -> None:
    waiting, lost = add(database), add(database)
    with database.transaction() as session:
        jobs.claim(session, owner="a", now=NOW, lease_seconds=30, job_id=lost)
    let_lease_run_out(database)
    with database.transaction(readonly=True) as session:
        assert jobs.unrung(session, now=NOW) == [(jobs.QUICK, waiting, 0), (jobs.QUICK, lost, 1)]


def test_the_outside_systems_wish_prolongs_the_plan() -> None:
    assert jobs.next_due(NOW, 1, [10.0], 120) == NOW + timedelta(seconds=120)
    assert timedelta(seconds=8) <= jobs.next_due(NOW, 1, [10.0], None) - NOW <= timedelta(seconds=12)
    assert jobs.next_due(NOW, 9, [10.0, 20.0], None) - NOW >= timedelta(seconds=16)
