"""One step of one instance: lock, load, act, advance, save — in the caller's transaction, and nowhere else.

Everything that wakes an instance (a person, a timer, a message, a job, an operator) goes through `step`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from engine import definitions, history, jobs, kept_messages, services, waits
from engine.base import clock, events
from engine.base.actor import Actor
from engine.base.db import table_of, tenant_of
from engine.base.errors import AppError, BpmnError, NotFound, RuleViolated, ScriptFailed, StaleVersion
from engine.base.prepared import Prepared
from engine.calendars import Calendar
from engine.decisions import Outcome
from engine.feel import to_json
from engine.spiff.port import HandlerCall, Step, Waits
from engine.spiff.run import Run
from engine.tables import Fault, Instance

CORRELATE = "engine.correlate"  # kind of the job that carries a thrown message to whoever waits
BROADCAST = "engine.broadcast"  # the same for a signal


# The statements of every step are built once: building them anew costs more than running them.
HELD = (
    Instance.id,
    Instance.definition_id,
    Instance.key,
    Instance.business_key,
    Instance.state,
    Instance.version,
    Instance.saved,
)
_HOLD = Prepared(
    select(*HELD)
    .where(Instance.id == bindparam("held_id"), Instance.tenant_id == bindparam("held_tenant"))
    .with_for_update()
)
_SAVE = Prepared(
    update(table_of(Instance))
    .where(Instance.id == bindparam("held_id"), Instance.version == bindparam("held_version"))
    .values(version=bindparam("new_version"), saved=bindparam("new_saved"), saved_bytes=bindparam("new_bytes"))
)


@dataclass(frozen=True, slots=True)
class Held:
    """An instance under the lock of this transaction, as it was when the lock was taken."""

    id: str
    definition_id: str
    key: str
    business_key: str
    state: str
    version: int
    saved: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class TokenMoved:
    """An instance was saved after a step; `phases` are the phases of the elements where tokens stand now."""

    instance_id: str
    business_key: str
    key: str
    phases: tuple[str, ...]
    steps: tuple[Step, ...]
    actor: Actor


@dataclass(frozen=True, slots=True)
class InstanceEnded:
    """An instance has no token left; `state` is `completed` or `cancelled`."""

    instance_id: str
    business_key: str
    key: str
    state: str


@dataclass(frozen=True, slots=True)
class FaultRaised:
    """A token needs an operator."""

    fault_id: str
    instance_id: str | None
    business_key: str | None
    element_id: str | None
    code: str


class Surroundings:
    """What a run may ask while it steps; see `engine.spiff.port.Surroundings`.

    When a person acts, a handler that refuses (RuleViolated, InvalidInput, …) undoes the whole step and the person is
    told. When a timer, a message or a job acts, nobody is there to be told: what the handler wrote is undone and the
    token waits as a fault.
    """

    def __init__(self, session: Session, instance: Held, loaded: definitions.Loaded, actor: Actor) -> None:
        self._session = session
        self._instance = instance
        self._loaded = loaded
        self._actor = actor
        self._views = services.Views(session, instance.business_key, loaded.view)

    def now(self) -> datetime:
        return clock.now()

    @property
    def views(self) -> Mapping[str, Mapping[str, Any]]:
        """The read-only views of the ticket by name; each is read when an expression asks for it, once a step."""
        return self._views

    def calendar(self, name: str) -> Calendar:
        return services.find_calendar(self._session, name)

    def decide(self, decision: str, inputs: Mapping[str, Any]) -> Outcome:
        if self._loaded.decisions is None:
            raise ScriptFailed("engine.decision-missing", decision=decision)
        return self._loaded.decisions.evaluate(decision, inputs)

    def handle(self, call: HandlerCall) -> Mapping[str, Any]:
        handler = services.find_handler(call.handler)
        service_call = services.ServiceCall(
            instance_id=self._instance.id,
            business_key=self._instance.business_key,
            element_id=call.element_id,
            task_id=call.task_id,
            actor=self._actor,
            inputs=call.inputs,
        )
        self._views.forget()  # the handler may write what the view shows
        if self._actor.kind == "user":
            return handler(self._session, service_call)
        try:
            with self._session.begin_nested():
                return handler(self._session, service_call)
        except BpmnError:
            raise
        except AppError as error:
            raise ScriptFailed(error.code, **error.params) from error


def start(
    session: Session, definition_id: str, *, business_key: str, variables: Mapping[str, Any], actor: Actor
) -> Held:
    """Create an instance of one version and run it to its first waits."""
    loaded = definitions.loaded(session, definition_id)
    row = Instance(definition_id=definition_id, key=loaded.key, business_key=business_key)
    session.add(row)
    session.flush()
    session.expire(row)  # the step writes it behind the session's back
    held = Held(row.id, definition_id, loaded.key, business_key, "running", 1, b"")
    run = Run.start(loaded.specification, variables, Surroundings(session, held, loaded, actor))
    return _advance_and_save(session, held, run, loaded, waits.NOTHING, actor, [history.Entry("started")])


def step(
    session: Session,
    instance_id: str,
    action: Callable[[Run], None],
    *,
    actor: Actor,
    entry: history.Entry | None = None,
) -> Held:
    """Let `action` move a token of a locked instance, run to the next waits and save.

    Returns the instance as it is now. Raises NotFound when there is none and RuleViolated (`engine.not-running`) when
    it is suspended or has ended; `action` raises what it finds. Two steps of one instance wait for each other.
    """
    found = _HOLD.run(session, held_id=instance_id, held_tenant=tenant_of(session)).one_or_none()
    if found is None:
        raise NotFound("engine.instance-missing", instance_id=instance_id)
    return step_held(session, Held(*tuple(found)), action, actor=actor, entry=entry)


def step_held(
    session: Session,
    held: Held,
    action: Callable[[Run], None],
    *,
    actor: Actor,
    entry: history.Entry | None = None,
) -> Held:
    """Do what `step` does for an instance whose lock the caller took while it read something else with it."""
    if held.state != "running":
        raise RuleViolated("engine.not-running", business_key=held.business_key, state=held.state)
    loaded = definitions.loaded(session, held.definition_id)
    run = Run.load(loaded.specification, held.saved, Surroundings(session, held, loaded, actor))
    before = run.waits()
    action(run)
    return _advance_and_save(session, held, run, loaded, before, actor, [entry] if entry else [])


def lock(session: Session, instance_id: str) -> Instance:
    """Return the newest row of an instance, locked until the transaction ends; raises NotFound."""
    chosen = select(Instance).where(Instance.id == instance_id).with_for_update()
    instance = session.scalar(chosen.execution_options(populate_existing=True))
    if instance is None:
        raise NotFound("engine.instance-missing", instance_id=instance_id)
    return instance


def open_fault(session: Session, fault: Fault) -> Fault:
    """Store a fault and tell who listens."""
    session.add(fault)
    session.flush()
    events.publish(session, FaultRaised(fault.id, fault.instance_id, fault.business_key, fault.element_id, fault.code))
    return fault


def _advance_and_save(
    session: Session,
    held: Held,
    run: Run,
    loaded: definitions.Loaded,
    before: Waits,
    actor: Actor,
    entries: list[history.Entry],
) -> Held:
    run.advance()
    after = _after_kept_messages(session, held, run, before)
    now = _save_instance(session, held, run)
    steps = tuple(run.steps)
    entries += [history.Entry(step.event, step.element_id, step.task_id, step.at, step.detail) for step in steps]
    if now.state == "completed":
        entries.append(history.Entry("completed"))
    history.record(session, held, actor, entries)
    waits.write(session, held, loaded.elements, before, after)
    _carry(session, now, run, actor)
    for failed in steps:
        if failed.event == "failed":
            _raise_fault(session, held, failed)
    events.publish(session, TokenMoved(held.id, held.business_key, held.key, run.phases, steps, actor))
    if now.state == "completed":
        events.publish(session, InstanceEnded(held.id, held.business_key, held.key, "completed"))
    return now


def _after_kept_messages(session: Session, held: Held, run: Run, before: Waits) -> Waits:
    """Return what the instance waits for; tokens that began to wait just now may find their message kept already."""
    known = set(before.messages)
    while True:
        after = run.waits()
        fresh = [wait for wait in after.messages if wait not in known]
        taken = kept_messages.take(session, held, fresh) if fresh else None
        if taken is None:
            return after
        wait, payload = taken
        run.deliver(wait.task_id, payload)
        run.advance()


def _save_instance(session: Session, held: Held, run: Run) -> Held:
    saved = run.dump()
    changed = _SAVE.run(
        session,
        held_id=held.id,
        held_version=held.version,
        new_version=held.version + 1,
        new_saved=saved,
        new_bytes=len(saved),
    )
    if changed.rowcount != 1:
        raise StaleVersion("engine.stale-instance", business_key=held.business_key)
    row = session.identity_map.get(identity_key(Instance, held.id))
    if row is not None:
        session.expire(row)
    now = replace(held, version=held.version + 1, saved=saved)
    return _end(session, now) if run.is_complete() else now


def _end(session: Session, held: Held) -> Held:
    ending = update(Instance).where(Instance.id == held.id).values(state="completed", ended_at=clock.now())
    session.execute(ending.execution_options(synchronize_session=False))
    return replace(held, state="completed")


def _carry(session: Session, instance: Held, run: Run, actor: Actor) -> None:
    """What goes to another instance is a job: one transaction holds one instance's lock."""
    origin = f"{instance.id}.{instance.version}"
    said_by = [actor.kind, actor.id]
    for number, thrown in enumerate(run.thrown):
        correlation = instance.business_key if thrown.correlation is None else thrown.correlation
        message = {"name": thrown.name, "correlation_key": correlation, "payload": to_json(thrown.payload)}
        jobs.add(session, CORRELATE, message | {"message_id": f"{origin}.{number}", "actor": said_by})
    for number, (name, payload) in enumerate(run.signals):
        signal = {"name": name, "payload": to_json(payload), "origin": f"{origin}.{number}"}
        jobs.add(session, BROADCAST, signal | {"instance_id": instance.id})


def _raise_fault(session: Session, instance: Held, failed: Step) -> None:
    params = failed.detail["params"]
    code = str(params.get("cause") or failed.detail["code"])
    open_fault(
        session,
        Fault(
            instance_id=instance.id,
            business_key=instance.business_key,
            element_id=failed.element_id,
            task_id=failed.task_id,
            code=code,
            details=params,
            fingerprint=fingerprint(instance.key, failed.element_id, code),
        ),
    )


def fingerprint(*parts: str | None) -> str:
    """Return the key under which equal errors fall together."""
    return sha256("|".join(part or "" for part in parts).encode()).hexdigest()[:32]
