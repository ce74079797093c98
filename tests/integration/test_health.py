"""Signs of life and what waits."""

from datetime import timedelta

from sqlalchemy.orm import Session

from engine import health, jobs
from engine.base.clock import VirtualClock


def test_a_process_is_listed_until_it_is_silent_for_a_minute(session: Session, virtual_clock: VirtualClock) -> None:
    health.beat(session, "worker:host:1", kind="worker", driver="rq", missed_rings=3)
    virtual_clock.advance(timedelta(seconds=40))
    health.beat(session, "ticker:host:2", kind="ticker", driver="rq", missed_rings=1)
    assert [process.name for process in health.report(session).processes] == ["ticker:host:2", "worker:host:1"]
    assert health.report(session).missed_rings == 4
    virtual_clock.advance(timedelta(seconds=40))
    assert [process.name for process in health.report(session).processes] == ["ticker:host:2"]


def test_beating_again_moves_the_one_row(session: Session, virtual_clock: VirtualClock) -> None:
    health.beat(session, "worker:host:1", kind="worker", driver="rq")
    virtual_clock.advance(timedelta(seconds=50))
    health.beat(session, "worker:host:1", kind="worker", driver="rq", missed_rings=2)
    (alive,) = health.report(session).processes
    assert (alive.missed_rings, alive.at - alive.started_at) == (2, timedelta(seconds=50))


def test_a_process_that_leaves_is_gone_at_once(session: Session) -> None:
    health.beat(session, "worker:host:1", kind="worker", driver="local")
    health.leave(session, "worker:host:1")
    assert health.report(session).processes == ()


def test_jobs_that_nobody_takes_are_late(session: Session, virtual_clock: VirtualClock) -> None:
    jobs.add(session, "test", {})
    jobs.add(session, "test", {}, due_at=virtual_clock.now() + timedelta(hours=1))
    assert (health.report(session).jobs_waiting, health.report(session).jobs_late) == (1, 0)
    virtual_clock.advance(timedelta(seconds=31))
    assert (health.report(session).jobs_waiting, health.report(session).jobs_late) == (1, 1)
