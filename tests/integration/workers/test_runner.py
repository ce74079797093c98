"""The runner: claim, work outside, store behind the fence; each ending, on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import jobs
from engine.base import clock
from engine.base.db import Database
from engine.base.errors import AppError, BpmnError, Busy, Conflict, Permanent, Transient
from engine.jobs import Claimed
from engine.tables import Fault, Job
from workers.connectors.contract import OutcomeUnknown
from workers.registry import Kind, Registry
from workers.runner import Runner

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Scripted(Kind):
    """A kind that does what the test says, and remembers what was asked of it."""

    name = "test.scripted"

    def __init__(self) -> None:
        self.act: Callable[[Claimed], Any] = lambda job: "done"
        self.store: Callable[[Session], None] = lambda session: None
        self.repeatable = True
        self.performed: list[str] = []
        self.endings: list[tuple[str, Any]] = []

    def is_repeatable(self, job: Claimed) -> bool:
        return self.repeatable

    def perform(self, job: Claimed, prepared: Any) -> Any:
        self.performed.append(job.idempotency_key)
        return self.act(job)

    def done(self, session: Session, job: Claimed, result: Any) -> None:
        super().done(session, job, result)
        self.store(session)
        self.endings.append(("done", result))

    def modelled(self, session: Session, job: Claimed, error: BpmnError) -> None:
        jobs.finish(session, job.id, job.lease_token)
        self.store(session)
        self.endings.append(("modelled", error.error_code))

    def failed(self, session: Session, job: Claimed, error: AppError) -> None:
        super().failed(session, job, error)
        self.endings.append(("failed", error.code))


@pytest.fixture
def kind() -> Scripted:
    return Scripted()


@pytest.fixture
def runner(database: Database, kind: Scripted, virtual_clock: clock.VirtualClock) -> Runner:
    return Runner(database, Registry(kind))


def add(database: Database, **changes: Any) -> str:
    with database.transaction() as session:
        return jobs.add(session, Scripted.name, {}, **{"retry_plan": [10.0, 60.0], **changes}).id


def raising(error: Exception) -> Callable[..., Any]:
    def act(*_: object) -> None:
        raise error

    return act


def row(database: Database, job_id: str) -> Job:
    with database.transaction(readonly=True) as session:
        return session.get_one(Job, job_id)


def faults(database: Database) -> list[str]:
    with database.transaction(readonly=True) as session:
        return list(session.scalars(select(Fault.code)))


def lose_the_lease(database: Database) -> None:
    with database.transaction() as session:
        session.execute(update(Job).values(lease_until=LONG_AGO))


def test_a_job_is_done_once(database: Database, runner: Runner, kind: Scripted) -> None:
    job_id = add(database)
    assert runner.run_job(job_id)
    assert not runner.run_job(job_id)
    assert kind.endings == [("done", "done")]
    assert row(database, job_id).state == "done"


def test_no_transaction_is_open_while_a_job_works(database: Database, runner: Runner, kind: Scripted) -> None:
    """Otherwise a slow outside system would stop every writer of the desk."""

    def write_meanwhile(_job: Claimed) -> None:
        add(database)

    kind.act = write_meanwhile
    assert runner.run_job(add(database))
    assert kind.endings == [("done", None)]


def test_a_passing_failure_is_tried_again_by_plan_under_the_same_key(
    database: Database, runner: Runner, kind: Scripted, virtual_clock: clock.VirtualClock
) -> None:
    job_id = add(database)
    kind.act = raising(Transient("connector.unreachable"))
    runner.run_job(job_id)
    waiting = row(database, job_id)
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert 8 <= (waiting.due_at - virtual_clock.now()).total_seconds() <= 12
    assert "connector.unreachable" in (waiting.last_error or "")
    assert not runner.run_job(job_id)
    virtual_clock.advance(timedelta(seconds=13))
    kind.act = lambda job: "at last"
    assert runner.run_job(job_id)
    assert kind.endings == [("done", "at last")]
    assert len(set(kind.performed)) == 1


def test_the_outside_system_may_ask_for_a_longer_pause(
    database: Database, runner: Runner, kind: Scripted, virtual_clock: clock.VirtualClock
) -> None:
    job_id = add(database)
    kind.act = raising(Transient("connector.busy", retry_after_seconds=300))
    runner.run_job(job_id)
    assert row(database, job_id).due_at == virtual_clock.now() + timedelta(seconds=300)


def test_a_plan_that_is_used_up_ends_in_a_fault(
    database: Database, runner: Runner, kind: Scripted, virtual_clock: clock.VirtualClock
) -> None:
    job_id = add(database)
    kind.act = raising(Transient("connector.unreachable"))
    for _ in range(3):
        assert runner.run_job(job_id)
        virtual_clock.advance(timedelta(minutes=2))
    assert (row(database, job_id).state, faults(database)) == ("dead", ["connector.unreachable"])


@pytest.mark.parametrize("error", [Permanent("connector.refused"), KeyError("a slip")], ids=["refusal", "slip"])
def test_a_lasting_failure_is_a_fault_at_once(
    database: Database, runner: Runner, kind: Scripted, error: Exception
) -> None:
    job_id = add(database)
    kind.act = raising(error)
    runner.run_job(job_id)
    assert (row(database, job_id).state, len(faults(database))) == ("dead", 1)


def test_an_error_the_diagram_models_is_handed_to_it(database: Database, runner: Runner, kind: Scripted) -> None:
    kind.act = raising(BpmnError("PERSON_UNKNOWN"))
    runner.run_job(add(database))
    assert kind.endings == [("modelled", "PERSON_UNKNOWN")]


def test_a_step_that_fails_behind_a_boundary_event_is_a_fault(
    database: Database, runner: Runner, kind: Scripted
) -> None:
    kind.act = raising(BpmnError("PERSON_UNKNOWN"))
    kind.store = raising(KeyError("a slip"))
    job_id = add(database)
    runner.run_job(job_id)
    assert (row(database, job_id).state, faults(database)) == ("dead", ["jobs.unforeseen"])


def test_a_lock_in_the_way_costs_no_attempt(
    database: Database, runner: Runner, kind: Scripted, virtual_clock: clock.VirtualClock
) -> None:
    job_id = add(database)
    kind.act = raising(Busy("db.busy"))
    runner.run_job(job_id)
    assert (row(database, job_id).state, row(database, job_id).attempts) == ("waiting", 0)
    virtual_clock.advance(timedelta(seconds=3))
    kind.act = lambda job: "done"
    assert runner.run_job(job_id)


def test_an_answer_is_stored_again_rather_than_the_call_made_twice(
    database: Database, runner: Runner, kind: Scripted
) -> None:
    obstacles = [Conflict("db.stale"), Conflict("db.stale")]

    def store(_session: Session) -> None:
        if obstacles:
            raise obstacles.pop()

    kind.store = store
    runner.run_job(add(database))
    assert (len(kind.performed), kind.endings) == (1, [("done", "done")])


def test_whoever_lost_the_lease_stores_nothing(database: Database, runner: Runner, kind: Scripted) -> None:
    job_id = add(database)
    other = Scripted()

    def be_slow(_job: Claimed) -> str:
        lose_the_lease(database)
        assert Runner(database, Registry(other)).run_job(job_id)
        return "too late"

    kind.act = be_slow
    runner.run_job(job_id)
    assert (kind.endings, other.endings) == ([], [("done", "done")])
    assert row(database, job_id).state == "done"
    assert kind.performed == other.performed


@pytest.mark.parametrize("repeatable", [True, False])
def test_after_a_worker_died_only_a_repeatable_call_is_made_again(
    database: Database, runner: Runner, kind: Scripted, repeatable: bool
) -> None:
    job_id = add(database)
    with database.transaction() as session:
        jobs.claim(session, owner="dead", now=clock.now(), lease_seconds=60, job_id=job_id)
    lose_the_lease(database)
    kind.repeatable = repeatable
    runner.run_job(job_id)
    assert kind.endings == ([("done", "done")] if repeatable else [("failed", "jobs.worker-lost")])
    assert len(kind.performed) == int(repeatable)


def test_an_unknown_outcome_of_a_call_that_must_not_be_repeated_is_a_fault(
    database: Database, runner: Runner, kind: Scripted
) -> None:
    kind.repeatable = False
    kind.act = raising(OutcomeUnknown("connector.cut-off"))
    runner.run_job(add(database))
    assert kind.endings == [("failed", "connector.cut-off")]


def test_a_kind_nobody_knows_is_a_fault_that_says_so(database: Database, virtual_clock: clock.VirtualClock) -> None:
    Runner(database, Registry()).run_job(add(database))
    assert faults(database) == ["jobs.kind-missing"]


def test_a_drain_works_every_due_row_and_leaves_calls_alone(database: Database, runner: Runner, kind: Scripted) -> None:
    quick = [add(database) for _ in range(25)]
    call = add(database, queue=jobs.CALLS)
    assert not runner.drain(jobs.QUICK, until=float("inf"), is_stopping=lambda: False)
    assert {row(database, job_id).state for job_id in quick} == {"done"}
    assert row(database, call).state == "waiting"


def test_a_drain_that_must_stop_gives_back_what_it_did_not_begin(
    database: Database, runner: Runner, kind: Scripted
) -> None:
    job_ids = [add(database) for _ in range(3)]
    assert runner.drain(jobs.QUICK, until=float("inf"), is_stopping=lambda: len(kind.performed) == 1)
    states = [(row(database, job_id).state, row(database, job_id).attempts) for job_id in job_ids]
    assert states == [("done", 1), ("waiting", 0), ("waiting", 0)]


def test_one_bad_row_does_not_stop_the_others(database: Database, runner: Runner, kind: Scripted) -> None:
    bad, good = add(database), add(database)
    kind.act = lambda job: {}[job.id] if job.id == bad else "done"
    runner.drain(jobs.QUICK, until=float("inf"), is_stopping=lambda: False)
    assert (row(database, bad).state, row(database, good).state) == ("dead", "done")
