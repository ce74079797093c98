"""The rows of what waits: written from the difference between an instance before and after a step.

The rows are an index over the saved state, so that inbox, ticker and message matching never load an idle instance.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import bindparam, delete, insert, tuple_, update
from sqlalchemy.orm import Session

from engine import jobs, services
from engine.base import clock, events
from engine.base.db import table_of, tenant_of
from engine.base.ids import new_id
from engine.base.prepared import Prepared, connection_of
from engine.feel import to_json
from engine.kept_messages import correlation_key
from engine.model_check.iso import read_duration
from engine.model_check.model import Element
from engine.spiff.port import CallWait, HumanWait, MessageWait, SignalWait, TimerWait, Waits
from engine.tables import CandidateGroup, HumanTask, Job, Subscription, Timer

SERVICE_CALL = "service.call"  # kind of the job that carries a remote service task
NOTHING = Waits()

W = TypeVar("W")


_INSERT_HUMAN_TASKS = insert(table_of(HumanTask))
_INSERT_GROUPS = insert(table_of(CandidateGroup))
_INSERT_TIMERS = insert(table_of(Timer))
_INSERT_SUBSCRIPTIONS = insert(table_of(Subscription))
_DELETE_HUMAN_TASK = Prepared(delete(table_of(HumanTask)).where(HumanTask.id == bindparam("gone")))


class Subject(Protocol):
    """The instance that waits, under its lock."""

    @property
    def id(self) -> str: ...

    @property
    def key(self) -> str: ...

    @property
    def business_key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class HumanTaskCreated:
    """A person is wanted."""

    instance_id: str
    business_key: str
    human_task_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class HumanTaskEnded:
    """A human task was completed or is not wanted any more."""

    instance_id: str
    business_key: str
    human_task_id: str
    element_id: str


def write(session: Session, instance: Subject, elements: Mapping[str, Element], before: Waits, after: Waits) -> None:
    """Bring the rows of one instance from `before` to `after`."""
    gone, come = _difference(before.human_tasks, after.human_tasks, _task)
    _end_human_tasks(session, instance, gone)
    _create_human_tasks(session, instance, elements, come)
    _write_timers(session, instance, *_difference(before.timers, after.timers, _timer))
    _write_subscriptions(session, instance, before, after)
    _write_calls(session, instance, *_difference(before.calls, after.calls, _visit))


def _task(wait: HumanWait) -> Hashable:
    return wait.task_id


def _timer(wait: TimerWait) -> Hashable:
    return wait.task_id, wait.element_id, wait.due_at


def _visit(wait: CallWait) -> Hashable:
    return wait.task_id, wait.visit


def _difference(before: Iterable[W], after: Iterable[W], identity: Any) -> tuple[list[W], list[W]]:
    old = {identity(wait): wait for wait in before}
    new = {identity(wait): wait for wait in after}
    gone = [wait for key, wait in old.items() if key not in new]
    come = [wait for key, wait in new.items() if key not in old]
    return gone, come


def _end_human_tasks(session: Session, instance: Subject, gone: Sequence[HumanWait]) -> None:
    if not gone:
        return
    for wait in gone:
        _DELETE_HUMAN_TASK.run(session, gone=wait.task_id)
    for wait in gone:
        events.publish(session, HumanTaskEnded(instance.id, instance.business_key, wait.task_id, wait.element_id))


def _create_human_tasks(
    session: Session, instance: Subject, elements: Mapping[str, Element], come: Sequence[HumanWait]
) -> None:
    if not come:
        return
    rank = services.rank_of(session, instance.key, instance.business_key) or clock.now().isoformat()
    tenant_id = tenant_of(session)
    rows = [_human_task_row(tenant_id, instance, elements[wait.element_id], wait, rank) for wait in come]
    connection_of(session).execute(_INSERT_HUMAN_TASKS, rows)
    groups = [
        {"tenant_id": tenant_id, "group_key": group, "sort_key": rank, "human_task_id": row["id"]}
        for row in rows
        for group in row["candidate_groups"]
    ]
    if groups:
        connection_of(session).execute(_INSERT_GROUPS, groups)
    for wait in come:
        events.publish(session, HumanTaskCreated(instance.id, instance.business_key, wait.task_id, wait.element_id))


def _human_task_row(tenant_id: str, instance: Subject, element: Element, wait: HumanWait, rank: str) -> dict[str, Any]:
    now = clock.now()
    return {
        "id": wait.task_id,
        "tenant_id": tenant_id,
        "instance_id": instance.id,
        "business_key": instance.business_key,
        "key": instance.key,
        "element_id": element.id,
        "name": element.name,
        "lane": element.lane,
        "form": element.form,
        "role": element.role,
        "candidate_groups": sorted(set(wait.groups)),
        "assignee_id": wait.assignee,
        "claimed_at": now if wait.assignee else None,
        "due_at": wait.due_at,
        "sort_key": rank,
        "created_at": now,
        "version": 1,
    }


def _write_timers(session: Session, instance: Subject, gone: Sequence[TimerWait], come: Sequence[TimerWait]) -> None:
    if gone:
        session.execute(
            delete(Timer)
            .where(
                Timer.instance_id == instance.id,
                tuple_(Timer.task_id, Timer.element_id).in_([(wait.task_id, wait.element_id) for wait in gone]),
            )
            .execution_options(synchronize_session=False)
        )
    if come:
        rows = [
            {
                "id": new_id(),
                "tenant_id": tenant_of(session),
                "instance_id": instance.id,
                "task_id": wait.task_id,
                "element_id": wait.element_id,
                "due_at": wait.due_at,
                "planned_at": wait.due_at,
            }
            for wait in come
        ]
        connection_of(session).execute(_INSERT_TIMERS, rows)


def _write_subscriptions(session: Session, instance: Subject, before: Waits, after: Waits) -> None:
    def rows(waits: Waits) -> dict[tuple[str, str, str, str], dict[str, Any]]:
        found: dict[tuple[str, str, str, str], dict[str, Any]] = {}
        awaited: list[MessageWait | SignalWait] = [*waits.messages, *waits.signals]
        for wait in awaited:
            kind = "message" if isinstance(wait, MessageWait) else "signal"
            correlation = correlation_key(instance, wait) if isinstance(wait, MessageWait) else ""
            found[(wait.task_id, kind, wait.name, correlation)] = {
                "id": new_id(),
                "tenant_id": tenant_of(session),
                "instance_id": instance.id,
                "task_id": wait.task_id,
                "element_id": wait.element_id,
                "kind": kind,
                "name": wait.name,
                "correlation_key": correlation,
            }
        return found

    old, new = rows(before), rows(after)
    gone = [key[:3] for key in old.keys() - new.keys()]
    if gone:
        session.execute(
            delete(Subscription)
            .where(
                Subscription.instance_id == instance.id,
                tuple_(Subscription.task_id, Subscription.kind, Subscription.name).in_(gone),
            )
            .execution_options(synchronize_session=False)
        )
    come = [row for key, row in new.items() if key not in old]
    if come:
        connection_of(session).execute(_INSERT_SUBSCRIPTIONS, come)


def _write_calls(session: Session, instance: Subject, gone: Sequence[CallWait], come: Sequence[CallWait]) -> None:
    if gone:  # answered calls are done already; what a boundary event cancelled must not run any more
        session.execute(
            update(Job)
            .where(
                Job.instance_id == instance.id,
                Job.task_id.in_([wait.task_id for wait in gone]),
                Job.state.in_(("waiting", "suspended")),
            )
            .values(state="done", finished_at=clock.now())
            .execution_options(synchronize_session=False)
        )
    for wait in come:
        _ask_for_call(session, instance, wait)


def _ask_for_call(session: Session, instance: Subject, wait: CallWait) -> None:
    token = jobs.Token(instance.id, wait.element_id, wait.task_id, wait.visit)
    payload = {
        "connector": wait.connector,
        "operation": wait.operation,
        "inputs": to_json(wait.inputs),
        "idempotent": wait.idempotent,
        "business_key": instance.business_key,
    }
    dead = jobs.of_token(session, SERVICE_CALL, token)
    if dead is not None:  # the operator retries: the same call, under the same idempotency key
        dead.payload = payload
        jobs.revive(session, dead)
        return
    plan = retry_seconds(wait.retry)
    jobs.add(session, SERVICE_CALL, payload, queue=jobs.CALLS, token=token, retry_plan=plan)


def retry_seconds(plan: Sequence[str]) -> Sequence[float]:
    """Return a retry plan of ISO 8601 durations (`PT2S`) as seconds; the default plan when the element has none."""
    spans = [span for text in plan if (span := read_duration(text))]
    return [(timedelta(days=span.days) + span.rest).total_seconds() for span in spans] or jobs.DEFAULT_PLAN
