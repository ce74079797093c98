"""The inbox: human tasks found by group or assignee from their own index, claimed, delegated, completed.

Who may do what with a ticket is decided above (`processes/people/rules.py`); here stand the rules of claiming alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, false, func, insert, select, tuple_, union_all, update
from sqlalchemy.orm import Session

from engine import definitions, execution, forms, history
from engine.base import clock, events
from engine.base.actor import Actor
from engine.base.db import table_of, tenant_of
from engine.base.errors import AlreadyClaimed, AlreadyDone, InvalidInput, NotFound
from engine.base.prepared import Prepared
from engine.forms import Form
from engine.spiff.run import Run
from engine.tables import CandidateGroup, HistoryEntry, HumanTask, Instance

LARGEST_PAGE = 200

_OPEN_TASK = Prepared(
    select(HumanTask.element_id, HumanTask.name, HumanTask.form, HumanTask.assignee_id, *execution.HELD)
    .join(Instance, Instance.id == HumanTask.instance_id)
    .where(HumanTask.id == bindparam("wanted"), HumanTask.tenant_id == bindparam("tenant"))
    .with_for_update(of=table_of(Instance))
)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page and where the next begins (`after` of the next call), None on the last."""

    rows: Sequence[HumanTask]
    next: str | None


@dataclass(frozen=True, slots=True)
class HumanTaskAssigned:
    """A human task has another assignee (or none)."""

    instance_id: str
    business_key: str
    human_task_id: str
    assignee_id: str | None
    actor: Actor


def page(
    session: Session,
    *,
    groups: Sequence[str] | None = None,
    assignee_id: str | None = None,
    unassigned: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Return human tasks in the order of their rank: of groups, of an assignee, or all, from a keyset position on."""
    limit = min(limit, LARGEST_PAGE)
    cursor = _cursor(after) if after is not None else None
    chosen = select(HumanTask).order_by(HumanTask.sort_key, HumanTask.id).limit(limit + 1)
    if groups is not None:
        chosen = chosen.where(HumanTask.id.in_(_of_groups(session, groups, unassigned, cursor, limit + 1)))
    if assignee_id is not None:
        chosen = chosen.where(HumanTask.assignee_id == assignee_id)
    if unassigned:
        chosen = chosen.where(HumanTask.assignee_id.is_(None))
    if cursor is not None:
        chosen = chosen.where(tuple_(HumanTask.sort_key, HumanTask.id) > cursor)
    rows = session.scalars(chosen).all()
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, f"{rows[-1].sort_key}~{rows[-1].id}" if more else None)


def get(session: Session, human_task_id: str) -> HumanTask:
    """Return an open human task; raises AlreadyDone when it was completed before, NotFound when it never was."""
    found = session.get(HumanTask, human_task_id)
    if found is None:
        raise _missing(session, human_task_id)
    return found


def of_instance(session: Session, instance_id: str) -> Sequence[HumanTask]:
    """Return the open human tasks of one instance."""
    chosen = select(HumanTask).where(HumanTask.instance_id == instance_id).order_by(HumanTask.id)
    return session.scalars(chosen).all()


def groups_of(session: Session, instance_ids: Collection[str]) -> dict[str, list[str]]:
    """Return the groups that may take a step of each instance now; instances nobody works on are left out."""
    chosen = select(HumanTask.instance_id, HumanTask.candidate_groups)
    rows = session.execute(chosen.where(HumanTask.instance_id.in_(instance_ids), HumanTask.role.is_(None)))
    return {instance_id: groups for instance_id, groups in rows if groups}


def next_due(session: Session, instance_ids: Collection[str]) -> dict[str, datetime]:
    """Return when the next human task of each instance is due; instances without a due one are left out."""
    chosen = (
        select(HumanTask.instance_id, func.min(HumanTask.due_at))
        .where(HumanTask.instance_id.in_(instance_ids), HumanTask.due_at.is_not(None))
        .group_by(HumanTask.instance_id)
    )
    return {instance_id: due_at for instance_id, due_at in session.execute(chosen) if due_at}


def form_of(session: Session, task: HumanTask) -> Form | None:
    """Return the form of a human task in the version its instance runs; None for a task that asks nothing."""
    if task.form is None:
        return None
    instance = session.get_one(Instance, task.instance_id)
    return definitions.loaded(session, instance.definition_id).forms[task.form]


def claim(session: Session, human_task_id: str, *, actor: Actor) -> HumanTask:
    """Take a human task; raises AlreadyClaimed when a colleague has it, does nothing when the actor has it."""
    task = get(session, human_task_id)
    if task.assignee_id == actor.id:
        return task
    if task.assignee_id is not None:
        raise AlreadyClaimed("inbox.already-claimed", assignee_id=task.assignee_id)
    return _hand(session, task, actor.id, actor=actor, event="claimed")


def release(session: Session, human_task_id: str, *, actor: Actor) -> HumanTask:
    """Give a human task back: to whom delegated it, else to its groups."""
    task = get(session, human_task_id)
    owner, task.owner_id = task.owner_id, None
    return _hand(session, task, owner, actor=actor, event="released")


def assign(session: Session, human_task_id: str, assignee_id: str, *, actor: Actor) -> HumanTask:
    """Give a human task to a person, whoever has it now."""
    task = get(session, human_task_id)
    task.owner_id = None
    return _hand(session, task, assignee_id, actor=actor, event="assigned")


def delegate(session: Session, human_task_id: str, assignee_id: str, *, actor: Actor) -> HumanTask:
    """Lend a human task to another person: releasing it brings it back."""
    task = get(session, human_task_id)
    task.owner_id = actor.id
    return _hand(session, task, assignee_id, actor=actor, event="delegated")


def route(session: Session, instance_id: str, groups: Sequence[str], *, actor: Actor) -> None:
    """Point the open human tasks of an instance that groups work on to other groups; nobody has them then."""
    for task in of_instance(session, instance_id):
        if task.role is not None:
            continue
        task.candidate_groups = sorted(set(groups))
        session.execute(delete(CandidateGroup).where(CandidateGroup.human_task_id == task.id))
        _insert_groups(session, task)
        if task.assignee_id is not None:
            _hand(session, task, None, actor=actor, event="released")


def rerank(session: Session, instance_id: str, rank: str) -> None:
    """Give the open human tasks of an instance another place in the inbox (its priority changed)."""
    ids = select(HumanTask.id).where(HumanTask.instance_id == instance_id)
    for statement in (
        update(CandidateGroup).where(CandidateGroup.human_task_id.in_(ids)),
        update(HumanTask).where(HumanTask.instance_id == instance_id),
    ):
        session.execute(statement.values(sort_key=rank))


def complete(
    session: Session,
    human_task_id: str,
    data: Mapping[str, Any],
    *,
    actor: Actor,
    language: str = "en",
    sources: Mapping[str, Mapping[str, str]] | None = None,
) -> execution.Held:
    """Complete a human task with the data of its form and run the instance on.

    Raises InvalidInput with field errors, AlreadyDone on a double submit, AlreadyClaimed when a colleague has it.
    """
    element_id, name, form_key, assignee_id, held = _open_task(session, human_task_id)
    if assignee_id not in (None, actor.id):
        raise AlreadyClaimed("inbox.already-claimed", assignee_id=assignee_id)
    if form_key is None and data:
        raise InvalidInput("inbox.no-form", {field: ["forms.unknown-field"] for field in data})
    cleaned: Mapping[str, Any] = {}
    if form_key is not None:
        form = definitions.loaded(session, held.definition_id).forms[form_key]
        cleaned = forms.validate(form, data, language=language, sources=sources)
    done = history.Entry("done", element_id, human_task_id, details={"name": name})

    def act(run: Run) -> None:
        try:
            run.complete(human_task_id, cleaned)
        except (NotFound, AlreadyDone) as gone:  # done while we waited for the lock, which reads the task as it was
            raise _missing(session, human_task_id) from gone

    return execution.step_held(session, held, act, actor=actor, entry=done)


def _open_task(session: Session, human_task_id: str) -> tuple[str, str, str | None, str | None, execution.Held]:
    """Read what completing needs with one statement, and take the instance's lock by it."""
    row = _OPEN_TASK.run(session, wanted=human_task_id, tenant=tenant_of(session)).one_or_none()
    if row is None:
        raise _missing(session, human_task_id)
    element_id, name, form_key, assignee_id, *held = tuple(row)
    return element_id, name, form_key, assignee_id, execution.Held(*held)


def _cursor(after: str) -> tuple[str, str]:
    sort_key, separator, last_id = after.rpartition("~")
    if not separator:
        raise InvalidInput("inbox.bad-cursor", {"after": ["inbox.bad-cursor"]})
    return sort_key, last_id


def _of_groups(
    session: Session, groups: Sequence[str], unassigned: bool, cursor: tuple[str, str] | None, limit: int
) -> Select[Any]:
    """Walk the index of each group for as many rows as a page may need; a task of two groups is met twice."""
    heads = []
    for group in groups:
        head = (
            select(CandidateGroup.human_task_id)
            .where(CandidateGroup.tenant_id == tenant_of(session), CandidateGroup.group_key == group)
            .order_by(CandidateGroup.sort_key, CandidateGroup.human_task_id)
            .limit(limit)
        )
        if unassigned:
            head = head.join(HumanTask, HumanTask.id == CandidateGroup.human_task_id)
            head = head.where(HumanTask.assignee_id.is_(None))
        if cursor is not None:
            head = head.where(tuple_(CandidateGroup.sort_key, CandidateGroup.human_task_id) > cursor)
        heads.append(select(head.subquery().c.human_task_id))
    if not heads:
        return select(HumanTask.id).where(false())
    return select(union_all(*heads).subquery().c.human_task_id)


def _hand(session: Session, task: HumanTask, assignee_id: str | None, *, actor: Actor, event: str) -> HumanTask:
    task.assignee_id = assignee_id
    task.claimed_at = clock.now() if assignee_id else None
    session.flush()
    entry = history.Entry(event, task.element_id, task.id, details={"assignee_id": assignee_id})
    history.record(session, session.get_one(Instance, task.instance_id), actor, [entry])
    events.publish(session, HumanTaskAssigned(task.instance_id, task.business_key, task.id, assignee_id, actor))
    return task


def _insert_groups(session: Session, task: HumanTask) -> None:
    rows = [
        {"tenant_id": task.tenant_id, "group_key": group, "sort_key": task.sort_key, "human_task_id": task.id}
        for group in task.candidate_groups
    ]
    if rows:
        session.execute(insert(CandidateGroup), rows)


def _missing(session: Session, human_task_id: str) -> AlreadyDone | NotFound:
    """A second submit of the same form finds the task gone: tell who completed it, and when."""
    done = session.scalar(
        select(HistoryEntry)
        .where(HistoryEntry.task_id == human_task_id, HistoryEntry.event.in_(("done", "cancelled")))
        .order_by(HistoryEntry.id.desc())
        .limit(1)
    )
    if done is None:
        return NotFound("inbox.task-missing", human_task_id=human_task_id)
    return AlreadyDone("inbox.already-done", by=done.actor, at=done.at.isoformat(), event=done.event)
