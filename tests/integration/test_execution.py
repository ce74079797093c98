"""One instance through every kind of waiting, on both databases, each step in a transaction of its own."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from engine import faults, history, inbox, instances, jobs, messages, service_calls, timers
from engine.base import clock
from engine.base.clock import VirtualClock
from engine.base.db import Database
from engine.base.errors import AlreadyClaimed, AlreadyDone, Conflict, RuleViolated, Transient
from engine.execution import Held, step
from engine.tables import Fault, HumanTask, Instance, Job, Subscription, Timer
from tests.integration import desk
from tests.integration.desk import ANNA, BORIS

pytestmark = pytest.mark.usefixtures("virtual_clock")


def claim_call(database: Database) -> jobs.Claimed:
    with database.transaction() as session:
        (claimed,) = jobs.claim(session, owner="w", now=clock.now(), lease_seconds=30, queue=jobs.CALLS)
        return claimed


def answer(database: Database) -> None:
    claimed = claim_call(database)
    with database.transaction() as session:
        service_calls.answer(session, claimed, {"name": "Анна"})


def to_work(database: Database) -> str:
    """Run an instance up to its human task and return the task's id."""
    desk.begin(database)
    answer(database)
    return open_task(database)


def open_task(database: Database) -> str:
    with database.transaction(readonly=True) as session:
        return session.scalars(select(HumanTask.id)).one()


def complete(database: Database, task_id: str) -> Held:
    with database.transaction() as session:
        return inbox.complete(session, task_id, {}, actor=ANNA)


def reply(database: Database, content: bool, message_id: str = "m1") -> bool:
    with database.transaction() as session:
        return messages.publish(
            session, "sample.replied", "T-1", {"content": content}, message_id=message_id, actor=BORIS
        )


def count(database: Database, table: type) -> int:
    with database.transaction(readonly=True) as session:
        return len(session.scalars(select(table)).all())


def state(database: Database) -> str:
    with database.transaction(readonly=True) as session:
        return session.scalars(select(Instance.state)).one()


def test_a_remote_call_is_a_job_with_its_inputs_and_a_stable_key(database: Database) -> None:
    instance = desk.begin(database)
    claimed = claim_call(database)
    assert claimed.payload["inputs"] == {"login": "anna"}
    assert claimed.retry_plan == [1.0, 2.0]
    assert claimed.idempotency_key.startswith(instance.id)


def test_an_incident_walks_from_call_to_human_task_to_message_to_end(database: Database) -> None:
    complete(database, to_work(database))
    assert (count(database, HumanTask), count(database, Timer), count(database, Subscription)) == (0, 1, 1)
    assert reply(database, content=False)
    complete(database, open_task(database))
    assert reply(database, content=True, message_id="m2")
    assert state(database) == "completed"
    assert (count(database, HumanTask), count(database, Timer), count(database, Subscription)) == (0, 0, 0)


def test_history_names_element_version_and_actor(database: Database) -> None:
    complete(database, to_work(database))
    with database.transaction(readonly=True) as session:
        instance = session.scalars(select(Instance)).one()
        entries = history.of(session, instance.id)
    assert [entry.id for entry in entries] == sorted(entry.id for entry in entries)
    done = next(entry for entry in entries if entry.event == "done")
    assert (done.element_id, done.actor, done.definition_id) == ("work", "user:anna", instance.definition_id)
    assert "f4" in {flow for entry in entries for flow in (entry.details or {}).get("flows", ())}


def test_a_double_submit_completes_once_and_tells_the_second_sender(database: Database) -> None:
    task_id = to_work(database)
    complete(database, task_id)
    with pytest.raises(AlreadyDone) as told:
        complete(database, task_id)
    assert told.value.params["by"] == "user:anna"
    assert count(database, Timer) == 1


def test_a_task_a_colleague_has_cannot_be_claimed_or_completed(database: Database) -> None:
    task_id = to_work(database)
    with database.transaction() as session:
        inbox.claim(session, task_id, actor=BORIS)
    for act in (inbox.claim, lambda session, task, actor: inbox.complete(session, task, {}, actor=actor)):
        with pytest.raises(AlreadyClaimed), database.transaction() as session:
            act(session, task_id, actor=ANNA)
    assert open_task(database) == task_id


def test_a_delegated_task_comes_back_when_it_is_released(database: Database) -> None:
    task_id = to_work(database)
    with database.transaction() as session:
        inbox.claim(session, task_id, actor=ANNA)
        inbox.delegate(session, task_id, "boris", actor=ANNA)
        assert inbox.release(session, task_id, actor=BORIS).assignee_id == "anna"
        assert inbox.release(session, task_id, actor=ANNA).assignee_id is None


def test_the_inbox_of_a_group_is_walked_by_keyset(database: Database) -> None:
    with database.transaction() as session:
        desk.deploy(session)
        for number in range(5):
            instances.start(session, "sample", business_key=f"T-{number}", variables={"login": "a"}, actor=ANNA)
    for _ in range(5):
        answer(database)
    seen: list[str] = []
    after = None
    while True:
        with database.transaction(readonly=True) as session:
            page = inbox.page(session, groups=["l1", "l2"], after=after, limit=2)
        seen += [task.business_key for task in page.rows]
        after = page.next
        if after is None:
            break
    assert sorted(seen) == [f"T-{number}" for number in range(5)]
    with database.transaction(readonly=True) as session:
        assert inbox.page(session, groups=["l2"]).rows == []
        assert inbox.page(session, groups=[]).rows == []


def test_a_timer_fires_once_when_it_is_due(database: Database, virtual_clock: VirtualClock) -> None:
    complete(database, to_work(database))
    with database.transaction(readonly=True) as session:
        assert timers.due(session, virtual_clock.now()) == []
    virtual_clock.advance(timedelta(days=3))
    with database.transaction() as session:
        (timer_id,) = timers.due(session, virtual_clock.now())
        assert timers.fire(session, timer_id, virtual_clock.now())
    with database.transaction() as session:
        assert not timers.fire(session, timer_id, virtual_clock.now())
    assert state(database) == "completed"


def test_a_message_that_comes_early_waits_for_its_reader(database: Database) -> None:
    task_id = to_work(database)
    assert not reply(database, content=True)
    complete(database, task_id)
    assert state(database) == "completed"


def test_the_same_message_is_taken_once(database: Database) -> None:
    complete(database, to_work(database))
    assert reply(database, content=False)
    complete(database, open_task(database))
    assert not reply(database, content=False)
    assert state(database) == "running"


def test_a_null_at_a_gateway_is_a_fault_that_an_operator_mends(database: Database) -> None:
    complete(database, to_work(database))
    with database.transaction() as session:
        messages.publish(session, "sample.replied", "T-1", {"content": None}, message_id="m1", actor=BORIS)
    with database.transaction(readonly=True) as session:
        (fault,) = faults.page(session)
        assert fault.element_id == "check"
    with database.transaction() as session:
        faults.retry(session, fault.id, actor=ANNA, patch={"reply": {"content": True}})
    assert state(database) == "completed"
    with pytest.raises(RuleViolated), database.transaction() as session:
        faults.retry(session, fault.id, actor=ANNA)


def test_a_call_given_up_is_caught_by_the_boundary_of_its_element(database: Database) -> None:
    desk.begin(database)
    claimed = claim_call(database)
    with database.transaction() as session:
        service_calls.failed(session, claimed, Transient("directory.down"))
    assert open_task(database)
    assert count(database, Fault) == 0


def test_who_lost_the_lease_stores_nothing(database: Database) -> None:
    desk.begin(database)
    claimed = claim_call(database)
    with database.transaction() as session:
        session.execute(text("UPDATE job SET lease_token = 'other'"))
    with pytest.raises(Conflict), database.transaction() as session:
        service_calls.answer(session, claimed, {"name": "x"})
    assert count(database, HumanTask) == 0


def test_a_handler_that_refuses_undoes_the_persons_step(database: Database) -> None:
    task_id = to_work(database)
    desk.said.append("refuse")
    with pytest.raises(RuleViolated):
        complete(database, task_id)
    assert open_task(database) == task_id


def test_a_modelled_error_that_nothing_catches_is_a_fault(database: Database) -> None:
    task_id = to_work(database)
    desk.said.append("error")
    complete(database, task_id)
    with database.transaction(readonly=True) as session:
        (fault,) = faults.page(session)
        assert fault.element_id == "note"


def test_a_suspended_instance_stands_still_and_resumes(database: Database, virtual_clock: VirtualClock) -> None:
    instance = desk.begin(database)
    answer(database)
    task_id = open_task(database)
    with database.transaction() as session:
        instances.suspend(session, instance.id, actor=ANNA, reason="audit")
    with pytest.raises(RuleViolated):
        complete(database, task_id)
    with database.transaction() as session:
        instances.resume(session, instance.id, actor=ANNA)
    complete(database, task_id)
    virtual_clock.advance(timedelta(days=3))
    with database.transaction() as session:
        instances.suspend(session, instance.id, actor=ANNA, reason="audit")
        assert timers.due(session, virtual_clock.now()) == []
        instances.resume(session, instance.id, actor=ANNA)
        assert len(timers.due(session, virtual_clock.now())) == 1


def test_a_cancelled_instance_waits_for_nothing(database: Database) -> None:
    instance = desk.begin(database)
    with database.transaction() as session:
        instances.cancel(session, instance.id, actor=ANNA, reason="typo")
    with database.transaction(readonly=True) as session:
        assert session.scalars(select(Job.state)).one() == "done"
    assert state(database) == "cancelled"
    with pytest.raises(RuleViolated), database.transaction() as session:
        step(session, instance.id, lambda run: None, actor=ANNA)


def test_a_restart_of_time_never_moves_a_timer(database: Database, virtual_clock: VirtualClock) -> None:
    complete(database, to_work(database))
    with database.transaction(readonly=True) as session:
        due_at: datetime | None = session.scalars(select(Timer.due_at)).one()
    assert due_at == virtual_clock.now() + timedelta(days=2)
