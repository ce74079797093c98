"""The unit of work on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.base.db import Database, after_commit
from engine.tables import Job, Timer


def make_job(**changes: object) -> Job:
    return Job(**{"kind": "test", "queue": "quick", **changes})


def test_a_unit_that_raises_leaves_nothing_behind(database: Database) -> None:
    rung: list[str] = []
    with pytest.raises(RuntimeError), database.transaction() as session:
        session.add(make_job())
        after_commit(session, lambda: rung.append("rung"))
        session.flush()
        raise RuntimeError
    with database.transaction(readonly=True) as session:
        assert session.scalars(select(Job)).all() == []
    assert rung == []


def test_what_waits_for_the_commit_runs_after_it(database: Database) -> None:
    seen: list[int] = []

    def count() -> None:
        with database.transaction(readonly=True) as other:
            seen.append(len(other.scalars(select(Job)).all()))

    with database.transaction() as session:
        session.add(make_job())
        after_commit(session, count)
    assert seen == [1]


def test_one_tenant_never_sees_the_rows_of_another(database: Database) -> None:
    with database.transaction(tenant_id="a") as session:
        session.add(make_job(unique_key="same"))
    with database.transaction(tenant_id="b") as session:
        session.add(make_job(unique_key="same"))
    for tenant in ("a", "b"):
        with database.transaction(readonly=True, tenant_id=tenant) as session:
            assert [job.tenant_id for job in session.scalars(select(Job))] == [tenant]


def test_an_instant_comes_back_in_utc_whatever_zone_it_went_in_with(session: Session) -> None:
    at = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=3)))
    session.add(make_job(due_at=at))
    session.flush()
    session.expire_all()
    stored = session.scalars(select(Job)).one().due_at
    assert stored == at
    assert stored.tzinfo == UTC


def test_an_instant_without_a_zone_is_refused(session: Session) -> None:
    session.add(make_job(due_at=datetime(2026, 3, 2)))  # noqa: DTZ001  # the point of the test
    with pytest.raises(Exception, match="time zone"):
        session.flush()


def test_two_units_that_read_and_write_do_not_lose_an_update(database: Database) -> None:
    with database.transaction() as session:
        session.add(job := make_job())
    first_read: list[int] = []

    def raise_attempts(session: Session) -> None:
        row = session.get_one(Job, job.id, with_for_update=True)
        first_read.append(row.attempts)
        row.attempts += 1

    for _ in range(2):
        database.run(raise_attempts)
    assert first_read == [0, 1]


def test_every_table_has_a_name_for_its_foreign_keys(session: Session) -> None:
    assert Timer.__table__.foreign_key_constraints
    assert all(constraint.name for constraint in Timer.__table__.foreign_key_constraints)
